"""A chat in this terminal, with a bot on this machine: ``python -m pin_advisor.channels.shell PORT``.

It talks to the bot's ``rest`` channel, and shows replies with the renderer of the same name. It needs no
terminal: what is piped in is said line by line.
"""

from __future__ import annotations

import io
import json
import re
import secrets
import sys
import urllib.error
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from pin_advisor.catalog import shared_catalog
from pin_advisor.channels.rendering import shell
from pin_advisor.channels.rendering.blocks import Words, blocks_of
from pin_advisor.channels.rendering.choices import picked
from pin_advisor.channels.website import about
from pin_advisor.channels.wording import Wording, card_words, wording
from pin_advisor.replies import Choice, Message, Reply, reply_from
from pin_advisor.servers import post_message

#: Ends the chat, as it does in Rasa's own shell.
STOP: Final = "/stop"
#: Ends it after the bot has answered, said alone: who leaves is seen off.
_LEAVING: Final = re.compile(r"\W*(?:quit|exit|(?:good\s?)?bye(?:[\s-]?bye)?)\W*", re.I)
_PROMPT: Final = "> "

Say = Callable[[str], Sequence[Mapping[str, Any]]]


class Chat:
    """A conversation, and the choices of its last reply, which numbers pick from.

    Args:
        say: says something to the bot; the messages of its turn, as ``rest`` gives them.
        words: the words that cards and tables need, as they are now.
        own: what is said where there is no reply.
    """

    def __init__(self, say: Say, words: Callable[[], Words], own: Wording) -> None:
        self._say = say
        self._words = words
        self._own = own
        self._choices: tuple[Choice, ...] = ()

    def answer(self, typed: str) -> str:
        """What is shown after a visitor has typed this."""
        choice = picked(typed, self._choices)
        try:
            reply = reply_of(self._say(choice.say if choice else typed))
        except urllib.error.HTTPError as error:
            return self._failed(_number(error))
        except (OSError, ValueError):
            return self._failed("-")
        self._choices = tuple(choice for message in reply.messages for choice in message.choices)
        return self._shown(reply)

    def _shown(self, reply: Reply) -> str:
        words = self._words()
        return "\n\n".join(str(m["text"]) for m in shell.render(blocks_of(reply, words), words))

    def _failed(self, number: str) -> str:
        # The choices stay: they were not dealt with.
        message = Message(self._own.technical.format(number=number))
        return "\n\n".join(str(m["text"]) for m in shell.render([message], self._words()))


def reply_of(messages: Iterable[Mapping[str, Any]]) -> Reply:
    """The reply in the messages of the ``rest`` channel."""
    return reply_from(
        {"event": "bot", "text": m.get("text"), "data": {k: m.get(k) for k in ("buttons", "custom")}}
        for m in messages
    )


def leaves(typed: str) -> bool:
    """Whether someone wants out of the program, by a word that says nothing else."""
    return _LEAVING.fullmatch(typed) is not None


def _number(error: urllib.error.HTTPError) -> str:
    with suppress(OSError, ValueError, LookupError, TypeError):
        return str(json.loads(error.read(10_000))["id"])
    return "-"


def main(arguments: Sequence[str]) -> int:
    """Chat until the end of the input, ``/stop``, "quit", "exit", "bye" or Ctrl-C."""
    port, sender = int(arguments[0]), f"shell-{secrets.token_hex(8)}"
    own, labels = wording(), about.wording()
    chat = Chat(
        lambda text: post_message(port, sender, text),
        lambda: card_words(shared_catalog().get(), own, labels),
        own,
    )
    with suppress(ImportError):
        import readline  # noqa: F401  # gives the prompt the keys of a shell, and the words typed before
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    print("Write something and press Enter; quit, exit, bye or Ctrl-D ends the chat.\n", flush=True)
    while True:
        try:
            typed = input(_PROMPT)
            if typed.strip() == STOP:
                return 0
            if typed.strip():
                print(f"\n{chat.answer(typed)}\n", flush=True)
            if leaves(typed):
                return 0
        except (EOFError, KeyboardInterrupt):
            print()
            return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
