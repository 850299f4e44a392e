"""Training utterances: no contradictions, no repetitions, nothing that understanding is measured with."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from pin_advisor.language.build import utterances as written


def test_no_utterance_means_two_things(utterances: tuple[Any, ...]) -> None:
    meanings = defaultdict(set)
    for u in utterances:
        meanings[u.plain].add((u.intent, u.topic))
    assert {text: m for text, m in meanings.items() if len(m) > 1} == {}


def test_no_utterance_is_there_twice(project: Path) -> None:
    """Rasa silently passes over a repetition under the same intent, so the files themselves are read."""
    counts = Counter(" ".join(u.casefold().split()) for u in written(project / "data" / "nlu"))
    assert [text for text, count in counts.items() if text and count > 1] == []


@pytest.mark.parametrize("name", ["development", "frozen"])
def test_nothing_that_measures_is_learnt(utterances: tuple[Any, ...], project: Path, name: str) -> None:
    """What understanding is measured with must be new to it (``tests/understanding/README.md``)."""
    folder = project / "tests" / "understanding" / name
    messages = [json.loads(line) for line in (folder / "messages.jsonl").read_text("utf-8").splitlines()]
    dialogues = [json.loads(line) for line in (folder / "dialogues.jsonl").read_text("utf-8").splitlines()]
    texts = {m["id"]: m["text"] for m in messages}
    texts |= {f"{d['id']}, opening {n}": text for d in dialogues for n, text in enumerate(d["opening"], 1)}
    for path in folder.glob("more_*.jsonl"):
        cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        said = {c["id"]: [*c.get("opening", []), *c.get("turns", [])] for c in cases}
        # Words that anybody says in a follow-up may well stand in both: "and the other one?".
        texts |= {f"{i}, {n}": t for i, ts in said.items() for n, t in enumerate(ts, 1) if len(t.split()) > 5}
    learnt = {u.plain for u in utterances}
    assert {where: t for where, t in texts.items() if " ".join(t.casefold().split()) in learnt} == {}


def test_no_utterance_is_longer_than_a_message_may_be(utterances: tuple[Any, ...]) -> None:
    assert [u.text for u in utterances if not 0 < len(u.text) <= 1000] == []


def test_no_annotation_or_placeholder_is_left_over(utterances: tuple[Any, ...]) -> None:
    """Only what is out of scope may hold brackets: visitors do try out template injection."""
    left = [u.text for u in utterances if u.intent != "out_of_scope" and any(c in u.text for c in "{}[]")]
    assert left == []
