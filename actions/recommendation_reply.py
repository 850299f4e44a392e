"""A recommendation as text and as its structured message (docs/architecture.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from rasa_sdk.events import EventType, SlotSet

from actions.knowledge import catalog
from actions.turn import Turn
from pin_advisor.advice import Needs, Recommendation
from pin_advisor.advice.recommendation import Assumption
from pin_advisor.advice.summary import in_words
from pin_advisor.advice.words import ASSUMPTIONS, LEFT_OPEN, listed
from pin_advisor.catalog import Catalog
from pin_advisor.catalog.models import When
from pin_advisor.vocabulary import ASKED_NEEDS, NEEDS

#: What a visitor can do next; each is also what they would type.
CHOICES: Final = ("Why?", "What is your second choice?", "What would change it?", "Get a free quote")
_MOST_REASONS: Final = 3
#: Characters that three reasons may have together.
_ROOM_FOR_REASONS: Final = 230
_ALWAYS: Final = When.parse_obj({})
#: What follows where nothing has changed, and where what was told counts for a quote only.
_QUOTE: Final = "Shall I ask the shop for a free quote?"
_DETAILS: Final = (
    "What is on the pin, its size, the date and the place go into a quote request, where I'll ask for them. "
    "Shall I begin one?"
)
_NEXT: Final = "If anything is not as you meant it, just say so. Shall I ask the shop for a free quote?"


def texts(recommendation: Recommendation, knowledge: Catalog) -> list[str]:
    """What the visitor reads: the type and why; then what else would do, what was assumed, what comes next.

    Everything beyond that is told on request: "why?", "why not ...?", "second best".
    """
    known = in_words(recommendation.needs)
    opening = f"I recommend {recommendation.name}{' ' * bool(known)}{known}."
    # Where wishes pull apart, that needs the room.
    summary = None if recommendation.pull else str(knowledge.pin_type(recommendation.pin_type).summary)
    first = [opening, summary, *_strongest(recommendation, knowledge)]
    nearest = [a.text for a in recommendation.alternatives[:1]]
    rest = [recommendation.pull, *nearest, _assumed(recommendation.assumed), _NEXT]
    return [" ".join(filter(None, part)) for part in (first, rest)]


def _strongest(recommendation: Recommendation, knowledge: Catalog) -> list[str]:
    """Two reasons, or three short ones; one where wishes pull apart, since that is told as well.

    What speaks for the type whatever is wanted is told only where nothing else does.
    """
    reasons = recommendation.reasons
    own = [r.text for r in reasons if knowledge.rule(r.rule).when != _ALWAYS] or [r.text for r in reasons]
    if recommendation.pull:
        return own[:1]
    three = own[:_MOST_REASONS]
    return three if len(" ".join(three)) <= _ROOM_FOR_REASONS else own[: _MOST_REASONS - 1]


def _assumed(assumed: Sequence[Assumption]) -> str:
    """What was taken for granted of the needs that are asked for, and what was left open."""
    asked = [one for one in assumed if one.need in ASKED_NEEDS]
    taken = [ASSUMPTIONS[one.need][1] for one in asked if one.value is not None]
    left = [LEFT_OPEN[one.need] for one in asked if one.value is None]
    parts = [f"I assumed {listed(taken)}" if taken else "", f"left open {listed(left)}" if left else ""]
    said = " and ".join(filter(None, parts))
    return f"{said if taken else f'I {said}'}." if said else ""


def say_recommendation(turn: Turn, recommendation: Recommendation, before: str = "") -> None:
    """Say the texts with the choices below them; ``before`` opens the first one."""
    first, *between, last = texts(recommendation, catalog())
    for text in (f"{before} {first}".strip(), *between):
        turn.say(text)
    turn.say(last, CHOICES)


def say_unchanged(turn: Turn, recommendation: Recommendation) -> None:
    """Say in short that it stands, where a message brings nothing that it depends on."""
    known = in_words(recommendation.needs)
    reason = _strongest(recommendation, catalog())[0]
    text = f"I still recommend {recommendation.name}{' ' * bool(known)}{known}. {reason}"
    turn.say(f"{text} {_DETAILS if turn.understanding.get('only_details') else _QUOTE}", CHOICES)


def remembered(recommendation: Recommendation) -> list[EventType]:
    """Events after a recommendation: what the next message is read in the light of."""
    return [
        SlotSet("recommended", recommendation.pin_type),
        *(SlotSet(name, None) for name in ("hypothesis", "last_question")),
        *(SlotSet(name, None) for name in ("chosen", "sent_quote")),  # they were about other advice
        SlotSet("offer", "request_quote"),
        SlotSet("checking", True),
        SlotSet("answered", None),
    ]


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
