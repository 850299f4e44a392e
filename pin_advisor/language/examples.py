"""What the training examples teach: a label for each, and clauses with the needs they state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from zlib import crc32

from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.tokens import Doc

from pin_advisor.catalog.models import Catalog
from pin_advisor.language import wording
from pin_advisor.language.meaning import ABOUT_A_FORM, ASK, INFORM, label_of
from pin_advisor.language.needs import LabelledClause
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.text import clean, plain
from pin_advisor.vocabulary import VALUES

#: Metadata key of an ``ask`` intent block that names its topic.
TOPIC: Final = "topic"
#: Metadata key of an ``inform`` intent block whose examples are words that the bot itself offers to be said.
CHOICE: Final = "choice"
#: Every how manyth example of another intent teaches the need readers that nothing is stated; those of
#: intents with which a question for a need is not answered all do.
_NULL_STRIDE: Final = 8
#: Of the clauses of needs' own examples that state nothing, one of so many is learnt, and stands for all.
_NULL_CLAUSE_STRIDE: Final = 2
#: Intents that may well state a need, if only an imagined one, and mark none.
_UNMARKED: Final = frozenset({"what_if", "what_would_change", "explain_why_not"})


class Examples:
    """The training examples that carry a label, as the classifiers learn them."""

    def __init__(self, data: TrainingData, model: SpacyModel) -> None:
        """Parse what Rasa's own ``SpacyNLP`` has not parsed yet.

        Raises:
            ValueError: a question has no topic.
        """
        self._model = model
        self._examples = [e for e in data.nlu_examples if e.get(INTENT) and e.get(TEXT)]
        self.labels = [_label(e) for e in self._examples]
        self.docs = [self._doc(e) for e in self._examples]

    def with_questions_of(self, catalog: Catalog) -> tuple[list[Doc], list[str]]:
        """Every example and its label, and the catalog's own questions: they are offered as suggestions."""
        topics = catalog.topics
        return (
            [*self.docs, *(self._model.model(t.question) for t in topics)],
            [*self.labels, *(label_of(ASK, t.id) for t in topics)],
        )

    def clauses(self) -> Iterator[LabelledClause]:
        """What the need readers learn from.

        Every annotated span with its need; every clause, and every sentence of several clauses, with all the
        needs that are said in it, as they will be read; a share of other intents with none.
        """
        for i, (example, doc) in enumerate(zip(self._examples, self.docs, strict=True)):
            intent = example.get(INTENT)
            if intent == INFORM:
                yield from _stating(example, doc)
            elif intent in ABOUT_A_FORM or (i % _NULL_STRIDE == 0 and intent not in _UNMARKED):
                yield LabelledClause(meant(doc), {})

    def choices(self) -> dict[str, dict[str, str]]:
        """What the bot offers to be said, by :func:`~pin_advisor.language.text.plain`, with its needs."""
        return {
            plain(clean(example.get(TEXT))): {
                e["entity"]: str(e["value"]) for e in example.get(ENTITIES) or () if e["entity"] in VALUES
            }
            for example in self._examples
            if _metadata(example).get(CHOICE)
        }

    def _doc(self, example: Message) -> Doc:
        doc = example.get(SPACY_DOCS[TEXT])
        return doc if doc is not None else self._model.model(clean(example.get(TEXT)))


def _stating(example: Message, doc: Doc) -> Iterable[LabelledClause]:
    spans = [
        (e["start"], e["end"], e["entity"], str(e["value"]))
        for e in example.get(ENTITIES) or ()
        if e["entity"] in VALUES
    ]
    texts: dict[str, dict[str, str]] = {}
    for start, end, need, value in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            texts.setdefault(meant(span), {})[need] = value
    sentences = [s for s in doc._.sentences if sum(wording.inside(c, s) for c in doc._.clauses) > 1]
    for piece in (*doc._.clauses, *sentences):
        said = {
            need: value
            for start, end, need, value in spans
            if 2 * (min(end, piece.end_char) - max(start, piece.start_char)) > end - start
        }
        texts.setdefault(meant(piece), {}).update(said)
    for text, needs in texts.items():
        if needs:
            yield LabelledClause(text, needs)
        elif crc32(text.encode()) % _NULL_CLAUSE_STRIDE == 0:  # whatever other lines there are
            yield LabelledClause(text, {}, _NULL_CLAUSE_STRIDE)


def _label(example: Message) -> str:
    intent = str(example.get(INTENT))
    if intent != ASK:
        return intent
    topic = _metadata(example).get(TOPIC)
    if not topic:
        raise ValueError(f"The 'ask' example {example.get(TEXT)!r} has no 'metadata: topic:' in data/nlu.")
    return label_of(ASK, topic)


def _metadata(example: Message) -> dict[str, Any]:
    """What the intent block of an example says beside its intent."""
    return dict((example.get(METADATA) or {}).get(METADATA_INTENT) or {})
