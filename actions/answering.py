"""Answering a message's questions from the catalog, once per turn."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Optional

from rasa_sdk.events import EventType, SlotSet

from actions.knowledge import catalog
from actions.turn import Turn
from pin_advisor.answers import Answer, Question, answer
from pin_advisor.answers.table import Table, table_for
from pin_advisor.store.retention import retention

#: The topics of what is stored of a visitor, and of how pin types differ.
_PRIVACY: Final = "privacy"
_DIFFERENCE: Final = "difference"

#: What a pin costs here is for a quote to say; what its type costs beside others is known.
_PRICE: Final = "price"
_COST: Final = "cost"
_FIGURE: Final = "What yours come to, a free quote from the shop tells: shall I ask for one?"


def answer_now(turn: Turn) -> tuple[Answer, list[EventType]]:
    """Say the answer to the questions of this message, leaning on the last one where they do."""
    previous = _previous(turn) if turn.leans_on_before else None
    questions = [_against_recommended(question, turn) for question in turn.questions]
    of_a_type = bool(previous and previous.pin_types) and not turn.form
    priced = of_a_type and len(questions) == 1 and questions[0].topic == _PRICE and not questions[0].pin_types
    if priced:  # "and the price?" asks about the type that was talked of
        questions = [dataclasses.replace(questions[0], topic=_COST)]
    reply = answer(questions, catalog(), previous)
    further = _kept_for() if _PRIVACY in reply.topics else _FIGURE if priced else ""
    turn.say(f"{reply.text} {further}".strip())
    kept = dataclasses.asdict(reply.question) if reply.question else None
    return reply, [
        SlotSet("last_question", kept),
        SlotSet("answered", {"topics": list(reply.topics), "sources": list(reply.sources)}),
        *([SlotSet("offer", "request_quote")] if priced else []),
    ]


def _against_recommended(question: Question, turn: Turn) -> Question:
    """What a question after a recommendation compares: "what's the difference with hard?"."""
    recommended = turn.slot("recommended")
    if (
        question.topic != _DIFFERENCE
        or len(question.pin_types) != 1
        or recommended in (None, *question.pin_types)
    ):
        return question
    return dataclasses.replace(question, pin_types=(str(recommended), *question.pin_types), form="compare")


def _kept_for() -> str:
    """How long a conversation is kept, which is a setting of the server and no fact of the catalog."""
    days = retention() / timedelta(days=1)
    return (
        f"A conversation in which nothing is said for {days:g} days is deleted by itself; what was sent to "
        "the shop is kept until the shop or you have it deleted."
    )


def payload(reply: Answer) -> dict[str, Any]:
    """What the structured message says of an answer of its kind (docs/architecture.md)."""
    if reply.kind == "answer":
        told = {"topics": list(reply.topics), "sources": list(reply.sources)}
        return told | table(table_for(reply.question, catalog()))
    return {"state": "asking"} if reply.kind == "quote" else {}


def table(found: Optional[Table]) -> dict[str, Any]:
    """The part of the structured message that shows types side by side, where there is one."""
    return {"table": dataclasses.asdict(found)} if found else {}


@dataclass(frozen=True)
class Answered:
    """What was answered in a turn that ends with something else: its topics, and where that comes from."""

    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def payload(self) -> dict[str, Any]:
        """The part of the structured message that tells it; empty where nothing was answered."""
        parts = {"answered": list(self.topics), "sources": list(self.sources)}
        return {key: told for key, told in parts.items() if told}


def answer_rest(turn: Turn) -> tuple[Answered, list[EventType]]:
    """What was answered in this turn: by an action before, or now if nobody has done so yet."""
    already = turn.slot("answered")
    if isinstance(already, Mapping):
        return Answered(tuple(already.get("topics", ())), tuple(already.get("sources", ()))), []
    if already is not None:
        return Answered(tuple(already)), []
    if not turn.questions:
        return Answered(), []
    reply, events = answer_now(turn)
    return Answered(reply.topics, reply.sources), events


def _previous(turn: Turn) -> Optional[Question]:
    """The question before; where it was about no type, or there was none, about the recommended one."""
    data = turn.slot("last_question")
    previous = None
    if isinstance(data, Mapping):
        known = {f.name for f in dataclasses.fields(Question)}
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known
        }
        previous = Question(**values)
    recommended, asked = turn.slot("recommended"), turn.questions
    describes = bool(asked) and asked[0].topic is not None and asked[0].form in ("describe", "yes_no")
    if not recommended or not describes or (previous and previous.pin_types):
        return previous
    return dataclasses.replace(previous or Question(), pin_types=(recommended,))
