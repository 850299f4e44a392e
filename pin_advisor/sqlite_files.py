"""The files of a SQLite database, and whether they can be written to. It needs the standard library only."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

#: What SQLite says where it could open a file for reading only.
READ_ONLY: Final = "readonly database"
#: What SQLite puts beside a database with a write-ahead log.
_BESIDE: Final = ("-wal", "-shm")


def require_writable(connection: sqlite3.Connection) -> None:
    """Write something and take it back, so that nothing is altered.

    That a transaction can begin tells nothing: SQLite opens for reading what can't be written to, and then
    only refuses the first write.

    Args:
        connection: one that begins no transactions by itself.

    Raises:
        sqlite3.DatabaseError: it can't be written to, or somebody else holds it.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {number}")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def share_permissions(database: Path) -> None:
    """Give the files beside a database the permissions that it has.

    SQLite makes them like the database, and leaves them behind where that can't be written to. They would
    keep it so after it has got its permissions back.
    """
    with suppress(OSError):
        mode = stat.S_IMODE(database.stat().st_mode)
        for file in (database.with_name(database.name + end) for end in _BESIDE):
            if file.exists() and stat.S_IMODE(file.stat().st_mode) != mode:
                os.chmod(file, mode)


def how_to_write(database: str) -> str:
    """What to do about a database that can't be written to, in a sentence."""
    return (
        f"Let the user who runs the bot write to the file and its folder: `chmod 600 {database}*`, "
        "and `chown` if they are somebody else's."
    )
