"""Events of turns on their way to a message broker.

What happened in a turn is written here in the transaction that keeps the turn, and is deleted once the broker
has confirmed it. So a broker that is away holds up no turn, and hears of every turn that was kept and of no
other: at least once, those of a conversation in order.

One process ships at a time, under a lease. A lease that has run out means that its process is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final, Optional

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from pin_advisor.store.database import Database, naive_utc

#: How long a process may ship without saying that it still does: more than one batch may take.
LEASE: Final = timedelta(seconds=60)
#: Turns that are shipped at once.
_BATCH: Final = 50

_metadata = SQLTrackerStore.Base.metadata
#: :mod:`.conversations` writes to it, and deletes from it what belongs to a conversation that is deleted.
table = sa.Table(
    "outbox",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("events", sa.Text, nullable=False),
)
_leases = sa.Table(
    "leases",
    _metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("holder", sa.String(64), nullable=False),
    sa.Column("until", sa.DateTime, nullable=False),  # UTC, without saying so: SQLite can't
)
_NAME: Final = "outbox"


@dataclass(frozen=True)
class Parcel:
    """What happened in a turn. ``id`` grows with time within a conversation."""

    id: int
    conversation: str
    events: Sequence[Mapping[str, Any]]


def put(connection: Connection, conversation: str, events: Sequence[Mapping[str, Any]]) -> None:
    """Keep what happened in a turn, in the turn's own transaction."""
    connection.execute(table.insert().values(conversation=conversation, events=json.dumps(events)))


class Outbox:
    """What waits to be shipped. Its methods block, so they are for threads.

    Every method raises :class:`~pin_advisor.errors.StoreError` if the database can't be reached or refuses.

    Args:
        holder: this process's name, which no other has.
        url: the database's URL; the product's own if there is none.
        now: the present time.
    """

    def __init__(
        self,
        holder: str,
        url: Optional[str] = None,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._database = Database(_metadata, url)
        self._holder = holder
        self._now = now

    def claim(self) -> list[Parcel]:
        """The next that are to be shipped, oldest first; none while another process ships."""
        oldest = sa.select(table).order_by(table.c.id).limit(_BATCH)
        with self._database.checked() as connection:
            waits = connection.execute(sa.select(table.c.id).limit(1)).first()
        if not waits or not self._have_lease():
            return []
        with self._database.checked() as connection:
            rows = connection.execute(oldest).all()
        return [Parcel(row.id, row.conversation, json.loads(row.events)) for row in rows]

    def shipped(self, parcels: Sequence[Parcel]) -> None:
        """Forget these: the broker has them."""
        gone = table.delete().where(table.c.id.in_([parcel.id for parcel in parcels]))
        with self._database.checked() as connection:
            connection.execute(gone)

    def release(self) -> None:
        """Let another process ship."""
        mine = _leases.delete().where(_leases.c.name == _NAME, _leases.c.holder == self._holder)
        with self._database.checked() as connection:
            connection.execute(mine)

    def _have_lease(self) -> bool:
        now = naive_utc(self._now())
        free = sa.or_(_leases.c.holder == self._holder, _leases.c.until < now)
        values = {"holder": self._holder, "until": now + LEASE}
        try:
            with self._database.transaction() as connection:
                taken = connection.execute(
                    _leases.update().where(_leases.c.name == _NAME, free).values(**values)
                )
                if taken.rowcount:
                    return True
                if connection.execute(sa.select(_leases.c.name).where(_leases.c.name == _NAME)).first():
                    return False
                connection.execute(_leases.insert().values(name=_NAME, **values))
                return True
        except IntegrityError:  # another process has taken it at this moment
            return False
