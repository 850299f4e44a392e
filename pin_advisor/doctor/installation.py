"""What was installed and trained: Python, packages, encoder, model, catalog."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from datetime import date, datetime
from importlib import metadata
from pathlib import Path
from typing import Final

from pin_advisor.catalog import CatalogError, load, unread_files
from pin_advisor.doctor.finding import Finding, Level, ok
from pin_advisor.paths import MODELS, PROJECT, catalog_directory, shown
from pin_advisor.training import check_model, digest_file, fingerprint
from pin_advisor.weights import ENCODER_FOLDER, check_encoder

#: The last day of security fixes for Python 3.10 (PEP 619: October 2026).
END_OF_LIFE: Final = date(2026, 10, 31)
_PINNED: Final = re.compile(
    r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+))?", re.M
)
#: Large modules that every start loads.
_LOADED: Final = ("rasa/core/agent.py", "spacy/language.py", "sanic/app.py")


def python(version: tuple[int, int] = sys.version_info[:2], today: date | None = None) -> Iterator[Finding]:
    """Its version, and whether anybody still mends it."""
    told = f"{sys.version.split()[0]} ({sys.executable})"
    if version != (3, 10):
        fix = "Delete .venv and run `make environment`; docs/operations.md says which Python it looks for."
        yield Finding("python", Level.ERROR, f"{told} is not 3.10, which Rasa needs", "PA155", fix)
    elif (today or date.today()) > END_OF_LIFE:
        fix = (
            "Use one of a distribution that still patches 3.10; "
            'docs/operations.md, "Python 3.10: the decision", says more.'
        )
        message = f"{told}: python.org mends 3.10 no more since {END_OF_LIFE:%B %Y}"
        yield Finding("python", Level.WARNING, message, "PA155", fix)
    else:
        yield ok("python", told)


def packages(lock: Path = PROJECT / "requirements.lock") -> Iterator[Finding]:
    """Whether what is installed is what the lock file names."""
    from packaging.markers import Marker

    wrong, count = [], 0
    for name, version, marker in _PINNED.findall(lock.read_text(encoding="utf-8")):
        if marker and not Marker(marker.strip()).evaluate():
            continue
        count += 1
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = "missing"
        if found != version:
            wrong.append(f"{name} {found} instead of {version}")
    if wrong:
        told = ", ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if len(wrong) > 5 else "")
        yield Finding("packages", Level.ERROR, told, "PA156", "Run `make environment`.")
    else:
        yield ok("packages", f"all {count} as {lock.name} names them")


def compiled_files(folder: Path | None = None) -> Iterator[Finding]:
    """Whether Python has to compile the packages at each start."""
    packages = folder or Path(sysconfig.get_path("purelib"))
    sources = [packages / name for name in _LOADED]
    missing = [s for s in sources if s.is_file() and not Path(importlib.util.cache_from_source(s)).is_file()]
    if missing:
        message = "packages are compiled anew at each start, which takes some 15 s"
        fix = f"Run `.venv/bin/python -m compileall -q {shown(packages)}` as a user who may write there."
        yield Finding("compiled files", Level.WARNING, message, "PA157", fix)
    else:
        yield ok("compiled files", "there")


def encoder() -> Iterator[Finding]:
    """Whether the sentence encoder is there and as it was built."""
    check_encoder()
    yield ok("encoder", f"{shown(ENCODER_FOLDER)} is intact")


def model(folder: Path = MODELS, present: str | None = None) -> Iterator[Finding]:
    """Whether there is a model for the present data, whole."""
    name = present or fingerprint(PROJECT, check_encoder())
    path = folder / f"pin-advisor-{name}.tar.gz"
    delivered = sorted(folder.glob("pin-advisor-*.tar.gz"), key=lambda file: file.stat().st_mtime)
    if not path.is_file() and delivered and not os.access(folder, os.W_OK):
        path = delivered[-1]  # it belongs to an installation that can't be written to
    if not path.is_file() or not digest_file(path).is_file():
        message = "there is none for the present data; the next start trains, which takes some minutes"
        yield Finding("model", Level.WARNING, message, "PA158", "Run `make train` while visitors are few.")
        return
    try:
        with tarfile.open(path) as archive:
            whole = "metadata.json" in {Path(member.name).name for member in archive}
    except (tarfile.TarError, OSError, EOFError):
        whole = False
    if not whole:
        fix = f"Delete {shown(path)} and run `make train`."
        yield Finding("model", Level.ERROR, f"{shown(path)} is damaged", "PA159", fix)
        return
    check_model(path)
    trained = datetime.fromtimestamp(path.stat().st_mtime)
    yield ok("model", f"{path.name} is for the present data, last used {trained:%Y-%m-%d}")


def catalog() -> Iterator[Finding]:
    """Every mistake in the shop's catalog."""
    directory = catalog_directory()
    try:
        found = load(directory)
        problems = tuple(unread_files(directory))
    except CatalogError as error:
        problems = error.problems
        found = None
    for problem in problems:
        place = f"{problem.file}:{problem.line}"
        yield Finding("catalog", Level.ERROR, f"{place}: {problem.what}", problem.code, problem.fix)
    if found is not None and not problems:
        yield ok("catalog", f"{shown(directory)}: {len(found.pin_types)} pin types, {len(found.rules)} rules")
