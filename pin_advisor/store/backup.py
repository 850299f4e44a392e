"""A copy of the database that is whole, made while the bot runs."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from pin_advisor.errors import OperationError
from pin_advisor.paths import shown

#: Pages that are copied in one go; between two the bot may write.
_PAGES: Final = 1000


def back_up(database: Path, target: Path) -> int:
    """Copy a SQLite database by SQLite's own means, and look that the copy is whole.

    The copy is for its owner only: it holds what visitors wrote.

    Args:
        database: the present one; others may be writing to it.
        target: a file that is not there yet.

    Returns:
        The bytes of the copy.

    Raises:
        OperationError: PA175 if ``target`` is there already, PA176 if there is no database, PA177 if the copy
            could not be made or is not whole. Nothing is left behind then.
    """
    if target.exists():
        fix = "Choose another name, or move it away first."
        raise OperationError("PA175", f"{shown(target)} is there already", fix)
    if not database.is_file():
        fix = "Nothing was said to the bot yet, or PIN_ADVISOR_DATABASE_URL names another file."
        raise OperationError("PA176", f"there is no database {shown(database)}", fix)
    aside = ""
    try:
        descriptor, aside = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}-"
        )  # for its owner only
        os.close(descriptor)
        source = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(aside)) as copy:
            source.backup(copy, pages=_PAGES)
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError("the copy is not whole")
            copy.execute("PRAGMA journal_mode=DELETE")
        with open(aside, "rb") as file:
            os.fsync(file.fileno())
        os.link(aside, target)
    except (sqlite3.Error, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        fix = "See that there is room, that the folder may be written to, and what `pin-advisor doctor` says."
        raise OperationError("PA177", f"the backup could not be made: {reason}", fix, shown(target)) from None
    finally:
        with suppress(OSError):
            os.unlink(aside)
    return target.stat().st_size
