"""From a parsed message and what was said before to its meaning.

A message may do several things at once: greet, state two needs, ask a question. Each sentence is
labelled on its own (:mod:`.sentences`), questions (:mod:`.questions`) and statements
(:mod:`.statements`) are told apart, and the message's one intent is then chosen (:mod:`.intents`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Optional

from spacy.tokens import Doc

from pin_advisor.language import wording
from pin_advisor.language.amounts import Amounts
from pin_advisor.language.classifier import Classifier
from pin_advisor.language.contacts import contact_in
from pin_advisor.language.encoder import Encoder
from pin_advisor.language.intents import Evidence, decide
from pin_advisor.language.languages import foreign_language
from pin_advisor.language.meaning import (
    FOLLOW_UP,
    OTHER_LANGUAGE,
    OUT_OF_SCOPE,
    STATES_NOTHING,
    TELL_MORE,
    AskedQuestion,
    Context,
    Entity,
    Hint,
    Understanding,
)
from pin_advisor.language.needs import NeedReader
from pin_advisor.language.questions import QuestionReader
from pin_advisor.language.sentences import Sentence, SentenceReader
from pin_advisor.language.statements import StatementReader, amount_entities, need_entities
from pin_advisor.language.text import has_words
from pin_advisor.language.thresholds import Thresholds

#: Most sentences of one message that are labelled one by one.
_MOST_SENTENCES: Final = 14
_MOST_SUGGESTIONS: Final = 3
_MOST_RANKED: Final = 10
#: How sure an occasion is of which only a question tells: "which one is best for weddings?".
_ASKED_ABOUT: Final = 0.5


class Reader:
    """Understands messages; one per process, stateless between messages."""

    def __init__(
        self,
        encoder: Encoder,
        intents: Classifier,
        needs: NeedReader,
        thresholds: Optional[Thresholds] = None,
    ) -> None:
        self._thresholds = thresholds = thresholds or Thresholds()
        self._sentences = SentenceReader(encoder, intents, needs, thresholds)
        self._statements = StatementReader(needs, thresholds)
        self._questions = QuestionReader(self._sentences, self._statements, thresholds)

    def read(self, doc: Doc, context: Context, amounts: Optional[Amounts] = None) -> Understanding:
        """What ``doc`` means in ``context``; ``amounts`` are those parsed in the light of what was asked."""
        amounts = amounts or doc._.amounts
        contact = contact_in(doc.text, asked=context.asked == "contact")
        language = foreign_language(doc.text)
        if language and not amounts.money and not contact:
            return Understanding(OTHER_LANGUAGE, 1.0, language=language)
        if not has_words(doc.text) or (wording.is_babble(doc) and not contact):
            return Understanding(OUT_OF_SCOPE, 1.0)
        sentences = [self._sentences.read(s, context) for s in doc._.sentences[:_MOST_SENTENCES]]
        if not sentences:
            return Understanding(OUT_OF_SCOPE, 1.0)
        whole = sentences[0] if len(sentences) == 1 else self._sentences.read(doc[:], context)

        asking = self._questions.find(sentences, whole, context)
        formed = any(s.question_form for s, _, _ in asking)
        if asking and not formed and self._statements.states(doc, amounts, context):
            asking = []  # statements that resemble questions: "Wedding favours", "70 cents each"
        questions = tuple(self._questions.describe(a, doc) for a in asking)

        asked_by = [s for s, _, _ in asking]
        stating = [] if whole in asked_by else [s for s in sentences if s not in asked_by and s.may_state]
        spans = [s.span for s in stating]
        readings = self._statements.read(doc, spans, context)
        kept = self._statements.kept(readings, doc, context)
        if context.form is None and self._is_elsewhere(whole):
            kept = {n: r for n, r in kept.items() if r.confidence >= self._thresholds.replace}
            spans = []  # "40 office chairs, please"
        entities = [*need_entities(kept), *amount_entities(amounts, spans, doc)]
        if contact:
            # The digits of a telephone number count nothing.
            entities = [e for e in entities if e.end <= contact.start or contact.end <= e.start]
            entities.append(Entity("contact", contact.text, contact.start, contact.end))

        intent, confidence = decide(
            Evidence(
                sentences,
                whole,
                context,
                questions,
                entities,
                kept,
                supposes=lambda: self._statements.supposes_a_need(doc),
                strays=self._questions.strays,
                thresholds=self._thresholds,
            )
        )
        hypothesis = self._hypothesis(doc, sentences, amounts) if intent == "what_if" else {}
        hints = self._statements.hints(readings, context) | _asked_about(questions)
        if intent in STATES_NOTHING:
            entities = [e for e in entities if e.entity == "contact"]
        elif intent == "not_sure":
            entities = [e for e in entities if e.confidence > confidence]
        if intent in STATES_NOTHING or intent == "not_sure":
            hints = {}
        return Understanding(
            intent=intent,
            confidence=float(confidence),
            ranking=tuple(self._sentences.ranking(doc[:], _MOST_RANKED)),
            entities=tuple(entities),
            questions=questions,
            hypothesis=hypothesis,
            hints=hints,
            suggestions=self._suggestions(doc),
            pin_types=tuple(dict.fromkeys(t for t, _ in doc._.pin_types)),
        )

    def _is_elsewhere(self, whole: Sentence) -> bool:
        """Whether a message that opens a subject is about something else."""
        plainly = whole.confidence > self._thresholds.elsewhere
        return whole.label == OUT_OF_SCOPE and (plainly or not wording.names_pins(whole.span.doc))

    def _hypothesis(self, doc: Doc, sentences: Sequence[Sentence], amounts: Amounts) -> dict[str, Any]:
        supposed = self._statements.supposed(doc, [s.span for s in sentences])
        return supposed | {e.entity: e.value for e in amount_entities(amounts, [doc[:]], doc)}

    def _suggestions(self, doc: Doc) -> tuple[str, ...]:
        topics = self._sentences.likely_topics(doc[:], _MOST_SUGGESTIONS + 2)
        return tuple(t for t in topics if t not in (FOLLOW_UP, TELL_MORE))[:_MOST_SUGGESTIONS]


def _asked_about(questions: Sequence[AskedQuestion]) -> dict[str, Hint]:
    occasion = next((q.occasion for q in questions if q.occasion), None)
    return {"occasion": Hint(occasion, _ASKED_ABOUT)} if occasion else {}
