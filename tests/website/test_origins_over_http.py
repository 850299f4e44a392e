"""Pages of other websites get nothing done and read nothing."""

from __future__ import annotations

import json
from typing import Final

import pytest

from tests.website.gateway import SHOP, Answer, Gateway, Visitor, new_id

_FOREIGN: Final = (
    *("null", "https://evil.example", "https://www.shop.example.evil.example", "http://www.shop.example"),
    *("https://www.shop.example:8443", "https://shop.example", "https://evilwww.shop.example", "file://"),
    *("https://www.shop.example@evil.example", "https://www.shop.example/", "https://www.shop.example, null"),
    *("https://[::1", "http://[", "https://www.shop.example\t.evil.example", "", "*", "chrome-extension://x"),
    *("http://127.0.0.1", "http://localhost:5005", "ws://www.shop.example"),
)


def _post(visitor: Visitor, text: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"id": new_id(), "text": text}
    return visitor.gateway.ask("POST", "/messages", body, {**visitor.bearer, **named})


@pytest.mark.parametrize("origin", _FOREIGN)
def test_a_foreign_page_takes_no_turn_and_reads_nothing(gateway: Gateway, origin: str) -> None:
    visitor = gateway.visitor()
    answers = [
        _post(visitor, "Hello!", Origin=origin),
        gateway.ask("POST", "/session", {}, {"Origin": origin}),
        gateway.ask("GET", "/history", None, {**visitor.bearer, "Origin": origin}),
        gateway.ask("DELETE", "/history", None, {**visitor.bearer, "Origin": origin}),
        gateway.ask("GET", "/about", None, {"Origin": origin}),
    ]
    for answer in answers:
        assert (answer.status, answer.code, answer.faults()) == (403, "forbidden", [])
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answers.append(gateway.ask("OPTIONS", "/messages", None, asked))
    for answer in answers:
        assert "access-control-allow-origin" not in answer.headers
        assert "access-control-allow-credentials" not in answer.headers
    assert visitor.said() == []


def test_the_shops_page_and_our_own_may(gateway: Gateway) -> None:
    for origin in (SHOP, f"http://{gateway.host}"):
        visitor = gateway.visitor()
        asked = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x",
        }
        preflight = gateway.ask("OPTIONS", "/messages", None, asked)
        answer = _post(visitor, "Hello!", Origin=origin, Sec_Fetch_Site="cross-site")
        assert preflight.status in (200, 204)
        assert answer.status == 200
        allowed = {h.strip().lower() for h in preflight.headers["access-control-allow-headers"].split(",")}
        assert allowed == {"authorization", "content-type"}
        assert "pin-advisor-token" in answer.headers["access-control-expose-headers"].lower()
        assert "retry-after" in answer.headers["access-control-expose-headers"].lower()
        for each in (preflight, answer):
            assert each.headers["access-control-allow-origin"] == origin
            assert "origin" in each.headers["vary"].lower()
            assert "access-control-allow-credentials" not in each.headers


def test_the_shops_page_can_read_why_it_was_refused(gateway: Gateway) -> None:
    origin = {"Origin": SHOP}
    visitor = gateway.visitor()
    refused = {
        401: gateway.ask("GET", "/history", None, origin),
        400: gateway.ask("POST", "/messages", b"{", {**visitor.bearer, **origin}),
        413: gateway.ask(
            "POST", "/messages", {"id": new_id(), "text": "x" * 1001}, {**visitor.bearer, **origin}
        ),
        415: gateway.ask("POST", "/session", b"{}", {**origin, "Content-Type": "text/plain"}),
        404: gateway.ask("GET", "/nothing", None, origin),
        405: gateway.ask("PUT", "/messages", {}, origin),
    }
    for status, answer in refused.items():
        assert answer.status == status
        assert answer.headers.get("access-control-allow-origin") == SHOP, status


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-origin", 200), ("none", 200), ("x", 403)]
)
def test_without_an_origin_the_browser_says_where_a_request_is_from(
    visitor: Visitor, site: str, status: int
) -> None:
    assert _post(visitor, "Hello!", Sec_Fetch_Site=site).status == status


@pytest.mark.parametrize(
    "kind",
    [
        *(
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/json",
            "",
        ),
        *("application/jsonp", "application/ld+json", "text/plain, application/json", "application/json x"),
    ],
)
def test_what_a_form_could_send_is_refused(visitor: Visitor, kind: str) -> None:
    body = json.dumps({"id": new_id(), "text": "Hello!"}).encode()
    answer = visitor.gateway.ask("POST", "/messages", body, {**visitor.bearer, "Content-Type": kind})
    assert (answer.status, answer.code, answer.faults()) == (415, "unsupported_media_type", [])
    assert visitor.said() == []


def test_no_answer_about_visitors_is_for_every_page(gateway: Gateway, visitor: Visitor) -> None:
    for path in ("/about", "/history", "/health/live", "/health/ready", "/openapi.json"):
        answer = gateway.ask("GET", path, None, {**visitor.bearer, "Origin": SHOP})
        assert answer.headers.get("access-control-allow-origin") == SHOP, path
    assert gateway.ask("GET", "/history", None, visitor.bearer).headers["cache-control"] == "no-store"
