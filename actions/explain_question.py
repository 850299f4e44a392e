"""``action_explain_question``: why the bot asks."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_all
from actions.explaining import reason_of
from actions.turn import ADVICE, Turn, understood


class ActionExplainQuestion(Action):
    """Says what the pending question is good for; who asks again or leaves it to the bot needn't answer."""

    def name(self) -> str:
        return "action_explain_question"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if turn.asks_about_the_advice:  # and about something else as well
            return answer_all(turn)
        reason = reason_of(turn.asked, domain)
        again = turn.has_just_said(reason)
        if not again:
            turn.respond(reason)
        turn.close("smalltalk")
        if turn.form == ADVICE and (again or turn.understanding.get("leaves_it")):
            turn.respond("utter_leave_open" if turn.hint(str(turn.asked)) is None else "utter_go_by_hint")
            return [*understood(), *turn.left_open(str(turn.asked))]
        return understood()
