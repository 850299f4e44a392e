"""From a parsed message and what was said before to one intent, the needs stated and the questions asked.

A message may do several things at once: greet, state two needs, ask a question. Each sentence is
labelled on its own; the message's one intent (Rasa wants one) is then chosen so that nothing is
lost: stated needs travel as entities, questions in :attr:`Understanding.questions`, whatever the intent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Optional

import numpy as np
from spacy.tokens import Doc, Span

from pin_advisor.language.amounts import Amounts
from pin_advisor.language.classifier import Classifier, Floats
from pin_advisor.language.contacts import contact_in
from pin_advisor.language.encoder import Encoder
from pin_advisor.language.languages import foreign_language
from pin_advisor.language.needs import NeedReader, Reading
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.text import has_words
from pin_advisor.vocabulary import ASPECTS, VALUES

ASK: Final = "ask"
#: Joins the intent ``ask`` and its topic in a label: "ask/feel".
TOPIC_SEPARATOR: Final = "/"
FOLLOW_UP: Final = "follow_up"
TELL_MORE: Final = "tell_more"
OUT_OF_SCOPE: Final = "out_of_scope"
OTHER_LANGUAGE: Final = "other_language"
INFORM: Final = "inform"

#: Intents that a polite frame around the real message may have; they never outrank content.
_FRAME: Final = frozenset(
    {"greet", "thank", "goodbye", "affirm", "deny", "chitchat", "abuse", "bot_challenge", "repeat"}
)
#: Intents that answer the pending question without a value, or leave it.
_ABOUT_THE_TALK: Final = frozenset({
    "not_sure", "refuse", "why_ask", "start_over", "contact_shop", "request_quote", "help", "repeat",
    "bot_challenge", "explain_why", "goodbye", "give_contact",
})  # fmt: skip
#: Those of them that hardly mean anything where nothing has been asked: "I don't know. Hard or soft?"
_ABOUT_A_FORM: Final = frozenset({"not_sure", "refuse", "why_ask", "help", "repeat"})
#: Intents that ask the advice engine about its recommendation.
EXPLAIN: Final = frozenset({
    "explain_why", "explain_why_not", "what_if", "what_would_change", "second_best", "compare_options",
})  # fmt: skip

_QUESTION_START: Final = re.compile(
    r"^(?:(?:and|so|but|ok|okay|hi|hello|hey|well|also|then|please|sorry|um|hm+|quick question|question|"
    r"one more thing|tell me|can you tell me|could you tell me|do you know|just wondering|i wonder|"
    r"wondering)\W+)*"
    r"(?:what|how|why|is|are|does|do|did|can|could|which|who|where|when|will|would|should|what's|how's|has|have|any)\b",
    re.I,
)
_YES_NO: Final = re.compile(
    r"^(?:(?:and|so|but|ok|okay|well)\W+)*(?:is|are|does|do|did|can|could|will|would|should|has|have)\b", re.I
)
_FOLLOWS: Final = re.compile(
    r"^(?:and|what about|how about|but|also|same)\b"
    r"|\b(?:it|its|it's|they|them|their|that one|those|these|this one|the other|the same)\b",
    re.I,
)
_FURTHER: Final = re.compile(r"^(?:and|what about|how about|or|also)\b", re.I)
_FIRST_PERSON: Final = re.compile(r"\b(?:i|we|us|our|my|me|i'm|we're|i'd|we'd|let's)\b", re.I)
_SUPPOSES: Final = re.compile(
    r"^(?:\W*(?:and|but|ok|okay|so|hm+)\b)*\W*"
    r"(?:what if|suppose|supposing|imagine|let's say|say we|say it)\b",
    re.I,
)
_WHICH: Final = re.compile(r"\b(?:which|what|who)\b", re.I)

#: Share of unknown words from which a message is babble.
_BABBLE: Final = 0.7
#: Slots that take the visitor's words as they are.
_FREE_TEXT: Final = frozenset({"design", "deadline"})
#: Slots whose question gets a statement for an answer.
_ANSWERED: Final = frozenset({*VALUES, *_FREE_TEXT})

#: Most sentences of one message that are labelled one by one.
_MOST_SENTENCES: Final = 14
_MOST_SUGGESTIONS: Final = 3
#: Who asks for advice without naming pins ("who should I vote for?") wants another when "out of scope" has
#: this share of the probability.
_ASTRAY: Final = 0.2
#: How sure a need must be to make a statement of what may be a question, too.
_SURE: Final = 0.7
#: From this probability something is said about the talk itself.
_TALK: Final = 0.4
#: Below this probability of its topic a question may be about what was talked of before.
_VAGUE: Final = 0.3
#: Words up to which a message that only names pins is taken for a wish for them.
_FEW_WORDS: Final = 5


@dataclass(frozen=True)
class Context:
    """What the conversation adds to the meaning of the words.

    ``asked``: slot that the bot has asked for and waits for. ``form``: name of the active form.
    ``again``: whether it has asked for it before and not understood the reply. ``known``: needs that
    have a value. ``recommended``: whether a recommendation stands. ``offer``: intent that "yes" would
    accept. ``answered``: whether a question has been answered, on which the next may lean.
    """

    asked: Optional[str] = None
    form: Optional[str] = None
    again: bool = False
    known: frozenset[str] = frozenset()
    recommended: bool = False
    offer: Optional[str] = None
    answered: bool = False


@dataclass(frozen=True)
class AskedQuestion:
    """One question in a message, as far as the words alone tell.

    ``topic`` is a catalog topic, an aspect, or ``follow_up``/``tell_more``. ``direction`` is "most" or
    "least" for superlatives. ``follows``: it leans on what was said before ("and how does it feel?").
    """

    topic: str
    confidence: float
    text: str
    pin_types: tuple[str, ...] = ()
    form: str = "describe"
    direction: str = "most"
    occasion: Optional[str] = None
    follows: bool = False


@dataclass(frozen=True)
class Entity:
    """A finding in Rasa's sense; ``value`` is a slot value."""

    entity: str
    value: Any
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True)
class Understanding:
    """What a message means. ``ranking`` holds (intent, confidence), best first.

    ``hypothesis`` holds needs that are only supposed ("what if it was 3D?"); ``suggestions`` are the
    likeliest topics, for a visitor who was not understood; ``language`` is the ISO 639-1 code of a
    foreign language; ``pin_types`` all pin types named.
    """

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    questions: tuple[AskedQuestion, ...] = ()
    hypothesis: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    pin_types: tuple[str, ...] = ()
    language: Optional[str] = None


@dataclass(frozen=True)
class _Sentence:
    """A sentence with its best label.

    ``asks`` is the probability that it is a question about pins, ``out_of_scope`` that it is about something
    else, ``topics`` the probability of each label that asks.
    """

    span: Span
    label: str
    confidence: float
    asks: float
    out_of_scope: float
    topics: Floats
    topic: str
    topic_confidence: float
    question_form: bool

    @property
    def foreign(self) -> float:
        """The share of "out of scope" in the probability of being that or a question about pins."""
        return self.out_of_scope / (self.out_of_scope + self.asks + 1e-9)

    @property
    def may_state(self) -> bool:
        """Whether it can tell a need.

        A question does only if it is about the visitor's own pins, and supposing is not telling.
        """
        text = self.span.text.rstrip()
        if _SUPPOSES.match(text):
            return False
        return not (self.question_form and text.endswith("?")) or bool(_FIRST_PERSON.search(text))

    @property
    def intent(self) -> str:
        return self.label.split(TOPIC_SEPARATOR)[0]


@dataclass(frozen=True)
class Thresholds:
    """Where doubt begins, as ``make thresholds`` shows: by out-of-fold scores and by the development set.

    ``foreign``: from this share of "out of scope" in what is not plainly something else, a sentence is
    not a question about pins. ``question``: from this probability of being one, a sentence in the form
    of a question counts as one; without that form ``plain_question``, or ``named_question`` if it names
    a pin type. ``in_scope``: below this probability of the best label a message counts as not
    understood. ``out_of_scope``: below it, one that seems to be about something else is taken for a
    wish for pins if it names them. ``informs``: how surely a message that states no need and names no
    pins is about them. ``fill``: how sure a need must be to be kept without being asked for,
    ``fill_asked`` for the one asked for, ``replace`` for one that is known and not announced as a
    correction, or that is read from words that already state another.
    """

    foreign: float = 0.05
    question: float = 0.5
    named_question: float = 0.45
    plain_question: float = 0.65
    in_scope: float = 0.2
    out_of_scope: float = 0.35
    informs: float = 0.9
    fill: float = 0.45
    fill_asked: float = 0.25
    replace: float = 0.9


class Reader:
    """Understands messages; one per process, stateless between messages."""

    def __init__(
        self, encoder: Encoder, intents: Classifier, needs: NeedReader, thresholds: Thresholds = Thresholds()
    ) -> None:
        self._encoder = encoder
        self._intents = intents
        self._needs = needs
        self._thresholds = thresholds
        self._asks = np.array([label.startswith(ASK + TOPIC_SEPARATOR) for label in intents.labels])
        self._known_priors: dict[tuple[tuple[str, float], ...], Floats] = {}
        self._foreign = np.array([label == OUT_OF_SCOPE for label in intents.labels])

    def read(self, doc: Doc, context: Context, amounts: Optional[Amounts] = None) -> Understanding:
        """What ``doc`` means in ``context``; ``amounts`` are those parsed in the light of what was asked."""
        amounts = amounts or doc._.amounts
        text = doc.text
        language = foreign_language(text)
        pin_types = tuple(dict.fromkeys(t for t, _ in doc._.pin_types))
        contact = contact_in(text, asked=context.asked == "contact")
        if language and not amounts.money and not contact:
            return Understanding(OTHER_LANGUAGE, 1.0, language=language)
        if not has_words(text) or (_is_babble(doc) and not contact):
            return Understanding(OUT_OF_SCOPE, 1.0)
        sentences = [self._label(s, context) for s in doc._.sentences[:_MOST_SENTENCES]]
        if not sentences:
            return Understanding(OUT_OF_SCOPE, 1.0)
        whole = sentences[0] if len(sentences) == 1 else self._label(doc[:], context)
        probabilities = self._intents.probabilities(self._encoder(meant(doc[:])))
        suggestions = tuple(
            label.removeprefix(ASK + TOPIC_SEPARATOR)
            for label, _ in self._ranking(probabilities * self._asks, _MOST_SUGGESTIONS + 2)
            if not label.endswith((FOLLOW_UP, TELL_MORE))
        )[:_MOST_SUGGESTIONS]

        talk = self._about_the_talk(sentences, whole, context)
        questions = self._questions(sentences, whole, context)
        if not any(s.question_form for s, _, _ in questions) and self._states(doc, amounts, context):
            questions = []  # statements that resemble questions: "Wedding favours", "70 cents each"
        asking = {id(q[0]) for q in questions}
        stating = [
            s.span
            for s in sentences
            if id(s) not in asking and whole not in [q[0] for q in questions] and s.may_state
        ]
        readings = self._kept(self._read_needs(doc, stating, context), doc, context)
        if whole.label == OUT_OF_SCOPE and context.form is None and not _names_pins(doc):
            readings = {n: r for n, r in readings.items() if r.confidence >= self._thresholds.replace}
        entities = [*_need_entities(readings), *_amount_entities(amounts, stating, doc, context)]
        if contact:
            # The digits of a telephone number count nothing.
            entities = [e for e in entities if e.end <= contact.start or contact.end <= e.start]
            entities.append(Entity("contact", contact.text, contact.start, contact.end))
        asked_questions = tuple(
            self._question(s, topic, confidence, doc) for s, topic, confidence in questions
        )

        intent, confidence = self._intent(
            sentences, whole, context, talk, asked_questions, entities, readings
        )
        hypothesis: dict[str, Any] = {}
        if intent == "what_if":
            supposed = self._read_needs(doc, [s.span for s in sentences], Context())
            supposed = {n: r for n, r in supposed.items() if r.confidence >= self._thresholds.fill_asked}
            hypothesis = {r.need: r.value for r in supposed.values()}
            hypothesis |= {e.entity: e.value for e in _amount_entities(amounts, [doc[:]], doc, context)}
            entities = []
        if intent in EXPLAIN | {"refuse", "why_ask", "start_over", "repeat", OUT_OF_SCOPE, OTHER_LANGUAGE}:
            entities = [e for e in entities if e.entity == "contact"]
        return Understanding(
            intent=intent,
            confidence=float(confidence),
            ranking=tuple(self._ranking(probabilities, 10)),
            entities=tuple(entities),
            questions=asked_questions,
            hypothesis=hypothesis,
            suggestions=suggestions,
            pin_types=pin_types,
        )

    # -- labels ---------------------------------------------------------------------------------

    def _ranking(self, probabilities: Floats, length: int) -> list[tuple[str, float]]:
        best = np.argsort(-probabilities, kind="stable")[:length]
        return [(self._intents.labels[i], float(probabilities[i])) for i in best]

    def _priors(self, context: Context) -> Floats:
        """:func:`_prior` of every label."""
        prior = _prior(context)
        known = self._known_priors.get(tuple(prior.items()))
        if known is None:
            known = np.array([prior.get(label, 1.0) for label in self._intents.labels], dtype=np.float32)
            self._known_priors[tuple(prior.items())] = known
        return known

    def _label(self, span: Span, context: Context) -> _Sentence:
        text = meant(span)
        probabilities = self._intents.probabilities(self._encoder(text))
        probabilities = probabilities * self._priors(context)
        probabilities /= probabilities.sum()
        best, topic = int(probabilities.argmax()), int((probabilities * self._asks).argmax())
        return _Sentence(
            span,
            label=self._intents.labels[best],
            confidence=float(probabilities[best]),
            asks=float(probabilities[self._asks].sum()),
            out_of_scope=float(probabilities[self._foreign].sum()),
            topics=probabilities * self._asks,
            topic=self._intents.labels[topic].removeprefix(ASK + TOPIC_SEPARATOR),
            topic_confidence=float(probabilities[topic]),
            question_form=bool(_QUESTION_START.match(text))
            or (text.rstrip().endswith("?") and not self._answers(span, context)),
        )

    def _answers(self, span: Span, context: Context) -> bool:
        """Whether it states what was asked for, so that a question mark only shows doubt: "$1 each??"."""
        if context.asked not in VALUES:
            return False
        if context.asked == "budget" and _tells_money(span):
            return True
        clauses = [c for c in span.doc._.clauses if _inside(c, span)]
        reading = self._needs.read(clauses, context.asked).get(context.asked)
        return reading is not None and reading.confidence >= self._thresholds.fill

    # -- needs ----------------------------------------------------------------------------------

    def _read_needs(self, doc: Doc, stating: Sequence[Span], context: Context) -> dict[str, Reading]:
        clauses = [c for c in doc._.clauses if any(s.start <= c.start and c.end <= s.end for s in stating)]
        return self._needs.read(clauses, context.asked, insist=context.again)

    def _kept(self, readings: Mapping[str, Reading], doc: Doc, context: Context) -> dict[str, Reading]:
        """Readings that are sure enough for what is known and asked."""
        t = self._thresholds
        corrects = bool(doc._.corrections) or context.form is None
        answer = readings.get(context.asked or "")
        kept = {}
        for need, reading in readings.items():
            if context.form == "quote_form":
                needed = t.replace  # it asks for a description, in which every need's words occur
            elif answer and need != context.asked and _same_words(reading, answer):
                needed = t.fill if answer.confidence < t.fill else t.replace
            elif need == context.asked and any(
                _same_words(r, reading) and r.confidence > max(t.fill, reading.confidence)
                for n, r in readings.items()
                if n != need
            ):
                needed = t.fill  # "we can't spend much" is hardly an occasion
            elif need == context.asked:
                needed = t.fill_asked if not context.again else 0.0
            elif need in context.known and not corrects:
                needed = t.replace
            else:
                needed = t.fill
            if reading.confidence >= needed:
                kept[need] = reading
        return kept

    def _states(self, doc: Doc, amounts: Amounts, context: Context) -> bool:
        """Whether the message states what was asked for, names money, or states several needs."""
        if amounts.money:
            return True
        readings = self._read_needs(doc, doc._.sentences, context)
        if context.asked in VALUES:
            reading = readings.get(str(context.asked))
            return reading is not None and reading.confidence >= self._thresholds.fill_asked
        sure = [r for r in self._kept(readings, doc, context).values() if r.confidence >= _SURE]
        # "Pins for a wedding" tells what they are for; "hard enamel for a wedding" asks whether it would do.
        return len(sure) >= 2 or (bool(sure) and not doc._.pin_types)

    # -- questions ------------------------------------------------------------------------------

    def _questions(
        self, sentences: Sequence[_Sentence], whole: _Sentence, context: Context
    ) -> list[tuple[_Sentence, str, float]]:
        found = [s for s in sentences if self._is_question(s, context)]
        formed = [s for s in found if s.question_form]
        if formed:
            found = formed  # statements around a real question are its story
        if len(formed) == 1 and len(sentences) > 1:
            return [(formed[0], *self._in_the_light_of(whole, formed[0]))]
        told = any(_tells_money(s.span) for s in sentences)
        if len(sentences) > 1 and not formed and not told and self._is_question(whole, context):
            best = max(found, key=lambda s: s.topic_confidence, default=None)
            if best is None or whole.topic_confidence >= best.topic_confidence:
                return [(whole, whole.topic, whole.topic_confidence)]
        vague = not found or found[0].topic_confidence < _VAGUE
        if vague and context.answered and len(sentences) == 1 and _leans(sentences[0]):
            return [(sentences[0], FOLLOW_UP, 0.5)]
        return [(s, s.topic, s.topic_confidence) for s in found]

    def _in_the_light_of(self, whole: _Sentence, question: _Sentence) -> tuple[str, float]:
        """The topic of the one question in a message: "My friend is allergic to nickel. Can she wear it?"."""
        topics = (question.topics + whole.topics) / 2
        best = int(topics.argmax())
        return self._intents.labels[best].removeprefix(ASK + TOPIC_SEPARATOR), float(topics[best])

    def _is_question(self, sentence: _Sentence, context: Context) -> bool:
        """Whether a sentence asks about pins."""
        t = self._thresholds
        names_type = any(_inside(span, sentence.span) for _, span in sentence.span.doc._.pin_types)
        if sentence.question_form:
            needed = t.question
        elif _tells_money(sentence.span) or (context.asked in _ANSWERED and not names_type):
            return False  # who names a sum tells it, and who has just been asked something answers
        else:
            needed = t.named_question if names_type else t.plain_question
        return sentence.asks >= needed and not self._strays(sentence)

    def _strays(self, sentence: _Sentence) -> bool:
        """Whether it looks like a question about pins and is one about something else."""
        kinds = {kind for kind, _ in sentence.span.doc._.trade}
        return "other_senses" in kinds or sentence.foreign >= self._thresholds.foreign

    def _question(self, sentence: _Sentence, topic: str, confidence: float, doc: Doc) -> AskedQuestion:
        span, text = sentence.span, meant(sentence.span)
        types = tuple(
            dict.fromkeys(t for t, s in doc._.pin_types if span.start <= s.start and s.end <= span.end)
        )
        degrees = [(a, d) for a, d, s in doc._.degrees if span.start <= s.start and s.end <= span.end]
        form, direction = ("compare" if len(types) > 1 else "describe"), "most"
        for aspect, degree in degrees:
            if aspect == topic or (confidence < 0.5 and topic in ASPECTS):
                topic, direction = aspect, degree
                if len(types) != 1 and (_WHICH.search(text) or not types):
                    form = "superlative"
                break
        if form == "describe" and _YES_NO.match(text):
            form = "yes_no"
        occasion = None
        if topic in ("best_for", FOLLOW_UP):
            clauses = [c for c in doc._.clauses if span.start <= c.start and c.end <= span.end]
            reading = self._needs.read(clauses, asked="occasion").get("occasion")
            occasion = reading.value if reading and reading.confidence > 0.3 else None
        return AskedQuestion(
            topic, confidence, span.text, types, form, direction, occasion, bool(_FOLLOWS.search(text))
        )

    # -- intent ---------------------------------------------------------------------------------

    def _outweighed(
        self,
        talk: tuple[str, float],
        whole: _Sentence,
        context: Context,
        stated: Sequence[Entity],
        answered: bool,
        asks: bool,
        readings: Mapping[str, Reading],
    ) -> bool:
        """Whether what else the message says counts more than what it says about the talk itself."""
        intent, confidence = talk
        if answered and intent in ("not_sure", "goodbye", "help", "repeat", "request_quote"):
            return True
        if stated and context.form is None and intent in ("not_sure", "refuse", "help", "repeat", "why_ask"):
            return True
        wants_quote = intent == "request_quote" and whole.topic == "free_quote"
        if confidence < _SURE and any(e.confidence > confidence for e in stated):
            return True  # "we can't spend much" refuses nothing, "we need 200" is no request yet
        if (
            asks
            and not wants_quote
            and (confidence < 0.6 or (context.form is None and intent in _ABOUT_A_FORM))
        ):
            return True
        reading = readings.get(context.asked or "")
        sure = 0.95 if intent == "refuse" else 0.8
        return reading is not None and reading.confidence > sure and confidence < 0.8

    def _supposes(self, whole: _Sentence, talk: Optional[tuple[str, float]]) -> bool:
        """Whether a need is only supposed: "imagine it was 3D", "what if they were awards instead?"."""
        if not (_SUPPOSES.match(whole.span.text) or (talk and talk[0] == "what_would_change")):
            return False
        supposed = self._needs.read(list(whole.span.doc._.clauses))
        return any(r.confidence >= self._thresholds.fill for r in supposed.values())

    def _about_the_talk(
        self, sentences: Sequence[_Sentence], whole: _Sentence, context: Context
    ) -> Optional[tuple[str, float]]:
        if any(kind == "other_senses" for kind, _ in whole.span.doc._.trade):
            return None  # "reset the PIN of my card" is not about this talk
        if any(s.label == OUT_OF_SCOPE and s.confidence > 0.6 for s in sentences):
            sentences = ()  # "Who is the prime minister, and why?"
        wanted = _ABOUT_THE_TALK | (EXPLAIN if context.recommended else frozenset())
        found = [
            (s.label, s.confidence)
            for s in (whole, *sentences)
            if s.label in wanted and s.confidence >= (_SURE if s.label == "start_over" else _TALK)
        ]
        return max(found, key=lambda x: x[1], default=None)

    def _intent(
        self,
        sentences: Sequence[_Sentence],
        whole: _Sentence,
        context: Context,
        talk: Optional[tuple[str, float]],
        questions: Sequence[AskedQuestion],
        entities: Sequence[Entity],
        readings: Mapping[str, Reading],
    ) -> tuple[str, float]:
        stated = [e for e in entities if e.entity not in ("contact", "surface")]
        surely = [e for e in stated if e.confidence >= _SURE]
        if any(e.entity == "contact" for e in entities):
            return "give_contact", 1.0
        if whole.label == "affirm" and whole.confidence > 0.4 and context.offer and len(stated) == 0:
            return context.offer, whole.confidence
        answered = context.asked is not None and any(e.entity == context.asked for e in entities)
        if context.recommended and self._supposes(whole, talk):
            return "what_if", whole.confidence
        if talk and not self._outweighed(talk, whole, context, stated, answered, bool(questions), readings):
            return talk
        advises = any(
            s.label in ("request_advice", INFORM) and s.confidence > 0.3 for s in (whole, *sentences)
        )
        answered = answered or (
            context.asked == "budget" and any(e.entity == "budget_amount" for e in entities)
        )
        if stated and (answered or not questions or len(surely) > 1 or (advises and context.form)):
            return INFORM, 0.9
        if questions:
            return ASK, max(q.confidence for q in questions)
        if stated:
            return INFORM, 0.8
        content = [s for s in sentences if s.intent not in _FRAME] or list(sentences)
        if context.form == "quote_form" and context.asked in _FREE_TEXT and not questions:
            return INFORM, 0.7
        best = max([*content, whole], key=lambda s: s.confidence)
        if best.intent in _FRAME and content and content[0].intent not in _FRAME:
            best = content[0]
        if best.intent == ASK and self._strays(best):
            return OUT_OF_SCOPE, 1.0 - best.confidence
        if best.intent == ASK and not questions:
            best = max(
                (s for s in [*content, whole] if s.intent != ASK), key=lambda s: s.confidence, default=best
            )
            if best.intent == ASK:
                # It resembles a question without being one: "Looking at a pin for my label".
                return (OUT_OF_SCOPE if best.question_form else "request_advice"), best.confidence
        few = len(best.span) <= _FEW_WORDS
        doubtful = best.confidence < self._thresholds.in_scope or (
            best.intent == OUT_OF_SCOPE
            and few
            and not best.question_form
            and best.confidence < self._thresholds.out_of_scope
        )
        if doubtful and context.form is None and _names_pins(best.span.doc):
            return "request_advice", best.confidence  # "yo, badges"
        if best.intent == INFORM and context.form is None and not _names_pins(best.span.doc):
            # It tells of something, but of nothing that a pin could need.
            doubtful = best.confidence < self._thresholds.informs
            return (OUT_OF_SCOPE if doubtful else "request_advice"), best.confidence
        astray = (
            best.intent == "request_advice"
            and context.form is None
            and not _names_pins(best.span.doc)
            and best.out_of_scope > _ASTRAY * best.confidence
        )
        erases = best.intent == "start_over" and best.confidence < _TALK  # it had better be sure
        if astray or erases or best.confidence < self._thresholds.in_scope:
            return OUT_OF_SCOPE, 1.0 - best.confidence
        return best.intent, best.confidence


def _prior(context: Context) -> Mapping[str, float]:
    """How much likelier than in the training data an intent is at this point of the conversation."""
    prior: dict[str, float] = {}
    prior |= dict.fromkeys(EXPLAIN, 2.0 if context.recommended else 0.3)
    if context.form is None:
        prior |= {"why_ask": 0.5, "refuse": 0.5}
    elif context.asked is not None:
        prior |= {
            "not_sure": 3.0,
            "refuse": 3.0,
            "why_ask": 2.0,
            "request_advice": 0.3,
            "chitchat": 0.5,
            "abuse": 0.5,
        }
    return prior


def _is_babble(doc: Doc) -> bool:
    """Whether hardly a word of it is one: "asdf qwer zxcv"."""
    return len(doc) > 1 and doc._.unknown >= _BABBLE and not doc._.trade and not doc._.cues


def _names_pins(doc: Doc) -> bool:
    kinds = {kind for kind, _ in doc._.trade}
    return "trade" in kinds and "other_senses" not in kinds


def _same_words(one: Reading, other: Reading) -> bool:
    return one.start < other.end and other.start < one.end


def _tells_money(span: Span) -> bool:
    return any(span.start_char <= m.start and m.end <= span.end_char for m in span.doc._.amounts.money)


def _inside(span: Span, outer: Span) -> bool:
    return bool(outer.start <= span.start and span.end <= outer.end)


def _leans(sentence: _Sentence) -> bool:
    """Whether it is nothing but a new case of the question before: "And for a friend?"."""
    text = meant(sentence.span)
    return bool(_FURTHER.match(text)) and text.rstrip().endswith("?")


def _need_entities(readings: Mapping[str, Reading]) -> list[Entity]:
    return [Entity(r.need, r.value, r.start, r.end, r.confidence) for r in readings.values()]


def _amount_entities(amounts: Amounts, stating: Sequence[Span], doc: Doc, context: Context) -> list[Entity]:
    def stated(start: int, end: int) -> bool:
        return any(s.start_char <= start and end <= s.end_char for s in stating)

    entities = []
    money = [m for m in amounts.money if stated(m.start, m.end)]
    if money:
        m = _final(money, doc)
        entities.append(Entity("budget_amount", m.amount, m.start, m.end))
        if m.currency:
            entities.append(Entity("budget_currency", m.currency, m.start, m.end))
        if m.per:
            entities.append(Entity("budget_per", m.per, m.start, m.end))
    quantities = [q for q in amounts.quantities if stated(q.start, q.end)]
    if quantities:
        q = quantities[-1]
        entities.append(Entity("quantity", q.pieces, q.start, q.end))
    return entities


def _final(money: Sequence[Any], doc: Doc) -> Any:
    """The amount that holds: the last one after a correction, else the first that is not denied."""
    if len(money) > 1 and any(doc[i].idx > money[0].end for i in doc._.corrections):
        return money[-1]
    denied = doc._.denied
    held = [m for m in money if not any(doc[i].idx <= m.start < doc[i].idx + len(doc[i]) for i in denied)]
    return (held or list(money))[0]
