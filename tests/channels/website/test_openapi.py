"""The description for programs is proper OpenAPI and says what the gateway does."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from jsonschema import Draft4Validator
from sanic import Blueprint

from pin_advisor.channels.json_body import Malformed
from pin_advisor.channels.website import WebsiteInput
from pin_advisor.channels.website.contract import MessageRequest, SessionRequest, TooLong, read
from pin_advisor.channels.website.errors import STATUS
from pin_advisor.channels.website.openapi import description
from pin_advisor.vocabulary import NEEDS, VALUES

METHODS = {"get", "post", "delete", "put", "patch", "options", "head"}
#: Not for programs: the pages, their scripts, the description itself, and what browsers ask beforehand.
UNDESCRIBED = {"/<path:path>", "/openapi.json"}


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Blueprint:
    monkeypatch.setenv("PIN_ADVISOR_SESSION_KEYS", "test:" + "k" * 48)

    async def ignore(_: Any) -> None:
        pass

    return WebsiteInput().blueprint(ignore)


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (path, method): operation
        for path, item in description()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def test_every_route_is_described_and_nothing_else(gateway: Blueprint) -> None:
    routes = {
        (r.uri, m.lower()) for r in gateway._future_routes for m in r.methods if r.uri not in UNDESCRIBED
    }
    preflights = {(uri, method) for uri, method in routes if method == "options"}  # browsers know these

    assert set(operations()) == routes - preflights


def test_it_is_json_and_can_be_loaded() -> None:
    found = description()

    assert json.loads(json.dumps(found)) == found
    assert found["openapi"].startswith("3.0")
    schema = schemathesis.openapi.from_dict(found)
    found_in_it: list[Any] = list(schema.get_all_operations())
    assert {(o.ok().path, o.ok().method) for o in found_in_it} == set(operations())


def test_every_reference_leads_somewhere() -> None:
    found = description()
    text = json.dumps(found)

    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in found["components"]["schemas"]


def test_every_schema_is_a_proper_one() -> None:
    found = description()
    for schema in (*found["components"]["schemas"].values(), *bodies().values()):
        Draft4Validator.check_schema(schema)


def test_what_needs_a_session_says_so_and_tells_of_a_missing_one() -> None:
    secured = {key for key, operation in operations().items() if operation.get("security")}

    assert secured == {("/messages", "post"), ("/history", "get"), ("/history", "delete")}
    for key in secured:
        assert "401" in operations()[key]["responses"]


def test_every_answer_is_one_that_the_gateway_may_give() -> None:
    statuses = {str(status) for status in STATUS.values()} | {"200", "201", "204"}

    for operation in operations().values():
        assert set(operation["responses"]) <= statuses
        assert any(code.startswith("2") for code in operation["responses"])
        assert operation["summary"]
    assert len({o["operationId"] for o in operations().values()}) == len(operations())


def test_the_needs_and_their_values_are_those_of_the_product() -> None:
    needs = description()["components"]["schemas"]["Needs"]["properties"]

    assert tuple(needs) == NEEDS
    for name, schema in needs.items():
        assert schema["nullable"]
        assert tuple(schema.get("enum", (None,)))[:-1] == VALUES.get(name, ())


def bodies() -> dict[str, dict[str, Any]]:
    return {
        path: operation["requestBody"]["content"]["application/json"]["schema"]
        for (path, _), operation in operations().items()
        if "requestBody" in operation
    }


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/session", {}), ("/session", {"login": "a.b.c"}), ("/session", {"login": ""}),
        ("/session", {"login": 7}), ("/session", {"login": "x" * 4096}),
        ("/session", {"login": "x" * 4097}), ("/session", {"login": "\u00e9" * 4096}),
        ("/session", {"login": "a b"}),
        ("/session", {"name": "ann"}),
        ("/messages", {}), ("/messages", {"id": "message-1"}), ("/messages", {"text": "hi"}),
        ("/messages", {"id": "message-1", "text": "hi"}), ("/messages", {"id": "message-1", "text": ""}),
        *(("/messages", {"id": "message-1", "text": t}) for t in (" ", "\n", "\x1c", "\x85", "\u3000 .")),
        ("/messages", {"id": "short", "text": "hi"}), ("/messages", {"id": "message 1", "text": "hi"}),
        ("/messages", {"id": "x" * 64, "text": "x" * 1000}), ("/messages", {"id": "x" * 65, "text": "hi"}),
        ("/messages", {"id": "message-1", "text": "x" * 1001}), ("/messages", {"id": "message-1", "text": 7}),
        ("/messages", {"id": "message-1", "text": "hi", "locale": "en-GB", "page": "/"}),
        ("/messages", {"id": "message-1", "text": "hi", "locale": "en_GB"}),
        ("/messages", {"id": "message-1", "text": "hi", "page": "x" * 201}),
        ("/messages", {"id": "message-1", "text": "hi", "sender": "ann"}),
    ],
    ids=lambda value: ascii(value)[:60],
)  # fmt: skip
def test_a_body_is_described_as_it_is_read(path: str, body: dict[str, Any]) -> None:
    model: Any = {"/session": SessionRequest, "/messages": MessageRequest}[path]
    try:
        read(json.dumps(body).encode(), model)
    except (Malformed, TooLong):
        taken = False
    else:
        taken = True

    assert Draft4Validator(bodies()[path]).is_valid(body) is taken
