"""Somebody who chats in a terminal, so that this channel stands on the page as well."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence

from pin_advisor.catalog import shared_catalog
from pin_advisor.channels.shell import Chat
from pin_advisor.channels.stand_ins.visitors import Message, Visitor
from pin_advisor.channels.website import about
from pin_advisor.channels.wording import card_words, wording
from pin_advisor.servers import post_message


class TerminalVisitor(Visitor[None]):
    """A chat as ``make chat`` has it.

    Args:
        port: the bot's.
    """

    NAME, TITLE = "shell", "Terminal"
    NUMBERED = True
    PICTURES = False

    def __init__(self, port: int) -> None:
        super().__init__(None)
        own, labels, sender = wording(), about.wording(), f"shell-{secrets.token_hex(8)}"
        self._chat = Chat(
            lambda text: post_message(port, sender, text),
            lambda: card_words(shared_catalog().get(), own, labels),
            own,
        )
        self._shown: list[Message] = []

    def received(self) -> Sequence[Message]:
        """What was printed."""
        return self._shown

    async def _say(self, text: str) -> int:
        self._shown.append({"text": await asyncio.to_thread(self._chat.answer, text)})
        return 200
