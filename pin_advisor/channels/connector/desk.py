"""Where accepted events are dealt with: each once, those of one conversation in order, and none lost.

A platform wants to hear within seconds that an event has arrived, and a turn may take longer. So an event is
kept in the database (:mod:`pin_advisor.store.inbox`), the platform is told that it was accepted, and then it
is dealt with. What can't be finished because the process ends, or because the platform is away, stays there
and is taken up again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from enum import Enum
from typing import Final, Optional

from pin_advisor.channels.connector.api import ApiError
from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.limits import NOTICES, Limits, RateLimited
from pin_advisor.channels.turns import error_id
from pin_advisor.errors import StoreError
from pin_advisor.logs.reasons import reason
from pin_advisor.metrics import metrics
from pin_advisor.store.inbox import ATTEMPTS, Inbox

logger = logging.getLogger(__name__)

#: Events that may wait, of all conversations together; the last batch that is accepted may exceed it, or one
#: that is larger would never be.
_MOST: Final = 500
#: Events that are dealt with at the same time: less than the turns that may be in progress.
_AT_ONCE: Final = 40
#: Requests whose events are written down at the same time. The database has some seconds for each, which
#: are not to be spent on waiting for the others.
_KEPT_AT_ONCE: Final = 4
#: Seconds that answering one may take: less than its lease.
_HANDLE_LIMIT: Final = 150.0
#: Ids that are remembered in this process, for when the database is away.
_REMEMBERED: Final = 10_000
#: Seconds between looks for what nobody deals with.
_LOOK_INTERVAL: Final = 30.0
_CLEANING_INTERVAL: Final = 3600.0
#: How long to wait before what failed for the platform's sake is tried again.
_LATER: Final = timedelta(seconds=30)


class Refused(Exception):
    """Nothing is accepted at the moment; the platform may deliver it again."""


class State(Enum):
    """What is known of an event when its turn comes."""

    NEW = "kept in the database"
    UNKEPT = "the database is away"
    KNOWN = "dealt with before, or being dealt with"
    TOO_MUCH = "beyond what one visitor may send"
    TOLD = "the same, and they know"


Handle = Callable[[Event], Awaitable[None]]


class Desk:
    """Takes the events of one connector.

    Args:
        channel: the connector's name.
        inbox: where events are kept.
        handle: answers an event; an ApiError that is transient has it tried again later.
        apologise: tells a visitor that an event could not be kept, or that it was too much.
        limits: how much one visitor may send.
    """

    def __init__(
        self,
        channel: str,
        inbox: Inbox,
        handle: Handle,
        apologise: Callable[[Event, State, str], Awaitable[None]],
        limits: Limits,
    ) -> None:
        self._channel = channel
        self._inbox = inbox
        self._handle = handle
        self._apologise = apologise
        self._limits = limits
        self._lines: dict[str, deque[tuple[Event, asyncio.Future[State]]]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._recent: OrderedDict[str, None] = OrderedDict()
        self._unnoted: set[str] = set()
        #: What was kept and is in line or being answered.
        self._here: set[str] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._keeping = asyncio.Semaphore(_KEPT_AT_ONCE)
        self._waiting = 0
        self._stopping = False
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look for what nobody deals with."""
        self._looking = asyncio.create_task(self._look())

    async def accept(self, events: Sequence[Event]) -> None:
        """Return when every event is kept, or known to have been.

        Raises:
            Refused: too much is waiting, or the process is about to end.
        """
        if self._stopping or self._waiting >= _MOST:
            raise Refused
        # Their places in line come first: keeping them takes one longer than another.
        keeping = asyncio.ensure_future(self._keep(events))
        for number, event in enumerate(events):
            self._put(event, asyncio.ensure_future(_one_of(keeping, number)))
        await asyncio.shield(keeping)

    async def stop(self, limit: float) -> None:
        """Accept nothing more, finish what was begun, and leave the rest for whoever comes next.

        Args:
            limit: seconds that finishing may take. What takes longer stays in the inbox.
        """
        self._stopping = True
        if self._looking:
            self._looking.cancel()
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=limit)
            for task in late:
                task.cancel()

    async def settled(self) -> None:
        """Return when nothing is waiting or being dealt with."""
        while self._workers:
            await asyncio.wait(self._workers)

    # -- keeping ---------------------------------------------------------------------------------

    async def _keep(self, events: Sequence[Event]) -> list[State]:
        """What is known of each, once those that are new are in the database, all of them at once."""
        states = [await self._known(event) for event in events]
        new = {
            event.id: event.to_json()
            for event, state in zip(events, states, strict=True)
            if state is State.NEW
        }
        if not new:
            return states
        try:
            async with self._keeping:
                fresh = await self._inbox.take_all(self._channel, new)
        except StoreError as failure:
            logger.error("%s: %d events could not be kept. %s", self._channel, len(new), failure)
            return [State.UNKEPT if state is State.NEW else state for state in states]
        self._here |= fresh
        taken = (State.NEW if event.id in fresh else State.KNOWN for event in events)
        return [now if state is State.NEW else state for state, now in zip(states, taken, strict=True)]

    async def _known(self, event: Event) -> State:
        """What is known without the database. What counts as new is remembered, and no more the next time."""
        if event.id in self._recent:
            return State.KNOWN
        try:
            await self._limits.count_message(event.conversation, event.id)
        except RateLimited:
            try:
                await self._limits.count(NOTICES, event.conversation)
            except RateLimited:
                return State.TOLD
            return State.TOO_MUCH
        self._remember(event.id)
        return State.NEW

    def _remember(self, id: str) -> None:
        self._recent[id] = None
        while len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)

    # -- in line ---------------------------------------------------------------------------------

    def _put(self, event: Event, kept: asyncio.Future[State]) -> None:
        line = self._lines.get(event.conversation)
        self._waiting += 1
        if line is not None:
            line.append((event, kept))
            return
        self._lines[event.conversation] = deque([(event, kept)])
        worker = asyncio.create_task(self._work(event.conversation))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, conversation: str) -> None:
        line = self._lines[conversation]
        try:
            while line:
                event, kept = line.popleft()
                state = State.KNOWN
                try:
                    state = await kept
                    await self._deal(event, state)
                except Exception as failure:  # the next one in line has nothing to do with it
                    logger.error("Error %s: %s", error_id(), reason(failure))
                finally:
                    self._waiting -= 1
                    if state is State.NEW:
                        self._here.discard(event.id)
        finally:
            self._waiting -= len(line)
            del self._lines[conversation]

    async def _deal(self, event: Event, state: State) -> None:
        if state in (State.KNOWN, State.TOLD):
            return
        if state is not State.NEW:
            number = error_id()
            metrics().turn(self._channel, "rate_limited" if state is State.TOO_MUCH else "unavailable", {})
            if state is State.UNKEPT:
                logger.error("Error %s: %s could not be kept.", number, event.id)
            with suppress(ApiError):
                await self._apologise(event, state, number)
            return
        if self._stopping:
            await self._inbox.leave(self._channel, event.id)
            return
        later: Optional[timedelta] = None
        try:
            async with self._places:
                await asyncio.wait_for(self._handle(event), _HANDLE_LIMIT)
        except asyncio.TimeoutError:
            logger.error("Error %s: %s: an answer took too long.", error_id(), self._channel)
            later = _LATER
        except ApiError as error:
            logger.error("Error %s: %s", error_id(), error)
            if error.transient:
                later = max(_LATER, timedelta(seconds=min(error.retry_after, 3600.0)))
        if later is None:
            await self._note(event.id)
        else:
            await self._inbox.leave(self._channel, event.id, later)

    async def _note(self, id: str) -> None:
        try:
            await self._inbox.done(self._channel, id)
        except StoreError:
            # Otherwise it would be answered once more when its lease has run out.
            self._unnoted.add(id)
        else:
            self._unnoted.discard(id)

    # -- looking for what was left ---------------------------------------------------------------

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        cleaned = float("-inf")
        while not self._stopping:  # a cancellation may be lost in what is awaited here
            try:
                for id in list(self._unnoted):
                    await self._note(id)
                if not self._unnoted:
                    await self._take_up()
                if loop.time() - cleaned > _CLEANING_INTERVAL:
                    await self._inbox.forget()
                    cleaned = loop.time()
            except StoreError as failure:
                logger.error("%s: %s", self._channel, failure)
            except Exception as failure:
                logger.error("Error %s: %s", error_id(), reason(failure))
            await asyncio.sleep(_LOOK_INTERVAL)

    async def _take_up(self) -> None:
        for found in await self._inbox.claim(self._channel):
            event = Event.from_json(found.event)
            if event.id in self._here:
                continue  # it is still in line here, and has a fresh lease now
            if found.attempts >= ATTEMPTS:
                logger.warning("%s: %s is tried for the last time.", self._channel, event.id)
            self._remember(event.id)
            self._here.add(event.id)
            kept: asyncio.Future[State] = asyncio.get_running_loop().create_future()
            kept.set_result(State.NEW)
            self._put(event, kept)


async def _one_of(states: asyncio.Future[list[State]], number: int) -> State:
    # Who stops waiting for one does not stop the others.
    return (await asyncio.shield(states))[number]
