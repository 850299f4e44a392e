"""The quote request: what the shop must know to quote at once, asked for one by one, shown, and sent.

Nothing is sent before the visitor has seen all of it and said yes. What has been sent may still be corrected:
the corrected request is shown and sent in the same way, with the number of the one that it replaces.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Final, Optional

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import answering, contact_out, withdrawal
from actions.advice_form import budget
from actions.knowledge import catalog
from actions.quote_request import (
    DETAILS,
    OWN_WORDS,
    TYPED,
    can_be_made,
    contact_beside,
    contact_without,
    detail,
    in_words,
    order,
    payload,
    pin_type,
    quotable,
    summary,
    ways,
)
from actions.store import requests
from actions.taking_back import taken_back, takes_back
from actions.turn import Turn, understood
from actions.unwanted import readmitted, unwanted
from pin_advisor.advice import why_not
from pin_advisor.advice.words import in_short, listed, plural
from pin_advisor.errors import StoreError
from pin_advisor.store import Request
from pin_advisor.vocabulary import NEEDS

_CONFIRMED: Final = "quote_confirmed"
_LEAVES_OPEN: Final = frozenset({"not_sure", "refuse"})
#: Of these messages a request that has been shown may hold nothing new.
_ASIDE: Final = frozenset({"request_quote", "repeat"})
_SEND: Final = "Yes, send it"
_CHANGE: Final = "Change something"
_KEEP_BACK: Final = "No, don't send it"
_CHOOSE_FIRST: Final = "Help me choose first"


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
        """The details that are neither known nor declined, and at last the visitor's yes."""
        declined = set(tracker.get_slot("declined_needs") or ())
        return [name for name in DETAILS if name not in declined] + (
            [] if "contact" in declined else [_CONFIRMED]
        )

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if turn.intent == "withdraw_quote" and _withdraws_another(turn):
            return understood()  # the request that is being made goes on
        if taken := taken_back(turn):
            return [*taken, SlotSet(_CONFIRMED, None)]
        if turn.understanding.get("resumes"):
            events = [*_resumed(turn), *understood()]
            tracker.add_slots(events)
            return events
        events = [*_own_words(turn), *_contact(turn), *_type(turn), *unwanted(turn), *budget(turn)]
        declined = list(turn.slot("declined_needs") or ())
        told = {e["name"] for e in events} | set(turn.stated)
        kept = [name for name in declined if name not in told]
        kept_back = turn.understanding.get("keeps_contact") and not turn.slot("contact")
        other_way = turn.asked == "contact" and not turn.has_just_said("utter_contact_another_way")
        if kept_back and (turn.asked != "contact" or other_way):
            turn.respond("utter_contact_another_way" if other_way else "utter_contact_later")
        elif turn.intent in _LEAVES_OPEN and turn.asked in DETAILS and turn.asked not in told:
            kept.append(str(turn.asked))
        if kept != declined:
            events.append(SlotSet("declined_needs", kept))
        if turn.understanding.get("sees_first"):
            turn.respond("utter_shown_first")
        tracker.add_slots(events)
        if turn.asked in DETAILS and turn.intent != "request_quote" and turn.asked not in told:
            noted = [words for name in DETAILS if name in told and (words := in_words(turn, name))]
            if "chosen" in told and (kind := pin_type(turn)):
                noted.append(plural(catalog().pin_type(kind)))
            noted += [quotable(str(turn.slot("look")))] if "look" in told and turn.slot("look") else []
            if noted:
                turn.say(f"Noted: {', '.join(noted)}.")
        if turn.stated or events or turn.understanding.get("contact_out") or kept_back:
            events += understood()
        if turn.asked == _CONFIRMED and not told:
            if turn.intent == "affirm":
                return [*understood(), SlotSet(_CONFIRMED, True)]
            if turn.intent == "deny":
                return understood()  # what should be different is asked for
        return [*events, SlotSet(_CONFIRMED, None)] if turn.slot(_CONFIRMED) else events


def _own_words(turn: Turn) -> list[EventType]:
    """The design and the deadline as they stand after this message.

    A request that has been sent is taken up again to be corrected; any other is a new one.
    """
    told = turn.understanding.get("details") or {}
    events: list[EventType] = []
    sent = turn.slot("sent_quote")
    if isinstance(sent, Mapping) and turn.understanding.get("amends"):
        told = {**{name: sent.get(name) for name in OWN_WORDS}, **told}
        opened = [name for name in sent.get("declined", ()) if name not in turn.stated and name not in told]
        declined = list(turn.slot("declined_needs") or ())
        events = [
            SlotSet("declined_needs", [*declined, *(n for n in opened if n not in declined)]),
            SlotSet("sent_quote", {**sent, "amending": True}),
        ]
    elif sent is not None and turn.intent == "request_quote" and turn.asked is None:
        events = [SlotSet("sent_quote", None)]
        if isinstance(sent, Mapping) and turn.understanding.get("further"):
            told = {**{name: sent.get(name) for name in OWN_WORDS}, **told}  # "another 50": of the same pins
    events += [SlotSet(name, str(told[name])) for name in TYPED if told.get(name)]
    return [*events, SlotSet("look", None)] if told.get("design") and turn.slot("look") else events


def _resumed(turn: Turn) -> list[EventType]:
    """The request as it was before it was turned down, or taken back: it is shown again before it is sent."""
    sent = turn.before_drop("sent_quote")
    before = sent if isinstance(sent, Mapping) else {}
    names = (*TYPED, "quantity", "contact", "chosen")
    known = {name: turn.before_drop(name) or before.get(name) for name in names}
    opened = [*(turn.before_drop("declined_needs") or ()), *before.get("declined", ())]
    declined = list(turn.slot("declined_needs") or ())
    return [
        *(SlotSet(name, value) for name, value in known.items() if value),
        SlotSet("declined_needs", [*declined, *(n for n in dict.fromkeys(opened) if n not in declined)]),
        SlotSet(_CONFIRMED, None),
    ]


def _contact(turn: Turn) -> list[EventType]:
    """Where the visitor can be reached after this message."""
    now, before = turn.stated.get("contact"), turn.before("contact")
    contact = contact_beside(before, str(now), turn.text) if now else before
    if turn.understanding.get("contact_out"):
        contact = contact_out.left(turn, contact)
        if before and (turn.asked != _CONFIRMED or contact in (before, None)):
            turn.say(f"All right, {_gone(before, contact)}.")
    elif turn.asked == _CONFIRMED or turn.understanding.get("amends"):
        contact = contact_without(contact, turn.text)
    return [SlotSet("contact", contact)] if contact != (now or before) else []


def _gone(before: Optional[str], contact: Optional[str]) -> str:
    """What has been taken out of the contact."""
    gone = [quotable(way) for way in ways(before) if way not in ways(contact)]
    return f"I have taken out {listed(gone)}" if gone else f"the answer will go to {before} only"


def _withdraws_another(turn: Turn) -> bool:
    """Take back a request that was sent before and is named; whether that was done, and not all was meant."""
    sent = turn.slot("sent_quote")
    amending = isinstance(sent, Mapping) and sent.get("amending")
    if amending or withdrawal.wants_all(turn) or not withdrawal.names_sent(turn):
        return False
    try:
        ids = withdrawal.meant(turn, withdrawal.standing(turn))
        if not ids:
            return False
        turn.say(withdrawal.withdraw(turn, ids))
    except StoreError:
        turn.respond("utter_technical_problem")
    return True


def _type(turn: Turn) -> list[EventType]:
    """The type that the visitor settles on for this request, unless it can't be made."""
    chosen = turn.understanding.get("chooses")
    known = [one.id for one in catalog().pin_types]
    if chosen not in known or turn.intent not in ("request_quote", "inform"):
        return []
    if not can_be_made(turn, chosen) and turn.asked == _CONFIRMED:
        for text in why_not(chosen, turn.needs, catalog()).texts:
            turn.say(text)
        return understood()
    return [SlotSet("chosen", chosen), *readmitted(turn, chosen)]


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
        answered, events = answering.answer_rest(turn)
        turn.respond(f"utter_ask_{self.detail}")
        turn.close_with_question("quote", state="asking", **answered.payload)
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


class ActionAskQuoteConfirmed(Action):
    """Shows all that would be sent. Shall it be?"""

    def name(self) -> str:
        return "action_ask_quote_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        changed = _changed(turn)
        # "Only by phone" asks for no number of the shop's.
        nothing: tuple[answering.Answered, list[EventType]] = (answering.Answered(), [])
        answered, events = nothing if _readdressed(turn) else answering.answer_rest(turn)
        choices = [_SEND, _CHANGE, _KEEP_BACK]
        if pin_type(turn) is None:
            choices.insert(1, _CHOOSE_FIRST)
        shown = turn.before("requested_slot") == _CONFIRMED
        if shown and turn.intent == "deny" and not _readdressed(turn):
            turn.respond("utter_ask_quote_change")
        elif shown and not changed and turn.intent not in _ASIDE and not takes_back(turn):
            turn.respond("utter_ask_quote_confirmed")
        else:
            turn.say(f"{_opening(turn, changed)}\n{summary(turn)}\nShall I send it?", choices)
        turn.close_with_question("quote", state="asking", **answered.payload)
        return [*events, SlotSet("answered", None)]


def _opening(turn: Turn, changed: list[str]) -> str:
    sent = turn.slot("sent_quote")
    amending = isinstance(sent, Mapping) and sent.get("amending")
    what = f"your request {sent['quote_id']} corrected" if amending else "what I would send to the shop"
    opening = f"Changed: {listed(changed)}. " if changed else ""
    return f"{opening}This is {what}:"


def _changed(turn: Turn) -> list[str]:
    """What this message changes of a request that has been shown before, each to be said back."""
    if turn.before("requested_slot") != _CONFIRMED and not turn.understanding.get("amends"):
        return []
    told = {*turn.stated, *(turn.understanding.get("details") or ())}
    if _readdressed(turn):
        told.add("contact")
    said = [words for name in DETAILS if name in told and (words := in_words(turn, name))]
    if "budget_amount" in told:
        told.add("budget")
    known = vars(turn.needs)
    said += [in_short(n, known[n]) for n in NEEDS if n in told and n != "quantity" and known[n] is not None]
    if said:
        return said
    return ["the pin type"] if turn.understanding.get("chooses") or turn.understanding.get("rejects") else []


def _readdressed(turn: Turn) -> bool:
    """Whether this message drops or changes the contact of a request that was shown."""
    shown = turn.before("requested_slot") == _CONFIRMED
    return shown and bool(turn.before("contact") != turn.slot("contact"))


class ActionDropQuote(Action):
    """Puts the request aside; nothing is sent, and what was typed for it is forgotten, the contact too."""

    def name(self) -> str:
        return "action_drop_quote"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        declined = [name for name in turn.slot("declined_needs") or () if name not in DETAILS]
        events = [
            *understood(),
            SlotSet("declined_needs", declined),
            *(SlotSet(name, None) for name in (*TYPED, _CONFIRMED)),
        ]
        sent = turn.slot("sent_quote")
        everything = turn.intent == "withdraw_quote" and withdrawal.wants_all(turn)
        if isinstance(sent, Mapping) and sent.get("amending") and not everything:
            turn.say(
                f"That's fine: nothing has been changed, and your request {sent['quote_id']} stays with the "
                'shop as it was. To take it back altogether, say "withdraw my request".'
            )
            events += [SlotSet(name, sent.get(name)) for name in ("quantity", "contact")]
            events.append(SlotSet("sent_quote", {n: v for n, v in sent.items() if n != "amending"}))
        else:
            self._drop(turn, everything)
            events.append(SlotSet("contact", None))
            events += [SlotSet(name, turn.before_form(name)) for name in ("quantity", "chosen")]
            if everything:
                events.append(SlotSet("sent_quote", None))
        turn.close_with_question("smalltalk")
        return events

    def _drop(self, turn: Turn, everything: bool) -> None:
        """Say what becomes of this request, and of those that were sent before."""
        dropped = "what you typed for this request is dropped, your contact included"
        try:
            sent = withdrawal.standing(turn)
            if not sent:
                turn.respond("utter_quote_dropped")
            elif everything:
                told = withdrawal.withdraw(turn, [one.id for one in sent])
                turn.say(f"{dropped[0].upper()}{dropped[1:]}. {told}")
            else:
                turn.say(f"That's fine: {dropped}. {_stays(sent)}")
        except StoreError:
            turn.say(f"That's fine: {dropped}.")
            turn.respond("utter_technical_problem")


def _stays(sent: Sequence[Request]) -> str:
    """What was sent before and how it is taken back."""
    be = "is" if len(sent) == 1 else "are"
    return f'Still with the shop {be} {withdrawal.what(sent)}. To take it back, say "withdraw {sent[0].id}".'


def _say_kept_back(turn: Turn) -> None:
    """Say that this request is not sent, without denying those that were."""
    try:
        sent = withdrawal.standing(turn)
    except StoreError:
        sent = ()
    if sent:
        turn.say(f"That's fine: this request has not been sent. {_stays(sent)}")
    else:
        turn.respond("utter_quote_kept_back")


class ActionSendQuote(Action):
    """Hands the shop an order-ready quote request that the visitor has confirmed."""

    def name(self) -> str:
        return "action_send_quote"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        contact = turn.slot("contact")
        if not contact or turn.slot(_CONFIRMED) is not True:
            _say_kept_back(turn)
            turn.close_with_question("smalltalk")
            reopened = [name for name in turn.slot("declined_needs") or () if name != "contact"]
            return [*understood(), SlotSet("declined_needs", reopened), SlotSet(_CONFIRMED, None)]
        request = payload(turn)
        before = turn.slot("sent_quote")
        replaced = before["quote_id"] if isinstance(before, Mapping) and before.get("amending") else None
        if replaced:
            request["replaces"] = replaced
        try:
            if replaced:
                requests().readdress(turn.conversation, replaced, str(contact))
            quote_id = requests().save("quote", turn.conversation, str(contact), request)
        except StoreError:
            turn.respond("utter_technical_problem")
            turn.close_with_question("quote", state="asking")
            return [SlotSet("offer", "request_quote"), SlotSet(_CONFIRMED, None)]
        opening = (
            f"I've sent the shop your corrected request {quote_id}, in place of {replaced}"
            if replaced
            else f"Your quote request {quote_id} is with the shop"
        )
        turn.say(
            f"{opening}: {order(turn)}. They will answer to {in_words(turn, 'contact')}, free and without "
            "obligation. If anything should be different, tell me; to take it back, say "
            '"withdraw my request".'
        )
        turn.close_with_question("quote", state="sent", quote_id=quote_id)
        declined = list(turn.slot("declined_needs") or ())
        sent = {
            "quote_id": quote_id,
            "declined": [name for name in declined if name in DETAILS],
            **{name: detail(turn, name) for name in DETAILS},
        }
        # The next request is about other pins: only the contact stays.
        return [
            *understood(),
            SlotSet("sent_quote", sent),
            *(SlotSet(name, None) for name in (*TYPED, _CONFIRMED)),
            SlotSet("declined_needs", [name for name in declined if name not in DETAILS]),
        ]
