"""A turn is kept once and as a whole, or not at all; and nothing that is sent ends the process."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import pytest
import sqlalchemy as sa
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from pin_advisor.errors import StoreError
from pin_advisor.store import RequestStore
from pin_advisor.store.conversations import ERASE_SLOT, AlreadyKept, ConversationStore, before_keeping
from pin_advisor.vocabulary import NEEDS
from tests.store.clock import Clock
from tests.store.talk import DOMAIN, PAYLOAD, add, begin_session, listening, message, reply, talk

#: Seconds that anything may take before it counts as hanging.
LIMIT = 30

Result = TypeVar("Result")

NOTHING_KNOWN = dict.fromkeys(NEEDS)
NOT_TEXT = ["a\udfffb", "a\x00b", "\x1b[2J", "'; DROP TABLE events; --", "%s {x}"]


@pytest.fixture
def store(url: str, clock: Clock) -> ConversationStore:
    return ConversationStore(DOMAIN, url, now=clock)


@pytest.fixture
def lite(file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    """On SQLite, with little patience."""
    monkeypatch.setattr("pin_advisor.store.database.PATIENCE", 0.4)
    return ConversationStore(DOMAIN, f"sqlite:///{file}", now=clock)


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in every table."""
    engine = sa.create_engine(url)
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {t.name: [tuple(r) for r in connection.execute(sa.select(t))] for t in tables.sorted_tables}
    engine.dispose()
    return found


async def while_counting(work: Awaitable[Result]) -> tuple[int, Result | BaseException]:
    """How often the event loop comes round while ``work`` is done, and what comes of it."""
    task = asyncio.ensure_future(work)
    beats = 0
    while not task.done():
        beats += 1
        await asyncio.sleep(0.01)
    return beats, task.exception() or task.result()


def events_of(tracker: DialogueStateTracker | None) -> list[dict[str, Any]]:
    assert tracker is not None
    return [event.as_dict() for event in tracker.events]


# -- what is kept ------------------------------------------------------------------------------------


async def test_a_conversation_comes_back_as_it_was(store: ConversationStore, url: str) -> None:
    tracker = await listening(store, "c")
    add(tracker, message('two hundred 🙂 pins\nfor "us" {x} %s', "m-1", locale="en", page="/pins"))
    add(tracker, SlotSet("quantity", 200), SlotSet("occasion", "award"))
    choices = {
        "buttons": [{"title": "Why?", "payload": "Why?"}],
        "custom": {"type": "answer", "n": [1, None]},
    }
    add(tracker, BotUttered("Soft enamel — 柔", choices), ActionExecuted("action_listen"))
    await store.save(tracker)

    found = await ConversationStore(DOMAIN, url).retrieve("c")

    # The session begins with its start, not with the action that started it.
    assert events_of(found) == events_of(tracker)[1:]
    assert found is not None
    assert (found.get_slot("quantity"), found.get_slot("occasion")) == (200, "award")
    assert events_of(await store.retrieve_full_tracker("c")) == events_of(tracker)
    assert list(await store.keys()) == ["c"]


async def test_a_turn_is_added_to_those_before_it(store: ConversationStore) -> None:
    for number in range(3):
        await talk(store, "c", f"m-{number}", f"words {number}")
        await talk(store, "d", f"m-{number}", f"other words {number}")

    assert [t.message["text"] for t in await store.history("c", 10)] == ["words 0", "words 1", "words 2"]
    assert len(events_of(await store.retrieve_full_tracker("c"))) == 3 + 3 * 3


async def test_of_an_unknown_conversation_nothing_is_known(store: ConversationStore) -> None:
    assert await store.retrieve("c") is None
    assert await store.retrieve_full_tracker("c") is None
    assert await store.history("c", 10) == []
    assert await store.turn("c", "m-1") is None
    assert await store.needs("c") == NOTHING_KNOWN
    assert await store.turns_in_session("c") is None
    assert not await store.exists("c")
    assert list(await store.keys()) == []


async def test_a_conversation_exists_before_anything_is_said(store: ConversationStore) -> None:
    await store.begin("c")
    await store.begin("c")

    assert await store.exists("c")
    assert await store.turns_in_session("c") == 0
    assert await store.history("c", 10) == []


async def test_beginning_again_changes_nothing(store: ConversationStore) -> None:
    await store.begin("c")
    await talk(store, "c", "m-1", slots={"budget": "tight"})

    await store.begin("c")

    assert await store.turns_in_session("c") == 1
    assert len(await store.history("c", 10)) == 1


async def test_a_conversation_that_never_began_is_known_by_its_first_turn(store: ConversationStore) -> None:
    await talk(store, "c", None)

    assert await store.exists("c")
    assert await store.turns_in_session("c") == 1


async def test_only_the_present_session_is_retrieved(store: ConversationStore) -> None:
    await talk(store, "c", "m-1", slots={"occasion": "award"})
    await talk(store, "c", "m-2")
    tracker = await listening(store, "c")
    begin_session(tracker)
    await store.save(tracker)
    assert await store.turns_in_session("c") == 0
    await talk(store, "c", "m-3")

    present, whole = await store.retrieve("c"), await store.retrieve_full_tracker("c")

    assert present is not None
    assert isinstance(present.events[0], SessionStarted)
    assert present.get_slot("occasion") == "award"
    assert sum(e["event"] == "user" for e in events_of(present)) == 1
    assert sum(e["event"] == "user" for e in events_of(whole)) == 3
    assert await store.turns_in_session("c") == 1
    assert [t.message["message_id"] for t in await store.history("c", 10)] == ["m-1", "m-2", "m-3"]


# -- once --------------------------------------------------------------------------------------------


async def test_a_message_id_is_kept_once(store: ConversationStore, url: str) -> None:
    await talk(store, "c", "m-1", "first")
    before = rows(url)

    with pytest.raises(AlreadyKept):
        await talk(store, "c", "m-1", "second", slots={"budget": "tight"})

    assert rows(url) == before


async def test_two_conversations_may_use_the_same_message_id(store: ConversationStore) -> None:
    await talk(store, "c", "m-1", "mine")
    await talk(store, "d", "m-1", "yours")

    mine, yours = await store.turn("c", "m-1"), await store.turn("d", "m-1")

    assert mine is not None
    assert yours is not None
    assert (mine.message["text"], yours.message["text"]) == ("mine", "yours")


def test_the_same_message_at_once_in_many_workers_is_kept_once(url: str) -> None:
    asyncio.run(ConversationStore(DOMAIN, url).begin("c"))
    together = threading.Barrier(6)

    def one_worker(number: int) -> bool:
        async def turn() -> bool:
            store = ConversationStore(DOMAIN, url)
            tracker = await listening(store, "c")
            add(tracker, message(f"copy {number}", "m-1"), reply("Hello!"))
            together.wait(LIMIT)
            try:
                await store.save(tracker)
            except AlreadyKept:
                return False
            return True

        return asyncio.run(turn())

    with ThreadPoolExecutor(6) as pool:
        kept = list(pool.map(one_worker, range(6)))

    assert kept.count(True) == 1
    (said,) = asyncio.run(ConversationStore(DOMAIN, url).history("c", 10))
    assert said.message["text"] == f"copy {kept.index(True)}"


@pytest.mark.parametrize("message_id", ["m-1", "m-2"])
@pytest.mark.parametrize("turns_before", [0, 1])
async def test_a_worker_that_did_not_know_of_the_latest_turn_keeps_no_half_of_its_own(
    store: ConversationStore, url: str, turns_before: int, message_id: str
) -> None:
    for number in range(turns_before):
        await talk(store, "c", f"before-{number}")
    other = ConversationStore(DOMAIN, url)
    mine, others = await listening(store, "c"), await listening(other, "c")
    add(mine, message("mine", "m-1"), reply("To me."), ActionExecuted("action_listen"))
    add(others, message("the other's", message_id), reply("To the other."), ActionExecuted("action_listen"))
    await store.save(mine)
    before = rows(url)

    with pytest.raises((AlreadyKept, StoreError)):
        await other.save(others)

    assert rows(url) == before


async def test_a_check_that_raises_keeps_the_turn_from_being_kept(store: ConversationStore, url: str) -> None:
    await talk(store, "c", "m-1")
    before = rows(url)

    def refuse(_: DialogueStateTracker) -> None:
        raise LookupError("not complete")

    token = before_keeping.set(refuse)
    with pytest.raises(LookupError):
        await talk(store, "c", "m-2")
    before_keeping.reset(token)

    assert rows(url) == before


# -- turns, history, needs ---------------------------------------------------------------------------


async def test_a_turn_is_a_message_and_the_replies_to_it(store: ConversationStore) -> None:
    await talk(store, "c", "m-1", "first", "One.")
    tracker = await listening(store, "c")
    add(tracker, message("second", "m-2"), reply("Two."), reply("And a half."))
    await store.save(tracker)
    await talk(store, "c", "m-3", "third", "Three.")

    turn = await store.turn("c", "m-2")

    assert turn is not None
    assert turn.message["text"] == "second"
    assert [e["text"] for e in turn.events] == ["Two.", "And a half."]
    assert turn.events[0]["data"]["custom"] == PAYLOAD


async def test_the_history_holds_the_latest_turns_oldest_first(store: ConversationStore) -> None:
    for number in range(6):
        await talk(store, "c", f"m-{number}", f"words {number}", f"Reply {number}.")

    history = await store.history("c", 4)

    assert [t.message["text"] for t in history] == [f"words {n}" for n in range(2, 6)]
    assert [[e["text"] for e in t.events] for t in history] == [[f"Reply {n}."] for n in range(2, 6)]


async def test_what_a_channel_told_rasa_is_not_in_the_history(store: ConversationStore) -> None:
    await talk(store, "c", "m-1", "hello")
    await talk(store, "c", None, "/session_start", "")
    await talk(store, "c", "m-2", "again")

    assert [t.message["text"] for t in await store.history("c", 10)] == ["hello", "again"]


async def test_the_needs_are_as_they_were_last_set(store: ConversationStore) -> None:
    await talk(store, "c", "m-1", slots={"occasion": "award", "quantity": 100, "budget": "tight"})
    await talk(store, "c", "m-2", slots={"quantity": 200, "budget": None})
    await talk(store, "d", "m-1", slots={"artwork": "photo"})

    assert await store.needs("c") == NOTHING_KNOWN | {"occasion": "award", "quantity": 200}
    assert await store.needs("d") == NOTHING_KNOWN | {"artwork": "photo"}


# -- deletion ----------------------------------------------------------------------------------------


async def test_an_erased_conversation_leaves_nothing_in_any_table(store: ConversationStore, url: str) -> None:
    requests = RequestStore(url)
    for conversation in ("website-ann", "website-bob"):
        await store.begin(conversation)
        await talk(store, conversation, "m-1", f"I am {conversation}", slots={"occasion": "award"})
        requests.save("quote", conversation, f"{conversation}@example.com", {"design": "a heron"})

    await store.erase("website-ann")

    left = rows(url)
    assert not [(table, row) for table, found in left.items() for row in found if "website-ann" in repr(row)]
    assert {table: sum("website-bob" in repr(r) for r in found) for table, found in left.items()} == {
        "conversations": 1,
        "events": len(left["events"]),
        "messages": 1,
        "requests": 1,
        "outbox": 0,
        "leases": 0,
    }
    assert not await store.exists("website-ann")
    assert await store.retrieve("website-ann") is None
    assert await store.history("website-ann", 10) == []


async def test_an_erased_conversation_may_begin_anew(store: ConversationStore) -> None:
    await talk(store, "c", "m-1", "old", slots={"occasion": "award"})
    await store.erase("c")
    await store.erase("c")

    await store.begin("c")
    await talk(store, "c", "m-1", "new")

    assert [t.message["text"] for t in await store.history("c", 10)] == ["new"]
    assert await store.needs("c") == NOTHING_KNOWN
    assert await store.turns_in_session("c") == 1


async def test_the_erase_slot_deletes_the_conversation_when_the_turn_ends(
    store: ConversationStore, url: str
) -> None:
    await store.begin("website-ann")
    await talk(store, "website-ann", "m-1", "my name is Ann")
    RequestStore(url).save("question", "website-ann", "ann@example.com", {})

    await talk(store, "website-ann", "m-2", "delete my data", slots={ERASE_SLOT: True})

    assert not any("nn" in repr(row) for found in rows(url).values() for row in found)
    assert not await store.exists("website-ann")


async def test_what_is_inactive_for_long_is_erased_and_requests_stay(
    store: ConversationStore, url: str, clock: Clock
) -> None:
    requests = RequestStore(url)
    requests.save("quote", "quiet", "ann@example.com", {})
    await talk(store, "quiet", "m-1", "I am quiet")
    await store.begin("begun only")
    await talk(store, "active", "m-1")
    clock.pass_minutes(60)
    await talk(store, "active", "m-2")
    await store.begin("begun later")

    assert await store.erase_inactive(timedelta(minutes=61)) == 0
    assert await store.erase_inactive(timedelta(minutes=30)) == 2

    assert not await store.exists("quiet")
    assert not await store.exists("begun only")
    assert await store.exists("begun later")
    assert len(await store.history("active", 10)) == 2
    left = rows(url)
    assert not any("quiet" in repr(row) for t in ("events", "messages") for row in left[t])
    assert [r.conversation for r in requests.list(None)] == ["quiet"]
    assert await store.erase_inactive(timedelta(minutes=30)) == 0


# -- what may be sent --------------------------------------------------------------------------------


async def _as_conversation(store: ConversationStore, value: str) -> None:
    await talk(store, value, "m-1")


async def _as_id(store: ConversationStore, value: str) -> None:
    await talk(store, "c", value)


async def _as_text(store: ConversationStore, value: str) -> None:
    await talk(store, "c", "m-1", value, value)


async def _as_slot(store: ConversationStore, value: str) -> None:
    await talk(store, "c", "m-1", slots={"occasion": value, "artwork": [{value: value}]})


async def _as_metadata(store: ConversationStore, value: str) -> None:
    tracker = await listening(store, "c")
    add(
        tracker,
        message("hello", "m-1", page=value, locale={value: [value]}),
        reply("Hello!", {"type": value}),
    )
    await store.save(tracker)


async def _as_question(store: ConversationStore, value: str) -> None:
    await store.begin(value)
    await store.retrieve(value)
    await store.turn(value, value)
    await store.history(value, 10)
    await store.needs(value)
    await store.erase(value)


Sent = Callable[[ConversationStore, str], Coroutine[Any, Any, None]]


@pytest.mark.parametrize("value", NOT_TEXT, ids=ascii)
@pytest.mark.parametrize(
    "send",
    [_as_conversation, _as_id, _as_text, _as_slot, _as_metadata, _as_question],
    ids=lambda s: s.__name__,
)
async def test_no_value_ends_the_process_or_stops_the_store(
    store: ConversationStore, send: Sent, value: str
) -> None:
    with suppress(Exception):  # SystemExit, by which Rasa's own store leaves, is none
        await send(store, value)

    await talk(store, "another", "m-1", slots={"occasion": "award"})
    assert (await store.needs("another"))["occasion"] == "award"
    assert len(await store.history("another", 10)) == 1


@pytest.mark.parametrize("value", NOT_TEXT, ids=ascii)
async def test_whatever_was_said_is_kept_and_read_again(store: ConversationStore, value: str) -> None:
    tracker = await listening(store, "c")
    add(tracker, message(value, "m-1", page=value), SlotSet("artwork", [{value: value}]))
    add(tracker, reply(value, {"type": value, value: value}))
    await store.save(tracker)

    turn = await store.turn("c", "m-1")

    assert turn is not None
    assert turn.message["text"] == value
    assert events_of(await store.retrieve_full_tracker("c")) == events_of(tracker)
    assert (await store.needs("c"))["artwork"] == [{value: value}]


async def test_a_turn_that_cannot_be_written_down_is_not_kept_in_part(
    store: ConversationStore, url: str
) -> None:
    await talk(store, "c", "m-1")
    before = rows(url)
    endless: dict[str, Any] = {"type": "answer"}
    endless["self"] = endless
    for payload in (endless, {"type": object()}, {"type": {1, 2}}):
        tracker = await listening(store, "c")
        add(
            tracker,
            message("hello", "m-2"),
            SlotSet("budget", "tight"),
            BotUttered("Hi", {"custom": payload}),
        )

        with pytest.raises((ValueError, TypeError)):
            await store.save(tracker)

    assert rows(url) == before
    await talk(store, "c", "m-2")


# -- a database in trouble ---------------------------------------------------------------------------


async def test_a_locked_file_is_an_error_and_holds_up_nobody(lite: ConversationStore, file: Path) -> None:
    await talk(lite, "c", "m-1", slots={"occasion": "award"})
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        beats, outcome = await while_counting(talk(lite, "c", "m-2", "I am Ann", slots={"budget": "tight"}))
        _, erased = await while_counting(lite.erase("c"))

        other.execute("ROLLBACK")
    assert isinstance(outcome, StoreError)
    assert (outcome.code, "Ann" in str(outcome)) == ("PA302", False)
    assert "locked" in str(outcome)
    assert isinstance(erased, StoreError)
    assert beats >= 5
    # Nothing was kept, nothing was lost.
    assert await lite.turn("c", "m-2") is None
    await talk(lite, "c", "m-2", slots={"budget": "tight"})
    assert await lite.needs("c") == NOTHING_KNOWN | {"occasion": "award", "budget": "tight"}


async def test_what_nobody_waits_for_any_longer_is_not_done_later(
    lite: ConversationStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk(lite, "c", "m-1", slots={"occasion": "award"})
    monkeypatch.setattr("pin_advisor.store.threads._PATIENCE", 0.1)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcomes = [await while_counting(lite.erase("c")), await while_counting(talk(lite, "c", "m-2"))]
        other.execute("ROLLBACK")
    assert {type(outcome) for _, outcome in outcomes} == {StoreError}
    lite._threads.stop()

    later = ConversationStore(DOMAIN, f"sqlite:///{file}")
    assert (await later.needs("c"))["occasion"] == "award"
    assert await later.turn("c", "m-2") is None


async def test_one_visitor_is_answered_while_many_wait_for_a_locked_file(
    lite: ConversationStore, file: Path
) -> None:
    await lite.begin("c")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        beats, outcomes = await while_counting(
            asyncio.gather(*(talk(lite, f"c{n}", "m-1") for n in range(8)), return_exceptions=True)
        )

        other.execute("ROLLBACK")
    assert not isinstance(outcomes, BaseException)
    assert {type(o) for o in outcomes} == {StoreError}
    assert beats >= 5
    await talk(lite, "c", "m-1")


async def test_a_file_that_goes_missing_or_bad_is_an_error_and_then_made_again(
    lite: ConversationStore, file: Path
) -> None:
    await talk(lite, "c", "m-1")
    for each in file.parent.iterdir():
        each.unlink()
    file.write_text("This is a shopping list, not a database. " * 200)

    for work in (
        lite.check(),
        lite.retrieve("c"),
        lite.history("c", 10),
        lite.erase("c"),
        talk(lite, "c", "m-2"),
    ):
        with pytest.raises(StoreError):
            await work
    file.unlink()
    with suppress(StoreError):  # a connection may still be to the file that was deleted
        await lite.check()

    await talk(lite, "c", "m-2")
    assert len(await lite.history("c", 10)) == 1


async def test_a_server_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    store = ConversationStore(DOMAIN, f"postgresql://shop:geheim@/pins?host={tmp_path}")

    for work in (
        store.check(),
        store.begin("c"),
        store.retrieve("c"),
        store.erase("c"),
        talk(store, "c", "m-1"),
    ):
        with pytest.raises(StoreError) as caught:
            await work
        assert caught.value.code == "PA301"
        assert "geheim" not in str(caught.value)


@pytest.mark.service("postgresql")
async def test_a_server_that_hangs_up_loses_nobody(server: str) -> None:
    store = ConversationStore(DOMAIN, server)
    await talk(store, "c", "m-1", slots={"occasion": "award"})
    with closing(psycopg2.connect(server)) as other, other.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND usename = 'shop' AND datname = 'postgres'"
        )

    await talk(store, "c", "m-2")

    assert (await store.needs("c"))["occasion"] == "award"
    assert len(await store.history("c", 10)) == 2


@pytest.mark.service("postgresql")
async def test_a_table_locked_on_the_server_is_an_error_and_holds_up_nobody(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pin_advisor.store.database.PATIENCE", 1)
    store = ConversationStore(DOMAIN, server)
    await talk(store, "c", "m-1", slots={"occasion": "award"})
    with closing(psycopg2.connect(server)) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE")

        beats, outcome = await asyncio.wait_for(while_counting(store.retrieve("c")), LIMIT)
        _, erased = await asyncio.wait_for(while_counting(store.erase("c")), LIMIT)

        other.rollback()
    assert isinstance(outcome, StoreError)
    assert isinstance(erased, StoreError)
    assert outcome.code == "PA302"
    assert beats >= 5
    await talk(store, "c", "m-2")
    assert (await store.needs("c"))["occasion"] == "award"


@contextmanager
def stopped(server: str) -> Iterator[None]:
    """The server stands still with all of its processes: neither a refusal nor an answer comes from it."""
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone() or ("",)
    main = int((Path(folder) / "postmaster.pid").read_text().split()[0])
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(main)], capture_output=True, text=True, check=True
    )
    family = [main, *map(int, found.stdout.split())]
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@pytest.mark.service("postgresql")
async def test_a_server_that_stands_still_is_an_error_and_holds_up_nobody(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pin_advisor.store.database.PATIENCE", 2)
    store = ConversationStore(DOMAIN, server)
    await talk(store, "c", "m-1", slots={"occasion": "award"})
    with stopped(server):
        work = asyncio.ensure_future(while_counting(store.retrieve("c")))
        done, _ = await asyncio.wait({work}, timeout=LIMIT / 2)

    beats, outcome = await work
    assert done, "it was still waiting"
    assert isinstance(outcome, StoreError)
    assert beats >= 5
    assert (await store.needs("c"))["occasion"] == "award"


# -- tables ------------------------------------------------------------------------------------------


def test_workers_that_start_at_once_make_the_tables_together(tmp_path: Path) -> None:
    workers = 4
    failed: list[str] = []
    for attempt in range(25):
        address = f"sqlite:///{tmp_path}/{attempt}/pins.db"
        stores = [ConversationStore(DOMAIN, address) for _ in range(workers)]
        together = threading.Barrier(workers)

        def begin(
            number: int, stores: list[ConversationStore] = stores, at: threading.Barrier = together
        ) -> str:
            at.wait(LIMIT)
            try:
                asyncio.run(stores[number].begin(f"c{number}"))
            except StoreError as error:
                return error.message
            return ""

        with ThreadPoolExecutor(workers) as pool:
            failed += filter(None, pool.map(begin, range(workers)))

    assert failed == []


_WORKER = """
import asyncio, sys
from pin_advisor.store.conversations import ConversationStore
store = ConversationStore(None, sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
asyncio.run(store.begin(sys.argv[2]))
"""


def test_two_processes_that_start_at_once_make_the_tables_together(url: str) -> None:
    command = [sys.executable, "-c", _WORKER, url]
    workers = [
        subprocess.Popen(
            [*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for name in ("a", "b")
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()

    said = [worker.communicate(timeout=LIMIT)[1] for worker in workers]

    assert [worker.returncode for worker in workers] == [0, 0], said
    assert sorted(row[0] for row in rows(url)["conversations"]) == ["a", "b"]


# -- privacy -----------------------------------------------------------------------------------------


async def test_nothing_personal_is_logged(
    lite: ConversationStore, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await talk(lite, "website-77", "m-1", "I am ann@example.com", "Hello, ann@example.com")
    await lite.history("website-77", 10)
    await lite.erase("website-77")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE events")

    with pytest.raises(StoreError) as caught:
        await talk(lite, "website-77", "m-1", "I am ann@example.com")

    said = caplog.text + str(caught.value)
    assert "no such table" in said
    assert "ann@" not in said
    assert "website-77" not in said


FULL = """
import asyncio, resource, sys
from pin_advisor.errors import StoreError
from pin_advisor.store.conversations import ConversationStore
from tests.store.talk import DOMAIN

async def main():
    store = ConversationStore(DOMAIN, f"sqlite:///{sys.argv[1]}")
    await store.check()
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    try:
        await store.check()
    except StoreError as error:
        print(error.code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await store.check()
    print("fine")

asyncio.run(main())
"""


def test_a_disk_without_room_is_found_before_a_turn_meets_it(tmp_path: Path) -> None:
    run = [sys.executable, "-c", FULL, str(tmp_path / "full.db")]
    done = subprocess.run(run, capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=300)
    assert done.stdout.split() == ["PA302", "fine"], done.stderr[-2000:]


async def test_the_check_writes_something(tmp_path: Path) -> None:
    """What changes nothing needs no room: SQLite would say that a full disk is fine."""
    path = tmp_path / "pins.db"
    store = ConversationStore(DOMAIN, f"sqlite:///{path}")
    log = path.with_name("pins.db-wal")
    await store.check()
    before = path.read_bytes(), log.read_bytes()
    await store.check()
    assert (path.read_bytes(), log.read_bytes()) != before
