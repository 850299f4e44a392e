"""``pin-advisor validate``: every mistake in the catalog, with its line and what to do."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from pin_advisor.catalog import Catalog, CatalogError, Problem, catalog_directory, load, unread_files

HELP = "Check what the shop has written in catalog/."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the folder."""
    parser.add_argument(
        "directory",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="the catalog's folder (else PIN_ADVISOR_CATALOG, else catalog/)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each problem, or what the catalog holds if there is none."""
    directory: Path = arguments.directory or catalog_directory()
    shown = Path(os.path.relpath(directory)) if directory.is_relative_to(Path.cwd()) else directory
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that can't show a letter of the catalog gets its code instead of a traceback.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        catalog = load(directory)
    except CatalogError as error:
        return _report(error.problems + tuple(unread_files(directory)), shown)
    unread = unread_files(directory)
    if unread:
        return _report(unread, shown)
    print(f"{shown}/ is fine: {_contents(catalog)}.")
    return 0


def _report(problems: Iterable[Problem], directory: Path) -> int:
    for problem in sorted(problems):
        print(directory / str(problem) if directory.is_dir() else problem)
    return 1


def _contents(catalog: Catalog) -> str:
    return (
        f"{len(catalog.pin_types)} pin types ({len(catalog.offered)} offered), {len(catalog.rules)} rules, "
        f"{len(catalog.topics)} topics, {len(catalog.prices.currencies)} currencies, "
        f"{len(catalog.sources)} sources"
    )
