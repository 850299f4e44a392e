"""``action_withdraw_quote``: a request that was sent is taken back."""

from __future__ import annotations

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.store import requests
from actions.turn import Turn, understood
from pin_advisor.advice.words import listed
from pin_advisor.errors import StoreError
from pin_advisor.store import Withdrawal

_KINDS: Final = {"quote": "quote request", "question": "message to the shop"}
#: What was typed for a request, the contact included, is dropped with it.
_DROPPED: Final = ("contact", "design", "deadline", "sent_quote", "quote_confirmed")


class ActionWithdrawQuote(Action):
    """Marks the visitor's last request as withdrawn, so that the shop sees it and has no contact any more."""

    def name(self) -> str:
        return "action_withdraw_quote"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        try:
            withdrawn = requests().withdraw(turn.conversation)
        except StoreError:
            turn.respond("utter_technical_problem")
            turn.close("smalltalk")
            return []
        if withdrawn is None:
            turn.respond("utter_nothing_to_withdraw")
        else:
            turn.say(_told(withdrawn))
        turn.close("smalltalk")
        return [*understood(), *(SlotSet(name, None) for name in _DROPPED)]


def _told(withdrawn: Withdrawal) -> str:
    kind = _KINDS.get(withdrawn.kind, "request")
    parts = [
        f"Done: your {kind} {withdrawn.id} is withdrawn. Your contact is deleted from it, and the shop sees "
        "that nobody should get in touch about it."
    ]
    if withdrawn.was_done:
        parts.append("The shop had taken it up already, so an answer may be on its way.")
    if withdrawn.others:
        stand = "stands" if len(withdrawn.others) == 1 else "stand"
        parts.append(
            f"That was the last one you sent; {listed(withdrawn.others)} still {stand}. "
            "Say it again to take back the next one, too."
        )
    return " ".join(parts)
