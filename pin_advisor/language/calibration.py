"""What a threshold costs and what it gains, counted on scores of lines that were not learnt from.

Plain arithmetic on arrays: :mod:`pin_advisor.language.out_of_fold` makes the scores, ``pin-advisor
thresholds`` prints the rows. Shares of nothing are NaN.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pin_advisor.language.encodings import Floats

Mask = NDArray[np.bool_]
Folds = NDArray[np.int_]

#: Thresholds are looked for in steps of this size.
_STEP: Final = 0.001


@dataclass(frozen=True)
class Scores:
    """Probabilities, one row for each line and one column for each of ``labels``."""

    labels: tuple[str, ...]
    probabilities: Floats

    def of(self, wanted: Iterable[str]) -> Floats:
        """The probability of being any of ``wanted``, for each line."""
        chosen = set(wanted)
        share = self.probabilities[:, [label in chosen for label in self.labels]].sum(axis=1)
        return np.asarray(share, dtype=np.float32)


@dataclass(frozen=True)
class ScopeRow:
    """At ``value``: shares of the questions refused, and of the lines about something else caught."""

    value: float
    refused: float
    caught: float


@dataclass(frozen=True)
class QuestionRow:
    """At ``value``: shares of the questions recognised, and of each other kind taken for one."""

    value: float
    recognised: float
    taken: Mapping[str, float]


@dataclass(frozen=True)
class NeedRow:
    """At ``value``: share of the readings kept that are right, and of what is said that is read right."""

    value: float
    precision: float
    recall: float


def stratified_folds(labels: Sequence[str], count: int, seed: int) -> Folds:
    """The fold of every line: of each label, as many in one fold as in another, by lot."""
    names = np.asarray(labels)
    order = np.random.default_rng(seed).permutation(len(names))
    order = order[np.argsort(names[order], kind="stable")]
    folds = np.empty(len(names), dtype=np.int_)
    folds[order] = np.arange(len(names)) % count
    return folds


def grouped_folds(lines: int, size: int, count: int, seed: int) -> Folds:
    """The fold of every line, the same for ``size`` lines in a row.

    The pieces of one message follow each other and share their words: a fold that had learnt one of
    them would know the others too well.
    """
    groups = np.arange(lines) // size
    number = int(groups[-1]) + 1 if lines else 0
    dealt = np.random.default_rng(seed).permutation(number) % count
    return np.asarray(dealt[groups], dtype=np.int_)


def scope_rows(questions: Floats, others: Floats, values: Iterable[float]) -> list[ScopeRow]:
    """What each value of ``foreign`` does.

    Args:
        questions: the share of "out of scope" in every question about pins.
        others: the same in every line about something else.
        values: thresholds to try.
    """
    return [
        ScopeRow(value, _share(_reach(questions, value)), _share(_reach(others, value))) for value in values
    ]


def value_refusing(questions: Floats, share: float) -> float:
    """The least thousandth at which no more than ``share`` of ``questions`` are refused."""
    allowed = int(share * len(questions) + 1e-9)
    if allowed >= len(questions):
        return 0.0
    last = float(np.sort(questions)[::-1][allowed])  # the likeliest to be refused that must not be
    return round((math.floor(last / _STEP) + 1) * _STEP, 3)


def question_rows(
    asks: Floats, asked: Mask, others: Mapping[str, Mask], values: Iterable[float]
) -> list[QuestionRow]:
    """What each probability from which a line counts as a question does.

    Args:
        asks: the probability of every line that it is a question; 0 if other tests rule it out.
        asked: which lines are questions.
        others: which lines are of each other kind.
        values: thresholds to try.
    """
    return [
        QuestionRow(
            value,
            _share(_reach(asks[asked], value)),
            {kind: _share(_reach(asks[lines], value)) for kind, lines in others.items()},
        )
        for value in values
    ]


def need_rows(scores: Scores, said: Sequence[str], nothing: str, values: Iterable[float]) -> list[NeedRow]:
    """What each sureness from which an unasked need is kept does.

    Args:
        scores: of the values of one need and of ``nothing``.
        said: the right one for every line.
        nothing: the label of a line that does not state the need.
        values: thresholds to try.
    """
    truth = np.asarray(said)
    best = scores.probabilities.argmax(axis=1)
    read = np.asarray(scores.labels)[best]
    sure = scores.probabilities.max(axis=1)
    rows = []
    for value in values:
        kept = (read != nothing) & _reach(sure, value)
        right = kept & (read == truth)
        rows.append(NeedRow(value, _share(right[kept]), _share(right[truth != nothing])))
    return rows


def asked_accuracy(scores: Scores, said: Sequence[str], nothing: str, factor: float) -> float:
    """The share of lines stating a need that are read right when it was asked for.

    ``factor`` is what the probability of ``nothing`` then counts.
    """
    truth = np.asarray(said)
    labels = np.asarray(scores.labels)
    weighted = scores.probabilities * np.where(labels == nothing, factor, 1.0)
    stating = truth != nothing
    return _share(labels[weighted.argmax(axis=1)][stating] == truth[stating])


def _reach(scores: Floats, value: float) -> Mask:
    """Compared at double precision, as when a message is read."""
    return np.asarray(scores.astype(np.float64) >= value)


def _share(mask: Mask) -> float:
    return float(mask.mean()) if len(mask) else float("nan")
