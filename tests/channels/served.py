"""A connector behind a real server on loopback, with a platform's stand-in beside it; Rasa is played."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, Final

from rasa.core.channels.channel import InputChannel
from sanic import Sanic

from pin_advisor.channels.connector import Connector
from pin_advisor.channels.website import WebsiteInput
from pin_advisor.store.conversations import ConversationStore

# Several servers start in this process, and Sanic rewrites itself for each.
Sanic.test_mode = True

_numbers = itertools.count(1)
#: Seconds after which a test gives up; no promise of the product.
PATIENCE: Final = 30.0


class Served:
    """A server with channels.

    Args:
        url: its address, without a slash.
        app: the server itself.
    """

    def __init__(
        self, url: str, app: Sanic, channels: tuple[InputChannel, ...], stop: Callable[[], Awaitable[Any]]
    ):
        self.url = url
        self.app = app
        self._channels = channels
        self.stop = stop

    async def settled(self) -> None:
        """Return when every accepted event has been answered."""
        for channel in self._channels:
            desk = getattr(channel, "_desk", None)
            if desk:
                await asyncio.wait_for(desk.settled(), PATIENCE)


@asynccontextmanager
async def serving(
    store: ConversationStore, rasa: Any, *channels: InputChannel, website: bool = True
) -> AsyncIterator[Served]:
    """A server with these channels, and with the website's as in ``credentials.yml``."""
    app = Sanic(f"connectors-{next(_numbers)}", configure_logging=False)
    app.ctx.agent = SimpleNamespace(tracker_store=store)
    for channel in (*([WebsiteInput()] if website else []), *channels):
        app.blueprint(channel.blueprint(rasa), url_prefix=f"/webhooks/{channel.name()}")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))  # Sanic takes port 0 for no port
    server: Any = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    await server.after_start()
    stopped = False

    async def stop() -> None:
        nonlocal stopped
        if not stopped:
            stopped = True
            await server.before_stop()
            await server.close()
            for connection in list(server.connections):
                connection.close()
            await server.after_stop()

    port = listening.getsockname()[1]
    try:
        yield Served(f"http://127.0.0.1:{port}", app, channels, stop)
    finally:
        await stop()


async def eventually(condition: Callable[[], object]) -> None:
    """Return when it is true."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while not condition():
        assert asyncio.get_running_loop().time() < until, "it never came true"
        await asyncio.sleep(0.01)


def path_of(connector: type[Connector]) -> str:
    """Where a connector takes what its platform sends."""
    return f"/webhooks/{connector.name()}/webhook"
