"""Training utterances for both systems: the same words, as intents with topics or as plain intents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.stock import intent_of
from benchmarks.utterances import Utterance, read_utterances, spread, stratified, write_utterances

UTTERANCES = [
    Utterance("inform", None, "[a picture: no statue](dimensionality:2d)"),
    Utterance("ask", "cleaning", "windex??"),
    Utterance("ask", "feel", "c'est lisse"),
]


def test_what_is_written_can_be_read_again(tmp_path: Path) -> None:
    write_utterances(UTTERANCES, tmp_path / "deep" / "nlu.yml", lambda u: (u.intent, u.topic))

    assert read_utterances(tmp_path) == UTTERANCES


def test_plain_intents_hold_the_topic(tmp_path: Path) -> None:
    write_utterances(UTTERANCES, tmp_path / "nlu.yml", lambda u: (intent_of(u), None))

    assert [(u.intent, u.topic) for u in read_utterances(tmp_path)] == [
        ("inform", None),
        ("ask_cleaning", None),
        ("ask_feel", None),
    ]


@pytest.mark.parametrize(
    ("number", "taken"), [(None, "abcdef"), (9, "abcdef"), (6, "abcdef"), (3, "ace"), (4, "abde"), (1, "a")]
)
def test_a_part_is_taken_evenly(number: int | None, taken: str) -> None:
    assert "".join(spread("abcdef", number)) == taken


def test_a_stratified_part_keeps_shares_and_forgets_no_topic() -> None:
    many = [Utterance("inform", None, str(n)) for n in range(80)]
    some = [Utterance("ask", "feel", str(n)) for n in range(20)]
    few = [Utterance("ask", "cleaning", str(n)) for n in range(3)]
    part = stratified([*many, *some, *few], number=50, least=5)

    counts = Counter((u.intent, u.topic) for u in part)
    assert counts == {("inform", None): 39, ("ask", "feel"): 10, ("ask", "cleaning"): 3}
    assert len(set(part)) == len(part)
