"""Answering a message's questions from the catalog, once per turn."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Optional

from rasa_sdk.events import EventType, SlotSet

from actions.knowledge import catalog
from actions.turn import Turn
from pin_advisor.answers import Answer, Question, answer
from pin_advisor.answers.table import Table, table_for


def answer_now(turn: Turn) -> tuple[Answer, list[EventType]]:
    """Say the answer to the questions of this message, leaning on the last one where they do."""
    previous = _previous(turn) if turn.leans_on_before else None
    reply = answer(turn.questions, catalog(), previous)
    turn.say(reply.text)
    kept = dataclasses.asdict(reply.question) if reply.question else None
    return reply, [SlotSet("last_question", kept), SlotSet("answered", list(reply.topics))]


def payload(reply: Answer) -> dict[str, Any]:
    """What the structured message says of an answer of its kind (docs/architecture.md)."""
    if reply.kind == "answer":
        told = {"topics": list(reply.topics), "sources": list(reply.sources)}
        return told | table(table_for(reply.question, catalog()))
    return {"state": "asking"} if reply.kind == "quote" else {}


def table(found: Optional[Table]) -> dict[str, Any]:
    """The part of the structured message that shows types side by side, where there is one."""
    return {"table": dataclasses.asdict(found)} if found else {}


def answer_rest(turn: Turn) -> tuple[list[str], list[EventType]]:
    """What was answered in this turn: by an action before, or now if nobody has done so yet."""
    already = turn.slot("answered")
    if already is not None:
        return list(already), []
    if not turn.questions:
        return [], []
    reply, events = answer_now(turn)
    return list(reply.topics), events


def _previous(turn: Turn) -> Optional[Question]:
    data = turn.slot("last_question")
    if not isinstance(data, Mapping):
        return None
    known = {f.name for f in dataclasses.fields(Question)}
    values: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known
    }
    return Question(**values)
