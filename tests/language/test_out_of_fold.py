"""Scores out of fold: each line is scored by a classifier that has not learnt it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from pin_advisor.language.encodings import Texts
from pin_advisor.language.out_of_fold import out_of_fold


def scores(labels: list[str], folds: list[int], told: list[str] | None = None) -> np.ndarray:
    """Of lines that have a direction each and no words, so that nothing is learnt of one from the others."""
    count = len(labels)
    words, steps = np.zeros((count, 8), dtype=np.int8), np.ones(count, dtype=np.float32)
    texts = Texts(words, steps, np.arange(count + 1), np.eye(count, dtype=np.float32))
    hear = (told if told is not None else []).append
    with ThreadPoolExecutor(1) as pool:
        found = out_of_fold(texts, labels, np.array(folds), pool=pool, progress=hear)
    assert found.labels == ("ask", "greet")
    return found.probabilities


def test_a_line_is_not_known_from_itself() -> None:
    probabilities = scores(["ask", "greet", "ask", "greet"], [0, 0, 1, 1])
    np.testing.assert_allclose(probabilities, 0.5, atol=0.05)


def test_a_label_of_one_fold_alone_is_never_expected_there() -> None:
    probabilities = scores(["ask", "greet", "ask", "greet", "ask", "ask"], [0, 0, 1, 0, 1, 1])
    np.testing.assert_allclose(probabilities[[0, 1, 3]], [[1.0, 0.0]] * 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-5)


def test_it_tells_how_far_it_is() -> None:
    told: list[str] = []
    scores(["ask", "greet", "ask", "greet"], [0, 0, 1, 1], told)
    assert told == ["Fold 1 of 2: intents.", "Fold 2 of 2: intents."]
