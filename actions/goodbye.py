"""``action_goodbye``: the visitor leaves."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, understood


class ActionGoodbye(Action):
    """Says goodbye; what is known stays known."""

    def name(self) -> str:
        return "action_goodbye"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        turn.respond("utter_goodbye")
        turn.close("smalltalk")
        return understood()
