"""``action_start_over``: forget the needs and begin anew."""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import catalog
from actions.turn import Turn, understood
from pin_advisor.advice.named_money import budget_of
from pin_advisor.vocabulary import VALUES

_FORGOTTEN: Final = (
    *VALUES, "quantity", "budget_amount", "budget_currency", "budget_per", "declined_needs", "recommended",
    "hypothesis", "last_question", "design", "deadline", "look", "sent_quote", "chosen", "answered",
    "requested_slot", "quote_confirmed", "unwanted_types", "passed_on", )  # fmt: skip


class ActionStartOver(Action):
    """Clears everything said about the pins before this message; the rules then begin the advice again."""

    def name(self) -> str:
        return "action_start_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        turn.respond("utter_start_over")
        told = [SlotSet(name, value) for name, value in begun_with(turn).items() if name in _FORGOTTEN]
        return [*(SlotSet(name, None) for name in _FORGOTTEN), *told, *understood()]


def begun_with(turn: Turn) -> dict[str, Any]:
    """What the same message tells for what begins with it, with the budget that named money makes."""
    told = dict(turn.begins_with)
    if "budget_amount" in told:
        told["budget"] = budget_of(
            told["budget_amount"],
            told.get("budget_currency"),
            told.get("budget_per"),
            told.get("quantity"),
            catalog().prices,
        )
    return told
