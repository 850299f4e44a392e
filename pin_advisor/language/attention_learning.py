"""How an :class:`~pin_advisor.language.attentive.Attentive` reader learns.

Stochastic gradient descent with Adam in plain matrix products; given the same texts in the same order it
comes to the same weights, bit for bit. Every array of the size of a batch of words is used again for the
next: to fetch fresh memory for each took longer than to compute with it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from pin_advisor.language.attentive import SENTENCE_SCALE, Attentive, columns_of
from pin_advisor.language.classifier import softmax
from pin_advisor.language.encodings import Floats, Integers, Texts

logger = logging.getLogger(__name__)

#: Signs that are looked for in each word, and attentions that gather them.
_SIGNS: Final = 256
_ATTENTIONS: Final = 4
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


def learn(
    texts: Texts,
    questions: Mapping[str, Sequence[str]],
    answers: Mapping[str, Integers],
    epochs: int,
    weight: Mapping[str, Floats] | None = None,
    seed: int = 0,
) -> Attentive:
    """A reader that has learnt from ``texts``.

    Args:
        texts: what is learnt from.
        questions: the labels of each question.
        answers: by question the number of each text's label, :data:`NO_LABEL` where it has none.
        epochs: how often each text is seen, if they are not very few.
        weight: by question how much each text counts; 1 where it is not given.
        seed: of everything random.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    labels = sum(map(len, questions.values()))
    learner = Learner(texts, questions, begin(rng, texts, labels), rng)
    batches = -(-len(texts) // _BATCH)
    epochs = max(epochs, -(-_FEWEST_STEPS // batches))
    adam = _Adam(learner.weights, epochs * batches)
    for epoch in range(epochs):
        losses = []
        for which in _batches(texts.lengths, rng):
            wanted = {name: of_all[which] for name, of_all in answers.items()}
            counted = {name: w[which] for name, w in (weight or {}).items()}
            loss, gradient = learner.slopes(which, wanted, counted)
            adam.step(gradient)
            losses.append(loss)
        logger.info(
            "Read all %d texts %d of %d times, loss %.3f.", len(texts), epoch + 1, epochs, np.mean(losses)
        )
    return Attentive(questions, learner.weights)


def begin(rng: np.random.Generator, texts: Texts, labels: int) -> dict[str, Floats]:
    """The weights to begin with, for so many ``labels`` of all questions."""
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


class Learner:
    """Tells the loss of ``weights`` for some of ``texts``, and how it changes with them."""

    def __init__(
        self,
        texts: Texts,
        questions: Mapping[str, Sequence[str]],
        weights: dict[str, Floats],
        rng: np.random.Generator,
    ) -> None:
        """``rng`` says what is left out; ``weights`` may be changed in place between two calls."""
        self.weights = weights
        self._texts = texts
        self._columns = columns_of(questions)
        self._rng = rng
        self._rooms: dict[str, NDArray[Any]] = {}

    def slopes(
        self, which: Integers, wanted: Mapping[str, Integers], counted: Mapping[str, Floats]
    ) -> tuple[float, dict[str, Floats]]:
        """The loss of the texts with these numbers, and its gradient.

        Args:
            which: the numbers of the texts.
            wanted: by question the number of each one's label.
            counted: by question how much each counts.
        """
        w = self.weights
        flat, absent = self._words(which)
        (b, t), signed = absent.shape, (*absent.shape, len(w["bias"]))
        left_in = self._kept((flat.shape[1],), _DROPPED_IN)  # the same components of all words
        signs = self._room("signs", (b * t, signed[2]))
        np.matmul(flat, w["signs"] * left_in[:, None], out=signs)
        signs += w["bias"]
        np.maximum(signs, 0.0, out=signs)
        by_text = signs.reshape(signed)
        by_text[absent] = 0.0

        look = (signs @ w["look"]).reshape(b, t, -1)
        look[absent] = _FAR_BELOW
        look -= look.max(axis=1, keepdims=True)
        np.exp(look, out=look)
        look /= look.sum(axis=1, keepdims=True)
        attentions = look.shape[2]
        seen = np.empty((b, attentions + 1, signed[2]), dtype=np.float32)
        np.matmul(look.transpose(0, 2, 1), by_text, out=seen[:, :attentions])
        most = by_text.max(axis=1)
        seen[:, attentions] = most
        kept = self._kept((b, seen[0].size), _DROPPED)
        gathered = seen.reshape(b, -1)
        gathered *= kept
        features = self._texts.features[which]
        scores = gathered @ w["out"] + features @ w["sentence"] * SENTENCE_SCALE + w["rest"]

        loss, slope = self._loss(scores, wanted, counted)
        gradient = {
            "out": gathered.T @ slope,
            "sentence": features.T @ slope * SENTENCE_SCALE,
            "rest": slope.sum(axis=0),
        }
        of_seen = (slope @ w["out"].T * kept).reshape(seen.shape)
        of_look = np.matmul(by_text, of_seen[:, :attentions].transpose(0, 2, 1))
        of_look -= (look * of_look).sum(axis=1, keepdims=True)
        of_look *= look
        gradient["look"] = signs.T @ of_look.reshape(b * t, -1)
        # What the attentions saw of each sign, and how far it moved them, in one product.
        ways = np.concatenate(
            [of_seen[:, :attentions], np.broadcast_to(w["look"].T, (b, *w["look"].T.shape))], 1
        )
        of_signs = np.matmul(
            np.concatenate([look, of_look], axis=2), ways, out=self._room("of_signs", signed)
        )
        those = np.equal(by_text, most[:, None, :], out=self._room("those", signed, bool))
        of_signs += np.multiply(those, of_seen[:, attentions, None], out=self._room("of_most", signed))
        of_signs *= np.greater(by_text, 0.0, out=those)
        below = of_signs.reshape(signs.shape)
        gradient["signs"] = flat.T @ below * left_in[:, None]
        gradient["bias"] = below.sum(axis=0)
        return loss, gradient

    def _words(self, which: Integers) -> tuple[Floats, NDArray[np.bool_]]:
        """The words of some texts, ``(b * t, d)``, those of shorter ones filled up with zeros, and which of
        them are such, ``(b, t)``.
        """
        texts = self._texts
        lengths = texts.starts[which + 1] - texts.starts[which]
        places = np.arange(max(int(lengths.max()), 1))
        absent = places >= lengths[:, None]
        places = np.where(absent, 0, texts.starts[which][:, None] + places)
        steps = np.where(absent, np.float32(0.0), texts.steps[which][:, None])
        shape = (places.size, texts.words.shape[1])
        whole = np.take(
            texts.words, places.ravel(), axis=0, out=self._room("whole", shape, np.int8), mode="clip"
        )
        return np.multiply(whole, steps.reshape(-1, 1), out=self._room("words", shape)), absent

    def _kept(self, shape: tuple[int, ...], dropped: float) -> Floats:
        """What to multiply with, so that a share is left out and the rest counts for all."""
        share = np.float32(1.0 / (1.0 - dropped))
        return np.asarray((self._rng.random(shape, dtype=np.float32) >= dropped) * share, dtype=np.float32)

    def _loss(
        self, scores: Floats, wanted: Mapping[str, Integers], counted: Mapping[str, Floats]
    ) -> tuple[float, Floats]:
        loss = 0.0
        slope = np.zeros_like(scores)
        for name, labels in wanted.items():
            rows = np.flatnonzero(labels != NO_LABEL)
            right = (np.arange(len(rows)), labels[rows])
            shares = softmax(scores[rows, self._columns[name]])
            each = counted[name][rows] if name in counted else np.ones(len(rows), dtype=np.float32)
            loss -= float((each * np.log(shares[right] + 1e-12)).sum()) / len(scores)
            shares[right] -= 1.0
            slope[rows, self._columns[name]] = shares * each[:, None] / len(scores)
        return loss, slope

    def _room(self, name: str, shape: tuple[int, ...], dtype: DTypeLike = np.float32) -> NDArray[Any]:
        """An array of ``shape`` with anything in it, in the memory that had this ``name`` before."""
        size = int(np.prod(shape))
        if name not in self._rooms or self._rooms[name].size < size:
            self._rooms[name] = np.empty(size, dtype=dtype)
        return self._rooms[name][:size].reshape(shape)


class _Adam:
    """Adam with decoupled weight decay, a warm-up and a cosine down to :data:`_LAST_RATE` of the rate."""

    def __init__(self, weights: dict[str, Floats], steps: int) -> None:
        self._weights = weights
        self._steps = max(steps, 1)
        self._means = {name: np.zeros_like(w) for name, w in weights.items()}
        self._squares = {name: np.zeros_like(w) for name, w in weights.items()}
        self._rooms = {name: np.empty_like(w) for name, w in weights.items()}
        self._done = 0

    def step(self, gradient: Mapping[str, Floats]) -> None:
        """Change the weights in place."""
        self._done += 1
        rate = self._rate()
        first, second = _MOMENTA
        spread = (1 - second**self._done) ** 0.5  # both means begin at zero, which this makes up for
        for name, weights in self._weights.items():
            g, mean, square, room = gradient[name], self._means[name], self._squares[name], self._rooms[name]
            mean *= first
            mean += np.multiply(g, 1 - first, out=room)
            square *= second
            np.multiply(g, g, out=room)
            square += np.multiply(room, 1 - second, out=room)
            np.sqrt(square, out=room)
            room += _TINY * spread
            np.divide(mean, room, out=room)
            room *= rate * spread / (1 - first**self._done)
            weights *= 1 - rate * _DECAY
            weights -= room

    def _rate(self) -> float:
        warm = max(1, int(_WARMING * self._steps))
        if self._done <= warm:
            return _RATE * self._done / warm
        gone = min(1.0, (self._done - warm) / max(1, self._steps - warm))
        return float(_RATE * (_LAST_RATE + (1 - _LAST_RATE) * 0.5 * (1 + np.cos(np.pi * gone))))


def _batches(lengths: Integers, rng: np.random.Generator) -> list[Integers]:
    """Numbers of texts of about the same length, the batches in random order."""
    order = np.argsort(lengths + rng.random(len(lengths)) * 3, kind="stable")
    batches = [order[i : i + _BATCH] for i in range(0, len(order), _BATCH)]
    return [batches[i] for i in rng.permutation(len(batches))]
