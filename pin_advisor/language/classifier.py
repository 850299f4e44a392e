"""Multinomial logistic regression over sentence vectors, optionally beside word and letter n-grams.

What is stored is only numbers and strings (``.npz`` and JSON, never a pickle), and predicting is one
matrix product. Given the same rows in the same order the result is the same, bit for bit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

Floats = NDArray[np.float32]

#: Dimensions to which the n-grams are condensed, so that they weigh no more than the sentence vector.
NGRAM_DIMENSIONS: Final = 200
#: After that many steps the loss falls by less than one part in a thousand a step.
_STEPS: Final = 100


class NGrams:
    """tf-idf of words (1-2) and of letters within words (2-5), condensed by latent semantic analysis."""

    def __init__(self) -> None:
        self._parts = [
            TfidfVectorizer(
                ngram_range=(1, 2),
                min_df=2,
                sublinear_tf=True,
                token_pattern=r"(?u)\b\w+\b",
                dtype=np.float32,
            ),
            TfidfVectorizer(
                analyzer="char_wb", ngram_range=(2, 5), min_df=4, sublinear_tf=True, dtype=np.float32
            ),
        ]
        self._components: Floats = np.zeros((0, 0), dtype=np.float32)

    @classmethod
    def fit(cls, texts: Sequence[str]) -> NGrams:
        """Learn the n-grams of ``texts``, of which there must be more than a handful."""
        ngrams = cls()
        rows = _beside([part.fit_transform(texts) for part in ngrams._parts])
        dimensions = min(NGRAM_DIMENSIONS, min(rows.shape) - 1)
        condensed = TruncatedSVD(dimensions, n_iter=3, random_state=0).fit(rows)
        ngrams._components = np.ascontiguousarray(condensed.components_.T, dtype=np.float32)
        return ngrams

    def rows(self, texts: Sequence[str]) -> Floats:
        """Shape ``(len(texts), dimensions)``."""
        rows = _beside([part.transform(texts) for part in self._parts]) @ self._components
        return np.asarray(rows, dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write ``ngrams.json`` and ``ngrams.npz`` into ``folder``."""
        parts = [
            {"terms": sorted(p.vocabulary_, key=p.vocabulary_.__getitem__), "idf": p.idf_.tolist()}
            for p in self._parts
        ]
        (folder / "ngrams.json").write_text(json.dumps(parts), encoding="utf-8")
        np.savez(folder / "ngrams.npz", components=self._components.astype(np.float16))

    @classmethod
    def load(cls, folder: Path) -> NGrams:
        """Read what :meth:`save` wrote."""
        ngrams = cls()
        parts = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
        for part, data in zip(ngrams._parts, parts, strict=True):
            part.vocabulary_ = {term: i for i, term in enumerate(data["terms"])}
            part.fixed_vocabulary_ = True
            part.idf_ = np.array(data["idf"], dtype=np.float32)
        with np.load(folder / "ngrams.npz", allow_pickle=False) as data:
            ngrams._components = data["components"].astype(np.float32)
        return ngrams


class Classifier:
    """``labels`` with a weight for each feature."""

    def __init__(self, labels: Sequence[str], weights: Floats) -> None:
        """``weights`` has one row per feature and a last one for the bias, one column per label."""
        self.labels = tuple(labels)
        self._weights = np.ascontiguousarray(weights, dtype=np.float32)

    @classmethod
    def fit(cls, features: Floats, labels: Sequence[str], *, penalty: float, balance: float) -> Classifier:
        """Learn from rows of ``features``.

        Args:
            features: shape ``(n, features)``.
            labels: one for each row.
            penalty: weight of the squared weights in the loss.
            balance: 0 counts every row alike, 1 every label; in between, rare labels count somewhat more.
        """
        names, index, counts = np.unique(list(labels), return_inverse=True, return_counts=True)
        weight = ((counts.mean() / counts) ** balance).astype(np.float32)[index]
        rows = _with_bias(features)
        wanted = np.zeros((len(rows), len(names)), dtype=np.float32)
        wanted[np.arange(len(rows)), index] = 1.0
        shape = (rows.shape[1], len(names))

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            weights = flat.reshape(shape).astype(np.float32)
            scores = rows @ weights
            scores -= scores.max(axis=1, keepdims=True)
            exponentials = np.exp(scores)
            sums = exponentials.sum(axis=1, keepdims=True)
            value = -(weight * (scores[np.arange(len(rows)), index] - np.log(sums[:, 0]))).sum()
            value += 0.5 * penalty * (weights[:-1] ** 2).sum()
            gradient = rows.T @ (weight[:, None] * (exponentials / sums - wanted))
            gradient[:-1] += penalty * weights[:-1]
            return float(value), gradient.astype(np.float64).ravel()

        best = minimize(
            loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}
        )
        return cls([str(name) for name in names], best.x.reshape(shape).astype(np.float32))

    def probabilities(self, features: Floats) -> Floats:
        """Shape ``(len(labels),)`` for one row of features, summing to one."""
        scores = features @ self._weights[:-1] + self._weights[-1]
        exponentials = np.exp(scores - scores.max())
        return np.asarray(exponentials / exponentials.sum(), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write a ``.npz`` file."""
        np.savez(path, labels=np.array(self.labels), weights=self._weights)

    @classmethod
    def load(cls, path: Path) -> Classifier:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            return cls([str(label) for label in data["labels"]], data["weights"])


def _beside(parts: Sequence[object]):  # type: ignore[no-untyped-def]
    from scipy import sparse

    return sparse.hstack(parts, format="csr")


def _with_bias(features: Floats) -> Floats:
    return np.hstack([features, np.ones((len(features), 1), dtype=np.float32)]).astype(np.float32)
