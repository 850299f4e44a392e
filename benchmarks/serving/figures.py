"""From records to figures."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from benchmarks.serving.load import Record
from benchmarks.serving.scripts import CYCLE


@dataclass(frozen=True)
class Spread:
    """The median of several repetitions, the least and the most."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of these repetitions."""
        return cls(statistics.median(values), min(values), max(values))


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that ``percent`` of all do not exceed, by the nearest rank; NaN of none."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(percent / 100 * len(values)) - 1)]


def in_a_form(records: Iterable[Record]) -> list[Record]:
    """The messages that a form has taken.

    A need was asked for; the reply asks for the next one or recommends. What a form could not use, so that it
    asked again, is left out: a system that understands less would seem slower, or faster, for that.
    """
    found = []
    for conversation in _conversations(records):
        asked: Any = None
        for record in conversation:
            payload = payload_of(record)
            kind, slot = payload.get("type"), payload.get("slot")
            went_on = kind == "recommendation" or (kind == "question" and slot != asked)
            if asked is not None and went_on and not payload.get("answered"):
                found.append(record)
            asked = slot if kind == "question" else None
    return found


def payload_of(record: Record) -> dict[str, Any]:
    """The structured message of a reply; empty if there is none."""
    for reply in reversed(record.replies or []):
        if isinstance(reply.get("custom"), dict):
            return dict(reply["custom"])
    return {}


@dataclass(frozen=True)
class Growth:
    """What a message takes at the end of a conversation of ``turns``, and around turn 10 of another.

    ``early``, ``late``: the medians in seconds. ``ratio``: how many times as long the late ones take, the
    median of pairs of the same message at about the same moment.
    """

    early: float
    late: float
    ratio: float
    turns: int


def growth(records: Sequence[Record]) -> Growth:
    """Of :func:`~benchmarks.serving.scripts.long_script`."""
    pairs = list(zip(records[-4 * CYCLE :: 2], records[-4 * CYCLE + 1 :: 2], strict=True))
    return Growth(
        statistics.median(early.seconds for _, early in pairs),
        statistics.median(late.seconds for late, _ in pairs),
        statistics.median(late.seconds / early.seconds for late, early in pairs),
        len(records) - len(pairs),
    )


def _conversations(records: Iterable[Record]) -> Iterator[list[Record]]:
    for _, conversation in groupby(sorted(records, key=lambda r: r.sender), key=lambda r: r.sender):
        yield sorted(conversation, key=lambda r: r.turn)
