"""E-mail addresses and phone numbers in a message, and nothing that only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_NUMBER: Final = re.compile(r"(?<![\w/.-])(?:\+|\(?0)?\(?\d[\d\s()/.-]{5,18}\d(?![\w/-])")
_INTERNATIONAL: Final = re.compile(r"^(?:\+|00|\(?0)")
_ANNOUNCED: Final = re.compile(
    r"\b(?:phone|telephone|tel|call|ring|text|mobile|cell|whats\s?app|sms|number|reach)\b", re.I
)
#: What is called a number and is none to call: "my order number is 1234567890", "invoice no. 1234567".
_FILED: Final = re.compile(
    r"\b(?:order|reference|ref|invoice|request|quote|quotation|customer|client|account|tracking|parcel|shipment"
    r"|delivery|tax|vat|article|item|part|serial|case|ticket|confirmation)\W*(?:number|num|no|nr|id|code)?\b"
    r"\W*(?:is|was|are|it's|=)?\W*$",
    re.I,
)
_DATE: Final = re.compile(
    r"^(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{2,5}\s*-\s*\d{2,5})$"
)
#: When a number may be called, behind it: "evenings only please".
_HOURS: Final = re.compile(
    r"[\s,(]+(?:but\s|and\s)?(?P<hours>(?:(?:only|preferably|best|just|any\s?time)\s)*"
    r"(?:(?:in the|on|at|during)\s)?"
    r"(?:evenings?|mornings?|afternoons?|week(?:days|ends?)|office hours|lunch ?time"
    r"|(?:after|before|from) \d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?)?)(?:\s(?:only|best|please))*)(?=\W|$)",
    re.I,
)
#: Digits of the shortest and of the longest phone number in the world (ITU-T E.164).
_FEWEST_DIGITS: Final = 7
_MOST_DIGITS: Final = 15


@dataclass(frozen=True)
class Contact:
    """Where a visitor can be reached; offsets are characters of the message."""

    text: str
    start: int
    end: int


def contacts_in(text: str, asked: bool) -> tuple[Contact, ...]:
    """The first e-mail address and the first phone number in ``text``, in this order.

    Digits count as a phone number if they begin like one, are announced as one ("call 555 0123"), stand
    beside an address, or if the visitor was ``asked`` for one; dates, ranges and numbers of orders and the
    like never do.
    """
    found = []
    if address := _EMAIL.search(text):
        found.append(Contact(address.group().rstrip("."), address.start(), address.end()))
    for number in _NUMBER.finditer(text):
        digits = sum(c.isdigit() for c in number.group())
        if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS or _DATE.match(number.group().strip()):
            continue
        if address and number.start() < address.end() and address.start() < number.end():
            continue  # "12345678@example.org"
        if _FILED.search(text[: number.start()]):
            continue
        if asked or address or _INTERNATIONAL.match(number.group()) or _ANNOUNCED.search(text):
            found.append(_with_hours(text, number))
            break
    return tuple(found)


def _with_hours(text: str, number: re.Match[str]) -> Contact:
    """A phone number, with the hours for it where they are told: "0161 496 0000 (evenings only)"."""
    digits = number.group().strip()
    hours = _HOURS.match(text, number.end())
    if hours is None:
        return Contact(digits, number.start(), number.end())
    said = re.sub(r"\s?please$", "", hours["hours"], flags=re.I)
    return Contact(f"{digits} ({said})", number.start(), hours.end())
