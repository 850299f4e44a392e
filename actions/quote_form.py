"""The quote request: what the shop must know to quote at once, asked for one by one."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any, Final

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import answering
from actions.knowledge import catalog
from actions.recommendation_reply import needs_payload
from actions.store import requests
from actions.turn import Turn, understood
from pin_advisor.advice import recommend
from pin_advisor.errors import StoreError

_LEAVES_OPEN: Final = frozenset({"not_sure", "refuse"})
_MARKUP: Final = re.compile(r"<[^>]*>|[<>{}\[\]]")
_DETAILS: Final = ("quantity", "design", "deadline", "contact")


class ValidateQuoteForm(FormValidationAction):
    """Leaves open what the visitor can't say yet.

    Without a contact no quote can reach anybody: a visitor who keeps that back ends the request.
    """

    def name(self) -> str:
        return "validate_quote_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """The details that are neither known nor declined."""
        declined = set(tracker.get_slot("declined_needs") or ())
        return [name for name in _DETAILS if name not in declined]

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        events: list[EventType] = []
        declined = list(turn.slot("declined_needs") or ())
        if turn.intent in _LEAVES_OPEN and turn.asked in _DETAILS:
            events = [SlotSet("declined_needs", [*declined, turn.asked])]
        tracker.add_slots(events)
        if turn.stated or events:
            events += understood()
        return events


class _AskDetail(Action, ABC):
    """Asks for one detail of the quote request."""

    @property
    @abstractmethod
    def detail(self) -> str:
        """The slot that it asks for."""

    def name(self) -> str:
        return f"action_ask_{self.detail}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        _, events = answering.answer_rest(turn)
        turn.respond(f"utter_ask_{self.detail}")
        turn.close_with_question("quote", state="asking")
        return [*events, SlotSet("answered", None)]


class ActionAskQuantity(_AskDetail):
    """How many pins?"""

    detail = "quantity"


class ActionAskDesign(_AskDetail):
    """What is on the pin?"""

    detail = "design"


class ActionAskDeadline(_AskDetail):
    """When, and where to?"""

    detail = "deadline"


class ActionAskContact(_AskDetail):
    """Where should the quote go?"""

    detail = "contact"


class ActionSendQuote(Action):
    """Hands the shop an order-ready quote request."""

    def name(self) -> str:
        return "action_send_quote"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if not turn.slot("contact"):
            turn.respond("utter_quote_dropped")
            turn.close_with_question("smalltalk")
            return [*understood(), SlotSet("declined_needs", _reopened(turn))]
        needs = turn.needs
        pin_type = recommend(needs, catalog()).pin_type  # needs may have changed since it was recommended
        request = {
            "pin_type": pin_type,
            "needs": needs_payload(needs),
            "budget_amount": turn.slot("budget_amount"),
            "budget_currency": turn.slot("budget_currency"),
            "budget_per": turn.slot("budget_per"),
            **{name: turn.slot(name) for name in ("quantity", "design", "deadline")},
        }
        try:
            quote_id = requests().save("quote", turn.conversation, str(turn.slot("contact") or ""), request)
        except StoreError:
            turn.respond("utter_technical_problem")
            turn.close_with_question("quote", state="asking")
            return [SlotSet("offer", "request_quote")]
        name = catalog().pin_type(pin_type).plural
        turn.say(
            f"Your quote request {quote_id} is with the shop: {name[0].lower()}{name[1:]}"
            f"{_details(turn)}. They will answer to {turn.slot('contact')}. "
            "It costs nothing and binds you to nothing."
        )
        turn.close_with_question("quote", state="sent", quote_id=quote_id)
        # The next request is about other pins: only the contact stays.
        return [
            *understood(),
            *(SlotSet(name, None) for name in ("design", "deadline")),
            SlotSet("declined_needs", [n for n in turn.slot("declined_needs") or () if n not in _DETAILS]),
        ]


def _reopened(turn: Turn) -> list[str]:
    """Needs left open, without the contact: the next request may ask for it again."""
    return [name for name in turn.slot("declined_needs") or () if name != "contact"]


def quotable(words: str) -> str:
    """A visitor's words, to be said back: without what markup and templates are made of."""
    return " ".join(_MARKUP.sub(" ", words).split())


def _details(turn: Turn) -> str:
    parts = []
    if turn.needs.quantity:
        parts.append(f"{turn.needs.quantity} pieces")
    if turn.slot("deadline"):
        parts.append(f"needed: {quotable(str(turn.slot('deadline')))}")
    return f" ({', '.join(parts)})" if parts else ""
