"""What visitors of the load say."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.serving import systems
from benchmarks.serving.scripts import CYCLE, messages, scripts, visit, write
from benchmarks.serving.systems import Several
from pin_advisor.servers import HOST


def test_every_behaviour_is_played_in_the_same_order_each_time() -> None:
    every, some = scripts(), scripts(40)

    assert [s.id for s in scripts()] == [s.id for s in every]
    assert len({s.id for s in every}) == len(every) > 250
    assert len(some) == 40
    assert len({s.id.split("/")[0] for s in some}) >= 15
    assert not any(turn.repeat > 1 for s in every for turn in s.turns)
    assert messages(every) == sum(len(s.turns) for s in every) > 700


def test_the_load_generator_is_told_what_to_say_and_nothing_to_expect(tmp_path: Path) -> None:
    played = scripts()
    write(played, tmp_path / "scripts.json")
    told = json.loads((tmp_path / "scripts.json").read_text("utf-8"))

    assert [one["id"] for one in told] == [s.id for s in played]
    assert {key for one in told for key in one} == {"id", "turns", "voices", "sender"}
    deeds = [deed for one in told for deed in one["turns"]]
    assert {tuple(deed) for deed in deeds} == {("say",), ("choose",)}
    assert all(isinstance(words, str) for deed in deeds for words in deed.values())


def test_somebody_comes_back_and_says_the_same() -> None:
    script = visit("v", 3 * CYCLE)
    words = [turn.words for turn in script.turns]

    assert script.sender == "v"
    assert words[:CYCLE] == words[CYCLE : 2 * CYCLE] == words[2 * CYCLE :]
    assert len(set(words[:CYCLE])) == CYCLE


def test_stock_rasa_keeps_conversations_in_sqlite_or_shares_them(tmp_path: Path) -> None:
    alone = systems._endpoints(5055, tmp_path, None)
    shared = systems._endpoints(5055, tmp_path, Several(2, f"redis://{HOST}:6400/0", "postgresql://x", 5433))

    assert alone["tracker_store"]["dialect"] == "sqlite"
    assert "lock_store" not in alone
    assert (shared["lock_store"]["type"], shared["lock_store"]["port"]) == ("redis", 6400)
    assert (shared["tracker_store"]["dialect"], shared["tracker_store"]["port"]) == ("postgresql", 5433)
    assert alone["action_endpoint"] == shared["action_endpoint"]


def test_ports_one_after_another() -> None:
    first, second, third = systems._free_ports(3)

    assert (second, third) == (first + 1, first + 2)
