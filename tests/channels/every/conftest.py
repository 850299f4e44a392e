"""Every connector in turn, behind a real server, with its platform's stand-in and a bot that is played."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import pytest

from pin_advisor.channels.stand_ins.server import StandIn
from pin_advisor.store.conversations import ConversationStore
from tests.channels.every.channel import Channel, Failure, Request
from tests.channels.every.messenger import MessengerChannel
from tests.channels.every.slack import SlackChannel
from tests.channels.every.teams import TeamsChannel
from tests.channels.every.telegram import TelegramChannel
from tests.channels.every.twilio import TwilioChannel
from tests.channels.rasa import Rasa
from tests.channels.served import Served, path_of

CHANNELS: Final[tuple[Channel[Any], ...]] = (
    SlackChannel(),
    TelegramChannel(),
    MessengerChannel(),
    TwilioChannel(),
    TeamsChannel(),
)
#: Something that a log must not hold.
CANARY: Final = "ann@example.com wants 300 pins"


class Shop:
    """Everything together.

    Args:
        channel: the connector in question.
        platform: its stand-in.
        rasa: what hears and answers.
    """

    def __init__(
        self,
        channel: Channel[Any],
        platform: StandIn,
        served: Served,
        rasa: Rasa,
        store: ConversationStore,
    ) -> None:
        self.channel = channel
        self.platform: Any = platform
        self.served = served
        self.rasa = rasa
        self.store = store
        self.connector: Any = served._channels[0]

    def event(self, text: str, visitor: int = 1) -> Any:
        """Somebody writes: what is to be delivered."""
        return self.channel.event(self.platform, text, visitor)

    def request(self, event: Any) -> Request:
        return self.channel.request(self.platform, event)

    async def post(self, request: Request) -> int:
        """The status that a request gets."""
        url = self.served.url + path_of(self.channel.CONNECTOR) + request.query
        async with (
            aiohttp.ClientSession() as client,
            client.post(url, data=request.body, headers=request.headers) as answer,
        ):
            return answer.status

    async def deliver(self, event: Any) -> list[str]:
        """What is sent because of an event that is delivered."""
        return await self._said(self.post(self.request(event)))

    async def press(self, title: str) -> list[str]:
        """Somebody makes a choice; what is sent because of it."""
        return await self._said(self.channel.press(self.platform, title))

    async def _said(self, done: Awaitable[int]) -> list[str]:
        before = len(self.sent())
        assert await done == 200
        await self.served.settled()
        return [text for _, text in self.sent()[before:]]

    async def say(self, text: str, visitor: int = 1) -> list[str]:
        """Somebody writes; what is sent because of it."""
        return await self.deliver(self.event(text, visitor))

    def sent(self) -> list[tuple[Any, str]]:
        """Where messages were sent, and their texts."""
        return [self.channel.sent(call.body) for call in self.platform.made(self.channel.SEND)]

    def attempts(self) -> int:
        """How often it was tried to send a message."""
        return sum(call.method == self.channel.SEND for call in self.platform.calls)

    def fail(self, failure: Failure, times: int = 1) -> None:
        """Let the next messages fail."""
        body = failure.body
        if not isinstance(body, (bytes, type(None))):
            body = json.loads(json.dumps(body).replace("{canary}", CANARY))
        self.platform.fail(failure.status, times, self.channel.SEND, body, **failure.headers)

    def without_limits(self) -> None:
        """Let everybody write as fast as nobody does."""

        async def count(*_: Any) -> None:
            return None

        self.connector._limits.count_message = count

    def recover(self) -> None:
        """Let no more messages fail."""
        while self.platform.fault(self.channel.SEND):
            pass


@asynccontextmanager
async def opened(
    channel: Channel[Any],
    platform: StandIn,
    store: ConversationStore,
    rasa: Rasa,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Shop]:
    """The connector, with its platform beside it."""
    async with channel.opened(store, rasa, platform, monkeypatch) as shop:
        yield Shop(channel, platform, shop.served, rasa, store)


@pytest.fixture(params=CHANNELS, ids=repr)
def channel(request: pytest.FixtureRequest) -> Channel[Any]:
    found: Channel[Any] = request.param
    return found


@pytest.fixture
async def platform(channel: Channel[Any]) -> AsyncIterator[StandIn]:
    stand_in = channel.stand_in()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def shop(
    channel: Channel[Any],
    platform: StandIn,
    store: ConversationStore,
    rasa: Rasa,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Shop]:
    async with opened(channel, platform, store, rasa, monkeypatch) as shop:
        yield shop
