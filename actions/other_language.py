"""``action_other_language``: the advisor speaks English; said in the visitor's language."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn


class ActionOtherLanguage(Action):
    """Says kindly that this is an English-speaking advisor and offers to pass the question on."""

    def name(self) -> str:
        return "action_other_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        response = f"utter_other_language_{turn.understanding.get('language')}"
        turn.respond(response if response in domain.get("responses", {}) else "utter_other_language")
        turn.close("handoff")
        return [SlotSet("offer", "contact_shop")]
