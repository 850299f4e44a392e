"""The first thought for who tells what the pins are for, or what they are like, and asks which to take."""

from __future__ import annotations

import dataclasses
from collections.abc import Set
from dataclasses import dataclass, field

from rasa_sdk.events import EventType, SlotSet

from actions.answering import Answered
from actions.knowledge import catalog
from actions.turn import Turn
from pin_advisor.answers.first_thought import TOPIC, first_thought


@dataclass(frozen=True)
class Said:
    """What was said: which needs it names, what it answers, and what the next question may lean on."""

    needs: Set[str] = frozenset()
    answered: Answered = field(default_factory=Answered)
    events: tuple[EventType, ...] = ()


def say_first_thought(turn: Turn) -> Said:
    """Say which kind of pin to begin with, where the message with which the advice begins asks for it."""
    thought = first_thought(turn.needs, catalog()) if turn.understanding.get("asks_which") else None
    if thought is None:
        return Said()
    turn.say(thought.text)
    kept = dataclasses.asdict(thought.question)
    return Said(
        frozenset(thought.needs),
        Answered((TOPIC,), thought.sources),
        (SlotSet("last_question", kept),),
    )
