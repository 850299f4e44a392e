"""``pin-advisor backup``: a copy of the conversations and requests, while the bot runs."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "Copy the database to a file, whole, while the bot runs."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the file."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the copy; it must not be there yet")


def run(arguments: argparse.Namespace) -> int:
    """Make the copy and say how large it is."""
    from pin_advisor.errors import OperationError
    from pin_advisor.store.backup import back_up
    from pin_advisor.store.database import database_file

    database = database_file()
    if database is None:
        fix = "Use its own: `pg_dump --format=custom --file=FILE` with the address of the database."
        raise OperationError("PA178", "the database is not a SQLite file", fix, "PIN_ADVISOR_DATABASE_URL")
    target: Path = arguments.file.absolute()
    size = back_up(database, target)
    print(f"{arguments.file} holds all conversations and requests, {size / 1e6:.1f} MB; keep it safe.")
    return 0
