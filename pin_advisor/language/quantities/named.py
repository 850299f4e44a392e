"""Numbers before a word for pieces or people: "300 pins for 40 members", "20 of them for the committee"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import Figure, Quantity
from pin_advisor.language.quantities.counted import (
    AGAIN,
    COUNTED,
    MOST_PIECES,
    WANTED_END,
    as_quantity,
    number_of,
)
from pin_advisor.language.quantities.groups import for_each, in_groups, is_group, of_each_kind, taken_times
from pin_advisor.language.quantities.no_pieces import gives_way, is_headcount

_WORDS: Final = phrase_book.of_amounts().words

#: "two-piece", "three-piece suit": said of one thing that has parts.
_PARTS: Final = re.compile(r"-(?:piece|pin|badge|man|person|member)\b(?!\s(?:order|run|batch))", re.I)
#: "20 pins each", where the number of people is said elsewhere.
_FOR_EACH: Final = re.compile(
    r"\W{0,2}(?:each\b|apiece\b|a head\b|(?:for|to) each\b"
    rf"|(?:per|for every|a|every) {_WORDS('one_person')}\b)",
    re.I,
)
#: "15 players each side"
_EACH_SIDE: Final = re.compile(r"\s(?:on )?(?:each|every|per|either|a) side\b", re.I)
_BY_THE_YEAR: Final = re.compile(r"\W{0,2}(?:a|per|each|every)\s?(?:year|season)\b", re.I)
_OF_THEM: Final = re.compile(r"\bof (?:them|these|those|each)$", re.I)
#: "ten of them need to say 20 years": some that were ordered already.
_SOME_MUST: Final = re.compile(
    r"\s(?:need|needs|should|must|have to|has to|are to|shall|with)\b(?!\s(?:do|be (?:enough|fine"
    r"|ok|okay)|suffice)\b)",
    re.I,
)
#: What may stand between a number and those that are part of it: not "turning 90 and there are forty of us".
_NEXT_TO: Final = re.compile(
    r"\W*(?:(?:and|with|of which|of those|but|about|around|maybe|say|please|pls|total|in all)\W+)*", re.I
)


def read_quantities(text: str, found: Sequence[Figure]) -> tuple[list[Quantity], list[Figure]]:
    """Figures that count pieces, or the people who get one each, and the figures that remain.

    People are left out where pieces are named: "200 pins for 40 members" are 200. "20 pins each" are
    multiplied by the people.
    """
    pieces: list[tuple[Figure, Quantity, bool]] = []
    people: list[tuple[Figure, Quantity]] = []
    rest: list[Figure] = []
    found = [taken_times(text, figure) for figure in found]
    products = for_each(text, found)
    if products:
        return products, [f for f in found if f.start > products[0].start]
    products = in_groups(text, found) or of_each_kind(text, found)
    if products:
        return products, [f for f in found if not any(q.start <= f.start < q.end for q in products)]
    for figure in found:
        counted = COUNTED.match(text, figure.end)
        number = number_of(figure)
        if number is None or figure.money:
            rest.append(figure)
        elif is_group(text, figure):
            people.append((figure, Quantity(number, figure.start, figure.end)))
        elif figure.scale in (12, 144) and WANTED_END.match(text, figure.end):
            pieces.append((figure, Quantity(number, figure.start, figure.end), False))
        elif counted is None or _PARTS.match(text, figure.end) or not _means_it(text, figure, counted):
            rest.append(figure)
        elif counted["pieces"]:
            each = _FOR_EACH.match(text, counted.end()) is not None
            pieces.append((figure, Quantity(number, figure.start, counted.end()), each))
        elif is_headcount(text, figure) or AGAIN.match(text, counted.end()):
            if _BY_THE_YEAR.match(text, counted.end()):
                rest.append(figure)  # "there are 90 guests a season"
        elif _EACH_SIDE.match(text, counted.end()):
            people.append((figure, Quantity(min(2 * number, MOST_PIECES), figure.start, counted.end())))
        elif gives_way(text, figure, found):
            continue
        else:
            people.append((figure, Quantity(number, figure.start, counted.end())))
    if not pieces:
        return [q for _, q in people], rest
    heads = [q.pieces for _, q in people]
    return [
        Quantity(min(q.pieces * heads[0], MOST_PIECES), q.start, q.end) if each and len(heads) == 1 else q
        for _, q, each in pieces
    ], rest


def without_parts(
    text: str, quantities: Sequence[Quantity], rest: Sequence[Figure]
) -> tuple[list[Quantity], list[Figure]]:
    """The quantities without those that are only part of another: "120, ten of them for the committee".

    Of the figures that remain, the one that they are part of is then a quantity.
    """
    parts = [q for q in quantities if _OF_THEM.search(text[q.start : q.end])]
    some = [q for q in parts if len(quantities) == 1 and _SOME_MUST.match(text, q.end)]
    quantities, parts = [[q for q in qs if q not in some] for qs in (quantities, parts)]
    wholes = [
        q
        for q in map(as_quantity, rest)
        if q and any(q.pieces > p.pieces and _NEXT_TO.fullmatch(text, q.end, p.start) for p in parts)
    ]
    named = [q for q in quantities if q not in parts]
    whole = named or wholes[:1]
    kept = [q for q in parts if not any(w.end < q.start and w.pieces > q.pieces for w in whole)]
    taken = [] if named else whole
    return (
        sorted([*named, *taken, *kept], key=lambda q: q.start),
        [f for f in rest if not any(f.start == w.start for w in taken)],
    )


def _means_it(text: str, figure: Figure, counted: re.Match[str]) -> bool:
    """Not "one pin" of "which one pin is best?"."""
    if not figure.merely_one:
        return True
    return bool(
        re.search(r"\b(?:just|only|exactly|single)\s$", text[max(0, figure.start - 10) : figure.start], re.I)
    )
