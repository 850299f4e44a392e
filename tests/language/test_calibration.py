"""Counting what a threshold does, on arrays small enough to count by hand."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from pin_advisor.language.calibration import (
    NeedRow,
    QuestionRow,
    ScopeRow,
    Scores,
    asked_accuracy,
    grouped_folds,
    need_rows,
    question_rows,
    scope_rows,
    stratified_folds,
    value_refusing,
)


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def mask(digits: str) -> np.ndarray:
    return np.array([d == "1" for d in digits])


BUDGET = Scores(
    ("nothing", "premium", "tight"),
    np.array(
        [
            [0.1, 0.0, 0.9],  # tight, read so
            [0.2, 0.7, 0.1],  # tight, read as premium
            [0.6, 0.4, 0.0],  # premium, not read; read when asked
            [0.95, 0.02, 0.03],  # premium, not read; read as nothing even when asked
            [0.3, 0.55, 0.15],  # nothing, read as premium
            [0.8, 0.1, 0.1],  # nothing, not read
        ],
        dtype=np.float32,
    ),
)
SAID = ["tight", "tight", "premium", "premium", "nothing", "nothing"]


def test_the_share_of_several_labels_is_their_sum() -> None:
    assert BUDGET.of(["tight", "premium", "unheard of"]) == pytest.approx([0.9, 0.8, 0.4, 0.05, 0.7, 0.2])
    assert BUDGET.of([]) == pytest.approx([0.0] * 6)


def test_scope_counts_what_reaches_the_value() -> None:
    questions, others = floats(0.0, 0.25, 0.5, 0.125), floats(0.25, 0.9)
    assert scope_rows(questions, others, (0.1, 0.25, 0.5, 0.95)) == [
        ScopeRow(0.1, 0.75, 1.0),
        ScopeRow(0.25, 0.5, 1.0),
        ScopeRow(0.5, 0.25, 0.5),
        ScopeRow(0.95, 0.0, 0.0),
    ]


@pytest.mark.parametrize(
    ("share", "value"),
    [
        (0.0, 0.876),  # nothing may be refused
        (0.2, 0.501),  # one of five
        (0.39, 0.501),  # not quite two
        (0.4, 0.251),
        (1.0, 0.0),
    ],
)
def test_the_value_that_refuses_a_share_is_the_least(share: float, value: float) -> None:
    questions = floats(0.125, 0.875, 0.25, 0.5, 0.0)
    assert value_refusing(questions, share) == value
    assert scope_rows(questions, questions, [value])[0].refused <= share + 1e-9


def test_equal_scores_are_refused_together_or_not_at_all() -> None:
    assert value_refusing(floats(0.25, 0.5, 0.5, 0.5), 0.5) == 0.501


def test_a_value_is_compared_as_when_a_message_is_read() -> None:
    score = floats(0.9)  # a little less than 0.9, at double precision
    assert scope_rows(score, score, [0.9]) == [ScopeRow(0.9, 0.0, 0.0)]
    assert value_refusing(score, 0.0) == 0.9


def test_questions_are_counted_by_kind() -> None:
    asks = floats(0.9, 0.4, 0.0, 0.6, 0.2, 0.8)
    rows = question_rows(
        asks, mask("111000"), {"inform": mask("000110"), "talk": mask("000001")}, (0.3, 0.5, 0.7)
    )
    assert rows == [
        QuestionRow(0.3, pytest.approx(2 / 3), {"inform": 0.5, "talk": 1.0}),
        QuestionRow(0.5, pytest.approx(1 / 3), {"inform": 0.5, "talk": 1.0}),
        QuestionRow(0.7, pytest.approx(1 / 3), {"inform": 0.0, "talk": 1.0}),
    ]


def test_a_share_of_nothing_is_no_number() -> None:
    (row,) = question_rows(floats(0.9), mask("1"), {"talk": mask("0")}, [0.5])
    assert row.recognised == 1.0
    assert math.isnan(row.taken["talk"])


def test_needs_are_precise_and_complete_to_a_degree() -> None:
    assert need_rows(BUDGET, SAID, "nothing", (0.4, 0.6, 0.8)) == [
        NeedRow(0.4, pytest.approx(1 / 3), 0.25),  # the third line's best is "nothing", so it is not read
        NeedRow(0.6, 0.5, 0.25),
        NeedRow(0.8, 1.0, 0.25),
    ]


def test_nothing_kept_has_no_precision() -> None:
    (row,) = need_rows(BUDGET, SAID, "nothing", [0.99])
    assert math.isnan(row.precision)
    assert row.recall == 0.0


def test_being_asked_makes_saying_nothing_unlikely() -> None:
    assert asked_accuracy(BUDGET, SAID, "nothing", 1.0) == 0.25
    assert asked_accuracy(BUDGET, SAID, "nothing", 0.1) == 0.5
    assert asked_accuracy(BUDGET, SAID, "nothing", 0.0) == 0.5  # the fourth is then read, but wrongly


def test_folds_share_every_label_out_evenly() -> None:
    labels = ["ask"] * 10 + ["greet"] * 3 + ["inform"] * 7
    folds = stratified_folds(labels, 3, seed=1)
    for label in set(labels):
        counts = Counter(fold for fold, each in zip(folds.tolist(), labels, strict=True) if each == label)
        assert set(counts) == {0, 1, 2}
        assert max(counts.values()) - min(counts.values()) <= 1


def test_folds_keep_neighbours_together() -> None:
    folds = grouped_folds(25, 4, 3, seed=1)
    assert folds.shape == (25,)
    assert all(len(set(folds[start : start + 4].tolist())) == 1 for start in range(0, 25, 4))
    assert set(folds.tolist()) == {0, 1, 2}
    assert grouped_folds(0, 4, 3, seed=1).tolist() == []


def test_folds_are_the_same_every_time() -> None:
    labels = ["ask", "greet"] * 20
    assert np.array_equal(stratified_folds(labels, 3, seed=1), stratified_folds(labels, 3, seed=1))
    assert not np.array_equal(stratified_folds(labels, 3, seed=1), stratified_folds(labels, 3, seed=2))
    assert np.array_equal(grouped_folds(90, 4, 3, seed=1), grouped_folds(90, 4, 3, seed=1))
