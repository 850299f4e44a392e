"""Conversations in the database: Rasa's tracker store, and what channels ask of it.

Three things are kept in one transaction when a turn ends: its events, the id of the visitor's message, and
that the conversation was active. A message id can be there once only. So a turn either has happened, and its
reply can be read again, or it has not, and may be tried again; nothing is ever half done.

Rasa's own SQL store ends the process on a ValueError and, wrapped as Rasa wraps it, takes a failing database
for an empty one. This one raises :class:`~pin_advisor.errors.StoreError`, and is not wrapped
(:mod:`pin_advisor.rasa_tuning.store_failures`). It works in threads of its own: a slow database holds up
nobody else.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Final, Optional, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from pin_advisor.metrics.observing import stage
from pin_advisor.store import outbox
from pin_advisor.store.brokers import Events
from pin_advisor.store.database import Database, naive_utc
from pin_advisor.store.inbox import Inbox
from pin_advisor.store.live import LiveTrackers, Notes, Version, cut, in_turn, note, notes, turns
from pin_advisor.store.requests import table as requests_table
from pin_advisor.store.threads import DatabaseThreads
from pin_advisor.vocabulary import NEEDS

_THREADS: Final = 4
#: The slot by which an action asks that all of its conversation be deleted when the turn ends.
ERASE_SLOT: Final = "erase"
#: The lock of PostgreSQL that is held while old conversations are deleted; any number that nobody else uses.
_ERASING: Final = 0x50494E53

_metadata = SQLTrackerStore.Base.metadata
_events = SQLTrackerStore.SQLEvent.__table__
_conversations = sa.Table(
    "conversations",
    _metadata,
    sa.Column("id", sa.String(255), primary_key=True),
    sa.Column("created", sa.DateTime, nullable=False),  # UTC, without saying so: SQLite can't
    sa.Column("active", sa.DateTime, nullable=False, index=True),
    # The visitor's messages since Rasa's present session began.
    sa.Column("turns", sa.Integer, nullable=False, default=0),
)
_messages = sa.Table(
    "messages",
    _metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("event", sa.Integer, nullable=False),
)

# What every turn asks is written down once: putting a statement together takes as long as having it carried
# out.
_MINE: Final = sa.bindparam("conversation")


def _present(message: Any) -> Any:
    """What decides how a turn begins, in one row; none without such a conversation."""
    latest = sa.select(sa.func.max(_events.c.id)).where(_events.c.sender_id == _MINE).scalar_subquery()
    return sa.select(
        _conversations.c.created, _conversations.c.turns, latest.label("latest"), message.label("message")
    ).where(_conversations.c.id == _MINE)


_PRESENT: Final = _present(sa.null())
_OPENING: Final = _present(
    sa.select(_messages.c.event)
    .where(_messages.c.conversation == _MINE, _messages.c.id == sa.bindparam("message"))
    .scalar_subquery()
)
_ACTIVE: Final = (
    _conversations.update()
    .where(_conversations.c.id == _MINE)
    .values(active=sa.bindparam("now"), turns=sa.bindparam("count"))
)
_ADD_EVENTS: Final = _events.insert()
_ADD_MESSAGES: Final = _messages.insert()
_NUMBERS: Final = (
    sa.select(_events.c.id)
    .where(_events.c.sender_id == _MINE, _events.c.id > sa.bindparam("latest"))
    .order_by(_events.c.id)
)

_BEGINNING: Final = _conversations.insert()


def _in_present_session() -> Any:
    """The events since the latest start of a session; all of them where none was started."""
    began = (
        sa.select(sa.func.max(_events.c.id))
        .where(_events.c.sender_id == _MINE, _events.c.type_name == SessionStarted.type_name)
        .scalar_subquery()
    )
    return (
        sa.select(_events.c.data)
        .where(_events.c.sender_id == _MINE, _events.c.id >= sa.func.coalesce(began, 0))
        .order_by(_events.c.id)
    )


_SESSION: Final = _in_present_session()
_SESSION_UP_TO: Final = _SESSION.where(_events.c.id <= sa.bindparam("latest"))

Event = Mapping[str, Any]
Result = TypeVar("Result")

#: What is called with the tracker when a turn is about to be kept, in the context of that turn. It may raise
#: in order that nothing be kept.
before_keeping: ContextVar[Optional[Callable[[DialogueStateTracker], None]]] = ContextVar(
    "before_keeping", default=None
)


class AlreadyKept(Exception):
    """Another worker has kept this message, or another one of the conversation, meanwhile."""


@dataclass(frozen=True)
class Turn:
    """A message of a visitor and the events that followed it, as Rasa serialises them."""

    message: Event
    events: Sequence[Event]


@dataclass(frozen=True)
class Opening:
    """What a turn begins with.

    ``turns``: the messages since Rasa's present session began, None without such a conversation; ``asking``:
    whether a form is active; ``known``: the turn of the same message, if it was kept already, with ``needs``.
    """

    turns: Optional[int]
    asking: bool
    known: Optional[Turn] = None
    needs: Mapping[str, Any] = field(default_factory=dict)


_Tracker = Optional[DialogueStateTracker]

#: What :meth:`ConversationStore.open` has found for the turn in progress, until Rasa asks for it.
_opened: ContextVar[Optional[dict[str, _Tracker]]] = ContextVar("opened", default=None)


class ConversationStore(SQLTrackerStore):
    """Rasa's tracker store, set in ``endpoints.yml``.

    Args:
        domain: the domain, which Rasa sets once the model is loaded.
        host: the database's URL; :func:`~pin_advisor.store.database.database_url` if there is none.
        event_broker: where events are sent as well; :class:`~pin_advisor.store.brokers.Events` finds them in
            the outbox.
        now: the present time.
    """

    #: Its failures are for the channel to report, so nothing may hide them.
    reports_failure: Final = True

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[str] = None,
        event_broker: Optional[EventBroker] = None,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        **kwargs: Any,
    ) -> None:
        # Not SQLTrackerStore's: it waits for ever where the database is away.
        TrackerStore.__init__(self, domain, event_broker, **kwargs)
        self._database = Database(_metadata, host, durable=False)
        self._requests = Database(requests_table.metadata, host)
        self._ships = isinstance(event_broker, Events)
        #: What connectors have accepted and not yet dealt with, in the same database.
        self.inbox = Inbox(host, now)
        self._now = now
        self._live = LiveTrackers()
        self._threads = DatabaseThreads(self._database, "conversations", _THREADS)
        # Threads that wait in SQLite ask again now and then, and one may be out of luck for seconds.
        sqlite = self._database.engine.dialect.name == "sqlite"
        self._one_writer: AbstractContextManager[Any] = threading.Lock() if sqlite else nullcontext()

    # -- what Rasa asks --------------------------------------------------------------------------

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The latest turns of the conversation's present session (:mod:`pin_advisor.store.live`)."""
        opened = _opened.get()
        if opened and sender_id in opened:
            tracker = opened.pop(sender_id)  # once: what happens to it from now on is the turn's
        else:
            live = self._live.take(sender_id, self.domain)
            tracker = await self._threads.run(self._retrieve, sender_id, live)
        in_turn.set((sender_id, Notes() if tracker is None else notes(tracker)))
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """The whole conversation."""
        return await self._threads.run(self._whole, conversation_id)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await self._threads.run(self._keys)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep what is new in ``tracker``.

        Raises:
            StoreError: nothing was kept.
            AlreadyKept: the conversation went on in another worker since it was read; nothing was kept.
        """
        check = before_keeping.get()
        if check is not None:
            check(tracker)
        if not self._ships:
            await self.stream_events(tracker)
        with stage("store"):
            kept = await self._threads.run(self._save, tracker)
        if kept and self.domain is not None and tracker.latest_action_name == ACTION_LISTEN_NAME:
            self._live.give(tracker, self.domain)  # the turn is over

    # -- what channels ask -----------------------------------------------------------------------

    async def open(self, conversation: str, message_id: str) -> Opening:
        """What a turn with this message begins with. The tracker is ready when Rasa asks for it next."""
        live = self._live.take(conversation, self.domain)
        opening, tracker = await self._threads.run(self._open, conversation, message_id, live)
        _opened.set({conversation: tracker} if opening.known is None else None)
        return opening

    async def begin(self, conversation: str) -> None:
        """Note that a conversation exists, before anything is said in it; twice is fine."""
        await self._threads.run(self._begin, conversation)

    async def exists(self, conversation: str) -> bool:
        """Whether it was begun and not erased."""
        return await self.turns_in_session(conversation) is not None

    async def turns_in_session(self, conversation: str) -> Optional[int]:
        """How many messages came since Rasa's present session began; None without such a conversation."""
        return await self._threads.run(self._turns, conversation)

    async def session(self, conversation: str) -> Opening:
        """How long the present session is; what is in memory is good enough to tell."""
        live = self._live.peek(conversation)
        if live is not None:
            return Opening(turns(live), live.active_loop is not None)
        return Opening(await self.turns_in_session(conversation), True)

    async def turn(self, conversation: str, message_id: str) -> Optional[Turn]:
        """The turn of the message with this id, if it was kept."""
        return await self._threads.run(self._turn, conversation, message_id)

    async def history(self, conversation: str, limit: int) -> list[Turn]:
        """The latest ``limit`` turns, oldest first."""
        return await self._threads.run(self._history, conversation, limit)

    async def needs(self, conversation: str) -> dict[str, Any]:
        """The needs that are known, by name; None where one is not."""
        return await self._threads.run(self._needs, conversation)

    async def erase(self, conversation: str) -> None:
        """Delete everything of a conversation, requests for the shop included."""
        await self._threads.run(self._erase, conversation)

    async def erase_inactive(self, age: timedelta) -> int:
        """Delete every conversation in which nothing was said for ``age``; how many there were.

        One worker does so at a time: while another is at it, none are.
        Requests for the shop stay: they are the shop's to deal with.
        """
        return await self._threads.run(self._erase_inactive, age)

    async def check(self) -> None:
        """Raise :class:`StoreError` if the database can't be written to."""
        await self._threads.run(self._check)

    # -- in a thread -----------------------------------------------------------------------------

    def _open(self, conversation: str, message_id: str, live: _Tracker) -> tuple[Opening, _Tracker]:
        with self._database.checked() as connection:
            asked = {"conversation": conversation, "message": message_id}
            row = connection.execute(_OPENING, asked).one_or_none()
            if row is not None and row.message is not None:
                turn = next(iter(_said(connection, conversation, row.message)), None)
                known = _needs_in(connection, conversation)
                return Opening(row.turns, False, turn, known), None
            tracker = self._as_it_is(connection, conversation, row, live)
        asking = tracker is not None and tracker.active_loop is not None
        return Opening(None if row is None else row.turns, asking), tracker

    def _retrieve(self, conversation: str, live: _Tracker) -> _Tracker:
        with self._database.checked() as connection:
            row = connection.execute(_PRESENT, {"conversation": conversation}).one_or_none()
            return self._as_it_is(connection, conversation, row, live)

    def _as_it_is(self, connection: Connection, conversation: str, row: Any, live: _Tracker) -> _Tracker:
        """``live``, if it is still as the database has it, else what is read there."""
        version = Version() if row is None else Version(row.created, row.latest)
        if live is not None and self.domain is not None and notes(live).version == version:
            cut(live, self.domain)
            return live
        # Nothing that came since the version was read.
        query = _SESSION if version.latest is None else _SESSION_UP_TO
        mine = {"conversation": conversation, "latest": version.latest}
        tracker = self._built(conversation, [json.loads(data) for (data,) in connection.execute(query, mine)])
        if tracker is not None and self.domain is not None:
            note(tracker, Notes(version, len(tracker.events)))
            cut(tracker, self.domain)
        return tracker

    def _whole(self, conversation: str) -> _Tracker:
        query = sa.select(_events.c.id, _events.c.data).where(_events.c.sender_id == conversation)
        with self._database.checked() as connection:
            created = connection.execute(_begun(conversation)).scalar_one_or_none()
            rows = connection.execute(query.order_by(_events.c.id)).all()
        tracker = self._built(conversation, [json.loads(row.data) for row in rows])
        if tracker is not None:
            note(tracker, Notes(Version(created, rows[-1].id), len(tracker.events)))
        return tracker

    def _built(self, conversation: str, events: list[dict[str, Any]]) -> _Tracker:
        if not events or self.domain is None:
            return None
        return DialogueStateTracker.from_dict(conversation, events, self.domain.slots)

    def _keys(self) -> list[str]:
        with self._database.checked() as connection:
            return [key for (key,) in connection.execute(sa.select(_events.c.sender_id).distinct())]

    def _save(self, tracker: DialogueStateTracker) -> bool:
        conversation = tracker.sender_id
        if tracker.slots.get(ERASE_SLOT) and tracker.get_slot(ERASE_SLOT):
            self._erase(conversation)
            return False
        known = notes(tracker)
        new = list(tracker.events)[known.kept :]
        if not new:  # Rasa keeps every conversation once before anything happens in it
            return False
        rows = [_row(conversation, event.as_dict()) for event in new]
        try:
            with self._one_writer, self._database.transaction() as connection:
                # First, because from here on other workers wait until this transaction has ended.
                self._note_activity(connection, conversation, turns(tracker))
                present = connection.execute(_PRESENT, {"conversation": conversation}).one()
                version = Version(known.version.created or present.created, present.latest)
                if version != replace(known.version, created=present.created):
                    raise AlreadyKept(conversation)
                connection.execute(_ADD_EVENTS, rows)
                # In the order in which they were written; which numbers those are, only the database knows.
                mine = {"conversation": conversation, "latest": version.latest or 0}
                numbers = connection.execute(_NUMBERS, mine).scalars().all()
                messages = [
                    {"conversation": conversation, "id": event.message_id, "event": number}
                    for event, number in zip(new, numbers, strict=True)
                    if isinstance(event, UserUttered) and event.message_id
                ]
                if messages:
                    connection.execute(_ADD_MESSAGES, messages)
                if self._ships:
                    outbox.put(connection, conversation, [event.as_dict() for event in new])
        except IntegrityError:
            raise AlreadyKept(conversation) from None
        latest = Version(present.created, numbers[-1])
        note(tracker, replace(known, version=latest, kept=len(tracker.events)))
        return True

    def _note_activity(self, connection: Connection, conversation: str, count: int) -> None:
        now = naive_utc(self._now())
        if not connection.execute(
            _ACTIVE, {"conversation": conversation, "now": now, "count": count}
        ).rowcount:
            first = {"id": conversation, "created": now, "active": now, "turns": count}
            connection.execute(_BEGINNING, first)

    def _begin(self, conversation: str) -> None:
        now = naive_utc(self._now())
        try:
            with self._database.transaction() as connection:
                connection.execute(
                    _conversations.insert().values(id=conversation, created=now, active=now, turns=0)
                )
        except IntegrityError:
            pass

    def _turns(self, conversation: str) -> Optional[int]:
        query = sa.select(_conversations.c.turns).where(_conversations.c.id == conversation)
        with self._database.checked() as connection:
            turns: Optional[int] = connection.execute(query).scalar_one_or_none()
        return turns

    def _check(self) -> None:
        self._requests.prepare()  # not first when somebody wants everything deleted
        nothing = _conversations.update().where(_conversations.c.id == "").values(turns=0)
        with self._database.checked() as connection:
            connection.execute(nothing)
            if connection.dialect.name == "sqlite":
                # Changing no row needs no room. This is a number that SQLite keeps for whoever wants one.
                connection.execute(sa.text(f"PRAGMA user_version = {secrets.randbelow(2**31)}"))

    def _turn(self, conversation: str, message_id: str) -> Optional[Turn]:
        query = sa.select(_messages.c.event).where(
            _messages.c.conversation == conversation, _messages.c.id == message_id
        )
        with self._database.checked() as connection:
            first = connection.execute(query).scalar_one_or_none()
            return None if first is None else next(iter(_said(connection, conversation, first)), None)

    def _history(self, conversation: str, limit: int) -> list[Turn]:
        latest = (
            sa.select(_events.c.id)
            .where(_events.c.sender_id == conversation, _events.c.type_name == UserUttered.type_name)
            .order_by(_events.c.id.desc())
            .limit(limit)
        )
        with self._database.checked() as connection:
            numbers = [number for (number,) in connection.execute(latest)]
            return _said(connection, conversation, numbers[-1]) if numbers else []

    def _needs(self, conversation: str) -> dict[str, Any]:
        with self._database.checked() as connection:
            return _needs_in(connection, conversation)

    def _erase(self, conversation: str) -> None:
        self._requests.prepare()
        with self._database.checked() as connection:
            connection.execute(requests_table.delete().where(requests_table.c.conversation == conversation))
            connection.execute(_events.delete().where(_events.c.sender_id == conversation))
            connection.execute(_messages.delete().where(_messages.c.conversation == conversation))
            connection.execute(outbox.table.delete().where(outbox.table.c.conversation == conversation))
            connection.execute(_conversations.delete().where(_conversations.c.id == conversation))

    def _erase_inactive(self, age: timedelta) -> int:
        before = naive_utc(self._now()) - age
        old = sa.select(_conversations.c.id).where(_conversations.c.active < before)
        with self._database.checked() as connection:
            if connection.dialect.name == "postgresql":
                mine = sa.select(sa.func.pg_try_advisory_xact_lock(_ERASING))
                if not connection.execute(mine).scalar_one():
                    return 0
            connection.execute(_events.delete().where(_events.c.sender_id.in_(old)))
            connection.execute(_messages.delete().where(_messages.c.conversation.in_(old)))
            connection.execute(outbox.table.delete().where(outbox.table.c.conversation.in_(old)))
            return int(
                connection.execute(_conversations.delete().where(_conversations.c.active < before)).rowcount
            )


def _begun(conversation: str) -> Any:
    """When a conversation was begun."""
    return sa.select(_conversations.c.created).where(_conversations.c.id == conversation)


def _needs_in(connection: Connection, conversation: str) -> dict[str, Any]:
    latest = (
        sa.select(sa.func.max(_events.c.id))
        .where(_events.c.sender_id == conversation, _events.c.type_name == "slot")
        .where(_events.c.action_name.in_(NEEDS))
        .group_by(_events.c.action_name)
    )
    query = sa.select(_events.c.action_name, _events.c.data).where(_events.c.id.in_(latest))
    known = {name: json.loads(data).get("value") for name, data in connection.execute(query)}
    return {need: known.get(need) for need in NEEDS}


def _said(connection: Connection, conversation: str, first: int) -> list[Turn]:
    """The turns whose message is the event with the number ``first`` or a later one."""
    query = (
        sa.select(_events.c.type_name, _events.c.data)
        .where(_events.c.sender_id == conversation, _events.c.id >= first)
        .where(_events.c.type_name.in_([UserUttered.type_name, "bot"]))
        .order_by(_events.c.id)
    )
    turns: list[tuple[Event, list[Event]]] = []
    for kind, data in connection.execute(query):
        event = json.loads(data)
        if kind == UserUttered.type_name:
            if not str(event.get("text")).startswith(
                "/"
            ):  # what channels tell Rasa; visitors' text never does
                turns.append((event, []))
        elif turns:
            turns[-1][1].append(event)
    return [Turn(message, events) for message, events in turns]


def _row(conversation: str, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "sender_id": conversation,
        "type_name": event["event"],
        "timestamp": event.get("timestamp"),
        "intent_name": ((event.get("parse_data") or {}).get("intent") or {}).get("name"),
        "action_name": event.get("name"),
        "data": json.dumps(event),
    }
