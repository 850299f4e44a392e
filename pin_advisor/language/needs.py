"""Needs from clauses: one classifier per need, beside cues and parsed amounts.

Each clause of a message is read for each need. The classifiers have a class for "nothing said";
when the bot has just asked for the need, that class counts a tenth (in a trial, worth 6 to 17
points). Cues multiply the odds of their value; what is denied does not count; of two contradicting
clauses the one after a correction holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Optional

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from pin_advisor.language.classifier import Classifier, Floats, Rows
from pin_advisor.language.encoder import Encoder, VectorStore
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.vocabulary import VALUES

NOTHING: Final = "nothing"
#: Factor on the probability of "nothing said" for the need that was asked for.
ASKED_NULL_FACTOR: Final = 0.1
_SURE_CUE: Final = 60.0
_LIKELY_CUE: Final = 10.0
#: The same when the need was asked for: "flat" is then hardly meant otherwise.
_LIKELY_CUE_ASKED: Final = 30.0
#: Words beside an amount that make it no more than an amount.
_FEW_WORDS: Final = 3
_REMEMBERED: Final = 512
#: Days up to which a time of use means low, and medium, durability.
_LOW_DAYS: Final = 45.0
_MEDIUM_DAYS: Final = 1100.0
#: 0.1, 0.3, 1 and 3 read 71, 73, 76 and 77 % of asked needs right in 3-fold trials, and the higher the less
#: sure of plain statements.
_PENALTY: Final = 1.5
#: "Nothing said" is by far the commonest label; rarer ones count somewhat more.
_BALANCE: Final = 0.5


@dataclass(frozen=True)
class Reading:
    """A value of a need, how sure it is (0 to 1), and the characters it was read from."""

    need: str
    value: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True)
class LabelledClause:
    """A training clause; ``needs`` maps a need to its value, all others are unsaid in it."""

    text: str
    needs: Mapping[str, str]


class NeedReader:
    """Reads all needs with a closed list of values from the clauses of a message."""

    def __init__(self, encoder: Encoder, classifiers: Mapping[str, Classifier]) -> None:
        self._encoder = encoder
        self._classifiers = dict(classifiers)
        self._memory: dict[str, dict[str, Floats]] = {}

    @classmethod
    def train(cls, clauses: Sequence[LabelledClause], store: VectorStore, encoder: Encoder) -> NeedReader:
        """Learn from ``clauses``, whose features ``store`` gives; ``encoder`` is for those to be read."""
        rows = Rows(store.rows([c.text for c in clauses]))
        classifiers = {
            need: Classifier.fit(
                rows, [c.needs.get(need, NOTHING) for c in clauses], penalty=_PENALTY, balance=_BALANCE
            )
            for need in VALUES
            if any(need in c.needs for c in clauses)
        }
        return cls(encoder, classifiers)

    def save(self, directory: Path) -> None:
        """Write one file per need into ``directory``."""
        for need, classifier in self._classifiers.items():
            classifier.save(directory / f"need_{need}.npz")

    @classmethod
    def load(cls, directory: Path, encoder: Encoder) -> NeedReader:
        """Read what :meth:`save` wrote."""
        classifiers = {
            path.stem.removeprefix("need_"): Classifier.load(path)
            for path in sorted(directory.glob("need_*.npz"))
        }
        return cls(encoder, classifiers)

    def read(
        self, clauses: Sequence[Span], asked: Optional[str] = None, insist: bool = False
    ) -> dict[str, Reading]:
        """The best reading of every need for which some clause says something.

        ``asked`` is the need that the bot has just asked for; with ``insist`` it is read even from
        words that seem to say nothing about it.
        """
        if not clauses:
            return {}
        doc = clauses[0].doc
        pieces = list(_pieces(clauses))
        pieces = [p for p in pieces if not _only_counts(p)]
        if not pieces:
            return {}
        best: dict[str, Reading] = {}
        for piece in pieces:
            for need, probabilities in self._probabilities(meant(piece)).items():
                null = 1.0 if need != asked else 0.0 if insist else ASKED_NULL_FACTOR
                found = self._best(need, self._classifiers[need], probabilities, piece, null)
                if found is not None and _replaces(found, best.get(need), doc):
                    best[need] = found
        return best

    def _probabilities(self, text: str) -> dict[str, Floats]:
        """Of every need's values; the latest texts are remembered, since a message is read more than once."""
        known = self._memory.get(text)
        if known is None:
            if len(self._memory) >= _REMEMBERED:
                self._memory.clear()
            features = self._encoder(text)
            known = {need: c.probabilities(features) for need, c in self._classifiers.items()}
            self._memory[text] = known
        return known

    def _best(
        self, need: str, classifier: Classifier, probabilities: NDArray[np.float32], piece: Span, null: float
    ) -> Optional[Reading]:
        odds = dict(zip(classifier.labels, probabilities.tolist(), strict=True))
        odds[NOTHING] = odds.get(NOTHING, 0.0) * null
        asked = null < 1.0
        for value, factor in _cue_factors(need, piece, asked):
            if value in odds:
                odds[value] = max(odds[value], 0.04) * factor
        if need == "durability":
            for value in _lasting(piece):
                odds[value] = max(odds[value], 0.05) * 8.0 if asked else odds[value] * 2.0
        total = sum(odds.values())
        value = max(odds, key=odds.__getitem__)
        if value == NOTHING:
            return None
        return Reading(need, value, odds[value] / total, piece.start_char, piece.end_char)


def _pieces(clauses: Sequence[Span]) -> Iterable[Span]:
    """Every clause, and every whole sentence that has several of them."""
    yield from clauses
    for sentence in clauses[0].doc._.sentences:
        inside = [c for c in clauses if sentence.start <= c.start and c.end <= sentence.end]
        if len(inside) > 1:
            yield clauses[0].doc[inside[0].start : inside[-1].end]


def _only_counts(piece: Span) -> bool:
    """Whether a piece is hardly more than an amount ("3 dollars each"), which states no other need."""
    amounts = piece.doc._.amounts
    counted = [(m.start, m.end) for m in (*amounts.money, *amounts.quantities)]
    words = [t for t in piece if t.is_alpha and not any(s <= t.idx < e for s, e in counted)]
    inside = any(s < piece.end_char and piece.start_char < e for s, e in counted)
    return inside and len(words) <= _FEW_WORDS


def _cue_factors(need: str, piece: Span, asked: bool) -> Iterable[tuple[str, float]]:
    denied = piece.doc._.denied
    for cue_need, value, sure, span in piece.doc._.cues:
        if cue_need != need or span.start < piece.start or span.end > piece.end:
            continue
        factor = _SURE_CUE if sure else _LIKELY_CUE_ASKED if asked else _LIKELY_CUE
        if span.start in denied:
            if need == "dimensionality":
                yield ("3d" if value == "2d" else "2d"), factor / 2
            yield value, 1 / factor
        else:
            yield value, factor


def _lasting(piece: Span) -> Iterable[str]:
    for duration in piece.doc._.amounts.durations:
        if piece.start_char <= duration.start and duration.end <= piece.end_char:
            yield (
                "low" if duration.days <= _LOW_DAYS else "medium" if duration.days <= _MEDIUM_DAYS else "high"
            )


def _replaces(new: Reading, old: Optional[Reading], doc: Doc) -> bool:
    if old is None or new.value == old.value:
        return old is None or new.confidence > old.confidence
    if (
        new.confidence > 0.5
        and new.start >= old.end
        and any(old.end <= doc[i].idx < new.end for i in doc._.corrections)
    ):
        return True
    return new.confidence > old.confidence
