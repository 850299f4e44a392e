"""The platform of these tests, and its connector behind a real server."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import pytest

from pin_advisor.store.conversations import ConversationStore
from tests.channels.connector.acme import VARIABLES, AcmeInput, batch, signed
from tests.channels.rasa import Rasa
from tests.channels.served import Served, serving

CHOICES: Final = {
    "buttons": [
        {"title": "Flat (2D)", "payload": "Flat, 2D"},
        {"title": "Sculpted (3D)", "payload": "Sculpted, 3D"},
    ]
}

#: No two events have the same number, even after a restart.
_numbers = itertools.count(1)


class Acme:
    """The platform's side."""

    def __init__(
        self, served: Served, connector: AcmeInput, rasa: Rasa, client: aiohttp.ClientSession
    ) -> None:
        self.served = served
        self.connector = connector
        self.rasa = rasa
        self._client = client

    def item(self, text: str = "", **more: Any) -> dict[str, Any]:
        return {"id": f"event-{next(_numbers)}", "from": "ann", "text": text, **more}

    async def knock(self, body: bytes, headers: Mapping[str, str], method: str = "POST") -> tuple[int, str]:
        """A request; its status and body, without waiting for anything else."""
        url = self.served.url + "/webhooks/acme/webhook"
        async with self._client.request(method, url, data=body, headers=headers) as answer:
            return answer.status, await answer.text()

    async def deliver(self, *items: Mapping[str, Any]) -> int:
        """A batch, dealt with; the status that it was accepted with."""
        body = batch(*items)
        status, _ = await self.knock(body, signed(body))
        await self.served.settled()
        return status

    async def say(self, text: str, **more: Any) -> list[str]:
        """Something that Ann writes; what she reads because of it."""
        before = len(self.connector.texts())
        assert await self.deliver(self.item(text, **more)) == 200
        return self.connector.texts()[before:]


@asynccontextmanager
async def open_acme(
    store: ConversationStore, rasa: Rasa, kind: type[AcmeInput] = AcmeInput
) -> AsyncIterator[Acme]:
    connector = kind()
    async with serving(store, rasa, connector) as served, aiohttp.ClientSession() as client:
        yield Acme(served, connector, rasa, client)


@pytest.fixture(autouse=True)
def _switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
async def acme(store: ConversationStore, rasa: Rasa) -> AsyncIterator[Acme]:
    async with open_acme(store, rasa) as acme:
        yield acme
