"""Who asks to be forgotten is forgotten: nothing of the conversation is left in any table."""

from __future__ import annotations

from contextlib import ExitStack

import jwt

from tests.website.gateway import (
    BASE,
    LOGIN_KEY,
    Gateway,
    Visitor,
    new_id,
    receive,
    request_bytes,
    rows_with,
)


def _ask_for_a_quote(visitor: Visitor, contact: str) -> str:
    for text in (
        "120 flat club badges, tight budget, for one event",
        "send me an offer",
        "a green heron",
        "no rush",
        contact,
    ):
        visitor.turn(text)
    (reply,) = visitor.turn("yes, send it")["replies"]
    assert reply["payload"]["state"] == "sent"
    return str(reply["payload"]["quote_id"])


def _require_forgotten(visitor: Visitor, *words: str) -> None:
    assert rows_with(visitor.gateway.servers.database, visitor.conversation, *words) == {}
    for answer in (visitor.history(), visitor.say("Hello!"), visitor.erase()):
        assert (answer.status, answer.code, answer.faults()) == (401, "unauthorized", [])
    assert rows_with(visitor.gateway.servers.database, visitor.conversation, *words) == {}


def test_of_a_deleted_conversation_nothing_is_left_in_any_table(either: Gateway) -> None:
    ann, bob = either.visitor(), either.visitor()
    contact = f"ann-{new_id()}@example.org"
    code = _ask_for_a_quote(ann, contact)
    bob.turn("The pins are for an award")
    assert set(rows_with(either.servers.database, ann.conversation)) >= {
        *("events", "messages", "conversations", "requests"),
    }

    answer = ann.erase()

    assert (answer.status, answer.content, answer.faults()) == (204, b"", [])
    _require_forgotten(ann, contact, code)
    assert bob.said() == ["The pins are for an award"]


def test_who_says_so_twice_is_forgotten_too(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    visitor.turn(f"The pins are an award for {visitor.conversation}")
    visitor.turn("delete my data")
    (reply,) = visitor.turn("delete my data")["replies"]

    assert reply["messages"][0]["text"]
    _require_forgotten(visitor)


def test_the_retry_of_a_message_from_a_deleted_conversation_brings_nothing_back(gateway: Gateway) -> None:
    visitor, message_id = gateway.visitor(), new_id()
    visitor.turn("The pins are for an award", message_id)
    visitor.erase()

    assert visitor.say("The pins are for an award", message_id).status == 401
    _require_forgotten(visitor)


def test_a_message_that_waits_behind_a_deletion_does_not_bring_the_conversation_back(
    gateway: Gateway,
) -> None:
    """Wherever in between the deletion comes, there is nothing of what was before it afterwards."""
    visitor = gateway.visitor()
    visitor.turn("The pins are for an award")
    head = {**visitor.bearer, "Content-Type": "application/json"}
    requests = [
        request_bytes("POST", f"{BASE}/messages", head, f'{{"id": "{new_id()}", "text": "hello"}}'.encode())
        for _ in range(4)
    ]
    requests.insert(2, request_bytes("DELETE", f"{BASE}/history", visitor.bearer))
    with ExitStack() as stack:
        connections = [stack.enter_context(gateway.connect()) for _ in requests]
        for connection, request in zip(connections, requests, strict=True):
            connection.sendall(request)
        answers = [receive(connection) for connection in connections]

    assert answers[2] is not None
    assert answers[2].status == 204
    assert {a.status for a in answers if a is not None} <= {200, 204, 401}
    _require_forgotten(visitor)


def test_who_has_logged_in_is_forgotten_on_every_device_and_may_begin_anew(gateway: Gateway) -> None:
    login = jwt.encode({"sub": new_id(), "exp": 4_000_000_000}, LOGIN_KEY, algorithm="HS256")
    laptop, phone = gateway.visitor(login), gateway.visitor(login)
    laptop.turn("The pins are for an award")
    assert phone.erase().status == 204
    _require_forgotten(laptop)

    assert gateway.visitor(login).needs()["occasion"] is None
