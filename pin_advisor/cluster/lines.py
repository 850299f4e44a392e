"""Messages of one conversation wait for each other, whichever workers they came to.

A line in Redis is a list of places, in order of arrival; the first has the conversation to itself. Scripts
change it, each as a whole. A place says whose it is and until when: the place of a worker that is gone, and
one that has been held for too long, is given up by whoever looks next. If its holder goes on nevertheless (a
machine that stood still), the database refuses what comes of it.

Rasa's ``RedisLockStore`` is not used: it reads, changes and writes a lock in three steps, so that two workers
may issue the same ticket; it keeps the event loop waiting; and a killed worker's ticket stays for a minute.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import time
from contextlib import suppress
from typing import Any, Final, Optional

from pin_advisor.cluster.redis import LIFE, PREFIX, Away, Shared

#: Seconds between two looks whether it is one's turn, at first and at most.
_SOON: Final = 0.02
_LATER: Final = 0.1
#: Seconds between two tries to give up a place while Redis does not answer.
_TIDYING: Final = 0.3
#: What the signs of life of workers begin with.
_SIGNS: Final = f"{PREFIX}worker:"

# KEYS[1] is the line; ARGV[1] what the keys of workers begin with.
_WITHOUT_THE_GONE: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, place in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
    local worker, till = string.match(place, '^([^|]*)|[^|]*|(%d+)$')
    if tonumber(till) < now or redis.call('EXISTS', ARGV[1] .. worker) == 0 then
        redis.call('LREM', KEYS[1], 1, place)
    end
end
"""
# ARGV: 2 this worker, 3 its life in ms, 4 which place, 5 how long it is good in ms, 6 the most places.
# 1: it is the first, 0: it is not, -1: there is none to be had.
_ENTER: Final = (
    "redis.call('SET', ARGV[1] .. ARGV[2], 1, 'PX', ARGV[3])"
    + _WITHOUT_THE_GONE
    + """
local before = redis.call('LLEN', KEYS[1])
if before >= tonumber(ARGV[6]) then return -1 end
local place = ARGV[4] .. '|' .. string.format('%d', now + ARGV[5])
redis.call('RPUSH', KEYS[1], place)
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return before == 0 and 1 or 0
"""
)
# ARGV: 2 whose place and which. 1: it is the first, 0: it is not, -1: it is not there.
_LOOK: Final = (
    _WITHOUT_THE_GONE
    + """
for number, place in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
    if string.find(place, ARGV[2] .. '|', 1, true) == 1 then return number == 1 and 1 or 0 end
end
return -1
"""
)
# ARGV: 1 whose place and which. Whose place is the first now and which, or ''.
_LEAVE: Final = """
for _, place in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
    if string.find(place, ARGV[1] .. '|', 1, true) == 1 then redis.call('LREM', KEYS[1], 1, place) end
end
return string.match(redis.call('LINDEX', KEYS[1], 0) or '', '^([^|]*|[^|]*)') or ''
"""


class Full(Exception):
    """As many are waiting as may."""


class Late(Exception):
    """The turn did not come in time."""


class Lines:
    """The lines of all conversations.

    Args:
        shared: Redis.
        most: places in a line, the first included.
        life: seconds after which a place is given up: more than waiting and a turn may take.
    """

    def __init__(self, shared: Shared, most: int, life: float) -> None:
        self._shared = shared
        self._most = most
        self._life = int(1000 * life)
        self._enter = shared.client.register_script(_ENTER)
        self._look = shared.client.register_script(_LOOK)
        self._leave = shared.client.register_script(_LEAVE)
        self._numbers = itertools.count(1)
        #: Who waits in this process, by their places.
        self.waiting: dict[str, asyncio.Event] = {}
        #: Places that were given up while Redis did not answer, and until when that matters.
        self._abandoned: dict[tuple[str, str], float] = {}
        self._tidying: Optional[asyncio.Task[None]] = None

    async def enter(self, conversation: str) -> Place:
        """A place at the end of a conversation's line.

        Raises:
            Full: too many are waiting.
            Away: Redis does not answer.
        """
        key = f"{PREFIX}line:{hashlib.sha256(conversation.encode('utf-8', 'replace')).hexdigest()}"
        place = Place(self, key)
        await place.enter()
        return place

    async def _ask(self, script: Any, key: str, *arguments: Any) -> Any:
        return await self._shared.ask(lambda: script(keys=[key], args=arguments))

    async def take_place(self, key: str) -> tuple[bool, str]:
        """Whether the new place is the first one, and its name."""
        worker = self._shared.worker
        name = f"{worker}|{next(self._numbers)}"
        entered = False
        try:
            first = await self._ask(
                self._enter, key, _SIGNS, worker, int(1000 * LIFE), name, self._life, self._most
            )
            entered = True
        finally:
            if not entered:  # as far as is known
                self._abandon(key, name)
        if first < 0:
            raise Full
        return first == 1, name

    async def look(self, key: str, name: str) -> int:
        """1 if the place is the first, 0 if it is not, -1 if it is gone."""
        return int(await self._ask(self._look, key, _SIGNS, name))

    async def give_up(self, key: str, name: str) -> None:
        """Leave the place to who comes next, and tell them if they are in this process."""
        left = False
        try:
            following = await self._ask(self._leave, key, name)
            left = True
        finally:
            if not left:
                self._abandon(key, name)
        self._tell(following)

    def _tell(self, following: Any) -> None:
        name = following.decode("ascii") if isinstance(following, bytes) else str(following)
        if name in self.waiting:
            self.waiting[name].set()

    def _abandon(self, key: str, name: str) -> None:
        """Give up later what may have been taken, though no answer came, or the line would stand still."""
        self._abandoned[key, name] = time.monotonic() + self._life / 1000
        if self._tidying is None or self._tidying.done():
            self._tidying = asyncio.create_task(self._tidy())

    async def _tidy(self) -> None:
        while self._abandoned:
            await asyncio.sleep(_TIDYING)
            for (key, name), until in list(self._abandoned.items()):
                with suppress(Away):
                    self._tell(await self._ask(self._leave, key, name))
                    until = 0
                if time.monotonic() > until:
                    del self._abandoned[key, name]


class Place:
    """Somebody's place in a line."""

    def __init__(self, lines: Lines, key: str) -> None:
        self._lines = lines
        self._key = key
        self._name = ""
        self._first = False

    async def enter(self) -> None:
        """Take it, at the end of the line. Raises Full and Away."""
        self._first, self._name = await self._lines.take_place(self._key)

    async def reached(self, patience: float) -> None:
        """Return when it is the first one.

        Args:
            patience: seconds to wait at most.

        Raises:
            Late: it took longer.
            Full: Redis was started anew, and others were faster to get in line again.
            Away: Redis does not answer.
        """
        until = time.monotonic() + patience
        while not self._first:
            found = await self._wait(until)
            if found > 0:
                return
            await self.enter()

    async def _wait(self, until: float) -> int:
        told = self._lines.waiting[self._name] = asyncio.Event()
        wait = _SOON
        try:
            while True:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(told.wait(), wait)
                found = await self._lines.look(self._key, self._name)
                if found:
                    return found
                if time.monotonic() > until:
                    raise Late
                told.clear()
                wait = min(1.5 * wait, _LATER)
        finally:
            del self._lines.waiting[self._name]

    async def leave(self) -> None:
        """Give it up. Where Redis does not answer, it is given up later by whoever looks."""
        with suppress(Away):
            await self._lines.give_up(self._key, self._name)
