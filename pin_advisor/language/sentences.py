"""Every sentence of a message with its most probable label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Optional

import numpy as np
from spacy.tokens import Span

from pin_advisor import kindred
from pin_advisor.language import wording
from pin_advisor.language.encoder import Encoder
from pin_advisor.language.encodings import Floats
from pin_advisor.language.labels import LabelReader
from pin_advisor.language.meaning import (
    ASK,
    EXPLAIN,
    FOLLOW_UP,
    INFORM,
    LEAVES_OPEN,
    OUT_OF_SCOPE,
    SPENDING,
    TELL_MORE,
    TOPIC_SEPARATOR,
    Context,
    intent_of,
)
from pin_advisor.language.needs import NeedReader
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.thresholds import Thresholds
from pin_advisor.vocabulary import ASPECTS, VALUES

#: How much likelier than in the training data an intent is: after a recommendation, before one; where
#: nothing has been asked; while a need is asked for.
_RECOMMENDED: Final = dict.fromkeys(EXPLAIN, 2.0)
_NOTHING_RECOMMENDED: Final = dict.fromkeys(EXPLAIN, 0.3) | dict.fromkeys(SPENDING, 0.01)
_OUTSIDE_A_FORM: Final = {"why_ask": 0.5, "refuse": 0.5}
_ASKED: Final = {
    "not_sure": 3.0, "refuse": 3.0, "why_ask": 2.0, "request_advice": 0.3, "chitchat": 0.5, "abuse": 0.5,
}  # fmt: skip
#: Texts whose probabilities are remembered: one message asks for the same ones several times.
_REMEMBERED: Final = 64
_ASK_PREFIX: Final = ASK + TOPIC_SEPARATOR
#: Nothing is taken to be less probable than this where another probability is divided by it.
_LEAST: Final = 0.02
#: From this probability of being a question one that is only told of counts as put.
_LIKELIER: Final = 0.5
#: How likely a topic is taken to be at least, of which a question says nothing itself, and of which nothing
#: else in the message tells.
_UNSAID: Final = 0.05
_UNTOLD: Final = 0.01
#: From this sureness of its own topic a further question does not ask about the one before it again.
_NOT_AGAIN: Final = 0.6
#: How likely one without a word that leans on it is to do so, else.
_AGAIN: Final = 0.3
#: So many of the likeliest topics are looked at for the aspect that a few words name.
_NAMED: Final = 5


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence with its best label.

    ``asks`` is the probability that it is a question about pins, ``out_of_scope`` that it is about something
    else, ``topics`` the probability of each label that asks. ``question_form``: it is put as a question.
    ``leaves_open``: how many times likelier it leaves open what was asked than that it tells anything.
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
    leaves_open: float

    @property
    def intent(self) -> str:
        """The label without its topic."""
        return intent_of(self.label)

    @property
    def foreign(self) -> float:
        """The share of "out of scope" in the probability of being that or a question about pins."""
        return self.out_of_scope / (self.out_of_scope + self.asks + 1e-9)

    @property
    def may_state(self) -> bool:
        """Whether it can tell a need.

        A question does only if it is about the visitor's own pins. Supposing is not telling, nor is asking
        about the advice: "why not hard enamel in that case".
        """
        text = self.span.text
        if wording.supposes(text) or (self.question_form and self.intent in EXPLAIN):
            return False
        asks = self.question_form and wording.ends_as_question(text)
        doubts = not wording.starts_as_question(text) and self.intent != ASK  # "flat, 30 of them, 50p each??"
        return not asks or doubts or wording.speaks_of_oneself(text)


class SentenceReader:
    """Labels spans of text by an intent classifier, in the light of the conversation."""

    def __init__(
        self, encoder: Encoder, intents: LabelReader, needs: NeedReader, thresholds: Thresholds
    ) -> None:
        self._encoder = encoder
        self._intents = intents
        self._needs = needs
        self._thresholds = thresholds
        self._asks = np.array([intent_of(label) == ASK for label in intents.labels])
        leaning = {f"{_ASK_PREFIX}{topic}" for topic in (FOLLOW_UP, TELL_MORE)}
        self._topical = self._asks & np.array([label not in leaning for label in intents.labels])
        self._foreign = np.array([label == OUT_OF_SCOPE for label in intents.labels])
        self._leaving = np.array([label in LEAVES_OPEN for label in intents.labels])
        self._telling = np.array([label == INFORM for label in intents.labels])
        self._memory: dict[str, Floats] = {}
        self._known_priors: dict[tuple[tuple[str, float], ...], Floats] = {}

    def read(self, span: Span, context: Context, text: Optional[str] = None) -> Sentence:
        """``span`` with its label; ``text`` is what it says in other words, where they are plainer."""
        text = meant(span) if text is None else text
        probabilities = self._probabilities(text) * self._priors(context)
        probabilities /= probabilities.sum()
        topics = probabilities * self._asks
        best, topic = int(probabilities.argmax()), int(topics.argmax())
        asks, topic_confidence = float(topics.sum()), float(probabilities[topic])
        # A mark alone may show doubt: "um, like a biscuit cut from card?"
        plainly = topic_confidence >= self._thresholds.vague and not wording.hedges(text)
        return Sentence(
            span,
            label=self._intents.labels[best],
            confidence=float(probabilities[best]),
            asks=asks,
            out_of_scope=float(probabilities[self._foreign].sum()),
            topics=topics,
            topic=self._topic(topic),
            topic_confidence=topic_confidence,
            question_form=(
                (
                    wording.starts_as_question(text)
                    or (asks >= _LIKELIER and (wording.asks_in_passing(text) or wording.asks_behind(text)))
                )
                and not (
                    (wording.lacks_a_subject(text) or wording.is_clause(text))
                    and self._answers(span, 0.0, context)
                )
            )
            or (
                wording.ends_as_question(text)
                and not self._names_a_price(span, topic_confidence)
                and not self._answers(span, asks if plainly else 0.0, context)
            ),
            leaves_open=float(
                probabilities[self._leaving].sum() / max(_LEAST, probabilities[self._telling].sum())
            ),
        )

    def together(self, whole: Sentence, question: Sentence, unsaid: float) -> tuple[str, float]:
        """The topic of the one question in a message, in the light of the whole.

        "My friend is allergic to nickel. Can she wear it?" The whole has to make it likely, and what the
        question says itself tells the likely ones apart, the less the more is left ``unsaid`` in it.
        """
        topics = (question.topics + unsaid) * (whole.topics + _UNTOLD) * self._topical
        best = int(topics.argmax())
        if not question.topics[best] and not whole.topics[best]:
            return question.topic, question.topic_confidence
        return self._topic(best), float((question.topics[best] + whole.topics[best]) / 2)

    def beside(self, question: Sentence, before: str, topic_before: Optional[str]) -> Sentence:
        """A further question, in the light of the one before it: "which backs are there, and which is best?".

        What both together are about counts beside what it says itself. Where it says that plainly enough, it
        is not the topic of the one before again.
        """
        if question.topic == topic_before:
            return question
        together = self._probabilities(f"{before} {meant(question.span)}") * self._topical
        topics = (question.topics + _UNSAID) * self._topical * np.sqrt(together)
        text = meant(question.span)
        leans = question.topic_confidence < _NOT_AGAIN and (wording.leans(text) or wording.picks_one(text))
        if not leans:
            again = 0.0 if question.topic_confidence >= _NOT_AGAIN else _AGAIN
            same = [label == f"{_ASK_PREFIX}{topic_before}" for label in self._intents.labels]
            topics = topics * np.where(same, again, 1.0)
        best = int(topics.argmax())
        share = float(topics[best] / (topics.sum() + 1e-9))
        sure = max(share * question.asks, question.topic_confidence)
        return replace(question, topic=self._topic(best), topic_confidence=sure)

    def about(self, span: Span, rest: str) -> tuple[str, float, float]:
        """What a follow-up of a few words asks, given that it asks: its topic and how sure that is.

        It is read as it stands and by ``rest`` alone, what it is about. The third value is the share of
        "out of scope" beside that of questions.
        """
        readings = [self._probabilities(text) for text in (meant(span), f"{rest}?")]
        asks = [reading * self._topical for reading in readings]
        topics = sum(reading / (reading.sum() + 1e-9) for reading in asks) / len(asks)
        best = int(topics.argmax())
        foreign = sum(float(reading[self._foreign].sum()) for reading in readings)
        return (
            self._topic(best),
            float(topics[best]),
            foreign / (foreign + sum(float(a.sum()) for a in asks) + 1e-9),
        )

    def aspect(self, words: str, what: Optional[str] = None) -> tuple[Optional[str], float]:
        """The aspect that a few words name, "durability" of "lifespan", and how sure that is.

        ``what`` is the question that they make together with what they are said of.
        """
        shares: dict[str, float] = {}
        for text in filter(None, (f"{words}?", f"what about the {words}?", what)):
            topical = self._probabilities(text) * self._topical
            topical = topical / (topical.sum() + 1e-9)
            for index in np.argsort(-topical)[:_NAMED]:
                topic = self._topic(int(index))
                aspect = topic if topic in ASPECTS else kindred.aspect_of(topic)
                if aspect in ASPECTS:
                    shares[aspect] = max(shares.get(aspect, 0.0), float(topical[index]))
        best = max(shares, key=lambda one: shares[one], default=None)
        return best, shares[best] if best else 0.0

    def ranking(self, span: Span, length: int) -> list[tuple[str, float]]:
        """The likeliest labels of ``span`` by its words alone, best first."""
        return self._best(self._probabilities(meant(span)), length)

    def likely_topics(self, span: Span, length: int) -> list[str]:
        """The likeliest topics of ``span`` by its words alone, best first."""
        topics = self._probabilities(meant(span)) * self._asks
        return [label.removeprefix(_ASK_PREFIX) for label, _ in self._best(topics, length)]

    def _probabilities(self, text: str) -> Floats:
        """Of every label by the words alone; the latest texts are remembered."""
        known = self._memory.get(text)
        if known is None:
            if len(self._memory) >= _REMEMBERED:
                self._memory.clear()
            known = self._memory[text] = self._intents.probabilities(self._encoder(text))
        return known

    def _best(self, probabilities: Floats, length: int) -> list[tuple[str, float]]:
        best = np.argsort(-probabilities, kind="stable")[:length]
        return [(self._intents.labels[i], float(probabilities[i])) for i in best]

    def _topic(self, label: int) -> str:
        return self._intents.labels[label].removeprefix(_ASK_PREFIX)

    def _names_a_price(self, span: Span, topic_confidence: float) -> bool:
        """Whether a question mark only shows doubt: "flat, 30 of them, like 50p each??"."""
        return wording.tells_money(span) and topic_confidence < self._thresholds.vague

    def _answers(self, span: Span, asks: float, context: Context) -> bool:
        """The same where it states what was asked for: "$1 each??".

        It had better be surer of that than of being a question, which it is with a probability of ``asks``.
        """
        if context.asked not in VALUES:
            return False
        if context.asked == "budget" and wording.tells_money(span):
            return True
        clauses = [c for c in span.doc._.clauses if wording.inside(c, span)]
        reading = self._needs.read(clauses, context.asked).get(context.asked)
        return reading is not None and reading.confidence >= max(self._thresholds.fill, asks)

    def _priors(self, context: Context) -> Floats:
        """:func:`_prior` of every label."""
        prior = _prior(context)
        known = self._known_priors.get(tuple(prior.items()))
        if known is None:
            known = np.array([prior.get(label, 1.0) for label in self._intents.labels], dtype=np.float32)
            self._known_priors[tuple(prior.items())] = known
        return known


def _prior(context: Context) -> Mapping[str, float]:
    prior = dict(_RECOMMENDED if context.recommended else _NOTHING_RECOMMENDED)
    if context.form is None:
        return prior | _OUTSIDE_A_FORM
    return prior | _ASKED if context.asked is not None else prior
