"""``action_withdraw_quote``: a request that was sent is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import contact_out, withdrawal
from actions.turn import Turn, understood
from pin_advisor.errors import StoreError
from pin_advisor.store import Request

#: What was typed for a request, the contact included, is dropped with it.
_DROPPED: Final = ("contact", "design", "deadline", "look", "sent_quote", "passed_on", "quote_confirmed")
_YES: Final = "Yes, withdraw it"
_NO: Final = "No, keep it"


class ActionWithdrawQuote(Action):
    """Marks the visitor's last request, or the one named, as withdrawn; the shop then has no contact.

    Without words of withdrawal, which only the classifier has then taken for it, the visitor is asked first.
    Where only a way to reach the visitor is to go, nothing is withdrawn yet (:mod:`actions.contact_out`).
    """

    def name(self) -> str:
        return "action_withdraw_quote"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        try:
            if turn.understanding.get("contact_out"):
                events = contact_out.taken_out(turn)
                turn.close("smalltalk")
                return events
            sent = withdrawal.standing(turn)
            ids = withdrawal.meant(turn, sent)
            if sent and not (ids and withdrawal.is_meant(turn)):
                return _ask_first(turn, [one for one in sent if one.id in ids] or sent)
            told = withdrawal.withdraw(turn, ids) if ids else None
        except StoreError:
            turn.respond("utter_technical_problem")
            turn.close("smalltalk")
            return []
        if told is None:
            turn.respond("utter_nothing_to_withdraw")
        else:
            turn.say(told)
        turn.close("smalltalk")
        return [*understood(), *(SlotSet(name, None) for name in _DROPPED)]


def _ask_first(turn: Turn, sent: Sequence[Request]) -> list[EventType]:
    what = withdrawal.what(sent[:1])
    if turn.form:  # whose question is still to come
        turn.say(f'To take back {what}, say "withdraw {sent[0].id}".')
        return understood()
    turn.say(f"Shall I withdraw {what}? Nothing has changed yet.", [_YES, _NO])
    turn.close("smalltalk")
    return [*understood(), SlotSet("offer", withdrawal.WITHDRAW)]
