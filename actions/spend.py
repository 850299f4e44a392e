"""``action_spend``: the recommendation for less money, or for more."""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import catalog
from actions.recommendation_reply import payload, remembered, say_recommendation
from actions.turn import Turn, understood
from pin_advisor.advice import Step, recommend, step
from pin_advisor.advice.words import in_short, plural
from pin_advisor.answers import Answer, Question, answer
from pin_advisor.answers.sentences import fit

_DIRECTIONS: Final = {"spend_less": "down", "spend_more": "up"}
#: What lowers the price of any pin, and what makes one finer, as the catalog tells it.
_LEVERS: Final = {"down": "lower_price", "up": "special_effects"}
#: Characters of that where a recommendation stands beside it.
_ROOM: Final = 200


class ActionSpend(Action):
    """Goes one step down or up from the budget and says so; where there is none, says what else helps."""

    def name(self) -> str:
        return "action_spend"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        direction = _DIRECTIONS.get(turn.intent, "down")
        taken = step(turn.needs, "up" if direction == "up" else "down", catalog())
        levers = answer([Question(_LEVERS[direction])], catalog())
        if taken.after is None:
            return self._at_the_end(turn, taken, direction, levers)
        return self._recommend(turn, taken, direction, levers)

    def _recommend(self, turn: Turn, taken: Step, direction: str, levers: Answer) -> list[EventType]:
        needs = turn.needs.with_changes({"budget": taken.after})
        recommendation = recommend(needs, catalog())
        assumed = " that I had assumed" if taken.assumed else ""
        opening = (
            f"One step {direction}, then: {in_short('budget', str(taken.after))} instead of the "
            f"{in_short('budget', taken.before).split(' ', 1)[1]}{assumed}."
        )
        if taken.after == taken.before:  # only the price that was named is given up
            opening = f"One step {direction}, then: money is no object."
        if recommendation.pin_type == turn.slot("recommended"):
            further = fit(levers.text, _ROOM) if direction == "down" and levers.topics else ""
            opening = " ".join(filter(None, (opening, "The type stays the same.", taken.further, further)))
        say_recommendation(turn, recommendation, opening)
        turn.close_with_question("recommendation", **payload(recommendation))
        return [
            *understood(),
            *remembered(recommendation),
            SlotSet("budget", taken.after),
            *(SlotSet(name, None) for name in ("budget_amount", "budget_currency", "budget_per")),
            SlotSet(
                "declined_needs", [need for need in turn.slot("declined_needs") or () if need != "budget"]
            ),
        ]

    def _at_the_end(self, turn: Turn, taken: Step, direction: str, levers: Answer) -> list[EventType]:
        chosen = plural(catalog().pin_type(taken.pin_type))
        reckoned = in_short("budget", taken.before)
        opening = (
            f"I already reckon with {reckoned}, and {chosen} are what I would take for it."
            if direction == "down"
            else f"With {reckoned} nothing holds you back, and {chosen} still suit your wishes best."
        )
        told = levers.text if levers.topics else ""
        turn.say(" ".join(filter(None, (opening, taken.further, told))))
        topics = list(levers.topics) or ["what_would_change"]
        turn.close("answer", topics=topics, sources=list(levers.sources))
        return [*understood(), SlotSet("offer", "request_quote")]
