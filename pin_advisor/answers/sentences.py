"""Small work on English sentences: cutting, listing, filling in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pin_advisor.advice.words import listed, plural
from pin_advisor.catalog.models import PinType, Shop

_BREAK: Final = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[\"“(]?[A-Z0-9])")
#: A full stop after one of these ends no sentence.
_ABBREVIATIONS: Final = ("e.g.", "i.e.", "approx.", "vs.", "no.", "incl.")
#: Names with which an answer may begin.
_NAMES: Final = frozenset({"I", "I'm", "Pantone", "Chinese", "Japanese", "EU", "US"})
#: Reasons start from what the visitor said ("The pins are an award, and ...").
_RESTATED: Final = re.compile(r"^(?:The pins|Your?)\b[^.]*?, and (?=\w)")
_PLACEHOLDER: Final = re.compile(r"\{shop\.(\w+)\}")


def split(text: str) -> list[str]:
    """The sentences of ``text``."""
    sentences: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        sentence = text[start : match.end()].strip()
        if not sentence.lower().endswith(_ABBREVIATIONS):
            sentences.append(sentence)
            start = match.end()
    return [*sentences, text[start:].strip()] if text[start:].strip() else sentences


def fit(text: str, limit: int) -> str:
    """As many whole sentences from the start as ``limit`` characters hold, but at least one."""
    kept, *rest = split(text) or [""]
    for sentence in rest:
        if len(kept) + 1 + len(sentence) > limit:
            break
        kept = f"{kept} {sentence}"
    return kept


def join(*texts: str) -> str:
    """The texts that are not empty, with a space between them."""
    return " ".join(text for text in texts if text)


def unrestated(reason: str) -> str:
    """The reason without what the visitor said, where that has not been said, or just now."""
    return _RESTATED.sub("", reason)


def capital(text: str) -> str:
    """The text with a capital first letter, as at the start of a sentence."""
    return text[:1].upper() + text[1:]


def plurals(pin_types: Sequence[PinType]) -> str:
    """The types within a sentence: "hard enamel and soft enamel pins"."""
    words = [plural(pin_type) for pin_type in pin_types]
    if len({word.rpartition(" ")[2] for word in words}) == 1 and all(" " in word for word in words):
        words = [word.rpartition(" ")[0] for word in words[:-1]] + words[-1:]
    return listed(words)


def fill(text: str, shop: Shop) -> str | None:
    """``text`` with every ``{shop.x}`` replaced; ``None`` if the shop left one of them out."""
    values = {name: getattr(shop, name, None) for name in _PLACEHOLDER.findall(text)}
    if not all(values.values()):
        return None
    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), text)


def small(text: str, shop: Shop) -> str:
    """The text as it goes on after a colon: with a small first letter, unless that begins a name."""
    first = text.split(maxsplit=1)[0] if text else ""
    named = first in _NAMES or str(shop.name).startswith(first) or any(c.isdigit() for c in first)
    return text if named or (len(first) > 1 and first.isupper()) else text[:1].lower() + text[1:]
