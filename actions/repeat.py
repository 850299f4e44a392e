"""``action_repeat``: say the last thing again, what the visitor told, or what was sent."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.recap import recap
from actions.sent import sent_so_far
from actions.turn import Turn, first_sentence, understood
from pin_advisor.errors import StoreError


class ActionRepeat(Action):
    """Says what the bot said last, with its choices and structured message, or what it was told."""

    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if turn.understanding.get("asks_for_sent"):
            return self._tell_sent(turn)
        if turn.understanding.get("recaps"):
            return self._recap(turn)
        if turn.understanding.get("shortens"):
            return self._shorten(turn)
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

    def _tell_sent(self, turn: Turn) -> list[EventType]:
        """Tell what the shop has got from this conversation."""
        try:
            turn.say(sent_so_far(turn))
        except StoreError:
            turn.respond("utter_technical_problem")
        turn.close("smalltalk")
        return [SlotSet("misunderstood", 0.0)]  # what was offered before still is

    def _shorten(self, turn: Turn) -> list[EventType]:
        """Say the gist of the last answer, and be brief from now on."""
        last = next((str(event["text"]) for event in turn.said_last() if event.get("text")), "")
        gist = first_sentence(last)
        if turn.slot("last_question") and gist != last:
            turn.say(gist)
        else:
            turn.respond("utter_brief")
        turn.close("smalltalk")
        return [SlotSet("brief", True)]

    def _recap(self, turn: Turn) -> list[EventType]:
        """Say back what the visitor told, and go on."""
        told = recap(turn)
        if told is None:
            turn.respond("utter_recap_nothing")
        else:
            turn.say(told)
        turn.close("smalltalk")
        if turn.form:
            return understood()
        offer = "request_quote" if turn.slot("recommended") else "request_advice"
        return [*understood(), SlotSet("offer", offer)]
