"""``action_answer``: a question about pins."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import answering
from actions.turn import Turn, understood


class ActionAnswer(Action):
    """Answers every question of the message."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        reply, events = answering.answer_now(turn)
        turn.close(reply.kind, **answering.payload(reply))
        events = [*understood(), *events]
        if reply.kind == "quote":
            events.append(SlotSet("offer", "request_quote"))
        if turn.form is None:
            events.append(SlotSet("answered", None))
        return events
