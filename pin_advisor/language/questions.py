"""Which sentences of a message ask about pins, and what each of them asks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final, Optional

from spacy.tokens import Doc

from pin_advisor.language import wording
from pin_advisor.language.meaning import ANSWERED, ASK, FOLLOW_UP, TELL_MORE, AskedQuestion, Context
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.sentences import Sentence, SentenceReader
from pin_advisor.language.statements import StatementReader
from pin_advisor.language.thresholds import Thresholds
from pin_advisor.vocabulary import ASPECTS

#: How sure a new case of the question before is to be one.
_FURTHER_CASE: Final = 0.5
#: How sure a further question's own topic is, and the words that link it to the one before.
_FURTHER_SUBJECT: Final = 0.3
_LINKS: Final = frozenset("and also plus or what how about & then".split())
#: The same for a follow-up of a few words, and its share of "out of scope" from which it is foreign.
_FRAGMENT: Final = 0.4
_FOREIGN_FRAGMENT: Final = 0.5
#: Below this probability of its topic a question that names the degree of an aspect asks about that.
_UNSURE_TOPIC: Final = 0.5

#: A sentence that asks, its topic and how sure that is.
Asking = tuple[Sentence, str, float]


class QuestionReader:
    """Finds the questions of a message."""

    def __init__(
        self, sentences: SentenceReader, statements: StatementReader, thresholds: Thresholds
    ) -> None:
        self._sentences = sentences
        self._statements = statements
        self._thresholds = thresholds

    def find(self, sentences: Sequence[Sentence], whole: Sentence, context: Context) -> list[Asking]:
        """The sentences that ask about pins; the whole message where only that does."""
        fragment = self._fragment(sentences, context)
        if fragment:
            return [fragment]
        found = [s for s in sentences if self._asks(s, context)]
        found = [self._further(s, sentences, context) for s in found]
        formed = [s for s in found if s.question_form]
        if formed:
            found = formed  # statements around a real question are its story
        if len(formed) == 1 and len(sentences) > 1:
            return [(formed[0], *self._sentences.together(whole, formed[0]))]
        told = any(wording.tells_money(s.span) for s in sentences)
        if len(sentences) > 1 and not formed and not told and self._asks(whole, context):
            best = max(found, key=lambda s: s.topic_confidence, default=None)
            if best is None or whole.topic_confidence >= best.topic_confidence:
                return [(whole, whole.topic, whole.topic_confidence)]
        vague = not found or found[0].topic_confidence < self._thresholds.vague
        one = len(sentences) == 1
        if vague and one and context.answered and wording.is_further_case(meant(sentences[0].span)):
            return [(sentences[0], FOLLOW_UP, _FURTHER_CASE)]
        return [(s, s.topic, s.topic_confidence) for s in found]

    def _fragment(self, sentences: Sequence[Sentence], context: Context) -> Optional[Asking]:
        """A follow-up in a few words that names its own topic: "how about feel?", "and the price?".

        What names a pin type, a number or a need is a case of the question before, or supposes something.
        """
        if len(sentences) != 1 or not (context.answered or context.recommended):
            return None
        span = sentences[0].span
        doc, rest = span.doc, wording.fragment(meant(span))
        if rest is None or doc._.pin_types or doc._.amounts.money or doc._.amounts.quantities:
            return None
        if any(need == "dimensionality" or sure for need, _, sure, _ in doc._.cues):
            return None
        if wording.names_a_purpose(rest) and self._statements.occasion_in(span, True):
            return None
        topic, confidence, foreign = self._sentences.about(span, rest)
        if confidence < _FRAGMENT or foreign >= _FOREIGN_FRAGMENT:
            return None
        return dataclasses.replace(sentences[0], question_form=True), topic, confidence

    def _further(self, sentence: Sentence, sentences: Sequence[Sentence], context: Context) -> Sentence:
        """A further question that only begins like a follow-up: "Glow in the dark? And magnets?"."""
        span = sentence.span
        if sentence.topic != FOLLOW_UP or sentence is sentences[0] or span.doc._.pin_types:
            return sentence
        start = next((t.i for t in span if t.norm_ not in _LINKS and not t.is_punct), span.end)
        if start in (span.start, span.end):
            return sentence
        subject = self._sentences.read(span.doc[start : span.end], context)
        own = subject.topic not in (FOLLOW_UP, TELL_MORE) and subject.topic_confidence >= _FURTHER_SUBJECT
        return dataclasses.replace(subject, span=span, question_form=True) if own else sentence

    def strays(self, sentence: Sentence, context: Context) -> bool:
        """Whether it looks like a question about pins and is one about something else."""
        t = self._thresholds
        foreign = t.foreign_later if context.recommended or context.answered else t.foreign
        return wording.means_other_pins(sentence.span.doc) or sentence.foreign >= foreign

    def describe(self, asking: Asking, doc: Doc) -> AskedQuestion:
        """What exactly is asked: of which pin types, in which form."""
        sentence, topic, confidence = asking
        span, text = sentence.span, meant(sentence.span)
        types = tuple(dict.fromkeys(t for t, s in doc._.pin_types if wording.inside(s, span)))
        form, direction = ("compare" if len(types) > 1 else "describe"), "most"
        for aspect, degree, s in doc._.degrees:
            if not wording.inside(s, span):
                continue
            if aspect == topic or (confidence < _UNSURE_TOPIC and topic in ASPECTS):
                topic, direction = aspect, degree
                if len(types) != 1 and (wording.picks_out(text) or not types):
                    form = "superlative"
                break
        if form == "describe" and wording.is_yes_no(text):
            form = "yes_no"
        expected = topic in ("best_for", FOLLOW_UP)
        read = expected or (not types and wording.picks_out(text) and wording.names_a_purpose(text))
        occasion = self._statements.occasion_in(span, expected) if read else None
        return AskedQuestion(
            topic, confidence, span.text, types, form, direction, occasion, wording.leans(text)
        )

    def _asks(self, sentence: Sentence, context: Context) -> bool:
        t, span = self._thresholds, sentence.span
        names_type = any(wording.inside(s, span) for _, s in span.doc._.pin_types)
        if sentence.question_form:
            needed = t.question
        elif wording.tells_money(span) or (context.asked in ANSWERED and not names_type):
            return False  # who names a sum tells it, and who has just been asked something answers
        else:
            needed = t.named_question if names_type else t.plain_question
        # A question that is likelier to ask about pins than to be anything else: "how does it feel?"
        asks = sentence.asks >= needed or (sentence.question_form and sentence.intent == ASK)
        return asks and sentence.topic_confidence >= t.topic and not self.strays(sentence, context)
