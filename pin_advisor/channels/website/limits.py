"""How much one visitor may send: messages of a conversation, new conversations of an address.

Counted in this process by the `limits` library.
"""

from __future__ import annotations

import time
from math import ceil
from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage, Storage
from limits.strategies import MovingWindowRateLimiter

#: One message a second, and five at once.
MESSAGES: Final = RateLimitItemPerSecond(5, 5)
#: New conversations of one address.
SESSIONS: Final = RateLimitItemPerMinute(10)
#: Whatever else one address asks for (history, deletion).
REQUESTS: Final = RateLimitItemPerMinute(120)


class RateLimited(Exception):
    """Too many; ``retry_after`` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class Limits:
    """Counts what each visitor does.

    Args:
        storage: where the counts are.
    """

    def __init__(self, storage: Storage | None = None) -> None:
        self._limiter = MovingWindowRateLimiter(storage or MemoryStorage())

    def count(self, what: RateLimitItem, who: str) -> None:
        """Count one.

        Raises:
            RateLimited: it is one too many, and was not counted.
        """
        if not self._limiter.hit(what, who):
            window = self._limiter.get_window_stats(what, who)
            raise RateLimited(max(1, ceil(window.reset_time - time.time())))
