"""Events are kept once, are one process's at a time, and are never lost."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pin_advisor.errors import StoreError
from pin_advisor.store.inbox import ATTEMPTS, LEASE, MEMORY, Inbox
from tests.store.clock import Clock

CANARY = "ann@example.com wants 300 pins"
EVENT = f'{{"text": "{CANARY}"}}'


def rows(url: str) -> list[dict[str, Any]]:
    with sa.create_engine(url).connect() as connection:
        return [
            dict(row) for row in connection.execute(sa.text("SELECT * FROM inbox ORDER BY taken")).mappings()
        ]


async def test_an_event_is_taken_once(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)

    assert await inbox.take("telegram", "17", EVENT)
    assert not await inbox.take("telegram", "17", EVENT)
    assert not await Inbox(url, clock).take("telegram", "17", "another")


async def test_of_ten_that_take_it_at_once_one_has_it(url: str, clock: Clock) -> None:
    inboxes = [Inbox(url, clock) for _ in range(3)]
    await inboxes[0].take("telegram", "0", EVENT)

    taken = await asyncio.gather(*(inboxes[n % 3].take("telegram", "17", EVENT) for n in range(10)))

    assert sorted(taken) == [False] * 9 + [True]


async def test_of_a_batch_those_are_taken_that_are_new(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)
    await inbox.take("telegram", "17", EVENT)

    assert await inbox.take_all("telegram", {"16": EVENT, "17": "another", "18": EVENT}) == {"16", "18"}
    assert await inbox.take_all("telegram", {"16": EVENT, "17": EVENT, "18": EVENT}) == set()
    assert len(rows(url)) == 3


async def test_of_batches_that_are_taken_at_once_each_event_is_taken_once(url: str, clock: Clock) -> None:
    inboxes = [Inbox(url, clock) for _ in range(3)]
    await inboxes[0].take("telegram", "0", EVENT)

    batches = [{str(n): EVENT for n in range(start, start + 60)} for start in (1, 21, 41)]
    taken = await asyncio.gather(*map(Inbox.take_all, inboxes, ["telegram"] * 3, batches))

    assert sorted(int(id) for some in taken for id in some) == list(range(1, 101))


async def test_the_same_number_of_another_channel_is_another_event(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)

    assert await inbox.take("telegram", "17", EVENT)
    assert await inbox.take("slack", "17", EVENT)


async def test_what_was_dealt_with_is_forgotten_but_for_its_id(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)
    await inbox.take("telegram", "17", EVENT)

    await inbox.done("telegram", "17")

    (row,) = rows(url)
    assert row["event"] is None
    assert "17" not in (row["id"], row["channel"])
    assert not await inbox.take("telegram", "17", EVENT)
    clock.pass_minutes(60)
    assert await inbox.claim("telegram") == []


async def test_an_event_under_a_lease_is_nobody_elses(url: str, clock: Clock) -> None:
    await Inbox(url, clock).take("telegram", "17", EVENT)
    clock.pass_minutes(LEASE / timedelta(minutes=1) - 1)

    assert await Inbox(url, clock).claim("telegram") == []


async def test_what_a_stopped_process_has_left_is_taken_up_once(url: str, clock: Clock) -> None:
    await Inbox(url, clock).take("telegram", "17", EVENT)
    clock.pass_minutes(LEASE / timedelta(minutes=1) + 1)

    claimed = await asyncio.gather(*(Inbox(url, clock).claim("telegram") for _ in range(3)))

    (kept,) = (kept for some in claimed for kept in some)
    assert (kept.event, kept.attempts) == (EVENT, 2)


async def test_what_was_left_in_good_order_is_taken_up_at_once(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)
    for number in ("1", "2", "3"):
        await inbox.take("telegram", number, f'{{"number": {number}}}')
        clock.pass_minutes(0.1)
        await inbox.leave("telegram", number)

    claimed = await Inbox(url, clock).claim("telegram")

    assert [kept.event for kept in claimed] == ['{"number": 1}', '{"number": 2}', '{"number": 3}']


async def test_what_is_to_be_tried_later_waits_as_long(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)
    await inbox.take("telegram", "17", EVENT)
    await inbox.leave("telegram", "17", timedelta(minutes=10))

    clock.pass_minutes(9)
    assert await inbox.claim("telegram") == []
    clock.pass_minutes(2)
    assert len(await inbox.claim("telegram")) == 1


async def test_another_channels_events_are_not_claimed(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)
    await inbox.take("slack", "17", EVENT)
    await inbox.leave("slack", "17")

    assert await inbox.claim("telegram") == []


async def test_what_never_works_is_given_up_and_forgotten(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)
    await inbox.take("telegram", "17", EVENT)
    tried = 1
    while True:
        await inbox.leave("telegram", "17")
        if not await inbox.claim("telegram"):
            break
        tried += 1

    await inbox.forget()

    assert tried == ATTEMPTS
    assert [row["event"] for row in rows(url)] == [None]
    assert not await inbox.take("telegram", "17", EVENT)


async def test_ids_are_forgotten_when_no_platform_delivers_them_again(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)
    await inbox.take("telegram", "1", EVENT)
    await inbox.done("telegram", "1")
    clock.pass_minutes(MEMORY / timedelta(minutes=1) + 1)
    await inbox.take("telegram", "2", EVENT)
    await inbox.done("telegram", "2")
    await inbox.take("telegram", "3", EVENT)

    await inbox.forget()

    assert len(rows(url)) == 2


async def test_what_waits_is_never_forgotten(url: str, clock: Clock) -> None:
    inbox = Inbox(url, clock)
    await inbox.take("telegram", "1", EVENT)
    clock.pass_minutes(MEMORY / timedelta(minutes=1) + 1)

    await inbox.forget()

    assert [kept.event for kept in await inbox.claim("telegram")] == [EVENT]


async def test_a_locked_database_is_told_and_nothing_is_kept(tmp_path: Path, clock: Clock) -> None:
    url = f"sqlite:///{tmp_path}/pins.db"
    inbox = Inbox(url, clock)
    await inbox.take("telegram", "0", EVENT)
    with closing(sqlite3.connect(tmp_path / "pins.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError) as caught:
            await inbox.take("telegram", "17", EVENT)

    assert CANARY not in str(caught.value)
    assert len(rows(url)) == 1
    assert await inbox.take("telegram", "17", EVENT)
