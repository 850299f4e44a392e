"""``action_repeat``: say the last thing again."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn


class ActionRepeat(Action):
    """Says what the bot said last, with its choices and its structured message."""

    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if turn.form:
            return []  # the form's question, which is what was said last, follows by itself
        said = turn.said_last()
        closed = False
        for event in said:
            data = event.get("data") or {}
            if event.get("text"):
                turn.say(str(event["text"]), data.get("buttons") or ())
            if isinstance(data.get("custom"), dict):
                custom = dict(data["custom"])
                turn.close_with_question(str(custom.pop("type", "smalltalk")), **custom)
                closed = True
        if not said:
            turn.respond("utter_nothing_to_repeat")
        if not closed:
            turn.close("smalltalk")
        return []
