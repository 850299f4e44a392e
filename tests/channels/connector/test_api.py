"""Calls of a platform's API: patient, but not for ever, and with nothing secret in what they leave behind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timezone
from typing import Any

import pytest
from aiohttp import web

from pin_advisor.channels.connector.api import Answer, Api, ApiError, retry_after
from pin_advisor.channels.stand_ins.server import StandIn

SECRET = "token-that-nobody-may-read"
WORDS = "ann@example.com wants 300 pins"


class Platform(StandIn):
    """Grants everything that it has not been told to refuse."""

    def routes(self) -> list[web.RouteDef]:
        return [web.route("*", "/{path:.*}", self._take)]

    async def _take(self, request: web.Request) -> web.StreamResponse:
        body = {"path": request.path, "method": request.method, "body": await request.text()}
        body |= {"authorization": request.headers.get("Authorization", "")}
        fault = self.fault("")
        await self.note("call", body, fault.status if fault else 200)
        if fault is None:
            return web.json_response({"ok": True})
        if not fault.status:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if isinstance(fault.body, bytes):
            return web.Response(status=fault.status, body=fault.body, headers=fault.headers)
        return web.json_response(fault.body, status=fault.status, headers=fault.headers)


class Waits(list[float]):
    """Sleeps no time at all, and remembers how long it should have been."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    platform = Platform()
    await platform.start()
    yield platform
    await platform.stop()


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def api(platform: Platform, waits: Waits) -> AsyncIterator[Api]:
    api = Api("Acme", platform.url, {"Authorization": f"Bearer {SECRET}"}, sleep=waits)
    yield api
    await api.close()


async def send(api: Api, **more: Any) -> Any:
    return await api.call("send", f"/bot{SECRET}/send", json={"text": WORDS}, **more)


async def test_a_call_gets_its_answer(api: Api, platform: Platform, waits: Waits) -> None:
    assert await send(api) == {"ok": True}
    (call,) = platform.calls
    assert call.body["path"] == f"/bot{SECRET}/send"
    assert call.body["authorization"] == f"Bearer {SECRET}"
    assert WORDS in call.body["body"]
    assert waits == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_what_may_pass_is_tried_again(api: Api, platform: Platform, waits: Waits, status: int) -> None:
    platform.fail(status, times=2)

    assert await send(api) == {"ok": True}
    assert [call.answer for call in platform.calls] == [status, status, 200]
    assert 0.5 <= waits[0] <= 0.75
    assert 1.0 <= waits[1] <= 1.5


async def test_a_connection_that_breaks_is_tried_again(api: Api, platform: Platform) -> None:
    platform.fail(0)

    assert await send(api) == {"ok": True}


async def test_as_long_as_the_platform_says_is_waited(api: Api, platform: Platform, waits: Waits) -> None:
    platform.fail(429, retry_after="7")

    await send(api)

    assert waits == [7.0]


async def test_a_platform_may_say_so_in_the_body(platform: Platform, waits: Waits) -> None:
    api = Api("Acme", platform.url, sleep=waits, retry_after=lambda answer: float(answer.body["wait"]))
    platform.fail(429, body={"wait": 9}, retry_after="7")

    await send(api)
    await api.close()

    assert waits == [9.0]


async def test_who_wants_us_to_wait_too_long_is_left_for_later(
    api: Api, platform: Platform, waits: Waits
) -> None:
    platform.fail(429, retry_after="3600")

    with pytest.raises(ApiError) as caught:
        await send(api)

    assert caught.value.transient
    assert caught.value.retry_after == 3600
    assert waits == []


async def test_trying_comes_to_an_end(api: Api, platform: Platform, waits: Waits) -> None:
    platform.fail(500, times=50)

    with pytest.raises(ApiError) as caught:
        await send(api)

    assert caught.value.transient
    assert len(platform.calls) == 5
    assert len(waits) == 4


async def test_a_call_that_matters_little_is_tried_once(api: Api, platform: Platform) -> None:
    platform.fail(500, times=2)

    with pytest.raises(ApiError):
        await send(api, attempts=1)

    assert len(platform.calls) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
async def test_what_will_not_pass_is_not_tried_again(api: Api, platform: Platform, status: int) -> None:
    platform.fail(status)

    with pytest.raises(ApiError) as caught:
        await send(api)

    assert (caught.value.status, caught.value.transient) == (status, False)
    assert len(platform.calls) == 1


async def test_a_redirect_is_not_followed(api: Api, platform: Platform) -> None:
    platform.fail(307, times=5, location="http://127.0.0.1:9/")

    with pytest.raises(ApiError) as caught:
        await send(api)

    assert (caught.value.status, caught.value.transient) == (502, True)
    assert len(platform.calls) == 5


async def test_nobody_listening_is_transient(waits: Waits) -> None:
    api = Api("Acme", "http://127.0.0.1:9", sleep=waits)

    with pytest.raises(ApiError) as caught:
        await send(api)
    await api.close()

    assert caught.value.transient
    assert len(waits) == 4


async def test_no_answer_in_time_is_transient(waits: Waits) -> None:
    class Silent(Platform):
        async def _take(self, request: web.Request) -> web.StreamResponse:
            await self.note("call", {}, 0)
            await asyncio.sleep(3600)
            return web.Response()

    platform = Silent()
    await platform.start()
    api = Api("Acme", platform.url, sleep=waits, attempt_limit=0.05)
    with pytest.raises(ApiError) as caught:
        await send(api)
    await api.close()
    await platform.stop()

    assert (caught.value.transient, caught.value.reason) == (True, "no answer in time")
    assert len(platform.calls) == 5


async def test_a_platform_may_tell_more_by_a_code_than_by_the_status(
    platform: Platform, waits: Waits
) -> None:
    def by_code(answer: Answer) -> int:
        return {613: 429, 551: 403}.get((answer.body or {}).get("code"), answer.status)

    api = Api("Acme", platform.url, status=by_code, sleep=waits)
    platform.fail(400, body={"code": 613}, Retry_After="7")
    assert (await send(api)) == {"ok": True}
    platform.fail(400, body={"code": 551})
    with pytest.raises(ApiError, match="status 400") as caught:
        await send(api)
    await api.close()

    assert waits == [7.0]
    assert (caught.value.status, caught.value.transient) == (403, False)


async def test_a_platform_may_tell_failure_with_a_status_of_success(platform: Platform, waits: Waits) -> None:
    def verdict(answer: Answer) -> ApiError | None:
        return None if answer.body["ok"] else ApiError("Acme", "send", answer.body["error"])

    api = Api("Acme", platform.url, verdict=verdict, sleep=waits)
    platform.fail(200, body={"ok": False, "error": "channel_not_found"})

    with pytest.raises(ApiError, match="channel_not_found"):
        await send(api)
    await api.close()


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b"\xff\xfe"])
async def test_an_answer_that_is_no_json_is_none(api: Api, platform: Platform, body: bytes) -> None:
    platform.fail(200, body=body)

    assert await send(api) is None


async def test_an_answer_without_end_is_not_read_to_the_end(api: Api, platform: Platform) -> None:
    platform.fail(200, times=5, body=b"x" * 2_000_000)

    with pytest.raises(ApiError) as caught:
        await send(api)

    assert caught.value.transient


async def test_nothing_secret_and_nothing_personal_is_left_behind(
    api: Api, platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = []
    for status in (400, 429, 500, 0):
        platform.fail(status, times=5)
        with pytest.raises(ApiError) as caught:
            await send(api, attempts=2)
        seen.append(f"{caught.value} {caught.value!r} {caught.value.args}")
        while platform.fault(""):
            pass

    everything = "\n".join((*seen, *(record.getMessage() for record in caplog.records)))
    assert SECRET not in everything
    assert WORDS not in everything


NOW = datetime(2026, 11, 29, 12, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30.0),
        ("0.5", 0.5),
        ("0", 0.0),
        ("Sun, 29 Nov 2026 12:01:00 GMT", 60.0),
        ("Sun, 29 Nov 2026 11:59:00 GMT", 0.0),
        ("-5", 0.0),
        ("nan", 0.0),
        ("inf", 0.0),
        ("1e9", 0.0),
        ("soon", 0.0),
        ("", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float) -> None:
    assert retry_after({"retry-after": value}, NOW) == seconds
    assert retry_after({"Retry-After": value}, NOW) == seconds


def test_without_retry_after_there_is_nothing_to_wait_for() -> None:
    assert retry_after({}, NOW) == 0.0
