"""Keeps servers running: what ends is started again, and so is what lives but no longer answers.

A server that fails while it is started for the first time fails for a reason that a person has to see to, so
that ends the command at once. Afterwards each failure is told in one line and the server is started again,
after a pause that grows; only a server that fails again and again ends the command, with an error that a
service manager notices.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pin_advisor.errors import SetupError
from pin_advisor.paths import shown
from pin_advisor.probing import get
from pin_advisor.processes import Process, Processes, told


@dataclass(frozen=True)
class Service:
    """A server to keep running.

    ``live`` is the path of a page that it answers with 200 as long as its process can do anything, ``ready``
    one that it answers so when it does its work.
    """

    name: str
    command: Sequence[str]
    port: int
    live: str
    ready: str
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Others need it until they have ended.
    lasting: bool = False


@dataclass(frozen=True)
class Policy:
    """How a server is watched and started again. Times are in seconds."""

    #: Between two looks whether a server answers, and how long one answer may take.
    interval: float = 3.0
    patience: float = 5.0
    #: Answers missed in a row, after which a server is taken for hung: after about half a minute.
    missed: int = 4
    #: A server that has started may be silent for so long.
    start: float = 180.0
    #: The pause before a server is started again, doubled with each failure, and the longest.
    pause: float = 1.0
    longest_pause: float = 30.0
    #: So many failures of one server in so many seconds are too many.
    failures: int = 5
    window: float = 300.0


#: Tells of an event once: level, code (or None), sentence, further fields.
Tell = Callable[[str, "str | None", str, Mapping[str, object]], None]


class Supervisor:
    """Starts servers in order and watches over them.

    Args:
        processes: starts and, in the end, stops them.
        services: those that others need first.
        tell: tells an operator of what happened.
        policy: how patient it is.
    """

    def __init__(
        self, processes: Processes, services: Sequence[Service], tell: Tell, policy: Policy | None = None
    ) -> None:
        self._processes = processes
        self._tell = tell
        self._policy = policy or Policy()
        self._watched = [_Watched(service, _Probe(service, self._policy)) for service in services]

    def start(self) -> None:
        """Start all of them."""
        for one in self._watched:
            self._begin(one)

    def watch(self, *, ready: bool = True) -> None:
        """Keep them running, once they have answered for the first time.

        Args:
            ready: whether they do their work, or wait for something that may come back by itself.

        Raises:
            SetupError: PA108 if one fails again and again.
            KeyboardInterrupt: if asked to stop.
        """
        for one in self._watched:
            one.ready, one.since = ready, time.monotonic()
            one.probe.look_at_it(answered=True)
        while True:
            for one in self._watched:
                self._look_at(one)
            self._processes.pause(0.25)

    def _look_at(self, one: _Watched) -> None:
        now = time.monotonic()
        if one.process is None:
            if now >= one.again:
                self._begin(one)
                one.probe.look_at_it()
            return
        status = one.process.handle.poll()
        if status is not None:
            self._failed(one, f"ended by itself ({told(status)})")
        elif one.probe.answered and one.probe.missed >= self._policy.missed:
            self._failed(one, f"did not answer {one.probe.missed} times in a row")
        elif not one.probe.answered and now - one.started > self._policy.start:
            self._failed(one, f"did not answer within {self._policy.start:.0f} s of its start")
        elif one.probe.ready and not one.ready:
            one.ready = True
            seconds = now - one.since
            self._tell("info", None, f"The {one.service.name} answers again.", {"seconds": round(seconds, 1)})

    def _begin(self, one: _Watched) -> None:
        service = one.service
        one.process = self._processes.start(
            service.name, service.command, service.environment, lasting=service.lasting, serves=True
        )
        one.started = time.monotonic()

    def _failed(self, one: _Watched, how: str) -> None:
        policy, now = self._policy, time.monotonic()
        assert one.process is not None
        one.probe.look_away()
        one.process.kill()  # what it has started may live on
        self._processes.forget(one.process)
        log, one.process = one.process.log, None
        if one.ready:
            one.ready, one.since = False, now
        one.failures.append(now)
        while now - one.failures[0] > policy.window:
            one.failures.popleft()
        count = len(one.failures)
        if count >= policy.failures:
            raise SetupError(
                "PA108",
                f"The {one.service.name} {how}, for the {count}th time in {policy.window:.0f} s.",
                f"Look for the reason at the end of {shown(log)}, then start again.",
            )
        pause = min(policy.pause * 2 ** (count - 1), policy.longest_pause)
        one.again = now + pause
        self._tell(
            "error",
            "PA109",
            f"The {one.service.name} {how} and is started again in {pause:g} s.",
            {"process": one.service.name, "failures": count, "log": shown(log)},
        )


class _Probe:
    """Asks a server, in a thread of its own, whether it lives and whether it is ready."""

    def __init__(self, service: Service, policy: Policy) -> None:
        self._service = service
        self._policy = policy
        self._present = _Findings()

    @property
    def answered(self) -> bool:
        """Whether it has answered since it was started."""
        return self._present.answered

    @property
    def missed(self) -> int:
        """Answers missed in a row."""
        return self._present.missed

    @property
    def ready(self) -> bool:
        """Whether it has been ready since it was started."""
        return self._present.ready

    def look_at_it(self, *, answered: bool = False) -> None:
        """Begin to ask a server that was just started, or that has answered somebody else already."""
        self._present = _Findings(answered)
        threading.Thread(target=self._ask, args=(self._present,), daemon=True).start()

    def look_away(self) -> None:
        """Ask no more."""
        self._present.over.set()

    def _ask(self, findings: _Findings) -> None:
        # Counted in questions, not in seconds: on a machine that slept meanwhile nothing is hung.
        while not findings.over.is_set():
            if self._answers(self._service.live):
                findings.answered, findings.missed = True, 0
                findings.ready = findings.ready or self._answers(self._service.ready)
            else:
                findings.missed += 1
            findings.over.wait(self._policy.interval if findings.ready else min(0.5, self._policy.interval))

    def _answers(self, path: str) -> bool:
        try:
            return get(self._service.port, path, self._policy.patience).status == 200
        except OSError:
            return False


@dataclass
class _Findings:
    """What is known of a server since it was started."""

    answered: bool = False
    missed: int = 0
    ready: bool = False
    over: threading.Event = field(default_factory=threading.Event)


@dataclass
class _Watched:
    """A server with what has happened to it."""

    service: Service
    probe: _Probe
    process: Process | None = None
    started: float = 0.0
    #: When it is to be started again, while it does not run.
    again: float = 0.0
    #: Whether it was ready and has not failed since, and since when it is not.
    ready: bool = False
    since: float = 0.0
    failures: deque[float] = field(default_factory=deque)
