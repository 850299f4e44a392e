"""``action_delete_data``: delete the conversation, once the visitor has said so twice."""

from __future__ import annotations

import re
from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, understood

_DELETE: Final = "delete_data"
#: Asked whether all should be deleted, nothing less than one of these or a yes does it.
_ALL: Final = re.compile(r"\b(?:data|all|everything|it|that|conversation|chat|history|do)\b", re.I)


class ActionDeleteData(Action):
    """Asks whether it is meant; then marks the conversation, which the store deletes when the turn ends."""

    def name(self) -> str:
        return "action_delete_data"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        meant = turn.slot("offer") == _DELETE and (turn.says_yes or bool(_ALL.search(turn.text)))
        turn.respond("utter_data_deleted" if meant else "utter_delete_data")
        turn.close("smalltalk")
        if meant:
            return [SlotSet("erase", True)]
        return [*understood(), SlotSet("offer", _DELETE)]
