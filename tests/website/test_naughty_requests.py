"""Whatever a request is made of, it is answered in the terms of the contract, and nobody else notices."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from tests.website.gateway import BASE, SHOP, Gateway, new_id, request_bytes
from tests.website.naughty import BODIES, NOT_TEXTS, TEXTS

_AT_ONCE: Final = 3
_OF_BODIES: Final = ("Content-Type", "Content-Encoding", "Content-Length", "Transfer-Encoding", "Expect")


@pytest.fixture(autouse=True)
def _the_process_lives_on(gateway: Gateway) -> Iterator[None]:
    process_id = gateway.servers.bot.handle.pid
    yield
    gateway.require_same_process(process_id)


@pytest.fixture(autouse=True, scope="module")
def _others_are_still_understood(gateway: Gateway) -> Iterator[None]:
    yield
    assert gateway.visitor().turn("The pins are for an award")["needs"]["occasion"] == "award"


def test_a_field_that_is_missing_or_unknown_is_refused(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    whole = {"id": new_id(), "text": "Hello!"}
    bodies: list[Any] = [{k: v for k, v in whole.items() if k != field} for field in whole]
    bodies += [{**whole, text: "x"} for text in TEXTS.values()]
    for body in bodies:
        answer = gateway.ask("POST", "/messages", body, visitor.bearer)
        assert (answer.status, answer.code, answer.faults()) == (400, "bad_request", []), body
    assert visitor.said() == []


@pytest.mark.parametrize("path", ["/messages", "/session"])
def test_a_body_that_is_no_proper_object_is_refused(gateway: Gateway, path: str) -> None:
    visitor = gateway.visitor()
    for name, body in BODIES.items():
        answer = gateway.ask("POST", path, body, visitor.bearer)
        assert (answer.status, answer.faults()) == (400, []), name
    assert visitor.said() == []


def test_a_naughty_login_is_refused(gateway: Gateway) -> None:
    for name, value in {**TEXTS, **NOT_TEXTS}.items():
        answer = gateway.ask("POST", "/session", {"login": value})
        expected = (201,) if value is None else (400, 401)
        assert answer.status in expected, name
        assert answer.faults() == [], name


@pytest.mark.parametrize(
    "header",
    [
        *_OF_BODIES,
        *"Authorization Origin Sec-Fetch-Site Host Accept Accept-Encoding Cookie X-Forwarded-For".split(),
        *"Forwarded X-Scheme If-None-Match Range Referer User-Agent Upgrade Connection X-Naughty".split(),
    ],
)
def test_a_naughty_header_never_makes_a_fault_of_ours(gateway: Gateway, header: str) -> None:
    visitor = gateway.visitor()
    if header in _OF_BODIES:
        # Refused for its id wherever the header itself doesn't matter: it is too many for one conversation.
        body = json.dumps({"id": f"+{new_id()}", "text": "Hello!"}).encode()
        headers = {"Content-Type": "application/json", **visitor.bearer}
        kind = ("POST", f"{BASE}/messages", headers, body)
    else:
        kind = ("GET", f"{BASE}/history", visitor.bearer, b"")
    method, target, headers, body = kind

    _require_no_fault(
        gateway, [request_bytes(method, target, {**headers, header: value}, body) for value in _in_headers()]
    )

    assert visitor.said() == []


def test_a_header_that_comes_twice_never_makes_a_fault_of_ours(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    whole = request_bytes("GET", f"{BASE}/history", {**visitor.bearer, "Origin": SHOP})
    head, *lines = whole.removesuffix(b"\r\n\r\n").split(b"\r\n")
    _require_no_fault(
        gateway,
        [b"\r\n".join([head, *lines, line, *again]) + b"\r\n\r\n" for line in lines for again in ([], lines)],
    )


def test_a_naughty_path_never_makes_a_fault_of_ours(gateway: Gateway) -> None:
    targets: list[bytes] = [
        b"*",
        b"/",
        b"//",
        b"http://evil.example/webhooks/website/about",
        b"?",
        b"#",
        b"%",
    ]
    for text in TEXTS.values():
        raw = text.encode("utf-8", "surrogatepass")
        quoted = urllib.parse.quote(raw).encode()
        for path in (b"/", b"/about/", b"/history?x=", b"/demo/"):
            targets += [BASE.encode() + path + quoted, BASE.encode() + path + raw]
    targets += [
        BASE.encode() + path
        for path in (
            *(
                b"/%",
                b"/%zz",
                b"/%00",
                b"/%c0%ae%c0%ae/",
                b"/%ff",
                b"/..%2f..%2fcredentials.yml",
                b"/%2e%2e/%2e%2e/",
            ),
            *(
                b"/../../../credentials.yml",
                b"/....//",
                b"/demo/../../README.md",
                b"/about;x=y",
                b"/about%20",
            ),
            *(
                b"/ABOUT",
                b"/about/",
                b"//about",
                b"/?" + b"&" * 900,
                b"/" + b"a/" * 2000,
                b"/history?" + b"x=1&" * 900,
            ),
        )
    ]
    _require_no_fault(
        gateway, [request_bytes(method, target) for target in targets for method in ("GET", "POST")]
    )


def _in_headers() -> list[bytes]:
    """Naughty texts as far as a line can hold them, and some that mean something to servers."""
    # Plain letters in a line trouble nobody.
    odd = (t for t in TEXTS.values() if not t.isascii() or not t.isprintable() or len(t) > 200)
    texts = [text.encode("utf-8", "surrogatepass") for text in odd]
    lines = [b" ".join(text.split(b"\n")).replace(b"\r", b" ")[:2000] for text in texts]
    return [
        *lines,
        *(
            b"0",
            b"-1",
            b"1e9",
            b"18446744073709551616",
            b"0x10",
            b"chunked",
            b"gzip",
            b"deflate",
            b"identity",
        ),
        *(
            b"100-continue",
            b"websocket",
            b"h2c",
            b"close, upgrade",
            b"Bearer",
            b"Bearer ",
            b"Bearer .",
            b"Bearer ...",
        ),
        *(
            b"Bearer e30.e30.e30",
            b"Basic Og==",
            b"Bearer " + b"a." * 3000,
            b"null",
            b"http://[",
            b"https://[::1",
        ),
        *(
            b"text/plain",
            b"multipart/form-data; boundary=x",
            b"application/json; charset=\xff",
            b"bytes=9-1,-",
        ),
        *(b'for="[::1";by=,', b"example.com:99999999", b"a@b:c", b"[", b"DELETE", b"q=;q=;q=x"),
    ]


def _require_no_fault(gateway: Gateway, requests: Iterable[bytes]) -> None:
    """Every request is answered with less than 500, properly if it is refused, or the connection closed."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        requests = list(requests)
        for request, answer in zip(requests, pool.map(gateway.raw, requests), strict=True):
            if answer is not None:
                assert answer.status < 500, (request[:300], answer)
                assert not answer.status >= 400 or not answer.faults(), (
                    request[:300],
                    answer,
                    answer.faults(),
                )
