"""Too much of anything is refused at once, and only to whom it comes from."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pin_advisor.servers import HOST
from tests.website.gateway import BASE, Gateway, Visitor, new_address, new_id, receive, request_bytes


@pytest.mark.parametrize("text", ["x" * 1001, "x " * 5000, "🧷" * 1001, "\x00" * 1001])
def test_a_message_that_is_too_long_is_refused_and_not_read(visitor: Visitor, text: str) -> None:
    answer = visitor.say(text)

    assert (answer.status, answer.code, answer.faults()) == (413, "too_large", [])
    assert "1,000" in answer.data["error"]["message"]
    assert visitor.said() == []


def test_a_message_may_have_a_thousand_characters_however_they_are_written(visitor: Visitor) -> None:
    body = json.dumps({"id": new_id(), "text": "🧷" * 1000, "page": "/é" * 100}).encode()
    assert len(body) > 12_000

    assert visitor.gateway.ask("POST", "/messages", body, visitor.bearer).status == 200


@pytest.mark.parametrize("size", [20_001, 32_769, 100_000, 3_000_000])
@pytest.mark.parametrize("path", ["/messages", "/session"])
def test_a_body_that_is_too_large_is_refused(gateway: Gateway, path: str, size: int) -> None:
    visitor = gateway.visitor()
    headers = {**visitor.bearer, "Content-Type": "application/json"}
    for body in (b'{"text": "' + b"x" * size + b'"}', b" " * size, b"[" * size):
        answer = gateway.raw(request_bytes("POST", BASE + path, headers, body))
        # A server may hang up on those who go on sending what it has refused.
        assert answer is None or (answer.status, answer.code, answer.faults()) == (413, "too_large", [])


def test_a_body_is_refused_for_the_size_that_it_says_to_have(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    head = {**visitor.bearer, "Content-Type": "application/json", "Content-Length": str(100 * 2**20)}
    with gateway.connect() as connection:
        connection.sendall(request_bytes("POST", f"{BASE}/messages", head, b"{"))
        answer = receive(connection)

    assert answer is not None
    assert (answer.status, answer.code, answer.faults()) == (413, "too_large", [])


def test_a_body_in_pieces_without_end_is_refused(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    head = {
        "Host": HOST,
        **visitor.bearer,
        "Content-Type": "application/json",
        "Transfer-Encoding": "chunked",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    piece = b"400\r\n" + b"x" * 1024 + b"\r\n"
    answer = gateway.raw(f"POST {BASE}/messages HTTP/1.1\r\n{lines}\r\n".encode() + piece * 64)

    assert answer is None or (answer.status, answer.faults()) == (413, [])


def test_headers_without_end_are_refused(gateway: Gateway) -> None:
    for headers in ({"X-Long": "x" * 20_000}, {f"X-{n}": "x" * 20 for n in range(2000)}):
        answer = gateway.raw(request_bytes("GET", f"{BASE}/about", headers))
        assert answer is None or 400 <= answer.status < 500, answer
        assert answer is None or answer.faults() == []


def test_a_hundred_messages_at_once_are_slowed_down_and_hurt_nobody_else(gateway: Gateway) -> None:
    hasty, patient = gateway.visitor(), gateway.visitor()
    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(hasty.say, f"{n} pins") for n in range(100)]
        # In the midst of them.
        assert patient.say("The pins are for an award").status == 200
        refused = [a for a in (f.result() for f in answers) if a.status != 200]

    assert len(refused) >= 80
    for answer in refused:
        assert (answer.status, answer.faults()) == (429, [])
        assert answer.code in ("rate_limited", "busy")
        assert int(answer.headers["retry-after"]) >= 1
    assert len(hasty.said()) == 100 - len(refused)


def test_who_waits_as_long_as_told_may_go_on(visitor: Visitor) -> None:
    answers = [visitor.say("Hello!") for _ in range(6)]
    answer = next(a for a in answers if a.status == 429)
    assert answer.code == "rate_limited"
    time.sleep(int(answer.headers["retry-after"]))

    assert visitor.say("Hello!").status == 200


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "CF-Connecting-IP", "True-Client-IP"],
)
def test_sessions_are_counted_by_address_and_no_header_changes_that(gateway: Gateway, header: str) -> None:
    address = new_address()
    answers = [
        gateway.ask(
            "POST",
            "/session",
            {},
            {header: f"for={new_address()}" if header == "Forwarded" else new_address()},
            address,
        )
        for _ in range(12)
    ]

    assert [a.status for a in answers] == [201] * 10 + [429] * 2
    assert answers[-1].code == "rate_limited"
    assert answers[-1].faults() == []
    assert gateway.ask("POST", "/session", {}).status == 201


def test_history_is_counted_by_address(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    statuses = [visitor.history().status for _ in range(125)]

    assert statuses == [200] * 120 + [429] * 5
