"""A number that takes the place of another: "300 not 200", "20 pieces, well 2000", "can you double that?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import REACH, Figure, Quantity
from pin_advisor.language.quantities.counted import MOST_PIECES, PIECES, as_quantity, is_year

_WORDS: Final = phrase_book.of_amounts().words

#: "300 not 200", "not 200 but 300": of two numbers that are set against each other one is taken back.
_NOT: Final = r"(?:,\s?)?\s*(?:and\s)?(?:not|instead of|rather than)\s(?:the\s)?"
_STANDS: Final = rf"(?:\s{_WORDS('stands')})?"
_HELD: Final = re.compile(rf"(?:\s{PIECES})?{_STANDS}\s*{_NOT}$", re.I)
_TAKEN_BACK: Final = re.compile(r"\b(?:not|instead of|rather than)\s(?:the\s)?$", re.I)
_AFTER_TAKEN_BACK: Final = re.compile(
    rf"(?:\s{PIECES})?\s*[,;.!]?\s*(?:{_WORDS('after_taken_back')}\s)+$", re.I
)
_PUTS_RIGHT: Final = _WORDS("puts_right")
_LEADS_UP: Final = _WORDS("before_put_right")
#: "20 pieces, well 2000": what stands before a number alone that takes the place of the one before.
_INSTEAD_BEFORE: Final = re.compile(
    r"(?:[,;:.!?\n(]|\.{2,}|\s-+|\s–|(?=\sor\s))\s*"
    rf"(?:{_LEADS_UP}[\s,.;:!-]+)*(?:{_PUTS_RIGHT}[\s,.;:!-]+)+"
    rf"(?:(?:{_LEADS_UP}|{_PUTS_RIGHT})[\s,.;:!-]+)*$",
    re.I,
)
_INSTEAD_AFTER: Final = re.compile(
    r"(?:\s(?:then|please|actually|instead|rather|now|in total|after all))*\s*(?:$|[.,;!?)\n])", re.I
)
#: "Can you double that?", "half of it is enough after all": of the number of pieces that is known.
_OF_THE_KNOWN: Final = re.compile(
    rf"\W*(?:{_WORDS('before_the_known')}[\s,.!]+)*"
    r"(?P<times>(?P<double>double(?: up)?|twice)|(?P<triple>triple|treble|three times|thrice)"
    r"|(?P<half>half(?: of)?|halve))"
    r"\s(?:it|that|this|them|those|as many|so many|the (?:number|order|quantity|amount|pieces|pins))"
    rf"(?:\s{_WORDS('behind_the_known')})*\W*",
    re.I,
)


def set_against(text: str, found: Sequence[Figure]) -> tuple[Sequence[Figure], Figure | None]:
    """Figures without one that is taken back in favour of another, and that other one."""
    for one, other in pairwise(found):
        if any(f.money or f.article or f.vague or is_year(f) for f in (one, other)):
            continue
        if _HELD.fullmatch(text, one.end, other.start):
            return [f for f in found if f is not other], one
        if _TAKEN_BACK.search(text[: one.start]) and _AFTER_TAKEN_BACK.fullmatch(text, one.end, other.start):
            return [f for f in found if f is not one], other
    return found, None


def set_right(text: str, counted: Sequence[Quantity], rest: Sequence[Figure]) -> list[Quantity]:
    """The numbers in ``rest`` that take the place of one before them: "20 pieces, well 2000"."""
    return [
        quantity
        for quantity in map(as_quantity, rest)
        if quantity
        and any(one.end <= quantity.start for one in counted)
        and _INSTEAD_BEFORE.search(text, max(0, quantity.start - REACH), quantity.start)
        and _INSTEAD_AFTER.match(text, quantity.end)
    ]


def times_known(text: str, known: int) -> Quantity | None:
    """So many times the ``known`` number of pieces, if that is all that is said: "can you double that?"."""
    said = _OF_THE_KNOWN.fullmatch(text)
    if not said:
        return None
    pieces = known * 2 if said["double"] else known * 3 if said["triple"] else (known + 1) // 2
    return Quantity(min(pieces, MOST_PIECES), *said.span("times")) if pieces else None


def is_put_right(text: str, quantity: Quantity) -> bool:
    """Whether it takes the place of what was said before it: "just the one... well, say 25"."""
    return bool(_INSTEAD_BEFORE.search(text, max(0, quantity.start - REACH), quantity.start))
