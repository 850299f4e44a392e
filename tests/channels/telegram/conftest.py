"""Telegram's stand-in with our connector, and a bot that is played."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, Optional

import pytest

from pin_advisor.channels.settings import (
    TELEGRAM_API as API,
)
from pin_advisor.channels.settings import (
    TELEGRAM_SECRET as SECRET,
)
from pin_advisor.channels.settings import (
    TELEGRAM_TOKEN as TOKEN,
)
from pin_advisor.channels.stand_ins.telegram import TelegramStandIn
from pin_advisor.channels.telegram import TelegramInput
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import Served, path_of, serving

BOT_TOKEN: Final = "77001:test-token-of-the-stand-in"
BOT_SECRET: Final = "s" * 32
PRIVATE: Final = 501
GROUP: Final = -100200


class Shop:
    """Everything together."""

    def __init__(
        self, telegram: TelegramStandIn, served: Served, rasa: Rasa, store: ConversationStore
    ) -> None:
        self.telegram = telegram
        self.served = served
        self.rasa = rasa
        self.store = store

    async def say(
        self, text: str, chat: int = PRIVATE, visitor: int = 0, **more: Any
    ) -> list[dict[str, Any]]:
        """Somebody writes; what the bot sent to this chat because of it."""
        before = len(self.telegram.calls)
        assert await self.telegram.say(text, chat, visitor, **more) == 200
        return await self._sent(before)

    async def post(self, chat: int = PRIVATE, visitor: int = 0, **content: Any) -> list[dict[str, Any]]:
        before = len(self.telegram.calls)
        assert await self.telegram.post(chat, visitor, **content) == 200
        return await self._sent(before)

    async def press(self, title: str, chat: int = PRIVATE, visitor: int = 0) -> list[dict[str, Any]]:
        before = len(self.telegram.calls)
        assert await self.telegram.press(title, chat, visitor) == 200
        return await self._sent(before)

    async def deliver(self, content: Mapping[str, Any], number: Optional[int] = None) -> list[dict[str, Any]]:
        before = len(self.telegram.calls)
        assert await self.telegram.deliver(content, number) == 200
        return await self._sent(before)

    async def _sent(self, before: int) -> list[dict[str, Any]]:
        await self.served.settled()
        calls = self.telegram.calls[before:]
        return [dict(c.body) for c in calls if c.answer == 200 and c.method in ("sendMessage", "sendPhoto")]


@asynccontextmanager
async def opened(
    store: ConversationStore, rasa: Rasa, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    """The connector, with its updates coming from the stand-in."""
    monkeypatch.setenv(TOKEN, BOT_TOKEN)
    monkeypatch.setenv(SECRET, BOT_SECRET)
    monkeypatch.setenv(API, telegram.url)
    async with serving(store, rasa, TelegramInput()) as served:
        telegram.webhook = {"url": served.url + path_of(TelegramInput), "secret_token": BOT_SECRET}
        await telegram.until(1, "getMe")
        yield Shop(telegram, served, rasa, store)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    stand_in = TelegramStandIn(BOT_TOKEN)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def shop(
    store: ConversationStore, rasa: Rasa, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    async with opened(store, rasa, telegram, monkeypatch) as shop:
        yield shop
