"""Teams' stand-in with our connector, and a bot that is played."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest

from pin_advisor.channels.settings import TEAMS_API as API
from pin_advisor.channels.settings import TEAMS_APP_ID as APP_ID
from pin_advisor.channels.settings import TEAMS_APP_PASSWORD as PASSWORD
from pin_advisor.channels.settings import TEAMS_TENANT as TENANT
from pin_advisor.channels.stand_ins.teams import SigningKey, TeamsStandIn
from pin_advisor.channels.teams import TeamsInput
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import Served, path_of, serving

BOT_ID: Final = "c9e8c047-2a74-40a2-b28a-b162d5f5327c"
BOT_PASSWORD: Final = "Xy7~abcdefghijklmnopqrstuvwxyz0123456789"
BOT_TENANT: Final = "72f988bf-86f1-41af-91ab-2d7cd011db47"
#: Making one takes a moment.
KEY: Final = SigningKey("key-1")
PERSONAL: Final = "a:ann"
GROUP: Final = "19:group@thread.v2"
THREAD: Final = "19:pins/club@thread.tacv2;messageid=1481567603816"


class Shop:
    """Everything together."""

    def __init__(self, teams: TeamsStandIn, served: Served, rasa: Rasa, store: ConversationStore) -> None:
        self.teams = teams
        self.served = served
        self.rasa = rasa
        self.store = store

    async def say(
        self, text: str, conversation: str = PERSONAL, visitor: str = "29:ann", **more: Any
    ) -> list[dict[str, Any]]:
        """Somebody writes; what the bot sent because of it."""
        before = len(self.teams.calls)
        assert await self.teams.say(text, conversation, visitor, **more) == 200
        return await self._sent(before)

    async def mention(self, text: str, conversation: str, visitor: str = "29:ann") -> list[dict[str, Any]]:
        before = len(self.teams.calls)
        assert await self.teams.mention(text, conversation, visitor) == 200
        return await self._sent(before)

    async def press(
        self, title: str, conversation: str = PERSONAL, visitor: str = "29:ann"
    ) -> list[dict[str, Any]]:
        before = len(self.teams.calls)
        assert await self.teams.press(title, conversation, visitor) == 200
        return await self._sent(before)

    async def deliver(self, activity: Mapping[str, Any]) -> list[dict[str, Any]]:
        before = len(self.teams.calls)
        assert await self.teams.deliver(activity) == 200
        return await self._sent(before)

    async def add(self, conversation: str = PERSONAL) -> list[dict[str, Any]]:
        before = len(self.teams.calls)
        assert await self.teams.add(conversation) == 200
        return await self._sent(before)

    async def _sent(self, before: int) -> list[dict[str, Any]]:
        await self.served.settled()
        return [dict(c.body) for c in self.teams.calls[before:] if c.answer == 201 and c.method == "message"]


def card_of(activity: Mapping[str, Any]) -> dict[str, Any]:
    """The only card of a message."""
    (attachment,) = activity["attachments"]
    card: dict[str, Any] = attachment["content"]
    return card


def text_of(activity: Mapping[str, Any]) -> str:
    """What stands on a card but for buttons and tables."""
    blocks = [e for e in card_of(activity)["body"] if e["type"] == "RichTextBlock"]
    return "\n".join(run["text"] for block in blocks for run in block["inlines"])


@asynccontextmanager
async def opened(
    store: ConversationStore, rasa: Rasa, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    """The connector, with its activities coming from the stand-in."""
    variables = ((APP_ID, BOT_ID), (PASSWORD, BOT_PASSWORD), (TENANT, BOT_TENANT), (API, teams.url))
    for name, value in variables:
        monkeypatch.setenv(name, value)
    logins = len(teams.made("token"))
    async with serving(store, rasa, TeamsInput()) as served:
        teams.webhook = served.url + path_of(TeamsInput)
        await teams.until(logins + 1, "token")
        yield Shop(teams, served, rasa, store)


@pytest.fixture
async def teams() -> AsyncIterator[TeamsStandIn]:
    stand_in = TeamsStandIn(BOT_ID, BOT_PASSWORD, BOT_TENANT, key=KEY)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def shop(
    store: ConversationStore, rasa: Rasa, teams: TeamsStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    async with opened(store, rasa, teams, monkeypatch) as shop:
        yield shop
