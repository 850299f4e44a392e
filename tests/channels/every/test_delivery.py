"""Delivered again, and in heaps: everything is answered once, and in order, on every channel."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pin_advisor.channels.stand_ins.server import StandIn
from pin_advisor.store.conversations import ConversationStore
from tests.channels.every.channel import Channel
from tests.channels.every.conftest import Shop, opened
from tests.channels.rasa import Rasa


async def test_what_is_delivered_again_is_answered_once(shop: Shop) -> None:
    event = shop.event("hello")
    assert await shop.deliver(event) == ["You said: hello"]
    for attempt in range(1, 4):
        assert await shop.post(shop.channel.again(shop.platform, event, attempt)) == 200
    await shop.served.settled()

    assert shop.rasa.texts == ["hello"]
    assert len(shop.sent()) == 1


async def test_what_is_delivered_again_at_the_same_time_is_answered_once(shop: Shop) -> None:
    event = shop.event("hello")
    requests = [shop.channel.again(shop.platform, event, attempt) for attempt in range(1, 4)]

    assert await asyncio.gather(*map(shop.post, requests)) == [200] * 3
    await shop.served.settled()

    assert shop.rasa.texts == ["hello"]
    assert len(shop.sent()) == 1


async def test_what_is_delivered_again_after_a_restart_is_answered_once(
    channel: Channel[Any],
    platform: StandIn,
    store: ConversationStore,
    rasa: Rasa,
    monkeypatch: Any,
) -> None:
    async with opened(channel, platform, store, rasa, monkeypatch) as shop:
        event = shop.event("hello")
        await shop.deliver(event)
    async with opened(channel, platform, store, rasa, monkeypatch) as shop:
        assert await shop.post(channel.again(platform, event, 1)) == 200
        await shop.served.settled()

    assert rasa.texts == ["hello"]
    assert len(shop.sent()) == 1


async def test_what_was_not_accepted_is_answered_when_it_is_delivered_again(shop: Shop) -> None:
    event = shop.event("hello")
    desk = shop.connector._desk
    accept = desk.accept

    async def fail(_: Any) -> None:
        raise RuntimeError

    desk.accept = fail
    assert await shop.post(shop.request(event)) == 500
    desk.accept = accept
    desk._stopping = True
    assert await shop.post(shop.channel.again(shop.platform, event, 1)) == 503
    desk._stopping = False

    assert await shop.post(shop.channel.again(shop.platform, event, 2)) == 200
    await shop.served.settled()
    assert shop.sent() == [(shop.channel.place(1), "You said: hello")]


async def test_many_visitors_at_once_are_all_answered_where_they_are(shop: Shop) -> None:
    visitors = range(100, 130)
    requests = [shop.request(shop.event(f"I am {n}", n)) for n in visitors]

    assert await asyncio.gather(*map(shop.post, requests)) == [200] * 30
    await shop.served.settled()

    assert sorted(shop.sent(), key=str) == sorted(
        ((shop.channel.place(n), f"You said: I am {n}") for n in visitors), key=str
    )
    assert len({heard.sender_id for heard in shop.rasa.heard}) == 30


async def test_messages_of_one_visitor_are_answered_in_order(shop: Shop) -> None:
    for text in ("one", "two", "three", "four"):
        assert await shop.post(shop.request(shop.event(text))) == 200
    await shop.served.settled()

    assert [text for _, text in shop.sent()] == [f"You said: {n}" for n in ("one", "two", "three", "four")]


@pytest.mark.parametrize(
    "text",
    [
        "Grüße & mehr = 1 + 1",
        "<b>1 & 2</b> *a* _b_ `c` [d](e) % {slot} \\ ;",
        "مرحبا \u200f1",
        "\U0001f396\ufe0f" * 300,
    ],
)
async def test_words_arrive_as_they_were_typed_and_come_back_so(shop: Shop, text: str) -> None:
    sent = await shop.say(text)

    assert shop.rasa.texts == [text]
    read = "".join(sent)
    assert "".join(read.split()) == "".join(f"You said: {text}".split())
