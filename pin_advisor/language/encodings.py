"""Texts as numbers: of one text, and of all that is learnt from, in as little room as may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

#: The largest number that a byte holds, and the smallest that is divided by.
_LARGEST: Final = 127
_TINY: Final = 1e-9


class Encoding(NamedTuple):
    """A text as numbers: ``features`` of all of it, ``(f,)``, and ``words``, one row for each, ``(t, d)``."""

    features: Floats
    words: Floats


class Compact(NamedTuple):
    """An :class:`Encoding` in a fifth of its room: the words, ``(t, d)``, are whole numbers of ``step``."""

    features: NDArray[np.float16]
    words: NDArray[np.int8]
    step: np.float32

    @classmethod
    def of(cls, encoding: Encoding) -> Compact:
        """It in less room."""
        step = np.float32(np.abs(encoding.words).max(initial=_TINY) / _LARGEST)
        return cls(encoding.features.astype(np.float16), np.rint(encoding.words / step).astype(np.int8), step)


@dataclass(frozen=True)
class Texts:
    """Encoded texts: the ``words`` of all, one after the other, ``(all words, d)``, those of each as whole
    numbers of its ``steps``, ``(n,)``, and beginning in ``starts``, ``(n + 1,)``; and the sentence
    ``features``, ``(n, f)``.
    """

    words: NDArray[np.int8]
    steps: Floats
    starts: Integers
    features: Floats

    @classmethod
    def of(cls, encodings: Sequence[Compact]) -> Texts:
        """``encodings``, in their order."""
        return cls(
            np.concatenate([e.words for e in encodings]),
            np.array([e.step for e in encodings], dtype=np.float32),
            np.concatenate([[0], np.cumsum([len(e.words) for e in encodings])]).astype(np.int64),
            np.stack([e.features for e in encodings]).astype(np.float32),
        )

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> Encoding:
        """The one with this number."""
        words = self.words[self.starts[number] : self.starts[number + 1]]
        return Encoding(self.features[number], words * self.steps[number])

    @property
    def lengths(self) -> Integers:
        """How many words each has."""
        return np.diff(self.starts)

    def some(self, which: Integers) -> Texts:
        """Those with these numbers."""
        lengths = self.lengths[which]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        places = np.repeat(self.starts[which] - starts[:-1], lengths) + np.arange(starts[-1])
        return Texts(self.words[places], self.steps[which], starts, self.features[which])
