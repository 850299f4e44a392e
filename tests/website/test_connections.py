"""Clients that ask much at once, or are many, or gone hold up nobody."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from tests.website.gateway import BASE, Gateway, new_id, receive, request_bytes, wait_for


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


def test_messages_that_are_sent_ahead_on_one_connection_are_answered_in_their_order(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    texts = ["The pins are for an award", "our budget is tight", "we need 300 pins"]
    with gateway.connect() as connection:
        for text in texts:
            body = json.dumps({"id": new_id(), "text": text}).encode()
            headers = {**visitor.bearer, "Content-Type": "application/json"}
            connection.sendall(request_bytes("POST", f"{BASE}/messages", headers, body))
        answers = [receive(connection) for _ in texts]

    assert [a and a.status for a in answers] == [200] * 3
    assert visitor.said() == texts
