"""``action_recommend``: the outcome of the advice."""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import answering
from actions.knowledge import catalog
from actions.recommendation_reply import CHOICES, payload, texts
from actions.turn import Turn, understood
from pin_advisor.advice import about_unwanted, recommend

_QUOTE: Final = "request_quote"


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
        *before, last = texts(recommendation, catalog())
        for text in before:
            turn.say(text)
        turn.say(last, CHOICES)
        content = payload(recommendation)
        if answered:
            content["answered"] = answered
        turn.close_with_question("recommendation", **content)
        return [
            *understood(),
            *events,
            SlotSet("recommended", recommendation.pin_type),
            SlotSet("hypothesis", None),
            *(SlotSet(name, None) for name in ("chosen", "sent_quote")),  # they were about other advice
            SlotSet("offer", _QUOTE),
            SlotSet("checking", True),
            SlotSet("answered", None),
        ]
