"""One visitor may be fast, but not for long; and nobody pays for another."""

from __future__ import annotations

import time

import pytest

from pin_advisor.channels.limits import MESSAGES, REQUESTS, SESSIONS, Limits, RateLimited


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        self.now += 0.001  # no two moments are the same
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock


async def granted(limits: Limits, tries: int, who: str = "ann") -> int:
    """How many of so many messages are."""
    count = 0
    for _ in range(tries):
        try:
            await limits.count(MESSAGES, who)
        except RateLimited:
            continue
        count += 1
    return count


async def test_five_messages_at_once_are_fine_and_a_sixth_is_not(clock: Clock) -> None:
    limits = Limits()
    assert await granted(limits, 5) == 5

    with pytest.raises(RateLimited) as caught:
        await limits.count(MESSAGES, "ann")

    assert 1 <= caught.value.retry_after <= 6


async def test_who_waits_as_long_as_is_asked_may_go_on(clock: Clock) -> None:
    limits = Limits()
    await granted(limits, 5)
    with pytest.raises(RateLimited) as caught:
        await limits.count(MESSAGES, "ann")

    clock.now += caught.value.retry_after

    await limits.count(MESSAGES, "ann")


async def test_trying_in_vain_makes_the_wait_no_longer(clock: Clock) -> None:
    limits = Limits()
    assert await granted(limits, 100) == 5
    clock.now += 3
    assert await granted(limits, 100) == 0
    clock.now += 2.1

    assert await granted(limits, 100) == 5


async def test_a_message_a_second_is_always_fine(clock: Clock) -> None:
    limits = Limits()

    for _ in range(60):
        await limits.count(MESSAGES, "ann")
        clock.now += 1.01


async def test_nobody_pays_for_another(clock: Clock) -> None:
    limits = Limits()
    await granted(limits, 100, "ann")

    assert await granted(limits, 100, "bob") == 5


async def test_messages_sessions_and_requests_are_counted_apart(clock: Clock) -> None:
    limits = Limits()
    for what, most in ((MESSAGES, 5), (SESSIONS, 10), (REQUESTS, 120)):
        for _ in range(most):
            await limits.count(what, "127.0.0.1")
        with pytest.raises(RateLimited) as caught:
            await limits.count(what, "127.0.0.1")
        assert 1 <= caught.value.retry_after <= 61


@pytest.mark.parametrize(
    "who", ["", "::1", "a/b", "\ud800", "x" * 5000, "website-{0}%s"], ids=lambda w: ascii(w)[:20]
)
async def test_any_name_can_be_counted(clock: Clock, who: str) -> None:
    assert await granted(Limits(), 7, who) == 5


async def test_the_same_message_again_costs_no_message(clock: Clock) -> None:
    limits = Limits()
    for _ in range(5):
        await limits.count_message("ann", "message-1")
    for number in range(2, 6):
        await limits.count_message("ann", f"message-{number}")

    with pytest.raises(RateLimited):
        await limits.count_message("ann", "message-6")
    await limits.count_message("ann", "message-5")


async def test_a_message_that_was_refused_is_none_that_comes_again(clock: Clock) -> None:
    limits = Limits()
    await granted(limits, 5)
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            await limits.count_message("ann", "message-1")

    clock.now += caught.value.retry_after

    await limits.count_message("ann", "message-1")


async def test_retries_without_end_are_refused(clock: Clock) -> None:
    limits = Limits()
    await limits.count_message("ann", "message-1")
    for _ in range(10):
        await limits.count_message("ann", "message-1")

    with pytest.raises(RateLimited) as caught:
        await limits.count_message("ann", "message-1")

    assert 1 <= caught.value.retry_after <= 11
    await limits.count_message("ann", "message-2")
    await limits.count_message("bob", "message-1")
