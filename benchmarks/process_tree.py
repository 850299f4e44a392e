"""What a process and everything that it has started take, as Linux tells it in ``/proc``."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """What a tree of processes takes.

    ``pss_mb``: memory, what processes share counted once; ``rss_mb``: counted for each. 1 MB is 1e6 bytes.
    """

    processes: int
    pss_mb: float
    rss_mb: float
    threads: int
    descriptors: int


def members(root: int) -> list[int]:
    """The ids of a process and of all that descend from it."""
    children: dict[int, list[int]] = {}
    for path in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            children.setdefault(int(_stat(int(path.name))[1]), []).append(int(path.name))
    found, waiting = [], [root]
    while waiting:
        number = waiting.pop()
        found.append(number)
        waiting += children.get(number, ())
    return [number for number in found if (_PROC / str(number)).exists()]


def cpu_seconds(*roots: int) -> float:
    """The processor's seconds, user and system, that trees of processes have used so far.

    Those of processes that have ended count as soon as their parent has taken note. The resolution is that of
    the kernel's clock, mostly 10 ms for each process.
    """
    ticks = 0
    for number in _all(roots):
        with suppress(OSError):  # it may end meanwhile
            ticks += sum(map(int, _stat(number)[11:15]))
    return ticks / _TICKS


def usage(*roots: int) -> Usage:
    """What trees of processes take now."""
    numbers = _all(roots)
    pss = rss = threads = descriptors = 0
    for number in numbers:
        with suppress(OSError):  # it may end meanwhile
            kilobytes = dict(re.findall(r"^(Pss|Rss): +(\d+) kB", _read(number, "smaps_rollup"), re.M))
            pss, rss = pss + int(kilobytes["Pss"]), rss + int(kilobytes["Rss"])
            threads += len(list((_PROC / str(number) / "task").iterdir()))
            descriptors += len(list((_PROC / str(number) / "fd").iterdir()))
    return Usage(len(numbers), 1024 * pss / 1e6, 1024 * rss / 1e6, threads, descriptors)


def _all(roots: tuple[int, ...]) -> list[int]:
    return list(dict.fromkeys(number for root in roots for number in members(root)))


def _stat(number: int) -> list[str]:
    """The fields after the name, which may hold anything; the first is the state."""
    return _read(number, "stat").rpartition(")")[2].split()


def _read(number: int, name: str) -> str:
    return (_PROC / str(number) / name).read_text("utf-8", "replace")
