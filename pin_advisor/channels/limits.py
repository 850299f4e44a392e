"""How much one visitor may send: messages of a conversation, new conversations of an address.

Counted by the `limits` library: in Redis where workers share one, else in this process.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from math import ceil
from typing import ClassVar, Final, Optional

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter as SharedLimiter
from limits.storage import MemoryStorage, Storage
from limits.strategies import MovingWindowRateLimiter

from pin_advisor.cluster.redis import PREFIX, Away, Shared

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

    #: For whoever counts.
    outcome = "rate_limited"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class Limits:
    """Counts what each visitor does.

    Args:
        storage: where the counts of this process are.
        shared: where all workers count together. While it is away each counts by itself.
    """

    def __init__(self, storage: Optional[Storage] = None, shared: Optional[Shared] = None) -> None:
        self._own = MovingWindowRateLimiter(storage or MemoryStorage())
        self._shared = _Counts(shared) if shared else None

    async def count(self, what: RateLimitItem, who: str) -> None:
        """Count one.

        Raises:
            RateLimited: it is one too many, and was not counted.
        """
        if not await self._hit(what, who):
            raise RateLimited(max(1, ceil(await self._free_at(what, who) - time.time())))

    async def count_message(self, conversation: str, number: str) -> None:
        """Count a message, unless it was counted within a minute: then it is a retry, which costs no message.

        Args:
            conversation: whose it is.
            number: the message's id.

        Raises:
            RateLimited: it is one too many, and was not counted.
        """
        # Noted before it is counted, since a copy of it may come to another worker meanwhile.
        first = await self._hit(_COUNTED, conversation, number)
        try:
            await self.count(MESSAGES if first else RETRIES, conversation)
        except RateLimited:
            if first:
                await self._forget(_COUNTED, conversation, number)
            raise

    # Nothing is awaited where there is no Redis, so that messages stay in order.

    async def _hit(self, what: RateLimitItem, *who: str) -> bool:
        if self._shared:
            try:
                return await self._shared.hit(what, *who)
            except Away:
                pass
        return self._own.hit(what, *who)

    async def _free_at(self, what: RateLimitItem, who: str) -> float:
        if self._shared:
            try:
                return await self._shared.free_at(what, who)
            except Away:
                pass
        return self._own.get_window_stats(what, who).reset_time

    async def _forget(self, what: RateLimitItem, *who: str) -> None:
        if self._shared:
            with suppress(Away):
                await self._shared.forget(what, *who)
        self._own.clear(what, *who)


class _Storage(RedisStorage):
    """The library's own, with the client that Rasa allows (redis below 5).

    The library asks for 5.2 or later. What it calls of it is in 4.6 as well, and tried in tests/cluster.
    """

    STORAGE_SCHEME: ClassVar[list[str]] = []  # type: ignore[misc]
    DEPENDENCIES: ClassVar[list[str]] = ["redis"]  # type: ignore[misc,assignment]


class _Counts:
    """Counts in Redis. Every method raises Away if that does not answer."""

    def __init__(self, shared: Shared) -> None:
        self._ask = shared.ask
        storage = _Storage(
            "async+redis://",
            implementation="redispy",
            key_prefix=f"{PREFIX}limits",
            connection_pool=shared.pool,
        )
        self._limiter = SharedLimiter(storage)

    async def hit(self, what: RateLimitItem, *who: str) -> bool:
        return await self._ask(lambda: self._limiter.hit(what, _digest(*who)))

    async def free_at(self, what: RateLimitItem, *who: str) -> float:
        return (await self._ask(lambda: self._limiter.get_window_stats(what, _digest(*who)))).reset_time

    async def forget(self, what: RateLimitItem, *who: str) -> None:
        await self._ask(lambda: self._limiter.clear(what, _digest(*who)))


def _digest(*who: str) -> str:
    # Any text may be a name, and addresses of visitors are nobody's business.
    return hashlib.sha256("\0".join(who).encode("utf-8", "replace")).hexdigest()
