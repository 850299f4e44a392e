"""Whatever the platforms' documentation shows is accepted, and answered once, kindly, or rightly not."""

from __future__ import annotations

import json
import logging
from typing import Any

import aiohttp
import pytest

from tests.channels.every.channel import Documented
from tests.channels.every.conftest import Shop
from tests.channels.served import path_of


async def test_every_documented_event_is_accepted_and_answered_as_it_should_be_once(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.without_limits()
    wrong: list[tuple[Any, ...]] = []
    events = list(shop.channel.documented(shop.platform))
    for event in events:
        caplog.clear()
        found = await _delivered(shop, event)
        expected = ([event.heard] if event.heard else [], _read(event))
        if found != expected:
            wrong.append((event.name, found, expected))
        # Neither an exception nor a reader that gave up.
        wrong += [(event.name, r.getMessage()) for r in caplog.records if r.levelno >= logging.ERROR]

    assert wrong == []
    assert len({event.name for event in events}) == len(events) > 20


def _read(event: Documented) -> list[str]:
    said = [event.said] if event.said else []
    return [*said, f"You said: {event.heard}"] if event.heard else said


async def _delivered(shop: Shop, event: Documented) -> tuple[list[str], list[str]]:
    """What is heard and said because of an event that is delivered twice."""
    heard, said = len(shop.rasa.heard), len(shop.sent())
    url = shop.served.url + path_of(shop.channel.CONNECTOR)
    async with aiohttp.ClientSession() as client:
        for attempt in (0, 1):
            request = event.request(attempt)
            async with client.post(url, data=request.body, headers=request.headers) as answer:
                assert answer.status == 200, event.name
                if event.answer is not None:
                    assert await answer.json() == json.loads(event.answer), event.name
            await shop.served.settled()
    texts = [str(heard.text) for heard in shop.rasa.heard[heard:]]
    return texts, [text for _, text in shop.sent()[said:]]
