"""A database that can't be written to, also for whoever runs the tests as root."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401  # nobody may not look for it

#: The user that is nobody, who may read and write only what is theirs.
_NOBODY = 65534


@contextmanager
def as_a_user() -> Iterator[Path]:
    """A folder of somebody for whom permissions count, which they don't for root; and being that user."""
    folder = Path(tempfile.mkdtemp(prefix="pins-"))
    root = os.geteuid() == 0
    if root:
        os.chown(folder, _NOBODY, -1)
        os.seteuid(_NOBODY)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        with suppress(OSError):
            shutil.rmtree(folder)


def database_in(folder: Path) -> Path:
    """A database with a write-ahead log, for its owner."""
    path = folder / "pins.db"
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE words (word TEXT)")
    return path
