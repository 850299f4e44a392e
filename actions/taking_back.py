"""What the visitor takes back: the last answer, or one thing that was told before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Optional

from rasa_sdk.events import EventType, SlotSet

from actions.quote_request import OWN_WORDS, TYPED, in_words
from actions.turn import Turn, needs_from
from pin_advisor.advice.summary import in_words as needs_in_words
from pin_advisor.advice.words import LEFT_OPEN, in_short, listed
from pin_advisor.vocabulary import ASKED_NEEDS, NEEDS, VALUES

#: Money that was named; it goes with the budget.
_MONEY: Final = ("budget_amount", "budget_currency", "budget_per")
#: All that a visitor tells of the pins and for a quote request.
_TOLD: Final = (
    *VALUES, "quantity", *_MONEY, "unwanted_types", "declined_needs", *TYPED, "contact", "chosen",
)  # fmt: skip
_OPEN: Final = {**LEFT_OPEN, "quantity": "how many pins it will be", "surface": "how the surface should feel"}
_DETAILS: Final = {"design": "the design", "deadline": "when you need them"}


def taken_back(turn: Turn) -> list[EventType]:
    """Events that take back what this message says, be it the last answer or a single thing; says so."""
    if turn.understanding.get("undoes"):
        return _undone(turn)
    name = turn.understanding.get("unsets")
    return _unset(turn, str(name)) if name else []


def takes_back(turn: Turn) -> bool:
    """Whether this message takes something back."""
    return bool(turn.understanding.get("undoes") or turn.understanding.get("unsets"))


def _undone(turn: Turn) -> list[EventType]:
    """The last thing that was told is as it was before, and no other: the question for it may come again."""
    if turn.slot("hypothesis"):  # "what if it was 3D?" has changed nothing
        turn.say("Good, that was only supposed, and nothing of it holds.")
        return [SlotSet("hypothesis", None)]
    before = _before_the_last(turn)
    if before is None:
        turn.respond("utter_nothing_to_undo")
        return [SlotSet("misunderstood", 0.0)]
    changed = [name for name in _TOLD if (turn.slot(name) or None) != (before.get(name) or None)]
    turn.say(" ".join(filter(None, (_what_is_gone(turn, before, changed), _what_stands(turn, before)))))
    return [*(SlotSet(name, before.get(name)) for name in changed), SlotSet("misunderstood", 0.0)]


def _before_the_last(turn: Turn) -> Optional[Mapping[str, Any]]:
    """What was known before the last message that told something; ``None`` if none did.

    What has been taken back before is passed over, so that one can go back step by step.
    """
    values: dict[str, Any] = {}
    told: list[Mapping[str, Any]] = []
    before: Optional[dict[str, Any]] = None
    undoes = False
    for event in turn.events:
        kind, name = event.get("event"), event.get("name")
        if kind == "user":
            if before is not None:
                _close(told, before, values, undoes)
            before = dict(values)
            undoes = bool(((event.get("parse_data") or {}).get("understanding") or {}).get("undoes"))
        elif kind == "slot" and name in _TOLD:
            values[name] = event.get("value")
        elif turn.forgets(event):
            told, before = [], None
            if kind != "action":
                values = {}
    return told[-1] if told else None


def _close(
    told: list[Mapping[str, Any]], before: dict[str, Any], after: dict[str, Any], undoes: bool
) -> None:
    """Count what one message did: it told something, or took back what was told last."""
    if undoes:
        if told:
            told.pop()
    elif any((before.get(name) or None) != (after.get(name) or None) for name in _TOLD):
        told.append(before)


def _what_is_gone(turn: Turn, before: Mapping[str, Any], changed: list[str]) -> str:
    gone = [in_short(n, turn.slot(n)) for n in NEEDS if n in changed and turn.slot(n) is not None]
    gone += [_DETAILS[name] for name in OWN_WORDS if name in changed and turn.slot(name)]
    if "contact" in changed and turn.slot("contact") and not before.get("contact"):
        gone.append(in_words(turn, "contact"))
    again = [in_short(n, before[n]) for n in NEEDS if n in changed and before.get(n) is not None]
    what = f"I have taken back {listed(gone)}" if gone else "I have taken back your last answer"
    return f"{what}; it is {listed(again)} again." if again else f"{what}."


def _what_stands(turn: Turn, before: Mapping[str, Any]) -> str:
    known = needs_in_words(needs_from(before))
    settled = before.get("declined_needs") or ()
    asks = any(before.get(need) is None and need not in settled for need in ASKED_NEEDS)
    if turn.form == "quote_form" or not asks:
        return ""  # the request, or the recommendation, is about to say it
    return f"What stands: pins {known}." if known else "Nothing else has been noted so far."


def _unset(turn: Turn, name: str) -> list[EventType]:
    """One need, or one detail of a request, counts no more and is not asked for again."""
    what = _OPEN.get(name) or _DETAILS.get(name, name)
    known = turn.slot(name) is not None
    turn.say(f"All right, I leave open {what}." if known else f"All right, {what} stays open.")
    if not known and name not in ASKED_NEEDS and name != turn.asked:
        return [SlotSet("misunderstood", 0.0)]
    declined = list(turn.slot("declined_needs") or ())
    asked_for = name in ASKED_NEEDS or turn.form == "quote_form"
    return [
        SlotSet(name, None),
        *(SlotSet(money, None) for money in (_MONEY if name == "budget" else ())),
        *([SlotSet("declined_needs", [*declined, name])] if asked_for and name not in declined else []),
    ]
