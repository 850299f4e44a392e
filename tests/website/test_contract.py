"""What the gateway says of itself in openapi.json is so, for every request that can be made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from requests.adapters import HTTPAdapter
from schemathesis.specs.openapi.checks import ignored_auth, missing_required_header

from pin_advisor.channels.website.openapi import description
from pin_advisor.servers import HOST
from tests.website.gateway import BASE, NEEDS, Gateway, Visitor, new_address, new_id

# What is not as described is malformed, not for us, too large or no JSON: nothing else may come of it.
_REJECTED: Final = {"negative_data_rejection": {"expected-statuses": ["400", "401", "413", "415"]}}
schema = schemathesis.openapi.from_dict(
    description(), config=schemathesis.Config.from_dict({"checks": _REJECTED})
)


class _Session(requests.Session):
    """Requests from an address of their own, and no proxy."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.mount("http://", _From(new_address()))


class _From(HTTPAdapter):
    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **keywords: Any) -> None:
        super().init_poolmanager(*arguments, **keywords, source_address=(self._address, 0))


@schema.parametrize()
@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_request_is_answered_as_the_description_says(
    case: schemathesis.Case[Any], gateway: Gateway
) -> None:
    # Somebody new each time, so that no limit stands in the way.
    visitor = gateway.visitor()
    base = f"http://{HOST}:{gateway.servers.port}{BASE}"
    with _Session() as session:
        # Who is refused for the token is told in test_sessions.py.
        case.call_and_validate(
            base_url=base,
            session=session,
            headers=visitor.bearer,
            excluded_checks=[ignored_auth, missing_required_header],
        )


def test_the_description_is_there_for_everybody(gateway: Gateway) -> None:
    answer = gateway.ask("GET", "/openapi.json")
    assert (answer.status, answer.faults()) == (200, [])
    assert answer.data == json.loads(json.dumps(description()))


_METHODS: Final = (
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "get",
    "X",
)
_BODIES: Final[Mapping[str, bytes | None]] = {
    "nothing": None,
    "an empty object": b"{}",
    "a message": b'{"id": "0123456789", "text": "Hello!"}',
    "a list": b"[]",
    "no JSON": b"id=1",
}
_KINDS: Final = (
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "text/plain",
    None,
)
#: What is granted, by method and path: the bodies and the status.
_GRANTED: Final[Mapping[tuple[str, str], tuple[frozenset[str], int]]] = {
    ("POST", "/session"): (frozenset({"an empty object"}), 201),
    ("POST", "/messages"): (frozenset({"a message"}), 200),
    ("GET", "/history"): (frozenset(_BODIES), 200),
    ("DELETE", "/history"): (frozenset(_BODIES), 204),
    ("GET", "/about"): (frozenset(_BODIES), 200),
    ("GET", "/openapi.json"): (frozenset(_BODIES), 200),
    ("GET", "/health/live"): (frozenset(_BODIES), 200),
}


@pytest.mark.parametrize("path", sorted({path for _, path in _GRANTED}))
@pytest.mark.parametrize("method", _METHODS)
def test_only_what_is_described_is_granted(gateway: Gateway, method: str, path: str) -> None:
    bodies, status = _GRANTED.get((method, path), (frozenset(), 0))
    nobody = gateway.visitor()
    for name, body in _BODIES.items():
        for kind in _KINDS if method == "POST" else _KINDS[:1]:
            # Only what may be granted needs somebody new: a turn is counted, a deletion ends it all.
            visitor = gateway.visitor() if bodies else nobody
            headers = {**visitor.bearer, **({"Content-Type": kind} if kind else {})}
            answer = gateway.ask(method, path, body, headers if kind else {**headers, "Content-Type": ""})
            read = method != "POST" or (kind or "").partition(";")[0].lower() == "application/json"
            if name in bodies and read:
                assert (answer.status, answer.faults()) == (status, []), (name, kind)
            elif method == "OPTIONS":
                assert answer.status < 500, (name, kind)
            else:
                assert 400 <= answer.status < 500, (name, kind, answer)
                assert method == "HEAD" or answer.faults() == [], (name, kind, answer)


def test_a_session_is_what_the_contract_says(gateway: Gateway) -> None:
    answer = gateway.ask("POST", "/session", {})
    assert (answer.status, answer.faults()) == (201, [])
    assert set(answer.data) == {"token", "expires_in"}
    assert answer.data["expires_in"] == 2_592_000
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == "no-store"


def test_an_answer_is_what_the_contract_says(visitor: Visitor) -> None:
    message_id = new_id()
    answer = visitor.say("I need advice on pins for an award", message_id)

    assert (answer.status, answer.faults()) == (200, [])
    assert set(answer.data) == {"id", "replies", "needs", "at"}
    assert answer.data["id"] == message_id
    assert set(answer.data["needs"]) == NEEDS
    (reply,) = answer.data["replies"]
    assert set(reply) == {"messages", "payload", "at"}
    assert reply["payload"]["type"] == "question"
    for message in reply["messages"]:
        assert set(message) == {"text", "choices"}
        assert all(set(choice) == {"title", "say"} for choice in message["choices"])


def test_the_history_tells_what_was_answered(visitor: Visitor) -> None:
    given = [visitor.turn(text) for text in ("I need pins for an award", "flat", "how are they made?")]

    told = visitor.history().data
    assert set(told) == {"turns", "needs"}
    assert [t["id"] for t in told["turns"]] == [g["id"] for g in given]
    assert [[t["reply"]] for t in told["turns"]] == [g["replies"] for g in given]
    assert told["needs"] == given[-1]["needs"]
    assert all(set(t) == {"id", "said", "at", "reply"} for t in told["turns"])


def test_before_anything_is_said_the_history_is_empty(visitor: Visitor) -> None:
    assert visitor.history().data == {"turns": [], "needs": dict.fromkeys(NEEDS)}
