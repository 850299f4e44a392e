"""Where Redis is away nobody waits for it, and nobody has to do anything when it is back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import pytest

from pin_advisor.channels.limits import MESSAGES, Limits, RateLimited
from pin_advisor.channels.turns import Incoming, Turns
from pin_advisor.cluster.redis import Away, Shared
from pin_advisor.servers import free_port
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import DOMAIN, Rasa
from tests.cluster.services import Redis

pytestmark = pytest.mark.service("redis")

Worker = Callable[[], Shared]
LIMIT = 30.0


async def answers(shared: Shared) -> bool:
    try:
        return bool(await shared.ask(shared.client.ping))
    except Away:
        return False


async def eventually(condition: Callable[[], object]) -> None:
    until = asyncio.get_running_loop().time() + LIMIT
    while not condition():
        assert asyncio.get_running_loop().time() < until, "it never came true"
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("how", ["away", "standing_still"])
async def test_it_goes_and_comes_back(
    worker: Worker, redis: Redis, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    shared = worker()
    assert await answers(shared)

    with getattr(redis, how)():
        assert not await answers(shared)
        await eventually(lambda: shared.away)
        asked = [asyncio.create_task(answers(shared)) for _ in range(1000)]
        assert not any(await asyncio.gather(*asked))
    await eventually(lambda: not shared.away)

    assert await answers(shared)
    told = [r.getMessage() for r in caplog.records if r.name == "pin_advisor.cluster.redis"]
    assert [t.partition(" (")[0] for t in told] == ["Redis does not answer", "Redis answers again."]


async def test_what_was_asked_when_it_stopped_is_not_waited_for(worker: Worker, redis: Redis) -> None:
    shared = worker()
    assert await answers(shared)
    with redis.standing_still():
        assert not await asyncio.wait_for(answers(shared), LIMIT)


async def test_workers_count_together(worker: Worker) -> None:
    one, other = Limits(shared=worker()), Limits(shared=worker())
    for n in range(5):
        await (one, other)[n % 2].count(MESSAGES, "ann")
    for limits in (one, other):
        with pytest.raises(RateLimited) as told:
            await limits.count(MESSAGES, "ann")
        assert 1 <= told.value.retry_after <= 6

    await other.count(MESSAGES, "bob")


async def test_copies_of_a_message_that_come_to_all_workers_at_once_cost_one(worker: Worker) -> None:
    workers = [Limits(shared=worker()) for _ in range(2)]
    await asyncio.gather(*(workers[n % 2].count_message("ann", "1") for n in range(10)))
    for number in range(2, 6):
        await workers[0].count_message("ann", str(number))

    for limits in workers:
        with pytest.raises(RateLimited):
            await limits.count_message("ann", "6")
        with pytest.raises(RateLimited):  # and it was not noted as one that was counted
            await limits.count_message("ann", "6")


async def test_without_redis_each_worker_counts_by_itself() -> None:
    limits = Limits(shared=Shared(f"redis://127.0.0.1:{free_port()}/0"))
    for _ in range(5):
        await limits.count_message("ann", str(_))
    with pytest.raises(RateLimited):
        await limits.count_message("ann", "6")


async def test_any_name_can_be_counted(worker: Worker, redis: Redis) -> None:
    limits = Limits(shared=worker())
    for who in ("", "a/b", "\ud800", "x" * 5000, "ann@example.com"):
        await limits.count_message(who, "1")
    with redis.client() as client:
        assert not [key for key in client.keys("*") if b"example" in key]


# -- turns -------------------------------------------------------------------------------------------


class Workers:
    """Two of them on one database."""

    def __init__(self, database: str, worker: Worker) -> None:
        self.stores = [ConversationStore(DOMAIN, database) for _ in range(2)]
        self.rasas = [Rasa(store) for store in self.stores]
        both = zip(self.stores, self.rasas, strict=True)
        self.turns = [Turns("website", rasa, store, shared=worker()) for store, rasa in both]

    async def said(self) -> list[str]:
        return [str(turn.message["text"]) for turn in await self.stores[0].history("c", 100)]


@pytest.fixture
def workers(tmp_path, worker: Worker) -> Workers:  # type: ignore[no-untyped-def]
    return Workers(f"sqlite:///{tmp_path}/pins.db", worker)


def incoming(number: int) -> Incoming:
    return Incoming("c", f"message-{number}", f"number {number}")


async def test_messages_to_two_workers_are_dealt_with_in_order(workers: Workers) -> None:
    taking = []
    for n in range(6):
        taking.append(asyncio.create_task(workers.turns[n % 2].take(incoming(n))))
        await asyncio.sleep(0.02)
    outcomes = await asyncio.gather(*taking)

    assert await workers.said() == [f"number {n}" for n in range(6)]
    assert [o.reply.messages[0].text for o in outcomes] == [f"You said: number {n}" for n in range(6)]


async def test_the_same_message_to_two_workers_is_one_turn(workers: Workers) -> None:
    outcomes = await asyncio.gather(*(workers.turns[n % 2].take(incoming(1)) for n in range(6)))

    assert await workers.said() == ["number 1"]
    assert all(outcome.reply == outcomes[0].reply for outcome in outcomes)
    assert len([m for rasa in workers.rasas for m in rasa.heard]) == 1


async def test_without_redis_the_database_sees_to_it_that_nothing_is_lost(
    workers: Workers, redis: Redis
) -> None:
    await workers.turns[0].take(incoming(0))
    with redis.away():
        await asyncio.gather(*(workers.turns[n % 2].take(incoming(n)) for n in range(1, 4)))
        await asyncio.gather(*(workers.turns[n % 2].take(incoming(4)) for n in range(2)))
    await workers.turns[1].take(incoming(5))

    said = await workers.said()
    assert sorted(said) == [f"number {n}" for n in range(6)]
    assert (said[0], said[-1]) == ("number 0", "number 5")
