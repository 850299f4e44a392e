"""Numbers of pieces that only their place in the message tells: "we need 300", "flat, 150, about £2 each"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import FOR_COUNT, REACH, Figure, Money, Quantity
from pin_advisor.language.quantities.corrections import set_against
from pin_advisor.language.quantities.counted import (
    AGAIN,
    LEAST_ALONE,
    STOP,
    WANTED_END,
    as_quantity,
    is_year,
    number_of,
)
from pin_advisor.language.quantities.no_pieces import is_headcount
from pin_advisor.language.quantities.sums import MORE, ON_TOP

_WORDS: Final = phrase_book.of_amounts().words

#: "set it to 90", "reduce the number of pins to", "put me down for".
_CHANGED: Final = _WORDS("changes")
_COUNT: Final = rf"(?:(?:the|my|our)\s)?{_WORDS('count_itself')}(?:\sof\s(?:pins|pieces|badges|them))?"
_SET: Final = (
    rf"{_CHANGED}(?:\s(?:it|that|this|them|me|us|{_COUNT}))?(?:\s(?:up|down|back|over))?\s(?:to|for|at)"
)
_WANTED: Final = re.compile(
    rf"\b(?:{_WORDS('wants')}|{_SET})\b(?:\W+{_WORDS('wants_leads_on')}\b)*\W*$",
    re.I,
)
_ALONE_BEFORE: Final = re.compile(
    r"(?:^|[.!?;:\n(]|,\s?(?=about|around|approx|prob|maybe|say|roughly|circa|ca\b|some"
    r"|like))\s*(?P<hedge>(?:(?:about|around|approx\w*\.?|roughly"
    r"|prob(?:ably)?|maybe|say|circa|ca\.?|some|at least|only|just|like|so|ok|and|we(?:'re| are)|it's|that's"
    r"|i(?:'d)? say|i think|i guess|perhaps"
    r"|more or less|let's say|also|total|over|under|the|all|not many|no|sorry|is)[\s,]+)*)$",
    re.I,
)
_ALONE_AFTER: Final = re.compile(
    rf"(?P<hedge>(?:\s?\+|\s?[x×]\b|\s*(?:{_WORDS('alone_after')}|-?ish)\b)*)"
    rf"(?P<noun>\s(?!(?:{STOP}|am|pm|dpi)\b)[a-z'-]{{3,}}s\b)?\s*(?:$|[.!?;\n]|,\s)",
    re.I,
)
#: "…, 150, around 2 dollars each", "flat, 30 of them": an item of a list.
_LISTED_BEFORE: Final = re.compile(
    r"(?:^|[,;.!?\n]\s*)(?:(?:and|so|about|around|approx\w*\.?|roughly|circa|ca\.?|say|maybe|like|only"
    r"|just)\s)*$",
    re.I,
)
_LISTED_AFTER: Final = re.compile(
    r"(?P<said>\s?\+|\s?[x×]\b|\s(?:or so|in total|of (?:'em|em|these|those|them)))?"
    r"\s*(?:$|[,;.!?\n]\s*|\s(?:for|to|at|each|with|in)\b)",
    re.I,
)
#: "for two hundred pilgrims", "we require forty decorations": what is counted is any noun at all.
_THINGS_BEFORE: Final = re.compile(
    r"(?:^|[.!?;:\n(]\s*|\b(?:for|need|needs|require|requires|want|wants|order|ordering)\s"
    rf"(?:(?:the|our|my|all|these|over|{_WORDS('roughly')})\s)*)$",
    re.I,
)
_THINGS: Final = re.compile(
    rf"\s(?:(?!(?:{STOP}|am|pm"
    rf"|dpi)\b)[a-z][a-z'-]+\s){{0,2}}?(?!{STOP}\b)[a-z][a-z'-]{{2,}}s\b(?!['’])",
    re.I,
)
#: In a list of so many short items a number by itself counts pieces, from here on; less may be 2D or 3D.
_FEWEST_ITEMS: Final = 3
_MOST_ITEM_WORDS: Final = 6
_LEAST_ITEM: Final = 4
#: Words up to which what follows such a number only goes on with the list.
_FEW_WORDS: Final = 2
#: What makes a sentence of it: "my dad is, well, 92, and collects them".
_SENTENCE: Final = re.compile(rf"\b{_WORDS('in_a_sentence')}\b|'s\b", re.I)
_ALL_TOLD: Final = re.compile(r"\s(?:in all|all told|in total)\s*(?:$|[.,;!?\n])", re.I)
#: "Just a couple", where pieces are what a number counts.
_A_COUPLE: Final = re.compile(
    r"\W*(?:(?:oh|ah|ok|okay|well|just|only|maybe|perhaps|about|say|we need|i need|i want|i'd like|it's)"
    r"[\s,]+)*(?:a|one)\s(?:couple|pair)(?:\s(?:of (?:them|those|pins|pieces)|pins))?"
    r"(?:\s(?:please|pls|will do|is enough|only|really|then))*\W*",
    re.I,
)
#: More than that is no number of years.
_MOST_YEARS: Final = 100
_TIMES: Final = re.compile(r"(?<!\w)x\s?$", re.I)


def read_wanted(
    text: str, found: Sequence[Figure], asked: str | None, prices: Sequence[Money]
) -> tuple[list[Quantity], list[Figure]]:
    """Quantities that only their place tells, "we need 300", "$500 for 200", and the figures that remain."""
    wanted: list[Quantity] = []
    rest: list[Figure] = []
    found, held = set_against(text, found)
    for figure in found:
        number = number_of(figure)
        start = max(0, figure.start - REACH)
        if number is None or figure.money or figure.merely_one:
            rest.append(figure)
        elif (
            figure is held
            or _TIMES.search(text, start, figure.start)
            or (_WANTED.search(text, start, figure.start) and WANTED_END.match(text, figure.end))
            or _ALL_TOLD.match(text, figure.end)
            or (ON_TOP.search(text, start, figure.start) and WANTED_END.match(text, figure.end))
            or MORE.match(text, figure.end)
            or any(FOR_COUNT.fullmatch(text, m.end, figure.start) for m in prices)
            or _stands_alone(text, figure, asked)
            or _is_listed(text, figure)
            or _counts_things(text, figure)
        ):
            wanted.append(Quantity(number, figure.start, figure.end))
        else:
            rest.append(figure)
    return wanted, rest


def a_couple(text: str) -> list[Quantity]:
    """Two pieces where the whole message asks for a couple; else none."""
    return [Quantity(2, 0, len(text))] if _A_COUPLE.fullmatch(text) else []


def no_years(text: str, figure: Figure) -> Quantity | None:
    """A number alone as a quantity, where it is asked how long they last and it is too much for years."""
    much = figure.high > _MOST_YEARS and not (figure.scale == 1 and 1900 <= figure.high <= 2100)
    alone = much and _stands_alone(text, figure, "quantity")
    return as_quantity(figure) if alone else None


def _stands_alone(text: str, figure: Figure, asked: str | None) -> bool:
    before = _ALONE_BEFORE.search(text, max(0, figure.start - REACH), figure.start)
    after = _ALONE_AFTER.match(text, figure.end)
    if not before or not after or figure.high < LEAST_ALONE or is_year(figure):
        return False
    if before.start() == 0 and after.end() >= len(text.rstrip()) and asked != "quantity":
        # The whole message: an answer to whatever was asked, or nothing in particular.
        return asked is None and bool(before["hedge"] or after["hedge"].strip() or after["noun"])
    return True


def _is_listed(text: str, figure: Figure) -> bool:
    before = _LISTED_BEFORE.search(text, max(0, figure.start - REACH), figure.start)
    after = _LISTED_AFTER.match(text, figure.end)
    least = _LEAST_ITEM if _is_item(text, figure) else LEAST_ALONE
    if not before or not after or figure.high < least or is_year(figure):
        return False
    if before.start() == 0 and after.end() >= len(text.rstrip()):  # an answer to whatever was asked
        return False
    # Not "our founder, 92, collects them".
    return bool(after["said"]) or not figure.high % 5 or _is_item(text, figure)


def _is_item(text: str, figure: Figure) -> bool:
    """Whether it is all that stands between two commas of a list: "tie pins for groomsmen, 6, flat"."""
    items = [item.strip() for item in re.split(r"[,;\n]", text)]
    number = text[figure.start : figure.end].strip()
    alone = number in items[1:] and all(
        len(item.split()) <= _FEW_WORDS for item in items[items.index(number, 1) :]
    )  # not "our treasurer, 83, pays for them"
    short = all(len(item.split()) <= _MOST_ITEM_WORDS for item in items)
    return alone and short and len(items) >= _FEWEST_ITEMS and not _SENTENCE.search(text)


def _counts_things(text: str, figure: Figure) -> bool:
    start = max(0, figure.start - REACH)
    wanted = _THINGS_BEFORE.search(text, start, figure.start)
    things = _THINGS.match(text, figure.end)
    return bool(
        wanted
        and things
        and figure.high >= LEAST_ALONE
        and not is_year(figure)
        and not is_headcount(text, figure)
        and not AGAIN.match(text, things.end())
    )
