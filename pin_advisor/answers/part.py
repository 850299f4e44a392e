"""The answer to one question, before several are put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["answer", "handoff", "quote"]


@dataclass(frozen=True)
class Part:
    """Text for the visitor, with what it is about and the ``source:`` fields that it rests on."""

    text: str
    topic: str
    references: tuple[str, ...] = ()
    kind: Kind = "answer"
