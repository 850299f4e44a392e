"""Runs Locust against a server and reads what came back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import process_tree
from benchmarks.environments import LOAD
from benchmarks.places import WORK
from benchmarks.serving import scripts as scripts_module
from benchmarks.serving.scripts import Script
from pin_advisor.paths import shown
from pin_advisor.processes import Processes
from pin_advisor.servers import HOST

_LOCUSTFILE: Final = Path(__file__).with_name("locustfile.py")
#: Seconds after the start of a run whose messages count for correctness, but not for time.
WARMING_UP: Final = 2.0


class LoadError(Exception):
    """The load generator failed."""


@dataclass(frozen=True)
class Record:
    """A message and what came back.

    ``began``: seconds after the start of the run; ``seconds``: until the whole reply was there; ``replies``:
    its messages, or ``None`` if there is no reply with status 200 that is a list of messages.
    """

    script: str
    turn: int
    sender: str
    words: str
    began: float
    seconds: float
    status: int
    error: str
    replies: list[dict[str, Any]] | None

    @property
    def ended(self) -> float:
        """Seconds after the start of the run at which the reply was there."""
        return self.began + self.seconds


@dataclass(frozen=True)
class Run:
    """One run of the load.

    ``seconds``: how long messages were begun, or until the last reply if all were played once.
    ``cpu_seconds``: of the server. ``visitors``: at the same time.
    """

    records: Sequence[Record]
    seconds: float
    cpu_seconds: float
    visitors: int

    @property
    def cpu_ms(self) -> float:
        """The server's milliseconds of processor for a message."""
        return 1000 * self.cpu_seconds / len(self.records)

    @property
    def throughput(self) -> float:
        """Replies a second while all visitors were there, from the end of warming up."""
        counted = [r for r in self.records if WARMING_UP < r.ended <= self.seconds and r.replies]
        return len(counted) / (self.seconds - WARMING_UP)


def run(
    processes: Processes,
    ports: Sequence[int],
    roots: Sequence[int],
    scripts: Sequence[Script],
    *,
    visitors: int,
    seconds: float | None,
    pause: float = 0.0,
    folder: Path = WORK,
) -> Run:
    """Let ``visitors`` at the same time play ``scripts``.

    Args:
        processes: starts the load generator.
        ports: of the server's ``rest`` channel; with several, message by message in turn, as a web server in
            front would spread them.
        roots: the server's processes, whose time is taken with that of all they have started.
        scripts: what they play, again from the first one after the last.
        visitors: how many there are.
        seconds: no message is begun later than this; ``None`` plays every script once.
        pause: seconds from a reply to the visitor's next message.
        folder: where the records are kept.

    Raises:
        LoadError: the load generator failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    said, records = folder / "scripts.json", folder / "records.jsonl"
    scripts_module.write(scripts, said)
    records.unlink(missing_ok=True)
    command = [
        *(str(LOAD.python), "-m", "locust", "-f", str(_LOCUSTFILE), "--headless", "--only-summary"),
        *("--users", str(visitors), "--spawn-rate", str(visitors), "--host", f"http://{HOST}:{ports[0]}"),
        *("--ports", ",".join(map(str, ports))),
        *("--scripts", str(said), "--records", str(records), "--pause", str(pause), "--stop-timeout", "150"),
        *(() if seconds is None else ("--seconds", str(seconds))),
    ]
    before = process_tree.cpu_seconds(*roots)
    process = processes.start("locust", command)
    for _ in processes.finish(process):
        pass
    used = process_tree.cpu_seconds(*roots) - before
    found = read(records) if records.is_file() else []
    # Its exit status is 1 if any message failed, which is for the judge to tell.
    whole = seconds is not None or len(found) == scripts_module.messages(scripts)
    if process.handle.returncode not in (0, 1) or not (found and whole):
        raise LoadError(f"Locust failed; the reason is in {shown(process.log)}.")
    return Run(found, seconds or max(r.ended for r in found), used, visitors)


def read(path: Path) -> list[Record]:
    """The records that the load generator wrote."""
    return [Record(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]
