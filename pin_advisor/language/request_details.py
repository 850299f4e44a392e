"""The design and the deadline of a quote request as they stand after a message.

What is told for the first time is kept in the visitor's own words; what is told later changes what it is
about and nothing else (:mod:`.request_changes`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Optional

from spacy.tokens import Doc

from pin_advisor.language import quotes
from pin_advisor.language.amounts import Amounts
from pin_advisor.language.contacts import Contact, contacts_in
from pin_advisor.language.meaning import CONFIRMED
from pin_advisor.language.parts import Part, Told, parts_of, words_of
from pin_advisor.language.quantities import adds_up, of_people
from pin_advisor.language.request_changes import (
    deadline_after,
    design_after,
    is_labelled,
    long_words,
    only_looks,
    swapped,
    told_anew,
)
from pin_advisor.language.when_and_where import DAY, is_named_place, is_place, names_a_street

#: The design and the deadline, by their slots; ``look`` where colours or a size are told without a motif.
Details = dict[str, str]

#: What is asked for, in a manner of speaking, by a message that begins a request.
OPENING: Final = "opening"
#: Where nothing is taken from a message that says something else as well: "I'm on holiday until July".
_STRICT: Final = (None, "contact", CONFIRMED)

_QUOTED: Final = re.compile(r'"[^"]{2,}"')
#: "200 in all, 100 each".
_EACH: Final = re.compile(r"\W{0,2}(?:each|apiece|of (?:each|either))\b", re.I)
#: A part of what is ordered: "ten of them for the committee".
_SHARE: Final = re.compile(
    r"(?:\d|\w{3})\s(?:pieces\s|pins\s)?of (?:them|these|those)\b|\bthe (?:rest|others)\b"
    r"|\d\s(?:for|in|with|to)\s.*\d\s(?:for|in|with|to)\s",
    re.I,
)
#: Fewer "of them" beside a description are part of it.
_FEWEST: Final = 10
_OF_THEM: Final = re.compile(r"\bof (?:them|these|those)\b", re.I)
#: More of a number alone, where a date was asked for, is no day of a month.
_DAYS: Final = 31


def parts_told(
    doc: Doc, amounts: Amounts, contacts: Sequence[Contact], asked: Optional[str] = None
) -> list[Part]:
    """The parts of a message about a quote request.

    Where a date and a place are asked for, a mere number is part of them: "to 10, Downing Street".
    """
    text = doc.text
    addressed = [(c.start, c.end) for c in contacts]
    people = asked in (None, "quantity", "design")
    ordered = [
        q
        for q in amounts.quantities
        if (people or not of_people(text, q))
        and not _EACH.match(text, q.end)
        and not any(q.start < end and start < q.end for start, end in addressed)
    ]
    summed = len(ordered) > 1 and adds_up(text, ordered)
    told = Told(
        pieces={(q.start, q.end): q.pieces for q in ordered},
        contacts=addressed,
        money=[(m.start, m.end) for m in amounts.money],
        shares=(ordered[0].start, ordered[-1].end) if summed else None,
        types=[(span.start_char, span.end_char) for _, span in doc._.pin_types],
    )
    found = [
        dataclasses.replace(part, kind="shares")
        if part.kind == "rest" and _SHARE.search(text, part.start, part.end)
        else part
        for part in parts_of(text, told)
    ]
    if asked != "quantity" and any(part.kind == "rest" for part in found):
        few = {span for span, pieces in told.pieces.items() if pieces < _FEWEST}
        found = [_described(text, part, few) for part in found]  # "red lighthouses, 4 of them"
    if asked not in ("quantity", "design", OPENING):
        found = [
            dataclasses.replace(part, kind="place")
            if part.kind == "rest" and is_named_place(text[part.start : part.end])
            else part
            for part in found
        ]
    if asked != "deadline":
        return found
    alone = sum(part.kind != "frame" for part in found) == 1
    # "30 by Easter", "40 by May and another 40 by July"
    dated = {i for i, after in enumerate(found[1:]) if after.kind == "date"}
    dated |= {i for i, part in enumerate(found) for p in found if p.kind == "date" and _lies_in(part, p)}
    return [
        dataclasses.replace(part, kind="rest")
        if i not in dated and _may_be_a_street_number(text, part, alone)
        else part
        for i, part in enumerate(found)
    ]


def _described(text: str, part: Part, few: Collection[tuple[int, int]]) -> Part:
    """``part``, which describes if it tells but a few "of them" beside a description."""
    mine = any(part.start <= start and end <= part.end for start, end in few)
    of_them = part.kind == "pieces" and mine and _OF_THEM.search(text, part.start, part.end)
    return dataclasses.replace(part, kind="rest") if of_them else part


def _lies_in(inner: Part, outer: Part) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


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
        words = quotes.without_joint(words)
        if self.asked == "design":
            return not quotes.introduces(words)
        if self.asked in ("quantity", OPENING):
            return quotes.describes(words) or is_labelled(words) or bool(_QUOTED.search(words))
        if quotes.adds_to_the_design(words) or (self.asked is not None and quotes.requires(words)):
            return True
        about = quotes.tells_its_look(words) or quotes.names_design(words) or self._mentions_it(words)
        if self.asked is None:
            return about and self.corrects
        if self.asked == "deadline" and (names_a_street(words) or is_place(words, after_date=True)):
            return False
        names = quotes.names_a_thing(words) or is_labelled(words)
        again = about or quotes.names_a_thing(quotes.own_words(words)) or bool(told_anew(words))
        plainly = names and (self.asked == CONFIRMED or self._mentions_it(words))
        return quotes.tells_its_look(words) or plainly or (self.corrects and again)

    def moves_the_day(self, words: str) -> bool:
        """Whether the day is told anew by what it was told by before: "the gala was moved to the 10th"."""
        before = long_words(str(self.known.get("deadline") or ""))
        return bool(DAY.search(words)) and not long_words(words).isdisjoint(before)

    def _mentions_it(self, words: str) -> bool:
        """Whether a word of the design is said again: "the kite should fly"."""
        return not long_words(words).isdisjoint(long_words(str(self.known.get("design") or "")))


def details_told(doc: Doc, parts: Sequence[Part], asked: Optional[str], known: Mapping[str, Any]) -> Details:
    """The design and the deadline after ``doc``, those of them of which it tells something.

    ``asked`` is the detail that was asked for, ``OPENING`` or ``None`` after a request was sent; ``known`` is
    what was told of the request before.
    """
    corrects = bool(doc._.corrections or doc._.denied) or quotes.corrects(doc.text)
    message = _Message(doc.text, asked, known, corrects)
    if changed := swapped(doc.text, known):
        return changed
    design, when, unclaimed = _sorted(message, parts)
    told: Details = {}
    if asked == "design" and quotes.says_more(doc.text, ()) and all(p.kind == "frame" for p in parts):
        return {"design": design_after(known.get("design"), doc.text, corrects)}  # "a good day"
    if design:
        words = words_of(doc.text, [p if p in design else _aside(p) for p in parts], "rest", "shares")
        if asked == "design" and len(design) == len(parts):
            words = doc.text.strip().rstrip(" .,!")  # all of it, with what no part begins or ends with
        looks = all(only_looks(doc.text[p.start : p.end], p.kind == "shares") for p in design)
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
    told = [part for part in parts if part.kind not in ("frame", "aside")]
    if asked == "deadline" and any(part.kind in ("date", "place") for part in told):
        return True  # "don't know exactly, sometime in autumn"
    rest = [doc.text[part.start : part.end] for part in told if part.kind == "rest"]
    explained = all(message.describes(words) or message.moves_the_day(words) for words in rest)
    return bool(told and explained) or bool(swapped(doc.text, known))


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
