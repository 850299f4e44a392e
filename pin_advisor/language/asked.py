"""What exactly a sentence asks, once its topic is found: of which pin types, in which form, claiming what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Optional

from spacy.tokens import Doc, Span

from pin_advisor import kindred
from pin_advisor.language import asking_on, phrases, subjects, wording
from pin_advisor.language.claims import ClaimReader, asks_why
from pin_advisor.language.meaning import (
    EXPLAIN,
    FOLLOW_UP,
    TELL_MORE,
    WHY_ASK,
    AskedQuestion,
    Claim,
    Context,
)
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.sentences import Sentence, SentenceReader
from pin_advisor.language.statements import StatementReader
from pin_advisor.language.thresholds import Thresholds
from pin_advisor.vocabulary import ASPECTS

#: The topic of how enamel and print differ in general, and of how types differ.
_ENAMEL_OR_PRINT: Final = "enamel_vs_printed"
#: Of these a number of pins may be asked about.
_OF_NUMBERS: Final = frozenset({"minimum_order", "quantity_discount"})
#: How fine the lines and the colours of a type may be.
_DETAIL: Final = "detail"
#: Below this probability of its topic a question that names the degree of an aspect asks about that.
_UNSURE_TOPIC: Final = 0.5
#: What a pin costs here, and what a type costs beside others.
_PRICE: Final = "price"
COST: Final = "cost"
#: How sure the aspect is that a few words name: "lifespan", beside two types or of the one talked of.
NAMED_ASPECT: Final = 0.35
#: How sure the topic is of what asks although it is not put as a question, and something else was asked for.
SURELY: Final = 0.9
#: From this sureness of its topic the one question in a message needs no light from the rest of it.
PLAIN_BY_ITSELF: Final = 0.6
#: A sentence that asks, its topic and how sure that is. The topic of one that asks about the advice ("why not
#: soft?") is the intent that it has.
Asking = tuple[Sentence, str, float]


class QuestionDescriber:
    """Tells what the questions ask that :class:`~pin_advisor.language.questions.QuestionReader` finds."""

    def __init__(
        self,
        sentences: SentenceReader,
        statements: StatementReader,
        thresholds: Thresholds,
        claims: ClaimReader,
    ) -> None:
        self._sentences = sentences
        self._statements = statements
        self._thresholds = thresholds
        self._claims = claims

    def describe(self, asking: Asking, doc: Doc, context: Context) -> AskedQuestion:
        """What exactly is asked: of which pin types, in which form."""
        sentence, topic, confidence = asking
        span, text = sentence.span, meant(sentence.span)
        if phrases.asks_of_the_answer(text) == topic:
            return AskedQuestion(topic, confidence, span.text)  # "sculpted" names no pin type here
        types = tuple(dict.fromkeys(t for t, s in doc._.pin_types if wording.inside(s, span)))
        topic, confidence = self._behind_the_premise(sentence, topic, confidence, context)
        if len(types) > 1 and topic == _ENAMEL_OR_PRINT:
            topic = kindred.DIFFERENCE  # these two are to be compared, not all enamel and all print
        against = self._against(span, topic, types, confidence) if len(types) == 2 else None
        if against:
            topic, confidence = against[0], max(confidence, self._thresholds.question)
        elif types and asking_on.asks_who_uses(text):
            topic, confidence = "best_for", 1.0
        if topic == _PRICE and not types and phrases.asks_what_is_cheaper(text):
            topic = COST
        looks = topic == COST and asking_on.speaks_of_looking_dear(text)
        if looks:
            topic = "look"
        further = (
            asking_on.comparative(text)
            if types and (confidence < _UNSURE_TOPIC or topic == kindred.DIFFERENCE)
            else None
        )
        if further and (topic == kindred.DIFFERENCE or (len(types) == 1 and topic not in ASPECTS)):
            topic, confidence = further[0], max(confidence, self._thresholds.question)  # "can soft go finer?"
        if topic in EXPLAIN | {WHY_ASK}:
            return AskedQuestion(topic, confidence, span.text, types, follows=wording.leans(text))
        named = bool(types)
        types = types or subjects.types_meant(span, topic, context)
        talked_of = types[0] if len(types) == 1 and not named else context.talked_of
        claims = self._claims.read(span, talked_of) or self._told_before(span)
        measured = self._measured(sentence, types[0] if len(types) == 1 else talked_of)
        if measured:
            claims, topic, confidence = (measured[0],), measured[1] or _DETAIL, SURELY
            types = types or (str(talked_of),)
        types = next((c.pin_types for c in claims if c.pin_types and (c.fact or len(c.pin_types) > 1)), types)
        topic, confidence = self._claimed(topic, confidence, text, claims)
        form, direction = ("compare" if len(types) > 1 else "describe"), "most"
        for aspect, degree, s in doc._.degrees:
            if not wording.inside(s, span) or (looks and aspect == COST):
                continue
            if aspect == topic or (confidence < _UNSURE_TOPIC and topic in ASPECTS):
                topic, direction = aspect, degree
                if len(types) != 1 and (wording.picks_out(text) or not types):
                    form = "superlative"
                break
        if against and against[1] and not looks:
            form, direction = "compare", against[1]
        elif further and topic == further[0]:
            form, direction = "compare", further[1]
        ends = asking_on.extreme(text)
        if ends and topic == ends[0]:
            form, direction = "superlative", ends[1]
        elif not types and asking_on.asks_how_made(text):
            form = "superlative"
        if form == "superlative" and not named and len(types) == 1:
            types = ()  # "Soft seems cheap. What is the cheapest?" picks one of all
        if topic == FOLLOW_UP and asking_on.asks_how_much(text):
            form = "compare"
        if form == "describe" and wording.is_yes_no(text):
            form = "yes_no"
        expected = topic in ("best_for", FOLLOW_UP)
        read = expected or (not types and wording.picks_out(text) and wording.names_a_purpose(text))
        occasion = self._statements.occasion_in(span, expected) if read else None
        return AskedQuestion(
            topic,
            confidence,
            span.text,
            types,
            form,
            direction,
            occasion,
            wording.leans(text)
            or wording.aspect_alone(text) is not None
            or asking_on.is_asked_on(text, context),
            claims,
            _pieces(doc, text) if topic in _OF_NUMBERS else None,
        )

    def _measured(self, sentence: Sentence, pin_type: Optional[str]) -> Optional[tuple[Claim, Optional[str]]]:
        """A measure of the visitor's own that is asked about, or was told before: "ok in hard enamel?"."""
        span = sentence.span
        found = self._claims.measured(span, pin_type, sentence.question_form)
        if found or not phrases.asks_whether_enough(meant(span)):
            return found
        return self._claims.measured(span.doc[: span.end], pin_type, sentence.question_form)

    def _behind_the_premise(
        self, sentence: Sentence, topic: str, confidence: float, context: Context
    ) -> tuple[str, float]:
        """What is asked behind what is taken for granted, where both together are read less surely."""
        main = self._claims.main_clause(meant(sentence.span)) if confidence < PLAIN_BY_ITSELF else None
        if not main or not wording.starts_as_question(main):
            return topic, confidence
        read = self._sentences.read(sentence.span, context, main)
        surer = read.topic_confidence > confidence and read.topic not in (FOLLOW_UP, TELL_MORE)
        return (read.topic, read.topic_confidence) if surer else (topic, confidence)

    def _told_before(self, span: Span) -> tuple[Claim, ...]:
        """What the statement before a question has wrong: "So hard is the one with ridges. Does it snag?"."""
        before = [s for s in span.doc._.sentences if s.end <= span.start]
        if (
            not before
            or wording.ends_as_question(before[-1].text)
            or wording.starts_as_question(before[-1].text)
        ):
            return ()
        return self._claims.told(before[-1])

    def _against(
        self, span: Span, topic: str, types: Sequence[str], confidence: float
    ) -> Optional[tuple[str, Optional[str]]]:
        """The aspect in which two types are set side by side, and the end of its scale that is asked for.

        "Printed vs etched, which is cheaper?" asks about the cost, "soft vs cloisonné" about the whole.
        """
        text = meant(span)
        named = [meant(s) for _, s in span.doc._.pin_types if wording.inside(s, span)]
        words = asking_on.aspect_words(text, named)
        compares = asking_on.sets_against(text) or (wording.picks_out(text) and words is not None)
        if not compares:
            return None
        for aspect, degree, s in span.doc._.degrees:
            if wording.inside(s, span):
                return aspect, degree
        if compared := asking_on.comparative(text):
            return compared
        if words == "":
            other = topic in ASPECTS or kindred.fitting(topic, types) != topic
            return (kindred.DIFFERENCE, None) if other else None
        if words is None or (topic in ASPECTS and topic != "what_is" and confidence >= SURELY):
            return None
        kin = kindred.TOPICS.get(topic)
        of_a_pair = topic == kindred.DIFFERENCE or (kin is not None and kin.pair)
        if topic not in ASPECTS and not of_a_pair and confidence >= PLAIN_BY_ITSELF:
            return None  # "the easiest way to tell hard from soft"
        aspect, sure = self._sentences.aspect(words)
        return (aspect, None) if aspect and sure >= NAMED_ASPECT else None

    def _claimed(
        self, topic: str, confidence: float, text: str, claims: Sequence[Claim]
    ) -> tuple[str, float]:
        """What is asked: what is claimed, where that is to be confirmed or explained, and nothing else is
        meant plainly: "and it's smooth, isn't it?".
        """
        plain = confidence >= self._thresholds.question and topic not in (FOLLOW_UP, TELL_MORE)
        known = [c for c in claims if c.fact or c.aspect]
        if plain or not known or (known[0].stance == "presumes" and not asks_why(text)):
            return topic, confidence
        fact = self._claims.fact(known[0])
        if known[0].aspect or (fact and fact.topics and topic not in fact.topics):
            return str(known[0].aspect or (fact and fact.topics[0])), self._thresholds.question
        return topic, confidence

    def misled(self, sentences: Sequence[Sentence]) -> tuple[AskedQuestion, ...]:
        """What is taken for granted and wrong, where nothing is asked: "as soft is smooth, we want that".

        It is answered as if it had been asked about.
        """
        claims = [claim for s in sentences for claim in self._claims.read(s.span)]
        wrong = [c for c in claims if c.stance == "presumes" and c.fact and not c.holds]
        fact = self._claims.fact(wrong[0]) if wrong else None
        if fact is None or not fact.topics:
            return ()
        text = sentences[0].span.text
        return (AskedQuestion(fact.topics[0], 1.0, text, fact.of[:1], claims=tuple(wrong[:1])),)


def _pieces(doc: Doc, text: str) -> Optional[int]:
    """The one number of pins of which it asks whether they are enough: "is 300 enough?"."""
    counted = {quantity.pieces for quantity in doc._.amounts.quantities} or set(wording.whole_numbers(text))
    asks = wording.is_yes_no(text) or phrases.asks_whether_enough(text)
    return counted.pop() if asks and len(counted) == 1 else None
