"""``action_recommend``: the outcome of the advice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import answering
from actions.knowledge import catalog
from actions.noting import noted_beside
from actions.recommendation_reply import payload, remembered, say_recommendation, say_unchanged
from actions.turn import Turn, understood
from pin_advisor.advice import Recommendation, about_unwanted, recommend


class ActionRecommend(Action):
    """Recommends a pin type for the needs as they stand, with its reasons."""

    def name(self) -> str:
        return "action_recommend"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        answered, events = answering.answer_rest(turn)
        turn.condole()
        recommendation = recommend(turn.needs, catalog())
        if honest := about_unwanted(turn.needs, catalog()):
            turn.say(honest)
        if _stands(turn, recommendation):
            say_unchanged(turn, recommendation)
        else:
            say_recommendation(turn, recommendation, noted_beside(turn))
        turn.close_with_question("recommendation", **payload(recommendation), **answered.payload)
        return [
            *understood(),
            *remembered(recommendation),
            *(event for event in events if event.get("name") != "answered"),
        ]


def _stands(turn: Turn, recommendation: Recommendation) -> bool:
    """Whether it was given before and this message changes nothing of what it rests on.

    Who presses for it, or for whom something is left open now, is given all of it.
    """
    if turn.before("recommended") != recommendation.pin_type or turn.understanding.get("presses"):
        return False
    same_open = (turn.before("declined_needs") or []) == (turn.slot("declined_needs") or [])
    # Another sum that comes to the same is said by what has changed.
    same = replace(turn.needs_before, price=None) == replace(turn.needs, price=None)
    return same_open and same
