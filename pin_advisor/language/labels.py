"""The label of a message, from all of it and from its words.

Two readers that err differently: a regression beside the nearest examples, over the features of the whole
(:mod:`.classifier`), and one that looks at each word (:mod:`.attentive`). Their mean is right more often than
either.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from pin_advisor.language.attention_learning import learn
from pin_advisor.language.attentive import Attentive
from pin_advisor.language.classifier import Classifier, Fit, Rows, balanced
from pin_advisor.language.encodings import Encoding, Floats, Texts

#: ``inform`` has a hundred times the examples of a rare topic; half-way to equal weight is best for both
#: (3-fold: topics 60 -> 67 %).
_BALANCE: Final = 0.5
INTENT_FIT: Final = Fit(penalty=0.2, balance=_BALANCE, neighbours=0.3)
#: How often the reader of words sees each example, and how much of the result it decides. Of a third of the
#: examples, read by what learnt the others, 78.7 % get the right label by both and 78.0 % by the words alone;
#: with 8 and 12 epochs 77.6 and 78.2 % by both. Where the words decide 0.5 of it, as many.
_EPOCHS: Final = 16
_BY_WORDS: Final = 0.4
_QUESTION: Final = "label"
_FILES: Final = ("intents.npz", "intents_by_words.npz")


class LabelReader:
    """``labels`` with a probability each for an encoded message."""

    def __init__(self, whole: Classifier, words: Attentive) -> None:
        """Both know the same labels in the same order."""
        self.labels = whole.labels
        self._whole = whole
        self._words = words

    @classmethod
    def train(cls, texts: Texts, labels: Sequence[str]) -> LabelReader:
        """Learn from ``texts``, each with its label."""
        names, index = np.unique(list(labels), return_inverse=True)
        words = learn(
            texts,
            {_QUESTION: [str(name) for name in names]},
            {_QUESTION: index},
            _EPOCHS,
            {_QUESTION: balanced(index, _BALANCE)},
        )
        return cls(Classifier.fit(Rows(texts.features), labels, INTENT_FIT), words)

    def probabilities(self, encoding: Encoding) -> Floats:
        """Shape ``(len(labels),)``, summing to one."""
        whole = self._whole.probabilities(encoding.features)
        words = self._words.probabilities(encoding)[_QUESTION]
        return np.asarray((1 - _BY_WORDS) * whole + _BY_WORDS * words, dtype=np.float32)

    def save(self, directory: Path) -> None:
        """Write two files into ``directory``."""
        whole, words = _FILES
        self._whole.save(directory / whole)
        self._words.save(directory / words)

    @classmethod
    def load(cls, directory: Path) -> LabelReader:
        """Read what :meth:`save` wrote."""
        whole, words = _FILES
        return cls(Classifier.load(directory / whole), Attentive.load(directory / words))
