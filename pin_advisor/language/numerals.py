"""Numbers in running text, in digits and in English words: "1,80", "1.2k", "a hundred and fifty".

What only looks like a number is no numeral: dates, times of day, telephone numbers, "24/7", "#3",
"3D". What a numeral counts is for :mod:`pin_advisor.language.amounts` to find out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

#: Stands for a character of something that is no number. It is neither a word nor a space.
MASK: Final = "\x1a"


@dataclass(frozen=True)
class Numeral:
    """A number and the characters it stands in.

    ``scale`` is the word or letter that multiplied it ("2k": 1000), else 1. ``spoken`` tells the parts
    of two numbers said in one breath: "two fifty" is (2, 50), 250 by ``value``, perhaps 2.50. ``words``:
    written in letters. ``article``: merely "a" or "an". ``vague``: "a few", "several".
    """

    value: float
    start: int
    end: int
    scale: float = 1.0
    spoken: tuple[int, int] | None = None
    words: bool = False
    article: bool = False
    vague: bool = False


_UNITS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "fiveteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "fivty": 50, "fifthy": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "ninty": 90,
}  # fmt: skip
_BELOW_HUNDRED: Final = _UNITS | _TEENS | _TENS
_HUNDRED: Final = frozenset({"hundred", "hundreds", "hunderd", "hundered", "hundret"})
_SCALES: Final = {
    "thousand": 1e3, "thousands": 1e3, "thousend": 1e3, "tousand": 1e3, "thousant": 1e3, "grand": 1e3,
    "k": 1e3, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "million": 1e6, "millions": 1e6,
    "crore": 1e7, "dozen": 12, "dozens": 12, "gross": 144,
}  # fmt: skip
#: A plural alone ("hundreds of pins") is no number, nor are these words where nothing is counted by them.
_NEED_A_COUNT: Final = frozenset(
    {"hundreds", "thousands", "lakhs", "lacs", "millions", "dozens", "grand", "gross", "k"}
)
_VAGUE: Final = {"couple": 2, "few": 3, "several": 5, "handful": 5}
_ARTICLES: Final = frozenset({"a", "an"})

_PIECES_FOLLOW: Final = r"(?!\s*(?:pieces?|pcs?|pins?|badges?|units?|copies)\b)"
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_NO_NUMBERS: Final = re.compile(
    "|".join(
        (
            # addresses and telephone numbers
            r"(?:https?://|www\.)\S+",
            r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
            r"(?<![\w.,])(?:\+\d|\(0\d|0\d)(?:[\d ()/-]|\.(?=\d)){5,18}\d(?!\w)",
            r"(?<![\w.,])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\w)",
            r"(?<![\w.,])\d{3}[-.\s]0\d{3}(?!\w)",
            r"(?<=\bcall )\d{3}[-.\s]\d{4}(?!\w)",
            r"(?<!\w)\d{10,}(?!\w)",
            r"\d{16,}",
            # dates and times of day
            r"(?<![\d.,])\d{4}-\d{1,2}-\d{1,2}(?!\d)",
            r"(?<![\d.,])\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)",
            rf"\b{_DAY}(?:st|nd|rd|th)?\s?(?:of\s)?\s?{_MONTH}(?:,?\s(?:19|20)\d\d\b)?",
            rf"\b{_MONTH}\s(?:the\s)?{_DAY}(?:st|nd|rd|th)?\b(?:,?\s(?:19|20)\d\d\b)?{_PIECES_FOLLOW}",
            rf"\b{_MONTH}\s(?:19|20)\d\d\b",
            r"(?<![\d.,/])(?:0?[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])(?![\d/])",
            r"\b(?:by|before|until|date|deadline|dated)\W{1,3}\d{1,2}/\d{1,2}(?![\d.,/])",
            r"\b(?:in|since|by|until|from|year|of|est\.?|established|founded|summer|winter|spring|autumn"
            r"|fall)"
            r"\s(?:1[5-9]|20)(?!00|50)\d\d\b(?!\s?[-+x€$£k,.]\s?\d|\s*(?:[a-z]+\s)?(?:pieces?|pcs?|pins?"
            r"|badges?|units?))",
            r"(?<![\d.,])\d{1,2}[:.]\d{2}\s?(?:[ap]\.?\s?m\b\.?|h\b|o'?clock)",
            r"(?<![\d.,:])\d{1,2}\s?(?:[ap]\.?m\b\.?|o'?clock)",
            r"(?<![\d.,])\d{1,4}:\d{1,4}(?!\d)",
            r"(?<![\w.,])(?:24\s?[/-]\s?7|50\s?[/-]\s?50|9\s?-\s?5)(?![.,]?\d)",
            r"\b(?:fifty[\s-]fifty|9 to 5)\b",
            # "50th", "1930s", "'80s", "3D", "40x60", "5x as many", "18k gold"
            r"\b\d+(?:st|nd|rd|th|s)\b",
            r"(?<!\w)'\d\d\b",
            r"(?<![\w.,])\d\s?-?\s?d(?:im(?:ension(?:al|s)?)?)?\b",
            # but "2 x 250" takes 250 twice
            r"(?<![\w.,])(?![2-9]\s?[x×]\s?(?:\d{1,3}0|25|75)(?![\d.,])\s*(?:$|[.,;!?\n]"
            r"|(?:pins|pieces|pcs|badges|please)\b))"
            r"\d+(?:[.,]\d+)?\s?[x×]\s?\d+(?:[.,]\d+)?(?:\s?[x×]\s?\d+(?:[.,]\d+)?)?",
            r"(?<![\w.,])\d+\s?x\s(?:as|more|bigger|the|larger|smaller)\b",
            r"(?<![\w.,])\d{1,2}\s?(?:k|kt|ct|carat|karat)s?\s(?:\w+\s)?(?:gold|plat(?:ed|ing))\b",
            r"(?<![\w.,])\d+\s?k\s(?:run(?:ners?)?|race|walk)\b",
            # "60 bucks 4 all of us": it stands for "for"
            r"(?:(?<=[a-z]\s)|^)4(?=\s(?:all|the|my|our|me|us|them|everyone|everybody|u|ur)\b"
            r"(?!\s(?:in all|told|together|pins?|pieces?|units?)\b))",
            r"(?<=[a-z]\s)2(?=\s(?:look|order|get|make|be|do|have|buy|give|sell|show|see|wear|go|say|put|use"
            r"|keep|help"
            r"|remember|flimsy|late|big|much|expensive|dear|pricey)\b)",
            # labels: "A-1093", "#3", "No. 5", "Pantone 186 C"
            r"\b[a-z]{1,2}-\d{2,}\b",
            r"#\s?\d+",
            r"\b(?:no\.|nr\.?|№|number|option|choice|step|room|suite|page|version|pantone|pms|ral|chapter"
            r"|section|"
            r"question|grade|level|top|iso|postcode|zip|article|reason|phase|table|booth|hall|tram|bus|part"
            r"|covid)"
            rf"[\s-]?\d[\d.]*(?:\s?[cu]\b)?(?!\d){_PIECES_FOLLOW}",
            rf"(?<!batch )(?<!order )(?<!lot )(?<!run )\bsize\s\d+{_PIECES_FOLLOW}",
        )
    ),
    re.I,
)

#: Without one of these nothing of that is there, and looking for it takes a tenth of a millisecond.
_PERHAPS_NO_NUMBERS: Final = re.compile(r"\d|@|://|www|fifty", re.I)

_DIGITS: Final = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"  # 1,234.50
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?"  # 1,50,000
    r"|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?"  # 1.234,50
    r"|\d{1,3}(?:'\d{3})+(?:[.,]\d{1,2})?"  # 1'234
    # 1 234; but "200 300" are two numbers
    r"|\d{1,2}(?:\s\d{3})+(?:[.,]\d{1,2})?|\d{3}(?:\s\d{3})+[.,]\d{1,2}|\d{3}(?:\s000)+"
    r"|\d+[.,]\d+|\d+|(?<!\w)\.\d{1,3})(?!\d)"
)
_TOKEN: Final = re.compile(
    rf"(?<![\d{MASK}])(?<!\d[.,'/])(?:(?P<mixed>\d{{1,3}}\s)?(?P<over>[1-9])/(?P<under>[234])(?![\d/.,])"
    rf"|(?P<digits>{_DIGITS})(?P<k>\s?k\b)?)"
    rf"|(?<![\w{MASK}'])(?P<word>[a-z]+)(?![\w'])",
    re.I,
)
#: "A baker's dozen" is thirteen.
_BAKERS: Final = re.compile(r"\bbaker['’]?s['’]?\s$", re.I)
#: "A score" is twenty where that is all that counts: "about a score of us".
_SCORE: Final = re.compile(
    r"(?<![\w'])(?:(?:^|[.,;!?]\s|\b(?:about|around|say|maybe|perhaps|just|need|want|for|order)\s)"
    r"(?P<score>(?:a|one|two|three|four)\sscore))"
    r"(?=\s*(?:$|[.,;!?])|\s(?:of (?:us|them|people|pins|badges|members|guests)|or so|please|pins|pieces"
    r"|will do)\b)",
    re.I,
)
#: Characters between two words of one number.
_GAP: Final = re.compile(r"\s{1,2}|\s?-\s?")
#: The letters that a number in digits hangs on to: "USD2.50", "x300".
_GLUE: Final = re.compile(r"[^\W\d]+$")
#: Most numerals of one text that are read; what has more is a table, or mischief.
_MOST: Final = 60
#: Longest number in digits, in characters; what is longer is a code.
_LONGEST: Final = 15


class _Token(NamedTuple):
    text: str
    value: float | None
    scale: float
    start: int
    end: int


def masked(text: str) -> str:
    """``text``, as long as it was, with everything that only looks like a number blotted out."""
    if not _PERHAPS_NO_NUMBERS.search(text):
        return text
    return _NO_NUMBERS.sub(lambda match: MASK * len(match.group()), text)


def numerals(text: str, glue: frozenset[str] = frozenset()) -> list[Numeral]:
    """The numerals of a :func:`masked` text, in reading order, not overlapping.

    Digits that hang on to letters ("A4") count only after those in ``glue``, in lower case ("rs90").
    """
    tokens = [_token(match) for match in _TOKEN.finditer(text) if _stands_free(match, glue)]
    found: list[Numeral] = []
    at = 0
    scores = {m.start("score"): m for m in _SCORE.finditer(text)}
    while at < len(tokens) and len(found) < _MOST:
        if score := scores.get(tokens[at].start):
            count = next((n for word, n in _UNITS.items() if score["score"].lower().startswith(word)), 1)
            found.append(Numeral(20.0 * count, *score.span("score"), scale=20.0, words=True))
            at += 2
            continue
        read = _or_two(text, tokens, _read(text, tokens, at))
        if read is None:
            at += 1
        else:
            numeral, at = read
            found.append(numeral)
    return found


def number(text: str) -> float | None:
    """The value of a text that is one number and nothing else, ``None`` if it is not.

    "1,80" is 1.8 and "1,800" is 1800: a separator before exactly three last digits groups.
    """
    text = text.strip()
    found = numerals(text)
    return found[0].value if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)) else None


def _stands_free(match: re.Match[str], glue: frozenset[str]) -> bool:
    letters = None if match["word"] else _GLUE.search(match.string, max(0, match.start() - 8), match.start())
    return not letters or letters.group().lower() in glue


def _token(match: re.Match[str]) -> _Token:
    value, scale = None, 1.0
    if match["over"]:
        value = float(match["mixed"] or 0) + int(match["over"]) / int(match["under"])
    elif match["digits"] and len(match["digits"]) <= _LONGEST:
        value = _value(match["digits"])
        if match["k"]:
            value, scale = value * 1000, 1000.0
    return _Token((match["word"] or "").lower(), value, scale, *match.span())


def _value(digits: str) -> float:
    digits = re.sub(r"[\s']", "", digits)
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:[,.]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}", digits)
    last = len(digits) if grouped else max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return float(digits)
    return float(re.sub(r"[,.]", "", digits[:last]) + "." + (digits[last + 1 :] or "0"))


def _read(text: str, tokens: Sequence[_Token], at: int) -> tuple[Numeral, int] | None:
    """The numeral that begins with a token, and the index of the token after it."""
    first = tokens[at]
    if first.value is not None:
        return _scaled(text, tokens, at, first.value, first.scale)
    word = first.text
    if word in _ARTICLES:
        if not text[first.end : first.end + 1].isspace():  # "A$4", "plan A"
            return None
        following = _next(text, tokens, at)
        if following:
            if following.text in _VAGUE:
                return _vague(text, tokens, at, at + 1)
            if following.text == "half" or _is_scale(following.text) or following.text in _HUNDRED:
                read = _read_words(text, tokens, at + 1, 0.0 if following.text == "half" else 1.0)
                if read:
                    return _with_start(read, first.start)
        return Numeral(1.0, first.start, first.end, words=True, article=True), at + 1
    if word in _VAGUE:
        return _vague(text, tokens, at, at)
    return _read_words(text, tokens, at, 0.0)


def _is_scale(word: str) -> bool:
    return word in _SCALES and word != "k"


def _next(text: str, tokens: Sequence[_Token], at: int) -> _Token | None:
    """The token after one, if only a space or a hyphen stands between them."""
    if at + 1 < len(tokens) and _GAP.fullmatch(text, tokens[at].end, tokens[at + 1].start):
        return tokens[at + 1]
    return None


def _or_two(
    text: str, tokens: Sequence[_Token], read: tuple[Numeral, int] | None
) -> tuple[Numeral, int] | None:
    """The same with what makes it more: "a dozen or two" is up to 24, "a hundred or two" up to 200."""
    if read is None or read[0].scale == 1 or read[0].value != read[0].scale:
        return read
    n, at = read
    more = [t.text for t in tokens[at : at + 2]]
    if len(more) < 2 or more[0] != "or" or more[1] not in ("two", "three"):
        return read
    count, end = float(_UNITS[more[1]]), tokens[at + 1].end
    following = _next(text, tokens, at + 1)
    if following and (_is_scale(following.text) or following.text in _HUNDRED):  # "a hundred or two hundred"
        return read
    return Numeral(count * n.scale, n.start, end, n.scale, words=n.words), at + 2


def _with_start(read: tuple[Numeral, int], start: int) -> tuple[Numeral, int]:
    n, after = read
    return Numeral(n.value, start, n.end, n.scale, n.spoken, n.words, n.article, n.vague), after


def _vague(text: str, tokens: Sequence[_Token], first: int, at: int) -> tuple[Numeral, int]:
    """Read "a couple of hundred", "a few", "several thousand": a scale makes it a number."""
    count = float(_VAGUE[tokens[at].text])
    end = at
    following = _next(text, tokens, at)
    if following and following.text in ("of", "a"):  # "a couple a weeks"
        end, following = at + 1, _next(text, tokens, at + 1)
    if following and (_is_scale(following.text) or following.text in _HUNDRED):
        scale = 100.0 if following.text in _HUNDRED else _SCALES[following.text]
        return Numeral(count * scale, tokens[first].start, following.end, scale, words=True), end + 2
    return Numeral(count, tokens[first].start, tokens[end].end, words=True, vague=True), end + 1


def _scaled(text: str, tokens: Sequence[_Token], at: int, value: float, scale: float) -> tuple[Numeral, int]:
    """A number in digits with what multiplies it: "2 dozen", "1.5 lakh", "2 and a half thousand"."""
    start, end, after = tokens[at].start, tokens[at].end, at + 1
    if _and_a_half(text, tokens, at):
        value, end, after = value + 0.5, tokens[at + 3].end, at + 4
    following = _next(text, tokens, after - 1)
    if scale == 1 and following:
        if following.text in _HUNDRED:
            scale = 100.0
        elif _is_scale(following.text):
            scale = _SCALES[following.text]
        if scale != 1:
            value, end, after = value * scale, following.end, after + 1
    return Numeral(value, start, end, scale), after


def _and_a_half(text: str, tokens: Sequence[_Token], at: int) -> bool:
    words = [t.text for t in tokens[at + 1 : at + 4]]
    return words == ["and", "a", "half"] and all(_next(text, tokens, i) for i in range(at, at + 3))


def _read_words(text: str, tokens: Sequence[_Token], at: int, group: float) -> tuple[Numeral, int] | None:
    """A number in words from a token on; ``group`` is what an article before it counts for."""
    first, start = at, tokens[at].start
    total, scale = 0.0, 1.0
    spoken: tuple[int, int] | None = None
    counted = bool(group)
    place = "article" if group else ""  # what was read last
    end = start
    while at < len(tokens):
        token = tokens[at]
        word, joined = token.text, at
        if word == "and" and place in ("hundred", "scale"):
            following = _next(text, tokens, at)
            if not following or following.text not in _BELOW_HUNDRED:
                break
            joined, word, token = at + 1, following.text, following
        if word in _UNITS and place in ("", "tens", "hundred", "scale"):
            group, place = group + _UNITS[word], "unit"
        elif word in _TEENS and place in ("", "hundred", "scale"):
            group, place = group + _TEENS[word], "teen"
        elif word in _TENS and place in ("", "hundred", "scale"):
            group, place = group + _TENS[word], "tens"
        elif word in _TEENS | _TENS and place in ("unit", "teen", "tens") and group < 100 and not total:
            tail, at = _tail(text, tokens, at)
            spoken, end = (int(group), tail), tokens[at - 1].end
            group = 100 * group + tail
            break
        elif word in _HUNDRED and place in ("", "article", "unit", "teen", "half"):
            if not counted and word in _NEED_A_COUNT:
                break
            group, place, scale = (group or 1) * 100, "hundred", 100.0
        elif _is_scale(word) and place != "scale":
            if not counted and word in _NEED_A_COUNT:
                break
            total, group, scale, place = total + (group or 1) * _SCALES[word], 0.0, _SCALES[word], "scale"
        elif word == "half" and not place:
            group, place = 0.5, "half"
            skipped = _next(text, tokens, at)
            if skipped and skipped.text in _ARTICLES:
                joined = at + 1
        else:
            break
        counted = True
        end, at = tokens[joined].end, joined + 1
        if place in ("unit", "teen", "tens") and _and_a_half(text, tokens, at - 1):
            group, end, at = group + 0.5, tokens[at + 2].end, at + 3
        if at < len(tokens) and not _GAP.fullmatch(text, end, tokens[at].start):
            break
    if at == first or end == start:
        return None
    if place == "scale" and not group and _and_a_half(text, tokens, at - 1):  # "a dozen and a half"
        total, end, at = total + scale / 2, tokens[at + 2].end, at + 3
    if scale == 12 and (baker := _BAKERS.search(text, 0, start)):
        start, total = baker.start(), total / 12 * 13
    return Numeral(total + group, start, end, scale, spoken, words=True), at


def _tail(text: str, tokens: Sequence[_Token], at: int) -> tuple[int, int]:
    """The second part of "two fifty-five" and the index after it."""
    word = tokens[at].text
    if word in _TEENS:
        return _TEENS[word], at + 1
    unit = _next(text, tokens, at)
    if unit and unit.text in _UNITS:
        return _TENS[word] + _UNITS[unit.text], at + 2
    return _TENS[word], at + 1
