"""The classifier: probabilities, the same every time, and the same after a round trip through a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pin_advisor.language.classifier import _WIDTH, Classifier, Fit, Neighbours, Rows, _largest, _unit

FEATURES = 12
LABELS = ("award", "club", "wedding")
FIT = Fit(penalty=0.1, balance=0.5)


def clusters(per_label: int = 20, seed: int = 1) -> tuple[np.ndarray, list[str]]:
    """Rows around one direction per label, far enough apart to be told from each other."""
    chance = np.random.default_rng(seed)
    rows, labels = [], []
    for n, label in enumerate(LABELS):
        centre = np.zeros(FEATURES)
        centre[n] = 1.0
        rows.append(centre + 0.2 * chance.standard_normal((per_label, FEATURES)))
        labels += [label] * per_label
    return np.concatenate(rows).astype(np.float32), labels


def fitted(per_label: int = 20) -> Classifier:
    rows, labels = clusters(per_label)
    return Classifier.fit(Rows(rows), labels, FIT)


CLASSIFIER = fitted()


def test_it_tells_apart_what_can_be_told_apart() -> None:
    classifier = fitted()
    rows, labels = clusters(seed=2)
    best = [classifier.labels[int(classifier.probabilities(row).argmax())] for row in rows]
    assert np.mean([b == label for b, label in zip(best, labels, strict=True)]) > 0.95


def test_it_is_unsure_where_nothing_speaks_for_anything() -> None:
    probabilities = fitted().probabilities(np.zeros(FEATURES, dtype=np.float32))
    assert probabilities.max() < 0.6


@given(row=arrays(np.float32, FEATURES, elements=st.floats(-100, 100, width=32)))
def test_probabilities_sum_to_one(row: np.ndarray) -> None:
    probabilities = CLASSIFIER.probabilities(row)
    assert probabilities.shape == (len(LABELS),)
    assert (probabilities >= 0).all()
    assert probabilities.sum() == pytest.approx(1.0, abs=1e-5)


def test_the_same_rows_give_the_same_classifier() -> None:
    row = np.linspace(-1, 1, FEATURES, dtype=np.float32)
    assert np.array_equal(fitted().probabilities(row), fitted().probabilities(row))


def test_labels_are_those_that_it_learnt() -> None:
    assert set(CLASSIFIER.labels) == set(LABELS)
    assert len(CLASSIFIER.labels) == len(LABELS)


def test_two_labels_are_enough() -> None:
    rows, labels = clusters()
    two = np.array([label != "wedding" for label in labels])
    classifier = Classifier.fit(Rows(rows[two]), [label for label in labels if label != "wedding"], FIT)
    row = np.zeros(FEATURES, dtype=np.float32)
    row[0] = 1.0
    assert classifier.probabilities(row)[classifier.labels.index("award")] > 0.7


def test_a_rare_label_is_not_drowned() -> None:
    rows, labels = clusters(60)
    kept = np.array([label != "wedding" or n % 15 == 0 for n, label in enumerate(labels)])
    few = [label for label, keep in zip(labels, kept, strict=True) if keep]
    row = np.zeros(FEATURES, dtype=np.float32)
    row[LABELS.index("wedding")] = 1.0
    equal, by_label = (Classifier.fit(Rows(rows[kept]), few, Fit(1.0, b)) for b in (0.0, 1.0))
    index = equal.labels.index("wedding")
    assert by_label.probabilities(row)[index] > equal.probabilities(row)[index]


def test_many_features_are_fitted_in_fewer_directions() -> None:
    """The encoder gives more features than directions are fitted in; what tells labels apart is kept."""
    rows, labels = clusters()
    noise = np.random.default_rng(4).standard_normal((len(rows), 700)).astype(np.float32)
    wide = np.hstack([rows, 0.01 * noise])
    classifier = Classifier.fit(Rows(wide), labels, FIT)
    best = [classifier.labels[int(classifier.probabilities(row).argmax())] for row in wide]
    assert np.mean([b == label for b, label in zip(best, labels, strict=True)]) > 0.95


def test_neighbours_know_what_no_weight_can_tell() -> None:
    """Two clumps of one label on both sides of another: no plane parts them, the nearest rows do."""
    chance = np.random.default_rng(5)
    places = {"outer": (-1.0, 1.0), "inner": (0.0,)}
    rows, labels = [], []
    for label, centres in places.items():
        for centre in centres:
            clump = 0.05 * chance.standard_normal((30, FEATURES))
            clump[:, 0] += centre
            clump[:, 1] += 1.0
            rows.append(clump)
            labels += [label] * 30
    features = np.concatenate(rows).astype(np.float32)
    alone = Classifier.fit(Rows(features), labels, Fit(0.1, 1.0))
    beside = Classifier.fit(Rows(features), labels, Fit(0.1, 1.0, neighbours=0.5))

    def right(classifier: Classifier) -> float:
        best = [classifier.labels[int(classifier.probabilities(row).argmax())] for row in features]
        return float(np.mean([b == label for b, label in zip(best, labels, strict=True)]))

    assert right(beside) > 0.95 > right(alone)


def test_neighbours_keep_probabilities_summing_to_one_and_outlive_a_file(tmp_path: Path) -> None:
    rows, labels = clusters()
    classifier = Classifier.fit(Rows(rows), labels, Fit(0.1, 0.5, neighbours=0.3))
    classifier.save(tmp_path / "saved.npz")
    loaded = Classifier.load(tmp_path / "saved.npz")
    for row in clusters(seed=6)[0]:
        assert classifier.probabilities(row).sum() == pytest.approx(1.0, abs=1e-5)
        assert loaded.probabilities(row) == pytest.approx(classifier.probabilities(row), abs=1e-6)


def test_a_saved_classifier_is_the_same_classifier(tmp_path: Path) -> None:
    CLASSIFIER.save(tmp_path / "saved.npz")
    loaded = Classifier.load(tmp_path / "saved.npz")
    assert loaded.labels == CLASSIFIER.labels
    rows, _ = clusters(seed=3)
    for row in rows:
        assert loaded.probabilities(row) == pytest.approx(CLASSIFIER.probabilities(row), abs=5e-3)


def test_what_is_saved_can_be_read_without_running_code(tmp_path: Path) -> None:
    """Numbers and strings only: a model from elsewhere must not be able to start anything."""
    CLASSIFIER.save(tmp_path / "saved.npz")
    with np.load(tmp_path / "saved.npz", allow_pickle=False) as data:
        assert all(data[name].dtype != object for name in data.files)


@given(
    values=arrays(np.float32, st.integers(1, 900), elements=st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0])),
    number=st.integers(1, 12),
)
def test_the_largest_are_those_that_sorting_finds(values: np.ndarray, number: int) -> None:
    found = _largest(values, number)
    assert len(set(found.tolist())) == len(found) == min(number, len(values))
    assert sorted(values[found]) == sorted(values)[-number:]


def test_only_the_nearest_rows_count_and_the_closer_the_more() -> None:
    chance = np.random.default_rng(3)
    rows = _unit(chance.standard_normal((1500, FEATURES)).astype(np.float32))
    near = Neighbours(np.eye(FEATURES, dtype=np.float32), rows, np.array([0, 400, 900, 1500]), 0.5)
    wanted = rows[700]

    found = near.probabilities(wanted, np.array([2, 1]), len(LABELS))

    closeness = {i: float(rows[i] @ wanted) for i in range(400, 1500)}
    ten = sorted(closeness, key=lambda i: closeness[i])[-10:]
    weights = np.exp(np.array([closeness[i] for i in ten]) / _WIDTH)
    expected = [0.0] + [
        float(weights[[low <= i < low + size for i in ten]].sum()) for low, size in ((400, 500), (900, 600))
    ]
    assert found == pytest.approx(np.array(expected) / sum(expected), abs=1e-5)
