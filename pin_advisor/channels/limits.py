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
#: The same message again, from a visitor who got no answer to it.
RETRIES: Final = RateLimitItemPerSecond(10, 10)
#: Telling a visitor that this was too much, where each message to them costs.
NOTICES: Final = RateLimitItemPerSecond(1, 10)
#: New conversations of one address.
SESSIONS: Final = RateLimitItemPerMinute(10)
#: Whatever else one address asks for (history, deletion).
REQUESTS: Final = RateLimitItemPerMinute(120)

#: How long a message is known to have been counted.
_COUNTED: Final = RateLimitItemPerMinute(1)


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

    def count_message(self, conversation: str, number: str) -> None:
        """Count a message, unless it was counted within a minute: then it is a retry, which costs no message.

        Args:
            conversation: whose it is.
            number: the message's id.

        Raises:
            RateLimited: it is one too many, and was not counted.
        """
        again = not self._limiter.test(_COUNTED, conversation, number)
        self.count(RETRIES if again else MESSAGES, conversation)
        if not again:
            self._limiter.hit(_COUNTED, conversation, number)
