"""A recommendation as text and as its structured message (docs/architecture.md)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from pin_advisor.advice import Needs, Recommendation
from pin_advisor.advice.summary import in_words
from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import NEEDS

#: What a visitor can do next; each is also what they would type.
CHOICES: Final = ("Why?", "What is your second choice?", "What would change it?", "Get a free quote")
_MOST_REASONS: Final = 3
_MOST_ALTERNATIVES: Final = 1


def texts(recommendation: Recommendation, catalog: Catalog) -> list[str]:
    """What the visitor reads: the type and why, then what was assumed and the nearest alternative."""
    known = in_words(recommendation.needs)
    opening = (
        f"I recommend {recommendation.name} {known}." if known else f"I recommend {recommendation.name}."
    )
    first = " ".join([opening, *(r.text for r in recommendation.reasons[:_MOST_REASONS])])
    rest = []
    if recommendation.collision:
        rest.append(recommendation.collision)
    nearest = recommendation.alternatives[:_MOST_ALTERNATIVES]
    rest += [a.text for a in nearest if a.text not in (recommendation.collision or "")]
    rest += [n.text for n in recommendation.notes[:1]]
    assumed = " ".join(
        a.text
        for a in recommendation.assumed
        if a.need in ("occasion", "budget", "dimensionality", "durability")
    )
    if assumed:
        rest.append(assumed)
    rest.append("Is anything of this not as you meant it? Just tell me, and I'll think again.")
    return [first, " ".join(rest)]


def payload(recommendation: Recommendation) -> dict[str, Any]:
    """The structured message, without its ``type``."""
    return {
        "pin_type": recommendation.pin_type,
        "needs": needs_payload(recommendation.needs),
        "assumed": [a.need for a in recommendation.assumed],
        "reasons": [asdict(r) for r in recommendation.reasons],
        "alternatives": [asdict(a) for a in recommendation.alternatives],
        "ruled_out": [asdict(r) for r in recommendation.ruled_out],
    }


def needs_payload(needs: Needs) -> dict[str, Any]:
    """The needs that the contract names, known or not."""
    return {need: getattr(needs, need) for need in NEEDS}
