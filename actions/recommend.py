"""``action_recommend``: the outcome of the advice."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import answering
from actions.knowledge import catalog
from actions.noting import noted_beside
from actions.recommendation_reply import payload, remembered, say_recommendation
from actions.turn import Turn, understood
from pin_advisor.advice import about_unwanted, recommend


class ActionRecommend(Action):
    """Recommends a pin type for the needs as they stand, with its reasons."""

    def name(self) -> str:
        return "action_recommend"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        answered, events = answering.answer_rest(turn)
        recommendation = recommend(turn.needs, catalog())
        if honest := about_unwanted(turn.needs, catalog()):
            turn.say(honest)
        say_recommendation(turn, recommendation, noted_beside(turn))
        turn.close_with_question("recommendation", **payload(recommendation), **answered.payload)
        return [
            *understood(),
            *remembered(recommendation),
            *(event for event in events if event.get("name") != "answered"),
        ]
