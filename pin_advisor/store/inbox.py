"""What platforms have delivered and connectors have accepted: each event once, and none lost.

A platform delivers an event again when it is not sure that it arrived, and never again once it was accepted.
So an event is kept here, under an id that can be there once only, before it is accepted. When it has been
dealt with, only the id stays, for as long as a platform might deliver it again. What a stopped process has
left is taken over by the next one, or by another that shares the database.

An event is dealt with under a lease. A lease that has run out means that its process is gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final, Optional, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from pin_advisor.store.database import Database, naive_utc
from pin_advisor.store.threads import DatabaseThreads

#: How long a process has an event to itself. More than a turn and sending its reply may take.
LEASE: Final = timedelta(minutes=3)
#: How long an id is remembered. Meta delivers again for 36 hours, the others give up sooner.
MEMORY: Final = timedelta(days=3)
#: How often an event is tried before it is given up.
ATTEMPTS: Final = 5

#: One: two writers of one process would only wait for each other, and SQLite lets the unlucky one starve.
_THREADS: Final = 1

metadata = sa.MetaData()
_inbox = sa.Table(
    "inbox",
    metadata,
    # A digest of the channel and the event's id.
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("channel", sa.String(32), nullable=False, index=True),
    sa.Column("taken", sa.DateTime, nullable=False, index=True),  # UTC, without saying so: SQLite can't
    sa.Column("lease", sa.DateTime, nullable=True),  # None: dealt with
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("event", sa.Text, nullable=True),
)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Kept:
    """An event that waits to be dealt with: what :meth:`Inbox.take` was given, and how often it was tried."""

    id: str
    event: str
    attempts: int


class Inbox:
    """The events of all connectors in one database. Threads and processes may share it.

    Every method raises :class:`~pin_advisor.errors.StoreError` if the database can't be reached or refuses.

    Args:
        url: the database's URL; the product's own if there is none.
        now: the present time.
    """

    def __init__(
        self,
        url: Optional[str] = None,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._database = Database(metadata, url)
        self._now = now
        self._threads = DatabaseThreads(self._database, "inbox", _THREADS)

    async def take(self, channel: str, id: str, event: str) -> bool:
        """Keep an event, under a lease of the caller's; False if it was taken before."""
        return await self._threads.run(self._take, channel, id, event)

    async def take_all(self, channel: str, events: Mapping[str, str]) -> set[str]:
        """Keep events by their ids, all or none of them; the ids of those that had not been taken before."""
        return await self._threads.run(self._take_all, channel, events)

    async def done(self, channel: str, id: str) -> None:
        """Note that an event was dealt with, and forget what was in it."""
        await self._threads.run(self._done, channel, id)

    async def leave(self, channel: str, id: str, wait: timedelta = timedelta(0)) -> None:
        """Give up the lease of an event that was not dealt with: whoever comes after ``wait`` may have it."""
        await self._threads.run(self._leave, channel, id, wait)

    async def claim(self, channel: str) -> list[Kept]:
        """What nobody deals with, oldest first, now under a lease of the caller's."""
        return await self._threads.run(self._claim, channel)

    async def forget(self) -> None:
        """Delete the ids that no platform delivers again, and give up what was tried too often."""
        await self._threads.run(self._forget)

    # -- in a thread -----------------------------------------------------------------------------

    def _take(self, channel: str, id: str, event: str) -> bool:
        return bool(self._take_all(channel, {id: event}))

    def _take_all(self, channel: str, events: Mapping[str, str]) -> set[str]:
        now = self._now()
        fresh = dict(events)
        while fresh:
            rows = [
                {
                    "id": _digest(channel, id),
                    "channel": channel,
                    "taken": naive_utc(now),
                    "lease": naive_utc(now + LEASE),
                    "attempts": 1,
                    "event": event,
                }
                for id, event in fresh.items()
            ]
            try:
                with self._database.transaction() as connection:
                    connection.execute(_inbox.insert(), rows)
                break
            except IntegrityError:
                known = self._which_are_known(channel, fresh)
                fresh = {id: event for id, event in fresh.items() if id not in known}
        return set(fresh)

    def _which_are_known(self, channel: str, ids: Iterable[str]) -> set[str]:
        by_digest = {_digest(channel, id): id for id in ids}
        with self._database.checked() as connection:
            found = connection.execute(sa.select(_inbox.c.id).where(_inbox.c.id.in_(by_digest)))
            return {by_digest[row.id] for row in found}

    def _done(self, channel: str, id: str) -> None:
        done = _inbox.update().where(_inbox.c.id == _digest(channel, id)).values(lease=None, event=None)
        with self._database.checked() as connection:
            connection.execute(done)

    def _leave(self, channel: str, id: str, wait: timedelta) -> None:
        mine = _inbox.update().where(_inbox.c.id == _digest(channel, id), _inbox.c.lease.is_not(None))
        with self._database.checked() as connection:
            connection.execute(mine.values(lease=naive_utc(self._now() + wait)))

    def _claim(self, channel: str) -> list[Kept]:
        now = naive_utc(self._now())
        until = naive_utc(self._now() + LEASE)
        waiting = (
            sa.select(_inbox.c.id, _inbox.c.event, _inbox.c.attempts, _inbox.c.lease)
            .where(_inbox.c.channel == channel, _inbox.c.lease <= now, _inbox.c.attempts < ATTEMPTS)
            .order_by(_inbox.c.taken)
        )
        claimed = []
        with self._database.checked() as connection:
            for row in connection.execute(waiting).all():
                # Another process may be at it, too: the one that changes the lease has it.
                mine = _inbox.update().where(_inbox.c.id == row.id, _inbox.c.lease == row.lease)
                taken = connection.execute(mine.values(lease=until, attempts=row.attempts + 1))
                if taken.rowcount:
                    claimed.append(Kept(row.id, row.event, row.attempts + 1))
        return claimed

    def _forget(self) -> None:
        now = self._now()
        hopeless = _inbox.update().where(_inbox.c.lease <= naive_utc(now), _inbox.c.attempts >= ATTEMPTS)
        old = _inbox.delete().where(_inbox.c.lease.is_(None), _inbox.c.taken < naive_utc(now - MEMORY))
        with self._database.checked() as connection:
            connection.execute(hopeless.values(lease=None, event=None))
            connection.execute(old)


def _digest(channel: str, id: str) -> str:
    return hashlib.sha256(f"{channel} {id}".encode("utf-8", "replace")).hexdigest()
