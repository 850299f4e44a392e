"""Child processes that never outlive the block that started them.

Each child leads a process group of its own, so that whatever it starts ends with it, and a Ctrl-C in
the terminal reaches only this process, which then ends them in order.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final

from pin_advisor.errors import SetupError
from pin_advisor.logs.rotation import rotate
from pin_advisor.paths import LOGS, PROJECT, shown

#: How often children and signals are looked at, in seconds.
INTERVAL: Final = 0.1

#: How long a child may take to end when asked to, in seconds, before it is killed. The bot finishes the turns
#: that are under way first (pin_advisor.channels.server).
PATIENCE: Final = 27.0

#: Where servers write what they log: ``files`` in ``logs/``, or the ``console``, as containers want it.
TO_VARIABLE: Final = "PIN_ADVISOR_LOG_TO"
TO_CONSOLE: Final = "console"

#: Tells a child the file that its output goes to, so that it can begin a new one when that is large.
LOG_VARIABLE: Final = "PIN_ADVISOR_LOG_FILE"
#: Tells a child whose it is: when that process is gone, it ends as well (pin_advisor.environment).
PARENT_VARIABLE: Final = "PIN_ADVISOR_PARENT"

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Process:
    """A started child."""

    #: What it is, in the reader's words: "bot", "action server".
    name: str
    #: Where its output goes, after what others have left there.
    log: Path
    handle: subprocess.Popen[bytes]
    #: Which file that was at its start, and how long.
    file: int = 0
    offset: int = 0
    #: Others need it until they have ended.
    lasting: bool = False

    def output(self) -> list[str]:
        """Return the lines printed so far, without colours and empty ones."""
        if not self.log.exists():
            return []
        with self.log.open("rb") as file:
            if os.fstat(file.fileno()).st_ino == self.file:
                file.seek(self.offset)
            text = _COLOURS.sub("", file.read().decode("utf-8", "replace"))
        return [line.rstrip() for line in text.splitlines() if line.strip()]

    def kill(self) -> None:
        """End it and whatever it has started at once."""
        _signal_group(self, signal.SIGKILL)
        self.handle.wait()


class Processes:
    """The children of one command. Leaving the ``with`` block ends them all.

    Inside the block SIGINT, SIGTERM and SIGHUP are only noted; the waiting methods then raise
    ``KeyboardInterrupt``. So no signal can come between starting a child and keeping a hold of it.
    """

    def __init__(self) -> None:
        self._children: list[Process] = []
        self._previous: dict[signal.Signals, object] = {}
        self._signal: int | None = None

    def __enter__(self) -> Processes:
        for number in _SIGNALS:
            self._previous[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for number, handler in self._previous.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    @property
    def signal(self) -> int | None:
        """The signal that asked to stop, if one did."""
        return self._signal

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        lasting: bool = False,
        serves: bool = False,
    ) -> Process:
        """Start a child in the project's folder, with its output at the end of ``logs/<name>.log``.

        Args:
            name: what it is, in the reader's words.
            command: the program and its arguments.
            environment: variables to set on top of :func:`child_environment`.
            lasting: end it only when all others have ended.
            serves: whether it is a server, whose output may be wanted on the console instead.
        """
        log = LOGS / f"{name.replace(' ', '-')}.log"
        if serves and os.environ.get(TO_VARIABLE, "").strip().lower() == TO_CONSOLE:
            return self._start_on_console(name, command, environment, log, lasting)
        LOGS.mkdir(exist_ok=True)
        rotate(log)
        own = {LOG_VARIABLE: str(log), PARENT_VARIABLE: str(os.getpid())}
        with log.open("ab") as output:
            before = os.fstat(output.fileno())
            handle = subprocess.Popen(
                list(command),
                cwd=PROJECT,
                env={**child_environment(environment), **own},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process = Process(name, log, handle, before.st_ino, before.st_size, lasting)
        self._children.append(process)
        return process

    def _start_on_console(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None,
        log: Path,
        lasting: bool,
    ) -> Process:
        surroundings = {**child_environment(environment), PARENT_VARIABLE: str(os.getpid())}
        handle = subprocess.Popen(
            list(command),
            cwd=PROJECT,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        process = Process(name, log, handle, lasting=lasting)
        self._children.append(process)
        return process

    def forget(self, process: Process) -> None:
        """Look after a child that has ended no more."""
        self._children.remove(process)

    def foreground(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
        """Run a program that has this terminal, Ctrl-C included, and return its exit status."""
        handle = subprocess.Popen(list(command), cwd=PROJECT, env=child_environment(environment))
        while handle.poll() is None:
            try:
                handle.wait(INTERVAL)
            except subprocess.TimeoutExpired:
                # A Ctrl-C has reached the program as well, which decides what it means.
                if self._signal not in (None, signal.SIGINT):
                    handle.terminate()
        return handle.returncode

    def finish(self, process: Process, waiting: Callable[[], object] | None = None) -> Iterator[str]:
        """Yield the lines that a child prints until it ends.

        Args:
            process: the child.
            waiting: called again and again meanwhile, whether or not it prints anything.

        Raises:
            KeyboardInterrupt: if asked to stop meanwhile.
        """
        seen = 0
        ended = False
        while not ended:
            ended = process.handle.poll() is not None
            lines = process.output()
            yield from lines[seen:]
            seen = len(lines)
            if not ended:
                if waiting is not None:
                    waiting()
                self.pause()
        self._children.remove(process)

    def watch(self, *children: Process) -> None:
        """Wait while all of these children run.

        Raises:
            SetupError: PA105 as soon as one ends.
            KeyboardInterrupt: if asked to stop.
        """
        while True:
            self.require_running(*children)
            self.pause()

    def require_running(self, *children: Process) -> None:
        """Raise PA105 with the end of its log if one of these children, by default any, has ended."""
        for process in children or tuple(self._children):
            status = process.handle.poll()
            if status is not None:
                last = "\n       ".join(process.output()[-8:])
                where = f"It is all in {shown(process.log)}, which ends with:\n       {last}"
                raise SetupError(
                    "PA105",
                    f"The {process.name} ended by itself ({told(status)}).",
                    where if last else "What it said before tells the reason.",
                )

    def pause(self, seconds: float = INTERVAL) -> None:
        """Sleep, and raise ``KeyboardInterrupt`` if asked to stop."""
        if self._signal is None:
            time.sleep(seconds)
        if self._signal is not None:
            raise KeyboardInterrupt

    def stop(self) -> None:
        """End all children: ask, wait, kill who is left; those that last come last."""
        for lasting in (False, True):
            _stop([process for process in self._children if process.lasting is lasting])
        self._children.clear()

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._signal = number


def child_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for what the product starts.

    Without compiled files Rasa takes 15 s longer to start, so Python is never told not to write them.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONUNBUFFERED"] = "1"
    environment["RASA_TELEMETRY_ENABLED"] = "false"
    return {**environment, **(extra or {})}


def _signal_group(process: Process, number: signal.Signals) -> None:
    # Raised when nobody is left in the group; macOS says it with PermissionError.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.handle.pid, number)


def _stop(children: Sequence[Process]) -> None:
    for process in children:
        _signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for process in children:
        with suppress(subprocess.TimeoutExpired):
            process.handle.wait(max(0.0, deadline - time.monotonic()))
        process.kill()


def told(status: int) -> str:
    """How a child ended, in words."""
    return f"signal {-status}" if status < 0 else f"status {status}"
