"""A classifier that reads the words of a text one by one and learns which of them decide.

A sentence embedding is the mean over all words, in which the few that tell what pins are for ("our lads who
pulled sixty people out of the flood") weigh no more than the rest. Here each word is looked at by itself: a
layer of rectified units turns its vector into signs of this and that, several learnt attentions say where to
look, and what they see, together with the strongest of each sign and the sentence embedding, decides.

One reader may decide several questions, each with labels of its own, from the same signs. Training is
stochastic gradient descent with Adam in plain matrix products; given the same texts in the same order it
comes to the same weights, bit for bit.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pin_advisor.language.classifier import Floats, Integers, softmax

logger = logging.getLogger(__name__)

#: Signs that are looked for in each word, and attentions that gather them.
_SIGNS: Final = 256
_ATTENTIONS: Final = 4
#: Weight of the sentence embedding, whose numbers are small beside those of the signs.
_SENTENCE_SCALE: Final = 8.0
_BATCH: Final = 128
#: Fewest steps of learning: few texts are seen more often.
_FEWEST_STEPS: Final = 300
#: Largest step of Adam, and the share of all steps in which it grows to that.
_RATE: Final = 3e-3
_WARMING: Final = 0.1
_LAST_RATE: Final = 0.05
_DECAY: Final = 0.01
_MOMENTA: Final = (0.9, 0.999)
_TINY: Final = 1e-8
#: Shares of the word vectors' and of the gathered signs' components that are left out in each step.
_DROPPED_IN: Final = 0.1
_DROPPED: Final = 0.3
_FAR_BELOW: Final = np.float32(-1e9)
#: Label of an example to which a question does not apply.
NO_LABEL: Final = -1


class Encoding(NamedTuple):
    """A text as numbers: ``features`` of all of it, ``(f,)``, and ``words``, one row for each, ``(t, d)``."""

    features: Floats
    words: Floats


@dataclass(frozen=True)
class Texts:
    """Encoded texts: the vectors of their ``words``, of all texts one after the other, ``(all words, d)``,
    where those of each begin in ``starts``, of length ``n + 1``, and their sentence ``features``, ``(n, f)``.
    """

    words: NDArray[Any]
    starts: Integers
    features: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> Encoding:
        """The one with this number."""
        words = self.words[self.starts[number] : self.starts[number + 1]].astype(np.float32)
        return Encoding(self.features[number], words)

    @property
    def lengths(self) -> Integers:
        """How many words each has."""
        return np.diff(self.starts)

    def some(self, which: Integers) -> Texts:
        """Those with these numbers."""
        lengths = self.lengths[which]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        places = np.repeat(self.starts[which] - starts[:-1], lengths) + np.arange(starts[-1])
        return Texts(self.words[places], starts, self.features[which])

    def batch(self, which: Integers) -> tuple[Floats, Floats]:
        """The words of some, filled up with zeros, ``(b, t, d)``, and which of them count, ``(b, t)``."""
        lengths = self.lengths[which]
        longest = max(int(lengths.max()), 1)
        places = self.starts[which][:, None] + np.arange(longest)
        counts = np.arange(longest) < lengths[:, None]
        words = self.words[np.where(counts, places, 0)].astype(np.float32)
        words *= counts[:, :, None]
        return words, counts.astype(np.float32)


class Attentive:
    """``questions`` by name, each with its labels, answered from the words of a text."""

    def __init__(self, questions: Mapping[str, Sequence[str]], weights: Mapping[str, Floats]) -> None:
        """``weights`` are those that :meth:`fit` learns, by :data:`_NAMES`."""
        self.questions = {name: tuple(labels) for name, labels in questions.items()}
        self._weights = {name: np.ascontiguousarray(w, dtype=np.float32) for name, w in weights.items()}
        ends = np.cumsum([len(labels) for labels in self.questions.values()])
        self._columns = {
            name: slice(int(end) - len(labels), int(end))
            for (name, labels), end in zip(self.questions.items(), ends, strict=True)
        }

    @classmethod
    def fit(
        cls,
        texts: Texts,
        questions: Mapping[str, Sequence[str]],
        answers: Mapping[str, Integers],
        epochs: int,
        weight: Mapping[str, Floats] | None = None,
        seed: int = 0,
    ) -> Attentive:
        """Learn from ``texts``.

        Args:
            texts: what is learnt from.
            questions: the labels of each question.
            answers: by question the number of each text's label, :data:`NO_LABEL` where it has none.
            epochs: how often each text is seen, if they are not very few.
            weight: by question how much each text counts; 1 where it is not given.
            seed: of everything random.
        """
        rng = np.random.Generator(np.random.PCG64(seed))
        reader = cls(questions, _begin(rng, texts, sum(map(len, questions.values()))))
        batches = -(-len(texts) // _BATCH)
        epochs = max(epochs, -(-_FEWEST_STEPS // batches))
        adam = _Adam(reader._weights, epochs * batches)
        for epoch in range(epochs):
            losses = []
            for which in _batches(texts.lengths, rng):
                wanted = {name: labels[which] for name, labels in answers.items()}
                counted = {name: w[which] for name, w in (weight or {}).items()}
                loss, gradient = reader._learn(texts, which, wanted, counted, rng)
                adam.step(gradient)
                losses.append(loss)
            logger.info(
                "Read all %d texts %d of %d times, loss %.3f.", len(texts), epoch + 1, epochs, np.mean(losses)
            )
        return reader

    def probabilities(self, text: Encoding) -> dict[str, Floats]:
        """Of each question, those of its labels."""
        w = self._weights
        words = text.words
        if not len(words):
            words = np.zeros((1, len(w["signs"])), dtype=np.float32)
        signs = np.maximum(words @ w["signs"] + w["bias"], 0.0)
        look = signs @ w["look"]
        look = np.exp(look - look.max(axis=0))
        gathered = (look / look.sum(axis=0)).T @ signs
        seen = np.concatenate([gathered.ravel(), signs.max(axis=0)])
        scores = seen @ w["out"] + text.features @ w["sentence"] * _SENTENCE_SCALE + w["rest"]
        return {name: softmax(scores[columns]) for name, columns in self._columns.items()}

    def _learn(
        self,
        texts: Texts,
        which: Integers,
        wanted: Mapping[str, Integers],
        counted: Mapping[str, Floats],
        rng: np.random.Generator,
    ) -> tuple[float, dict[str, Floats]]:
        """The loss of some texts and its gradient."""
        w = self._weights
        words, counts = texts.batch(which)
        features = texts.features[which]
        b, t, d = words.shape
        # The same components of all words of a text: as good, and far fewer random numbers.
        words *= (rng.random((b, 1, d), dtype=np.float32) >= _DROPPED_IN) / np.float32(1 - _DROPPED_IN)
        flat = words.reshape(b * t, d)
        signs = np.maximum(flat @ w["signs"] + w["bias"], 0.0)
        signs *= counts.reshape(b * t, 1)
        by_text = signs.reshape(b, t, -1)
        look = (signs @ w["look"]).reshape(b, t, -1) + (1.0 - counts)[:, :, None] * _FAR_BELOW
        look = np.exp(look - look.max(axis=1, keepdims=True))
        look /= look.sum(axis=1, keepdims=True)
        gathered = np.matmul(look.transpose(0, 2, 1), by_text)  # (b, attentions, signs)
        most = by_text.max(axis=1)
        seen = np.concatenate([gathered.reshape(b, -1), most], axis=1)
        kept = (rng.random(seen.shape, dtype=np.float32) >= _DROPPED).astype(np.float32) / np.float32(
            1 - _DROPPED
        )
        seen *= kept
        scores = seen @ w["out"] + features @ w["sentence"] * _SENTENCE_SCALE + w["rest"]

        loss = 0.0
        slope = np.zeros_like(scores)
        for name, labels in wanted.items():
            rows = np.flatnonzero(labels != NO_LABEL)
            if not len(rows):
                continue
            right = labels[rows]
            shares = softmax(scores[rows, self._columns[name]])
            each = counted[name][rows] if name in counted else np.ones(len(rows), dtype=np.float32)
            loss -= float((each * np.log(shares[np.arange(len(rows)), right] + 1e-12)).sum()) / b
            shares[np.arange(len(rows)), right] -= 1.0
            slope[rows, self._columns[name]] = shares * each[:, None] / b

        gradient = {
            "out": seen.T @ slope,
            "sentence": features.T @ slope * _SENTENCE_SCALE,
            "rest": slope.sum(axis=0),
        }
        of_seen = (slope @ w["out"].T) * kept
        of_gathered = of_seen[:, : gathered.shape[1] * gathered.shape[2]].reshape(gathered.shape)
        of_signs = np.matmul(look, of_gathered)
        strongest = by_text == most[:, None, :]
        of_signs += strongest * of_seen[:, None, -most.shape[1] :]
        of_look = np.matmul(by_text, of_gathered.transpose(0, 2, 1))
        of_look = look * (of_look - (look * of_look).sum(axis=1, keepdims=True))
        of_look = of_look.reshape(b * t, -1)
        gradient["look"] = signs.T @ of_look
        of_signs = of_signs.reshape(b * t, -1) + of_look @ w["look"].T
        of_signs *= signs > 0
        gradient["signs"] = flat.T @ of_signs
        gradient["bias"] = of_signs.sum(axis=0)
        return loss, gradient

    def save(self, path: Path) -> None:
        """Write a ``.npz`` file of numbers and strings."""
        labels = {f"labels_{name}": np.array(labels) for name, labels in self.questions.items()}
        np.savez(path, questions=np.array(list(self.questions)), **labels, **self._weights)

    @classmethod
    def load(cls, path: Path) -> Attentive:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            names = [str(name) for name in data["questions"]]
            questions = {name: [str(label) for label in data[f"labels_{name}"]] for name in names}
            return cls(questions, {name: data[name] for name in _NAMES})


_NAMES: Final = ("signs", "bias", "look", "out", "sentence", "rest")


class _Adam:
    """Adam with decoupled weight decay, a warm-up and a cosine down to :data:`_LAST_RATE` of the rate."""

    def __init__(self, weights: dict[str, Floats], steps: int) -> None:
        self._weights = weights
        self._steps = max(steps, 1)
        self._means = {name: np.zeros_like(w) for name, w in weights.items()}
        self._squares = {name: np.zeros_like(w) for name, w in weights.items()}
        self._done = 0

    def step(self, gradient: Mapping[str, Floats]) -> None:
        """Change the weights in place."""
        self._done += 1
        rate = self._rate()
        first, second = _MOMENTA
        for name, weights in self._weights.items():
            g, mean, square = gradient[name], self._means[name], self._squares[name]
            mean *= first
            mean += (1 - first) * g
            square *= second
            square += (1 - second) * g * g
            size = np.sqrt(square / (1 - second**self._done)) + _TINY
            weights -= np.float32(rate) * (mean / (1 - first**self._done) / size + _DECAY * weights)

    def _rate(self) -> float:
        warm = max(1, int(_WARMING * self._steps))
        if self._done <= warm:
            return _RATE * self._done / warm
        gone = min(1.0, (self._done - warm) / max(1, self._steps - warm))
        return float(_RATE * (_LAST_RATE + (1 - _LAST_RATE) * 0.5 * (1 + np.cos(np.pi * gone))))


def _begin(rng: np.random.Generator, texts: Texts, labels: int) -> dict[str, Floats]:
    d, f = texts.words.shape[1], texts.features.shape[1]
    seen = _SIGNS * (_ATTENTIONS + 1)

    def normal(shape: tuple[int, int], size: float) -> Floats:
        return np.asarray(rng.standard_normal(shape, dtype=np.float32) * size, dtype=np.float32)

    return {
        "signs": normal((d, _SIGNS), d**-0.5),
        "bias": np.zeros(_SIGNS, dtype=np.float32),
        "look": normal((_SIGNS, _ATTENTIONS), 0.1 * _SIGNS**-0.5),
        "out": normal((seen, labels), 0.3 * seen**-0.5),
        "sentence": np.zeros((f, labels), dtype=np.float32),
        "rest": np.zeros(labels, dtype=np.float32),
    }


def _batches(lengths: Integers, rng: np.random.Generator) -> list[Integers]:
    """Numbers of texts of about the same length, the batches in random order."""
    order = np.argsort(lengths + rng.random(len(lengths)) * 3, kind="stable")
    batches = [order[i : i + _BATCH] for i in range(0, len(order), _BATCH)]
    return [batches[i] for i in rng.permutation(len(batches))]
