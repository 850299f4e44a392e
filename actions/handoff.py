"""``action_handoff`` and ``action_pass_on``: questions that only people at the shop can settle."""

from __future__ import annotations

import re
from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import catalog
from actions.quote_request import contact_beside, quotable
from actions.recommendation_reply import needs_payload
from actions.store import requests
from actions.turn import ADVICE, Turn, understood
from pin_advisor.errors import StoreError

#: The offers that are open after a contact was asked for, and after it was asked whether to pass it on.
_INVITED: Final = "contact_shop"
_ASKED: Final = "give_contact"
#: Intents that turn such an offer down, and words that do, whatever else is said.
_NO: Final = frozenset({"deny", "refuse"})
_DECLINES: Final = re.compile(
    r"\b(?:don['\u2019]?t|do not|never|not yet|nothing|nobody|no one)\b|^\W*(?:no|nope|nah)\b", re.I
)
#: How many of the visitor's last messages the shop receives with a question.
_PASSED_ON: Final = 6


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
        return [*understood(), SlotSet("offer", _INVITED), SlotSet("waiting", turn.form == ADVICE or None)]


class ActionPassOn(Action):
    """Keeps the visitor's contact and last words for the shop, if the visitor wants them passed on.

    A contact that was asked for is left for that. Who names one unasked, names another one, or has said no
    before is asked first: nothing goes to the shop without a yes.
    """

    def name(self) -> str:
        return "action_pass_on"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(tracker, dispatcher, domain)
        if answered := _readdressed(turn, tracker) or _asked_which(turn, tracker):
            return answered
        if not turn.slot("contact") or not _agreed(turn, tracker):
            return _ask_first(turn, tracker)
        said = [str(e.get("text") or "") for e in tracker.events if e.get("event") == "user"]
        payload = {"messages": said[-_PASSED_ON:], "needs": needs_payload(turn.needs)}
        try:
            code = requests().save("question", turn.conversation, str(turn.slot("contact") or ""), payload)
        except StoreError:
            turn.respond("utter_technical_problem")
            turn.close("handoff")
            return understood()
        turn.respond("utter_passed_on_in_form" if turn.form else "utter_passed_on")
        turn.close("handoff")
        return [*understood(), SlotSet("passed_on", code)]


def _readdressed(turn: Turn, tracker: Tracker) -> list[EventType]:
    """Put another address in the message that was passed on, if that is corrected: "typo, it is ...".

    Or if it was asked which one holds, and is the new one. As with a quote request that is corrected, the
    message with the new address takes the other's place.
    """
    named, before = turn.stated.get("contact"), turn.before("contact")
    code = turn.slot("passed_on")
    if not code or _for_another(turn, tracker):
        return []
    corrects = bool(named) and named != before and bool(turn.understanding.get("readdresses"))
    asked = turn.before("offer") == _ASKED
    takes_new = asked and (named == before if named else turn.says_yes and not _DECLINES.search(turn.text))
    if not (corrects or takes_new):
        return []
    try:
        sent = next((one for one in requests().standing(turn.conversation) if one.id == code), None)
        if sent is None:
            return []
        contact = contact_beside(before, str(named), turn.text) if corrects else str(before)
        requests().readdress(turn.conversation, sent.id, contact)
        again = requests().save(sent.kind, turn.conversation, contact, {**sent.payload, "replaces": sent.id})
    except StoreError:
        turn.respond("utter_technical_problem")
        turn.close("handoff")
        return understood()
    turn.say(f"Thank you, I've corrected that: the shop will answer your message to {quotable(contact)}.")
    turn.close("handoff")
    return [*understood(), SlotSet("passed_on", again), SlotSet("contact", contact), SlotSet("offer", None)]


def _asked_which(turn: Turn, tracker: Tracker) -> list[EventType]:
    """Ask which address holds, where another one is named after a message was passed on.

    It has gone to the shop already, and nothing says that this one takes the place of the other.
    """
    code, named = turn.slot("passed_on"), turn.stated.get("contact")
    if not code or not named or _for_another(turn, tracker):
        return []
    try:
        sent = next((one for one in requests().standing(turn.conversation) if one.id == code), None)
    except StoreError:
        turn.respond("utter_technical_problem")
        turn.close("handoff")
        return understood()
    if sent is None:
        return []
    there = sent.contact or ""
    if named == there:
        turn.say(f"Good, the shop will answer your message to {quotable(there)}.")
        turn.close("handoff")
        return [*understood(), SlotSet("offer", None)]
    turn.say(f"Your message has gone to the shop, which will answer to {quotable(there)}.")
    turn.say(f"Shall they answer to {quotable(str(named))} instead?")
    turn.close("handoff")
    return [*understood(), SlotSet("offer", _ASKED), SlotSet("waiting", turn.form == ADVICE or None)]


def _for_another(turn: Turn, tracker: Tracker) -> bool:
    """Whether the shop is to get another message than the one that was passed on last."""
    if turn.before("offer") == _INVITED:
        return True
    another = False
    for event in tracker.events:
        if event.get("event") == "slot" and event.get("value"):
            if event.get("name") == "passed_on":
                another = False
            elif event.get("name") == "offer":
                another = another or event["value"] == _INVITED
    return another


def _agreed(turn: Turn, tracker: Tracker) -> bool:
    """Whether this message is a yes: to the question whether to pass it on, or the contact just asked for."""
    if _DECLINES.search(turn.text):
        return False
    offer, contact = turn.before("offer"), turn.stated.get("contact")
    if contact is None:
        return bool(offer == _ASKED) and turn.says_yes
    # Where needs are asked for by now, it is no longer clear what the contact is left for.
    invited = offer == _INVITED and (turn.form is None or bool(turn.before("waiting")))
    return invited and not _declined(tracker)


def _declined(tracker: Tracker) -> bool:
    """Whether passing something on was turned down, or taken back, and not agreed to since."""
    declined = False
    offer = None
    for event in tracker.events:
        if event.get("event") == "slot" and event.get("name") == "offer":
            offer = event.get("value")
        elif event.get("event") == "user":
            data = event.get("parse_data") or {}
            intent = (data.get("intent") or {}).get("name")
            named = any(e.get("entity") == "contact" for e in data.get("entities") or ())
            no = intent in _NO or _DECLINES.search(str(event.get("text") or ""))
            if intent == "withdraw_quote" or (offer in (_ASKED, _INVITED) and no):
                declined = True
            elif offer == _ASKED and intent == "give_contact" and not named:
                declined = False
    return declined


def _invited(tracker: Tracker) -> bool:
    """Whether something was to be passed on to the shop, and has not been."""
    invited = False
    for event in tracker.events:
        if event.get("event") == "slot" and event.get("value"):
            if event.get("name") == "offer":
                invited = invited or event["value"] in (_INVITED, _ASKED)
            elif event.get("name") == "passed_on":
                invited = False
    return invited and not _declined(tracker)


def _ask_first(turn: Turn, tracker: Tracker) -> list[EventType]:
    contact = quotable(str(turn.slot("contact") or ""))
    if turn.form is not None and not _invited(tracker):
        turn.respond("utter_contact_noted")
        return [*understood(), SlotSet("offer", _ASKED)]  # a form goes on, so it takes more than a bare yes
    if not contact:
        turn.respond("utter_handoff")
        turn.close("handoff")
        return [*understood(), SlotSet("offer", _INVITED)]
    if turn.before("offer") == _ASKED:
        turn.say(f"Nothing has gone to the shop yet. Shall I pass it on, so that they answer to {contact}?")
    else:
        turn.respond("utter_contact_noted")
        turn.say("Shall I pass on what you wrote, so that they get back to you?")
    turn.close("handoff")
    return [*understood(), SlotSet("offer", _ASKED), SlotSet("waiting", turn.form == ADVICE or None)]
