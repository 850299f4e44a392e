"""Choices where buttons are small, or where there are none.

A button carries a short key, not the words that it says: Telegram allows 64 bytes. The key is a digest of
those words, so every worker finds them again, after a restart too, in what the bot has said in the
conversation; and a key from elsewhere finds nothing.
"""

from __future__ import annotations

import hashlib
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Optional

import regex

from pin_advisor.channels.rendering.text import Measure, shortened, units
from pin_advisor.replies import Choice

_DIGEST: Final = 12
_WORDS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_NUMBER: Final = regex.compile(
    r"[\s#(\[\"'*]*(?:(?:option|choice|number|no\.?|nr\.?)\s*#?)?\s*"
    rf"(?:(\d{{1,3}})|({'|'.join(_WORDS)}))[\s.):\]\"'*!\ufe0f\u20e3]*",
    regex.IGNORECASE,
)


def key_of(choice: Choice) -> str:
    """What a button carries for ``choice``: 16 letters, digits, ``-`` and ``_``."""
    return urlsafe_b64encode(
        hashlib.sha256(choice.say.encode("utf-8", "replace")).digest()[:_DIGEST]
    ).decode()


def find(key: str, choices: Iterable[Choice]) -> Optional[Choice]:
    """The first of ``choices`` with this key."""
    return next((choice for choice in choices if key_of(choice) == key), None)


def picked(text: str, choices: Sequence[Choice]) -> Optional[Choice]:
    """Which of the numbered ``choices`` a visitor means who writes its number, or its title.

    A number may be a word up to twelve.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    number = _NUMBER.fullmatch(text)
    if number:
        place = int(number[1]) - 1 if number[1] else _WORDS.index(number[2].casefold())
        return choices[place] if 0 <= place < len(choices) else None
    said = text.casefold().rstrip(".! ")
    return next((c for c in choices if c.title.casefold().rstrip(".! ") == said), None)


def numbered(choices: Sequence[Choice], first: int = 1) -> str:
    """The choices as lines with numbers."""
    return "\n".join(f"{number}. {choice.title.strip()}" for number, choice in enumerate(choices, first))


@dataclass(frozen=True)
class Button:
    """What stands on a button, and the choice that it makes."""

    title: str
    choice: Choice


@dataclass(frozen=True)
class Buttons:
    """Buttons with titles that fit; ``legend`` has the whole titles where they had to be shortened."""

    buttons: tuple[Button, ...]
    legend: str = ""


def buttons(choices: Sequence[Choice], longest: int, measure: Measure = units) -> Buttons:
    """Buttons for ``choices`` with titles of at most ``longest`` (8 or more).

    Where one is too long, all are numbered, and the legend, which belongs into the text above the buttons,
    says what the numbers mean.
    """
    titles = [choice.title.strip() for choice in choices]
    if all(title and measure(title) <= longest for title in titles):
        return Buttons(tuple(map(Button, titles, choices)))
    short = (shortened(f"{number}. {title}", longest, measure) for number, title in enumerate(titles, 1))
    return Buttons(tuple(map(Button, short, choices)), numbered(choices))
