"""Presence: which needs are said, each for itself, and the same after a round trip through a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pin_advisor.language.classifier import Fit, Rows
from pin_advisor.language.presence import Presence

NEEDS = ("occasion", "budget")
FEATURES = 8


def clauses(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows along one direction for each need that is said in them; both, one or none may be."""
    chance = np.random.default_rng(seed)
    said = chance.random((count, len(NEEDS))) < 0.4
    rows = 0.15 * chance.standard_normal((count, FEATURES))
    rows[:, : len(NEEDS)] += said
    return rows.astype(np.float32), said


@pytest.fixture(scope="module")
def presence() -> Presence:
    rows, said = clauses(200, seed=1)
    return Presence.fit(Rows(rows), NEEDS, said, Fit(penalty=0.1, balance=0.5))


def test_each_need_is_told_for_itself(presence: Presence) -> None:
    rows, said = clauses(100, seed=2)
    found = [[presence.probabilities(row)[need] > 0.5 for need in NEEDS] for row in rows]
    assert np.mean(np.array(found) == said) > 0.95


def test_a_need_that_is_never_said_is_not_heard() -> None:
    rows, said = clauses(100, seed=3)
    said[:, 1] = False
    deaf = Presence.fit(Rows(rows), NEEDS, said, Fit(penalty=0.1, balance=0.5))
    assert max(deaf.probabilities(row)["budget"] for row in rows) < 0.2


def test_saved_and_loaded_it_is_the_same(presence: Presence, tmp_path: Path) -> None:
    presence.save(tmp_path / "needs.npz")
    loaded = Presence.load(tmp_path / "needs.npz")
    row = clauses(1, seed=4)[0][0]
    assert loaded.needs == NEEDS
    assert loaded.probabilities(row) == presence.probabilities(row)
