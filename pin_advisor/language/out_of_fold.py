"""Scores of the training lines from classifiers that have not learnt them.

Each third of the training data is read by classifiers fitted on the other two, exactly as
:class:`PinUnderstanding` fits its own. On lines that it has learnt a classifier is far surer than on
what a visitor types, so no threshold could be read off those.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.nlu.training_data.loading import load_data
from spacy.tokens import Doc

from pin_advisor.catalog import catalog_directory, load
from pin_advisor.language import wording
from pin_advisor.language.build import utterances
from pin_advisor.language.calibration import Folds, Scores, grouped_folds, stratified_folds
from pin_advisor.language.encoder import Encoder, EncodingStore
from pin_advisor.language.encodings import Texts
from pin_advisor.language.examples import Examples
from pin_advisor.language.labels import LabelReader
from pin_advisor.language.meaning import ASK, OUT_OF_SCOPE, intent_of, label_of
from pin_advisor.language.needs import NOTHING, LabelledClause, NeedReader
from pin_advisor.language.pipeline import build
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.text import clean
from pin_advisor.paths import MODELS, PROJECT
from pin_advisor.vocabulary import VALUES
from pin_advisor.weights import NETWORK, check_encoder, encoder_path

Progress = Callable[[str], None]
#: How a line puts a question: in its form, without it but naming a pin type, or neither.
Manner = Literal["form", "named", "plain"]

_FOLDS: Final = 3
_SEED: Final = 1
#: Clauses in a row that stay together: those of ten messages or so.
_TOGETHER: Final = 40


@dataclass(frozen=True)
class Line:
    """An utterance as it will be encoded, with its label and what its words alone decide.

    ``elsewhere``: a phrase in it shows that no lapel pins are meant ("tooth enamel").
    """

    text: str
    label: str
    manner: Manner
    elsewhere: bool

    @property
    def intent(self) -> str:
        """The label without its topic."""
        return intent_of(self.label)


class TrainingLines:
    """All that the product learns from, and the sets to compare it with."""

    def __init__(self, progress: Progress) -> None:
        """Read the training data and the catalog.

        Raises:
            WeightsError: the sentence encoder is missing or altered.
            CatalogError: the catalog can't be read.
        """
        self._progress = progress
        self._pool = ThreadPoolExecutor(1)  # whose products take all processors
        digest = check_encoder()[NETWORK]
        self._encoder = Encoder(encoder_path().parent)
        # Never saved: what training remembers is its own affair.
        self._store = EncodingStore(MODELS / "vectors", self._encoder, digest[:16])
        progress("Reading the training data.")
        catalog, data = load(catalog_directory()), PROJECT / "data"
        # Made afresh, since the pipeline on disk may be that of older data.
        self._model = SpacyModel(build(catalog, utterances(data / "nlu"), data / "language"), "pin_advisor")
        examples = Examples(load_data(str(data / "nlu")), self._model)
        docs, labels = examples.with_questions_of(catalog)
        self.lines = [_line(doc, label) for doc, label in zip(docs, labels, strict=True)]
        self.clauses: list[LabelledClause] = list(examples.clauses())
        self._texts: Texts | None = None

    def line_scores(self) -> Scores:
        """Of the labels of :attr:`lines`."""
        labels = [line.label for line in self.lines]
        return out_of_fold(
            self._line_texts(),
            labels,
            stratified_folds(labels, _FOLDS, _SEED),
            pool=self._pool,
            progress=self._progress,
        )

    def message_scores(self, messages: Sequence[Line]) -> Scores:
        """Of the same labels for ``messages`` that are not learnt, from all :attr:`lines`."""
        self._progress(f"All lines, for {len(messages)} messages that are not learnt: intents.")
        reader = LabelReader.train(self._line_texts(), [line.label for line in self.lines], self._pool)
        scores = [reader.probabilities(self._encoder.encode(message.text)) for message in messages]
        return Scores(reader.labels, np.stack(scores))

    def need_scores(self) -> dict[str, Scores]:
        """By need, of the values that :attr:`clauses` state, and of saying nothing."""
        self._texts = None  # those of the lines are no longer needed
        texts = self._encoded([clause.text for clause in self.clauses])
        folds = grouped_folds(len(self.clauses), _TOGETHER, _FOLDS, _SEED)
        needs = [need for need in VALUES if any(need in c.needs for c in self.clauses)]
        labels = {need: tuple(sorted(set(self.said(need)))) for need in needs}
        found = {need: Scores(k, np.zeros((len(texts), len(k)), np.float32)) for need, k in labels.items()}
        for fold in range(_FOLDS):  # one after the other: the rows of one take hundreds of MB
            self._progress(f"Fold {fold + 1} of {_FOLDS}: needs.")
            learnt = np.flatnonzero(folds != fold)
            reader = NeedReader.train(
                [self.clauses[i] for i in learnt], texts.some(learnt), self._encoder, self._pool
            )
            for i in np.flatnonzero(folds == fold):
                for need, odds in reader.odds(texts[i]).items():
                    found[need].probabilities[i] = [odds.get(label, 0.0) for label in labels[need]]
        return found

    def said(self, need: str) -> list[str]:
        """What each of :attr:`clauses` says of ``need``."""
        return [clause.needs.get(need, NOTHING) for clause in self.clauses]

    def messages(self, path: Path) -> list[Line]:
        """The questions that stand by themselves, and what is out of scope, of a set of messages."""
        found = []
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            single = row["intent"] == ASK and "questions" not in row and not row.get("previous")
            if single or row["intent"] == OUT_OF_SCOPE:
                label = label_of(ASK, row["topics"][0]) if single else OUT_OF_SCOPE
                found.append(_line(self._model.model(clean(row["text"])), label))
        return found

    def _line_texts(self) -> Texts:
        if self._texts is None:
            self._texts = self._encoded([line.text for line in self.lines])
        return self._texts

    def _encoded(self, texts: Sequence[str]) -> Texts:
        self._progress(f"Encoding {len(texts):,} texts, those aside that training remembers.")
        return self._store.read(texts)


def out_of_fold(
    texts: Texts, labels: Sequence[str], folds: Folds, *, pool: Executor, progress: Progress
) -> Scores:
    """Scores of every text from readers trained on the texts of all other folds.

    Args:
        texts: the lines.
        labels: the lines' labels.
        folds: the fold of each line.
        pool: does the computing.
        progress: is told what comes next.
    """
    known = tuple(sorted(set(labels)))
    scores = Scores(known, np.zeros((len(texts), len(known)), dtype=np.float32))
    numbers = np.unique(folds)
    for n, fold in enumerate(numbers, 1):  # one after the other: the rows of one take hundreds of MB
        progress(f"Fold {n} of {len(numbers)}: intents.")
        learnt = np.flatnonzero(folds != fold)
        reader = LabelReader.train(texts.some(learnt), [labels[i] for i in learnt], pool)
        columns = np.array([known.index(label) for label in reader.labels])
        for i in np.flatnonzero(folds == fold):
            scores.probabilities[i, columns] = reader.probabilities(texts[i])
    return scores


def _line(doc: Doc, label: str) -> Line:
    text = meant(doc)
    manner: Manner = "named" if doc._.pin_types else "plain"
    if wording.ends_as_question(text) or wording.starts_as_question(text):
        manner = "form"
    return Line(text, label, manner, wording.means_other_pins(doc[:]))
