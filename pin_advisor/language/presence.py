"""Which needs are said in a clause at all: one logistic regression for each, fitted side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pin_advisor.language.classifier import Fit, Floats, Rows, least


class Presence:
    """``needs`` with a weight for each feature."""

    def __init__(self, needs: Sequence[str], weights: Floats) -> None:
        """``weights`` has one row per feature and a last one for the bias, one column per need."""
        self.needs = tuple(needs)
        self._weights = np.ascontiguousarray(weights, dtype=np.float32)

    @classmethod
    def fit(cls, rows: Rows, needs: Sequence[str], said: NDArray[np.bool_], fit: Fit) -> Presence:
        """Learn from ``rows``; ``said`` has shape ``(rows, needs)``.

        One matrix product serves all needs, so that six take hardly longer than one.
        """
        features = rows.with_bias
        wanted = said.astype(np.float32)
        counts = np.stack([(~said).sum(axis=0), said.sum(axis=0)]).clip(1)
        balance = (counts.mean(axis=0) / counts) ** fit.balance
        weight = np.where(said, balance[1], balance[0]).astype(np.float32)
        scales = rows.scales(fit.penalty)
        scaled = features * scales

        def loss(inner: Floats) -> tuple[float, Floats]:
            weights = inner * scales[:, None]
            scores = scaled @ inner
            value = (weight * (np.logaddexp(0, scores) - wanted * scores)).sum()
            value += 0.5 * fit.penalty * (weights[:-1] ** 2).sum()
            gradient = scaled.T @ (weight * (_sigmoid(scores) - wanted))
            gradient[:-1] += fit.penalty * weights[:-1] * scales[:-1, None]
            return float(value), gradient

        weights = least(loss, (features.shape[1], len(needs))) * scales[:, None]
        return cls(needs, np.vstack([rows.directions @ weights[:-1], weights[-1:]]))

    def probabilities(self, features: Floats) -> dict[str, float]:
        """Of each need, that it is said in the clause with these ``features``."""
        scores = features @ self._weights[:-1] + self._weights[-1]
        return dict(zip(self.needs, _sigmoid(scores).tolist(), strict=True))

    def save(self, path: Path) -> None:
        """Write a ``.npz`` file."""
        np.savez(path, needs=np.array(self.needs), weights=self._weights)

    @classmethod
    def load(cls, path: Path) -> Presence:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            return cls([str(need) for need in data["needs"]], data["weights"])


def _sigmoid(scores: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * scores)), dtype=np.float32)
