"""A reader of words: that it learns what a mean of all words can't tell, and the same every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pin_advisor.language import attention_learning
from pin_advisor.language.attention_learning import NO_LABEL, Learner, begin, learn
from pin_advisor.language.attentive import Attentive
from pin_advisor.language.encodings import Compact, Encoding, Texts

QUESTIONS = {"said": ("no", "yes"), "value": ("a", "b", "c")}


def texts(rng: np.random.Generator, count: int = 600, width: int = 12) -> tuple[Texts, dict[str, np.ndarray]]:
    """Texts of noise; in two of three one word, anywhere, is one of three marks."""
    lengths = rng.integers(1, 9, count)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    words = rng.standard_normal((starts[-1], width)).astype(np.float32)
    value = rng.integers(-1, 3, count)
    for i in np.flatnonzero(value >= 0):
        place = starts[i] + rng.integers(lengths[i])
        words[place] *= 0.3
        words[place, value[i]] = 4.0
    parts = np.split(words, starts[1:-1])
    made = Texts.of([Compact.of(Encoding(np.zeros(4, dtype=np.float32), part)) for part in parts])
    return made, {"said": (value >= 0).astype(int), "value": value}


@pytest.fixture(scope="module")
def learnt() -> Attentive:
    """A reader that has learnt the marks."""
    return learn(*_with_questions(texts(np.random.default_rng(1))), epochs=30)


def _with_questions(made: tuple[Texts, dict[str, np.ndarray]]):
    return made[0], QUESTIONS, made[1]


def read(reader: Attentive, made: Texts, i: int) -> dict[str, np.ndarray]:
    return reader.probabilities(made[i])


def test_it_finds_the_one_word_that_decides(learnt: Attentive) -> None:
    unseen, answers = texts(np.random.default_rng(2), count=200)
    found = [read(learnt, unseen, i) for i in range(len(unseen))]
    said = np.array([f["said"].argmax() for f in found])
    assert (said == answers["said"]).mean() > 0.95
    marked = np.flatnonzero(answers["value"] != NO_LABEL)
    assert np.mean([found[i]["value"].argmax() == answers["value"][i] for i in marked]) > 0.95


def test_probabilities_sum_to_one_for_each_question(learnt: Attentive) -> None:
    unseen, _ = texts(np.random.default_rng(3), count=5)
    for i in range(len(unseen)):
        for name, shares in read(learnt, unseen, i).items():
            assert shares.shape == (len(QUESTIONS[name]),)
            assert shares.sum() == pytest.approx(1.0, abs=1e-5)


def test_each_question_is_decided_by_its_own_scores_however_far_those_of_others_are(
    learnt: Attentive,
) -> None:
    rest = np.array([900, 900, -900, -900, -901], dtype=np.float32)
    apart = Attentive(QUESTIONS, {**{n: np.zeros_like(w) for n, w in learnt.weights.items()}, "rest": rest})
    told = apart.probabilities(Encoding(np.zeros(4, np.float32), np.zeros((1, 12), np.float32)))
    assert told["said"] == pytest.approx([0.5, 0.5])
    assert told["value"] == pytest.approx([0.4223, 0.4223, 0.1554], abs=1e-4)


def test_a_text_without_words_is_read_too(learnt: Attentive) -> None:
    shares = learnt.probabilities(Encoding(np.zeros(4, np.float32), np.zeros((0, 12), np.float32)))
    assert np.isfinite(shares["value"]).all()


def test_the_same_texts_give_the_same_weights() -> None:
    made = texts(np.random.default_rng(4), count=150)
    first, second = (learn(*_with_questions(made), epochs=2) for _ in range(2))
    for name, weights in first.weights.items():
        assert np.array_equal(weights, second.weights[name])


def test_what_is_saved_is_read_back(learnt: Attentive, tmp_path: Path) -> None:
    learnt.save(tmp_path / "reader.npz")
    again = Attentive.load(tmp_path / "reader.npz")
    unseen, _ = texts(np.random.default_rng(5), count=3)
    assert again.questions == learnt.questions
    for i in range(3):
        for name, shares in read(learnt, unseen, i).items():
            assert np.array_equal(shares, read(again, unseen, i)[name])


def test_the_gradient_is_the_slope_of_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against finite differences; without anything left out at random, which no difference could follow."""
    monkeypatch.setattr(attention_learning, "_DROPPED_IN", 0.0)
    monkeypatch.setattr(attention_learning, "_DROPPED", 0.0)
    monkeypatch.setattr(attention_learning, "_SIGNS", 6)
    rng = np.random.default_rng(6)
    made, answers = texts(rng, count=8)
    made = replace(made, features=rng.standard_normal((8, 4)).astype(np.float32))
    weights = begin(np.random.Generator(np.random.PCG64(0)), made, 5)
    weights = {name: rng.standard_normal(w.shape).astype(np.float32) * 0.4 for name, w in weights.items()}
    learner = Learner(made, QUESTIONS, weights, np.random.Generator(np.random.PCG64(0)))
    which, counted = np.arange(8), {"value": np.linspace(0.5, 2, 8).astype(np.float32)}

    def loss() -> float:
        return learner.slopes(which, answers, counted)[0]

    _, gradient = learner.slopes(which, answers, counted)
    step = 3e-3
    for name, slopes in gradient.items():
        inner = weights[name]
        for place in [np.unravel_index(k, inner.shape) for k in rng.integers(inner.size, size=6)]:
            kept = inner[place]
            inner[place] = kept + step
            above = loss()
            inner[place] = kept - step
            below = loss()
            inner[place] = kept
            assert slopes[place] == pytest.approx((above - below) / (2 * step), abs=2e-3, rel=0.05), name


def test_learning_sees_what_reading_does() -> None:
    """The loss of a batch is that of the probabilities which the reader gives for each text of it."""
    rng = np.random.default_rng(8)
    made, answers = texts(rng, count=40)
    reader = learn(made, QUESTIONS, answers, epochs=1)
    learner = Learner(made, QUESTIONS, reader.weights, np.random.Generator(np.random.PCG64(0)))
    learner._kept = lambda shape, dropped: np.ones(shape, dtype=np.float32)  # type: ignore[method-assign]
    loss, _ = learner.slopes(np.arange(40), {"said": answers["said"]}, {})
    shares = [reader.probabilities(made[i])["said"][answers["said"][i]] for i in range(40)]
    assert loss == pytest.approx(-np.log(shares).mean(), rel=1e-3)


def test_some_of_the_texts_are_what_they_were() -> None:
    made, _ = texts(np.random.default_rng(7), count=20)
    some = made.some(np.array([3, 17, 0]))
    assert len(some) == 3
    for there, here in ((3, 0), (17, 1), (0, 2)):
        assert np.array_equal(some[here].words, made[there].words)
