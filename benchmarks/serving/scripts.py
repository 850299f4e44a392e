"""What visitors do in the load: the conversations of ``tests/conversations``, for the load generator."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.utterances import spread
from tests.conversations.schema import Turn, load_all

#: The order of conversations is mixed, but the same for everybody and every time.
_SEED: Final = 20


@dataclass(frozen=True)
class Script:
    """A visitor's side of a conversation. ``id`` is unique; ``turns`` know what should come back.

    ``voices``: which of several visitors says each turn, if there is more than one. ``sender``: who they are,
    if it is not somebody new each time.
    """

    id: str
    turns: tuple[Turn, ...]
    voices: tuple[int, ...] = ()
    sender: str = ""


def scripts(number: int | None = None) -> list[Script]:
    """The conversations of all behaviours, mixed; at most ``number``, taken evenly from all.

    Left out are those that type thousands of characters: few visitors do.
    """
    found = [
        Script(case.id, tuple(case.conversation.turns))
        for case in load_all()
        if not any(turn.repeat > 1 for turn in case.conversation.turns)
    ]
    part = spread(found, number)
    random.Random(_SEED).shuffle(part)
    return part


def long_script(turns: int) -> Script:
    """One visitor who comes back again and again, and at last another beside them.

    The first one says ten messages, repeated until there are ``turns``: advice from the first need to the
    recommendation, questions in between and after it, and a new start. With the last two cycles the other
    takes turns, saying the same, so that the two of a pair differ in nothing but what went before.
    """
    first = _again(turns)
    alone, together = first[: -2 * CYCLE], first[-2 * CYCLE :]
    pairs = [turn for turn in together for _ in range(2)]
    return Script("long", (*alone, *pairs), (*(0 for _ in alone), *(0, 1) * len(together)))


def visit(sender: str, turns: int) -> Script:
    """The same messages from ``sender``, who may have been there before."""
    return Script("visit", tuple(_again(turns)), sender=sender)


def _again(turns: int) -> list[Turn]:
    return [Turn(say=_AGAIN[n % CYCLE], repeat=1) for n in range(turns)]


_AGAIN: Final = (
    "we need pins for our chess club",
    "what is hard enamel?",
    "flat",
    "moderate",
    "they should last for years",
    "why that one?",
    "can I wear them in the rain?",
    "do you make them in other shapes?",
    "thanks",
    "start over",
)
#: How many messages :func:`long_script` repeats.
CYCLE: Final = len(_AGAIN)


def write(scripts: Iterable[Script], path: Path) -> None:
    """Write what the load generator needs to know: what to say, nothing of what to expect."""
    told = [
        {"id": s.id, "turns": [_deed(turn) for turn in s.turns], "voices": s.voices, "sender": s.sender}
        for s in scripts
    ]
    path.write_text(json.dumps(told), "utf-8")


def messages(scripts: Sequence[Script]) -> int:
    """How many messages they hold."""
    return sum(len(script.turns) for script in scripts)


def _deed(turn: Turn) -> dict[str, str]:
    return {"say": turn.words} if turn.choose is None else {"choose": turn.choose}
