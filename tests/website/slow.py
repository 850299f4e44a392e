"""Clients that take their time, beside other tests since the gateway bears with them for a while."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from typing import Final

from tests.website.gateway import BASE, PATIENCE, Gateway, new_id, request_bytes

#: How many bytes they send at once (before the end, if negative), and seconds before every further one.
SLOW: Final[Mapping[str, tuple[int, float]]] = {
    "nothing at all": (0, 3600),
    "nothing after half a line": (20, 3600),
    "nothing after half of the headers": (-1000, 3600),
    "nothing after the headers": (-900, 3600),
    "nothing after half of the body": (-450, 3600),
    "the headers byte by byte": (-1300, 0.5),
    "the body byte by byte": (-900, 0.5),
    "the body byte by byte after asking for a web socket": (-900, 0.5),
}
_IDLE: Final = 300


class SlowClients(threading.Thread):
    """Some that are slow in every way, and many that say nothing."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(daemon=True)
        self._gateway = gateway
        self._connected = set(SLOW)
        self._all_there = threading.Event()

    def come(self) -> None:
        """Begin; when this returns all are connected, lest whoever counts connections is misled."""
        self.start()
        self._all_there.wait(PATIENCE)

    def still_connected(self) -> set[str]:
        """Whom the gateway has not let go of; waits until there are none, or for as long as tests wait."""
        self.join()
        return self._connected

    def run(self) -> None:
        """Be slow until the gateway has let go of all."""
        with ExitStack() as stack:
            clients = {
                name: _SlowClient(stack.enter_context(self._gateway.connect()), _request(name), *how)
                for name, how in SLOW.items()
            }
            for _ in range(_IDLE):
                stack.enter_context(self._gateway.connect())
            self._all_there.set()
            until = time.monotonic() + PATIENCE
            while clients and time.monotonic() < until:
                for client in clients.values():
                    client.go_on()
                clients = {name: client for name, client in clients.items() if not client.let_go()}
                time.sleep(0.1)
        self._connected = set(clients)


class _SlowClient:
    """Sends ``request`` with a pause before every byte of its end."""

    def __init__(self, connection: socket.socket, request: bytes, at_once: int, pause: float) -> None:
        self._connection, self._rest, self._pause = connection, request[at_once:], pause
        self._next = time.monotonic() + pause
        self._coming = select.poll()  # not select(), which takes no file above 1,023
        self._coming.register(connection, select.POLLIN)
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
        """Whether the gateway has hung up, whatever it said before."""
        try:
            while self._coming.poll(0):
                if not self._connection.recv(65536):
                    return True
        except ConnectionError:
            return True
        return False


def _request(name: str) -> bytes:
    body = json.dumps({"id": new_id(), "text": "x" * 900}).encode()[-900:]
    headers = {"Content-Type": "application/json", "X-Padding": "x" * 500}
    if "web socket" in name:
        headers |= {"Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    return request_bytes("POST", f"{BASE}/session", headers, body)
