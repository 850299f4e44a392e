"""Where conversations are kept: the database, and Redis where there are several workers."""

from __future__ import annotations

import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from pin_advisor.cluster import settings as cluster
from pin_advisor.doctor import starting
from pin_advisor.doctor.finding import Finding, Level, of_error, ok
from pin_advisor.errors import StoreError
from pin_advisor.paths import shown
from pin_advisor.sqlite_files import READ_ONLY, how_to_write, require_writable
from pin_advisor.store.broker_address import broker_address, hosts
from pin_advisor.store.database import PATIENCE, Database, database_file

#: Bytes of a write-ahead log, beyond which somebody keeps SQLite from tidying up.
_LONG: Final = 100_000_000
#: The oldest PostgreSQL that its makers still mend (https://www.postgresql.org/support/versioning/).
_OLDEST: Final = 14
#: Turns whose events may be on their way to a broker.
_MANY: Final = 100
#: Seconds by which two clocks may differ.
_SKEW: Final = 5.0


def database() -> Iterator[Finding]:
    """Whether it can be reached, read and written to, and is whole."""
    file = database_file()
    if file is not None and file.exists():
        yield from _file(file)
        return
    try:
        starting.database()
    except starting.Passing as away:
        yield of_error("database", away.error)
        return
    if file is None:
        yield from _server()
    else:
        yield ok("database", f"{shown(file)} is made at the first start")


def redis() -> Iterator[Finding]:
    """Whether it answers, if it is to be used."""
    if cluster.redis_url() is None:
        yield ok("redis", "not used")
        return
    try:
        starting.redis()
    except starting.Passing as away:
        yield of_error("redis", away.error, Level.WARNING)
    else:
        yield ok("redis", "answers")


def events() -> Iterator[Finding]:
    """Whether a message broker is to be told of turns, can be reached, and takes what it is sent."""
    url = broker_address()
    if url is None:
        yield ok("events", "not passed on")
        return
    told = f"{url.scheme}://{', '.join(f'{host}:{port}' for host, port in hosts(url))}"
    if not any(_listens(host, port) for host, port in hosts(url)):
        fix = "Start it, or put its address right. Events wait in the database, and nobody else does."
        yield Finding("events", Level.WARNING, f"{told} does not answer", "PA324", fix)
        return
    waiting = _turns_on_their_way()
    if waiting > _MANY:
        fix = "See in logs/bot.log why it takes none: most often user or password, or its disk is full."
        message = f"{waiting} turns wait until {told} takes them"
        yield Finding("events", Level.WARNING, message, "PA325", fix)
    else:
        yield ok("events", f"passed on to {told}, {waiting} turns on their way")


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except OSError:
        return False
    return True


def _turns_on_their_way() -> int:
    file = database_file()
    if file is not None and not file.exists():
        return 0
    store = Database(sa.MetaData())
    try:
        with store.checked() as connection:
            return int(connection.execute(sa.text("SELECT count(*) FROM outbox")).scalar_one())
    except StoreError:  # told of the database, or nothing was ever said
        return 0


def _file(file: Path) -> Iterator[Finding]:
    part, told = "database", shown(file)
    damaged = f"Stop the bot, keep a copy of {told}*, and put back the last backup (docs/operations.md)."
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=PATIENCE)) as connection:
            connection.isolation_level = None
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                yield Finding(part, Level.ERROR, f"{told} is damaged", "PA163", damaged)
                return
            require_writable(connection)
    except sqlite3.DatabaseError as error:
        wrong = isinstance(error, sqlite3.OperationalError)
        fix = (
            how_to_write(told)
            if READ_ONLY in str(error)
            else "See who else has it open (`fuser`), and whether its folder may be written to."
        )
        reason = str(error) if wrong else "is no database, or damaged"
        yield Finding(part, Level.ERROR, f"{told}: {reason}", "PA162", fix if wrong else damaged)
        return
    yield ok(part, f"{told} is whole and can be written to, {file.stat().st_size / 1e6:.1f} MB")
    log = file.with_name(f"{file.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    if size > _LONG:
        fix = "Some program reads it for a long time: find it with `fuser`, end it, or start the bot anew."
        message = f"{shown(log)} has grown to {size / 1e6:.0f} MB"
        yield Finding("write-ahead log", Level.WARNING, message, "PA161", fix)
    else:
        yield ok("write-ahead log", f"{size / 1e6:.1f} MB")


def _server() -> Iterator[Finding]:
    store = Database(sa.MetaData())
    with store.checked() as connection:
        version = int(connection.execute(sa.text("SHOW server_version_num")).scalar_one()) // 10_000
        read_only = connection.execute(sa.text("SHOW transaction_read_only")).scalar_one() == "on"
        theirs = float(connection.execute(sa.text("SELECT extract(epoch FROM now())")).scalar_one())
        skew = abs(theirs - time.time())
    told = f"{store.where}, PostgreSQL {version}"
    if read_only:
        fix = "Give the address of the primary server, or end its read-only state."
        yield Finding("database", Level.ERROR, f"{told}, can't be written to", "PA165", fix)
    elif version < _OLDEST:
        fix = f"Update it to {_OLDEST} or later."
        yield Finding("database", Level.WARNING, f"{told}, is mended no more", "PA166", fix)
    elif skew > _SKEW:
        fix = "Let both clocks be kept right (`timedatectl set-ntp true`)."
        message = f"{told}: its clock and ours differ by {skew:.0f} s"
        yield Finding("database", Level.WARNING, message, "PA167", fix)
    else:
        yield ok("database", f"{told}, can be written to")
