"""Plays a conversation with the bot and notes everything that is not as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests.conversations.bot import Bot
from tests.conversations.contract import breaches, buttons, payload_of, texts
from tests.conversations.matching import differences
from tests.conversations.schema import Conversation, Turn

#: Characters of a visitor's words that a report shows.
_SHOWN: Final = 160


@dataclass
class Played:
    """What was said, and what was wrong with it, turn by turn."""

    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def report(self) -> str:
        """The problems, then the whole conversation."""
        return "\n".join([*self.problems, "", *self.lines])


def play(conversation: Conversation, bot: Bot) -> Played:
    """Play ``conversation`` as a new visitor, to its end even where turns go wrong."""
    played, sender = Played(), bot.new_visitor()
    replies: list[dict[str, Any]] = []
    for number, turn in enumerate(conversation.turns, start=1):
        try:
            words = _words(turn, replies)
            replies = bot.say(sender, words)
        except (LookupError, OSError, ValueError) as error:
            played.problems.append(f"turn {number}: {error or type(error).__name__}")
            return played
        played.lines += _shown(number, words, replies)
        played.problems += [f"turn {number}: {one}" for one in problems(turn, sender, replies)]
    return played


def problems(turn: Turn, sender: str, replies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield in words what in the bot's turn breaks the contract or is not as ``turn`` expects."""
    yield from breaches(sender, replies)
    payload, text = payload_of(replies), texts(replies)
    yield from differences(turn.expect, payload)
    if turn.needs:
        yield from differences({"needs": turn.needs}, payload)
    yield from (f"the text lacks {one!r}" for one in turn.text if not re.search(one, text, re.I))
    yield from (f"the text has {one!r}" for one in turn.never if re.search(one, text, re.I))


def _words(turn: Turn, replies: Sequence[Mapping[str, Any]]) -> str:
    if turn.choose is None:
        return turn.words
    offered = {button["title"]: button["payload"] for button in buttons(replies)}
    by_number = {str(number): words for number, words in enumerate(offered.values(), start=1)}
    if turn.choose not in offered | by_number:
        raise LookupError(f"there is no choice {turn.choose!r} in the turn before, only {list(offered)}")
    return str((by_number | offered)[turn.choose])


def _shown(number: int, words: str, replies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    said = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}... ({len(words)} characters)"
    yield f"{number}. visitor: {said.encode('unicode_escape').decode() if not said.isprintable() else said}"
    for reply in replies:
        if reply.get("text"):
            choices = [button.get("title") for button in reply.get("buttons") or ()]
            yield f"   bot: {reply['text']}{f'  {choices}' if choices else ''}"
        if "custom" in reply:
            yield f"   payload: {reply['custom']}"
