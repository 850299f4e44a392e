"""Asks a server of this machine for a page, with next to nothing imported.

The process that watches over the servers stays as long as they do, and the libraries that speak HTTP would
triple its memory.
"""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass
from typing import Any, Final

#: The servers listen on this machine's own address only.
HOST: Final = "127.0.0.1"
_LARGEST: Final = 1_000_000


@dataclass(frozen=True)
class Page:
    """What a server answered: its status, and the body as it is."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body as JSON; None if it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def get(port: int, path: str, seconds: float, host: str = HOST) -> Page:
    """The answer to a GET.

    Args:
        port: the server's.
        path: with its query.
        seconds: how long all of it may take.
        host: another of this machine's own addresses.

    Raises:
        OSError: nobody listens there, or there was no whole answer in time.
    """
    until = time.monotonic() + seconds
    with socket.create_connection((host, port), timeout=seconds) as connection:
        request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode("ascii"))
        received = bytearray()
        while len(received) < _LARGEST:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no whole answer within {seconds} s")
            connection.settimeout(left)
            part = connection.recv(65536)
            if not part:
                break
            received += part
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    words = head.split(maxsplit=2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise ConnectionError("this is no answer in HTTP")
    return Page(int(words[1]), body)
