"""The one number left beside a price, which counts what is paid for: "£160, and there are 180 readers"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import REACH, Figure, Money, Quantity
from pin_advisor.language.numerals import MASK
from pin_advisor.language.quantities.counted import (
    GROUPS,
    LEAST_ALONE,
    THINGS_PASSED_OVER,
    as_quantity,
    is_year,
)
from pin_advisor.language.quantities.no_pieces import is_headcount

_WORDS: Final = phrase_book.of_amounts().words

#: Beside money that is told the one number that is left counts what it is for ("there's 85", "640
#: out at the gate", "80 speakers to cover"), unless the words before it say that it numbers something else:
#: "turning 90", "house 14", "flight 815", "last year 200".
_NUMBERS_ELSE_BEFORE: Final = re.compile(
    rf"(?:(?i:\b(?:{_WORDS('numbers_else')}|(?:\d|{MASK}) of)\s*(?:(?:the|about|around|only|just)\s)*"
    rf"|\b{_WORDS('is_past')}\b[^.!?;\n]*)"
    r"|[\"“£$€#&/-]\s?|[a-z,]\s[A-Z][\w.'’]+\s)$"
)
#: What follows where it counts no pieces: "40 below", "30 miles", "12 shops", "60 shifts a month".
_NUMBERS_ELSE_AFTER: Final = re.compile(
    rf"[-/:&]\w|\s?[%°]|\s(?:(?!(?:this|that|last|next|in|at|on|for"
    rf"|to)\b)[a-z'-]+\s){{0,2}}?(?:{THINGS_PASSED_OVER}|{GROUPS})\b(?!-)"
    r"|\s(?:below|above|under|more|less|times|and a half|out of|to \d|(?:who|that) (?:fell|died))\b"
    r"|(?:\s[a-z'-]+){1,3}\s(?:a|per|each|every|an)\s(?:day|week|month|hour|piece)\b",
    re.I,
)
#: "seven of my tellers": so few, too.
_OF_OURS: Final = re.compile(
    rf"\sof (?:my|our) (?:(?!(?:{THINGS_PASSED_OVER}|{GROUPS})\b)[a-z'-]+\s){{0,2}}?"
    rf"(?!(?:{THINGS_PASSED_OVER}|{GROUPS})\b)[a-z'-]+s\b",
    re.I,
)
#: "we'd start with 75", "there's 85", "they are only ten": words that say it counts what is ordered.
_COUNTS_BEFORE: Final = re.compile(
    rf"\b{_WORDS('says_it_counts')}"
    rf"\s(?:(?:a|the|all|all of|maybe|say|only|just|over|{_WORDS('roughly')})\s)*$",
    re.I,
)
_COUNTS_AFTER: Final = re.compile(r"\s(?:wanted|needed|required|expected|to start(?: with)?)\b", re.I)
_ENDS_THERE: Final = re.compile(r"\s*(?:$|[.,;!?)\n])")
#: So near behind a price, from such a share of it to so many times of it, a number is another price:
#: "400 yen, perhaps 450".
_NEAR_A_PRICE: Final = 40
_LEAST_SHARE: Final = 0.2
_MOST_TIMES: Final = 8.0


def left_over(text: str, free: Sequence[Figure], prices: Sequence[Money]) -> list[Quantity]:
    """The one number that is left beside ``prices``, if it counts what they are paid for; else none.

    "I have £160 altogether and there are 180 readers".
    """
    counted = [f for f in free if _is_left_over(text, f, prices)]
    told = [f for f in counted if _is_said_to_count(text, f)]
    if len(counted) != 1 and len(told) == 1:
        counted = told
    return [q for q in map(as_quantity, counted) if q] if len(counted) == 1 else []


def _is_left_over(text: str, figure: Figure, prices: Sequence[Money]) -> bool:
    if not figure.whole or figure.spoken:
        return False
    if figure.high < LEAST_ALONE and not _OF_OURS.match(text, figure.end):
        return False
    start = max(0, figure.start - REACH)
    if is_headcount(text, figure) or _NUMBERS_ELSE_AFTER.match(text, figure.end):
        return False
    if _is_said_to_count(text, figure):
        return not is_year(figure)
    year = figure.scale == 1 and 1900 <= figure.high < 2100
    return not (
        year
        or _NUMBERS_ELSE_BEFORE.search(text, start, figure.start)
        or any(_is_another_price(text, figure, price) for price in prices)
    )


def _is_said_to_count(text: str, figure: Figure) -> bool:
    before = _COUNTS_BEFORE.search(text, max(0, figure.start - REACH), figure.start)
    return bool(before or _COUNTS_AFTER.match(text, figure.end))


def _is_another_price(text: str, figure: Figure, price: Money) -> bool:
    """Whether it rather goes on with ``price``: "400 yen, perhaps 450", "one euro and thirty"."""
    between = text[price.end : figure.start]
    if figure.start < price.end or len(between) > _NEAR_A_PRICE:
        return False
    near = _LEAST_SHARE * price.low <= figure.low <= _MOST_TIMES * price.high
    cents = between.strip().lower() == "and" and figure.high < 100 and _ENDS_THERE.match(text, figure.end)
    return bool(cents) or (near and price.per != "total")
