"""Slack's stand-in with our connector, and a bot that is played."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest

from pin_advisor.channels.settings import SLACK_API, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET
from pin_advisor.channels.slack import SlackInput
from pin_advisor.channels.stand_ins.slack import SlackStandIn
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import Served, eventually, path_of, serving

TOKEN: Final = "xoxb-test-token-of-the-stand-in"
#: The one of Slack's documentation.
SECRET: Final = "8f742231b10e8888abcd99yyyzzz85a5"
DIRECT, CHANNEL = SlackStandIn.DIRECT, SlackStandIn.CHANNEL
ANN, BOB = SlackStandIn.ANN, "U0002"


class Shop:
    """Everything together."""

    def __init__(self, slack: SlackStandIn, served: Served, rasa: Rasa, store: ConversationStore) -> None:
        self.slack = slack
        self.served = served
        self.rasa = rasa
        self.store = store

    async def say(self, text: str, *place: str, **more: Any) -> list[dict[str, Any]]:
        """Somebody writes; what was posted because of it."""
        return await self._posted(self.slack.say(text, *place, **more))

    async def press(self, title: str, *place: str) -> list[dict[str, Any]]:
        return await self._posted(self.slack.press(title, *place))

    async def edit(self, message: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
        return await self._posted(self.slack.edit(message, text))

    async def deliver(self, event: Mapping[str, Any]) -> list[dict[str, Any]]:
        return await self._posted(self.slack.deliver(event))

    async def _posted(self, done: Awaitable[int]) -> list[dict[str, Any]]:
        before = len(self.slack.calls)
        assert await done == 200
        await self.served.settled()
        calls = self.slack.calls[before:]
        return [dict(c.body) for c in calls if c.answer == 200 and c.method == "chat.postMessage"]


@asynccontextmanager
async def opened(
    store: ConversationStore, rasa: Rasa, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    """The connector, with events and presses coming from the stand-in."""
    monkeypatch.setenv(SLACK_BOT_TOKEN, TOKEN)
    monkeypatch.setenv(SLACK_SIGNING_SECRET, SECRET)
    monkeypatch.setenv(SLACK_API, slack.api)
    connector = SlackInput()
    async with serving(store, rasa, connector) as served:
        slack.request_url = served.url + path_of(SlackInput)
        await eventually(lambda: connector._us)
        yield Shop(slack, served, rasa, store)


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    stand_in = SlackStandIn(TOKEN, SECRET)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def shop(
    store: ConversationStore, rasa: Rasa, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    async with opened(store, rasa, slack, monkeypatch) as shop:
        yield shop
