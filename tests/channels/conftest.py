"""A store for conversations, and turns that are taken in it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from pin_advisor.channels.connector.api import Api
from pin_advisor.channels.turns import Turns
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import DOMAIN, Rasa


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store/pins.db"


@pytest.fixture
def store(database: str) -> ConversationStore:
    return ConversationStore(DOMAIN, database)


@pytest.fixture
def rasa(store: ConversationStore) -> Rasa:
    return Rasa(store)


@pytest.fixture
def turns(rasa: Rasa, store: ConversationStore) -> Turns:
    return Turns("website", rasa, store)


class Waits(list[float]):
    """Seconds that were waited between attempts, without doing so; and what waited."""

    def __init__(self) -> None:
        super().__init__()
        self.apis: list[Api] = []

    async def be_impatient(self) -> None:
        """Take an answer that does not come at once for none."""
        for api in self.apis:
            await api.close()
            api._limit = 0.2


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    waits = Waits()
    sleep, init = asyncio.sleep, Api.__init__

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    def begin(self: Api, *args: Any, **how: Any) -> None:
        init(self, *args, **{**how, "sleep": wait})
        waits.apis.append(self)

    monkeypatch.setattr(Api, "__init__", begin)
    return waits
