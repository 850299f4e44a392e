"""What pieces and people are called, and which figures could count them at all."""

from __future__ import annotations

import re
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import Figure, Quantity
from pin_advisor.language.numerals import MASK

_WORDS: Final = phrase_book.of_amounts().words

#: More is no order but a slip; it also bounds what is handed on.
MOST_PIECES: Final = 100_000_000
#: A number alone in its sentence is a quantity from here on: "80." is one, "2." numbers a list.
LEAST_ALONE: Final = 10
#: Words that no adjective before "pins" is: "3 questions about pins", "2 types of pins".
STOP: Final = _WORDS("no_adjectives")
#: What is bought, owned or gone over, and gets no pin.
THINGS_PASSED_OVER: Final = _WORDS("passed_over")
BETWEEN: Final = (
    r"(?:of\s+(?:(?:the|our|my|these|those|your|them|us|same)\s+)?)?"
    rf"(?:(?!{STOP}\b)[a-zà-ÿ][a-zà-ÿ'-]*\s+){{0,3}}?"
)
PIECES: Final = rf"(?:{_WORDS('pieces')}|{_WORDS('pieces_shortened')}\b\.?|{_WORDS('pieces_meant')})"
PEOPLE: Final = rf"(?:{_WORDS('people')}|(?!{_WORDS('no_people')}\b)[a-z]{{3,}}men)"
COUNTED: Final = re.compile(
    rf"\s?(?:\+|plus\b)?\s*(?:or so\s|or more\s|-?odd\s|-?ish\s|[x×]\s?)?\s?(?P<between>{BETWEEN})"
    rf"(?:(?P<pieces>{PIECES})|(?P<people>{PEOPLE}))(?!\w)",
    re.I,
)
#: What people come in: "3 classes, 28 kids each", "4 teams of 11 players".
GROUPS: Final = _WORDS("groups")
AGAIN: Final = re.compile(r"\W{0,2}(?:a|per|each|every)\s?(?:day|week|month|year|season|hour)\b", re.I)
WANTED_END: Final = re.compile(
    rf"\s?(?:\+|[x×]\b)?(?:\s*(?:{_WORDS('behind_wanted')}|-?ish|-?odd))*\s*"
    rf"(?:$|[.,;!?){MASK}\n]|\b{_WORDS('goes_on')}\b)",
    re.I,
)
_OF_PEOPLE: Final = re.compile(rf"\b{PEOPLE}$", re.I)


def names_pieces(text: str, figure: Figure) -> bool:
    """Whether a word for pieces follows: "300 lapel pins"."""
    counted = None if figure.money else COUNTED.match(text, figure.end)
    return bool(counted and counted["pieces"])


def of_people(text: str, quantity: Quantity) -> bool:
    """Whether it counts people, who may be no more than that: "for 40 guests"."""
    return bool(_OF_PEOPLE.search(text[quantity.start : quantity.end]))


def as_quantity(figure: Figure) -> Quantity | None:
    """A figure as a quantity, because the visitor was asked for one."""
    number = number_of(figure)
    return None if number is None or figure.money else Quantity(number, figure.start, figure.end)


def number_of(figure: Figure) -> int | None:
    """How many pieces it would be, the larger one of a range; ``None`` if it could count none."""
    number = figure.high
    if figure.spoken and figure.spoken[0] >= 10:  # "ten fifteen people"
        number = figure.spoken[1] if figure.spoken[1] > figure.spoken[0] else 0
    return int(number) if figure.whole and 1 <= number <= MOST_PIECES else None


def is_year(figure: Figure) -> bool:
    """Whether it rather names a year: "2027", but not "2000"."""
    return figure.scale == 1 and 1900 < figure.high < 2100 and bool(figure.high % 50)
