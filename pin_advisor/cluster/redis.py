"""The connection to Redis, which never holds anybody up for long.

A thread shows every half a second that this worker lives, by a key in Redis that soon expires. So a worker
that was killed or stands still is soon known to be gone, and one that computes for long is not taken for one.
By the same sign the thread knows whether Redis answers, however late the event loop may be; while it does
not, who asks is told so at once.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
import time
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Final, Optional, TypeVar

import redis
import redis.asyncio
from redis.exceptions import RedisError

from pin_advisor.cluster.settings import redis_url

logger = logging.getLogger(__name__)

#: What all keys begin with.
PREFIX: Final = "pin-advisor:"
#: Seconds after which a worker that shows no sign of life counts as gone, and between two signs.
LIFE: Final = 3.0
_BEAT: Final = 0.5
#: Seconds in which Redis has to take a sign of life.
_PATIENCE: Final = 0.5
#: Seconds that any other answer may take where Redis does take signs: the event loop itself may be late.
_LONGEST: Final = 3.0
#: Seconds between two looks whether it does.
_LOOK: Final = 0.2
#: More than a worker ever needs at once: who waited for one would take Redis for away.
_CONNECTIONS: Final = 500
#: Seconds between two lines in the log about what Redis refused.
_TELLING: Final = 60.0

Result = TypeVar("Result")


class Away(Exception):
    """Redis can't be asked at the moment."""


class Shared:
    """What the workers share.

    Args:
        url: where Redis is.
    """

    def __init__(self, url: str) -> None:
        #: This worker's name, which no other has, not even the one that is started in its place.
        self.worker = secrets.token_hex(8)
        self.pool = redis.asyncio.BlockingConnectionPool.from_url(
            url, max_connections=_CONNECTIONS, timeout=_LONGEST, socket_connect_timeout=_LONGEST
        )
        self.client: redis.asyncio.Redis = redis.asyncio.Redis(connection_pool=self.pool)
        self._beating = redis.Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._away = threading.Event()
        self._told = float("-inf")
        self._stopped = threading.Event()
        self._heart: Optional[threading.Thread] = None

    @property
    def away(self) -> bool:
        """Whether Redis does not answer."""
        return self._away.is_set()

    async def ask(self, what: Callable[[], Awaitable[Result]]) -> Result:
        """The result of ``what``, which may be done twice if a connection is lost.

        Raises:
            Away: there is none to be had.
        """
        self._show_life()
        try:
            try:
                return await self._ask(what)
            except redis.ConnectionError:  # one that was open before Redis was started again
                return await self._ask(what)
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._tell(error)  # whether it is away the thread knows better
            raise Away from None

    async def _ask(self, what: Callable[[], Awaitable[Result]]) -> Result:
        if self.away:
            raise Away
        until = time.monotonic() + _LONGEST
        asking = asyncio.ensure_future(what())
        try:
            while not asking.done() and not self.away and time.monotonic() < until:
                await asyncio.wait({asking}, timeout=_LOOK)
            if asking.done():
                return asking.result()
        finally:
            asking.cancel()
        raise Away

    async def close(self) -> None:
        """Let go of all connections, and show no more signs of life."""
        self._stopped.set()
        if self._heart:
            await asyncio.get_running_loop().run_in_executor(None, self._heart.join)
        await self.pool.disconnect()

    def _show_life(self) -> None:
        if self._heart is None:
            self._heart = threading.Thread(target=self._beat, name="redis-heart", daemon=True)
            self._heart.start()

    def _beat(self) -> None:
        sign = f"{PREFIX}worker:{self.worker}"
        while not self._stopped.is_set():
            try:
                self._beating.set(sign, 1, px=int(1000 * LIFE))
            except (RedisError, OSError) as error:
                self._lost(error)
            else:
                if self.away:
                    logger.warning("Redis answers again.")
                self._away.clear()
            self._stopped.wait(_BEAT)
        try:
            self._beating.delete(sign)
            self._beating.close()
        except (RedisError, OSError):
            pass  # it expires

    def _tell(self, error: Exception) -> None:
        expected = isinstance(
            error, (redis.ConnectionError, redis.TimeoutError, OSError, asyncio.TimeoutError)
        )
        if not expected and time.monotonic() - self._told > _TELLING:
            self._told = time.monotonic()
            logger.error("Redis refuses what it is asked (%s).", type(error).__name__)

    def _lost(self, error: Exception) -> None:
        if not self.away:
            # Not its text, which may repeat the address, password and all.
            logger.error("Redis does not answer (%s); this worker goes on by itself.", type(error).__name__)
        self._away.set()


@lru_cache(maxsize=1)
def _shared(url: str) -> Shared:
    return Shared(url)


def shared() -> Optional[Shared]:
    """What this process shares with other workers; None if it is the only one.

    Raises:
        StoreError: PA314 if the address of Redis can't be used.
    """
    url = redis_url()
    return _shared(url) if url else None
