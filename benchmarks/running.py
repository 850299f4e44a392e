"""Trains a model, or lets it read, in a process of its own, and shows how far it is."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.places import WORK
from pin_advisor.paths import shown
from pin_advisor.processes import Process, Processes

_BEGINS: Final = re.compile(r"Starting to train component '([^']+)'")
_EPOCHS: Final = re.compile(r"Epochs:\s+(\d+)%.*?(\d+)/(\d+)")
_READ: Final = re.compile(r"^Read (\d+) of (\d+) messages$")
#: Colours and the characters that end a line, progress bars included.
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_END: Final = re.compile(r"[\r\n]+")
#: How often to look for output, in seconds: rarely, so as not to disturb what is timed.
_INTERVAL: Final = 1.0
#: Percent of the epochs after which progress is told again.
_STEP: Final = 5


class RunError(Exception):
    """A step ended with an error."""


@dataclass(frozen=True)
class Training:
    """What training took. Wall-clock seconds include the start of the process."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def train(
    processes: Processes, name: str, python: Path | str, arguments: Sequence[str], model: Path
) -> Training:
    """Train ``model`` with :mod:`benchmarks.train` and these arguments.

    Raises:
        RunError: it failed.
    """
    figures = WORK / f"{name}-training.json"
    started = time.monotonic()
    run(
        processes,
        f"training {name}",
        [
            *(str(python), "-m", "benchmarks.train", *arguments),
            *("--model", str(model), "--figures", str(figures)),
        ],
        started,
    )
    return Training(time.monotonic() - started, **json.loads(figures.read_text("utf-8")))


def run(processes: Processes, name: str, command: Sequence[str], started: float | None = None) -> None:
    """Run a command and show how far it is.

    Args:
        processes: starts it.
        name: what it is; names its log.
        command: the program and its arguments.
        started: when what is shown began, by :func:`time.monotonic`; else now.

    Raises:
        RunError: it failed.
    """
    started = time.monotonic() if started is None else started
    # Rasa's cache would hand out what it trained before; TensorFlow and Rasa write to the home folder.
    home = WORK / "home"
    home.mkdir(parents=True, exist_ok=True)
    process = processes.start(
        name,
        command,
        {
            "RASA_MAX_CACHE_SIZE": "0",
            "PYTHONHASHSEED": "0",
            "HOME": str(home),
            "TF_CPP_MIN_LOG_LEVEL": "2",
        },
    )
    _show(processes, process, started)
    if process.handle.returncode != 0:
        lines = process.output()
        raise RunError(f"{name}: {lines[-1] if lines else 'no word why.'} All of it: {shown(process.log)}.")


def _show(processes: Processes, process: Process, started: float) -> None:
    told = -1
    for line in _lines(processes, process):
        said = None
        if found := _BEGINS.search(line):
            said, told = found[1], -1
        elif found := _EPOCHS.search(line):
            percent = int(found[1]) // _STEP * _STEP
            if percent > max(told, 0):
                said, told = f"  epoch {found[2]} of {found[3]}", percent
        elif found := _READ.match(line):
            said = f"message {found[1]} of {found[2]}"
        if said:
            print(f"  {time.monotonic() - started:5.0f} s  {said}", flush=True)


def _lines(processes: Processes, process: Process) -> Iterator[str]:
    """What a process prints until it ends, line by line.

    Unlike ``Processes.finish`` it reads nothing twice: training prints megabytes of progress bars.
    """
    rest, ended = "", False
    with process.log.open(encoding="utf-8", errors="replace", newline="") as log:
        if os.fstat(log.fileno()).st_ino == process.file:
            log.seek(process.offset)  # before it stands what earlier runs have left
        while not ended:
            ended = process.handle.poll() is not None
            *lines, rest = _END.split(rest + _COLOURS.sub("", log.read()))
            yield from lines
            if not ended:
                processes.pause(_INTERVAL)
    yield rest
    for _ in processes.finish(process):
        pass  # it has ended; this only takes it off the list of those to end
