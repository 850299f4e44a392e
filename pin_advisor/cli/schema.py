"""``pin-advisor schema``: the tables, made before the bot starts; see docs/operations.md, Containers."""

from __future__ import annotations

import argparse

HELP = "Make the tables in the database that are missing; the bot does so itself if it may."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the database is the environment's."""


def run(arguments: argparse.Namespace) -> int:
    """Make them and tell their names."""
    from pin_advisor.store.schema import make_tables

    print(f"The tables are there: {', '.join(make_tables())}.")
    return 0
