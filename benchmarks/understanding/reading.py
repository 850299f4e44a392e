"""What a system made of a message, in words that both systems share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.understanding.dataset import Case
from pin_advisor.answers.question import Question, resolve

OUT_OF_SCOPE: Final = "out_of_scope"
#: Intents by which a system says that it will not deal with a message.
REJECTIONS: Final = frozenset({OUT_OF_SCOPE, "other_language"})


@dataclass(frozen=True)
class Reading:
    """One message as a system understood it.

    ``topics``: of the questions found, surest first. ``needs``: what is stated or supposed, the budget as a
    tier. ``confidence``: in the intent. ``in_scope``: probability of the likeliest intent that is not a
    rejection, all topics of ``ask`` taken together.
    """

    id: str
    intent: str
    topics: tuple[str, ...]
    needs: Mapping[str, Any]
    confidence: float
    in_scope: float


def in_scope(ranking: Iterable[tuple[str, float]]) -> float:
    """See :class:`Reading`; ``ranking`` holds intents, one ``ask`` for each topic, and probabilities."""
    sums: dict[str, float] = {}
    for intent, probability in ranking:
        sums[intent] = sums.get(intent, 0.0) + probability
    return max((p for intent, p in sums.items() if intent not in REJECTIONS), default=0.0)


def resolved(question: Question, case: Case) -> str:
    """The topic that is asked for, with what a follow-up leaves out taken from the question before.

    The product's own rule. It needs nothing but the conversation's memory, so stock Rasa has it too.
    """
    previous = None
    if case.previous:
        previous = Question(case.previous["topic"], tuple(case.previous["pin_types"]))
    return resolve(question, previous).topic or str(question.topic)
