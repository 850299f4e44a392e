"""Work on a database in threads of its own: one that is slow, or stands still, holds up nobody else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from pin_advisor.store.database import PATIENCE, Database, given_up

#: Seconds for one piece of work: opening, then waiting for a lock.
_PATIENCE: Final = 2 * PATIENCE

Result = TypeVar("Result")


class DatabaseThreads:
    """Threads that work on a database for who waits in an event loop.

    Args:
        database: what they work on.
        name: what they are called.
        number: how many there are.
    """

    def __init__(self, database: Database, name: str, number: int) -> None:
        self._database = database
        self._threads = ThreadPoolExecutor(number, thread_name_prefix=name)

    async def run(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """The result of ``work``.

        Raises:
            StoreError: PA302 if it took too long: it keeps nothing any more then. Also what ``work`` raises.
        """
        left = threading.Event()

        def working() -> Result:
            given_up.set(left)
            return work(*arguments)

        running = asyncio.get_running_loop().run_in_executor(self._threads, working)
        try:
            return await asyncio.wait_for(running, _PATIENCE)
        except asyncio.TimeoutError:
            left.set()
            # A server that stands still keeps its connections open, and the driver waits for ever.
            raise self._database.unusable(TimeoutError(f"no answer within {_PATIENCE} s")) from None

    def stop(self) -> None:
        """Return when all that was begun is through."""
        self._threads.shutdown(wait=True)
