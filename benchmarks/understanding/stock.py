"""Stock Rasa: what its parse of a message says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.stock import FALLBACK, PREFIX
from benchmarks.understanding.dataset import Case
from benchmarks.understanding.reading import OUT_OF_SCOPE, Reading, in_scope, resolved
from benchmarks.utterances import ASK
from pin_advisor.answers.question import Question
from pin_advisor.vocabulary import VALUES

#: The archive holds all that stock Rasa needs.
BESIDE: Sequence[Path] = ()


def reading(case: Case, parsed: Mapping[str, Any]) -> Reading:
    """What stock Rasa's parse of a message says."""
    name = parsed["intent"]["name"] or FALLBACK
    intent, topic = _split(name)
    topics = () if topic is None else (resolved(Question(topic), case),)
    return Reading(
        id=case.id,
        intent=intent,
        topics=topics,
        needs=_needs(parsed["entities"]),
        confidence=parsed["intent"]["confidence"],
        in_scope=in_scope((_split(r["name"])[0], r["confidence"]) for r in parsed["intent_ranking"]),
    )


def _split(name: str) -> tuple[str, str | None]:
    if name == FALLBACK:
        return OUT_OF_SCOPE, None
    if name.startswith(PREFIX):
        return ASK, name.removeprefix(PREFIX)
    return name, None


def _needs(entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The last value of each need, as a slot would keep it; values that mean something before raw words."""
    needs: dict[str, Any] = {}
    for entity in entities:
        need, value = entity["entity"], entity["value"]
        known = VALUES.get(need, ())
        if need not in needs or value in known or needs[need] not in known:
            needs[need] = value
    return needs
