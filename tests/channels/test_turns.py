"""Whatever happens in a turn: one message gives one reply, in order, once, or an error that is in the log."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Optional

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ActionExecuted, Restarted

from pin_advisor.channels.turns import (
    SESSION_TURNS,
    TURN_LIMIT,
    WAITING_LIMIT,
    Busy,
    Conflict,
    Incoming,
    TurnError,
    Turns,
    Unavailable,
    error_id,
)
from pin_advisor.channels.website.channel import _SERVER_LIMITS
from pin_advisor.errors import StoreError
from pin_advisor.store.conversations import ERASE_SLOT, ConversationStore
from pin_advisor.vocabulary import NEEDS
from tests.channels.rasa import DOMAIN, Rasa
from tests.store.talk import PAYLOAD, add, listening
from tests.store.talk import message as said

LIMIT = 30
CANARY = "ann@example.com wants 300 pins"
NOTHING_KNOWN = dict.fromkeys(NEEDS)
WHITE_SPACE = {
    "none": "",
    "space": " ",
    "tab": "\t",
    "newline": "\n",
    "carriage return": "\r",
    "form feed": "\f",
    "unit separator": "\x1f",
    "next line": "\x85",
    "no-break space": "\xa0",
    "em space": "\u2003",
    "line separator": "\u2028",
    "ideographic space": "\u3000",
    "many of them": " \n\u3000\x00\xa0\ud800 ",
}


class Gate:
    """Holds up every turn until it is opened."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._open = asyncio.Event()

    async def __call__(self, _: UserMessage) -> None:
        self.reached.set()
        await asyncio.wait_for(self._open.wait(), LIMIT)

    def open(self) -> None:
        self._open.set()


def incoming(text: str, number: int = 1, conversation: str = "c", **metadata: str) -> Incoming:
    return Incoming(conversation, f"message-{number}", text, metadata)


async def said_in(store: ConversationStore, conversation: str = "c") -> list[str]:
    return [str(turn.message["text"]) for turn in await store.history(conversation, 100)]


async def settle() -> None:
    """Let every task go as far as it can without waiting for a thread."""
    for _ in range(20):
        await asyncio.sleep(0)


# -- a turn ------------------------------------------------------------------------------------------


async def test_a_message_gets_its_reply_and_the_needs_known_after_it(store: ConversationStore) -> None:
    turns = Turns("website", Rasa(store, slots={"awards": {"occasion": "award"}}), store)

    outcome = await turns.take(incoming("awards"))

    assert [m.text for m in outcome.reply.messages] == ["You said: awards"]
    assert outcome.reply.payload == PAYLOAD
    assert outcome.reply.at > 0
    assert outcome.needs == NOTHING_KNOWN | {"occasion": "award"}


async def test_rasa_is_told_who_said_it_where_and_on_which_page(turns: Turns, rasa: Rasa) -> None:
    await turns.take(incoming("hello", page="/pins", locale="en"))

    (heard,) = rasa.heard
    assert (heard.sender_id, heard.input_channel, heard.message_id) == ("c", "website", "message-1")
    assert heard.metadata == {"page": "/pins", "locale": "en"}


async def test_a_reply_read_later_is_the_one_that_was_given(turns: Turns, store: ConversationStore) -> None:
    first = await turns.take(incoming("hello"))

    again = await Turns("website", Rasa(store), store).take(incoming("hello"))

    assert again == first


# -- order -------------------------------------------------------------------------------------------


async def test_messages_of_one_conversation_are_handled_as_they_came(store: ConversationStore) -> None:
    busy: list[str] = []

    async def takes_a_while(message: UserMessage) -> None:
        busy.append(message.sender_id)
        assert busy.count(message.sender_id) == 1
        for _ in range(3):
            await asyncio.sleep(0)
        busy.remove(message.sender_id)

    turns = Turns("website", Rasa(store, takes_a_while), store)
    conversations = ("c", "d")
    words = [f"words {n}" for n in range(5)]

    await asyncio.gather(*(turns.take(incoming(w, n, c)) for n, w in enumerate(words) for c in conversations))

    for conversation in conversations:
        assert await said_in(store, conversation) == words


async def test_of_ten_messages_at_once_those_that_may_wait_are_handled_in_order(
    store: ConversationStore,
) -> None:
    gate = Gate()
    turns = Turns("website", Rasa(store, gate), store)
    tasks = [asyncio.ensure_future(turns.take(incoming(f"words {n}", n))) for n in range(10)]
    await asyncio.wait_for(gate.reached.wait(), LIMIT)
    gate.open()

    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(o).__name__ for o in outcomes] == ["Outcome"] * 6 + ["Busy"] * 4
    assert await said_in(store) == [f"words {n}" for n in range(6)]
    # Nobody is kept away for having been too fast once.
    assert (await turns.take(incoming("words 6", 6))).reply.complete


async def test_a_conversation_that_hangs_holds_up_no_other(store: ConversationStore) -> None:
    gate = Gate()

    async def hold_up_one(message: UserMessage) -> None:
        if message.sender_id == "c":
            await gate(message)

    turns = Turns("website", Rasa(store, hold_up_one), store)
    held = asyncio.ensure_future(turns.take(incoming("hello")))
    await asyncio.wait_for(gate.reached.wait(), LIMIT)

    outcome = await asyncio.wait_for(turns.take(incoming("hello", conversation="d")), LIMIT)

    assert outcome.reply.complete
    assert not held.done()
    gate.open()
    assert (await held).reply.complete


async def test_more_than_fifty_turns_at_once_are_refused(store: ConversationStore) -> None:
    gate = Gate()
    turns = Turns("website", Rasa(store, gate), store)
    taken = [asyncio.ensure_future(turns.take(incoming("hello", conversation=f"c{n}"))) for n in range(50)]
    await asyncio.wait_for(gate.reached.wait(), LIMIT)

    with pytest.raises(Busy) as caught:
        await turns.take(incoming("hello", conversation="one too many"))

    assert caught.value.retry_after >= 1
    gate.open()
    assert all(outcome.reply.complete for outcome in await asyncio.gather(*taken))
    assert (await turns.take(incoming("hello", conversation="one too many"))).reply.complete


async def test_a_refused_message_leaves_nothing_behind(store: ConversationStore) -> None:
    gate = Gate()
    turns = Turns("website", Rasa(store, gate), store)
    taken = [asyncio.ensure_future(turns.take(incoming("hello", conversation=f"c{n}"))) for n in range(50)]
    await asyncio.wait_for(gate.reached.wait(), LIMIT)
    for stranger in range(20):
        with suppress(Busy):
            await turns.take(incoming("hello", conversation=f"stranger-{stranger}"))
    gate.open()
    await asyncio.gather(*taken)

    # Else whoever is refused again and again fills the memory.
    assert turns._lines == {}


async def test_a_message_that_would_wait_too_long_is_sent_away_and_the_next_is_welcome(
    store: ConversationStore,
) -> None:
    gate = Gate()
    turns = Turns("website", Rasa(store, gate), store, patience=0.05)
    held = asyncio.ensure_future(turns.take(incoming("one")))
    await asyncio.wait_for(gate.reached.wait(), LIMIT)

    waiting = await asyncio.gather(
        *(turns.take(incoming(f"words {n}", n)) for n in (2, 3)), return_exceptions=True
    )

    assert [type(o) for o in waiting] == [Busy, Busy]
    gate.open()
    assert (await held).reply.complete
    assert (await turns.take(incoming("words 2", 2))).reply.complete
    assert await said_in(store) == ["one", "words 2"]
    assert turns._lines == {}


def test_a_message_is_answered_before_the_server_gives_up() -> None:
    assert _SERVER_LIMITS["RESPONSE_TIMEOUT"] > WAITING_LIMIT + TURN_LIMIT


async def test_nothing_else_happens_while_somebody_wants_to_be_alone(turns: Turns, rasa: Rasa) -> None:
    async with turns.alone("c"):
        waiting = asyncio.ensure_future(turns.take(incoming("hello")))
        await settle()
        assert (await turns.take(incoming("hello", conversation="d"))).reply.complete
        assert rasa.texts == ["hello"]
        assert not waiting.done()

    assert (await waiting).reply.complete


# -- once --------------------------------------------------------------------------------------------


async def test_a_retry_gives_the_same_reply_and_has_one_effect(
    turns: Turns, rasa: Rasa, store: ConversationStore
) -> None:
    first = await turns.take(incoming("hello"))
    await turns.take(incoming("something else", 2))

    retries = [await turns.take(incoming("hello")) for _ in range(3)]

    assert [r.reply for r in retries] == [first.reply] * 3
    assert rasa.texts == ["hello", "something else"]
    assert await said_in(store) == ["hello", "something else"]


async def test_copies_of_a_message_at_once_have_one_effect(
    turns: Turns, rasa: Rasa, store: ConversationStore
) -> None:
    outcomes = await asyncio.gather(*(turns.take(incoming("hello")) for _ in range(5)))

    assert outcomes == [outcomes[0]] * 5
    assert rasa.texts == ["hello"]
    assert await said_in(store) == ["hello"]


async def test_copies_of_a_message_in_several_workers_have_one_effect(database: str) -> None:
    gate, stores = Gate(), [ConversationStore(DOMAIN, database) for _ in range(3)]
    await stores[0].begin("c")
    workers = [Turns("website", Rasa(s, gate), s) for s in stores]
    taken = [asyncio.ensure_future(w.take(incoming("hello"))) for w in workers]
    await asyncio.wait_for(gate.reached.wait(), LIMIT)
    gate.open()

    outcomes = await asyncio.gather(*taken)

    assert outcomes == [outcomes[0]] * 3
    assert await said_in(stores[0]) == ["hello"]


async def test_a_retry_gives_the_same_reply_after_a_new_start(
    turns: Turns, store: ConversationStore, database: str
) -> None:
    first = await turns.take(incoming("hello"))
    later = ConversationStore(DOMAIN, database)
    rasa = Rasa(later)

    assert await Turns("website", rasa, later).take(incoming("hello")) == first
    assert rasa.heard == []


async def test_other_words_with_the_same_id_are_refused(
    turns: Turns, rasa: Rasa, store: ConversationStore
) -> None:
    await turns.take(incoming("hello"))

    with pytest.raises(Conflict):
        await turns.take(incoming("goodbye"))

    assert await said_in(store) == ["hello"]
    assert rasa.texts == ["hello"]
    assert (await turns.take(incoming("goodbye", 2))).reply.complete


# -- nothing is kept of what breaks off --------------------------------------------------------------


@pytest.mark.parametrize(
    "replies",
    [(), (("Hello!", {}),), ((None, {"custom": PAYLOAD}),), (("  \n", {"custom": PAYLOAD}),)],
    ids=["silence", "no payload", "no text", "blank text"],
)
async def test_a_turn_that_says_nothing_or_not_all_is_not_kept(
    store: ConversationStore,
    replies: tuple[tuple[Optional[str], Mapping[str, Any]], ...],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(Unavailable) as caught:
        await Turns("website", Rasa(store, replies=replies), store).take(incoming("hello"))

    assert caught.value.id in caplog.text
    assert await said_in(store) == []
    assert await store.turn("c", "message-1") is None
    # So the same message may be sent again.
    assert (await Turns("website", Rasa(store), store).take(incoming("hello"))).reply.complete


async def test_a_turn_that_would_forget_what_was_said_is_not_kept(
    store: ConversationStore, caplog: pytest.LogCaptureFixture
) -> None:
    """As where an action server answers with what begins a conversation anew."""
    turns = Turns("website", Rasa(store), store)
    await turns.take(incoming("hello"))

    async def forget(message: UserMessage) -> None:
        tracker = await listening(store, message.sender_id)
        add(
            tracker, said(str(message.text), message.message_id), Restarted(), ActionExecuted("action_listen")
        )
        await store.save(tracker)

    with pytest.raises(Unavailable) as caught:
        await Turns("website", forget, store).take(incoming("our budget is tight", 2))

    assert await said_in(store) == ["hello"]
    assert (
        f"Error {caught.value.id}: PA412: a turn broke off: what was said was to be forgotten" in caplog.text
    )


async def test_the_log_names_the_actions_after_which_a_reply_is_not_whole(
    store: ConversationStore, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Unavailable):
        await Turns("website", Rasa(store, replies=()), store).take(incoming(CANARY))

    assert "PA412: a turn broke off: the reply is not whole after action_listen." in caplog.text
    assert "ann@example.com" not in caplog.text


async def test_no_model_is_an_error_and_no_silence(store: ConversationStore) -> None:
    async def ignore(_: UserMessage) -> None:
        pass

    with pytest.raises(Unavailable):
        await Turns("website", ignore, store).take(incoming("hello"))


class _Sentences(Exception):
    def __str__(self) -> str:
        return CANARY


def _decode_error() -> UnicodeDecodeError:
    return UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, CANARY)


@pytest.mark.parametrize(
    "reason",
    [
        ValueError(CANARY), KeyError(CANARY), RuntimeError(CANARY), OSError(5, CANARY), _Sentences(CANARY),
        MemoryError(CANARY), RecursionError(CANARY), AssertionError(CANARY), StopAsyncIteration(CANARY),
        _decode_error(), asyncio.TimeoutError(CANARY), Exception(),
        StoreError("PA302", "the database can't be read", "See to it."),
    ],
    ids=lambda reason: type(reason).__name__,
)  # fmt: skip
async def test_whatever_is_raised_the_visitor_may_try_again_and_no_log_repeats_their_words(
    store: ConversationStore, caplog: pytest.LogCaptureFixture, reason: BaseException
) -> None:
    caplog.set_level(logging.DEBUG)
    pending = [reason]

    async def fail_once(message: UserMessage) -> None:
        if pending:
            try:
                raise LookupError(message.text)
            except LookupError as cause:
                raise pending.pop() from cause

    turns = Turns("website", Rasa(store, fail_once), store)

    with pytest.raises(Unavailable) as caught:
        await turns.take(incoming(CANARY))

    assert caught.value.id in caplog.text
    assert "ann@" not in caplog.text + str(caught.value)
    assert (await turns.take(incoming(CANARY))).reply.complete
    assert await said_in(store) == [CANARY]
    assert "ann@" not in caplog.text


async def test_a_turn_that_takes_too_long_is_given_up_and_the_next_goes_on(
    store: ConversationStore, caplog: pytest.LogCaptureFixture
) -> None:
    slow = [True]

    async def hang_once(_: UserMessage) -> None:
        while slow and slow[0]:
            await asyncio.sleep(0.01)

    turns = Turns("website", Rasa(store, hang_once), store, limit=0.2)

    with pytest.raises(Unavailable) as caught:
        await asyncio.wait_for(turns.take(incoming("hello")), LIMIT)
    slow.clear()

    assert caught.value.id in caplog.text
    assert await said_in(store) == []
    assert (await Turns("website", Rasa(store), store).take(incoming("hello"))).reply.complete


async def test_a_database_in_trouble_is_an_error_and_afterwards_nothing_is_lost(
    database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("pin_advisor.store.database.PATIENCE", 0.2)
    store = ConversationStore(DOMAIN, database)
    turns = Turns("website", Rasa(store, slots={"awards": {"occasion": "award"}}), store)
    await turns.take(incoming("awards"))
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(Unavailable) as caught:
            await turns.take(incoming(CANARY, 2))

        other.execute("ROLLBACK")
    assert caught.value.id in caplog.text
    assert "ann@" not in caplog.text
    assert (await turns.take(incoming(CANARY, 2))).needs["occasion"] == "award"
    assert await said_in(store) == ["awards", CANARY]


# -- coming and going --------------------------------------------------------------------------------


async def test_a_caller_who_goes_away_does_not_cancel_the_turn(store: ConversationStore) -> None:
    gate = Gate()
    rasa = Rasa(store, gate)
    turns = Turns("website", rasa, store)
    caller = asyncio.ensure_future(turns.take(incoming("hello")))
    await asyncio.wait_for(gate.reached.wait(), LIMIT)

    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    gate.open()

    assert (await asyncio.wait_for(turns.take(incoming("hello")), LIMIT)).reply.complete
    assert rasa.texts == ["hello"]
    assert await said_in(store) == ["hello"]


async def test_a_caller_who_goes_away_while_waiting_does_not_block_the_others(
    store: ConversationStore,
) -> None:
    gate = Gate()
    turns = Turns("website", Rasa(store, gate), store)
    callers = [asyncio.ensure_future(turns.take(incoming(f"words {n}", n))) for n in range(4)]
    await asyncio.wait_for(gate.reached.wait(), LIMIT)
    for caller in callers[:3]:
        caller.cancel()
    gate.open()

    await asyncio.wait_for(callers[3], LIMIT)

    assert await said_in(store) == [f"words {n}" for n in range(4)]


async def test_a_stop_lets_turns_in_progress_end_and_takes_no_new_ones(store: ConversationStore) -> None:
    gate = Gate()
    turns = Turns("website", Rasa(store, gate), store)
    running = asyncio.ensure_future(turns.take(incoming("hello")))
    await asyncio.wait_for(gate.reached.wait(), LIMIT)

    turns.stop()
    for number in (1, 2):
        with pytest.raises(Unavailable):
            await turns.take(incoming("hello", number))
    gate.open()

    assert (await running).reply.complete
    assert await said_in(store) == ["hello"]


async def test_who_waits_in_line_when_it_stops_is_refused_and_may_come_again(
    store: ConversationStore, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    turns = Turns("website", Rasa(store, gate), store)
    first = asyncio.ensure_future(turns.take(incoming("hello")))
    await asyncio.wait_for(gate.reached.wait(), LIMIT)
    second = asyncio.ensure_future(turns.take(incoming("and more", 2)))
    await settle()

    caplog.set_level(logging.INFO)
    turns.stop()
    gate.open()
    with pytest.raises(Unavailable) as refused:
        await second

    assert (await first).reply.complete
    assert await said_in(store) == ["hello"]
    assert refused.value.id in caplog.text
    assert (await Turns("website", Rasa(store), store).take(incoming("and more", 2))).reply.complete


async def test_stopping_waits_for_a_turn_whose_visitor_has_gone(store: ConversationStore) -> None:
    gate = Gate()
    turns = Turns("website", Rasa(store, gate), store)
    running = asyncio.ensure_future(turns.take(incoming("hello")))
    await asyncio.wait_for(gate.reached.wait(), LIMIT)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running

    turns.stop()
    finishing = asyncio.ensure_future(turns.finish(LIMIT))
    await settle()
    assert not finishing.done()
    gate.open()
    await finishing

    assert await said_in(store) == ["hello"]


async def test_stopping_does_not_wait_for_ever(store: ConversationStore) -> None:
    gate = Gate()
    turns = Turns("website", Rasa(store, gate), store)
    running = asyncio.ensure_future(turns.take(incoming("hello")))
    await asyncio.wait_for(gate.reached.wait(), LIMIT)

    turns.stop()
    await turns.finish(0.01)

    assert not running.done()
    gate.open()
    await running


# -- long conversations ------------------------------------------------------------------------------


def set_turns(database: str, number: int) -> None:
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE conversations SET turns = ?", (number,))


@pytest.mark.parametrize(
    ("turns_so_far", "asking", "sessions"),
    [(149, False, 0), (150, False, 1), (149, True, 0), (150, True, 0), (179, True, 0), (180, True, 1)],
)
async def test_a_long_session_ends_when_nothing_is_asked_or_at_the_latest_after_180_messages(
    store: ConversationStore, database: str, turns_so_far: int, asking: bool, sessions: int
) -> None:
    rasa = Rasa(store, slots={"ask me": {"budget": "tight"}, "hello": {"budget": "tight"}})
    turns = Turns("website", rasa, store)
    await turns.take(incoming("ask me" if asking else "hello"))
    set_turns(database, turns_so_far)

    outcome = await turns.take(incoming("and now", 2))

    assert SESSION_TURNS == 150
    assert rasa.sessions == sessions
    assert outcome.needs["budget"] == "tight"
    # The visitor sees nothing of it.
    assert [m.text for m in outcome.reply.messages] == ["You said: and now"]
    assert (await said_in(store))[1:] == ["and now"]
    assert await store.turns_in_session("c") == (1 if sessions else 2)


async def test_a_retry_begins_no_session(store: ConversationStore, database: str) -> None:
    rasa = Rasa(store)
    turns = Turns("website", rasa, store)
    await turns.take(incoming("hello"))
    set_turns(database, 500)

    await turns.take(incoming("hello"))

    assert rasa.sessions == 0


# -- words are words ---------------------------------------------------------------------------------


@pytest.mark.parametrize("space", WHITE_SPACE.values(), ids=WHITE_SPACE)
@pytest.mark.parametrize(
    "command", ["/restart", '/inform{"occasion":"award"}', "//back", "/nlu_fallback@0.1"]
)
async def test_a_slash_makes_no_command(turns: Turns, rasa: Rasa, space: str, command: str) -> None:
    first = await turns.take(incoming(space + command))

    (text,) = rasa.texts
    assert text is not None
    assert not text.strip().startswith("/")
    assert text[1:] == command[1:]
    # And the message is known again.
    assert (await turns.take(incoming(space + command))).reply == first.reply


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=30), begin=st.sampled_from(["", "/", *WHITE_SPACE.values()]))
def test_any_text_is_taken_once_and_never_as_a_command(tmp_path: Path, text: str, begin: str) -> None:
    async def twice() -> None:
        store = ConversationStore(DOMAIN, f"sqlite:///{tmp_path}/pins.db")
        rasa = Rasa(store)
        turns = Turns("website", rasa, store)
        message = Incoming(error_id() + error_id(), "message-1", begin + text)
        assert (await turns.take(message)).reply == (await turns.take(message)).reply
        (heard,) = rasa.texts
        assert not (heard or "").strip().startswith("/")

    asyncio.run(twice())


async def test_a_visitor_who_has_everything_deleted_is_told_so(store: ConversationStore) -> None:
    turns = Turns("website", Rasa(store, slots={"yes, delete it": {ERASE_SLOT: True}}), store)
    await turns.take(incoming("hello"))

    outcome = await turns.take(incoming("yes, delete it", 2))

    assert outcome.reply.complete
    assert await said_in(store) == []
    assert not await store.exists("c")


def test_error_ids_are_short_varied_and_hard_to_misread() -> None:
    ids = {error_id() for _ in range(200)}

    assert len(ids) == 200
    assert {len(i) for i in ids} == {6}
    assert not set("".join(ids)) & set("01AEIOUILSBZ")
    assert len({Busy().id, Unavailable().id, Conflict().id, TurnError().id}) == 4
