"""Whether a stretch of a message tells when the pins are needed, or where they should go, and nothing else.

All by wording alone; the words are in ``data/language/phrases.yml``.
"""

from __future__ import annotations

import re
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.phrase_patterns import FIGURES

_BOOK: Final = phrase_book.shared()
_DATE: Final = _BOOK.phrase("deadline")
_OCCASION: Final = _BOOK.phrase("deadline_by_an_event")
_OPEN_DATE: Final = _BOOK.phrase("no_deadline")
_BINDING: Final = re.compile(rf"\b{_BOOK.words('binding')}\b", re.I)
_AFTER_A_DATE: Final = _BOOK.phrase("after_a_date")
_NOT_OF_A_DATE: Final = _BOOK.plain_words("not_of_a_date")
_PLACE: Final = _BOOK.phrase("place")
_NO_PLACE: Final = _BOOK.phrase("names_no_place")
_STREET: Final = re.compile(rf"\b{_BOOK.words('street')}\b", re.I)
_LOOK: Final = _BOOK.phrase("describes")
#: "to Leeds", "in our Lyon office": a place behind a date, or where "to" stands before a name.
_TO: Final = re.compile(
    r"\W*(?:(?:and|but|no|sorry|actually|please|rather|(?:make|send|change|set|move)\s(?:it|that|them)"
    r"|(?P<need>(?:we|i)\s(?:need|want|have)\s(?:it|them|these|the pins)))\W+)*"
    r"(?P<to>to|in|at)\s(?P<where>\w.*)",
    re.I | re.S,
)
_NAME: Final = re.compile(r"(?:the\s)?(?:\d+\w?,?\s)?[A-ZÀ-Ý]")
_NAMES: Final = re.compile(r"\b[A-ZÀ-Ý][\w'-]*")
#: What may follow a date that something binds to the pins, in characters.
_MOST_BEHIND: Final = 60
#: Longest place that is named by "to" alone, and the shortest word that has a capital in one that is a name.
_FEW_WORDS: Final = 6
_SHORT: Final = 3

_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
#: A day, or a month, as it is named anywhere in a message.
DAY: Final = re.compile(
    rf"\b(?:the\s)?(?:{FIGURES['day']}\s(?:of\s)?{_BOOK.words('month')}|{_BOOK.words('month')}\s{FIGURES['day']}"
    rf"|{_BOOK.words('month')}|{_BOOK.words('weekday')}|{FIGURES['date']})\b",
    re.I,
)


def is_date(text: str) -> bool:
    """Whether it tells when the pins are needed and nothing else: "we need them by June", "no rush"."""
    if _OPEN_DATE.said_in(text):
        return True
    date = _DATE.find(text) or _OCCASION.find(text)
    if date is None:
        return False
    rest = text[date.end() :].strip(" ,.;!?")
    if not _NOT_OF_A_DATE.isdisjoint(_WORD.findall(rest.lower())) or rest.lower().startswith("be "):
        return False  # "it may be red"
    bound = bool(_BINDING.search(date[0])) or _OCCASION.said_in(text)
    return not rest or _AFTER_A_DATE.said_in(rest) or (bound and len(rest) <= _MOST_BEHIND) or _leads(rest)


def is_place(text: str, after_date: bool = False, after_place: bool = False, *, small: bool = False) -> bool:
    """Whether it tells where the pins should go and nothing else: "ship to Leeds".

    ``after_date``, ``after_place``: a date or a place has been told right before; then "to leeds" is one
    without a capital as well, and "France" goes on with it. ``small``: the visitor writes names without
    capitals.
    """
    place = _PLACE.find(text)
    if place and _WORD.search(text, place.end()):
        where = text[place.end() :]
        return not (_NO_PLACE.said_in(where) or _LOOK.said_in(_NAMES.sub("", where)))
    if _leads(text, anything=after_date or after_place):
        return True
    return (after_place or (after_date and bool(_NAME.match(text)))) and _continues(text, small)


def _leads(text: str, anything: bool = False) -> bool:
    """Whether it is "to" with a place behind it, which has a capital unless ``anything`` will do."""
    to = _TO.fullmatch(text)
    if not to or _NO_PLACE.said_in(to["where"]) or _LOOK.said_in(_NAMES.sub("", text)):  # "to Green Street"
        return False
    few = len(_WORD.findall(to["where"])) <= _FEW_WORDS or bool(_STREET.search(to["where"]))
    named = bool(_NAME.match(to["where"]) or _STREET.search(to["where"]))
    return few and (anything or (named and bool(to["need"] or to["to"].lower() == "to")))


def is_named_place(text: str) -> bool:
    """Whether it is "in" or "at" with nothing but a name: "in Ostend", which may also be that of a style."""
    to = _TO.fullmatch(text)
    return bool(to and not _LOOK.said_in(text) and not _WORD.search(_NAMES.sub("", to["where"])))


def names_a_street(text: str) -> bool:
    """Whether a street or a building is named in it, so that it is rather an address."""
    return bool(_STREET.search(text))


def _continues(text: str, small: bool) -> bool:
    """Whether it goes on with an address: "69002 Lyon", "France"."""
    if _LOOK.said_in(text) or _NO_PLACE.said_in(text):
        return False
    long = [w for w in _WORD.findall(text) if len(w) > _SHORT]
    named = all(w[0].isupper() for w in long) or (small and len(_WORD.findall(text)) <= _SHORT)
    return named or bool(_STREET.search(text))
