"""Which of the requests that were sent a message takes back, and what is said when it is done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from actions.store import requests
from actions.turn import Turn
from pin_advisor.advice.words import listed
from pin_advisor.store import Request, Withdrawal

#: The offer that "yes" accepts after it was asked whether to withdraw something.
WITHDRAW: Final = "withdraw_quote"
_KINDS: Final = {"quote": "quote request", "question": "message to the shop"}
#: Words without which nothing is withdrawn before the visitor was asked.
_WORDS: Final = re.compile(
    r"\b(?:withdr\w+|t(?:ake|aken|aking|ook)\b.{0,60}\bback|cancel\w*|retract\w*|revok\w+|recall\w*|undo|unsend"
    r"|delet\w+|remov\w+|eras\w+|drop\w*|scrap\w*|ditch|forget|pull|abort|stop|call\b.{0,20}\boff"
    r"|don['\u2019]?t|do not|never|no longer|not interested|changed (?:my|our) minds?)\b",
    re.I,
)
_ALL: Final = re.compile(r"\b(?:both|all|every|everything|each)\b", re.I)
_FIRST: Final = re.compile(r"\b(?:first|oldest|earliest)\b", re.I)
_EARLIER: Final = re.compile(r"\b(?:earlier|previous|other|sent|one before)\b", re.I)
_ID: Final = re.compile(r"\bQ-?([0-9A-Z]{6})\b", re.I)


def standing(turn: Turn) -> tuple[Request, ...]:
    """What the conversation has sent and not taken back, the last first.

    Raises:
        StoreError: the store can't tell.
    """
    return requests().standing(turn.conversation)


def is_meant(turn: Turn) -> bool:
    """Whether the message itself says that something is to be taken back, or says yes to that question."""
    if _WORDS.search(turn.text):
        return True
    return bool(turn.before("offer") == WITHDRAW) and turn.says_yes


def names_sent(turn: Turn) -> bool:
    """Whether it is about requests sent before, not only about the one that is being made."""
    return any(one.search(turn.text) for one in (_ALL, _FIRST, _EARLIER, _ID))


def wants_all(turn: Turn) -> bool:
    """Whether every request is meant: "withdraw both"."""
    return bool(_ALL.search(turn.text)) and not _ids(turn.text)


def meant(turn: Turn, sent: Sequence[Request]) -> list[str]:
    """The ids of those of ``sent`` (the last first) that are to be taken back; the last if none is named."""
    if wants_all(turn):
        return [one.id for one in sent]
    texts = [turn.text]
    if turn.before("offer") == WITHDRAW and not _WORDS.search(turn.text):
        texts += [str(event.get("text") or "") for event in turn.said_last()]
    ids = {code for text in texts for code in _ids(text)}
    named = [one.id for one in sent if one.id in ids]
    if named or (ids and _ids(turn.text)):
        return named
    return [sent[-1 if _FIRST.search(turn.text) else 0].id] if sent else []


def withdraw(turn: Turn, ids: Iterable[str]) -> str:
    """Take back the requests with these ids and return what to say of it.

    Raises:
        StoreError: one of them was not taken back.
    """
    last = next((one.id for one in standing(turn)), None)
    done = [one for code in ids if (one := requests().withdraw(turn.conversation, code))]
    return _told(done, len(done) == 1 and done[0].id == last)


def what(sent: Sequence[Request]) -> str:
    """Requests as they are spoken of: "your quote request Q-7F3K2M"."""
    return listed([f"your {_KINDS.get(one.kind, 'request')} {one.id}" for one in sent])


def _ids(text: str) -> set[str]:
    return {f"Q-{code.upper()}" for code in _ID.findall(text)}


def _told(done: Sequence[Withdrawal], is_last: bool) -> str:
    kinds = listed([f"your {_KINDS.get(one.kind, 'request')} {one.id}" for one in done])
    contact = (
        "is withdrawn. Your contact is deleted from it"
        if len(done) == 1
        else ("are withdrawn. Your contact is deleted from them")
    )
    about = "it" if len(done) == 1 else "them"
    parts = [f"Done: {kinds} {contact}, and the shop sees that nobody should get in touch about {about}."]
    if any(one.was_done for one in done):
        parts.append("The shop had taken it up already, so an answer may be on its way.")
    others = done[-1].others
    if others:
        stand = "stands" if len(others) == 1 else "stand"
        last = "That was the last one you sent; " if is_last else ""
        parts.append(f"{last}{listed(others)} still {stand}. Say it again to take back the next one, too.")
    return " ".join(parts)
