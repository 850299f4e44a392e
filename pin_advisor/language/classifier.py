"""Multinomial logistic regression over the encoder's features, beside the labels of the nearest rows.

The regression knows what sets labels apart in general, the neighbours what has been said almost like
this before; their mean is right more often than either (3-fold: labels of messages 69 -> 71 %, values of
needs 2 to 5 points more). What is stored is only numbers and strings (``.npz``, never a pickle), and
predicting is two matrix products. Given the same rows in the same order the result is the same, bit for
bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from pin_advisor.language.encodings import Floats, Integers

#: Directions of the features in which a classifier is fitted: those along which the rows are largest. A third
#: of the time of fitting in all 1,152, and no less accurate (3-fold: topics 69.2 %, both).
_DIRECTIONS: Final = 512
#: Steps of fitting, on rows scaled by :meth:`Rows.scales`: 25 already read as many unseen rows right as 80
#: on rows as they are (3-fold: 68.9 and 69.1 %, all of them classified by the regression alone).
_STEPS: Final = 30
#: Roughly the mean of p (1 - p) over labels and rows, where p is a label's probability.
_CURVATURE: Final = 0.004
#: Neighbours are looked for in so many leading directions (one third of the lines, read by what learnt the
#: rest: 72.2, 72.3, 72.7 and 72.9 % right in 48, 64, 96 and 128, and 96 take 6 MB less than 128), and so many
#: count, the closer the more: one whose cosine is smaller by ``_WIDTH`` counts 1/e.
_NEIGHBOUR_DIRECTIONS: Final = 96
_NEIGHBOURS: Final = 10
_WIDTH: Final = 0.05
#: Only rows of so many labels are looked at, the likeliest by the regression: as good as all of them, and
#: a tenth of the time for the labels of messages.
_LIKELY: Final = 8
#: Rows in which values are written to find the largest (:func:`_largest`).
_ROWS_OF_VALUES: Final = 32


@dataclass(frozen=True)
class Fit:
    """How closely a classifier follows what it learns from.

    ``penalty``: weight of the squared weights in the loss. ``balance``: 0 counts every row alike, 1 every
    label; in between, rare labels count somewhat more. ``neighbours``: how much of the result the
    nearest rows decide.
    """

    penalty: float
    balance: float
    neighbours: float = 0.0


class Rows:
    """Training rows, condensed to the directions along which they are largest."""

    def __init__(self, features: Floats) -> None:
        """``features`` has shape ``(n, features)``; computing the directions takes a second for 1,152."""
        _, directions = np.linalg.eigh(features.T @ features)
        self.directions: Floats = np.ascontiguousarray(directions[:, ::-1][:, :_DIRECTIONS], dtype=np.float32)
        condensed: Floats = features @ self.directions
        self.with_bias = np.hstack([condensed, np.ones((len(features), 1))]).astype(np.float32)

    def scales(self, penalty: float) -> Floats:
        """What to multiply each feature with, so that a loss curves alike along all of them.

        The rows are hundreds of times longer along the first directions than along the last; without
        this, fitting takes three times the steps.
        """
        curves = len(self.with_bias) * _CURVATURE * (self.with_bias**2).mean(axis=0) + penalty
        return np.asarray(np.sqrt(curves.max() / curves), dtype=np.float32)


def least(loss: Callable[[Floats], tuple[float, Floats]], shape: tuple[int, int]) -> Floats:
    """The weights of ``shape`` with the least loss; ``loss`` also gives its gradient."""

    def flat(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, gradient = loss(weights.reshape(shape).astype(np.float32))
        return value, gradient.astype(np.float64).ravel()

    start = np.zeros(shape[0] * shape[1])
    best = minimize(flat, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return np.asarray(best.x.reshape(shape), dtype=np.float32)


@dataclass(frozen=True)
class Neighbours:
    """Rows in the order of their labels, to find the nearest of.

    ``directions``: shape ``(features, d)``; ``rows``: of length 1, shape ``(n, d)``; ``starts``: where the
    rows of each label begin, and ``n``; ``share``: how much of the result they decide.
    """

    directions: Floats
    rows: Floats
    starts: NDArray[np.int64]
    share: float

    @classmethod
    def among(cls, rows: Rows, labels: NDArray[np.intp], share: float) -> Neighbours:
        """Keep ``rows``, whose ``labels`` are numbers from 0 on."""
        order = np.argsort(labels, kind="stable")
        directions = np.ascontiguousarray(rows.directions[:, :_NEIGHBOUR_DIRECTIONS])
        near = _unit(rows.with_bias[order, : directions.shape[1]])
        return cls(directions, near, np.searchsorted(labels[order], np.arange(labels.max() + 2)), share)

    def probabilities(self, features: Floats, likely: NDArray[np.intp], count: int) -> Floats:
        """Of ``count`` labels, by the nearest rows of the ``likely`` ones."""
        wanted = _unit(features @ self.directions)
        # Not by @, which takes a third longer for rows that come from afar.
        closeness = [
            np.einsum("ij,j->i", self.rows[self.starts[i] : self.starts[i + 1]], wanted) for i in likely
        ]
        together = np.concatenate(closeness)
        near = _largest(together, _NEIGHBOURS)
        labels = likely[np.searchsorted(np.cumsum([len(c) for c in closeness]), near, side="right")]
        weights = np.exp((together[near] - together[near].max()) / _WIDTH)
        found = np.bincount(labels, weights, minlength=count)
        return np.asarray(found / found.sum(), dtype=np.float32)


class Classifier:
    """``labels`` with a weight for each feature, and neighbours where they take part."""

    def __init__(self, labels: Sequence[str], weights: Floats, neighbours: Neighbours | None = None) -> None:
        """``weights`` has one row per feature and a last one for the bias, one column per label."""
        self.labels = tuple(labels)
        self._weights = np.ascontiguousarray(weights, dtype=np.float32)
        self._neighbours = neighbours

    @classmethod
    def fit(cls, rows: Rows, labels: Sequence[str], fit: Fit) -> Classifier:
        """Learn from ``rows``.

        Args:
            rows: of the same features as :meth:`probabilities` will be given.
            labels: one for each row.
            fit: how closely to follow them.
        """
        names, index = np.unique(list(labels), return_inverse=True)
        weight = balanced(index, fit.balance)
        features = rows.with_bias
        each = np.arange(len(features))
        wanted = np.zeros((len(features), len(names)), dtype=np.float32)
        wanted[each, index] = 1.0
        scales = rows.scales(fit.penalty)
        scaled = features * scales

        def loss(inner: Floats) -> tuple[float, Floats]:
            weights = inner * scales[:, None]
            scores = scaled @ inner
            scores -= scores.max(axis=1, keepdims=True)
            exponentials = np.exp(scores)
            sums = exponentials.sum(axis=1, keepdims=True)
            value = -(weight * (scores[each, index] - np.log(sums[:, 0]))).sum()
            value += 0.5 * fit.penalty * (weights[:-1] ** 2).sum()
            gradient = scaled.T @ (weight[:, None] * (exponentials / sums - wanted))
            gradient[:-1] += fit.penalty * weights[:-1] * scales[:-1, None]
            return float(value), gradient

        weights = least(loss, (features.shape[1], len(names))) * scales[:, None]
        neighbours = Neighbours.among(rows, index, fit.neighbours) if fit.neighbours else None
        return cls(
            [str(name) for name in names],
            np.vstack([rows.directions @ weights[:-1], weights[-1:]]),
            neighbours,
        )

    def probabilities(self, features: Floats) -> Floats:
        """Shape ``(len(labels),)`` for one row of features, summing to one."""
        scores = features @ self._weights[:-1] + self._weights[-1]
        regression = softmax(scores)
        if self._neighbours is None:
            return regression
        share = self._neighbours.share
        likely = np.argsort(-regression, kind="stable")[:_LIKELY]
        nearest = self._neighbours.probabilities(features, likely, len(self.labels))
        return np.asarray((1 - share) * regression + share * nearest, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write a ``.npz`` file."""
        kept: dict[str, NDArray[Any]] = {"labels": np.array(self.labels), "weights": self._weights}
        if self._neighbours is not None:
            kept |= {f"near_{name}": np.asarray(value) for name, value in vars(self._neighbours).items()}
        np.savez(path, **kept)

    @classmethod
    def load(cls, path: Path) -> Classifier:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            neighbours = None
            if "near_rows" in data:
                neighbours = Neighbours(
                    data["near_directions"], data["near_rows"], data["near_starts"], float(data["near_share"])
                )
            return cls([str(label) for label in data["labels"]], data["weights"], neighbours)


def balanced(labels: Integers, balance: float) -> Floats:
    """How much each example counts, by its label's number: 1 each where ``balance`` is 0, every label alike
    where it is 1. Examples without a label (a negative number) count nothing.
    """
    known = labels >= 0
    counts = np.bincount(labels[known])
    by_label = (counts[counts > 0].mean() / np.maximum(counts, 1)) ** balance
    return np.where(known, by_label[np.maximum(labels, 0)], 0.0).astype(np.float32)


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores, along the last axis."""
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True), dtype=np.float32)


def _largest(values: Floats, number: int) -> NDArray[np.intp]:
    """Where the ``number`` largest of ``values`` are, in any order.

    To sort thousands takes as long as working them out: only those are looked at that are no smaller than the
    ``number`` largest of all columns are, if ``values`` are written in rows.
    """
    columns = len(values) // _ROWS_OF_VALUES
    if columns <= number:
        return np.argpartition(-values, min(number, len(values) - 1))[:number]
    best = values[: columns * _ROWS_OF_VALUES].reshape(_ROWS_OF_VALUES, columns).max(axis=0)
    few = np.flatnonzero(values >= np.partition(best, -number)[-number])
    return np.asarray(few[np.argpartition(-values[few], min(number, len(few) - 1))[:number]])


def _unit(rows: Floats) -> Floats:
    """``rows``, or one, at length 1; zeros stay zeros."""
    lengths = np.sqrt((rows * rows).sum(axis=-1, keepdims=True))
    return np.ascontiguousarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)
