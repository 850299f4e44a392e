"""What was understood, in one phrase, so that a visitor can put it right in one turn."""

from __future__ import annotations

from typing import Final

from pin_advisor.advice.needs import Needs
from pin_advisor.advice.words import condition, listed

#: In this order a person would say it.
_ORDER: Final = ("dimensionality", "artwork", "surface", "occasion", "budget", "durability")


def in_words(needs: Needs) -> str:
    """The needs that are known, "" if none is.

    For instance: "for a flat (2D) design, for an award, on a moderate budget and for years of wear".
    """
    parts = [condition(need, [value]) for need in _ORDER if (value := getattr(needs, need)) is not None]
    if needs.quantity is not None:
        parts.append(condition("quantity", [needs.quantity]))
    return listed(parts) if parts else ""
