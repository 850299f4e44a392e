"""``action_leave_form``: put a form aside."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.start_over import begun_with
from actions.turn import Turn


class ActionLeaveForm(Action):
    """Ends the active form without a word; what is known stays known.

    So does what is told in the same breath: "I want a quote for 60 pins".
    """

    def name(self) -> str:
        return "action_leave_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        told = begun_with(Turn(tracker, dispatcher, domain))
        return [
            ActiveLoop(None),
            SlotSet("requested_slot", None),
            *(SlotSet(name, value) for name, value in told.items()),
        ]
