"""One turn of a conversation, as an action sees it: what was understood, what is known, how to reply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import catalog
from pin_advisor.advice import Needs
from pin_advisor.advice.named_money import price_of
from pin_advisor.answers import Claim, Question
from pin_advisor.answers.question import FOLLOW_UP, OTHERS, REASON, TELL_MORE, WAY_OUT
from pin_advisor.vocabulary import ASKED_NEEDS, DROPS, NEEDS, VALUES

#: Channels that read the structured ``custom`` message at the end of a turn (docs/architecture.md). The
#: connectors among them make cards of it; their visitors never see it.
STRUCTURED_CHANNELS: Final = frozenset(
    {"rest", "website", "messenger", "slack", "teams", "telegram", "twilio"}
)
#: Topics of questions that name none of their own ("and soft?").
LEANING: Final = (FOLLOW_UP, TELL_MORE, REASON, OTHERS, WAY_OUT)
#: Topics of questions about the advice, or about what the bot asks: the catalog answers none of them.
EXPLAINED: Final = frozenset({
    "explain_why", "explain_why_not", "what_if", "what_would_change", "second_best", "compare_options",
    "why_ask",
})  # fmt: skip
#: The form that asks for needs.
ADVICE: Final = "advice_form"
#: The action after which nothing counts that was said before.
_FORGETS: Final = "action_start_over"
#: Events before which no slot had a value that still holds.
_RESETS: Final = frozenset({"session_started", "restart", "reset_slots"})
#: How a yes begins.
_YES: Final = re.compile(
    r"\W*(?:yes|yeah|yep|yup|ya|y|sure|ok|okay|please do|do (?:it|that|so)|go ahead|of course|definitely"
    r"|(?:please )?pass (?:it|that|this) on|absolutely|certainly|correct|right)\b",
    re.I,
)
#: What is said of a message whose end was too much to read.
_CUT: Final = "utter_read_the_beginning"
#: Where a sentence of the bot's ends.
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"])")
#: How often a need is asked for; then whatever else is said leaves it open.
_ASKED_ENOUGH: Final = 3
_NEED_SLOTS: Final = (*VALUES, "quantity", "budget_amount", "budget_currency", "budget_per")


class Turn:
    """A view on the tracker with the product's words.

    Several actions may run in one turn (an answer, then the pending question). What the first one has
    dealt with it leaves in the slot ``answered`` for the one that closes the turn.
    """

    def __init__(self, tracker: Tracker, dispatcher: CollectingDispatcher, domain: Mapping[str, Any]) -> None:
        self._tracker = tracker
        self._dispatcher = dispatcher
        self._domain = domain

    # -- what was understood --------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The visitor's words."""
        return str(self._tracker.latest_message.get("text") or "")

    @property
    def domain(self) -> Mapping[str, Any]:
        """What ``domain.yml`` says."""
        return self._domain

    @property
    def intent(self) -> str:
        return str((self._tracker.latest_message.get("intent") or {}).get("name") or "")

    @property
    def says_yes(self) -> bool:
        """Whether the words are a yes, whichever intent they stand for: perhaps that of an offer."""
        ranking = self._tracker.latest_message.get("intent_ranking") or [{}]
        yes = bool(_YES.match(self.text)) or self.understanding.get("sign") == "yes"
        return yes or bool(ranking[0].get("name") == "affirm")

    @property
    def understanding(self) -> Mapping[str, Any]:
        return self._tracker.latest_message.get("understanding") or {}

    @property
    def questions(self) -> list[Question]:
        """The questions in the message, in the order asked."""
        return [_question(q) for q in self.understanding.get("questions", ())]

    @property
    def asks_about_the_advice(self) -> bool:
        """Whether one of several questions is about the advice: "why not soft, and does it rust?"."""
        return any(question.topic in EXPLAINED for question in self.questions)

    @property
    def leans_on_before(self) -> bool:
        """Whether the first question refers back ("and soft?", "how does it feel?")."""
        asked = self.understanding.get("questions", ())
        return bool(asked) and (asked[0].get("follows") or asked[0]["topic"] in LEANING)

    @property
    def stated(self) -> dict[str, Any]:
        """Needs that this very message states."""
        return {e["entity"]: e["value"] for e in self._tracker.latest_message.get("entities") or ()}

    @property
    def begins_with(self) -> Mapping[str, Any]:
        """What is to hold from a fresh start on, or for a quote: "start over, this time for a wedding"."""
        return self.understanding.get("begins_with") or {}

    def times_told_beside(self, need: str) -> int:
        """How often ``need`` has been asked for since it was last let go, and something else was told.

        This message is counted as well; questions and small talk in between are not.
        """
        times = pending = 0
        for event in reversed(self._tracker.events):
            kind, name = event.get("event"), str(event.get("name"))
            if kind == "user":
                found = (event.get("parse_data") or {}).get("entities") or ()
                told = needs_among(str(entity["entity"]) for entity in found)
                pending = int(bool(told - {need}) and need not in told)
            elif kind == "slot" and name == "requested_slot" and event.get("value"):
                if event.get("value") != need:
                    break
                times, pending = times + pending, 0
            elif self._is_forgetting(event):
                break
        return times

    # -- what is known --------------------------------------------------------------------------

    def slot(self, name: str) -> Any:
        return self._tracker.get_slot(name)

    @property
    def needs(self) -> Needs:
        """What is known of the visitor's wishes, all told."""
        return needs_from({name: self.slot(name) for name in _NEED_SLOTS}, self.slot("unwanted_types") or ())

    @property
    def needs_before(self) -> Needs:
        """What was known of them before this message."""
        return needs_from(
            {name: self.before(name) for name in _NEED_SLOTS}, self.before("unwanted_types") or ()
        )

    def before(self, name: str) -> Any:
        """The value that a slot had before this message; ``None`` if this message is a fresh start."""
        events = self._tracker.events
        message = self._message_before(len(events))
        if any(self._is_forgetting(event) for event in events[message:]):
            return None
        return self._value_at(name, message)

    def before_form(self, name: str) -> Any:
        """The value that a slot had before the message with which the form began that was active last."""
        events = self._tracker.events
        began = max(
            (i for i, e in enumerate(events) if e.get("event") == "active_loop" and e.get("name")), default=0
        )
        return self._value_at(name, self._message_before(began))

    def before_drop(self, name: str) -> Any:
        """The value that a slot had before the quote request was last turned down or taken back."""
        events = self._tracker.events
        dropped = (i for i in range(len(events) - 1, -1, -1) if events[i].get("name") in DROPS)
        return self._value_at(name, next(dropped, 0))

    def _message_before(self, end: int) -> int:
        """The number of the last visitor's message among the first ``end`` events."""
        users = (i for i in range(end - 1, -1, -1) if self._tracker.events[i].get("event") == "user")
        return next(users, 0)

    def _value_at(self, name: str, end: int) -> Any:
        for event in reversed(self._tracker.events[:end]):
            if event.get("event") in _RESETS:
                return None
            if event.get("event") == "slot" and event.get("name") == name:
                return event.get("value")
        return None

    @property
    def form(self) -> Optional[str]:
        """The form that will close this turn with its question, if one is active."""
        return (self._tracker.active_loop or {}).get("name")

    @property
    def asked(self) -> Optional[str]:
        """The slot that the visitor was asked for."""
        return self.slot("requested_slot") if self.form else None

    @property
    def conversation(self) -> str:
        return str(self._tracker.sender_id)

    @property
    def events(self) -> Sequence[Mapping[str, Any]]:
        """All that has happened in the conversation, this message included, oldest first."""
        return list(self._tracker.events)

    def forgets(self, event: Mapping[str, Any]) -> bool:
        """Whether nothing counts any more that was said before ``event``."""
        return self._is_forgetting(event) or event.get("event") in _RESETS

    def _is_forgetting(self, event: Mapping[str, Any]) -> bool:
        return event.get("event") == "action" and event.get("name") == _FORGETS

    def said_last(self) -> list[dict[str, Any]]:
        """The bot's messages of the turn before, oldest first."""
        said: list[dict[str, Any]] = []
        messages = 0
        for event in reversed(self._tracker.events):
            messages += event.get("event") == "user"
            if messages == 2:
                break
            if messages == 1 and event.get("event") == "bot":
                said.insert(0, event)
        return said

    def has_just_said(self, response: str) -> bool:
        """Whether a response of ``domain.yml`` was said in the turn before."""
        variants = (self._domain.get("responses") or {}).get(response) or [{}]
        return any(event.get("text") == variants[0].get("text") for event in self.said_last())

    def next_of(self, responses: Sequence[str]) -> str:
        """The one of ``responses`` that is due after the one said in the turn before, or the first."""
        said = next((i for i, response in enumerate(responses) if self.has_just_said(response)), -1)
        return responses[(said + 1) % len(responses)]

    def hint(self, need: str, least: float = 0.0) -> Any:
        """What the visitor's words have most surely suggested of ``need``, without being sure enough.

        ``least``: how surely, from 0 to 1, at the least.
        """
        hints = []
        for event in reversed(self._tracker.events):
            if self._is_forgetting(event):
                break
            if event.get("event") == "user":
                understanding = (event.get("parse_data") or {}).get("understanding") or {}
                if understanding.get("reopens") == need:
                    break  # whatever was suggested before was not meant
                hints += [h for n, h in (understanding.get("hints") or {}).items() if n == need]
        best = max(hints, key=lambda h: h["confidence"], default=None)
        return best["value"] if best and best["confidence"] >= least else None

    def left_open(self, need: str, least: float = 0.0) -> list[EventType]:
        """Events that settle a need which the visitor doesn't tell: by what was suggested, or as open.

        ``least``: how surely it must have been suggested.
        """
        value = self.hint(need, least) if need in ASKED_NEEDS else None
        if value is not None:
            return [SlotSet(need, value)]
        return [SlotSet("declined_needs", [*(self.slot("declined_needs") or ()), need])]

    @property
    def waits(self) -> bool:
        """Whether something was offered in this turn that the form's question has to wait for."""
        for event in reversed(self._tracker.events):
            if event.get("event") == "user":
                break
            if event.get("event") == "slot" and event.get("name") == "waiting":
                return bool(event.get("value"))
        return False

    def has_guessed(self) -> bool:
        """Whether an occasion was guessed at since the conversation began, or began anew."""
        for event in reversed(self._tracker.events):
            if self.forgets(event):
                break
            if event.get("event") == "slot" and event.get("name") == "guessed" and event.get("value"):
                return True
        return False

    def has_said(self, response: str) -> bool:
        """Whether a response of ``domain.yml`` was said anywhere in the conversation."""
        variants = (self._domain.get("responses") or {}).get(response) or [{}]
        return any(e.get("event") == "bot" and e.get("text") == variants[0].get("text") for e in self.events)

    def condole(self) -> None:
        """A kind word, once, to who tells of a loss."""
        if self.understanding.get("mourns") and not self.has_said("utter_sorry_for_loss"):
            self.respond("utter_sorry_for_loss")

    def times_asked(self, need: str) -> int:
        """How many turns in a row, up to the one before this message, have ended with the question for it."""
        times, asked = 0, False
        for event in reversed(self._tracker.events[: self._message_before(len(self._tracker.events))]):
            if event.get("event") == "slot" and event.get("name") == "requested_slot":
                if event.get("value") != need:
                    break
                asked = True
            elif event.get("event") == "user":
                times, asked = times + asked, False
            elif self.forgets(event):
                break
        return times + asked

    def said_in_form(self) -> list[str]:
        """What the bot has said since the form began that is active, up to this message."""
        said: list[str] = []
        for event in reversed(self._tracker.events[: self._message_before(len(self._tracker.events))]):
            if event.get("event") == "bot":
                said.append(str(event.get("text") or ""))
            elif event.get("event") == "slot" and event.get("name") == "requested_slot":
                if event.get("value") is None:
                    break
            elif self.forgets(event):
                break
        return said

    @property
    def asked_enough(self) -> bool:
        """Whether the need that is asked for has been asked for so often that it may stay open."""
        return self.asked in ASKED_NEEDS and self.times_asked(str(self.asked)) >= _ASKED_ENOUGH

    # -- replying -------------------------------------------------------------------------------

    def say(self, text: str, choices: Sequence[str | Mapping[str, str]] = ()) -> None:
        """Say ``text`` with choices: titles that are also what a visitor would type, or title and payload."""
        self._tell_if_cut()
        buttons = [{"title": c, "payload": c} if isinstance(c, str) else dict(c) for c in choices]
        self._dispatcher.utter_message(text=text, buttons=buttons or None)

    def respond(self, name: str) -> list[str]:
        """Say a response of ``domain.yml``; the titles of its choices."""
        self._tell_if_cut()
        self._dispatcher.utter_message(response=name)
        variants = (self._domain.get("responses") or {}).get(name) or [{}]
        return [b["title"] for b in variants[0].get("buttons") or ()]

    def _tell_if_cut(self) -> None:
        """Before anything else is said in this turn: the end of the message was too much to read."""
        if not self.understanding.get("cut") or self._dispatcher.messages or self._has_spoken():
            return
        self._dispatcher.utter_message(response=_CUT)

    def _has_spoken(self) -> bool:
        """Whether an action before this one has said something in this turn."""
        for event in reversed(self._tracker.events):
            if event.get("event") in ("user", "bot"):
                return bool(event.get("event") == "bot")
        return False

    def close(self, kind: str, **payload: Any) -> None:
        """End the turn with its one structured message, on channels that read it.

        Inside a form nothing is sent: the form's question is still to come and closes the turn.
        """
        if self.form is None:
            self.close_with_question(kind, **payload)

    def close_with_question(self, kind: str, **payload: Any) -> None:
        """Like :meth:`close`, from the action that asks a form's question."""
        if self._tracker.get_latest_input_channel() in STRUCTURED_CHANNELS:
            self._dispatcher.utter_message(json_message={"type": kind, **payload})


def needs_from(values: Mapping[str, Any], unwanted: Iterable[str] = ()) -> Needs:
    """Needs from slot values; a value that is none of the known ones counts as unknown.

    What a piece may cost follows from the money that was named.

    ``unwanted``: the pin types that were turned down.
    """
    kept: dict[str, Any] = {n: v for n, v in values.items() if n in VALUES and v in VALUES[n]}
    quantity = values.get("quantity")
    if isinstance(quantity, (int, float)) and quantity >= 1:
        kept["quantity"] = int(quantity)
    amount = values.get("budget_amount")
    if "budget" in kept and isinstance(amount, (int, float)):
        currency, per = values.get("budget_currency"), values.get("budget_per")
        kept["price"] = price_of(amount, currency, per, kept.get("quantity"), catalog().prices)
    return Needs(**kept, unwanted=frozenset(unwanted))


def first_sentence(text: str) -> str:
    """Its first sentence."""
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def needs_among(names: Iterable[str]) -> set[str]:
    """The needs that findings of these names tell; money tells the budget."""
    return {"budget" if name.startswith("budget") else name for name in names} & set(NEEDS)


def understood() -> list[EventType]:
    """Events of a turn that made sense: doubts, offers and suppositions of earlier turns are settled."""
    return [
        SlotSet("misunderstood", 0.0),
        *(SlotSet(name, None) for name in ("offer", "suggestions", "checking", "hypothesis", "waiting")),
    ]


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        topic=None if data["topic"] == FOLLOW_UP else data["topic"],
        pin_types=tuple(data.get("pin_types", ())),
        form=data.get("form", "describe"),
        direction=data.get("direction", "most"),
        occasion=data.get("occasion"),
        claims=tuple(Claim(**{**c, "pin_types": tuple(c["pin_types"])}) for c in data.get("claims", ())),
        pieces=data.get("pieces"),
    )
