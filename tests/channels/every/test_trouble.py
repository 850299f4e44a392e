"""When a platform is in trouble: no word is lost, nobody is bothered, and the log keeps its mouth shut."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.settings import PUBLIC_URL
from pin_advisor.channels.stand_ins.server import StandIn
from pin_advisor.channels.wording import wording
from pin_advisor.store.conversations import ConversationStore
from tests.channels.conftest import Waits
from tests.channels.every.channel import Channel, Failure
from tests.channels.every.conftest import CANARY, CHANNELS, Shop, opened
from tests.channels.rasa import Rasa

WORDS = wording()


def failures(kind: str) -> Iterator[Any]:
    for channel in CHANNELS:
        for number, failure in enumerate(getattr(channel, kind)):
            yield pytest.param(
                channel, failure, id=f"{channel.name}-{failure.status}-{failure.logged or number}"
            )


@pytest.mark.parametrize(("channel", "failure"), failures("BUSY"))
async def test_when_the_platform_wants_us_to_wait_we_do(waits: Waits, shop: Shop, failure: Failure) -> None:
    shop.fail(failure)

    assert await shop.say("hello") == ["You said: hello"]
    assert waits == [8.0]


@pytest.mark.parametrize(("channel", "failure"), failures("FAILING"))
async def test_when_it_fails_we_try_again(waits: Waits, shop: Shop, failure: Failure) -> None:
    shop.fail(failure, times=3)

    assert await shop.say("hello") == ["You said: hello"]
    assert len(waits) == 3


async def test_when_it_does_not_answer_in_time_we_try_again(waits: Waits, shop: Shop) -> None:
    await waits.be_impatient()
    shop.platform.fail(0, only=shop.channel.SEND)

    assert await shop.say("hello") == ["You said: hello"]


async def test_while_it_is_away_nothing_is_lost(
    waits: Waits,
    channel: Channel[Any],
    platform: StandIn,
    store: ConversationStore,
    rasa: Rasa,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(channel, platform, store, rasa, monkeypatch) as shop:
        shop.fail(Failure(503), times=50)
        assert await shop.say("hello") == []
        shop.recover()
        (heard,) = rasa.heard
        await store.inbox.leave(channel.name, str(heard.message_id))
    async with opened(channel, platform, store, rasa, monkeypatch) as shop:
        await platform.until(1, channel.SEND)
        await shop.served.settled()

    assert shop.sent() == [(channel.place(1), "You said: hello")]
    assert rasa.texts == ["hello"]


async def test_who_wants_us_to_wait_for_a_day_does_not_hold_us_up(
    waits: Waits, shop: Shop, store: ConversationStore
) -> None:
    shop.fail(Failure(429, b"", {"Retry_After": "86400"}))

    assert await shop.say("hello") == []
    assert waits == []
    assert await store.inbox.claim(shop.channel.name) == []  # not yet
    assert await shop.say("hello again") == ["You said: hello again"]


@pytest.mark.parametrize(("channel", "failure"), failures("GONE"))
async def test_who_can_not_be_reached_is_left_in_peace(
    shop: Shop, failure: Failure, caplog: pytest.LogCaptureFixture
) -> None:
    shop.fail(failure)

    assert await shop.say("hello") == []
    assert shop.attempts() == 1
    assert failure.logged in caplog.text
    assert CANARY not in caplog.text


async def test_what_it_will_not_show_is_told(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.fail(shop.channel.UNSHOWABLE)

    (told,) = await shop.say("hello")

    before, after = WORDS.not_shown.split("{number}")
    assert told.startswith(before)
    number = told.removeprefix(before).removesuffix(after)
    assert number.isalnum()
    assert f"Error {number}: " in caplog.text
    assert shop.channel.UNSHOWABLE.logged in caplog.text
    assert CANARY not in caplog.text


async def test_neither_secrets_nor_words_are_in_the_log(
    waits: Waits,
    channel: Channel[Any],
    platform: StandIn,
    store: ConversationStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    async def fail(_: UserMessage) -> None:
        raise RuntimeError(CANARY)

    async with opened(channel, platform, store, Rasa(store, fail), monkeypatch) as shop:
        for failure in (
            Failure(400, b"?"),
            Failure(403, b"?"),
            Failure(429),
            Failure(500),
            channel.UNSHOWABLE,
        ):
            shop.fail(failure, times=5)
            await shop.say(CANARY)
            shop.recover()
        forged = shop.request(shop.event(CANARY))
        assert await shop.post(channel.signed(platform, b"")) in (200, 400)
        assert await shop.post(type(forged)(forged.body, ())) == 401

    ours = "\n".join(
        r.getMessage() for r in caplog.records if r.name.startswith(("pin_advisor", "aiohttp", "slack"))
    )
    assert channel.UNSHOWABLE.logged in ours
    secrets = [value for name, value in channel.VALUES.items() if name not in channel.OPEN]
    assert [secret for secret in (*secrets, *channel.DERIVED, CANARY) if secret in ours] == []


async def test_nor_are_they_when_the_platform_is_told_our_address(
    channel: Channel[Any],
    platform: StandIn,
    store: ConversationStore,
    rasa: Rasa,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(PUBLIC_URL, "https://chat.example.com")
    async with opened(channel, platform, store, rasa, monkeypatch) as shop:
        await shop.connector._beginning

    secrets = [value for name, value in channel.VALUES.items() if name not in channel.OPEN]
    assert caplog.text
    assert [secret for secret in (*secrets, *channel.DERIVED) if secret in caplog.text] == []
