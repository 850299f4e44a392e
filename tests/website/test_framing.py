"""Where a request ends is never in doubt: what is not clear is refused, and nothing after it is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from pin_advisor.servers import HOST
from tests.website.gateway import BASE, Gateway, receive, rest_of

_AMBIGUOUS: Final[Mapping[str, tuple[bytes, bytes]]] = {
    "a negative length": (b"Content-Length: -1", b"{}"),
    "a negative length and a long body": (b"Content-Length: -5", b"{}" * 500),
    "a length in other digits": ("Content-Length: \u0662".encode(), b"{}"),
    "a length with a line in it": (b"Content-Length: 0_2", b"{}"),
    "a length in sixteens": (b"Content-Length: 0x2", b"{}"),
    "a length with a sign": (b"Content-Length: +2", b"{}"),
    "no length at all": (b"Content-Length:", b"{}"),
    "two lengths": (b"Content-Length: 2\r\nContent-Length: 20", b"{}"),
    "the same length twice": (b"Content-Length: 2\r\nContent-Length: 2", b"{}"),
    "two lengths in one": (b"Content-Length: 2, 2", b"{}"),
    "a length and pieces": (b"Content-Length: 2\r\nTransfer-Encoding: chunked", b"2\r\n{}\r\n0\r\n\r\n"),
    "pieces and a length": (b"Transfer-Encoding: chunked\r\nContent-Length: 2", b"2\r\n{}\r\n0\r\n\r\n"),
    "a coding and no length": (b"Transfer-Encoding: gzip", b""),
    "pieces in capitals": (b"Transfer-Encoding: Chunked", b"2\r\n{}\r\n0\r\n\r\n"),
    "pieces of pieces": (b"Transfer-Encoding: chunked, chunked", b"2\r\n{}\r\n0\r\n\r\n"),
    "a space before the colon": (b"Content-Length : 2", b"{}"),
    "a folded line": (b"X-Folded: a\r\n Content-Length: 2", b"{}"),
    "an end of line that is only half of one": (b"X-Naughty: a\nContent-Length: 2", b"{}"),
    "an end of line that is only the other half": (b"X-Naughty: a\rContent-Length: 2", b"{}"),
    "NUL": (b"X-Naughty: a\x00\r\nContent-Length: 2", b"{}"),
    "two hosts": (b"Host: www.shop.example\r\nContent-Length: 2", b"{}"),
    "a line that is no header": (b"Content-Length", b"{}"),
    "nothing before the colon": (b": 2", b"{}"),
}
_ANOTHER: Final = f"GET {BASE}/health/live HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()


@pytest.fixture(autouse=True)
def _the_process_lives_on(gateway: Gateway) -> Iterator[None]:
    process_id = gateway.servers.bot.handle.pid
    yield
    gateway.require_same_process(process_id)


def _post(headers: bytes, body: bytes, version: bytes = b"1.1") -> bytes:
    start = f"POST {BASE}/session HTTP/".encode() + version
    return b"\r\n".join(
        [start, f"Host: {HOST}".encode(), b"Content-Type: application/json", headers, b"", body]
    )


@pytest.mark.parametrize("frame", _AMBIGUOUS)
def test_a_request_whose_end_is_not_clear_is_refused_and_nothing_after_it_is_read(
    gateway: Gateway, frame: str
) -> None:
    with gateway.connect() as connection:
        connection.sendall(_post(*_AMBIGUOUS[frame]) + _ANOTHER)
        answer = receive(connection)
        assert answer is not None
        assert (answer.status, answer.code, answer.faults()) == (400, "bad_request", [])
        assert rest_of(connection) == b""


def test_a_body_in_pieces_is_read(gateway: Gateway) -> None:
    answer = gateway.raw(_post(b"Transfer-Encoding: chunked", b"1\r\n{\r\n1;x=y\r\n}\r\n0\r\n\r\n"))
    assert answer is not None
    assert (answer.status, answer.faults()) == (201, [])


@pytest.mark.parametrize(
    "body",
    [
        b"2\r\n{}\r\n0\r\n\r\n",
        b"2\r\n{}\r\n0\r\n",
        b"0x2\r\n{}\r\n0\r\n\r\n",
        b"2\r\n{}\r\n0\r\nX: y\r\n\r\n",
    ],
)
def test_what_follows_a_body_in_pieces_is_no_request(gateway: Gateway, body: bytes) -> None:
    """However the end of the pieces was meant, and whatever a proxy took for it."""
    with gateway.connect() as connection:
        connection.sendall(_post(b"Transfer-Encoding: chunked", body) + _ANOTHER)
        answer = receive(connection)
        assert answer is None or answer.status in (201, 400)
        assert b"live" not in rest_of(connection)


@pytest.mark.parametrize("size", [b"-1", b"-2", b"+", b"", b"x", b"9" * 30, b"ffffffffffffffff", b"1" * 100])
def test_a_piece_of_no_size_is_refused(gateway: Gateway, size: bytes) -> None:
    answer = gateway.raw(_post(b"Transfer-Encoding: chunked", size + b"\r\n{}\r\n0\r\n\r\n"))
    assert answer is not None
    assert answer.status in (400, 413)
    assert answer.faults() == []


def test_an_old_client_is_answered_and_let_go_of(gateway: Gateway) -> None:
    with gateway.connect() as connection:
        connection.sendall(_post(b"Content-Length: 2", b"{}", b"1.0"))
        answer = receive(connection)
        assert answer is not None
        assert answer.status == 201
        assert rest_of(connection) == b""


@pytest.mark.parametrize("version", [b"0.9", b"2.0", b"1.2", b"", b"x"])
def test_another_version_is_refused(gateway: Gateway, version: bytes) -> None:
    answer = gateway.raw(_post(b"Content-Length: 2", b"{}", version))
    assert answer is not None
    assert (answer.status, answer.faults()) == (400, [])
