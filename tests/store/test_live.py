"""Conversations in memory: never trusted when the database went on, and short however long they are."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from pin_advisor.paths import PROJECT
from pin_advisor.store import live
from pin_advisor.store.conversations import AlreadyKept, ConversationStore
from pin_advisor.store.live import KEPT_TURNS, MOST_TURNS, LiveTrackers, in_turn, notes, turns
from tests.store.clock import Clock
from tests.store.talk import DOMAIN, add, begin_session, listening, message, reply, talk


@pytest.fixture
def store(url: str, clock: Clock) -> ConversationStore:
    return ConversationStore(DOMAIN, url, now=clock)


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    assert tracker is not None
    return [e.text for e in tracker.events if isinstance(e, UserUttered)]


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    return {
        "slots": tracker.current_slot_values(),
        "loop": tracker.active_loop_name,
        "action": tracker.latest_action_name,
        "message": tracker.latest_message.text if tracker.latest_message else None,
    }


async def reads(store: ConversationStore, monkeypatch: pytest.MonkeyPatch, conversation: str) -> int:
    """How many trackers are built from the database when the conversation is asked for."""
    built: list[str] = []
    build = store._built
    monkeypatch.setattr(store, "_built", lambda *a: built.append(a[0]) or build(*a))  # type: ignore[func-returns-value]
    await store.retrieve(conversation)
    monkeypatch.undo()
    return len(built)


async def test_the_next_turn_reads_no_events(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk(store, "c", "m-1")

    assert await reads(store, monkeypatch, "c") == 0


async def test_what_another_worker_added_is_read(store: ConversationStore, url: str) -> None:
    await talk(store, "c", "m-1", "one", slots={"budget": "tight"})
    await talk(ConversationStore(DOMAIN, url), "c", "m-2", "two", slots={"budget": "premium"})

    found = await store.retrieve("c")

    assert texts(found) == ["one", "two"]
    assert found is not None
    assert found.get_slot("budget") == "premium"
    await talk(store, "c", "m-3", "three")
    assert [t.message["text"] for t in await store.history("c", 9)] == ["one", "two", "three"]


async def test_a_turn_that_breaks_off_leaves_no_trace_in_memory(store: ConversationStore) -> None:
    await talk(store, "c", "m-1", "one")
    broken = await listening(store, "c")
    add(broken, message("two", "m-2"), SlotSet("budget", "tight"))

    found = await store.retrieve("c")

    assert texts(found) == ["one"]
    assert found is not broken
    assert found is not None
    assert found.get_slot("budget") is None


async def test_two_turns_at_once_never_share_a_tracker(store: ConversationStore) -> None:
    await talk(store, "c", "m-1", "one")
    first, second = await listening(store, "c"), await listening(store, "c")
    assert first is not second
    add(first, message("two", "m-2"), reply("Two!"), ActionExecuted("action_listen"))
    add(second, message("too", "m-3"), reply("Too!"), ActionExecuted("action_listen"))
    await store.save(first)

    with pytest.raises(AlreadyKept):
        await store.save(second)

    assert texts(await store.retrieve("c")) == ["one", "two"]


async def test_what_another_worker_erased_and_began_anew_is_not_taken_for_the_old(
    store: ConversationStore, url: str, clock: Clock
) -> None:
    """SQLite gives the numbers of deleted events again."""
    await talk(store, "c", "m-1", "old words", slots={"budget": "tight"})
    other = ConversationStore(DOMAIN, url, now=clock)
    await other.erase("c")
    clock.pass_minutes(1)
    await talk(other, "c", "m-1", "new words", slots={"budget": "premium"})

    found = await store.retrieve("c")

    assert texts(found) == ["new words"]
    assert found is not None
    assert found.get_slot("budget") == "premium"


async def test_an_opening_hands_its_tracker_to_the_turn_once(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk(store, "c", "m-1", "one")
    opening = await store.open("c", "m-2")
    assert (opening.turns, opening.asking, opening.known) == (1, False, None)
    mine = await store.retrieve("c")
    assert texts(mine) == ["one"]

    again = await store.retrieve("c")

    assert again is not mine
    assert (await store.open("c", "m-1")).known is not None
    assert texts(await store.retrieve("c")) == ["one"]


async def test_a_long_conversation_stays_short_in_memory_and_whole_in_the_database(
    store: ConversationStore, url: str
) -> None:
    for number in range(30):
        await talk(store, "c", f"m-{number}", f"words {number}", slots={"quantity": number})

    kept = await store.retrieve("c")
    read = await ConversationStore(DOMAIN, url).retrieve("c")

    for tracker in (kept, read):
        assert tracker is not None
        assert KEPT_TURNS <= len(texts(tracker)) <= MOST_TURNS
        assert texts(tracker)[-1] == "words 29"
        assert state(tracker) == state(tracker.copy())  # its events bring its state about
        assert tracker.get_slot("quantity") == 29
        assert turns(tracker) == 30
        beside = [e.text for e in notes(tracker).before if isinstance(e, UserUttered)]
        assert beside + texts(tracker) == [f"words {n}" for n in range(30)]
    assert await store.turns_in_session("c") == 30
    assert texts(await store.retrieve_full_tracker("c")) == [f"words {n}" for n in range(30)]


async def test_every_event_is_kept_once_and_in_order_while_trackers_are_cut(
    store: ConversationStore, url: str
) -> None:
    for number in range(3 * MOST_TURNS):
        await talk(store, "c", f"m-{number}", f"words {number}")
        if number % 4 == 3:  # another worker takes a turn
            await talk(ConversationStore(DOMAIN, url), "c", f"x-{number}", f"words {number} too")

    whole = await store.retrieve_full_tracker("c")
    assert whole is not None
    expected = [w for n in range(3 * MOST_TURNS) for w in [f"words {n}"] + [f"words {n} too"] * (n % 4 == 3)]
    assert texts(whole) == expected
    assert len(whole.events) == 3 + 3 * len(expected)


async def test_a_form_goes_on_across_the_cut(store: ConversationStore, url: str) -> None:
    domain = Domain.from_dict(
        {
            "slots": {"budget": {"type": "any", "mappings": [{"type": "custom"}]}},
            "forms": {"advice_form": {"required_slots": ["budget"]}},
        }
    )
    store.domain = domain
    tracker = await listening(store, "c")
    form = [ActionExecuted("advice_form"), ActiveLoop("advice_form"), SlotSet("requested_slot", "budget")]
    for number in range(3 * MOST_TURNS):
        for event in [message(f"words {number}", f"m-{number}"), *(form if number == 0 else [])]:
            tracker.update(event, domain)
        tracker.update(ActionExecuted("action_listen"), domain)
        await store.save(tracker)
        found = await store.retrieve("c")
        assert found is not None
        tracker = found
        assert tracker.active_loop_name == "advice_form"
        assert tracker.get_slot("requested_slot") == "budget"
        assert state(tracker) == state(tracker.copy())
    assert len(texts(tracker)) <= MOST_TURNS
    assert (await ConversationStore(domain, url).open("c", "m-x")).asking


async def test_a_new_session_leaves_the_one_before_behind(store: ConversationStore, url: str) -> None:
    for number in range(2 * MOST_TURNS):
        await talk(store, "c", f"m-{number}", f"words {number}", slots={"budget": "tight"})
    tracker = await listening(store, "c")
    begin_session(tracker)
    await store.save(tracker)
    await talk(store, "c", "m-new", "new words")

    for found in (await store.retrieve("c"), await ConversationStore(DOMAIN, url).retrieve("c")):
        assert found is not None
        assert texts(found) == ["new words"]
        assert (turns(found), found.get_slot("budget")) == (1, "tight")
        assert not notes(found).before
    assert await store.turns_in_session("c") == 1


async def test_the_turn_in_progress_knows_what_was_said_before(store: ConversationStore) -> None:
    for number in range(2 * MOST_TURNS):
        await talk(store, "c", f"m-{number}", f"words {number}")

    tracker = await store.retrieve("c")

    conversation, known = in_turn.get()
    assert tracker is not None
    assert conversation == "c"
    said = [*known.before, *list(tracker.events)[known.standing_in :]]
    assert [e.text for e in said if isinstance(e, UserUttered)] == [
        f"words {n}" for n in range(2 * MOST_TURNS)
    ]


async def test_another_domain_has_its_own_trackers(store: ConversationStore) -> None:
    await talk(store, "c", "m-1")
    store.domain = Domain.from_dict(DOMAIN.as_dict())

    tracker = await store.retrieve("c")

    assert tracker is not None
    assert store._live.take("c", DOMAIN) is None


def test_memory_is_bounded_and_the_latest_stay() -> None:
    kept = LiveTrackers(most_events=100)
    for number in range(50):
        tracker = DialogueStateTracker(f"c{number}", DOMAIN.slots)
        add(tracker, *(SlotSet("budget", n) for n in range(10)))
        kept.give(tracker, DOMAIN)

    assert [n for n in range(50) if kept.peek(f"c{n}")] == list(range(40, 50))
    assert kept.take("c45", DOMAIN) is not None
    assert kept.take("c45", DOMAIN) is None
    large = DialogueStateTracker("large", DOMAIN.slots)
    add(large, *(SlotSet("budget", n) for n in range(1000)))
    kept.give(large, DOMAIN)
    assert kept.peek("large") is large
    assert kept.peek("c49") is None


def test_no_rule_looks_back_further_than_a_cut_tracker() -> None:
    longest = 0
    for file in (PROJECT / "data").glob("*.yml"):
        for rule in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("rules", ()):
            longest = max(longest, sum("intent" in step for step in rule["steps"]))
    assert 0 < longest < live.KEPT_TURNS
