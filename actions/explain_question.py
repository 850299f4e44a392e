"""``action_explain_question``: why the bot asks."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_all
from actions.explaining import reason_of
from actions.turn import Turn, understood


class ActionExplainQuestion(Action):
    """Says what the pending question is good for."""

    def name(self) -> str:
        return "action_explain_question"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if turn.asks_about_the_advice:  # and about something else as well
            return answer_all(turn)
        turn.respond(reason_of(turn.asked, domain))
        turn.close("smalltalk")
        return understood()
