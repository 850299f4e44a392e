"""One message in, one reply out: in order, once, and never nothing.

This is what every channel does alike. Messages of one conversation wait for each other; a message id that
was dealt with gives the first reply again; a turn that breaks off (an action that fails, a database that is
away) is not kept, so that the visitor may simply try again.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final, Optional, TypeVar

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from pin_advisor.cluster.lines import Full, Late, Lines, Place
from pin_advisor.cluster.redis import Away, Shared
from pin_advisor.logs.reasons import reason
from pin_advisor.metrics import metrics
from pin_advisor.metrics.observing import observing, present, understood
from pin_advisor.replies import Reply, reply_from
from pin_advisor.store.conversations import AlreadyKept, ConversationStore, Opening, before_keeping
from pin_advisor.vocabulary import NEEDS

logger = logging.getLogger(__name__)

#: Seconds that a whole turn may take; one action may take four (pin_advisor.environment).
TURN_LIMIT: Final = 15.0
#: Seconds that a message may wait for the ones before it. Together with the turn itself that has to be less
#: than the server gives an answer (30 s), or a visitor would be told that a message was lost which was not.
WAITING_LIMIT: Final = 12.0
#: Messages of one conversation that may wait for their turn.
_QUEUE: Final = 5
#: Seconds for which a place in the line that workers share is good: waiting, the turn, and some to spare.
_PLACE_LIFE: Final = 40.0
#: How often a turn is taken again because the conversation went on in another worker meanwhile.
_TRIES: Final = 3
#: Turns in progress and waiting, of all conversations together.
IN_PROGRESS: Final = 50
#: A session of Rasa's takes so many messages. Then a new one begins, with the needs carried over, as soon as
#: nothing is being asked; at the latest after the second number.
SESSION_TURNS: Final = 150
_SESSION_TURNS_ASKING: Final = 180
#: What Rasa might take for a command, once what can't be read before it is gone.
_COMMAND: Final = re.compile(r"^[\s\x00-\x1f\x7f-\x9f]*/")
#: Letters and digits that are not taken for each other when an error id is read out.
_ALPHABET: Final = "23456789CDFGHJKMNPRTVWXY"


Result = TypeVar("Result")

#: Awaited before a message gets in line.
Admit = Callable[[], Awaitable[None]]


class TurnError(Exception):
    """The message was not dealt with; sending it again later may help.

    ``id`` stands in the log beside the reason; ``retry_after`` is in seconds.
    """

    retry_after = 2
    #: For whoever counts.
    outcome = "unavailable"

    def __init__(self) -> None:
        super().__init__()
        self.id = error_id()


class Busy(TurnError):
    """Too many messages are waiting, of this conversation or of all, or this one has waited too long."""

    outcome = "busy"


class Unavailable(TurnError):
    """Something that the turn needs is away or too slow."""


class Conflict(TurnError):
    """Another message was sent with the same id."""

    outcome = "conflict"


class Ended(TurnError):
    """The conversation was deleted."""

    outcome = "ended"


class BrokenOff(Exception):
    """The turn said nothing, or not all. Its text is for the log."""


@dataclass(frozen=True)
class Incoming:
    """A visitor's message. ``id`` is the sender's own, unique in the conversation: it counts once."""

    conversation: str
    id: str
    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The reply to a message and the needs known after it, by name."""

    reply: Reply
    needs: Mapping[str, Any]


@dataclass
class _Line:
    """Who waits for a conversation in this process."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: Held while a place in the line that workers share is taken, so that who came first is first there.
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: Who has come or gone through the gate, and who of them waits or has the turn.
    present: int = 0
    waiting: int = 0


class Turns:
    """Takes the turns of one channel.

    Args:
        channel: the channel's name.
        handle: passes a message to Rasa.
        store: the conversations.
        limit: seconds that a turn may take.
        patience: seconds that a message may wait for its turn.
        begun: whether the channel begins each conversation itself, so that one that is not there was deleted.
        shared: what this process shares with other workers, if there are any.
        most: turns in progress and waiting, of all conversations together.
    """

    def __init__(
        self,
        channel: str,
        handle: Callable[[UserMessage], Awaitable[Any]],
        store: ConversationStore,
        limit: float = TURN_LIMIT,
        begun: bool = False,
        patience: float = WAITING_LIMIT,
        shared: Optional[Shared] = None,
        most: int = IN_PROGRESS,
    ) -> None:
        self._channel = channel
        self._most = most
        self._handle = handle
        self._store = store
        self._limit = limit
        self._begun = begun
        self._patience = patience
        self._lines: dict[str, _Line] = {}
        self._shared = Lines(shared, _QUEUE + 1, _PLACE_LIFE) if shared else None
        self._taken = 0
        self._stopping = False
        self._running: set[asyncio.Task[Any]] = set()

    def stop(self) -> None:
        """Begin no more turns; those in progress go on."""
        self._stopping = True

    async def finish(self, limit: float) -> None:
        """Return when every turn in progress has ended, whether or not somebody waits for its reply.

        Args:
            limit: seconds, after which those that have not are left to break off.
        """
        if self._running:
            await asyncio.wait(self._running, timeout=limit)

    async def take(self, message: Incoming, admit: Optional[Admit] = None) -> Outcome:
        """The reply to ``message``, or the one that was given when it came for the first time.

        A caller that is cancelled doesn't cancel the turn.

        Args:
            message: the visitor's.
            admit: is awaited when it is the message's turn to get in line; what it raises is raised.

        Raises:
            Busy: too much is waiting, or for too long.
            Unavailable: nothing was kept.
            Conflict: the id belongs to another message.
            Ended: the conversation was deleted.
        """
        return await self._to_its_end(self._observed(message, admit))

    async def others(self, conversation: str, turn: Callable[[], Awaitable[Result]]) -> Result:
        """The result of a turn that is taken elsewhere: in its place in the line, and to its end.

        Args:
            conversation: whose it is.
            turn: takes it, and is called again if the conversation went on in another worker meanwhile.

        Raises:
            Busy: too much is waiting, or for too long.
            Unavailable: the bot is stopping.
            Exception: what the turn raises.
        """

        async def in_order() -> Result:
            async with self.alone(conversation):
                for _ in range(_TRIES - 1):
                    with suppress(AlreadyKept):
                        return await asyncio.wait_for(turn(), self._limit)
                return await asyncio.wait_for(turn(), self._limit)

        return await self._to_its_end(in_order())

    async def _to_its_end(self, turn: Coroutine[Any, Any, Result]) -> Result:
        try:
            self._require_going_on()
        except Unavailable:
            turn.close()
            raise
        task = asyncio.create_task(turn)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    def _require_going_on(self) -> None:
        if self._stopping:
            error = Unavailable()
            logger.info("Error %s: the bot is stopping.", error.id)
            raise error

    @asynccontextmanager
    async def alone(self, conversation: str, admit: Optional[Admit] = None) -> AsyncIterator[None]:
        """Nothing else happens in the conversation meanwhile.

        Raises:
            Busy: too much is waiting, or for too long.
        """
        line = self._lines.setdefault(conversation, _Line())
        line.present += 1
        counted, place = False, None
        try:
            async with line.gate:
                if admit:
                    await admit()
                if line.waiting > _QUEUE or self._taken >= self._most:
                    raise Busy
                line.waiting += 1
                self._taken += 1
                counted = True
                place = await self._enter(conversation)
            async with _reached(place, line.lock, self._patience):
                yield
        finally:
            if place:
                await place.leave()
            if counted:
                self._taken -= 1
                line.waiting -= 1
            line.present -= 1
            if not line.present:
                self._lines.pop(conversation, None)

    async def _enter(self, conversation: str) -> Optional[Place]:
        if self._shared is None:
            return None
        try:
            return await self._shared.enter(conversation)
        except Full:
            raise Busy from None
        except Away:  # the database decides between workers
            return None

    async def _observed(self, message: Incoming, admit: Optional[Admit]) -> Outcome:
        with observing(self._channel, message.conversation):
            return await self._in_order(message, admit)

    async def _in_order(self, message: Incoming, admit: Optional[Admit]) -> Outcome:
        async with self.alone(message.conversation, admit):
            if turn := present():
                turn.begin()
            self._require_going_on()
            error = Unavailable()
            try:
                return await asyncio.wait_for(self._once(message), self._limit)
            except TurnError:
                raise
            except asyncio.TimeoutError:
                logger.error("Error %s: a turn took more than %s s.", error.id, self._limit)
            except BrokenOff as why:
                tell_broken_off(error.id, why)
            except Exception as failure:
                logger.error("Error %s: %s", error.id, reason(failure))
            raise error

    async def _once(self, message: Incoming) -> Outcome:
        text = plain(message.text)
        opening = await self._store.open(message.conversation, message.id)
        if opening.turns is None and self._begun:
            raise Ended
        if opening.known is None and not opening.turns:
            metrics().began(self._channel)
        for _ in range(_TRIES):
            if opening.known is not None:
                break
            await self._begin_anew_when_long(message.conversation, opening)
            try:
                return await self._turn(message, text)
            except AlreadyKept:  # another worker was faster, with this message or with another
                opening = await self._store.open(message.conversation, message.id)
        if opening.known is None:
            raise BrokenOff("the conversation went on in other workers each time")
        if opening.known.message.get("text") != text:
            raise Conflict
        if turn := present():
            turn.outcome = "repeated"
        return Outcome(reply_from(opening.known.events), opening.needs)

    async def _turn(self, message: Incoming, text: str) -> Outcome:
        outcomes: list[Outcome] = []

        def require_a_reply(tracker: DialogueStateTracker) -> None:
            reply = reply_to(message.id, tracker)
            if reply is None or tracker.latest_message is None:
                return
            if not reply.complete:
                raise BrokenOff(f"the reply is not whole after {done_last(tracker)}")
            understood(self._channel, str(tracker.latest_message.intent.get("name")), reply.payload)
            outcomes.append(Outcome(reply, {need: tracker.get_slot(need) for need in NEEDS}))

        before_keeping.set(require_a_reply)
        await self._handle(
            UserMessage(
                text,
                CollectingOutputChannel(),
                message.conversation,
                input_channel=self._channel,
                message_id=message.id,
                metadata=dict(message.metadata),
            )
        )
        if not outcomes:
            raise BrokenOff("there is no model to handle it with")
        return outcomes[-1]

    async def _begin_anew_when_long(self, conversation: str, opening: Opening) -> None:
        if is_long(opening):
            await self._handle(session_start(conversation, self._channel))


def is_long(opening: Opening) -> bool:
    """Whether the present session should end, since what a conversation takes grows with its length."""
    return (opening.turns or 0) >= (_SESSION_TURNS_ASKING if opening.asking else SESSION_TURNS)


def session_start(conversation: str, channel: str) -> UserMessage:
    """What tells Rasa to begin a new session, with the needs carried over."""
    start = {"name": "session_start", "confidence": 1.0}
    return UserMessage(
        "/session_start",
        CollectingOutputChannel(),
        conversation,
        parse_data={"text": "/session_start", "intent": start, "entities": []},
        input_channel=channel,
    )


@asynccontextmanager
async def _reached(place: Optional[Place], lock: asyncio.Lock, patience: float) -> AsyncIterator[None]:
    """Wait for one's turn, among all workers and in this one.

    Raises:
        Busy: it did not come in ``patience`` seconds.
    """
    until = asyncio.get_running_loop().time() + patience
    try:
        if place:
            with suppress(Away):
                await place.reached(patience)
        await asyncio.wait_for(lock.acquire(), until - asyncio.get_running_loop().time())
    except (Full, Late, asyncio.TimeoutError):
        raise Busy from None
    try:
        yield
    finally:
        lock.release()


def tell_broken_off(number: str, why: BrokenOff) -> None:
    """Log that a turn broke off, under the id that was told."""
    told = (
        "Error %s: %s: a turn broke off: %s. See the lines before, and the log of the action server if any."
    )
    logger.error(told, number, "PA412", why)


def error_id() -> str:
    """A short id for a visitor to quote and an operator to find in the log."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))


def plain(text: str) -> str:
    """Text that can be sent back, and that Rasa doesn't take for a command to itself.

    Only halves of surrogate pairs go; what control characters meant is for understanding to say.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8").strip()
    return _COMMAND.sub("\u2215", text)


def reply_to(message_id: str, tracker: DialogueStateTracker) -> Optional[Reply]:
    """The reply to a message in a tracker that is about to be kept.

    None if it was not said yet: Rasa keeps a conversation before anything is said in it.

    Raises:
        BrokenOff: the message would be forgotten.
    """
    if tracker.latest_message is not None and tracker.latest_message.message_id == message_id:
        return reply_from(_said_last(tracker))
    if _holds(tracker, message_id):
        raise BrokenOff("what was said was to be forgotten")
    return None


def _holds(tracker: DialogueStateTracker, message_id: str) -> bool:
    """Whether the message is in the tracker, though it may be no longer the latest."""
    said = (event for event in tracker.events if isinstance(event, UserUttered))
    return any(event.message_id == message_id for event in said)


def done_last(tracker: DialogueStateTracker) -> str:
    """The names of the actions since the latest message."""
    names: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted):
            names.append(str(event.action_name))
    return ", ".join(reversed(names)) or "no action"


def _said_last(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            events.append(event.as_dict())
    return events[::-1]
