"""Threads that do work which may hang: whoever waits gives up in time, and the thread is replaced."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, TypeVar

from pin_advisor.store.database import given_up

#: Threads at work at once, each started when it is needed. Actions hardly wait, so one or two mostly do.
THREADS: Final = 8
#: Threads that may hang; then nothing more is begun until one of them is through.
MOST_HANGING: Final = 16

Result = TypeVar("Result")
_Work = Callable[[], Coroutine[Any, Any, Result]]


class Exhausted(Exception):
    """So many threads hang that nothing more is begun."""


class _Job:
    """A piece of work and who waits for it."""

    def __init__(self, work: _Work[Any]) -> None:
        self.work = work
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Any] = self.loop.create_future()
        #: Set when nobody waits any longer: what is not begun is not done, and nothing is kept any more.
        self.left = threading.Event()
        self.begun = False

    def finish(self, result: Any, error: BaseException | None) -> None:
        """Hand over the result, unless nobody waits. Called in the event loop."""
        if self.done.done():
            return
        if error is None:
            self.done.set_result(result)
        else:
            self.done.set_exception(error)


class Workers:
    """Runs coroutines in threads with event loops of their own.

    The threads are daemons: one that hangs does not keep the process from ending.

    Args:
        name: what the threads are called.
        threads: how many are at work at once.
        most_hanging: how many may hang.
    """

    def __init__(self, name: str, threads: int = THREADS, most_hanging: int = MOST_HANGING) -> None:
        self._name = name
        self._threads = threads
        self._most_hanging = most_hanging
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._alive = 0
        self._idle = 0
        self._waiting = 0
        self._hanging = 0

    @property
    def exhausted(self) -> bool:
        """Whether so many threads hang that nothing more is begun."""
        return self._hanging >= self._most_hanging

    async def run(self, work: _Work[Result], seconds: float) -> Result:
        """The result of ``work``, which gets so many seconds.

        Raises:
            asyncio.TimeoutError: it took longer. It may still go on, but keeps nothing in the database.
            Exhausted: it was not begun.
        """
        if self.exhausted:
            raise Exhausted
        job = _Job(work)
        with self._lock:
            self._waiting += 1
        self._jobs.put(job)
        self._start_if_needed()
        try:
            result: Result = await asyncio.wait_for(job.done, seconds)
            return result
        except BaseException:
            self._give_up(job)
            raise

    def _start_if_needed(self) -> None:
        with self._lock:
            if self._alive >= self._threads or self._waiting <= self._idle:
                return
            self._alive += 1
        threading.Thread(target=self._work, name=self._name, daemon=True).start()

    def _give_up(self, job: _Job) -> None:
        with self._lock:
            if job.left.is_set():  # it was through with it just now
                return
            job.left.set()
            if job.begun:  # its thread counts no longer until it comes back
                self._alive -= 1
                self._hanging += 1
        if job.begun:
            self._start_if_needed()

    def _work(self) -> None:
        loop = asyncio.new_event_loop()
        while True:
            with self._lock:
                self._idle += 1
            job = self._jobs.get()
            with self._lock:
                self._idle -= 1
                self._waiting -= 1
                if job.left.is_set():
                    continue
                job.begun = True
            given_up.set(job.left)
            result, error = None, None
            try:
                result = loop.run_until_complete(job.work())
            except Exception as raised:
                error = raised
            with self._lock:
                replaced = job.left.is_set()
                job.left.set()
                if replaced:
                    self._hanging -= 1
            if replaced:
                loop.close()
                return
            with suppress(RuntimeError):  # the event loop may have been closed meanwhile
                job.loop.call_soon_threadsafe(job.finish, result, error)
