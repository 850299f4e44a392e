"""From a parsed message and what was said before to its meaning.

A message may do several things at once: greet, state two needs, ask a question. Each sentence is
labelled on its own (:mod:`.sentences`), questions (:mod:`.questions`) and statements
(:mod:`.statements`) are told apart, and the message's one intent is then chosen (:mod:`.intents`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Optional

from spacy.tokens import Doc, Span

from pin_advisor.language import quotes, wording
from pin_advisor.language.amounts import Amounts
from pin_advisor.language.classifier import Classifier
from pin_advisor.language.contacts import contact_in
from pin_advisor.language.encoder import Encoder
from pin_advisor.language.intents import Evidence, decide
from pin_advisor.language.languages import foreign_language
from pin_advisor.language.meaning import (
    ASK,
    DESCRIBING,
    EXPLAIN,
    FOLLOW_UP,
    INFORM,
    OTHER_LANGUAGE,
    OUT_OF_SCOPE,
    REQUEST_ADVICE,
    STATES_NOTHING,
    TELL_MORE,
    AskedQuestion,
    Context,
    Entity,
    Hint,
    Understanding,
)
from pin_advisor.language.needs import NeedReader
from pin_advisor.language.questions import Asking, QuestionReader
from pin_advisor.language.sentences import Sentence, SentenceReader
from pin_advisor.language.statements import StatementReader, amount_entities, need_entities
from pin_advisor.language.text import has_words
from pin_advisor.language.thresholds import Thresholds

#: Most sentences of one message that are labelled one by one.
_MOST_SENTENCES: Final = 14
_MOST_SUGGESTIONS: Final = 3
_MOST_RANKED: Final = 10
#: Longest message, in tokens, that may change a need in the words of an answer, and its likely labels.
_MOST_WORDS_OF_A_CHANGE: Final = 14
_CHANGING: Final = frozenset({INFORM, ASK, "deny", "what_if", REQUEST_ADVICE})
#: The topic of what something costs at this shop.
_PRICE: Final = "price"
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
        if wording.wants_confirmed(doc.text):
            asking = [(whole, _PRICE, 1.0)]  # it tells no budget: "confirm that it is one cent each"
        if context.recommended and asking and asking[0][0] is whole and self._explains(sentences):
            asking = []  # "Why not soft enamel? There's a photo on it."
        questions = tuple(self._questions.describe(a, doc) for a in asking)

        recounts = asking and not formed and amounts.quantities and not doc._.pin_types
        doubtful = recounts and asking[0][2] < self._thresholds.question
        after_advice = context.recommended and context.form is None
        if (
            recounts
            and (doubtful or wording.speaks_of_oneself(doc.text))
            and (after_advice or context.asked == "quantity")
        ):
            asking, questions = [], ()  # "more like 20 pieces"
        asked_by = [s for s, _, _ in asking]
        stating = [] if whole in asked_by else [s for s in sentences if s not in asked_by and s.may_state]
        spans = [s.span for s in stating]
        readings = self._statements.read(doc, spans, context)
        kept = {} if wording.cannot_say(doc.text) else self._statements.kept(readings, doc, context)
        if not kept and self._may_change(doc, whole, asking, context):
            kept = self._statements.changes(doc, [s.span for s in sentences], context)
            if kept:
                asking, questions, spans = [], (), [s.span for s in sentences]
        if context.form is None and self._is_elsewhere(whole):
            kept = {n: r for n, r in kept.items() if r.confidence >= self._thresholds.replace}
            spans = []  # "40 office chairs, please"
        entities = [*need_entities(kept), *amount_entities(amounts, spans, doc)]
        if quotes.asks_to_amend(doc.text) and (context.sent or context.form == "quote_form"):
            entities = [
                *need_entities(kept),
                *amount_entities(amounts, [doc[:]], doc),
            ]  # "can you make it 300?"
            questions = questions if not any(e.entity == "quantity" for e in entities) else ()
        reopens = self._reopens(doc, whole, context)
        if reopens:
            # A need that is only named tells nothing: "yes, the budget".
            both = wording.names_both_dimensions(doc)
            entities = [e for e in entities if both and e.entity != reopens]
        chooses = self._chooses(doc, context)
        if chooses:
            questions = ()
        if contact:
            # The digits of a telephone number count nothing.
            entities = [e for e in entities if e.end <= contact.start or contact.end <= e.start]
            entities.append(Entity("contact", contact.text, contact.start, contact.end))
        details, entities = self._details(doc, context, questions, entities)
        amends = self._amends(doc, context, questions, entities, details)
        if amends:
            questions = ()  # "can you make it 300?"

        intent, confidence = decide(
            Evidence(
                sentences,
                whole,
                context,
                questions,
                entities,
                kept,
                details,
                amends,
                reopens,
                chooses,
                supposes=lambda: self._statements.supposes_a_need(doc),
                strays=self._questions.strays,
                thresholds=self._thresholds,
            )
        )
        hypothesis = self._hypothesis(doc, sentences, amounts) if intent == "what_if" else {}
        types = list(doc._.pin_types)
        hints = self._statements.hints(readings, context) | _asked_about(questions)
        if intent in EXPLAIN and intent != "what_if":
            told = [s.span for s in sentences if not s.question_form and s.intent not in EXPLAIN]
            entities = [e for e in entities if e.entity == "contact" or _lies_in(e, told)]
            types = [(t, s) for t, s in types if not any(wording.inside(s, span) for span in told)] or types
        elif intent in STATES_NOTHING:
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
            pin_types=tuple(dict.fromkeys(t for t, _ in types)),
            details=details if intent in DESCRIBING and (amends or intent != "request_quote") else {},
            amends=amends,
            presses=intent == REQUEST_ADVICE and wording.wants_verdict(doc.text),
            recaps=intent == "repeat" and wording.wants_recap(doc.text),
            reopens=reopens if intent == INFORM else None,
            chooses=chooses if intent == "explain_why_not" else None,
            other_goods=intent == OUT_OF_SCOPE and wording.wants_other_goods(doc, whole.question_form),
        )

    def _details(
        self, doc: Doc, context: Context, questions: Sequence[AskedQuestion], entities: list[Entity]
    ) -> tuple[quotes.Details, list[Entity]]:
        """What is told of a quote request in the visitor's own words, and the entities that then hold."""
        in_form = context.form == "quote_form"
        if not in_form and not context.sent:
            return {}, entities
        counted = any(e.entity == "quantity" for e in entities)
        spans = [(e.start, e.end) for e in entities if e.entity in ("quantity", "contact")]
        if in_form and counted and context.asked != "quantity" and not quotes.recounts(doc, spans):
            entities = [e for e in entities if e.entity != "quantity"]  # "five lions in a row"
        if questions and not quotes.asks_to_amend(doc.text):
            return {}, entities
        return quotes.details(doc, context.asked if in_form else None, counted, spans), entities

    def _amends(
        self,
        doc: Doc,
        context: Context,
        questions: Sequence[AskedQuestion],
        entities: Sequence[Entity],
        details: quotes.Details,
    ) -> bool:
        """Whether it corrects a request that has been sent."""
        if not context.sent or context.form is not None:
            return False
        if questions and not quotes.asks_to_amend(doc.text):
            return False
        told = {e.entity: (e.start, e.end) for e in entities if e.entity in ("quantity", "contact")}
        readdressed = "contact" in told and context.offer != "contact_shop"
        recounted = "quantity" in told and quotes.recounts(doc, told.values())
        return readdressed or recounted or bool(details)

    def _may_change(self, doc: Doc, whole: Sentence, asking: Sequence[Asking], context: Context) -> bool:
        """Whether a short message may change a need that is not asked for."""
        contrasts = bool(doc._.corrections or doc._.denied)
        after_advice = context.recommended and context.form is None
        if not (after_advice or (context.form == "advice_form" and contrasts)):
            return False
        if len(doc) > _MOST_WORDS_OF_A_CHANGE or any(s.question_form for s, _, _ in asking):
            return False
        if whole.question_form or (asking and not contrasts) or wording.supposes(doc.text):
            return False
        return whole.intent in _CHANGING or whole.confidence < self._thresholds.talk

    def _explains(self, sentences: Sequence[Sentence]) -> bool:
        """Whether one of several sentences asks about the recommendation."""
        talk = self._thresholds.talk
        return len(sentences) > 1 and any(s.intent in EXPLAIN and s.confidence >= talk for s in sentences)

    def _reopens(self, doc: Doc, whole: Sentence, context: Context) -> Optional[str]:
        """The need that has to be asked for again: it is named without a value, or with two."""
        if context.form == "quote_form" or whole.question_form or wording.supposes(doc.text):
            return None
        if wording.names_both_dimensions(doc):
            return "dimensionality"
        return wording.need_named(doc.text) if context.recommended and context.form is None else None

    def _chooses(self, doc: Doc, context: Context) -> Optional[str]:
        """The pin type that the visitor settles on after a recommendation."""
        types = {t for t, s in doc._.pin_types if s.start not in doc._.denied}
        if (
            not context.recommended
            or context.form == "quote_form"
            or len(types) != 1
            or wording.supposes(doc.text)
        ):
            return None
        return types.pop() if wording.decides(doc.text) and len(doc) <= _MOST_WORDS_OF_A_CHANGE else None

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


def _lies_in(entity: Entity, spans: Sequence[Span]) -> bool:
    return any(s.start_char <= entity.start and entity.end <= s.end_char for s in spans)


def _asked_about(questions: Sequence[AskedQuestion]) -> dict[str, Hint]:
    occasion = next((q.occasion for q in questions if q.occasion), None)
    return {"occasion": Hint(occasion, _ASKED_ABOUT)} if occasion else {}
