"""The design and the deadline of a quote request as they stand after a message.

What is told for the first time is kept in the visitor's own words. What is told later changes what it is about
and nothing else: another date leaves the place as it was, and "a fox instead" leaves nothing of the kite.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Optional

from spacy.tokens import Doc

from pin_advisor.language import phrase_book, quotes
from pin_advisor.language.amounts import Amounts
from pin_advisor.language.contacts import Contact, contacts_in
from pin_advisor.language.meaning import CONFIRMED
from pin_advisor.language.parts import DAY, Kind, Part, Told, is_named_place, is_place, parts_of, words_of
from pin_advisor.language.phrase_patterns import FIGURES
from pin_advisor.language.quantities import adds_up, of_people

#: The design and the deadline, by their slots; ``look`` where colours or a size are told without a motif.
Details = dict[str, str]

#: What is asked for, in a manner of speaking, by a message that begins a request.
OPENING: Final = "opening"
#: Where nothing is taken from a message that says something else as well: "I'm on holiday until July".
_STRICT: Final = (None, "contact", CONFIRMED)
_WHEN_AND_WHERE: Final[tuple[Kind, ...]] = ("date", "place", "rest")

_BOOK: Final = phrase_book.shared()
_ANEW: Final = _BOOK.phrase("tells_the_design_anew")
_PART_OF_IT: Final = _BOOK.phrase("names_a_part_of_the_design")
_MOVES_IT: Final = _BOOK.phrase("moves_the_date")
_FILLER: Final = _BOOK.plain_words("filler") | _BOOK.plain_words("counting") | _BOOK.plain_words("frame")
_LOOKS: Final = _FILLER | _BOOK.plain_words("colour") | _BOOK.plain_words("finish")
_SIZE: Final = re.compile(FIGURES["size"], re.I)
_STREET: Final = re.compile(rf"\b{_BOOK.words('street')}\b", re.I)
_QUOTED: Final = re.compile(r'"[^"]{2,}"')
_SETS_AGAINST: Final = re.compile(
    r"(?P<new>.+?)\s*,?\s(?:instead of|rather than|in place of|not)\s(?P<old>.+)"
    r"|(?:not|no longer|instead of|rather than)\s(?P<was>.+?)\s*,?\s?(?:\bbut|,)\s(?P<is>.+)",
    re.I | re.S,
)
#: "change autumn to September", "replace the kite with a fox".
_SWAPS: Final = re.compile(
    r"\W*(?:(?:and|please|also|can you|could you|then|but)\W+)*(?:change|replace|swap|switch|correct|exchange)\s"
    r"(?:(?:the|our|my)\s)?(?P<old>.+?)\s(?:to|into|with|by|for)\s(?P<new>.+)",
    re.I | re.S,
)
#: A part of what is ordered: "ten of them for the committee".
_SHARE: Final = re.compile(r"(?:\d|\w{3})\s(?:pieces\s|pins\s)?of (?:them|these|those)\b|\bthe (?:rest|others)\b", re.I)
_INSTEAD: Final = re.compile(r"\W*\b(?:instead|rather|actually|sorry|please|pls|then|now|thanks|thank you)\W*$", re.I)
_LABEL: Final = re.compile(
    r"^\W*(?:(?:the|our|my)\s)?(?:design|motif|artwork|picture|logo)(?:\s?[:=]\s*"
    r"|\s(?:is|will be|should be|shall be)\s(?=(?:a|an|our|my|the|just|simply|two|three)\s))",
    re.I,
)
_ARTICLE: Final = re.compile(r"^(?:a|an|the|our|my|some|two|three|just|only)\s", re.I)
_JOINS: Final = re.compile(r"^\W*(?:(?:and|but|also|plus)\s+)+|(?:\s+(?:and|but|also|plus|on|for|x))+\W*$", re.I)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
#: Shortest word by which a design is recognised again.
_LONG: Final = 3
#: Most words of a motif that takes the place of another by a mere "no, a fox".
_FEW: Final = 4
#: More of a number alone, where a date was asked for, is no day of a month.
_DAYS: Final = 31


def parts_told(
    doc: Doc, amounts: Amounts, contacts: Sequence[Contact], asked: Optional[str] = None
) -> list[Part]:
    """The parts of a message about a quote request.

    Where a date and a place are asked for, a mere number is part of them: "to 10, Downing Street".
    """
    addressed = [(c.start, c.end) for c in contacts]
    people = asked in (None, "quantity", "design")
    ordered = [
        q
        for q in amounts.quantities
        if (people or not of_people(doc.text, q))
        and not any(q.start < end and start < q.end for start, end in addressed)
    ]
    told = Told(
        pieces={(q.start, q.end): q.pieces for q in ordered},
        contacts=addressed,
        money=[(m.start, m.end) for m in amounts.money],
        shares=(ordered[0].start, ordered[-1].end) if len(ordered) > 1 and adds_up(doc.text, ordered) else None,
        types=[(span.start_char, span.end_char) for _, span in doc._.pin_types],
    )
    found = [
        dataclasses.replace(part, kind="shares")
        if part.kind == "rest" and _SHARE.search(doc.text, part.start, part.end)
        else part
        for part in parts_of(doc.text, told)
    ]
    if asked not in ("quantity", "design", OPENING):
        found = [
            dataclasses.replace(part, kind="place")
            if part.kind == "rest" and is_named_place(doc.text[part.start : part.end])
            else part
            for part in found
        ]
    if asked != "deadline":
        return found
    alone = sum(part.kind != "frame" for part in found) == 1
    return [
        dataclasses.replace(part, kind="rest") if _may_be_a_street_number(doc.text, part, alone) else part
        for part in found
    ]


def recounted(doc: Doc, amounts: Amounts, asked: str) -> Optional[Amounts]:
    """``amounts``, in which any number may count pieces, if they do where something else is asked for."""
    parts = parts_told(doc, amounts, contacts_in(doc.text, asked=asked == "contact"), asked)
    kinds = {p.kind for p in parts}
    return amounts if kinds & {"pieces", "shares"} and "rest" not in kinds else None


def _may_be_a_street_number(text: str, part: Part, alone: bool) -> bool:
    if part.kind != "pieces":
        return False
    words = text[part.start : part.end].lower()
    digits = re.fullmatch(r"\W*(?:to|at|in)?\s*(\d+)\W*", words)
    return bool(digits and not (alone and int(digits[1]) > _DAYS))


@dataclass(frozen=True)
class _Message:
    """A message that is told while ``asked`` was asked for, and what was known of the request before."""

    text: str
    asked: Optional[str]
    known: Mapping[str, Any]
    corrects: bool

    def describes(self, words: str) -> bool:
        """Whether ``words``, a part that nothing else explains, tell of the design."""
        if self.asked == "design":
            return not quotes.introduces(words)
        if self.asked in ("quantity", OPENING):
            return quotes.describes(words) or bool(_QUOTED.search(words))
        if quotes.adds_to_the_design(words):
            return True
        about = quotes.tells_its_look(words) or quotes.names_design(words) or self._mentions_it(words)
        if self.asked is None:
            return about and self.corrects
        if self.asked == "deadline" and (_STREET.search(words) or is_place(words, "date")):
            return False
        named = about or quotes.names_a_thing(quotes.own_words(words)) or bool(_told_anew(words))
        named_it = quotes.names_a_thing(words) or bool(_LABEL.match(words))
        shown = named_it and (self.asked == CONFIRMED or self._mentions_it(words))
        return quotes.tells_its_look(words) or shown or (self.corrects and named)

    def moves_the_day(self, words: str) -> bool:
        """Whether the day is told anew by what it was told by before: "the gala was moved to the 10th"."""
        before = _long_words(str(self.known.get("deadline") or ""))
        return bool(DAY.search(words)) and not _long_words(words).isdisjoint(before)

    def _mentions_it(self, words: str) -> bool:
        """Whether a word of the design is said again: "the kite should fly"."""
        return not _long_words(words).isdisjoint(_long_words(str(self.known.get("design") or "")))


def details_told(doc: Doc, parts: Sequence[Part], asked: Optional[str], known: Mapping[str, Any]) -> Details:
    """The design and the deadline after ``doc``, those of them of which it tells something.

    ``asked`` is the detail that was asked for, ``OPENING`` or ``None`` after a request was sent; ``known`` is
    what was told of the request before.
    """
    corrects = bool(doc._.corrections or doc._.denied) or quotes.corrects(doc.text)
    message = _Message(doc.text, asked, known, corrects)
    if swapped := _swapped(doc.text, known):
        return swapped
    design, when, unclaimed = _sorted(message, parts)
    told: Details = {}
    if asked == "design" and quotes.says_more(doc.text, ()) and all(p.kind == "frame" for p in parts):
        return {"design": design_after(known.get("design"), doc.text, corrects)}  # "a good day"
    if design:
        words = words_of(doc.text, [p if p in design else _aside(p) for p in parts], "rest", "shares")
        looks = all(_only_looks(doc.text[p.start : p.end], p.kind == "shares") for p in design)
        if asked in ("quantity", OPENING) and not known.get("design") and looks:
            told["look"] = words
        else:
            told["design"] = design_after(known.get("design"), words, corrects)
        if "design" in told and known.get("look"):
            told["design"] = f"{told['design']}; {known['look']}"
    if when and not (unclaimed and asked in _STRICT):
        mine = [p if p in when else _aside(p) for p in parts]
        told["deadline"] = deadline_after(known.get("deadline"), doc.text, mine)
    return {name: words for name, words in told.items() if words}


def counts(doc: Doc, parts: Sequence[Part], asked: Optional[str], known: Mapping[str, Any]) -> bool:
    """Whether the number of pieces in ``doc`` is one, and no part of what is told beside it."""
    if not any(part.kind in ("pieces", "shares") for part in parts):
        return False
    corrects = bool(doc._.corrections or doc._.denied) or quotes.corrects(doc.text)
    unclaimed = _sorted(_Message(doc.text, asked, known, corrects), parts)[2]
    return not (unclaimed and asked in _STRICT)


def tells(doc: Doc, parts: Sequence[Part], asked: Optional[str], known: Mapping[str, Any]) -> bool:
    """Whether every part of ``doc`` tells something of the request, whatever was asked for."""
    corrects = bool(doc._.corrections or doc._.denied) or quotes.corrects(doc.text)
    message = _Message(doc.text, asked if asked == "deadline" else CONFIRMED, known, corrects)
    told = [part for part in parts if part.kind != "frame"]
    if asked == "deadline" and any(part.kind in ("date", "place") for part in told):
        return True  # "don't know exactly, sometime in autumn"
    rest = [doc.text[part.start : part.end] for part in told if part.kind == "rest"]
    explained = all(message.describes(words) or message.moves_the_day(words) for words in rest)
    return bool(told and explained) or bool(_swapped(doc.text, known))


def _swapped(text: str, known: Mapping[str, Any]) -> Details:
    """What becomes of a detail in which one thing is put in the place of another: "change June to July"."""
    swaps = _SWAPS.fullmatch(quotes.own_words(text))
    if not swaps:
        return {}
    old, new = swaps["old"].strip(), _INSTEAD.sub("", swaps["new"].strip(" .!"))
    for name in ("design", "deadline"):
        words = str(known.get(name) or "")
        if found := re.search(rf"\b{re.escape(old)}\b", words, re.I):
            article = _ARTICLE.search(words[: found.start()].rsplit(" ", 2)[-2] + " ") if found.start() else None
            return {name: f"{words[: found.start()]}{_ARTICLE.sub('', new) if article else new}{words[found.end() :]}"}
    return {}


def _sorted(message: _Message, parts: Sequence[Part]) -> tuple[list[Part], list[Part], list[Part]]:
    """The parts that tell of the design, those that tell when and where, and those that tell of neither."""
    design: list[Part] = []
    when: list[Part] = []
    unclaimed: list[Part] = []
    goes_on = False
    for part in parts:
        if part.kind in ("date", "place"):
            when.append(part)
        elif part.kind == "shares":
            (when if message.asked == "deadline" else design).append(part)
        elif part.kind == "rest":
            words = message.text[part.start : part.end]
            if message.moves_the_day(words):
                when.append(part)
                continue
            if message.describes(words) or (goes_on and message.asked != "deadline"):
                design.append(part)
                goes_on = True
                continue
            (when if message.asked == "deadline" else unclaimed).append(part)
        goes_on = False
    if message.asked == CONFIRMED and design:  # "it's a labrador, sitting, on white"
        return [p for p in parts if p.kind in ("rest", "shares") and p not in when], when, []
    return design, when, unclaimed


def _aside(part: Part) -> Part:
    return dataclasses.replace(part, kind="frame")


def design_after(known: Optional[str], told: str, corrects: bool) -> str:
    """The design after ``told``, where ``known`` was the design before.

    ``corrects``: the message takes something back. A motif that is named anew takes the place of the other; one
    of its parts is changed where it stands, or noted beside the rest in the visitor's own words.
    """
    words = _tidied(told)
    if anew := _told_anew(words):
        return anew
    if not known:
        return words
    against = _SETS_AGAINST.fullmatch(words)
    if against:
        new, old = against["new"] or against["is"], against["old"] or against["was"]
        if changed := _changed(str(known), new.strip(), old.strip(" .,!?")):
            return changed
    new = _INSTEAD.sub("", words)
    replaces = corrects and quotes.names_a_thing(new) and len(_WORD.findall(new)) <= _FEW
    if replaces and not _PART_OF_IT.said_in(new) and _ARTICLE.match(new) and not new.lower().startswith("the "):
        return new
    if str(known).lower() in words.lower():
        return words
    return str(known) if words.lower() in str(known).lower() else f"{known}; {words}"


def _only_looks(words: str, shares: bool) -> bool:
    """Whether it tells of colours, a size or a finish, and of nothing that has them: "100 in silver, 25 mm".

    ``shares``: it tells that of several numbers of pieces, or whom each of them is for.
    """
    if shares:
        return not quotes.names_design(words)
    return all(w.lower() in _LOOKS or not w.isalpha() for w in _WORD.findall(_SIZE.sub(" ", words)))


def _told_anew(words: str) -> Optional[str]:
    """The motif that takes the place of another: "change the design to a fox", "make it a fox"."""
    anew = _ANEW.find(words)
    rest = words[anew.end() :].strip(" :,=") if anew else ""
    named = _ARTICLE.match(rest) and (anew and quotes.names_design(anew[0]) or not rest.lower().startswith("the "))
    return _INSTEAD.sub("", rest) if named else None


def _changed(known: str, new: str, old: str) -> Optional[str]:
    """``known`` with ``new`` in place of ``old``; ``None`` if it doesn't say so."""
    if _long_words(known) and _long_words(known) <= _long_words(old):
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
    if told["date"] and (told["place"] or not (held["date"] or _leads_to_a_place(held["rest"]))):
        held["rest"] = ""
    if told["place"] and held["place"]:
        told["place"] = _place_after(held["place"], told["place"])
    return ", ".join(filter(None, (told[kind] or held[kind] for kind in _WHEN_AND_WHERE)))


def _leads_to_a_place(words: str) -> bool:
    """Whether something in it looks like a place: a street, a name, a number."""
    return bool(_STREET.search(words) or re.search(r"\d|(?<=\s)[A-ZÀ-Ý]|^[A-ZÀ-Ý]\w+\W*(?:probably|maybe|$)", words))


def _place_after(known: str, told: str) -> str:
    """The place after ``told``: of an address only the line changes that is told anew, "15 Mill Lane"."""
    lines = [line.strip() for line in known.split(",")]
    mine = [line for line in lines if not _long_words(line).isdisjoint(_long_words(told))]
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


def _long_words(text: str) -> set[str]:
    return {w.lower() for w in _WORD.findall(text) if len(w) >= _LONG} - _FILLER
