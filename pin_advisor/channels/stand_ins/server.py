"""What all stand-ins do alike: listen on loopback, write down calls, and fail when they are told to."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from aiohttp import ClientSession, web


@dataclass(frozen=True)
class Call:
    """A call of the platform's API. ``answer`` is the status that it got."""

    method: str
    body: Mapping[str, Any]
    answer: int


@dataclass(frozen=True)
class Fault:
    """What the next call gets instead of an answer: a status, or with 0 none at all."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    only: str = ""


class StandIn(ABC):
    """A platform on this machine.

    Args:
        port: where it listens; 0 takes a free one.
    """

    def __init__(self, port: int = 0) -> None:
        self.calls: list[Call] = []
        self.url = ""
        self._port = port
        self._faults: deque[Fault] = deque()
        self._runner: Optional[web.AppRunner] = None
        self._client: Optional[ClientSession] = None
        self._news = asyncio.Condition()

    @abstractmethod
    def routes(self) -> list[web.RouteDef]:
        """What the platform's API offers."""

    async def start(self) -> None:
        """Listen; afterwards ``url`` is where."""
        app = web.Application(client_max_size=10_000_000)
        app.add_routes(self.routes())
        # A call that hangs must not hold up the end; addresses hold tokens, so they go into no log.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._client = ClientSession()

    async def stop(self) -> None:
        """Let go of everything."""
        if self._client:
            await self._client.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def client(self) -> ClientSession:
        """What the platform calls us with."""
        assert self._client is not None, "it has not been started"
        return self._client

    def fail(self, status: int, times: int = 1, only: str = "", body: Any = None, **headers: str) -> None:
        """Let the next calls fail.

        Args:
            status: of HTTP; 0 never answers.
            times: so many calls.
            only: of this method, or of any.
            body: what is answered; the platform's own way of saying so if it is left out.
            headers: with ``_`` for ``-``.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._faults.extend(Fault(status, named, body, only) for _ in range(times))

    def fault(self, method: str) -> Optional[Fault]:
        """The fault that this call meets, if any."""
        for fault in self._faults:
            if fault.only in ("", method):
                self._faults.remove(fault)
                return fault
        return None

    async def note_fault(self, method: str, body: Mapping[str, Any], fault: Fault) -> None:
        """Write down a call that met a fault: whatever it is answered, nothing is granted."""
        await self.note(method, body, fault.status if fault.status >= 300 or not fault.status else 400)

    async def note(self, method: str, body: Mapping[str, Any], answer: int) -> None:
        """Write down a call."""
        async with self._news:
            self.calls.append(Call(method, body, answer))
            self._news.notify_all()

    def made(self, *methods: str) -> list[Call]:
        """The calls of these methods that were granted."""
        return [call for call in self.calls if call.method in methods and 200 <= call.answer < 300]

    async def until(self, count: int, *methods: str, limit: float = 30.0) -> list[Call]:
        """The granted calls of these methods, once there are as many."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: len(self.made(*methods)) >= count), limit)
        return self.made(*methods)
