"""``action_delete_data``: delete the conversation, once the visitor has said so twice."""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, understood

_DELETE: Final = "delete_data"


class ActionDeleteData(Action):
    """Asks whether it is meant; then marks the conversation, which the store deletes when the turn ends."""

    def name(self) -> str:
        return "action_delete_data"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        meant = turn.slot("offer") == _DELETE
        turn.respond("utter_data_deleted" if meant else "utter_delete_data")
        turn.close("smalltalk")
        if meant:
            return [SlotSet("erase", True)]
        return [*understood(), SlotSet("offer", _DELETE)]
