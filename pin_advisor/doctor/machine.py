"""The machine: folders, room on the disk, who may read what, the clock."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pin_advisor.doctor.finding import Finding, Level, ok
from pin_advisor.paths import LOGS, MODELS, PROJECT, STORE, shown
from pin_advisor.store.database import database_file

#: Bytes. A training needs some hundreds of megabytes; logs are rotated at fifty for each.
_SCARCE: Final = 1_000_000_000
_FULL: Final = 100_000_000
#: Seconds by which a file may be from the future, as copied ones are now and then.
_TOLERANCE: Final = 300.0


def folders(needed: tuple[Path, ...] = (STORE, LOGS)) -> Iterator[Finding]:
    """Whether the bot may write where it has to."""
    for folder in needed:
        there = folder if folder.exists() else _nearest(folder)
        if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
            fix = f"Give it to the user who runs the bot: `chown -R USER {shown(there)}`."
            yield Finding("folders", Level.ERROR, f"{shown(there)} can't be written to", "PA169", fix)
        else:
            yield ok("folders", f"{shown(folder)} can be written to")


def disk(folder: Path = PROJECT) -> Iterator[Finding]:
    """Whether there is room left."""
    usage = shutil.disk_usage(folder)
    told = f"{usage.free / 1e9:.1f} of {usage.total / 1e9:.1f} GB free"
    if usage.free < _SCARCE:
        level = Level.ERROR if usage.free < _FULL else Level.WARNING
        fix = "Make room: models/, logs/ and .cache/ may be deleted; see docs/operations.md."
        yield Finding("disk", level, told, "PA160", fix)
    else:
        yield ok("disk", told)


def permissions(files: tuple[Path, ...] | None = None) -> Iterator[Finding]:
    """Whether others on this machine may read secrets and conversations."""
    if files is None:
        database = database_file()
        files = (STORE / "session.key", *((database,) if database else ()))
    for file in files:
        if not file.exists():
            continue
        if _others(file) & 0o066 and _others(file.parent) & 0o011:
            fix = f"Run `chmod 600 {shown(file)}*`."
            yield Finding(
                "permissions", Level.WARNING, f"others may read or write {shown(file)}", "PA154", fix
            )
        else:
            yield ok("permissions", f"{shown(file)} is for its owner")


def clock(now: float | None = None, files: tuple[Path, ...] | None = None) -> Iterator[Finding]:
    """Whether the clock is behind: sessions, retention and signatures of platforms need the right time."""
    present = time.time() if now is None else now
    known = files or (PROJECT / "requirements.lock", *MODELS.glob("*.tar.gz"))
    newest = max((path.stat().st_mtime for path in known if path.exists()), default=0.0)
    told = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(present))
    if present < newest - _TOLERANCE:
        fix = "Set it, and let it be kept right (`timedatectl set-ntp true`)."
        yield Finding("clock", Level.ERROR, f"{told} is before files that exist", "PA164", fix)
    else:
        yield ok("clock", told)


def _nearest(folder: Path) -> Path:
    return next(parent for parent in folder.parents if parent.exists())


def _others(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode) & 0o077
