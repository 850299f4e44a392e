from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest

from pin_advisor.probing import get
from pin_advisor.servers import free_port


def served(answer: Callable[[socket.socket], None]) -> int:
    """A port where each connection is dealt with by ``answer``, once."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener:
            connection, _ = listener.accept()
            with connection:
                answer(connection)

    threading.Thread(target=serve, daemon=True).start()
    return int(listener.getsockname()[1])


def test_status_and_body_come_back_though_in_pieces() -> None:
    asked = []

    def answer(connection: socket.socket) -> None:
        asked.append(connection.recv(1000))
        for piece in (b"HTTP/1.1 50", b"3 Service Unavailable\r\nX: y\r\n", b'\r\n{"a":', b"1}"):
            connection.sendall(piece)

    page = get(served(answer), "/health?x=1", 5)

    assert (page.status, page.json()) == (503, {"a": 1})
    assert asked[0].startswith(b"GET /health?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")


def test_a_body_that_is_no_json_is_none() -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nfine")

    page = get(served(answer), "/", 5)
    assert (page.body, page.json()) == (b"fine", None)


@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n"]
)
def test_what_is_no_answer_in_http_is_an_error(said: bytes) -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(said)

    with pytest.raises(OSError, match=r"no answer|reset"):
        get(served(answer), "/", 5)


def test_who_accepts_and_says_nothing_is_given_up() -> None:
    over = threading.Event()
    with pytest.raises(TimeoutError):
        get(served(lambda _: over.wait(20) and None), "/", 0.2)
    over.set()


def test_who_says_a_little_now_and_then_is_given_up_as_well() -> None:
    over = threading.Event()

    def answer(connection: socket.socket) -> None:
        while not over.wait(0.05):
            connection.sendall(b"H")

    with pytest.raises(TimeoutError):
        get(served(answer), "/", 0.4)
    over.set()


def test_nobody_there_is_an_error() -> None:
    with pytest.raises(ConnectionRefusedError):
        get(free_port(), "/", 1)
