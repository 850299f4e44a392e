"""Numbers that count no pieces: sizes and shares, the people of last time, those who only decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import REACH, Figure

_WORDS: Final = phrase_book.of_amounts().words

#: "The committee (seven of us) voted 210": who decides for the others.
_WHO_DECIDES: Final = re.compile(
    rf"\b{_WORDS('deciders')}\W{{1,3}}(?:(?:is|are|of|has|with|all|the)\s)*$", re.I
)
#: What is counted is a size, a share, a colour, an age ...: neither money nor pieces nor use.
_NOT_COUNTED: Final = re.compile(
    rf"\s?(?:%|°|″|''|µm|℃|{_WORDS('measures')}(?!\w)|{_WORDS('measures_in_words')}\b"
    r"|years?[\s-]olds?\b|y/?o\b|yrs? old\b)"
    rf"|[\s-]?inch(?:es)?\b|[\s-](?:(?:spare|extra)\s)?{_WORDS('parts_of_a_pin')}\b",
    re.I,
)
_INCHES: Final = re.compile(rf"\s?\"|\s?in\b(?!\s*(?:{_WORDS('no_inches')}|\d))", re.I)
_MOST_INCHES: Final = 6
#: "Last year it was 90 people, this time 140".
_LAST_TIME: Final = re.compile(r"\blast (?:year|time|season|summer)\b[^.,;!?\n\d]*$", re.I)
#: "a company of 5000 employees" orders pins for whom it likes.
_HEADCOUNT: Final = re.compile(
    rf"\b{_WORDS('employers')}\b[^.!?;,]{{0,12}}\b(?:of|with|has|employs?|employing)"
    rf"\W*(?:over|only|{_WORDS('roughly')})?\W*$",
    re.I,
)


def is_not_counted(text: str, figure: Figure) -> bool:
    """Whether the figure measures or numbers something that no order is made of: "25 mm", "3 colours"."""
    if figure.money:
        return False
    inches = _INCHES.match(text, figure.end) and figure.high <= _MOST_INCHES and not figure.article
    return bool(inches or _NOT_COUNTED.match(text, figure.end))


def gives_way(text: str, figure: Figure, found: Sequence[Figure]) -> bool:
    """Whether people are no recipients where another number is told: those of last time, or who decide."""
    start = max(0, figure.start - REACH)
    if _LAST_TIME.search(text, start, figure.start):
        return len(found) > 1
    others = any(not other.money and other is not figure for other in found)
    return others and bool(_WHO_DECIDES.search(text, start, figure.start))


def is_headcount(text: str, figure: Figure) -> bool:
    """Whether it counts all who belong to an employer or a town, who get no pin each."""
    return bool(_HEADCOUNT.search(text, max(0, figure.start - REACH), figure.start))
