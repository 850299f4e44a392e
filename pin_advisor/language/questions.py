"""Which sentences of a message ask about pins, and about which topic.

:mod:`.asked` then tells what exactly each of them asks.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from typing import Final, Optional

from spacy.tokens import Span

from pin_advisor import kindred
from pin_advisor.language import asking_on, phrases, wording
from pin_advisor.language.asked import COST, NAMED_ASPECT, PLAIN_BY_ITSELF, SURELY, Asking
from pin_advisor.language.meaning import (
    ABOUT_THE_TALK,
    ANSWERED,
    ASK,
    EXPLAIN,
    FOLLOW_UP,
    OUT_OF_SCOPE,
    TELL_MORE,
    WHY_ASK,
    Context,
    label_of,
)
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.sentences import Sentence, SentenceReader
from pin_advisor.language.statements import StatementReader
from pin_advisor.language.thresholds import Thresholds
from pin_advisor.vocabulary import ASPECTS

#: What a pin costs here.
_PRICE: Final = "price"
#: What is asked by "why not soft?" where something was advised, and where nothing was.
_WHY_NOT: Final = "explain_why_not"
_DRAWBACKS: Final = "drawbacks"
#: How sure a new case of the question before is to be one.
_FURTHER_CASE: Final = 0.5
#: How sure a further question's own topic is, and the words that link it to the one before.
_FURTHER_SUBJECT: Final = 0.3
_LINKS: Final = frozenset("and also plus or what how about & then".split())
#: The same for a follow-up of a few words, and its share of "out of scope" from which it is foreign.
_FRAGMENT: Final = 0.4
_FOREIGN_FRAGMENT: Final = 0.5
#: The share of "out of scope" from which a question that names pins and has a plain topic is foreign.
_FOREIGN_NAMED: Final = 0.3
#: The same where none are named and the topic is plain: "how do I get fingerprints off?". Of 138 messages
#: about something else in the development sets none is that plain below it.
_FOREIGN_PLAIN: Final = 0.22
#: How sure the topic is of one of several things that are asked for, and of how many it has to be.
_LISTED: Final = 0.5
_FEWEST_ITEMS: Final = 2
#: The same where only their names are listed, of at most so many words.
_TOLD_OF: Final = 0.3
_MOST_WORDS: Final = 6
_BETWEEN_ITEMS: Final = frozenset({",", ";", "and", "&", "plus"})
#: How sure the topic is of what is wished of a pin, beside the question which kind is right.
_WISHED: Final = 0.5
#: How sure the topic is of a question that is read together with the one before it.
_TOGETHER: Final = 0.3
#: From this sureness of its topic a further question needs no light from the one before, and how sure that of
#: the one before has to be.
_PLAIN_FURTHER: Final = 0.8
_PLAIN_BEFORE: Final = 0.4
#: How much a question leaves unsaid that others tell, one beside what tells of no pins, and one that goes on
#: from the message before.
_UNSAID: Final = 0.05
_UNSAID_ALONE: Final = 0.01
_UNSAID_AFTER: Final = 0.3
#: How likely what was told before asks about pins, too, where a question leans on it.
_TOLD_OF_PINS: Final = 0.5
#: How sure the topic is of what asks by saying "you" alone.
_OF_THE_SHOP: Final = 0.7
#: How surely what was told before is about something else.
_TOLD_FOREIGN: Final = 0.6
#: How likely a sentence asks about pins where the next one only asks whether it is so.
_TOLD_TO_BE_ASKED: Final = 0.4


class QuestionReader:
    """Finds the questions of a message."""

    def __init__(
        self,
        sentences: SentenceReader,
        statements: StatementReader,
        thresholds: Thresholds,
    ) -> None:
        self._sentences = sentences
        self._statements = statements
        self._thresholds = thresholds

    def find(self, sentences: Sequence[Sentence], whole: Sentence, context: Context) -> list[Asking]:
        """The sentences that ask about pins; the whole message where only that does.

        Those that ask about the advice are among them where the message asks something else as well: "why
        not soft? And how is it cleaned?".
        """
        explained = [(s, intent, s.confidence) for s in sentences if (intent := self._explains(s, context))]
        others = [s for s in sentences if not any(s is one for one, _, _ in explained)]
        if not explained or len(sentences) == 1:
            return self._asked(sentences, whole, context, first=sentences[0])
        asked = self._asked(others, whole, context, first=sentences[0]) if others else []
        asked = [one for one in asked if one[0] is not whole]
        if len(explained) + len(asked) < 2:
            return self._asked(sentences, whole, context, first=sentences[0])
        return sorted([*explained, *asked], key=lambda one: one[0].span.start)

    def beside_which(self, whole: Sentence, context: Context, resembled: Collection[str]) -> list[Asking]:
        """What is wished of a pin by who asks which kind is right and tells no need: "glitter, which type?".

        What pins can do is known of every kind. ``resembled`` are topics that wishes only resemble.
        """
        told = phrases.without_which(meant(whole.span))
        if told is None:
            return []
        read = self._sentences.read(whole.span, context, f"{told}?")
        wished = read.intent == ASK and read.topic not in (*resembled, FOLLOW_UP, TELL_MORE)
        if not wished or read.topic_confidence < _WISHED or self.strays(read, context):
            return []
        return [(dataclasses.replace(read, question_form=True), read.topic, read.topic_confidence)]

    def in_full(self, sentences: Sequence[Sentence], context: Context) -> list[Sentence]:
        """The sentences, a later one with what its pronoun stands for: "what is epoxy? why is it dear?"."""
        full: list[Sentence] = []
        subject: Optional[str] = None
        sentences = [_without_advice(sentence, context) for sentence in sentences]
        first = self._of_the_type(sentences[0], context)
        if len(sentences) == 1:
            first = self._after_the_last(first, context)
        for sentence in [first, *sentences[1:]]:
            span, text = sentence.span, meant(sentence.span)
            plain = sentence.topic_confidence >= self._thresholds.question  # "will it last?"
            if full and not plain and phrases.asks_what_then(text) and context.after_advice:
                continue  # "The board allows 50 cents. What now?" tells something
            leaning = not plain or sentence.topic in (FOLLOW_UP, TELL_MORE)
            leans = leaning and phrases.asks_about_what_was_said(text)
            if full and full[-1].question_form and sentence.asks >= self._thresholds.question:
                leans = False  # "does it scratch, and can that be fixed?"
            if full and leans and full[-1].asks > _TOLD_TO_BE_ASKED:
                full[-1] = dataclasses.replace(full[-1], question_form=True)
                continue  # "A friend says it fades. Is that so?"
            named = [s.text for _, s in span.doc._.pin_types if wording.inside(s, span)]
            asks = _is_put_as_question(sentence)
            goes_with = bool(full) and asks and not named and self._goes_with(sentence, full[-1])
            if full and asks and not named and sentence.topic_confidence < self._thresholds.question:
                plainer = wording.about(text, subject)
                if (
                    plainer == text
                    and not goes_with
                    and wording.leans(text)
                    and sentence.topic_confidence < self._thresholds.vague
                ):
                    plainer = f"{meant(full[-1].span)} {text}"  # "do they rust? how to avoid it"
                read = self._sentences.read(span, context, plainer) if plainer != text else sentence
                if read.topic_confidence > sentence.topic_confidence:
                    sentence = dataclasses.replace(read, question_form=sentence.question_form)
            if goes_with and self._goes_with(sentence, full[-1]):
                sentence = self._sentences.beside(sentence, meant(full[-1].span), full[-1].topic)
            subject = named[-1] if named else wording.subject(text) or subject
            full.append(sentence)
        return full

    def _goes_with(self, sentence: Sentence, before: Sentence) -> bool:
        """Whether it asks, not plainly enough, right behind a question about pins."""
        of_the_thing = not kindred.is_of_types(before.topic) and _asks_of_the_thing(sentence)
        plain = sentence.topic_confidence >= _PLAIN_FURTHER and not of_the_thing
        follows = plain or sentence.topic in (FOLLOW_UP, TELL_MORE)
        asked = before.intent == ASK and before.question_form and before.topic_confidence >= _PLAIN_BEFORE
        return not follows and asked and sentence.asks >= self._thresholds.question

    def _of_the_type(self, sentence: Sentence, context: Context) -> Sentence:
        """The sentence, with the type that was talked of for its pronoun where that makes it an aspect of it.

        "Can they be 3D?" after one about hard enamel doesn't ask what 3D is.
        """
        span, text = sentence.span, meant(sentence.span)
        named = any(wording.inside(s, span) for _, s in span.doc._.pin_types)
        if not context.answered or not context.talked_of or named or not _is_put_as_question(sentence):
            return sentence
        plainer = wording.of_the_thing(text, context.talked_of.replace("_", " "))
        if plainer == text or sentence.topic in ASPECTS:
            return sentence
        read = self._sentences.read(span, context, plainer)
        if read.topic not in ASPECTS or read.topic_confidence < self._thresholds.question:
            return sentence
        return dataclasses.replace(read, question_form=sentence.question_form)

    def _after_the_last(self, sentence: Sentence, context: Context) -> Sentence:
        """The sentence, read together with the question before where it says too little by itself.

        "Does the plating darken?" - "Which one keeps best?"
        """
        span, text = sentence.span, meant(sentence.span)
        if context.last_asked is None or wording.supposes(text):
            return sentence
        of_types = kindred.is_of_types(context.last_topic)
        picks = wording.picks_one(text) and not of_types
        of_the_thing = not of_types and _asks_of_the_thing(sentence)
        sure = sentence.intent == ASK and sentence.topic_confidence >= self._thresholds.question
        plain = sure and not picks and not of_the_thing
        plain = plain or wording.goes_on_to_ask(text) is not None or wording.names_a_purpose(text)
        if plain or not (_is_put_as_question(sentence) or wording.asks_by_a_word(text)):
            return sentence
        talks = sentence.intent in ABOUT_THE_TALK - EXPLAIN and sentence.confidence >= self._thresholds.sure
        about_the_advice = talks or (context.recommended and sentence.intent in EXPLAIN)
        named = any(wording.inside(s, span) for _, s in span.doc._.pin_types)
        if about_the_advice or named or span.doc._.amounts.money or span.doc._.amounts.quantities:
            return sentence
        read = self._sentences.read(span, context, f"{context.last_asked} {text}")
        least = _TOGETHER if picks or of_the_thing else max(_TOGETHER, sentence.topic_confidence)
        if read.intent != ASK or read.topic in (FOLLOW_UP, TELL_MORE) or read.topic_confidence < least:
            return sentence
        topic, _ = self._sentences.together(read, sentence, _UNSAID_AFTER)
        return dataclasses.replace(read, topic=topic, label=label_of(ASK, topic), question_form=True)

    def _explains(self, sentence: Sentence, context: Context) -> Optional[str]:
        """The intent of a sentence that asks about the advice, or why the bot asks; else ``None``."""
        text = meant(sentence.span)
        types = {label for label, s in sentence.span.doc._.pin_types if wording.inside(s, sentence.span)}
        if types and phrases.asks_only_why(text, [s.text for _, s in sentence.span.doc._.pin_types]):
            return _WHY_NOT
        asks = _is_put_as_question(sentence)
        if sentence.intent == "what_if" and not self._statements.supposed(sentence.span.doc, [sentence.span]):
            return None  # "and what if I go bigger?"
        sure = sentence.confidence >= self._thresholds.talk and not (
            types and sentence.asks > sentence.confidence
        )
        about = EXPLAIN | {WHY_ASK} if context.asked else EXPLAIN
        return sentence.intent if asks and sure and sentence.intent in about else None

    def _asked(
        self, sentences: Sequence[Sentence], whole: Sentence, context: Context, first: Sentence
    ) -> list[Asking]:
        """The sentences that ask about pins, of those that don't ask about the advice."""
        if context.answered and len(sentences) == 1 and _is_the_same_of_a_type(sentences[0].span):
            return [(dataclasses.replace(sentences[0], question_form=True), FOLLOW_UP, SURELY)]
        fragment = self._aspect_alone(sentences, context) or self._fragment(sentences, context)
        if fragment:
            return [fragment]
        found: list[Sentence] = []
        for sentence in sentences:
            if _is_about_something_told(sentence, sentences):
                continue
            if self._asks(sentence, dataclasses.replace(context, answered=True) if found else context):
                found.append(self._further(sentence, first, context))
            elif sentence.question_form and len(self._one_by_one(sentence, context)) > 1:
                found.append(sentence)  # "can I get epoxy, a screw back and ...?"
        formed = [s for s in found if _is_put_as_question(s) or _asks_of_the_shop(s)]
        if formed:  # statements around a real question are its story
            found = [s for s in found if s in formed or self._notes_a_question(s)]
        alone = len(formed) == 1 and len(sentences) > 1
        leans = alone and _leans_on_what_was_told(formed[0], sentences)
        if leans or (alone and formed[0].topic_confidence < PLAIN_BY_ITSELF):
            told = any(s.asks >= _TOLD_OF_PINS for s in sentences if s is not formed[0])
            unsaid = _UNSAID if told or wording.leans_on_a_story(meant(formed[0].span)) else _UNSAID_ALONE
            return [(formed[0], *self._sentences.together(whole, formed[0], unsaid))]
        found = [self._of_the_story(s, sentences) for s in found]
        told = any(wording.tells_money(s.span) for s in sentences)
        if len(sentences) > 1 and not formed and not told and self._asks(whole, context):
            best = max(found, key=lambda s: s.topic_confidence, default=None)
            if best is None or whole.topic_confidence >= best.topic_confidence:
                return [(whole, whole.topic, whole.topic_confidence)]
        vague = not found or found[0].topic_confidence < self._thresholds.vague
        one = len(sentences) == 1
        if vague and one and context.answered and wording.is_further_case(meant(sentences[0].span)):
            return [(sentences[0], FOLLOW_UP, _FURTHER_CASE)]
        return [asking for s in found for asking in self._one_by_one(s, context)]

    def _of_the_story(self, sentence: Sentence, sentences: Sequence[Sentence]) -> Sentence:
        """One of several questions, with what was told just before it where it says too little by itself.

        "My hoodie went through the wash with three pins on. Are they ruined? And who pays?"
        """
        i = next((n for n, s in enumerate(sentences) if s.span.start == sentence.span.start), 0)
        if not i or sentence.topic_confidence >= PLAIN_BY_ITSELF or sentences[i - 1].question_form:
            return sentence
        if not _leans_on_what_was_told(sentence, sentences):
            return sentence
        before = sentences[i - 1]
        return self._sentences.beside(sentence, meant(before.span), before.topic)

    def _notes_a_question(self, sentence: Sentence) -> bool:
        """Whether it asks in a note, beside real questions: "thinnest line in hard enamel"."""
        plain = sentence.intent == ASK and sentence.topic_confidence >= self._thresholds.vague
        return (
            plain
            and sentence.topic not in (FOLLOW_UP, TELL_MORE)
            and wording.is_fragment(meant(sentence.span))
        )

    def _one_by_one(self, sentence: Sentence, context: Context) -> list[Asking]:
        """What a sentence asks for, each by itself where several of them have a topic of their own.

        "Can I have a black outline, glitter in the wings and a flat feel?"
        """
        whole: list[Asking] = [(sentence, sentence.topic, sentence.topic_confidence)]
        amounts = sentence.span.doc._.amounts
        counts = amounts.quantities or amounts.money  # "can I get 100, gold and blue?" orders
        asks = None if counts else wording.asks_for(meant(sentence.span))
        about = None if asks else wording.asks_about(meant(sentence.span))
        items = _items(sentence.span, asks or about or "") if asks or about else []
        if len(items) < _FEWEST_ITEMS:
            return whole
        if about:
            told_of = self._told_of(sentence, items)
            return told_of if len(told_of) >= _FEWEST_ITEMS else whole
        plain: dict[str, Asking] = {}
        for item in items:
            words = wording.without_the_pin(meant(item))
            read = self._sentences.read(item, context, f"{asks} {words}?")
            topic, confidence = read.topic, read.topic_confidence
            if confidence < _LISTED:
                aspect, confidence = self._sentences.aspect(words)
                confidence = confidence if aspect == topic else 0.0
            if read.intent == ASK and confidence >= _LISTED and topic not in (FOLLOW_UP, TELL_MORE):
                plain.setdefault(topic, (dataclasses.replace(read, question_form=True), topic, confidence))
        return list(plain.values()) if len(plain) >= _FEWEST_ITEMS else whole

    def _told_of(self, sentence: Sentence, items: Sequence[Span]) -> list[Asking]:
        """What several things ask that are to be told of: "the price, the sizes and how they are packed"."""
        plain: dict[str, Asking] = {}
        for item in items:
            words = [token for token in item if token.is_alpha]
            if len(words) > _MOST_WORDS:
                return []
            topic, confidence, foreign = self._sentences.about(item, meant(item))
            if confidence < _TOLD_OF or foreign >= _FOREIGN_FRAGMENT:
                return []
            plain.setdefault(
                topic, (dataclasses.replace(sentence, span=item, question_form=True), topic, confidence)
            )
        return list(plain.values())

    def _aspect_alone(self, sentences: Sequence[Sentence], context: Context) -> Optional[Asking]:
        """An aspect of what was talked of: "and its surface?", "in price?"."""
        span = sentences[0].span
        named = wording.aspect_alone(meant(span))
        if len(sentences) != 1 or not context.answered or not named or span.doc._.pin_types:
            return None
        talked_of = (context.talked_of or "hard enamel").replace("_", " ")
        aspect, confidence = self._sentences.aspect(named, f"what is the {named} of {talked_of} like?")
        if aspect is None or confidence < NAMED_ASPECT:
            return None
        if self._is_of_the_last(sentences[0], aspect, context):
            return None  # "and by hand?" after the washing machine
        if aspect == COST and context.talked_of:
            aspect = _PRICE  # of one type its figure is wanted, too, which a quote tells
        return dataclasses.replace(sentences[0], question_form=True), aspect, confidence

    def _fragment(self, sentences: Sequence[Sentence], context: Context) -> Optional[Asking]:
        """A follow-up in a few words that names its own topic: "how about feel?", "and the price?".

        What names a pin type, a number or a need is a case of the question before, or supposes something.
        """
        if len(sentences) != 1 or not (context.answered or context.recommended):
            return None
        span = sentences[0].span
        doc, rest = span.doc, wording.fragment(meant(span))
        unclear = sentences[0].topic_confidence < _PLAIN_FURTHER
        if context.answered and unclear and _is_only_a_type(span):
            return sentences[0], FOLLOW_UP, _FURTHER_CASE  # "soft?"
        if rest is None or doc._.pin_types or doc._.amounts.money or doc._.amounts.quantities:
            return None
        if any(need == "dimensionality" or sure for need, _, sure, _ in doc._.cues):
            return None
        if wording.names_a_purpose(rest) and self._statements.occasion_in(span, True):
            return None
        topic, confidence, foreign = self._sentences.about(span, rest)
        if confidence < _FRAGMENT or foreign >= _FOREIGN_FRAGMENT:
            return None
        if self._is_of_the_last(sentences[0], topic, context):
            return None
        return dataclasses.replace(sentences[0], question_form=True), topic, confidence

    @staticmethod
    def _is_of_the_last(sentence: Sentence, topic: str, context: Context) -> bool:
        """Whether a few words rather ask about the thing of the last answer, which was no pin type.

        They do where together with the last question they ask something else than the ``topic``.
        """
        if context.last_asked is None or kindred.is_of_types(context.last_topic) or topic not in ASPECTS:
            return False
        return sentence.question_form and sentence.topic not in (topic, FOLLOW_UP, TELL_MORE)

    def _further(self, sentence: Sentence, first: Sentence, context: Context) -> Sentence:
        """A further question that only begins like a follow-up: "Glow in the dark? And magnets?".

        So does "and on how they feel" after an answer.
        """
        span = sentence.span
        asked = wording.goes_on_to_ask(meant(span)) if context.answered else None
        if (
            sentence.topic not in (FOLLOW_UP, TELL_MORE)
            or span.doc._.pin_types
            or (sentence is first and not asked)
        ):
            return sentence
        start = next((t.i for t in span if t.norm_ not in _LINKS and not t.is_punct), span.end)
        if not asked and start in (span.start, span.end):
            return sentence
        subject = self._sentences.read(span if asked else span.doc[start : span.end], context, asked)
        own = subject.topic not in (FOLLOW_UP, TELL_MORE) and subject.topic_confidence >= _FURTHER_SUBJECT
        return dataclasses.replace(subject, span=span, question_form=True) if own else sentence

    def strays(self, sentence: Sentence, context: Context) -> bool:
        """Whether it looks like a question about pins and is one about something else."""
        t = self._thresholds
        foreign = t.foreign_later if context.recommended or context.answered else t.foreign
        if sentence.topic_confidence >= t.question and wording.names_pins(sentence.span.doc):
            foreign = _FOREIGN_NAMED
        elif sentence.topic_confidence >= PLAIN_BY_ITSELF:
            foreign = max(foreign, _FOREIGN_PLAIN)
        return wording.means_other_pins(sentence.span) or sentence.foreign >= foreign

    def _asks(self, sentence: Sentence, context: Context) -> bool:
        t, span = self._thresholds, sentence.span
        if all(token.like_num or not token.is_alpha for token in span):
            return False  # "roughly? a dollar? two?"
        names_type = any(wording.inside(s, span) for _, s in span.doc._.pin_types)
        if _is_put_as_question(sentence):
            needed = t.question
        elif wording.tells_money(span) or (
            context.asked in ANSWERED and not names_type and sentence.topic_confidence < SURELY
        ):
            return False  # who names a sum tells it, and who has just been asked something answers
        else:
            named = names_type or phrases.reports(meant(span))  # "my brother says that epoxy yellows"
            needed = t.named_question if named else t.plain_question
        # A question that is likelier to ask about pins than to be anything else: "how does it feel?"
        asks = sentence.asks >= needed or (sentence.question_form and sentence.intent == ASK)
        return asks and sentence.topic_confidence >= t.topic and not self.strays(sentence, context)


def _without_advice(sentence: Sentence, context: Context) -> Sentence:
    """The sentence, as a question for drawbacks where it asks against a type and nothing was advised."""
    span = sentence.span
    named = any(wording.inside(s, span) for _, s in span.doc._.pin_types)
    speaks_against = sentence.intent == _WHY_NOT and sentence.question_form and named
    if context.recommended or context.known or not speaks_against:
        return sentence
    return dataclasses.replace(
        sentence,
        label=label_of(ASK, _DRAWBACKS),
        asks=sentence.confidence,
        topic=_DRAWBACKS,
        topic_confidence=sentence.confidence,
    )


def _items(span: Span, asks: str) -> list[Span]:
    """What is listed in a sentence behind the words that ask for it."""
    doc, start = span.doc, span.start
    while start < span.end and len(meant(doc[span.start : start])) < len(asks):
        start += 1
    items, first = [], start
    for i in range(start, span.end + 1):
        if i == span.end or doc[i].text in _BETWEEN_ITEMS or doc[i].norm_ in _BETWEEN_ITEMS:
            if i > first:
                items.append(doc[first:i])
            first = i + 1
    return [item for item in items if any(token.is_alpha for token in item)]


def _asks_of_the_thing(sentence: Sentence) -> bool:
    """Whether it asks, with a word for what was talked of, what pin types differ in: "is it strong?"."""
    if sentence.topic == FOLLOW_UP:
        return True
    return sentence.topic in ASPECTS and wording.leans(meant(sentence.span))


def _is_only_a_type(span: Span) -> bool:
    """Whether it names a pin type and asks nothing else of it: "soft?"."""
    named = [s for _, s in span.doc._.pin_types if wording.inside(s, span)]
    words = [t for t in span if not t.is_punct and not t.is_space]
    return bool(named) and wording.ends_as_question(span.text) and all(t in named[0] for t in words)


def _is_the_same_of_a_type(span: Span) -> bool:
    """Whether it goes on to a pin type and asks nothing else: "what about the imitation?"."""
    text = meant(span)
    named = [meant(s) for _, s in span.doc._.pin_types if wording.inside(s, span)]
    goes_on = wording.goes_on(text) and (wording.ends_as_question(text) or not text.lower().startswith("and"))
    return bool(named) and goes_on and asking_on.names_only_types(text, named)


def _is_about_something_told(sentence: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Whether it goes on about something else that was told before: "I've a steel pin in my ankle. Will it
    set off the scanner?".
    """
    span = sentence.span
    ours = any(wording.inside(s, span) for kind, s in span.doc._.trade if kind == "trade")
    if ours or any(wording.inside(s, span) for _, s in span.doc._.pin_types):
        return False
    before = (s for s in sentences if s.span.end <= span.start)
    return any(s.label == OUT_OF_SCOPE and s.confidence >= _TOLD_FOREIGN for s in before)


def _leans_on_what_was_told(sentence: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Whether it asks about what a sentence before tells of pins: "The motto is tiny. Will it come out?"."""
    before = [s for s in sentences if s.span.end <= sentence.span.start]
    if not before or before[-1].asks < _TOLD_OF_PINS:
        return False
    return sentence.topic in (FOLLOW_UP, TELL_MORE) or wording.leans_on_a_story(meant(sentence.span))


def _asks_of_the_shop(sentence: Sentence) -> bool:
    """Whether it asks by its subject alone what the shop does: "you match my shade"."""
    return sentence.topic_confidence >= _OF_THE_SHOP and wording.speaks_to_the_shop(meant(sentence.span))


def _is_put_as_question(sentence: Sentence) -> bool:
    """Whether its form asks: "does it rust?", "tell me how it is made", "hard or soft for awards"."""
    span = sentence.span
    types = {label for label, s in span.doc._.pin_types if wording.inside(s, span)}
    chooses = len(types) > 1 and any(token.norm_ == "or" for token in span)
    return sentence.question_form or chooses or wording.requests(meant(span))
