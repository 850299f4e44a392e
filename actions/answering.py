"""Answering a message's questions from the catalog, once per turn."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any, Final, Optional

from rasa_sdk.events import EventType, SlotSet

from actions.explaining import (
    SECOND,
    explanation,
    known_type,
    reason_of,
    supposed_before,
    supposed_needs,
    supposed_so_far,
    supposition,
)
from actions.knowledge import catalog
from actions.turn import ADVICE, EXPLAINED, Turn, first_sentence, understood
from pin_advisor.advice import second_best
from pin_advisor.answers import Answer, Question, answer
from pin_advisor.answers.table import Table, table_for
from pin_advisor.store.retention import retention

#: The topics of what is stored of a visitor, and of how pin types differ.
_REFUND: Final = "refund"
_PRIVACY: Final = "privacy"
_DIFFERENCE: Final = "difference"

#: What a pin costs here is for a quote to say; what its type costs beside others is known.
_PRICE: Final = "price"
_COST: Final = "cost"
#: What is said of an answer that was given before, and was given twice before.
_AS_BEFORE: Final = "As I said: "
_TOLD_TWICE: Final = "That's all I can tell you about it."
_FIGURE: Final = "What yours come to, a free quote from the shop tells: shall I ask for one?"


def answer_all(turn: Turn) -> list[EventType]:
    """Answer everything that the message asks, and end the turn with it."""
    reply, events = answer_now(turn)
    complains = turn.understanding.get("complains")
    if complains:
        turn.respond("utter_pass_on_complaint")
    turn.close(reply.kind, **payload(reply))
    events = [*understood(), *events]
    if reply.kind == "quote":
        events.append(SlotSet("offer", "request_quote"))
    if complains:
        events += [SlotSet("offer", "contact_shop"), SlotSet("waiting", turn.form == ADVICE or None)]
    if turn.form is None:
        events.append(SlotSet("answered", None))
    return events


def answer_now(turn: Turn) -> tuple[Answer, list[EventType]]:
    """Say the answer to the questions of this message, leaning on the last one where they do.

    Those about the advice are answered by its rules, the others from the catalog, all in the order asked.
    """
    previous = _previous(turn) if turn.leans_on_before else None
    questions = [_against_recommended(question, turn) for question in turn.questions]
    of_a_type = bool(previous and previous.pin_types) and not turn.form
    priced = of_a_type and len(questions) == 1 and questions[0].topic == _PRICE and not questions[0].pin_types
    if priced:  # "and the price?" asks about the type that was talked of
        questions = [dataclasses.replace(questions[0], topic=_COST)]
    replies: list[Answer] = []
    events: list[EventType] = []
    if not questions:
        turn.say(answer([], catalog()).text)
    if turn.understanding.get("complains") and questions and questions[0].topic == _REFUND:
        turn.respond("utter_sorry_refund")
    for about_the_advice, group in groupby(questions, key=lambda question: question.topic in EXPLAINED):
        if about_the_advice:
            for question in group:
                reply, further_events = _explain(question, previous, turn)
                replies.append(reply)
                events += further_events
                previous = reply.question or previous
        else:
            reply = answer(list(group), catalog(), previous)
            further = _kept_for() if _PRIVACY in reply.topics else _FIGURE if priced else ""
            text = _in_brief(reply.text) if turn.slot("brief") else reply.text
            if turn.form == ADVICE and len(questions) == 1:
                text = _said_less(text, turn)
            turn.say(f"{text} {further}".strip())
            replies.append(reply)
            previous = reply.question
    whole = _together(replies) if replies else answer([], catalog(), previous)
    kept = dataclasses.asdict(whole.question) if whole.question else None
    return whole, [
        *events,
        SlotSet("last_question", kept),
        SlotSet("answered", {"topics": list(whole.topics), "sources": list(whole.sources)}),
        *([SlotSet("offer", "request_quote")] if priced else []),
    ]


def _explain(question: Question, previous: Optional[Question], turn: Turn) -> tuple[Answer, list[EventType]]:
    """Say the answer to a question about the advice; what was talked of in it the next one may lean on."""
    intent, types = str(question.topic), question.pin_types or (previous.pin_types if previous else ())
    recommended = turn.slot("recommended")
    events: list[EventType] = []
    if intent == "why_ask":
        turn.respond(reason_of(turn.before("requested_slot"), turn.domain))
        return Answer("", "answer", (), (), None), []
    if intent == "what_if":
        needs = turn.needs.with_changes(supposed_before(turn))
        change = supposed_needs(turn, needs)
        texts = supposition(change, needs, in_form=turn.form is not None)
        events = [SlotSet("hypothesis", supposed_so_far(turn, change))] if change else []
    else:
        texts = explanation(intent, [t for t in types if known_type(t)], turn.needs, recommended, SECOND)
        events = [SlotSet("offer", "request_quote")] if recommended and turn.form is None else []
    if intent == "second_best":
        other = second_best(turn.needs, catalog()).pin_type
        types = (other,) if other else types
    turn.say(" ".join(texts))
    return Answer("", "answer", (intent,), (), Question(pin_types=types) if types else None), events


def _together(replies: Sequence[Answer]) -> Answer:
    """The parts of an answer as one."""
    kinds = {reply.kind for reply in replies}
    return Answer(
        text="\n\n".join(reply.text for reply in replies if reply.text),
        kind=replies[0].kind if len(kinds) == 1 else "answer",
        topics=tuple(dict.fromkeys(topic for reply in replies for topic in reply.topics)),
        sources=tuple(dict.fromkeys(source for reply in replies for source in reply.sources)),
        question=next((r.question for r in reversed(replies) if r.question and r.question.topic), None),
    )


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


def _said_less(text: str, turn: Turn) -> str:
    """An answer in the middle of the advice, the less the more often it was given there.

    It is never given a third time: what it told is above.
    """
    first = first_sentence(text)
    again = f"{_AS_BEFORE}{first}"
    said = turn.said_in_form()
    if any(again in one or _TOLD_TWICE in one for one in said):
        return _TOLD_TWICE
    return again if any(text in one for one in said) else text


def _in_brief(text: str) -> str:
    """The first sentence of each of its paragraphs."""
    return "\n\n".join(first_sentence(part) for part in text.split("\n\n"))


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
