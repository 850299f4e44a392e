"""Numbers that are added up, or come on top of another or off it: "50 now and 50 later", "20 more pins"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import Duration, Figure, Quantity
from pin_advisor.language.quantities.counted import GROUPS, MOST_PIECES, PIECES, of_people
from pin_advisor.language.quantities.groups import AND_OTHERS

_WORDS: Final = phrase_book.of_amounts().words

_OF_GROUPS: Final = re.compile(rf"\b{GROUPS}$", re.I)
_LISTED_OTHERS: Final = re.compile(rf"\s*,\s*(?:(?:the|our|{_WORDS('roughly')})\s)*", re.I)
#: Words for people of any kind: what follows them in a list is part of them, or puts them right.
_ANYBODY: Final = re.compile(rf"\b{_WORDS('anybody')}$", re.I)
_ADD: Final = re.compile(r"\badd(?:ing)?\W*$", re.I)
_DROPPED: Final = re.compile(rf"\b{_WORDS('takes_off')}\W+(?:about\W+)?(?:the|those|these)?\W*$", re.I)
_FEWER: Final = re.compile(r"\s(?:less|fewer)(?=\s*(?:$|[.,;!?\n]|(?:please|then|now|pins|pieces)\b))", re.I)
_IN_ALL: Final = re.compile(rf"\b{_WORDS('in_all')}\b", re.I)
#: What each share of an order is for or like: "100 in silver and 50 in gold", "40 with the text, 20 without".
_SHARE: Final = re.compile(
    rf"(?:\s{PIECES})?\s(?:for|in|with|without|of|to|by|before|until|are|shall be|should be)\b"
    r"(?!\s(?:total|all)\b)",
    re.I,
)
_NEXT_SHARE: Final = re.compile(
    r"[^.;!?\n\d]{0,40}?\W*(?:,|and|plus|&)\W*(?:then|another|the other)?\W*", re.I
)
#: What is ordered in turn adds up: "50 now and 50 later".
_FIRST_PART: Final = re.compile(
    rf"\W*(?:pieces|pins|badges)?\s?{_WORDS('comes_first')}\W+(?:and|then|plus)?\W*"
    r"(?:then|the other|another|a further)?\W*$",
    re.I,
)
_SECOND_PART: Final = re.compile(rf"\W*(?:pieces|pins|badges|more|others)?\W*{_WORDS('comes_later')}\b", re.I)
#: What stands before a number of pieces, or after it, that comes on top of another.
ON_TOP: Final = re.compile(r"\b(?:another|plus|additional(?:ly)?|extra|further)\W*$|\+\s?$", re.I)
MORE: Final = re.compile(
    r"\s(?:more|additional|extra|further|spares?|in reserve)(?:\s(?:pins|pieces|badges|pcs))?"
    r"(?=\s*(?:$|[.,;!?\n]|(?:in|with|of|for|please)\b))",
    re.I,
)
#: "a hundred a day for three days": between what each day takes and how many they are.
_FOR_A_TIME: Final = re.compile(
    r"(?:\s(?:pins|pieces|badges|of them))?\s(?:a|per|each|every)\s(?P<unit>day|week|month)\W{1,3}"
    r"(?:(?:for|over|and|it's|it is|there are|that's|lasts?|all|the|about)\W+)*",
    re.I,
)
_UNIT_DAYS: Final = {"day": 1, "week": 7, "month": 30}
#: "20 more pins"
_MORE_INSIDE: Final = re.compile(r"\w\s(?:more|additional|extra|further)\s", re.I)
_FEWER_INSIDE: Final = re.compile(r"\w\s(?:less|fewer)\s", re.I)


def change_by(text: str, start: int, end: int) -> int:
    """1 if the number between two offsets comes on top of another, -1 if it is taken from it, else 0."""
    counted = text[start:end]
    fewer = _FEWER_INSIDE.search(counted) or _FEWER.match(text, end)
    if fewer or (_DROPPED.search(text[:start]) and MORE.match(text, end)):
        return -1
    added = ON_TOP.search(text[:start]) or _ADD.search(text[:start]) or MORE.match(text, end)
    added = added or _MORE_INSIDE.search(counted)
    return 1 if added and not _IN_ALL.search(text, end) else 0


def by_the_day(text: str, quantity: Quantity, durations: Sequence[Duration]) -> Quantity:
    """The quantity for the whole time where it is told for each day: "a hundred a day for three days"."""
    for duration in durations:
        each = _FOR_A_TIME.fullmatch(text, quantity.end, duration.start)
        times = duration.days / _UNIT_DAYS[each["unit"].lower()] if each else 0.0
        if times > 1 and times.is_integer():
            return Quantity(min(quantity.pieces * int(times), MOST_PIECES), quantity.start, duration.end)
    return quantity


def adds_up(text: str, quantities: Sequence[Quantity]) -> bool:
    """Whether all of several numbers are wanted: "100 in silver, another 50 in gold"."""
    return all(
        ON_TOP.search(text[one.end : other.start])
        or MORE.match(text, other.end)
        or comes_in_turn(text, one, other)
        or comes_in_shares(text, one, other)
        or _are_others(text, one, other)
        for one, other in pairwise(quantities)
    )


def _are_others(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether two numbers count different people, who get one each: "100 managers and 300 workers"."""
    if not (of_people(text, one) and of_people(text, other)):
        return False
    if any(_OF_GROUPS.search(text[q.start : q.end]) for q in (one, other)):
        return False  # "4 teams and 11 helpers"
    if AND_OTHERS.fullmatch(text, one.end, other.start):
        return True
    kinds = [text[q.start : q.end] for q in (one, other)]
    some = not any(_ANYBODY.search(kind) for kind in kinds) and kinds[0].split()[-1] != kinds[1].split()[-1]
    return some and bool(_LISTED_OTHERS.fullmatch(text, one.end, other.start))


def comes_in_turn(text: str, one: Quantity | Figure, other: Quantity | Figure) -> bool:
    """Whether two numbers are ordered one after the other: "50 now and 50 later"."""
    first = _FIRST_PART.fullmatch(text, one.end, other.start)
    return bool(first and _SECOND_PART.match(text, other.end))


def comes_in_shares(text: str, one: Quantity | Figure, other: Quantity | Figure) -> bool:
    """Whether two numbers are shares of one order: "50 for the office and 30 for the warehouse"."""
    share = _SHARE.match(text, one.end)
    return bool(
        share and _NEXT_SHARE.fullmatch(text, share.end(), other.start) and _SHARE.match(text, other.end)
    )
