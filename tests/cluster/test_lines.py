"""A conversation is one worker's at a time, in order of arrival, whatever becomes of the workers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from pin_advisor.cluster.lines import Full, Late, Lines, Place
from pin_advisor.cluster.redis import LIFE, PREFIX, Away, Shared
from tests.cluster.services import Redis

pytestmark = pytest.mark.service("redis")

Worker = Callable[[], Shared]
#: Seconds after which a test gives up.
LIMIT = 30.0


def lines_of(worker: Worker, most: int = 6, life: float = 40.0) -> Lines:
    return Lines(worker(), most, life)


async def reached(place: Place, patience: float = LIMIT) -> None:
    await place.reached(patience)


async def reached_at_last(lines: Lines, conversation: str) -> None:
    """Get in line and to its head, though it is only now being found out that Redis answers again.

    Every worker finds that out for itself, and one may even come to know that Redis was away when it is back.
    """
    until = time.monotonic() + LIMIT
    while True:
        place: Place | None = None
        try:
            place = await lines.enter(conversation)
            await reached(place, until - time.monotonic())
            return
        except Away:
            assert time.monotonic() < until, "Redis is taken for away for good"
        if place:
            await place.leave()
        await asyncio.sleep(0.1)


async def test_who_came_first_is_first_whichever_worker_it_was(worker: Worker) -> None:
    one, other = lines_of(worker, most=20), lines_of(worker, most=20)
    places = [await (one, other)[n % 2].enter("in order") for n in range(20)]
    order: list[int] = []

    async def turn(number: int) -> None:
        await reached(places[number])
        order.append(number)
        await asyncio.sleep(0)
        await places[number].leave()

    await asyncio.gather(*(turn(n) for n in reversed(range(20))))

    assert order == list(range(20))


async def test_nobody_else_has_a_turn_meanwhile(worker: Worker) -> None:
    workers = [lines_of(worker, most=40) for _ in range(3)]
    present, most = 0, 0

    async def turn(lines: Lines) -> None:
        nonlocal present, most
        place = await lines.enter("alone")
        await reached(place)
        present += 1
        most = max(most, present)
        await asyncio.sleep(0.005)
        present -= 1
        await place.leave()

    await asyncio.gather(*(turn(workers[n % 3]) for n in range(30)))

    assert most == 1


async def test_conversations_do_not_wait_for_each_other(worker: Worker) -> None:
    lines = lines_of(worker)
    for conversation in ("a", "b", "", "\ud800", "a|1|9", "x" * 5000):
        await reached(await lines.enter(conversation), patience=0)


async def test_a_line_has_so_many_places_and_no_more(worker: Worker) -> None:
    one, other = lines_of(worker, most=2), lines_of(worker, most=2)
    first = await one.enter("full")
    await other.enter("full")
    with pytest.raises(Full):
        await one.enter("full")

    await first.leave()

    await one.enter("full")


async def test_who_waits_too_long_is_told(worker: Worker) -> None:
    one, other = lines_of(worker), lines_of(worker)
    await one.enter("late")
    place = await other.enter("late")

    with pytest.raises(Late):
        await place.reached(0.1)


async def test_the_place_of_a_worker_that_is_gone_is_given_up(worker: Worker) -> None:
    gone, alive = worker(), worker()
    await Lines(gone, 6, 40.0).enter("gone")
    place = await Lines(alive, 6, 40.0).enter("gone")
    with pytest.raises(Late):
        await place.reached(2 * LIFE)  # it lives, and shows it for as long

    await gone.close()  # as a sign of life that is not renewed

    await reached(place)


async def test_a_sign_of_life_lasts_for_seconds_only(worker: Worker, redis: Redis) -> None:
    shared = worker()
    await Lines(shared, 6, 40.0).enter("sign")
    with redis.client() as client:
        assert 0 < client.pttl(f"{PREFIX}worker:{shared.worker}") <= 1000 * LIFE


async def test_a_place_is_not_held_for_ever(worker: Worker) -> None:
    one, other = lines_of(worker, life=0.3), lines_of(worker)
    await one.enter("held")

    await reached(await other.enter("held"))


async def test_nothing_stays_in_redis(worker: Worker, redis: Redis) -> None:
    with redis.client() as client:
        client.flushdb()
        lines = lines_of(worker)
        place = await lines.enter("nothing stays")
        (line,) = client.keys(f"{PREFIX}line:*")
        assert b"nothing" not in line
        assert client.pttl(line) > 0
        await place.leave()
        assert client.keys(f"{PREFIX}line:*") == []


async def test_after_a_restart_of_redis_who_waits_gets_in_line_again(worker: Worker, redis: Redis) -> None:
    one, other = lines_of(worker), lines_of(worker)
    await one.enter("forgotten")
    place = await other.enter("forgotten")
    waiting = asyncio.create_task(reached(place))
    with redis.client() as client:
        client.flushdb()

    await asyncio.wait_for(waiting, LIMIT)
    await place.leave()


async def test_a_place_that_was_taken_without_an_answer_holds_up_nobody(worker: Worker, redis: Redis) -> None:
    """Redis stood still: it takes the place when nobody waits for it any longer."""
    one, other = lines_of(worker), lines_of(worker)
    await reached(await one.enter("warm"))
    await reached(await other.enter("warm too"))
    with redis.standing_still(), pytest.raises(Away):
        await one.enter("unanswered")

    await reached_at_last(other, "unanswered")


async def test_a_place_that_was_left_without_an_answer_holds_up_nobody(worker: Worker, redis: Redis) -> None:
    one, other = lines_of(worker), lines_of(worker)
    place = await one.enter("left")
    with redis.standing_still():
        await place.leave()

    await reached_at_last(other, "left")


async def test_a_hundred_at_once_are_no_trouble(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    lines = lines_of(worker)

    async def turn(number: int) -> None:
        place = await lines.enter(f"conversation {number}")
        await reached(place)
        await place.leave()

    await asyncio.gather(*(turn(n) for n in range(400)))

    assert not [record for record in caplog.records if "Redis" in record.getMessage()]
