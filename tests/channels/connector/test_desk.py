"""The desk: every event has its turn, and none is dropped, whatever fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Optional

import pytest
import sqlalchemy as sa

from pin_advisor.channels.connector import desk as module
from pin_advisor.channels.connector.desk import Desk, Refused, State
from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.limits import Limits
from pin_advisor.errors import StoreError
from pin_advisor.store.inbox import ATTEMPTS, Inbox
from tests.channels.connector.acme import away, refused
from tests.channels.served import eventually
from tests.store.clock import Clock


class Office:
    """A desk, and what became of the events."""

    def __init__(self, inbox: Inbox, handle: Optional[Callable[[Event], Any]] = None) -> None:
        self.inbox = inbox
        self.answered: list[str] = []
        self.apologies: list[tuple[str, State]] = []
        self._handle = handle
        self.desk = Desk("acme", inbox, self.answer, self.apologise, Limits())

    async def answer(self, event: Event) -> None:
        if self._handle:
            await self._handle(event)
        self.answered.append(event.id)

    async def apologise(self, event: Event, state: State, number: str) -> None:
        self.apologies.append((event.id, state))

    async def take(self, *events: Event) -> None:
        await self.desk.accept(events)
        await self.desk.settled()


def event(number: int, visitor: Optional[str] = None) -> Event:
    return Event(f"event-{number}", f"acme:{visitor or number}", text="hello")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox(database: str, clock: Clock) -> Inbox:
    return Inbox(database, clock)


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_INTERVAL", 0.01)


@asynccontextmanager
async def opened(office: Office) -> AsyncIterator[Office]:
    office.desk.start()
    yield office
    await office.desk.stop(0.2)


def rows(database: str) -> list[Any]:
    with sa.create_engine(database).connect() as connection:
        return list(connection.execute(sa.text("SELECT * FROM inbox")).mappings())


async def test_no_more_are_answered_at_once_than_there_are_turns(inbox: Inbox) -> None:
    busy, most = 0, 0

    async def handle(_: Event) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.01)
        busy -= 1

    office = Office(inbox, handle)
    await office.take(*(event(n) for n in range(120)))

    assert len(office.answered) == 120
    assert most <= module._AT_ONCE


async def test_when_too_much_waits_nothing_more_is_accepted(inbox: Inbox) -> None:
    opened = asyncio.Event()

    async def wait(_: Event) -> None:
        await opened.wait()

    office = Office(inbox, wait)
    await office.desk.accept([event(n) for n in range(module._MOST)])
    with pytest.raises(Refused):
        await office.desk.accept([event(9999)])
    opened.set()
    await office.desk.settled()

    await office.take(event(9999))
    assert len(office.answered) == module._MOST + 1


async def test_a_batch_larger_than_what_may_wait_is_accepted_whole(inbox: Inbox) -> None:
    office = Office(inbox)
    await office.desk.accept([event(n) for n in range(module._MOST + 100)])
    await office.desk.settled()

    assert len(office.answered) == module._MOST + 100


async def test_an_event_that_is_twice_in_a_batch_is_answered_once(inbox: Inbox) -> None:
    office = Office(inbox)

    await office.take(event(1), event(2), event(1))

    assert sorted(office.answered) == ["event-1", "event-2"]


async def test_what_the_platform_could_not_take_is_tried_again_later(inbox: Inbox, clock: Clock) -> None:
    failures = [away(), away()]

    async def fail(_: Event) -> None:
        if failures:
            raise failures.pop()

    async with opened(Office(inbox, fail)) as office:
        await office.take(event(1))
        assert office.answered == []
        for _ in range(2):
            left = len(failures)
            clock.pass_minutes(1)
            await eventually(lambda left=left: office.answered or len(failures) < left)
        await eventually(lambda: office.answered)

    assert office.answered == ["event-1"]


async def test_it_is_tried_later_when_the_platform_says_so(inbox: Inbox, clock: Clock, database: str) -> None:
    async def fail(_: Event) -> None:
        raise away(retry_after=600)

    await Office(inbox, fail).take(event(1))

    (row,) = rows(database)
    assert str(row["lease"])[:19] == str(clock.now + timedelta(seconds=600))[:19]


async def test_what_never_works_is_given_up(inbox: Inbox, clock: Clock, database: str) -> None:
    tries = 0

    async def fail(_: Event) -> None:
        nonlocal tries
        tries += 1
        raise away()

    async with opened(Office(inbox, fail)) as office:
        await office.take(event(1))
        for number in range(2, ATTEMPTS + 1):
            clock.pass_minutes(1)
            await eventually(lambda number=number: tries == number)
            await office.desk.settled()
        clock.pass_minutes(1)
        await inbox.forget()
        await asyncio.sleep(0.05)

    assert tries == ATTEMPTS
    assert [row["event"] for row in rows(database)] == [None]


async def test_what_the_platform_refuses_is_not_tried_again(
    inbox: Inbox, clock: Clock, database: str
) -> None:
    async def fail(_: Event) -> None:
        raise refused()

    await Office(inbox, fail).take(event(1))

    assert [row["lease"] for row in rows(database)] == [None]


async def test_an_answer_without_end_makes_room_and_is_tried_again(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    monkeypatch.setattr(module, "_HANDLE_LIMIT", 0.05)

    async def hang(_: Event) -> None:
        await asyncio.sleep(3600)

    office = Office(inbox, hang)
    await office.take(event(1, "ann"), event(2, "ann"))

    assert office.answered == []
    assert all(row["lease"] for row in rows(database))


async def test_an_answer_that_could_not_be_noted_is_not_given_twice(inbox: Inbox, clock: Clock) -> None:
    done, broken = inbox.done, [True]

    async def fail_once(channel: str, id: str) -> None:
        if broken and broken.pop():
            raise StoreError("PA302", "the database can't be read or written", "See to it.")
        await done(channel, id)

    inbox.done = fail_once  # type: ignore[method-assign]
    office = Office(inbox)
    await office.take(event(1))
    clock.pass_minutes(60)
    async with opened(office):
        await eventually(lambda: not broken and not office.desk._unnoted)
        await asyncio.sleep(0.05)

    assert office.answered == ["event-1"]
    assert await inbox.claim("acme") == []


async def test_what_waits_in_line_for_long_is_not_answered_twice(inbox: Inbox, clock: Clock) -> None:
    gate = asyncio.Event()

    async def wait(_: Event) -> None:
        await gate.wait()

    async with opened(Office(inbox, wait)) as office:
        await office.desk.accept([event(1, "ann"), event(2, "ann")])
        clock.pass_minutes(60)
        await asyncio.sleep(0.1)
        gate.set()
        await office.desk.settled()

    assert office.answered == ["event-1", "event-2"]


async def test_an_error_of_one_event_does_not_hold_up_the_next(inbox: Inbox) -> None:
    async def fail_first(found: Event) -> None:
        if found.id == "event-1":
            raise RuntimeError

    office = Office(inbox, fail_first)
    await office.take(event(1, "ann"), event(2, "ann"))

    assert office.answered == ["event-2"]


async def test_what_is_too_slow_to_finish_before_the_end_is_left_for_the_next(
    inbox: Inbox, clock: Clock
) -> None:
    async def hang(_: Event) -> None:
        await asyncio.sleep(3600)

    async with opened(Office(inbox, hang)) as office:
        await office.desk.accept([event(1)])
    clock.pass_minutes(5)
    async with opened(Office(inbox)) as other:
        await eventually(lambda: other.answered)

    assert (office.answered, other.answered) == ([], ["event-1"])


async def test_an_apology_that_can_not_be_sent_ends_nothing(inbox: Inbox) -> None:
    class Speechless(Office):
        async def apologise(self, event: Event, state: State, number: str) -> None:
            raise away()

    office = Speechless(inbox)
    await office.take(*(event(n, "ann") for n in range(8)))
    await office.take(event(100, "bob"))

    assert office.answered[-1] == "event-100"
