"""The database: SQLite (``data/store/pin_advisor.db``) or whatever ``PIN_ADVISOR_DATABASE_URL`` names.

Conversations, the messages that were dealt with and the requests for the shop are in the same one. What
fails raises :class:`~pin_advisor.errors.StoreError` and never pretends; no error message holds a value.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DisconnectionError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)
from sqlalchemy.pool import QueuePool

from pin_advisor.errors import StoreError
from pin_advisor.paths import DATABASE_VARIABLE, STORE, shown
from pin_advisor.sqlite_files import READ_ONLY, how_to_write, share_permissions

#: Environment variable with the database's URL, as SQLAlchemy writes them.
VARIABLE: Final = DATABASE_VARIABLE

#: Seconds to wait for a busy database. An action has four, and has to answer in them.
PATIENCE: Final = 2

#: Set by who waits for work in a thread: set off, it has given up, and what it was told has failed must not
#: be done afterwards.
given_up: ContextVar[threading.Event | None] = ContextVar("given_up", default=None)

#: Seconds between attempts to make the tables.
_BETWEEN_ATTEMPTS: Final = 0.05

#: Those with a file of SQLite.
_with_file: Final[WeakSet[Engine]] = WeakSet()

#: Not text: control characters but tab and newline, and halves of a surrogate pair. PostgreSQL refuses
#: the first of them and UTF-8 the latter.
_UNSTORABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def database_url() -> str:
    """The URL in ``PIN_ADVISOR_DATABASE_URL``, or the SQLite file in ``data/store/``."""
    return os.environ.get(VARIABLE) or f"sqlite:///{STORE / 'pin_advisor.db'}"


def database_file() -> Path | None:
    """The file of the database; None where it is a server's, or in memory.

    Raises:
        StoreError: PA304 if the address names no database that there is a driver for.
    """
    url = _engine(database_url(), durable=True).url
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).absolute()


class Database:
    """Transactions in one database, on tables that are made on first use. Threads and processes may share it.

    Args:
        tables: what has to be there.
        url: the database, as SQLAlchemy names it.
        durable: whether what is kept must outlive a power cut at once. Else SQLite may lose what was kept in
            the last seconds before one, which saves 1.5 ms; never by the end of a process, never in part.

    Raises:
        StoreError: PA304 if ``url`` names no database that there is a driver for.
    """

    def __init__(self, tables: sa.MetaData, url: str | None = None, *, durable: bool = True) -> None:
        self.engine = _engine(url or database_url(), durable)
        self._tables = tables
        self._ready = False
        self._making = threading.Lock()

    @property
    def where(self) -> str:
        """The database in words, without its password."""
        url = self.engine.url
        if url.get_backend_name() == "sqlite" and url.database:
            return shown(Path(url.database))
        return str(url.render_as_string(hide_password=True))

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction whose IntegrityError is the caller's; any other error becomes a StoreError.

        Raises:
            StoreError: PA301 if the database can't be opened, PA302 if it can't be read or written, or if
                nobody waits for it any longer (:data:`given_up`).
        """
        self._still_wanted()
        self.prepare()
        try:
            with self.engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(sa.text(f"SET LOCAL statement_timeout = {1000 * PATIENCE}"))
                yield connection
                self._still_wanted()
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            # Somebody may have replaced or moved the database: look for the tables again next time.
            self._ready = False
            self._let_go(error)
            raise self.unusable(error) from None

    @contextmanager
    def checked(self) -> Iterator[Connection]:
        """The same where nothing can be there twice: an IntegrityError becomes a StoreError too."""
        try:
            with self.transaction() as connection:
                yield connection
        except IntegrityError as error:
            raise self.unusable(error) from None

    def prepare(self) -> None:
        """Make the tables that are missing.

        Raises:
            StoreError: PA301 if the database can't be opened.
        """
        try:
            self._make()
        except (SQLAlchemyError, OSError) as error:
            self._let_go(error)
            raise self._failed("PA301", "the database can't be opened", error) from None

    def unusable(self, error: Exception) -> StoreError:
        """What to raise where the database is open but refuses."""
        return self._failed("PA302", "the database can't be read or written", error)

    def _still_wanted(self) -> None:
        left = given_up.get()
        if left is not None and left.is_set():
            raise self.unusable(TimeoutError("it took too long"))

    def _make(self) -> None:
        with self._making:
            if self._ready:
                return
            url = self.engine.url
            if url.get_backend_name() == "sqlite" and url.database:
                # It holds names and addresses: for the user who runs the bot, nobody else.
                Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if url.database != ":memory:":
                    Path(url.database).touch(mode=0o600)  # and SQLite's own files beside it are like it
                    share_permissions(Path(url.database))
            self._make_tables()
            self._ready = True

    def _make_tables(self) -> None:
        # Processes that start together all find no tables, and each meets some that another has just made.
        # Nor does SQLite wait for its lock where two of them switch to write-ahead logging at once.
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._tables.create_all(self.engine)
                return
            except SQLAlchemyError:
                if time.monotonic() > until:
                    raise
                time.sleep(_BETWEEN_ATTEMPTS)

    def _let_go(self, error: Exception) -> None:
        """Close what is open, so that the next one finds the database as it is then."""
        self.engine.dispose()
        if READ_ONLY in str(error):
            # SQLite shares what it knows of a file among a process's connections to it. As long as one of
            # them is open that was opened for reading only, no other can write.
            for engine in tuple(_with_file):
                if engine.url.database == self.engine.url.database:
                    engine.dispose()

    def _failed(self, code: str, message: str, error: Exception) -> StoreError:
        # Only the first line: PostgreSQL appends the failing row, which is personal.
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        if self.engine.dialect.name != "sqlite":
            fix = f"See that the database is running and that {VARIABLE} has the right address and password."
        elif READ_ONLY in reason or isinstance(error, PermissionError):
            fix = how_to_write(self.where)
        else:
            fix = "See that the file and its folder may be written to, and that the disk is not full."
        return StoreError(code, f"{message}: {reason}", fix, self.where)


def storable(value: Any) -> Any:
    """``value`` with every text in it cut down to characters that databases and JSON can hold."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, Mapping):
        return {storable(k): storable(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [storable(v) for v in value]
    return value


def naive_utc(moment: datetime) -> datetime:
    """``moment`` as the tables keep it: UTC, without saying so, because SQLite can't."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def _engine(text: str, durable: bool) -> Engine:
    # Hosting companies hand out "postgres://", which SQLAlchemy no longer takes.
    text = re.sub(r"^postgres://", "postgresql://", text.strip())
    try:
        url: URL = make_url(text)
        sqlite = url.get_backend_name() == "sqlite"
        kept = sqlite and url.database not in (None, "", ":memory:")
        engine = sa.create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=not sqlite,
            connect_args=({"timeout": PATIENCE, "check_same_thread": not kept} if sqlite else _of_a_server()),
            # Opening a file, and closing it with a checkpoint, takes longer than what a turn writes.
            # SQLAlchemy would do both for each transaction.
            **({"poolclass": QueuePool} if kept else {}),
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
    if kept and not durable:
        sa.event.listen(engine, "connect", _leave_writing_to_the_system)
    if kept:
        _with_file.add(engine)
        sa.event.listen(engine, "connect", _remember_file)
        sa.event.listen(engine, "checkout", _require_same_file)
    return engine


def _of_a_server() -> dict[str, Any]:
    # Who looks at the server's sessions sees whose they are.
    return {"connect_timeout": PATIENCE, "application_name": f"pin-advisor {os.getpid()}"}


def _write_ahead(connection: Any, _: Any) -> None:
    """The owner may read the list while the bot writes to it."""
    connection.execute("PRAGMA journal_mode=WAL")


def _leave_writing_to_the_system(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA synchronous=NORMAL")


def _remember_file(connection: Any, record: Any) -> None:
    (record.info["path"],) = [
        row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main"
    ]
    record.info["file"] = _identity(record.info["path"])


def _require_same_file(_: Any, record: Any, __: Any) -> None:
    """A connection to a file that was moved or replaced would go on with the one that nobody sees."""
    if _identity(record.info["path"]) != record.info["file"]:
        raise DisconnectionError("The file was replaced.")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
