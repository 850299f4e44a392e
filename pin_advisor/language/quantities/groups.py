"""Numbers that are taken so many times: "3 classes, 28 kids each", "45 kids, each wants ten", "2 x 250"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import REACH, Figure, Quantity
from pin_advisor.language.quantities.counted import (
    BETWEEN,
    COUNTED,
    GROUPS,
    MOST_PIECES,
    PEOPLE,
    PIECES,
    names_pieces,
    number_of,
)

_WORDS: Final = phrase_book.of_amounts().words

#: "22 girls and each needs 20 to trade": between the people and what each of them gets.
_EACH_WANTS: Final = re.compile(
    r"[^.!?;\n\d]{0,40}?\W{1,3}(?:(?:who|they|and|so|that)\W+)*"
    r"(?:(?:each|every)(?:\s(?:of (?:them|whom|us)|one|single one|(?!of\b)[a-z]+))?|they)"
    r"\s(?:(?:will|would|should|shall|can|may|must|of course|then|all)\s)*"
    rf"{_WORDS('gets')}\s(?:(?:{_WORDS('roughly')}|at least|up to|exactly|to (?:have|get|bring|carry))\s)*",
    re.I,
)
_EACH_TOLD: Final = re.compile(r"\beach\b|\bevery\b", re.I)
_OF_EACH: Final = re.compile(
    rf"\s{BETWEEN}{PIECES}(?!\w)|\s(?:each|apiece)\b|\s(?:to|for) (?!\d)|\s*(?:$|[.,;!?)\n])", re.I
)
_GROUP: Final = re.compile(rf"\s{BETWEEN}{GROUPS}\b", re.I)
#: What only people or pins are counted in: "four wards, 25 nurses each", "3 boxes of 50".
_LOTS: Final = rf"(?:{GROUPS}|{_WORDS('lots')})"
_LOT: Final = re.compile(rf"\s{BETWEEN}{_LOTS}\b", re.I)
_IN_A_LOT: Final = re.compile(rf"\s(?:of|with|x)\s(?:{_WORDS('roughly')}\s)?", re.I)
#: "20 in each", "20 for each of the three schools"
_IN_EACH: Final = re.compile(r"\s(?:in|from|at) (?:each|every one)\b", re.I)
_OF_EACH_LOT: Final = re.compile(
    rf"\s(?:{BETWEEN}(?:{PIECES}|{PEOPLE})\s)?(?:for|in|from|at|to) each of (?:the|our|my|these)\s", re.I
)
_LOT_ENDS: Final = re.compile(
    r"(?:\s(?:each|apiece|please|pls|in all|then|or so|maybe|now|for now))*"
    r"\s*(?:$|[.,;:!?)\n]|(?:and|plus|for|in|at|to)\b)",
    re.I,
)
#: "2 x 250", "thrice 40"
_TIMES_BETWEEN: Final = re.compile(r"\s?(?:[x×]|times|lots of)\s?", re.I)
_MOST_TIMES_TAKEN: Final = 20
_LEAST_TAKEN: Final = 10
_TIMES_TOLD: Final = {"twice": 2, "thrice": 3}
_TWICE: Final = re.compile(rf"\b(?P<times>{'|'.join(_TIMES_TOLD)})\s$", re.I)
#: "We're about 60, and each would want three": people that no noun names.
_WE_ARE: Final = re.compile(
    r"\b(?:we(?:'re| are|'ll be| will be)|there(?:'s|'re| are| will be|'ll be))"
    rf"\s(?:(?:{_WORDS('roughly')}|only|just|maybe|nearly|almost|over)\s)*$",
    re.I,
)
_IN_A_GROUP: Final = re.compile(rf"\s(?:of|with|having|and)\s(?:{_WORDS('roughly')}\s)?", re.I)
_THEN_PEOPLE: Final = re.compile(
    rf"\W{{1,3}}(?:(?:and|with|of|each|there are|that's|we have|{_WORDS('roughly')})\W+)*", re.I
)
_EACH_GROUP: Final = re.compile(
    r"\W{0,2}(?:each\b|(?:in|per|for|to|from) (?:each|every|a|all)\b"
    rf"|(?:per|an?|every) (?:{GROUPS}|{_WORDS('one_group')})\b)",
    re.I,
)
#: "100 managers and 300 workers", "20 kids, 30 adults and 5 teachers": of all of them.
AND_OTHERS: Final = re.compile(
    r"\s*,?\s*(?:and|plus|&|\+)\s+"
    rf"(?:(?:then|the|our|their|another|also|maybe|over|of|{_WORDS('roughly')})\s)*",
    re.I,
)
#: "a youth group of 40", "our choir of thirty": everyone in it.
_GROUP_OF: Final = re.compile(
    rf"\b{_WORDS('group')} of (?:(?:{_WORDS('roughly')}|over|nearly|almost)\s)?$", re.I
)
_ALL_OF_IT: Final = re.compile(
    r"\s*(?:$|[.,;:!?)\n]|(?:and|who|that|so|going|on|at|in|with|for|from|to|is|are|wants?|needs?)\b)", re.I
)
#: "30, 20 and 5 of each"
_LISTED_KINDS: Final = re.compile(r"\s*(?:,|,?\s(?:and|plus|&))\s*", re.I)
_EACH_KIND: Final = re.compile(r"\s(?:of each|respectively)\b", re.I)


def of_each_kind(text: str, found: Sequence[Figure]) -> list[Quantity]:
    """The sum of a list of one number for each kind: "30, 20 and 5 of each"; none if there is no such."""
    run: list[Figure] = []
    for figure in found:
        if number_of(figure) is None or figure.money:
            run = []
            continue
        goes_on = run and _LISTED_KINDS.fullmatch(text, run[-1].end, figure.start)
        run = [*run, figure] if goes_on else [figure]
        kinds = _EACH_KIND.match(text, figure.end)
        if kinds and len(run) > 1:
            return [Quantity(sum(int(f.high) for f in run), run[0].start, kinds.end())]
    return []


def taken_times(text: str, figure: Figure) -> Figure:
    """The figure as often as the word before it says: "thrice 40"."""
    times = _TWICE.search(text, max(0, figure.start - REACH), figure.start)
    if not times or figure.money or not figure.whole:
        return figure
    by = _TIMES_TOLD[times["times"].lower()]
    return replace(figure, low=figure.low * by, high=figure.high * by, start=times.start())


def is_group(text: str, figure: Figure) -> bool:
    """Whether it is everyone in a group that is named before it: "our choir of thirty"."""
    before = _GROUP_OF.search(text, max(0, figure.start - REACH), figure.start)
    return bool(before and _ALL_OF_IT.match(text, figure.end))


def in_groups(text: str, found: Sequence[Figure]) -> list[Quantity]:
    """The people of all groups, where it is told how many are in each: "3 classes, 28 kids each"."""
    for one, other in pairwise(found):
        group, people = _GROUP.match(text, one.end), COUNTED.match(text, other.end)
        groups, heads = number_of(one), number_of(other)
        if one.money or other.money or not (groups and heads):
            continue
        product = Quantity(min(groups * heads, MOST_PIECES), one.start, other.end)
        named = any(names_pieces(text, f) for f in found if f not in (one, other))
        if not named and (_in_lots(text, one, other) or _is_multiplied(text, one, other)):
            return [_with_others(text, product, found)]
        if not (group and people and people["people"]):
            continue
        each = _EACH_GROUP.match(text, people.end()) and _THEN_PEOPLE.fullmatch(
            text, group.end(), other.start
        )
        if each or _IN_A_GROUP.fullmatch(text, group.end(), other.start):
            if not each and text[group.end() : other.start].split()[0].lower() == "and":
                continue  # "4 teams and 11 helpers"
            return [Quantity(min(groups * heads, MOST_PIECES), one.start, people.end())]
    return []


def _with_others(text: str, counted: Quantity, found: Sequence[Figure]) -> Quantity:
    """The quantity with the people named next: "8 teams of 12 and 5 coaches"."""
    reached = COUNTED.match(text, counted.end)
    end = reached.end() if reached and reached["people"] else counted.end
    for figure in found:
        others, number = COUNTED.match(text, figure.end), number_of(figure)
        joined = figure.start >= end and AND_OTHERS.fullmatch(text, end, figure.start)
        if joined and number and others and others["people"] and not figure.money:
            return Quantity(min(counted.pieces + number, MOST_PIECES), counted.start, others.end())
    return counted


def _in_lots(text: str, one: Figure, other: Figure) -> bool:
    """Whether so many lots are told and what is in each: "8 teams of 12", "four wards, 25 nurses each"."""
    if _OF_EACH_LOT.fullmatch(text, one.end, other.start) and _LOT.match(text, other.end):
        return True
    lot, counted = _LOT.match(text, one.end), COUNTED.match(text, other.end)
    if not lot:
        return False
    end = counted.end() if counted else other.end
    if _IN_A_LOT.fullmatch(text, lot.end(), other.start):
        return bool(_LOT_ENDS.match(text, end))
    each = (counted and counted["people"] and _EACH_GROUP.match(text, end)) or _IN_EACH.match(text, other.end)
    return bool(each and _THEN_PEOPLE.fullmatch(text, lot.end(), other.start))


def _is_multiplied(text: str, one: Figure, other: Figure) -> bool:
    """Whether a number of pieces is taken so many times: "2 x 250"."""
    few = one.high <= _MOST_TIMES_TAKEN and other.high >= _LEAST_TAKEN and one.end < other.start
    return few and bool(_TIMES_BETWEEN.fullmatch(text, one.end, other.start) and _ends_or_counts(text, other))


def _ends_or_counts(text: str, figure: Figure) -> bool:
    """Whether nothing follows that it counts, or pieces do."""
    return names_pieces(text, figure) or bool(_LOT_ENDS.match(text, figure.end))


def for_each(text: str, found: Sequence[Figure]) -> list[Quantity]:
    """The pieces of all people, where it is told what each of them gets: "45 kids, each wants ten"."""
    for one, other in pairwise(found):
        people = COUNTED.match(text, one.end)
        heads, number = number_of(one), number_of(other)
        named = people and people["people"]
        we_are = _WE_ARE.search(text, max(0, one.start - REACH), one.start)
        if one.money or other.money or not ((named or we_are) and heads and number):
            continue
        after = people.end() if people and named else one.end
        wants = _EACH_WANTS.fullmatch(text, after, other.start)
        own = _OF_EACH.match(text, other.end)
        if wants and own and (_EACH_TOLD.search(wants.group()) or _EACH_TOLD.search(own.group())):
            # The heads may stand in the sentence before.
            return [Quantity(min(heads * number, MOST_PIECES), other.start, other.end)]
    return []


def is_of_a_group(text: str, quantity: Quantity) -> bool:
    """Whether it is all of a group that is named before it: "class of 42"."""
    return bool(_GROUP_OF.search(text, max(0, quantity.start - REACH), quantity.start))
