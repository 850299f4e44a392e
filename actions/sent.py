"""What the conversation has sent to the shop, told back: "is it sent?", "what's my reference number"."""

from __future__ import annotations

from typing import Final

from actions.knowledge import catalog
from actions.store import requests
from actions.turn import Turn
from pin_advisor.advice.words import listed, plural
from pin_advisor.store import Request

_KINDS: Final = {"quote": "your quote request", "question": "your message"}


def sent_so_far(turn: Turn) -> str:
    """The requests that stand and those that were taken back, each with its number.

    Raises:
        StoreError: the store can't tell.
    """
    standing = requests().standing(turn.conversation)
    withdrawn = requests().withdrawn(turn.conversation)
    told = []
    if standing:
        many = "is" if len(standing) == 1 else "are"
        told.append(f"With the shop {many} {listed([_in_words(one) for one in reversed(standing)])}.")
    if withdrawn:
        taken = listed([f"{_KINDS[one.kind]} {one.id}" for one in withdrawn])
        gone = "is withdrawn" if len(withdrawn) == 1 else "are withdrawn"
        them = f"{gone}, and your contact is deleted"
        told.append(f"{taken[0].upper()}{taken[1:]} {them}.")
    if not told:
        told.append("Nothing has been sent to the shop from this conversation.")
    elif not standing:
        told.append("Nothing else is with the shop.")
    if turn.form == "quote_form":
        told.append("What we are putting together now has not been sent.")
    return " ".join(told)


def _in_words(request: Request) -> str:
    """A request as it is spoken of: "your quote request Q-7F3K2M for 120 soft enamel pins"."""
    named = f"{_KINDS[request.kind]} {request.id}"
    if request.kind != "quote":
        return named
    kind, number = request.payload.get("pin_type"), request.payload.get("quantity")
    known = {one.id for one in catalog().pin_types}
    pins = plural(catalog().pin_type(kind)) if kind in known else "pins"
    return f"{named} for {f'{number:,} {pins}' if number and number > 1 else pins}"
