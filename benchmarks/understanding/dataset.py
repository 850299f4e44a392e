"""The training utterances and the messages to test with, free of any system's format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

ASK: Final = "ask"

T = TypeVar("T")


@dataclass(frozen=True)
class Utterance:
    """A training example; ``text`` holds needs as Rasa writes them: ``[words](need:value)``."""

    intent: str
    topic: str | None
    text: str


@dataclass(frozen=True)
class Case:
    """A message to test with; the keys are told in ``tests/understanding/README.md``.

    ``questions`` holds the acceptable topics of each question; ``needs`` the acceptable values.
    """

    id: str
    text: str
    noise: str
    intent: str
    questions: tuple[tuple[str, ...], ...]
    needs: dict[str, tuple[Any, ...]]
    asked: str | None
    previous: dict[str, Any] | None


def read_utterances(folder: Path) -> list[Utterance]:
    """Every training example of the Rasa files in ``folder``."""
    found = []
    for path in sorted(folder.glob("**/*.yml")):
        for block in (yaml.safe_load(path.read_text("utf-8")) or {}).get("nlu") or ():
            topic = (block.get("metadata") or {}).get("topic")
            for line in str(block["examples"]).splitlines():
                if text := line.strip().removeprefix("- ").strip():
                    found.append(Utterance(block["intent"], topic, text))
    return found


def write_utterances(
    utterances: Iterable[Utterance], path: Path, key: Callable[[Utterance], tuple[str, str | None]]
) -> None:
    """Write a Rasa file; ``key`` gives each utterance's intent and the topic for its metadata, if any."""
    blocks: dict[tuple[str, str | None], list[str]] = {}
    for utterance in utterances:
        blocks.setdefault(key(utterance), []).append(utterance.text)
    nlu = [
        {"intent": intent}
        | ({"metadata": {"topic": topic}} if topic else {})
        | {"examples": "".join(f"- {text}\n" for text in texts)}
        for (intent, topic), texts in blocks.items()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), "utf-8")


def read_cases(path: Path) -> list[Case]:
    """The messages of a ``messages.jsonl``."""
    return [_case(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _case(row: dict[str, Any]) -> Case:
    questions = row.get("questions") or ([row["topics"]] if row.get("topics") else [])
    return Case(
        id=row["id"],
        text=row["text"],
        noise=row["noise"],
        intent=row["intent"],
        questions=tuple(tuple(topics) for topics in questions),
        needs={n: tuple(v) if isinstance(v, list) else (v,) for n, v in row["needs"].items()},
        asked=row["asked"],
        previous=row.get("previous"),
    )


def spread(items: Sequence[T], number: int | None) -> list[T]:
    """At most ``number`` items, taken evenly from the whole."""
    if number is None or number >= len(items):
        return list(items)
    return [items[i * len(items) // number] for i in range(number)]
