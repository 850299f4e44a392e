"""The quote request: what the shop must know to quote at once, asked for one by one.

What has been sent is said in one message and may still be corrected: the shop then gets the whole request
again, with the number of the one that it replaces.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Final, Optional

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import answering
from actions.knowledge import catalog
from actions.recommendation_reply import needs_payload
from actions.store import requests
from actions.turn import Turn, understood
from pin_advisor.advice import recommend, why_not
from pin_advisor.advice.words import listed, plural
from pin_advisor.errors import StoreError

_LEAVES_OPEN: Final = frozenset({"not_sure", "refuse"})
_MARKUP: Final = re.compile(r"<[^>]*>|[<>{}\[\]]")
_DETAILS: Final = ("quantity", "design", "deadline", "contact")
#: The details that are kept in the visitor's own words.
_OWN_WORDS: Final = ("design", "deadline")
_LABELS: Final = {"design": "design: ", "deadline": "when: ", "contact": ""}
_LEFT_OPEN: Final = {"quantity": "how many pins", "design": "the design", "deadline": "when you need them"}
#: Longest part of the visitor's own words that is said back, in characters.
_LONGEST: Final = 240


class ValidateQuoteForm(FormValidationAction):
    """Takes what is told of the request, asked for or not, and leaves open what the visitor can't say yet.

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
        events = _own_words(turn)
        declined = list(turn.slot("declined_needs") or ())
        told = {e["name"] for e in events} | set(turn.stated)
        kept = [name for name in declined if name not in told]
        if turn.intent in _LEAVES_OPEN and turn.asked in _DETAILS and turn.asked not in told:
            kept.append(str(turn.asked))
        if kept != declined:
            events.append(SlotSet("declined_needs", kept))
        tracker.add_slots(events)
        if turn.asked in _DETAILS and turn.intent != "request_quote" and turn.asked not in told:
            noted = [_in_words(turn, name) for name in _DETAILS if name in told]
            if noted:
                turn.say(f"Noted: {', '.join(noted)}.")
        if turn.stated or events:
            events += understood()
        return events


def _own_words(turn: Turn) -> list[EventType]:
    """The design and the deadline as they stand after this message.

    A request that has been sent is taken up again to be corrected; any other is a new one.
    """
    told = turn.understanding.get("details") or {}
    known: Mapping[str, Any] = {name: turn.slot(name) for name in _OWN_WORDS}
    events: list[EventType] = []
    sent = turn.slot("sent_quote")
    if isinstance(sent, Mapping) and turn.understanding.get("amends"):
        known = {name: sent.get(name) for name in _OWN_WORDS}
        told = {**known, **told}
        opened = [name for name in sent.get("declined", ()) if name not in turn.stated and name not in told]
        declined = list(turn.slot("declined_needs") or ())
        events = [SlotSet("declined_needs", [*declined, *(n for n in opened if n not in declined)])]
    elif sent is not None and turn.intent == "request_quote":
        events = [SlotSet("sent_quote", None)]
    chosen = turn.understanding.get("chooses")
    if chosen and turn.intent == "request_quote":
        events.append(SlotSet("chosen", chosen))
    for name in _OWN_WORDS:
        if told.get(name):
            words = str(told[name])
            events.append(SlotSet(name, _added(known.get(name), words) if name == "design" else words))
    return events


def _added(known: Any, told: str) -> str:
    """A design and what was told of it later."""
    if not known or told in str(known):
        return str(known or told)
    return f"{known}; {told}"


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


class ActionDropQuote(Action):
    """Puts the request aside; nothing is sent, and what is known stays known."""

    def name(self) -> str:
        return "action_drop_quote"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        turn.respond("utter_quote_dropped")
        turn.close_with_question("smalltalk")
        return understood()


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
        pin_type = _pin_type(turn)
        request = {
            "pin_type": pin_type,
            "needs": needs_payload(needs),
            "budget_amount": turn.slot("budget_amount"),
            "budget_currency": turn.slot("budget_currency"),
            "budget_per": turn.slot("budget_per"),
            **{name: turn.slot(name) for name in ("quantity", "design", "deadline")},
        }
        replaced = _replaced(turn)
        if replaced:
            request["replaces"] = replaced
        try:
            quote_id = requests().save("quote", turn.conversation, str(turn.slot("contact") or ""), request)
        except StoreError:
            turn.respond("utter_technical_problem")
            turn.close_with_question("quote", state="asking")
            return [SlotSet("offer", "request_quote")]
        opening = (
            f"I've sent the shop your corrected request {quote_id}, in place of {replaced}"
            if replaced
            else f"Your quote request {quote_id} is with the shop"
        )
        turn.say(f"{opening}: {_summary(turn, plural(catalog().pin_type(pin_type)))}")
        turn.close_with_question("quote", state="sent", quote_id=quote_id)
        declined = list(turn.slot("declined_needs") or ())
        sent = {
            "quote_id": quote_id,
            "declined": [name for name in declined if name in _DETAILS],
            **{name: turn.slot(name) for name in _OWN_WORDS},
        }
        # The next request is about other pins: only the contact stays.
        return [
            *understood(),
            SlotSet("sent_quote", sent),
            *(SlotSet(name, None) for name in _OWN_WORDS),
            SlotSet("declined_needs", [name for name in declined if name not in _DETAILS]),
        ]


def _pin_type(turn: Turn) -> str:
    """The visitor's own choice if it can be made, else what the needs point to as they are now."""
    chosen = turn.slot("chosen")
    if chosen and why_not(chosen, turn.needs, catalog()).verdict in ("chosen", "possible"):
        return str(chosen)
    return recommend(turn.needs, catalog()).pin_type


def _replaced(turn: Turn) -> Optional[str]:
    """The number of the request that this one corrects."""
    sent = turn.slot("sent_quote")
    corrects = isinstance(sent, Mapping) and turn.understanding.get("amends")
    return str(sent["quote_id"]) if corrects and sent.get("quote_id") else None


def _reopened(turn: Turn) -> list[str]:
    """Needs left open, without the contact: the next request may ask for it again."""
    return [name for name in turn.slot("declined_needs") or () if name != "contact"]


def quotable(words: str) -> str:
    """A visitor's words, to be said back: without what markup and templates are made of."""
    return " ".join(_MARKUP.sub(" ", words).split())


def _in_words(turn: Turn, name: str) -> str:
    """A detail that is known, to be said back; "" if it is not known."""
    if name == "quantity":
        number = turn.needs.quantity
        return "" if number is None else f"{number} pieces" if number > 1 else "a single piece"
    words = quotable(str(turn.slot(name) or ""))
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rsplit(' ', 1)[0]} ..."
    words = words.rstrip(" .,;!")
    return f"{_LABELS[name]}{words}" if words else ""


def told(turn: Turn) -> list[str]:
    """The details of the request that are known, the number of pins apart, each to be said back."""
    return [words[0].upper() + words[1:] for name in _OWN_WORDS if (words := _in_words(turn, name))] + (
        [f"Answer to: {turn.slot('contact')}"] if turn.slot("contact") else []
    )


def _summary(turn: Turn, pins: str) -> str:
    """All that the shop gets, so that a slip is seen at once."""
    order = " of ".join(filter(None, (_in_words(turn, "quantity"), pins)))
    parts = [order, *filter(None, (_in_words(turn, name) for name in _OWN_WORDS))]
    still_open = [words for name, words in _LEFT_OPEN.items() if not _in_words(turn, name)]
    left = f" Still open: {listed(still_open)}." if still_open else ""
    return (
        f"{'; '.join(parts)}.{left} They will answer to {turn.slot('contact')}, free and without obligation. "
        "If anything of this is wrong, tell me what it should be and I'll send the shop a correction."
    )
