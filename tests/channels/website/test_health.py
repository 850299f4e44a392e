"""Ready means that a visitor would get an answer, and that is found out in a moment, whatever hangs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any, Optional

import pytest
from aiohttp import web

from pin_advisor.catalog import shared_catalog
from pin_advisor.channels.website import health
from pin_advisor.channels.website.health import Readiness
from pin_advisor.errors import ChannelError, StoreError
from pin_advisor.servers import free_port

LIMIT = 30


async def fine(*_: Any) -> dict[str, Any]:
    return {"intent": {"name": "greet"}}


async def hangs(*_: Any) -> dict[str, Any]:
    await asyncio.sleep(3600)
    return {}


def says(answer: Any) -> Callable[..., Awaitable[Any]]:
    async def say(*_: Any) -> Any:
        return answer

    return say


def raises(error: Exception) -> Callable[..., Awaitable[Any]]:
    async def fail(*_: Any) -> Any:
        raise error

    return fail


def readiness(
    parse: Callable[..., Awaitable[Any]] = fine,
    check: Callable[..., Awaitable[Any]] = fine,
    actions: Optional[str] = None,
    loaded: bool = True,
    healthy: bool = True,
) -> Readiness:
    endpoint = SimpleNamespace(healthy=healthy)
    agent = SimpleNamespace(is_ready=lambda: loaded, parse_message=parse, action_endpoint=endpoint)
    store: Any = SimpleNamespace(check=check)
    return Readiness(lambda: agent, lambda: store, actions)


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    shared_catalog().get()  # the first time takes long
    monkeypatch.setattr(health, "_PATIENCE", 0.3)


@pytest.fixture
async def address() -> AsyncIterator[tuple[str, list[int]]]:
    """An action server's, and the status that it answers with."""
    status = [200]

    async def tell(_: web.Request) -> web.Response:
        if status[0] == 0:
            await asyncio.sleep(3600)
        return web.Response(status=status[0])

    app = web.Application()
    app.router.add_get("/health", tell)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port, shutdown_timeout=0.1).start()
    yield f"http://127.0.0.1:{port}/health", status
    await runner.cleanup()


async def test_it_is_ready_when_everything_works(address: tuple[str, list[int]]) -> None:
    assert await readiness(actions=address[0]).failing() == []
    assert await readiness().failing() == []


async def test_it_is_not_ready_when_the_bot_can_carry_out_no_more_actions() -> None:
    assert await readiness(healthy=False).failing() == ["actions"]


@pytest.mark.parametrize(
    "parse",
    [
        hangs, says({}), says({"intent": {}}), says({"intent": None}), says({"intent": {"name": None}}),
        says(None), says([]), raises(ValueError("ann@example.com")), raises(RuntimeError()),
        raises(KeyError("intent")), raises(MemoryError()),
    ],
)  # fmt: skip
async def test_a_model_that_understands_nothing_is_not_ready(parse: Callable[..., Awaitable[Any]]) -> None:
    assert await asyncio.wait_for(readiness(parse).failing(), LIMIT) == ["model"]


async def test_no_model_is_not_ready() -> None:
    assert await readiness(loaded=False).failing() == ["model"]
    store: Any = SimpleNamespace(check=fine)
    assert await Readiness(lambda: None, lambda: store, None).failing() == ["model"]


@pytest.mark.parametrize(
    "check",
    [hangs, raises(StoreError("PA301", "away", "See to it.")), raises(OSError()), raises(TypeError())],
)
async def test_a_database_that_is_away_is_not_ready(check: Callable[..., Awaitable[Any]]) -> None:
    assert await asyncio.wait_for(readiness(check=check).failing(), LIMIT) == ["database"]


async def test_another_tracker_store_is_not_ready() -> None:
    def refuse() -> Any:
        raise ChannelError("PA405", "another store", "Set ours.")

    agent = SimpleNamespace(is_ready=lambda: True, parse_message=fine)
    assert await Readiness(lambda: agent, refuse, None).failing() == ["database"]


@pytest.mark.parametrize("status", [0, 404, 500, 503])
async def test_an_action_server_in_trouble_is_not_ready(address: tuple[str, list[int]], status: int) -> None:
    url, answers = address
    answers[0] = status

    assert await asyncio.wait_for(readiness(actions=url).failing(), LIMIT) == ["actions"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/health", "http://no.such.host.invalid/health", "http://[/"]
)
async def test_an_action_server_that_is_away_is_not_ready(url: str) -> None:
    found = await asyncio.wait_for(
        readiness(actions=url.replace("{port}", str(free_port()))).failing(), LIMIT
    )

    assert found == ["actions"]


async def test_all_that_fails_is_told() -> None:
    assert await readiness(hangs, hangs, f"http://127.0.0.1:{free_port()}").failing() == [
        "model",
        "database",
        "actions",
    ]


async def test_many_probes_at_once_look_once() -> None:
    looked: list[Any] = []

    async def count(*words: Any) -> dict[str, Any]:
        looked.append(words)
        return await fine()

    part = readiness(count)

    assert await asyncio.gather(*(part.failing() for _ in range(20))) == [[]] * 20
    assert len(looked) == 1


async def test_a_finding_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_GOOD_FOR", 0.0)
    broken = [True]

    async def sometimes(*_: Any) -> dict[str, Any]:
        return {} if broken else await fine()

    part = readiness(sometimes)
    assert await part.failing() == ["model"]
    broken.clear()

    assert await part.failing() == []


async def test_a_loop_that_stood_still_is_not_ready_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_HEARTBEAT", 0.01)
    monkeypatch.setattr(health, "_LATEST", 0.2)
    part = readiness()
    watch = asyncio.ensure_future(part.watch_the_loop())
    await asyncio.sleep(0.05)

    time.sleep(0.5)  # to hold up the loop is the point

    assert "loop" in await part.failing()

    async def ready_again() -> None:
        while await part.failing():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(ready_again(), LIMIT)
    watch.cancel()


async def test_what_changes_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(health, "_GOOD_FOR", 0.0)
    caplog.set_level("INFO")
    broken = [True]

    async def sometimes(*_: Any) -> dict[str, Any]:
        return {} if broken else await fine()

    part = readiness(sometimes)
    for _ in range(3):
        await part.failing()
    broken.clear()
    for _ in range(3):
        await part.failing()

    assert [(r.levelname, r.message) for r in caplog.records if r.name == health.__name__] == [
        ("ERROR", "Visitors get no answer: model fails."),
        ("INFO", "Visitors are answered again."),
    ]


async def test_it_looks_by_itself_for_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = asyncio.Event()

    async def count(*_: Any) -> dict[str, Any]:
        looked.set()
        return await fine()

    looking = asyncio.ensure_future(readiness(count).keep_looking())
    await asyncio.wait_for(looked.wait(), LIMIT)
    looking.cancel()


async def test_the_log_says_why_a_part_fails_where_an_error_of_ours_says_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    away = StoreError("PA301", "the database can't be opened", "See that it runs.")

    assert await readiness(check=raises(away)).failing() == ["database"]
    assert "database fails. PA301: the database can't be opened" in caplog.text
    caplog.clear()
    assert await readiness(check=raises(ValueError("ann@example.com"))).failing() == ["database"]
    assert caplog.messages == ["Visitors get no answer: database fails."]
