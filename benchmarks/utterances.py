"""The training utterances, free of any system's format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import yaml

ASK: Final = "ask"

T = TypeVar("T")


@dataclass(frozen=True)
class Utterance:
    """A training example; ``text`` holds needs as Rasa writes them: ``[words](need:value)``."""

    intent: str
    topic: str | None
    text: str


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


def spread(items: Sequence[T], number: int | None) -> list[T]:
    """At most ``number`` items, taken evenly from the whole."""
    if number is None or number >= len(items):
        return list(items)
    return [items[i * len(items) // number] for i in range(number)]


def stratified(utterances: Sequence[Utterance], number: int, least: int) -> list[Utterance]:
    """About ``number`` utterances: of each intent and topic its share, and ``least`` if it has them."""
    groups: dict[tuple[str, str | None], list[Utterance]] = defaultdict(list)
    for utterance in utterances:
        groups[utterance.intent, utterance.topic].append(utterance)
    share = number / len(utterances)
    return [u for group in groups.values() for u in spread(group, max(least, round(share * len(group))))]
