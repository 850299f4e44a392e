"""The label of a message, from all of it and from its words.

Readers that err differently: a regression beside the nearest examples, over the features of the whole
(:mod:`.classifier`), and some that look at each word (:mod:`.attentive`). Their mean is right more often than
any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
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
#: How often a reader of words sees each example, and how much of the result they decide. Of a third of the
#: examples, read by what learnt the others, 78.7 % get the right label by one and the whole, 78.0 % by the
#: words alone; with 8 and 12 epochs 77.6 and 78.2 % by both. Where the words decide 0.5 of it, as many.
_EPOCHS: Final = 16
_BY_WORDS: Final = 0.4
#: How many readers of words take part, each from another start: by chance one errs where another doesn't. Of
#: such a third one gets 79.4 % right with the whole, two get 80.0 %; the words alone 78.6 and 79.7 %.
_READERS: Final = 2
_QUESTION: Final = "label"
_FILE_OF_WHOLE: Final = "intents.npz"


def _file_of_words(number: int) -> str:
    """Name of the file of a reader of words."""
    return f"intents_by_words_{number}.npz"


class LabelReader:
    """``labels`` with a probability each for an encoded message."""

    def __init__(self, whole: Classifier, words: Sequence[Attentive]) -> None:
        """All know the same labels in the same order."""
        self.labels = whole.labels
        self._whole = whole
        self._words = tuple(words)

    @classmethod
    def train(cls, texts: Texts, labels: Sequence[str], pool: Executor) -> LabelReader:
        """Learn from ``texts``, each with its label; ``pool`` does the computing."""
        names, index = np.unique(list(labels), return_inverse=True)
        questions = {_QUESTION: [str(name) for name in names]}
        weight = {_QUESTION: balanced(index, _BALANCE)}
        words = [
            pool.submit(learn, texts, questions, {_QUESTION: index}, _EPOCHS, weight, seed)
            for seed in range(_READERS)
        ]
        whole = pool.submit(lambda: Classifier.fit(Rows(texts.features), labels, INTENT_FIT))
        return cls(whole.result(), [reader.result() for reader in words])

    def probabilities(self, encoding: Encoding) -> Floats:
        """Shape ``(len(labels),)``, summing to one."""
        whole = self._whole.probabilities(encoding.features)
        words = sum(reader.probabilities(encoding)[_QUESTION] for reader in self._words) / len(self._words)
        return np.asarray((1 - _BY_WORDS) * whole + _BY_WORDS * words, dtype=np.float32)

    def save(self, directory: Path) -> None:
        """Write a file for the whole, and one for each reader of words, into ``directory``."""
        self._whole.save(directory / _FILE_OF_WHOLE)
        for number, words in enumerate(self._words):
            words.save(directory / _file_of_words(number))

    @classmethod
    def load(cls, directory: Path) -> LabelReader:
        """Read what :meth:`save` wrote."""
        words = [Attentive.load(directory / _file_of_words(number)) for number in range(_READERS)]
        return cls(Classifier.load(directory / _FILE_OF_WHOLE), words)
