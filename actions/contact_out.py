"""What is said and done when a way to reach the visitor is to go: "delete my phone number".

A request that is being made loses it at once. What the shop has got can be sent again without it, or be taken
back; what was typed goes with the conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Optional

from rasa_sdk.events import EventType, SlotSet

from actions import withdrawal
from actions.quote_request import contact_without, names_mail, names_phone, quotable, turns_one_down, ways
from actions.turn import Turn, understood
from pin_advisor.advice.words import listed
from pin_advisor.store import Request

_DELETE: Final = "Delete all my data"
_WITHDRAW: Final = "Withdraw my request"
_TYPED: Final = (
    'What you typed stays in this conversation; to delete all of it for good, say "delete all my data".'
)


def taken_out(turn: Turn) -> list[EventType]:
    """Say where the contact that is meant is kept and what can be done; drop it where nothing was sent.

    Raises:
        StoreError: the store can't tell what was sent.
    """
    noted = _meant(turn, turn.slot("contact"))
    sent = [one for one in withdrawal.standing(turn) if _meant(turn, one.contact)]
    if sent:
        _say_where(turn, sent)
    elif noted:
        turn.say(f"I have taken {listed(noted)} out: the shop was not given it, and will not be. {_TYPED}")
    else:
        turn.say(
            f"I have no {_called(turn)} of yours, and the shop was given none from here. To delete this "
            'whole conversation for good, say "delete all my data".'
        )
    return [*understood(), SlotSet("contact", left(turn, turn.slot("contact")))]


def left(turn: Turn, contact: Optional[str]) -> Optional[str]:
    """What is left of ``contact`` without the ways that the message names: all, if it names none."""
    if turns_one_down(turn.text) or len(_meant(turn, contact)) < len(ways(contact)):
        return contact_without(contact, turn.text)
    return None


def _meant(turn: Turn, contact: Optional[str]) -> list[str]:
    """Those of the ways in ``contact`` that the message is about: the one that it names, or all."""
    mail, phone = names_mail(turn.text), names_phone(turn.text)
    both = mail == phone
    return [quotable(way) for way in ways(contact) if both or ("@" in way) == mail]


def _called(turn: Turn) -> str:
    mail, phone = names_mail(turn.text), names_phone(turn.text)
    return "contact" if mail == phone else "e-mail address" if mail else "phone number"


def _say_where(turn: Turn, sent: Sequence[Request]) -> None:
    """Where it is, and what can be done: a quote request may be sent again with what is left."""
    last = sent[0]
    meant = _meant(turn, last.contact)
    be = "is" if len(meant) == 1 else "are"
    kept = f"{listed(meant)} {be} in {withdrawal.what(sent)}, which the shop has, and in this conversation."
    rest = left(turn, last.contact)
    if last.kind == "quote" and rest and last.id == (turn.slot("sent_quote") or {}).get("quote_id"):
        turn.say(
            f"{kept} I can send the request again without it, so that the answer goes to {quotable(rest)} "
            "only; or delete everything, the request and this conversation.",
            [f"Send my request without my {_called(turn)}", _DELETE],
        )
        return
    again = "or name another contact, and I'll send the request again with that one; "
    turn.say(
        f"{kept} You can withdraw that, and it is deleted there; {again if last.kind == 'quote' else ''}"
        "or have everything deleted, this conversation too.",
        [_WITHDRAW, _DELETE],
    )
