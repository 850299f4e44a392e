"""Messenger's stand-in with our connector, and a bot that is played."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest

from pin_advisor.channels.messenger import MessengerInput
from pin_advisor.channels.settings import (
    MESSENGER_API,
    MESSENGER_APP_SECRET,
    MESSENGER_PAGE_TOKEN,
    MESSENGER_VERIFY_TOKEN,
)
from pin_advisor.channels.stand_ins.messenger import PAGE, MessengerStandIn
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import Served, path_of, serving

TOKEN: Final = "EAATestTokenOfTheStandInPage"
SECRET: Final = "0123456789abcdef0123456789abcdef"
VERIFY: Final = "v" * 32
ANN: Final = "501"
CONVERSATION: Final = f"messenger:{PAGE}:{ANN}"


class Shop:
    """Everything together."""

    def __init__(
        self, messenger: MessengerStandIn, served: Served, rasa: Rasa, store: ConversationStore
    ) -> None:
        self.messenger = messenger
        self.served = served
        self.rasa = rasa
        self.store = store

    async def say(self, text: str, visitor: str = ANN, **more: Any) -> list[dict[str, Any]]:
        """Somebody writes; what the page sent to anybody because of it."""
        before = len(self.messenger.calls)
        assert await self.messenger.say(text, visitor, **more) == 200
        return await self._sent(before)

    async def post(self, *kinds: str, **more: Any) -> list[dict[str, Any]]:
        before = len(self.messenger.calls)
        assert await self.messenger.post(*kinds, **more) == 200
        return await self._sent(before)

    async def press(self, title: str, visitor: str = ANN) -> list[dict[str, Any]]:
        before = len(self.messenger.calls)
        assert await self.messenger.press(title, visitor) == 200
        return await self._sent(before)

    async def deliver(self, *events: Mapping[str, Any]) -> list[dict[str, Any]]:
        before = len(self.messenger.calls)
        assert await self.messenger.deliver(*events) == 200
        return await self._sent(before)

    async def _sent(self, before: int) -> list[dict[str, Any]]:
        await self.served.settled()
        calls = self.messenger.calls[before:]
        return [dict(c.body["message"]) for c in calls if c.answer == 200 and c.method == "messages"]


def switch_on(monkeypatch: pytest.MonkeyPatch, api: str) -> None:
    for name, value in (
        (MESSENGER_PAGE_TOKEN, TOKEN),
        (MESSENGER_APP_SECRET, SECRET),
        (MESSENGER_VERIFY_TOKEN, VERIFY),
        (MESSENGER_API, api),
    ):
        monkeypatch.setenv(name, value)


@asynccontextmanager
async def opened(
    store: ConversationStore, rasa: Rasa, messenger: MessengerStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    """The connector, with its events coming from the stand-in."""
    switch_on(monkeypatch, messenger.url)
    async with serving(store, rasa, MessengerInput()) as served:
        assert await messenger.enter(served.url + path_of(MessengerInput), VERIFY)
        await messenger.until(1, "me")
        yield Shop(messenger, served, rasa, store)


@pytest.fixture
async def messenger() -> AsyncIterator[MessengerStandIn]:
    stand_in = MessengerStandIn(TOKEN, SECRET)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def shop(
    store: ConversationStore, rasa: Rasa, messenger: MessengerStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    async with opened(store, rasa, messenger, monkeypatch) as shop:
        yield shop
