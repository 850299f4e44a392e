"""A classifier that reads the words of a text one by one and knows which of them decide.

A sentence embedding is the mean over all words, in which the few that tell what pins are for ("our lads who
pulled sixty people out of the flood") weigh no more than the rest. Here each word is looked at by itself: a
layer of rectified units turns its vector into signs of this and that, several learnt attentions say where to
look, and what they see, together with the strongest of each sign and the sentence embedding, decides.

One reader may decide several questions, each with labels of its own, from the same signs.
:mod:`pin_advisor.language.attention_learning` makes the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from pin_advisor.language.classifier import softmax
from pin_advisor.language.encodings import Encoding, Floats

#: Weight of the sentence embedding, whose numbers are small beside those of the signs.
SENTENCE_SCALE: Final = np.float32(8.0)
#: The weights: for words of ``d`` numbers ``signs``, ``(d, s)``, with their ``bias``, ``(s,)``, and ``look``,
#: ``(s, a)``; for the labels of all questions ``out``, ``((a + 1) * s, l)``, for the sentence embedding
#: ``sentence``, ``(f, l)``, and ``rest``, ``(l,)``.
WEIGHTS: Final = ("signs", "bias", "look", "out", "sentence", "rest")


class Attentive:
    """``questions`` by name, each with its labels, answered from the words of a text."""

    def __init__(self, questions: Mapping[str, Sequence[str]], weights: Mapping[str, Floats]) -> None:
        """``weights`` are those of :data:`WEIGHTS`."""
        self.questions = {name: tuple(labels) for name, labels in questions.items()}
        self.weights = {name: np.ascontiguousarray(w, dtype=np.float32) for name, w in weights.items()}
        self.columns = columns_of(self.questions)
        self._starts = [columns.start for columns in self.columns.values()]
        self._lengths = [len(labels) for labels in self.questions.values()]

    def probabilities(self, text: Encoding) -> dict[str, Floats]:
        """Of each question, those of its labels."""
        told = self.side_by_side(text)
        return {name: told[columns] for name, columns in self.columns.items()}

    def side_by_side(self, text: Encoding) -> Floats:
        """The same in one row, the labels of each question in its :attr:`columns`."""
        w = self.weights
        words = text.words
        if not len(words):
            words = np.zeros((1, len(w["signs"])), dtype=np.float32)
        signs = np.maximum(words @ w["signs"] + w["bias"], 0.0)
        look = softmax((signs @ w["look"]).T)
        seen = np.concatenate([(look @ signs).ravel(), signs.max(axis=0)])
        scores = seen @ w["out"] + text.features @ w["sentence"] * SENTENCE_SCALE + w["rest"]
        exponentials = np.exp(scores - np.repeat(np.maximum.reduceat(scores, self._starts), self._lengths))
        sums = np.repeat(np.add.reduceat(exponentials, self._starts), self._lengths)
        return np.asarray(exponentials / sums, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write a ``.npz`` file of numbers and strings."""
        labels = {f"labels_{name}": np.array(labels) for name, labels in self.questions.items()}
        np.savez(path, questions=np.array(list(self.questions)), **labels, **self.weights)

    @classmethod
    def load(cls, path: Path) -> Attentive:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            names = [str(name) for name in data["questions"]]
            questions = {name: [str(label) for label in data[f"labels_{name}"]] for name in names}
            return cls(questions, {name: data[name] for name in WEIGHTS})


def columns_of(questions: Mapping[str, Sequence[str]]) -> dict[str, slice]:
    """Where the labels of each question lie in a row of scores."""
    ends = np.cumsum([len(labels) for labels in questions.values()])
    return {
        name: slice(int(end) - len(labels), int(end))
        for (name, labels), end in zip(questions.items(), ends, strict=True)
    }
