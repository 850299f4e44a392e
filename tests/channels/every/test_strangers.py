"""Visitors and programs that mean no good: nothing ends the process, is lost, or reaches anybody else."""

from __future__ import annotations

import asyncio
import copy
import logging
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import aiohttp
import pytest

from pin_advisor.channels.wording import wording
from tests.channels.conftest import Waits
from tests.channels.every.channel import Failure
from tests.channels.every.conftest import Shop
from tests.channels.served import path_of

WORDS = wording()


async def require_alive(shop: Shop, visitor: int = 9000) -> None:
    """Fail unless somebody who writes now is answered."""
    assert await shop.say("are you there?", visitor) == ["You said: are you there?"]


def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log tells of exceptions, but for the platform's own refusals."""
    grave = (record for record in caplog.records if record.levelno >= logging.ERROR)
    # A stand-in's own server may fail at what no platform would be sent.
    told = (record.getMessage() for record in grave if not record.name.startswith("aiohttp"))
    refusal = re.compile(
        r"Error \w{6}: [A-Z]\w+ [\w.]+: .*|.*an event was left out that is not as documented: .*"
    )
    return [line for line in told if not refusal.fullmatch(line)]


# -- bodies -------------------------------------------------------------------------------------------

DEEP: Final = b'{"a":' * 99 + b"1" + b"}" * 99
BODIES: Final = {
    "empty": b"",
    "a list": b"[]",
    "null": b"null",
    "a text": b'"hello"',
    "an empty object": b"{}",
    "a key twice": b'{"type": "message", "type": "event_callback", "update_id": 1, "update_id": 2}',
    "braces": b"{" * 5000,
    "brackets": b"[" * 200_000,
    "deep": DEEP,
    "no number": b'{"update_id": NaN, "type": NaN, "object": NaN}',
    "a long number": b'{"update_id": ' + b"9" * 5000 + b"}",
    "NUL": b"\x00" * 100,
    "no UTF-8": b'{"type": "\xff\xfe"}',
    "half of a pair": b'{"type": "\\ud800", "object": "\\udfff", "update_id": 1}',
    "a form": b"payload=%7B%7D&payload=1",
    "half of a form": b"a=%&b&=c&&&==",
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
}


async def test_a_body_that_is_none_of_the_platforms_is_refused_or_ignored(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    for name, body in BODIES.items():
        assert await shop.post(shop.channel.signed(shop.platform, body)) in (200, 400, 401), name
    await shop.served.settled()

    assert shop.rasa.heard == []
    assert faults(caplog) == []
    await require_alive(shop)


async def test_a_body_that_is_too_large_is_refused_before_it_is_looked_at(shop: Shop) -> None:
    body = b'{"a": "' + b"x" * shop.channel.CONNECTOR.LONGEST + b'"}'

    assert await shop.post(shop.channel.signed(shop.platform, body)) in (400, 401, 413)
    await require_alive(shop)


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/xml", "multipart/form-data; boundary=x", "x/y; z"]
)
async def test_a_content_type_that_is_none_of_the_platforms_ends_nothing(shop: Shop, kind: str) -> None:
    request = shop.request(shop.event("hello")).with_header("Content-Type", kind)

    assert await shop.post(request) in (200, 400)
    await shop.served.settled()
    await require_alive(shop)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
async def test_other_methods_are_refused(shop: Shop, method: str) -> None:
    request = shop.request(shop.event("hello"))
    url = shop.served.url + path_of(shop.channel.CONNECTOR)
    async with (
        aiohttp.ClientSession() as client,
        client.request(method, url, data=request.body, headers=request.headers) as answer,
    ):
        assert 400 <= answer.status < 500
    assert shop.rasa.heard == []


#: What stands in the place of anything that a platform tells.
HOSTILE: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 10**30, 1e308, "", " ", "\x00", "\ud800", "a:b", "a\nb", "../..",
    "\u202eevil", "x" * 10_000, "{slot}", "<!everyone>", [], {}, [None], [[]], {"id": {"id": "x"}}, {"": ""},
)  # fmt: skip


def spoilt(value: Any, rng: random.Random) -> Any:
    """The same with something else in one place, or without it."""
    spoilt = copy.deepcopy(value)
    places = list(_places(spoilt))
    holder, key = rng.choice(places)
    if rng.random() < 0.2:
        del holder[key]
    else:
        holder[key] = rng.choice(HOSTILE)
    return spoilt


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        yield value, key
        yield from _places(value[key])


async def test_whatever_stands_in_a_documented_event_nothing_fails(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    rng = random.Random(7)
    shop.without_limits()
    events = list(shop.channel.documented(shop.platform))
    for _ in range(250):
        request = rng.choice(events).request(0)
        changed = shop.channel.spoil(shop.platform, request, lambda value: spoilt(value, rng))
        if changed is None:
            continue
        assert await shop.post(changed) in (200, 400, 401), changed.body
    await shop.served.settled()

    assert faults(caplog) == []
    assert all(re.fullmatch(r"[a-z]+:[\w.~%:-]{1,250}", heard.sender_id) for heard in shop.rasa.heard)
    await require_alive(shop)


# -- words --------------------------------------------------------------------------------------------

#: What a visitor types, and what the bot hears.
TYPED: Final = {
    "/restart": "\u2215restart",
    '/inform{"budget": "premium"}': '\u2215inform{"budget": "premium"}',
    "/session_start": "\u2215session_start",
    "\u202egnirts a\u202c": None,
    "a\x07b\x1b[31mc\x7f": None,
    "nul\x00nul": None,
    "<!everyone> <!channel> <!here> @channel @everyone <@U0001>": None,
    "*b* _i_ ~s~ `c` ```x``` > q [a](http://evil.example) <http://evil.example|pay here>": None,
    "<b>x</b><script>alert(1)</script>&lt;at&gt;": None,
    "{slot} {{slot}} %s 0[ ${x} __class__": None,
    "'; DROP TABLE events; --": "'; DROP TABLE events; --",
    "\u200b\u200b": None,
    "é" * 999: None,
    "a" + "\u0301" * 900: None,
}


@pytest.mark.parametrize("typed", TYPED, ids=range(len(TYPED)))
async def test_no_words_do_anything_but_be_answered(
    shop: Shop, typed: str, caplog: pytest.LogCaptureFixture
) -> None:
    sent = await shop.say(typed)
    calls = [call.body for call in shop.platform.made(shop.channel.SEND)]

    assert len(sent) == len(calls) >= 1
    assert len(shop.rasa.heard) <= 1
    if TYPED[typed] is not None:
        assert shop.rasa.texts == [TYPED[typed]]
    assert shop.channel.called(calls) == []
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []
    await require_alive(shop)


async def test_half_of_a_pair_is_answered_where_it_can_come(shop: Shop) -> None:
    request = shop.request(shop.event("half"))
    half = b"\\ud83d" if request.body.startswith(b"{") else b"%ED%A0%BD"  # in JSON, or in a form
    changed = request.body.replace(b"half", half)
    assert changed != request.body
    again = shop.channel.signed(shop.platform, changed)

    status = await shop.post(again)
    await shop.served.settled()
    # Twilio signs what a form says, and bytes that are no UTF-8 say nothing that it could have signed.
    forged = half.startswith(b"%")
    assert (status, len(shop.sent())) == ((401, 0) if forged else (200, 1))
    await require_alive(shop)


async def test_who_floods_us_is_told_so_and_keeps_nobody_else_waiting(shop: Shop) -> None:
    requests = [shop.request(shop.event(f"message {n}")) for n in range(120)]

    statuses = await asyncio.gather(*map(shop.post, requests))
    await shop.served.settled()
    await require_alive(shop)

    assert set(statuses) <= {200, 503}
    assert len(shop.rasa.heard) <= 2 * 5 + 1
    assert WORDS.too_fast in [text for _, text in shop.sent()]


async def test_the_same_id_with_other_words_is_not_heard(shop: Shop) -> None:
    event = shop.event("hello")
    await shop.deliver(event)
    first = shop.channel.again(shop.platform, event, 1)
    other = shop.channel.signed(shop.platform, first.body.replace(b"hello", b"hullo"))

    assert await shop.post(replace(other, query=first.query)) in (200, 401)
    await shop.served.settled()
    assert shop.rasa.texts == ["hello"]


# -- the platform's own side ----------------------------------------------------------------------------


class Trap:
    """Somebody on this machine whom nobody may be sent to."""

    def __init__(self) -> None:
        self.visits = 0

    async def __aenter__(self) -> Trap:
        self._server = await asyncio.start_server(self._visited, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/latest/meta-data"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _visited(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        writer.close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirection_is_not_followed_and_costs_no_words(
    waits: Waits, shop: Shop, status: int
) -> None:
    async with Trap() as trap:
        shop.fail(Failure(status, b"", {"Location": trap.url}), times=2)

        assert await shop.say("hello") == ["You said: hello"]
        assert trap.visits == 0


GARBAGE: Final = {
    "a proxy's page": Failure(
        200, b"<html>Welcome to our wireless network</html>", {"Content_Type": "text/html"}
    ),
    "an error's page": Failure(502, b"\xff\xfe<html>", {"Content_Type": "text/html; charset=utf-16"}),
    "deep": Failure(500, DEEP.replace(b"1", b"{}") * 50),
    "long": Failure(503, b"x" * 2_000_000),
    "a wait that is none": Failure(429, b"{}", {"Retry_After": "soon"}),
    "a wait below zero": Failure(429, b"{}", {"Retry_After": "-5"}),
    "a wait beyond counting": Failure(503, b"{}", {"Retry_After": "9" * 400}),
}


@pytest.mark.parametrize("case", GARBAGE)
async def test_garbage_from_the_platform_costs_no_words(waits: Waits, shop: Shop, case: str) -> None:
    shop.fail(GARBAGE[case])

    assert await shop.say("hello") == ["You said: hello"]


async def test_a_platform_that_hangs_holds_up_nobody_else(waits: Waits, shop: Shop) -> None:
    await waits.be_impatient()
    shop.platform.fail(0, times=3, only=shop.channel.SEND)
    requests = [shop.request(shop.event(f"I am {n}", n)) for n in range(1, 6)]

    assert await asyncio.gather(*map(shop.post, requests)) == [200] * 5
    await shop.served.settled()

    assert sorted(text for _, text in shop.sent()) == [f"You said: I am {n}" for n in range(1, 6)]
