"""Where quote requests and questions for the shop are kept until somebody has dealt with them.

What a visitor is told ("your request is Q-7F3K2M") is only ever said after :meth:`RequestStore.save` has
returned, so a database that fails must raise, never pretend.

What stands in a request is personal. It is written to the database and nowhere else: no log line and
no error message of this module holds any of it.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final, Literal, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from pin_advisor.errors import StoreError
from pin_advisor.store.database import Database, naive_utc, storable

#: How long the same request of the same conversation counts as one: a retry, not a second order.
RETRY_WINDOW: Final = timedelta(hours=1)

Kind = Literal["quote", "question"]
Status = Literal["new", "done", "withdrawn"]

#: What the shop has yet to look at: what has come in, and what was taken back.
WAITING: Final[tuple[Status, ...]] = ("new", "withdrawn")
#: What stays of a request that was taken back; the visitor's own words may hold an address.
_KEPT: Final = frozenset(
    {"pin_type", "quantity", "needs", "budget_amount", "budget_currency", "budget_per", "replaces"}
)

#: Letters and digits that are not taken for each other, aloud or in print; no vowels, so no words.
_ALPHABET: Final = "23456789CDFGHJKMNPRTVWXY"
_CODE_LENGTH: Final = 6
#: Tries at a free id or at a save that another process has just made; more means something is wrong.
_TRIES: Final = 5

_metadata = sa.MetaData()
#: The table; :mod:`.conversations` deletes from it what belongs to a conversation that is deleted.
table = sa.Table(
    "requests",
    _metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("created", sa.DateTime, nullable=False),  # UTC, without saying so: SQLite can't
    sa.Column("conversation", sa.Text, nullable=False),
    sa.Column("contact", sa.Text),
    sa.Column("status", sa.String(16), nullable=False, index=True),
    sa.Column("payload", sa.JSON, nullable=False),
    # What makes two saves the same one, while they may be; unique, so that the database decides a race.
    sa.Column("fingerprint", sa.String(64), unique=True),
)


@dataclass(frozen=True)
class Request:
    """Something a visitor wants from the shop.

    ``id`` is the code that the visitor was told. ``created`` is in UTC. ``payload`` is what the action
    saved: plain JSON.
    """

    id: str
    kind: Kind
    created: datetime
    conversation: str
    contact: str | None
    status: Status
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Withdrawal:
    """A request that its visitor has taken back.

    ``was_done``: the shop had dealt with it by then. ``others`` are the ids of the conversation's other
    requests that still stand.
    """

    id: str
    kind: Kind
    was_done: bool
    others: tuple[str, ...]


class RequestStore:
    """The requests in one database. Threads and processes may share it.

    Nothing is opened before the first use, which also makes the table. Every method raises
    :class:`~pin_advisor.errors.StoreError` if the database can't be reached or refuses.

    Args:
        url: the database, as SQLAlchemy names it.
        now: the present time in UTC.

    Raises:
        StoreError: ``url`` names no database that there is a driver for.
    """

    def __init__(
        self, url: str | None = None, now: Callable[[], datetime] = lambda: datetime.now(timezone.utc)
    ) -> None:
        self._database = Database(_metadata, url)
        self._now = now

    def save(self, kind: Kind, conversation: str, contact: str | None, payload: Mapping[str, Any]) -> str:
        """Keep a request and return its id.

        Saving the same again within :data:`RETRY_WINDOW` keeps nothing new and returns the same id, so
        that an action may be run twice. Characters that are not text are left out.

        Args:
            kind: ``quote`` or ``question``.
            conversation: the conversation's id.
            contact: how the visitor can be reached.
            payload: everything else; JSON types only.

        Raises:
            StoreError: nothing was kept.
            ValueError: ``payload`` is not JSON.
        """
        conversation, contact = storable(conversation), storable(contact)
        payload = cast("dict[str, Any]", storable(payload))
        fingerprint = _fingerprint(kind, conversation, contact, payload)
        created = naive_utc(self._now())
        for _ in range(_TRIES):
            try:
                with self._database.transaction() as connection:
                    known = _retried(connection, fingerprint, created)
                    if known:
                        return known
                    code = _new_id()
                    connection.execute(
                        table.insert().values(
                            id=code,
                            kind=kind,
                            created=created,
                            conversation=conversation,
                            contact=contact,
                            status="new",
                            payload=payload,
                            fingerprint=fingerprint,
                        )
                    )
                return code
            except IntegrityError as error:
                # The id is taken, or the same request has just been saved elsewhere: look again.
                refused = error
        raise self._database.unusable(refused)

    def list(self, status: Status | None = "new") -> tuple[Request, ...]:
        """The requests with a status (``None``: all of them), oldest first."""
        query = sa.select(table).order_by(table.c.created, table.c.id)
        if status:
            query = query.where(table.c.status == status)
        with self._database.checked() as connection:
            return tuple(_request(row) for row in connection.execute(query))

    def waiting(self) -> tuple[Request, ...]:
        """What the shop has yet to look at, oldest first."""
        return tuple(request for request in self.list(None) if request.status in WAITING)

    def standing(self, conversation: str) -> tuple[Request, ...]:
        """The requests of ``conversation`` that were not taken back, the last first.

        One that another replaced goes with that one and is left out.
        """
        with self._database.checked() as connection:
            found = _standing(connection, conversation)
        replaced = {row.payload.get("replaces") for row in found.values()}
        return tuple(_request(row) for code, row in found.items() if code not in replaced)

    def withdrawn(self, conversation: str) -> tuple[Request, ...]:
        """The requests of ``conversation`` that were taken back, oldest first.

        One that another replaced went with that one and is left out.
        """
        query = (
            sa.select(table)
            .where(table.c.conversation == storable(conversation), table.c.status == "withdrawn")
            .order_by(table.c.created, table.c.id)
        )
        with self._database.checked() as connection:
            found = [_request(row) for row in connection.execute(query)]
        replaced = {one.payload.get("replaces") for one in found}
        return tuple(one for one in found if one.id not in replaced)

    def withdraw(self, conversation: str, code: str | None = None) -> Withdrawal | None:
        """Take back a request of ``conversation``, together with those that it replaced.

        The contact and the visitor's own words are deleted; that there was a request stays, so that the shop
        knows whom not to write to. ``None`` if there is nothing to take back.

        Args:
            conversation: the conversation's id.
            code: the request's id; the last one if ``None``.

        Raises:
            StoreError: nothing was changed.
        """
        with self._database.checked() as connection:
            found = _standing(connection, conversation)
            if not found or (code is not None and code not in found):
                return None
            first = found[code] if code is not None else next(iter(found.values()))
            taken: dict[str, Any] = {}
            next_one: Any = first.id
            while next_one in found and next_one not in taken:
                taken[next_one] = found[next_one]
                next_one = found[next_one].payload.get("replaces")
            for row in taken.values():
                kept = {name: value for name, value in row.payload.items() if name in _KEPT}
                # Without its fingerprint, so that the same request may be made again.
                change = {"status": "withdrawn", "contact": None, "payload": kept, "fingerprint": None}
                connection.execute(table.update().where(table.c.id == row.id).values(change))
        return Withdrawal(
            first.id,
            first.kind,
            any(row.status == "done" for row in taken.values()),
            tuple(other for other in found if other not in taken),
        )

    def readdress(self, conversation: str, code: str, contact: str) -> None:
        """Let a request of ``conversation``, and those that it replaced, be answered to ``contact`` only.

        So that a way to reach the visitor which is taken out of a corrected request stays in none before it.

        Raises:
            StoreError: nothing was changed.
        """
        with self._database.checked() as connection:
            found = _standing(connection, conversation)
            changed: set[str] = set()
            following: Any = code
            while following in found and following not in changed:
                changed.add(following)
                following = found[following].payload.get("replaces")
            change = table.update().where(table.c.id.in_(changed)).values(contact=storable(contact))
            connection.execute(change)

    def get(self, code: str) -> Request | None:
        """The request with this id, in whichever case it was typed."""
        query = sa.select(table).where(table.c.id == _typed(code))
        with self._database.checked() as connection:
            row = connection.execute(query).first()
        return _request(row) if row else None

    def mark_done(self, code: str) -> str:
        """Say that the shop has dealt with a request, and return its id; saying so twice is fine.

        Raises:
            StoreError: there is no such request, or the database failed.
        """
        code = _typed(code)
        change = table.update().where(table.c.id == code).values(status="done")
        with self._database.checked() as connection:
            found = connection.execute(change).rowcount
        if not found:
            raise StoreError(
                "PA303",
                f"there is no request {code}",
                "List the requests with pin-advisor quotes --all.",
                self._database.where,
            )
        return code


def _standing(connection: Connection, conversation: str) -> dict[str, Any]:
    """The rows of a conversation that were not taken back, by their ids, the last first."""
    query = (
        sa.select(table)
        .where(table.c.conversation == storable(conversation), table.c.contact.is_not(None))
        .order_by(table.c.created.desc(), table.c.id)
    )
    return {row.id: row for row in connection.execute(query)}


def _retried(connection: Connection, fingerprint: str, now: datetime) -> str | None:
    """The id of the same request if it is recent; an older one gives up its fingerprint."""
    same = table.c.fingerprint == fingerprint
    row = connection.execute(sa.select(table.c.id, table.c.created).where(same)).first()
    if row is None:
        return None
    if now - row.created < RETRY_WINDOW:
        return cast(str, row.id)
    connection.execute(table.update().where(same).values(fingerprint=None))
    return None


def _fingerprint(kind: str, conversation: str, contact: str | None, payload: Mapping[str, Any]) -> str:
    """A digest of what is saved.

    Raises:
        ValueError: the payload is not JSON (JSON has no "not a number", for one).
    """
    try:
        text = json.dumps([kind, conversation, contact, payload], sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"the payload of a request has to be plain JSON: {type(error).__name__}") from None
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _new_id() -> str:
    return "Q-" + "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def _typed(code: str) -> str:
    """An id as somebody may type it: "q7f3k2m", "Q-7F3K2M "."""
    return "Q-" + re.sub(r"[^A-Z0-9]", "", code.upper()).removeprefix("Q")


def _request(row: Any) -> Request:
    return Request(
        row.id,
        row.kind,
        row.created.replace(tzinfo=timezone.utc),
        row.conversation,
        row.contact,
        row.status,
        row.payload,
    )
