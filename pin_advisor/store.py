"""Where quote requests and questions for the shop are kept until somebody has dealt with them.

One table, ``requests``, in SQLite (``data/store/pin_advisor.db``) or in whatever database
``PIN_ADVISOR_DATABASE_URL`` names. What a visitor is told ("your request is Q-7F3K2M") is only ever
said after :meth:`RequestStore.save` has returned, so a database that fails must raise, never pretend.

What stands in a request is personal. It is written to the database and nowhere else: no log line and
no error message of this module holds any of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final, Literal, cast

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from pin_advisor.errors import StoreError
from pin_advisor.paths import STORE, shown

#: Environment variable with the database's URL, as SQLAlchemy writes them.
VARIABLE: Final = "PIN_ADVISOR_DATABASE_URL"

#: How long the same request of the same conversation counts as one: a retry, not a second order.
RETRY_WINDOW: Final = timedelta(hours=1)

#: Seconds to wait for a busy database. An action has four, and has to answer in them.
PATIENCE: Final = 3

Kind = Literal["quote", "question"]
Status = Literal["new", "done"]

#: Letters and digits that are not taken for each other, aloud or in print; no vowels, so no words.
_ALPHABET: Final = "23456789CDFGHJKMNPRTVWXY"
_CODE_LENGTH: Final = 6
#: Tries at a free id or at a save that another process has just made; more means something is wrong.
_TRIES: Final = 5
#: Not text: control characters but tab and newline, and halves of a surrogate pair. PostgreSQL refuses
#: the first of them and UTF-8 the latter.
_UNSTORABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_metadata = sa.MetaData()
_requests = sa.Table(
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


def database_url() -> str:
    """The URL in ``PIN_ADVISOR_DATABASE_URL``, or the SQLite file in ``data/store/``."""
    return os.environ.get(VARIABLE) or f"sqlite:///{STORE / 'pin_advisor.db'}"


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
        self._engine = _engine(url or database_url())
        self._now = now
        self._ready = False
        self._making = threading.Lock()

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
        conversation, contact = _storable(conversation), _storable(contact)
        payload = cast("dict[str, Any]", _storable(payload))
        fingerprint = _fingerprint(kind, conversation, contact, payload)
        created = _naive_utc(self._now())
        for _ in range(_TRIES):
            try:
                with self._transaction() as connection:
                    known = _retried(connection, fingerprint, created)
                    if known:
                        return known
                    code = _new_id()
                    connection.execute(
                        _requests.insert().values(
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
            except IntegrityError:
                continue  # the id is taken, or the same request has just been saved elsewhere: look again
        raise StoreError(
            "PA302", "the request could not be saved", "Look into the database's own log.", self._where
        )

    def list(self, status: Status | None = "new") -> tuple[Request, ...]:
        """The requests with a status (``None``: all of them), oldest first."""
        query = sa.select(_requests).order_by(_requests.c.created, _requests.c.id)
        if status:
            query = query.where(_requests.c.status == status)
        with self._checked() as connection:
            return tuple(_request(row) for row in connection.execute(query))

    def get(self, code: str) -> Request | None:
        """The request with this id, in whichever case it was typed."""
        query = sa.select(_requests).where(_requests.c.id == _typed(code))
        with self._checked() as connection:
            row = connection.execute(query).first()
        return _request(row) if row else None

    def mark_done(self, code: str) -> str:
        """Say that the shop has dealt with a request, and return its id; saying so twice is fine.

        Raises:
            StoreError: there is no such request, or the database failed.
        """
        code = _typed(code)
        change = _requests.update().where(_requests.c.id == code).values(status="done")
        with self._checked() as connection:
            found = connection.execute(change).rowcount
        if not found:
            raise StoreError(
                "PA303",
                f"there is no request {code}",
                "List the requests with pin-advisor quotes --all.",
                self._where,
            )
        return code

    @property
    def _where(self) -> str:
        """The database in words, without its password."""
        url = self._engine.url
        if url.get_backend_name() == "sqlite" and url.database:
            return shown(Path(url.database))
        return str(url.render_as_string(hide_password=True))

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction whose IntegrityError is the caller's; any other error becomes a StoreError."""
        try:
            self._make()
        except (SQLAlchemyError, OSError) as error:
            raise self._failed("PA301", "the database can't be opened", error) from None
        try:
            with self._engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(sa.text(f"SET LOCAL statement_timeout = {1000 * PATIENCE}"))
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            # Somebody may have replaced or moved the database: look for the table again next time.
            self._ready = False
            self._engine.dispose()
            raise self._failed("PA302", "the database can't be read or written", error) from None

    @contextmanager
    def _checked(self) -> Iterator[Connection]:
        try:
            with self._transaction() as connection:
                yield connection
        except IntegrityError as error:
            raise self._failed("PA302", "the database can't be read or written", error) from None

    def _make(self) -> None:
        with self._making:
            if self._ready:
                return
            url = self._engine.url
            if url.get_backend_name() == "sqlite" and url.database:
                # It holds names and addresses: for the user who runs the bot, nobody else.
                Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                _metadata.create_all(self._engine)
            except SQLAlchemyError:
                # Two processes that start together both find no table; one of them makes it.
                if not sa.inspect(self._engine).has_table(_requests.name):
                    raise
            self._ready = True

    def _failed(self, code: str, message: str, error: Exception) -> StoreError:
        # Only the first line: PostgreSQL appends the failing row, which is personal.
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        fix = (
            "See that the folder exists, may be written to and is not full."
            if self._engine.dialect.name == "sqlite"
            else f"See that the database is running and that {VARIABLE} has the right address and password."
        )
        return StoreError(code, f"{message}: {reason}", fix, self._where)


def _engine(text: str) -> Engine:
    # Hosting companies hand out "postgres://", which SQLAlchemy no longer takes.
    text = re.sub(r"^postgres://", "postgresql://", text.strip())
    try:
        url: URL = make_url(text)
        sqlite = url.get_backend_name() == "sqlite"
        engine = sa.create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=not sqlite,
            connect_args={"timeout": PATIENCE} if sqlite else {"connect_timeout": PATIENCE},
        )
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        # The message of an ArgumentError repeats the text, password and all.
        reason = (
            "its driver is not installed" if isinstance(error, ImportError) else "no database is named so"
        )
        raise StoreError(
            "PA304",
            f"the database's address can't be used: {reason}",
            "Write sqlite:///data/store/pin_advisor.db or postgresql://user:password@host/name.",
            VARIABLE,
        ) from None
    if sqlite:
        sa.event.listen(engine, "connect", _write_ahead)
    return engine


def _write_ahead(connection: Any, _: Any) -> None:
    """The owner may read the list while the bot writes to it."""
    connection.execute("PRAGMA journal_mode=WAL")


def _retried(connection: Connection, fingerprint: str, now: datetime) -> str | None:
    """The id of the same request if it is recent; an older one gives up its fingerprint."""
    same = _requests.c.fingerprint == fingerprint
    row = connection.execute(sa.select(_requests.c.id, _requests.c.created).where(same)).first()
    if row is None:
        return None
    if now - row.created < RETRY_WINDOW:
        return cast(str, row.id)
    connection.execute(_requests.update().where(same).values(fingerprint=None))
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


def _storable(value: Any) -> Any:
    """``value`` with every text in it cut down to characters that databases and JSON can hold."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, Mapping):
        return {_storable(k): _storable(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [_storable(v) for v in value]
    return value


def _new_id() -> str:
    return "Q-" + "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def _typed(code: str) -> str:
    """An id as somebody may type it: "q7f3k2m", "Q-7F3K2M "."""
    return "Q-" + re.sub(r"[^A-Z0-9]", "", code.upper()).removeprefix("Q")


def _naive_utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


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
