"""The messages to test understanding with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
