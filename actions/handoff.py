"""``action_handoff`` and ``action_pass_on``: questions that only people at the shop can settle."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import catalog
from actions.recommendation_reply import needs_payload
from actions.store import requests
from actions.turn import Turn, understood
from pin_advisor.errors import StoreError

#: Intents with which an offer to pass something on is taken up.
_PASSES_ON = frozenset({"contact_shop", "give_contact"})
#: How many of the visitor's last messages the shop receives with a question.
_PASSED_ON = 6


class ActionHandoff(Action):
    """Says how to reach the shop and offers to pass the question on."""

    def name(self) -> str:
        return "action_handoff"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        again = turn.has_just_said("utter_handoff")
        turn.respond("utter_handoff_again" if again else "utter_handoff")
        shop = catalog().shop
        ways = [w for w in (shop.email, shop.phone, shop.website) if w]
        if ways:
            turn.say(f"You can also reach {shop.name} yourself: {', '.join(ways)}.")
        turn.close("handoff")
        return [*understood(), SlotSet("offer", "contact_shop")]


class ActionPassOn(Action):
    """Keeps the visitor's contact and last words for the shop, if that is what the contact was left for.

    Who names it unasked is asked first: nothing goes to the shop without a yes.
    """

    def name(self) -> str:
        return "action_pass_on"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if not _offered(tracker):
            return _ask_first(turn)
        said = [str(e.get("text") or "") for e in tracker.events if e.get("event") == "user"]
        payload = {"messages": said[-_PASSED_ON:], "needs": needs_payload(turn.needs)}
        try:
            requests().save("question", turn.conversation, str(turn.slot("contact") or ""), payload)
        except StoreError:
            turn.respond("utter_technical_problem")
        else:
            turn.respond("utter_passed_on")
        turn.close("handoff")
        return understood()


def _offered(tracker: Tracker) -> bool:
    """Whether it was offered in this conversation to pass something on."""
    offers = (e.get("value") for e in tracker.events if e.get("event") == "slot" and e.get("name") == "offer")
    return any(offer in _PASSES_ON for offer in offers)


def _ask_first(turn: Turn) -> list[EventType]:
    turn.respond("utter_contact_noted")
    if turn.form is None:
        turn.say("Shall I pass on what you wrote, so that they get back to you?")
    turn.close("handoff")
    return [*understood(), *([SlotSet("offer", "give_contact")] if turn.form is None else [])]
