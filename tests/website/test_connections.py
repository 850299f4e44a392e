"""Clients that are slow, or many, or gone hold up nobody and are let go of."""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

import pytest

from tests.website.gateway import BASE, Gateway, new_id, request_bytes, wait_for

#: Seconds in which the gateway has to let go of a slow client: 30, and some for it to look.
_LET_GO: Final = 33.0


def _closed(connection: socket.socket) -> bool:
    """Whether the other side has hung up, whatever it said before."""
    try:
        while select.select([connection], [], [], 0)[0]:
            if not connection.recv(65536):
                return True
    except ConnectionError:
        return True
    return False


class _SlowClient:
    """Sends ``request`` with a pause before every byte of its end."""

    def __init__(self, connection: socket.socket, request: bytes, at_once: int, pause: float) -> None:
        self._connection, self._rest, self._pause = connection, request[at_once:], pause
        self._next = time.monotonic() + pause
        connection.sendall(request[:at_once])

    def go_on(self) -> None:
        """Send another byte if it is time to."""
        if time.monotonic() < self._next:
            return
        self._next += self._pause
        with suppress(ConnectionError):
            self._connection.sendall(self._rest[:1])
        self._rest = self._rest[1:]

    def let_go(self) -> bool:
        """Whether the gateway has hung up."""
        return _closed(self._connection)


_SLOW: Final[Mapping[str, tuple[int, float]]] = {
    "nothing after half a line": (20, 3600),
    "nothing after half of the headers": (-1000, 3600),
    "nothing after the headers": (-900, 3600),
    "nothing after half of the body": (-450, 3600),
    "the headers byte by byte": (-1300, 0.5),
    "the body byte by byte": (-900, 0.5),
}


@pytest.fixture(scope="module")
def still_connected(gateway: Gateway) -> set[str]:
    """Which slow clients the gateway has not let go of in time, while others were answered."""
    body = json.dumps({"id": new_id(), "text": "x" * 900}).encode()[-900:]
    headers = {"Content-Type": "application/json", "X-Padding": "x" * 500}
    request = request_bytes("POST", f"{BASE}/session", headers, body)
    with ExitStack() as stack:
        clients = {
            name: _SlowClient(stack.enter_context(gateway.connect()), request, at_once, pause)
            for name, (at_once, pause) in _SLOW.items()
        }
        idle = [stack.enter_context(gateway.connect()) for _ in range(300)]
        assert gateway.visitor().turn("Hello!")["replies"]
        until = time.monotonic() + _LET_GO
        while clients and time.monotonic() < until:
            for client in clients.values():
                client.go_on()
            clients = {name: client for name, client in clients.items() if not client.let_go()}
            time.sleep(0.1)
        assert gateway.visitor().turn("Hello!")["replies"]
        assert len(idle) == 300
    return set(clients)


@pytest.mark.parametrize("sent", _SLOW)
def test_a_slow_client_is_let_go_of(still_connected: set[str], sent: str) -> None:
    assert sent not in still_connected


def test_a_client_that_reads_nothing_holds_up_nobody(gateway: Gateway) -> None:
    request = request_bytes("GET", f"{BASE}/about")
    with gateway.connect() as connection:
        connection.settimeout(1)
        with suppress(TimeoutError, ConnectionError):
            connection.sendall(request * 3000)
        assert gateway.visitor().turn("Hello!")["replies"]


def test_many_clients_that_vanish_leave_nothing_behind(gateway: Gateway) -> None:
    process = gateway.servers.bot.handle.pid

    def open_files() -> int:
        return len(list(Path(f"/proc/{process}/fd").iterdir()))

    gateway.visitor().turn("Hello!")
    before = open_files()
    for number in range(200):
        with gateway.connect() as connection:
            connection.sendall(request_bytes("GET", f"{BASE}/about")[: 10 + number])

    wait_for(lambda: open_files() <= before + 5, "an end of all connections")
    assert gateway.visitor().turn("Hello!")["replies"]
