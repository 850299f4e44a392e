"""How the design and the deadline of a quote request change with what is told of them later.

A motif that is named anew takes the place of the other. What corrects only a part is changed where it
stands, or noted beside the rest in the visitor's own words; another date leaves the place as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Optional

from pin_advisor.language import phrase_book, quotes
from pin_advisor.language.parts import Kind, Part, Told, parts_of, words_of
from pin_advisor.language.phrase_patterns import FIGURES
from pin_advisor.language.when_and_where import DAY, names_a_street

_BOOK: Final = phrase_book.shared()
_WHEN_AND_WHERE: Final[tuple[Kind, ...]] = ("date", "place", "rest")
_LEADS_TO: Final = re.compile(r"(?:to|in|at|by|on|for|before)\s", re.I)
#: Longest of two things, in words, of which one takes the place of the other wherever it was named.
_SHORT: Final = 3
#: What the details are called.
_DETAILS: Final = _BOOK.plain_words("detail")
#: Between a design and what was told of it later.
_ADDED: Final = "; "
#: "Make that a scarf" may be said of what was told last.
_POINTS: Final = re.compile(r"\b(?:make|let)\s(?:that|this|them)\b", re.I)
_ANEW: Final = _BOOK.phrase("tells_the_design_anew")
_PART_OF_IT: Final = _BOOK.phrase("names_a_part_of_the_design")
_MOVES_IT: Final = _BOOK.phrase("moves_the_date")
_FILLER: Final = _BOOK.plain_words("filler") | _BOOK.plain_words("counting") | _BOOK.plain_words("frame")
_COLOURS: Final = _BOOK.plain_words("colour")
_LOOKS: Final = _FILLER | _BOOK.plain_words("colour") | _BOOK.plain_words("finish")
_SIZE: Final = re.compile(FIGURES["size"], re.I)
_SETS_AGAINST: Final = re.compile(
    r"(?P<new>.+?)\s*,?\s(?:instead of|rather than|in place of|not)\s(?P<old>.+)"
    r"|(?:not|no longer|instead of|rather than)\s(?P<was>.+?)\s*,?\s?(?:\bbut|,)\s(?P<is>.+)",
    re.I | re.S,
)
#: "change autumn to September", "replace the kite with a fox", "Ghent -> Bruges".
_SWAPS: Final = re.compile(
    r"\W*(?:(?:and|please|also|can you|could you|then|but)\W+)*"
    r"(?:change|replace|swap|switch|correct|exchange)\s"
    r"(?:(?:the|our|my)\s)?(?P<old>.+?)\s(?:to|into|with|by|for)\s(?P<new>.+)"
    r"|\W*(?P<was>.+?)\s?[-=]>\s?(?P<is>.+)",
    re.I | re.S,
)
_INSTEAD: Final = re.compile(
    r"\W*\b(?:instead|rather|actually|sorry|again|after all|please|pls|then|now|thanks|thank you)\W*$", re.I
)
_LIKE_A_PLACE: Final = re.compile(r"\d|(?<=\s)[A-ZÀ-Ý]|^[A-ZÀ-Ý]\w+\W*(?:probably|maybe|$)")
_LABEL: Final = re.compile(
    r"^\W*(?:(?:the|our|my)\s)?(?:design|motif|artwork|picture|logo)(?:\s?[:=]\s*"
    r"|\s(?:is|will be|should be|shall be)\s(?=(?:a|an|our|my|the|just|simply|two|three)\s))",
    re.I,
)
_ARTICLE: Final = re.compile(r"^(?:a|an|the|our|my|some|two|three|just|only)\s", re.I)
#: "it's two whales"
_IT_IS: Final = re.compile(
    r"^(?:it['\u2019]?s|it is|that['\u2019]?s)\s+(?=(?:a|an|our|my|two|three)\s)", re.I
)
_COLOUR: Final = _BOOK.words("colour")
_IN_COLOUR: Final = rf"(?:(?:light|dark|pale|bright|deep)\s)?{_COLOUR}(?:\s(?:and|&)\s{_COLOUR})*"
#: "the bus should be green, please"
_SHOULD_BE: Final = re.compile(
    r"(?:(?:only|just|but|please|can you|could you)\s)*(?:"
    r"(?:the|our|my)\s(?P<thing>[\w'-]+(?:\s[\w'-]+)?)"
    r"\s(?:(?:should|must|shall|has to|needs to|ought to)\s(?:rather\s)?be|is|are)"
    rf"\s(?:(?:rather|in|now|all)\s)*(?P<colour>{_IN_COLOUR})"
    rf"|(?:make|turn|paint|colou?r|do)\s(?:the|our|my)\s(?P<made>[\w'-]+(?:\s[\w'-]+)?)\s(?:in\s)?(?P<into>{_IN_COLOUR})"
    rf")(?:\W|please|instead|rather|not {_IN_COLOUR})*",
    re.I,
)
_JOINS: Final = re.compile(
    r"^\W*(?:(?:and|but|also|plus)\s+)+|(?:\s+(?:and|but|also|plus|on|for|x))+\W*$", re.I
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
#: Shortest word by which a design is recognised again.
_LONG: Final = 3
#: Most words of a motif that takes the place of another by a mere "no, a fox".
_FEW: Final = 4


def swapped(text: str, known: Mapping[str, Any]) -> dict[str, str]:
    """What becomes of a detail in which one thing is put in the place of another: "change June to July".

    Empty if ``text`` says nothing of the kind, or names nothing that is in a detail of ``known``.
    """
    words = quotes.own_words(text)
    swaps = _SWAPS.fullmatch(words) or _short(_SETS_AGAINST.fullmatch(words))
    if not swaps:
        return {}
    old = _ARTICLE.sub("", _INSTEAD.sub("", swaps["old"] or swaps["was"]).strip(" .,!?"))
    if old.lower() in _DETAILS:
        return {}  # "change the deadline to June"
    new = _INSTEAD.sub("", (swaps["new"] or swaps["is"]).strip(" .!"))
    for name in ("design", "deadline"):
        words = str(known.get(name) or "")
        if found := re.search(rf"\b{re.escape(old)}\b", words, re.I):
            ahead = words[: found.start()]
            new = _ARTICLE.sub("", new) if ahead else new
            return {name: f"{ahead}{new}{words[found.end() :]}"}
    return {}


def _short(against: Optional[re.Match[str]]) -> Optional[re.Match[str]]:
    """A match that sets one thing against another in a few words, none of them a number or a "to"."""
    if against is None or any(c.isdigit() for c in against[0]) or _LEADS_TO.match(against[0]):
        return None
    sides = [side for side in against.groupdict().values() if side]
    return against if all(len(_WORD.findall(side)) <= _SHORT for side in sides) else None


def design_after(known: Optional[str], told: str, corrects: bool) -> str:
    """The design after ``told``, where ``known`` was the design before.

    ``corrects``: the message takes something back.
    """
    words = _tidied(told)
    anew = told_anew(words)
    if anew and not (known and _ADDED in str(known) and _POINTS.search(words)):
        return anew
    if not known:
        return words
    against = _SETS_AGAINST.fullmatch(words)
    if against:
        new, old = against["new"] or against["is"], against["old"] or against["was"]
        if changed := _changed(str(known), new.strip(), old.strip(" .,!?")):
            return changed
    if words.lower() in str(known).lower():
        return str(known)
    if str(known).lower() in words.lower():
        return words
    if recoloured := _recoloured(str(known), words):
        return recoloured
    new = _IT_IS.sub("", _INSTEAD.sub("", words))
    replaces = _is_a_motif(new) and (corrects or _stems(str(known)) <= _stems(new))
    return new if replaces else f"{known}{_ADDED}{words}"


def _recoloured(known: str, words: str) -> Optional[str]:
    """``known`` with the colour that a thing in it should have: "the bus should be green"."""
    told = _SHOULD_BE.fullmatch(words)
    if told is None:
        return None
    thing, colour = told["thing"] or told["made"], told["colour"] or told["into"]
    old = re.compile(rf"\b{_IN_COLOUR}(?=\s{re.escape(thing)}\b)", re.I)
    changed, times = old.subn(colour, known, count=1)
    if not times:  # "a bus" had none
        bare = re.compile(rf"\b(an?|the|our|my)(?=\s{re.escape(thing)}\b)", re.I)
        changed, times = bare.subn(rf"\1 {colour}", known, count=1)
    if not times:
        return None
    return re.sub(r"\b(an?)(?=\s(\w))", _article, changed) if changed != known else known


def _article(found: re.Match[str]) -> str:
    return "an" if found[2].lower() in "aeio" else "a"


def _stems(text: str) -> set[str]:
    """The words of a motif, one and several alike: "a fox", "two foxes"."""
    return {re.sub(r"e?s$", "", word) for word in long_words(text)}


def _is_a_motif(words: str) -> bool:
    """Whether it names a motif and no part of one: "a fox", but not "a gold rim" or "the red one"."""
    named = quotes.names_a_thing(words) and len(_WORD.findall(words)) <= _FEW and bool(_ARTICLE.match(words))
    return named and not _PART_OF_IT.said_in(words) and not words.lower().startswith("the ")


def only_looks(words: str, shares: bool) -> bool:
    """Whether it tells of colours, a size or a finish, and of nothing that has them: "100 in silver, 25 mm".

    ``shares``: it tells that of several numbers of pieces, or whom each of them is for.
    """
    if shares:
        return not quotes.names_design(words)
    return all(w.lower() in _LOOKS or not w.isalpha() for w in _WORD.findall(_SIZE.sub(" ", words)))


def names_a_look(words: str) -> bool:
    """Whether it tells a size, or more than one colour: "a red kite with a blue tail", "30 mm"."""
    colours = sum(w.lower() in _COLOURS for w in _WORD.findall(words))
    return bool(_SIZE.search(words)) or colours > 1


def told_anew(words: str) -> Optional[str]:
    """The motif that takes the place of another: "change the design to a fox", "make it a fox"."""
    anew = _ANEW.find(words)
    if anew is None:
        return None
    rest = words[anew.end() :].strip(" :,=")
    # "make it the same" names no motif
    named = _ARTICLE.match(rest) and (quotes.names_design(anew[0]) or not rest.lower().startswith("the "))
    return _INSTEAD.sub("", rest) if named else None


def _changed(known: str, new: str, old: str) -> Optional[str]:
    """``known`` with ``new`` in place of ``old``; ``None`` if it doesn't say so."""
    if long_words(known) and long_words(known) <= long_words(old):
        return new
    bare_old, bare_new = _ARTICLE.sub("", old), _ARTICLE.sub("", new)
    alike = len(_WORD.findall(bare_new)) <= len(_WORD.findall(bare_old)) + 1
    found = re.search(rf"\b{re.escape(bare_old)}\b", known, re.I)
    return f"{known[: found.start()]}{bare_new}{known[found.end() :]}" if found and alike else None


def deadline_after(known: Optional[str], text: str, parts: Sequence[Part]) -> str:
    """When and where after the ``parts`` of ``text``: what they don't tell stays as it was."""
    if not known:
        return _when(words_of(text, parts, "date", "place", "rest", "shares"))
    before = parts_of(str(known), Told())
    told = {kind: _when(words_of(text, parts, kind)) for kind in _WHEN_AND_WHERE}
    held = {kind: words_of(str(known), before, kind) for kind in _WHEN_AND_WHERE}
    if told["rest"] and not (told["date"] or told["place"]):
        day, days = DAY.search(told["rest"]), list(DAY.finditer(str(known)))
        if day and len(days) == 1:  # "the gala was moved to the 10th of May"
            return f"{str(known)[: days[0].start()]}{day[0]}{str(known)[days[0].end() :]}"
        return told["rest"]
    if told["date"] and DAY.search(told["rest"]):
        told["rest"] = ""  # "Friday is too early, the Friday after"
    days = list(DAY.finditer(held["rest"]))
    if (day := DAY.search(told["date"])) and len(days) == 1 and not held["date"]:
        # "the 19th", where "our gig is on the 9th" was known
        told["date"] = f"{held['rest'][: days[0].start()]}{day[0]}{held['rest'][days[0].end() :]}"
        held["rest"] = ""
    if told["date"] and (told["place"] or not (held["date"] or _leads_to_a_place(held["rest"]))):
        held["rest"] = ""
    if told["place"] and held["place"]:
        told["place"] = _place_after(held["place"], told["place"])
    return ", ".join(filter(None, (told[kind] or held[kind] for kind in _WHEN_AND_WHERE)))


def _leads_to_a_place(words: str) -> bool:
    """Whether something in it looks like a place: a street, a name, a number."""
    return names_a_street(words) or bool(_LIKE_A_PLACE.search(words))


def _place_after(known: str, told: str) -> str:
    """The place after ``told``: of an address only the line changes that is told anew, "15 Mill Lane"."""
    lines = [line.strip() for line in known.split(",")]
    mine = [line for line in lines if not long_words(line).isdisjoint(long_words(told))]
    if len(lines) == 1 or len(mine) != 1 or "," in told:
        return told
    return ", ".join(told if line == mine[0] else line for line in lines)


def _when(words: str) -> str:
    """A date or a place without what only puts it in the place of another: "make it July instead"."""
    words = _JOINS.sub("", quotes.own_words(words)) or words
    moves = _MOVES_IT.find(words)
    if moves and words[moves.end() :].strip():
        words = words[moves.end() :].strip(" :,=")
    against = _SETS_AGAINST.fullmatch(words)
    if against:
        words = str(against["new"] or against["is"])
    return _INSTEAD.sub("", words) or words


def _tidied(words: str) -> str:
    """A description without what only leads up to it."""
    words = _JOINS.sub("", quotes.own_words(words))
    return _LABEL.sub("", words).strip() or words


def is_labelled(words: str) -> bool:
    """Whether it says that what follows is the design: "design: two keys"."""
    return bool(_LABEL.match(words))


def long_words(text: str) -> set[str]:
    """The words by which a thing is known again, in small letters."""
    return {w.lower() for w in _WORD.findall(text) if len(w) >= _LONG} - _FILLER
