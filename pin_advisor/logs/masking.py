"""Takes from a sentence what may be somebody's: addresses, numbers, secrets. A second line of defence.

The first is that nobody puts such things into a sentence for the log.
"""

from __future__ import annotations

import re
from typing import Final

_MASKS: Final = (
    # E-mail addresses, and what stands before the host of a URL: user and password.
    (re.compile(r"(?<=://)[^\s/@]+@"), "***@"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    # Keys and tokens: of known forms, or long and without a space, path or dot between.
    (re.compile(r"(?i)\b(?:bearer|basic)\s+[\w.~+/=-]{8,}"), "<token>"),
    (re.compile(r"\bey[\w-]{8,}\.[\w-]+\.[\w-]*"), "<token>"),
    (re.compile(r"\bxox[a-z]-[\w-]+|\b\d{6,}:[\w-]{20,}"), "<token>"),
    (re.compile(r"(?<![\w./-])(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[\w+=-]{32,}(?![\w/-]|\.\w)"), "<token>"),
    # IBAN, then card, account and telephone numbers however they are grouped; dates are none.
    (re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"), "<number>"),
    (re.compile(r"(?<![\w.:/-])(?!\d{4}-\d\d-\d\d\b)\+?\(?\d(?:[ ()./-]{0,2}\d){7,}(?![\w:/-])"), "<number>"),
)


def masked(text: str) -> str:
    """``text`` with such things replaced by what kind of thing stood there."""
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text
