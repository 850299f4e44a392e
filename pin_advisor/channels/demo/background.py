"""An event loop in a thread of its own, for what has to go on while the main thread waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Optional, TypeVar

Result = TypeVar("Result")


class Background:
    """The loop, which runs until it is stopped; or inside of a ``with`` block."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="background", daemon=True)
        self._thread.start()

    def __enter__(self) -> Background:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def run(self, work: Coroutine[Any, Any, Result], limit: Optional[float] = None) -> Result:
        """What ``work`` gives.

        Args:
            work: done in the loop.
            limit: seconds to wait for it.
        """
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(limit)

    def stop(self) -> None:
        """End the loop and the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
