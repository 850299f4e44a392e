"""What the soak tells of what was kept and of what grew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.serving.load import Record
from benchmarks.soak import slope, unkept
from tests.benchmarks.records import record, reply

TURNS = [
    record(reply("Hello.", type="smalltalk"), turn=0),
    record(reply("Flat or sculpted?", type="question"), turn=1),
    record(None, turn=2, status=503),
]


def database(folder: Path, events: Sequence[tuple[str, str, dict[str, str | None]]]) -> str:
    """A database with these events: whose, of which kind, what they hold."""
    url = f"sqlite:///{folder / 'bot.db'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, type_name TEXT, data TEXT)")
        )
        for sender, kind, data in events:
            connection.execute(
                sa.text("INSERT INTO events (sender_id, type_name, data) VALUES (:s, :k, :d)"),
                {"s": sender, "k": kind, "d": json.dumps(data)},
            )
    engine.dispose()
    return url


KEPT: list[tuple[str, str, dict[str, str | None]]] = [
    ("v", "action", {"name": "action_session_start"}),
    ("v", "user", {"text": "hi"}),
    ("v", "bot", {"text": "Hello."}),
    ("v", "bot", {"text": None}),
    ("v", "user", {"text": "pins"}),
    ("v", "bot", {"text": "Flat or sculpted?"}),
]


def test_everything_is_kept(tmp_path: Path) -> None:
    other = [(f"other-{sender}", kind, data) for sender, kind, data in KEPT]

    assert unkept(TURNS, database(tmp_path, [*KEPT, *other])) == []


@pytest.mark.parametrize(
    ("lacking", "told"),
    [(4, "2 messages were answered, 1 are kept"), (2, "what was said is not what is kept")],
)
def test_what_is_not_kept_is_told(tmp_path: Path, lacking: int, told: str) -> None:
    kept = [event for number, event in enumerate(KEPT) if number != lacking]

    assert unkept(TURNS, database(tmp_path, kept)) == [f"s: {told}"]


def test_another_order_is_not_what_was_said(tmp_path: Path) -> None:
    turned: list[Record] = [
        record(reply("Flat or sculpted?"), turn=0),
        record(reply("Hello."), turn=1),
    ]

    assert unkept(turned, database(tmp_path, KEPT)) == ["s: what was said is not what is kept"]


def test_an_unanswered_message_that_is_kept_is_one_too_many(tmp_path: Path) -> None:
    assert unkept(TURNS, database(tmp_path, [*KEPT, ("v", "user", {"text": "again"})])) == [
        "s: 2 messages were answered, 3 are kept"
    ]


def test_a_slope_is_told_by_the_hour() -> None:
    found = slope([0, 1800, 3600, 5400], [100, 111, 119, 130])

    assert found.per_hour == pytest.approx(19.6)
    assert found.begins == pytest.approx(100.3)
    assert found.ends == pytest.approx(129.7)
