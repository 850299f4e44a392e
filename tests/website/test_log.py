"""The log tells of no trouble that is a visitor's own. What it tells of ours is in test_outages.py."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from tests.website.gateway import BASE, Gateway, Visitor, new_id, request_bytes, wait_for


def test_what_a_visitor_does_wrong_leaves_nothing_in_the_log(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    message_id = new_id()
    visitor.turn("The pins are for an award", message_id)
    before = gateway.log()

    answers = [
        gateway.ask("POST", "/messages", b"{", visitor.bearer),
        gateway.raw(request_bytes("POST", f"{BASE}/session", {"Content-Length": "-1"}, b"{}")),
        gateway.raw(b"\xff\xfe /\r\n\r\n"),
        Visitor(gateway, "x.y.z").history(),
        gateway.ask("GET", "/about", None, {"Origin": "https://evil.example"}),
        gateway.ask("GET", "/nothing", b"with a body"),
        gateway.ask("PUT", "/messages", {}),
        visitor.say("The pins are for a wedding", message_id),
        visitor.say("x" * 1001),
        gateway.ask("POST", "/session", {"login": "x" * 30_000}),
        gateway.ask("POST", "/session", b" " * 40_000),
        gateway.ask("POST", "/session", b"{}", {"Content-Type": "text/plain"}),
        next(a for a in (visitor.say("Hello!") for _ in range(20)) if a.status == 429),
    ]

    statuses = [answer.status for answer in answers if answer is not None]
    assert statuses == [400, 400, 400, 401, 403, 404, 405, 409, 413, 413, 413, 415, 429]
    assert gateway.log() == before


def test_a_body_that_nobody_asked_for_leaves_nothing_in_the_log(gateway: Gateway) -> None:
    visitor, before = gateway.visitor(), gateway.log()
    for method, path in (
        ("GET", "/about"),
        ("GET", "/health/live"),
        ("GET", "/history"),
        ("DELETE", "/history"),
    ):
        assert gateway.ask(method, path, b"x" * 5000, visitor.bearer).status in (200, 204)
    assert gateway.log() == before


def test_clients_that_vanish_leave_nothing_in_the_log(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    visitor.turn("Hello!")
    body = json.dumps({"id": new_id(), "text": "our budget is tight"}).encode()
    request = request_bytes(
        "POST", f"{BASE}/messages", {**visitor.bearer, "Content-Type": "application/json"}, body
    )
    bot = gateway.servers.bot.handle.pid
    before, connected = gateway.log(), _sockets(bot)

    for sent in (request[:9], request[:100], request[: -len(body)], request[:-5], request):
        with gateway.connect() as connection:
            connection.sendall(sent)

    wait_for(lambda: visitor.said() == ["Hello!", "our budget is tight"], "the message's turn")
    wait_for(lambda: _sockets(bot) <= connected, "an end of all connections")
    assert gateway.log() == before


def _sockets(process: int) -> int:
    """How many are open; files are not counted, since the database's pool may grow meanwhile."""
    found = 0
    for file in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):  # it was closed just now
            found += os.readlink(file).startswith("socket:")
    return found
