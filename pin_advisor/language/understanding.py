"""From a parsed message and what was said before to its meaning.

A message may do several things at once: greet, state two needs, ask a question. Each sentence is
labelled on its own (:mod:`.sentences`), questions (:mod:`.questions`) and statements
(:mod:`.statements`) are told apart, and the message's one intent is then chosen (:mod:`.intents`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Optional

from spacy.tokens import Doc, Span

from pin_advisor.catalog.models import Fact
from pin_advisor.language import (
    asides,
    asking_on,
    guesses,
    moves,
    openings,
    phrases,
    quotes,
    request_details,
    taking_back,
    wording,
)
from pin_advisor.language.amounts import Amounts
from pin_advisor.language.asked import Asking, QuestionDescriber
from pin_advisor.language.claims import ClaimReader
from pin_advisor.language.contacts import contacts_in
from pin_advisor.language.encoder import Encoder
from pin_advisor.language.intents import Evidence, decide
from pin_advisor.language.labels import LabelReader
from pin_advisor.language.languages import foreign_language
from pin_advisor.language.meaning import (
    ABOUT_THE_TALK,
    ANSWERED,
    EXPLAIN,
    FOLLOW_UP,
    FREE_TEXT,
    GRIEVANCES,
    INFORM,
    OTHER_LANGUAGE,
    OUT_OF_SCOPE,
    REQUEST_ADVICE,
    SPENDING,
    STATES_NOTHING,
    TELL_MORE,
    WHY_ASK,
    AskedQuestion,
    Context,
    Entity,
    Hint,
    Moves,
    Understanding,
)
from pin_advisor.language.money_put_right import PutRight
from pin_advisor.language.needs import NeedReader, Reading
from pin_advisor.language.parts import Part
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.quantities import is_of_a_group, is_put_right
from pin_advisor.language.questions import QuestionReader
from pin_advisor.language.sentences import Sentence, SentenceReader
from pin_advisor.language.signs import Sign, sign_in
from pin_advisor.language.statements import (
    StatementReader,
    amount_entities,
    money_entities,
    need_entities,
    wished_artwork,
)
from pin_advisor.language.text import has_words, plain
from pin_advisor.language.thresholds import Thresholds
from pin_advisor.language.when_and_where import is_date
from pin_advisor.vocabulary import BUDGETS, MIDDLE_BUDGET, VALUES

#: What the bot offers to be said, as :func:`plain` has it, with the needs that it tells.
Choices = Mapping[str, Mapping[str, str]]
#: What Rasa takes for an intent with entities where it is let: no words of a visitor.
_COMMAND: Final = re.compile(r"\s*[/\u2215]?\w+\s*\{.*\}\s*", re.S)
#: Who says the same thing so often in a row will not say another one.
_OFTEN: Final = 3
#: What leads on in any case, leaves the form, or needs its own words.
_LEAD_ON: Final = frozenset({
    INFORM, "not_sure", "refuse", "start_over", "delete_data", "request_quote", "withdraw_quote", "goodbye",
    "contact_shop", "give_contact", OTHER_LANGUAGE,
})  # fmt: skip
#: Most sentences of one message that are labelled one by one.
_MOST_SENTENCES: Final = 14
#: Half of them are for the second time in a row.
_MOST_SUGGESTIONS: Final = 6
_MOST_RANKED: Final = 10
#: How sure the topic is of what can only be a question, however it is put.
_SURELY_ASKS: Final = 0.9
#: From this share of "out of scope" a question is likelier about something else; it tells no need: "which
#: charity gives out the blue badge?".
_FOREIGN_QUESTION: Final = 0.5
#: The same where that is its best label.
_FOREIGN_AT_BEST: Final = 0.2
#: Questions about the advice, beside which something may be told; beside a supposition nothing is.
_TELLS_BESIDE: Final = (EXPLAIN | {WHY_ASK}) - {"what_if"}
#: Needs that may be told in the same breath as a pin type: "then soft for the choir, flat".
_TOLD_WITH_A_TYPE: Final = frozenset({"occasion", "dimensionality"})
_DEAREST: Final = BUDGETS[-1]
#: Words for that end which also ask which kind of pin is right.
_ASKING: Final = frozenset({"best"})
#: The topic of what something costs at this shop.
_PRICE: Final = "price"
#: The topic of what is right for an occasion.
_BEST_FOR: Final = "best_for"
#: From this sureness of its topic a question asks more than which kind of pin is right.
_PLAIN_TOPIC: Final = 0.6
#: Topics that are only resembled where pins are wished for: what many pins are for.
_RESEMBLED: Final = frozenset({
    "limited_edition", "fundraising_pins", "youth_sports_pins", "wedding_pins", "disney_cloisonne",
    "recognition_programme", "uses", "best_for", "wholesale", "where_to_wear", "every_occasion", "copyright",
})  # fmt: skip
#: From this sureness of being about something else a message asks for no pins of ours, whatever its frame.
_SURELY_ELSEWHERE: Final = 0.8
#: Topics that "may I see it before you send it?" only seems to ask about.
_OF_THE_REQUEST: Final = frozenset({"free_quote", "proof"})
#: How sure an occasion is of which only a question tells: "which one is best for weddings?".
_ASKED_ABOUT: Final = 0.5


@dataclass(frozen=True)
class _Heard:
    """A message in its context, split into sentences; ``whole`` is it read as one.

    ``parts`` are what it tells of a quote request, part by part. ``wants_pins``: it opens the advice with a
    wish for pins, even if that is put as a question.
    """

    doc: Doc
    context: Context
    amounts: Amounts
    sentences: Sequence[Sentence]
    whole: Sentence
    parts: Sequence[Part]
    wants_pins: bool = False


class Reader:
    """Understands messages; one per process, stateless between messages."""

    def __init__(
        self,
        encoder: Encoder,
        intents: LabelReader,
        needs: NeedReader,
        thresholds: Optional[Thresholds] = None,
        choices: Optional[Choices] = None,
        facts: Iterable[Fact] = (),
    ) -> None:
        """``choices`` are what the bot itself offers to be said: these very words are not guessed at.

        ``facts`` are what visitors get right or wrong.
        """
        self._choices = choices or {}
        self._thresholds = thresholds = thresholds or Thresholds()
        self._sentences = SentenceReader(encoder, intents, needs, thresholds)
        self._statements = StatementReader(needs, thresholds)
        self._questions = QuestionReader(self._sentences, self._statements, thresholds)
        self._asked = QuestionDescriber(self._sentences, self._statements, thresholds, ClaimReader(facts))

    def read(
        self,
        doc: Doc,
        context: Context,
        amounts: Optional[Amounts] = None,
        number: Optional[PutRight] = None,
    ) -> Understanding:
        """What ``doc`` means in ``context``; ``amounts`` are those parsed in the light of what was asked.

        ``number`` is the money that a number alone puts right. What the advice asks for stays open where the
        same is said for the third time instead of an answer: nobody is to go round in circles.
        """
        understood = guesses.agreed(self._read(doc, context, amounts, number), doc, context)
        if not _goes_round(understood, doc, context):
            return understood
        told = tuple(e for e in understood.entities if e.entity != "contact")
        return Understanding("not_sure", 1.0, entities=told, moves=Moves(goes_round=True))

    def _read(
        self, doc: Doc, context: Context, amounts: Optional[Amounts], number: Optional[PutRight]
    ) -> Understanding:
        text = doc.text
        picked = self._choices.get(plain(text))
        if picked:
            return _picked(picked, doc)
        if number:
            return _put_right(number)
        if guess := guesses.answered(text, context):
            return guess
        if context.asked not in FREE_TEXT and phrases.anew_from(text) is not None:
            context = Context()  # nothing counts any more that was asked or said
        amounts = amounts or doc._.amounts
        if context.asked == "durability":  # only then "till Sunday" is how long they are used
            doc._.amounts = amounts
        contacts = contacts_in(text, asked=context.asked == "contact")
        language = foreign_language(text)
        if language and not amounts.money and not contacts:
            return Understanding(OTHER_LANGUAGE, 1.0, language=language)
        may_name = context.form == "quote_form" or bool(context.offer)  # one word may be a name there
        babbles = wording.is_babble(doc, fewest=2 if may_name else 1)
        left_to_us = phrases.leaves_it_to_us(text)
        babbles = babbles and not left_to_us  # "divvent knaa"
        sign = sign_in(text)
        if sign:
            return _signalled(sign, context)
        bends = context.asked not in FREE_TEXT and phrases.bends_the_rules(text)
        bends = bends or bool(_COMMAND.fullmatch(text))
        if bends or phrases.asks_the_hour(text) or not has_words(text) or (babbles and not contacts):
            return Understanding(OUT_OF_SCOPE, 1.0)
        sentences = [self._sentences.read(s, context) for s in doc._.sentences[:_MOST_SENTENCES]]
        if not sentences:
            return Understanding(OUT_OF_SCOPE, 1.0)
        sentences = self._questions.in_full(sentences, context)
        whole = sentences[0] if len(sentences) == 1 else self._sentences.read(doc[:], context)
        if not left_to_us and whole.intent in ABOUT_THE_TALK and whole.confidence >= self._thresholds.talk:
            context = replace(context, again=False)  # "get a quote" is no unclear answer

        parts = request_details.parts_told(doc, amounts, contacts, context.asked)
        parts = asides.set_aside(text, parts, sentences, [c.text for c in contacts], context)
        opens = context.form is None and not (context.recommended or context.sent or context.passed_on)
        wants_pins = opens and whole.out_of_scope < _SURELY_ELSEWHERE and openings.asks_for_pins(doc)
        if wants_pins:  # "can you do pins for our regatta?" tells what they are for
            sentences = [replace(s, question_form=False) for s in sentences]
            whole = sentences[0] if len(sentences) == 1 else replace(whole, question_form=False)
        heard = _Heard(doc, context, amounts, sentences, whole, parts, wants_pins)
        if taken := self._taken_back(heard):
            return taken
        asking = self._asking(heard)
        asks_which = context.form is None and not context.recommended and phrases.asks_which(meant(doc[:]))
        only_which = asks_which and (not asking or self._only_asks_which(heard, asking))
        if only_which:
            asking = []
        spans, readings, kept = self._statements_of(heard, asking)
        if asks_which and not (wants_pins or kept.keys() - {"surface"}):
            wished = self._questions.beside_which(whole, context, _RESEMBLED)
            asking = max(wished, asking, key=lambda found: max((sure for _, _, sure in found), default=0.0))
        if asks_which:
            readings, kept = self._surely_told(readings, kept, doc)
        wish = None if whole.question_form or kept or doc._.pin_types else wished_artwork(doc)
        if asking and wish:
            kept = {wish.need: wish}
        if phrases.cautions(text) and not any(need == "dimensionality" for need, *_ in doc._.cues):
            kept.pop("dimensionality", None)  # "no sharp needle"
        only_counts = moves.only_counts(doc, amounts, context)
        only_details = not asking and moves.only_details(doc, whole, parts, context)
        if only_counts or only_details:
            readings, kept = {}, {}
        rejects = moves.rejected(doc, whole, context)
        readmits = () if rejects else moves.readmitted(doc, whole, context)
        chooses = moves.settled_on(doc, parts, context)
        changing = not (kept or only_counts or only_details or chooses)
        if chooses:  # "soft is fine" tells nothing of the budget
            kept = moves.beside_types(kept, doc, whatever=_TOLD_WITH_A_TYPE)
            rejects, readmits = (), ()  # "then soft, not hard"
        if rejects or readmits:
            asking, kept = [], moves.beside_types(kept, doc)  # "not soft" tells nothing of the surface
        elif shape := moves.other_shape(doc, context):
            asking, spans = [], [doc[:]]
            kept = {"dimensionality": Reading("dimensionality", shape, 1.0, 0, len(text))}
        elif changing and moves.may_change(doc, whole, [s for s, _, _ in asking], context, self._thresholds):
            spans_of_change = [s.span for s in sentences]
            changed = self._statements.changes(doc, spans_of_change, context)
            if changed:
                asking, spans, kept = [], spans_of_change, changed
        questions = tuple(self._asked.describe(a, doc, context) for a in asking)
        recounts = only_counts or moves.recounts(doc, amounts, context)
        recounts = recounts or bool(chooses and context.sent and context.form is None)
        telling = moves.told_beside(doc, parts, context) if questions else parts
        recounts = recounts or moves.counts_pieces(doc, telling, context)
        orders = moves.orders(doc, parts, context)
        counted = [doc[:]] if recounts or orders or moves.wants_more(doc, amounts, context) else spans
        entities = [*need_entities(kept), *amount_entities(amounts, counted, doc)]

        reopens = moves.reopened(doc, whole, context)
        if reopens:  # a need that is only named tells nothing: "yes, the budget"
            both = phrases.names_both_dimensions(doc)
            entities = [e for e in entities if both and e.entity != reopens]
        for contact in contacts:  # the digits of a telephone number count nothing
            entities = [e for e in entities if e.end <= contact.start or contact.end <= e.start]
        if contacts:
            where = contacts[0]
            entities.append(Entity("contact", " or ".join(c.text for c in contacts), where.start, where.end))
        entities = moves.without_described(entities, doc, parts, context)
        entities = moves.added_up(entities, doc, amounts, context)
        entities = moves.without_places(entities, doc, parts, context)
        adopts = moves.adopted(doc, whole, context)
        supposes_further = moves.supposes_further(doc, context)
        contact_out = taking_back.takes_contact_out(text)
        asked = () if chooses else questions
        details = {} if contact_out else moves.details_in(doc, context, asked, parts)
        further = moves.is_further(doc, amounts, context)
        amends = not further and moves.amends(doc, amounts, context, asked, entities, details, parts)
        contact_out = contact_out and not amends  # the request says which it is to be taken out of
        resumes = moves.resumes(doc, context)
        if chooses or amends or adopts or resumes:
            questions = ()  # "can you make it blue?"
        asks_for_sent = moves.asks_for_sent(doc, context)
        keeps_contact = context.form == "quote_form" and asides.keeps_contact_back(text, parts)
        if further or contact_out or asks_for_sent or (keeps_contact and "?" not in text):
            questions = ()  # "can I get 50 more in gold?"
        if sees_first := quotes.wants_to_see_first(text):
            questions = tuple(q for q in questions if q.topic not in _OF_THE_REQUEST)
        made = Moves(
            details,
            amends,
            reopens,
            chooses,
            rejects=rejects,
            readmits=readmits,
            adopts=adopts,
            further=further,
            contact_out=contact_out,
            keeps_contact=keeps_contact,
            sees_first=sees_first,
            asks_for_sent=asks_for_sent,
            only_details=only_details,
            resumes=resumes,
            readdresses=context.passed_on
            and bool(contacts)
            and (bool(doc._.corrections) or quotes.corrects_an_address(text)),
            unasked=phrases.wants_no_questions(text),
            asks_which=asks_which,
            complains=bool(asking) and asking[0][1] in GRIEVANCES and phrases.grievance(text) is not None,
        )

        intent, confidence = decide(
            Evidence(
                sentences,
                whole,
                context,
                questions,
                entities,
                kept,
                made,
                supposes=lambda: bool(amounts.money) or self._statements.supposes_a_need(doc),
                strays=self._questions.strays,
                thresholds=self._thresholds,
                tells_request=moves.tells_request(doc, parts, context),
                introduces=asides.introduces(text, parts),
                orders=orders,
                wants_pins=wants_pins,
                only_details=only_details,
                supposes_further=supposes_further,
                asks_on=bool(asking) and asking_on.asked_on(text, context) == asking[0][1],
            )
        )
        if intent == "what_if" and supposes_further:
            questions = ()  # "and 3D" asks nothing of its own
        if intent == "what_if" and context.form == "advice_form":
            questions = ()  # it is read as a supposition as a whole: "what if the fox stuck out, 3D"
        if intent == INFORM and not questions and not (chooses or amends or adopts or further):
            questions = self._asked.misled(sentences)
        if intent in (INFORM, REQUEST_ADVICE) and not questions:
            questions = _cautions(doc, context)
        if intent == OUT_OF_SCOPE:
            questions = _about_no_goods(questions, doc)
        supposing = [s for s, topic, _ in asking if topic == "what_if"]
        hypothesis = {}
        if questions and supposing:
            hypothesis = self._hypothesis(doc, supposing, amounts, context)
        elif intent == "what_if":
            hypothesis = self._hypothesis(doc, sentences, amounts, context)
        told = _told_beside(sentences) if intent in _TELLS_BESIDE else ()
        hints = self._statements.hints(readings, context) | _asked_about(questions)
        if intent == "start_over":
            made = replace(made, begins_with=moves.begun_with(entities, doc, sentences))
        elif intent == "request_quote" and context.form == "advice_form" and quotes.asks_for_a_quote(text):
            made = replace(made, begins_with={e.entity: e.value for e in entities})
            entities = []  # the advice would take them for an answer, and go on
        if intent in STATES_NOTHING:
            entities = [e for e in entities if e.entity == "contact" or _lies_in(e, told)]
        elif intent in SPENDING:  # "too expensive" is a step down and no budget of its own
            entities = [e for e in entities if not e.entity.startswith("budget")]
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
            pin_types=_types_asked_about(doc, told),
            moves=moves.in_force(made, intent, doc, whole, parts, context),
        )

    def _taken_back(self, heard: _Heard) -> Optional[Understanding]:
        """The meaning of a message that takes back what was told before, ``None`` if it doesn't."""
        doc, context, whole = heard.doc, heard.context, heard.whole
        text = doc.text
        if whole.intent == "delete_data" and whole.confidence >= self._thresholds.sure:
            return None  # "delete my data" is more than one of them
        if context.asked not in FREE_TEXT and taking_back.returns_to_the_first(text):
            if context.supposing:
                return Understanding(INFORM, 1.0, moves=Moves(undoes=True))
            return Understanding("repeat", 1.0, moves=Moves(recaps=True))
        withdraws = context.form == "quote_form" and quotes.withdraws(text)
        undoes = not (context.sent or context.passed_on or withdraws) and taking_back.undoes(text)
        if undoes:
            return Understanding(INFORM, 1.0, moves=Moves(undoes=True))
        unsets = None
        prices = context.asked == "budget" and bool(heard.amounts.money)  # "70p, and never mind the wear"
        left_open = context.asked in VALUES and phrases.leaves_it_to_us(text)  # "I don't mind either way"
        may_unset = context.asked not in FREE_TEXT and not prices and not left_open
        if may_unset and not taking_back.takes_contact_out(text):
            unsets = taking_back.unset(doc, context, self._statements.named_by_value)
        return Understanding(INFORM, 1.0, moves=Moves(unsets=unsets)) if unsets else None

    def _asking(self, heard: _Heard) -> list[Asking]:
        """What is asked, without what only resembles a question."""
        doc, context, sentences, whole = heard.doc, heard.context, heard.sentences, heard.whole
        text = doc.text
        if phrases.wants_confirmed(text):
            return [(whole, _PRICE, 1.0)]  # it tells no budget: "confirm that it is one cent each"
        grievance = None if context.asked == "design" else phrases.grievance(text)
        if grievance:
            return [(whole, grievance, 1.0)]  # what it tells is of pins that were bought
        mishap = None if context.describing else phrases.mishap_supposed(text)
        if mishap:
            return [(whole, mishap, 1.0)]  # it imagines no other need: "what if I lose one"
        asks_on = asking_on.asked_on(text, context) or asking_on.asks_for_the_extreme(text, context)
        if asks_on:
            return [(whole, asks_on, 1.0)]
        of_the_answer = phrases.asks_of_the_answer(text)
        if of_the_answer and context.form in (None, "advice_form"):
            return [(whole, of_the_answer, 1.0)]
        lost = context.asked is not None or context.again or context.answered
        if lost and not context.recommended and phrases.leaves_it_to_us(text):
            return []  # "idk, what's normal?"
        verdict = context.form in (None, "advice_form") and (
            phrases.wants_verdict(text) or phrases.wants_no_questions(text)
        )
        if verdict or phrases.wants_it_short(text):
            return []
        if heard.wants_pins:
            return []  # "do you make pins for a choir?"
        asking = self._questions.find(sentences, whole, context)
        if asking and context.form is None and openings.wishes_for_pins(doc):
            plain = (a for a in asking if a[1] not in _RESEMBLED and a[2] >= _PLAIN_TOPIC)
            asking = list(plain)  # "I issue numbered pins for a club. Can you make them?"
        if context.form != "quote_form" and not context.sent:
            asking = [a for a in asking if not quotes.only_asks_for_a_quote(a[0].span.text)]
        if not asking or (heard.amounts.quantities and all(topic == TELL_MORE for _, topic, _ in asking)):
            return []  # "add 10 more"
        formed = any(s.question_form or self._is_reported(s) for s, _, _ in asking)
        if context.form == "quote_form" and not formed and quotes.requires(text):
            return []  # "no magnets, they work near an MRI"
        states = not formed and self._statements.states(doc, heard.amounts, context)
        if states and not self._asks_on(heard, asking[0]):
            return []  # "Wedding favours", "70 cents each"
        if not formed and self._recounts(heard, asking):
            return []  # "more like 20 pieces"
        if moves.recounts(doc, heard.amounts, context) or moves.only_counts(doc, heard.amounts, context):
            return []  # "can you make it 300?", "between 150 and 200"
        if moves.counts_anew(doc, heard.amounts, context):
            return []  # "about 220 officers, and 10 spare"
        if moves.tells_request(doc, heard.parts, context) and not self._puts_a_question(doc):
            return []  # "ship to York"
        if moves.wants_quote(doc, whole, heard.amounts, context):
            return []  # "a quote for 60 hard enamel pins"
        if context.recommended and asking[0][0] is whole and self._explains(sentences):
            return []  # "Why not soft enamel? There's a photo on it."
        return asking

    def _only_asks_which(self, heard: _Heard, asking: Sequence[Asking]) -> bool:
        """Whether no topic is plain beside which kind of pin is right: "a photo of my dog, which type?".

        What was told before takes the place of a topic where it points to that: "which pin can show that?".
        Of an occasion alone the catalog tells that.
        """
        several = len(heard.sentences) > 1
        for sentence, _, confidence in asking:
            text = meant(sentence.span)
            leans = several and wording.points_back(text) and phrases.asks_which(text)
            if confidence >= _PLAIN_TOPIC and not leans:
                return False
        doc, context = heard.doc, heard.context
        readings = self._statements.read(doc, doc._.sentences, context, heard.sentences)
        if self._statements.kept(readings, doc, context):
            return True
        return all(topic != _BEST_FOR for _, topic, _ in asking)

    def _surely_told(
        self, readings: dict[str, Reading], kept: dict[str, Reading], doc: Doc
    ) -> tuple[dict[str, Reading], dict[str, Reading]]:
        """The readings, and those that hold, beside which kind of pin is right: a first thought goes by them.

        "What's best" tells no budget, so a generous one takes other words for it.
        """
        told = {s.text.lower() for need, _, _, s in doc._.cues if need == "budget"} - _ASKING
        if not told and not phrases.speaks_of_money(doc.text):
            readings = {need: r for need, r in readings.items() if r.value != _DEAREST}
        sure = {n: r for n, r in kept.items() if n in readings and r.confidence >= self._thresholds.states}
        return readings, sure

    def _is_reported(self, sentence: Sentence) -> bool:
        """Whether it was heard and is to be confirmed: "she says photo pins last longest" wants no photo."""
        return sentence.asks >= self._thresholds.plain_question and phrases.reports(meant(sentence.span))

    @staticmethod
    def _puts_a_question(doc: Doc) -> bool:
        """Whether it is put as one, and not only to have something changed: "can you make it 300?"."""
        starts = wording.starts_as_question(doc.text) and not is_date(doc.text)  # "when it's ready"
        formed = starts or wording.ends_as_question(doc.text)
        return formed and not quotes.asks_to_amend(doc.text)

    def _asks_on(self, heard: _Heard, asking: Asking) -> bool:
        """Whether it rather asks than states: "the smallest quantity you make".

        It also does where it goes on with the questions that were answered: "and glow in the dark".
        """
        doc, context, amounts = heard.doc, heard.context, heard.amounts
        if amounts.money or amounts.quantities:
            return False
        if asking[2] >= _SURELY_ASKS:
            return True
        readings = self._statements.read(doc, doc._.sentences, context).values()
        stated = max((r.confidence for r in readings), default=0.0)
        either = asking[0].asks >= _SURELY_ASKS and stated < self._thresholds.sure
        if either and context.form != "quote_form":  # there it is rather told how they are to be made
            return True  # of two topics: "the plating, does it go off with time"
        if not context.answered or context.form or not wording.goes_on(doc.text):
            return False
        return asking[2] > stated

    def _recounts(self, heard: _Heard, asking: Sequence[Asking]) -> bool:
        """Whether it says how many pins it is to be, where that is to be expected."""
        doc, context = heard.doc, heard.context
        if not heard.amounts.quantities or doc._.pin_types:
            return False
        expected = context.after_advice or context.sent or context.asked == "quantity"
        doubtful = asking[0][2] < self._thresholds.question
        return expected and (doubtful or wording.speaks_of_oneself(doc.text))

    def _statements_of(
        self, heard: _Heard, asking: Sequence[Asking]
    ) -> tuple[list[Span], dict[str, Reading], dict[str, Reading]]:
        """Where something is stated, how each need reads there, and the readings that hold."""
        doc, context = heard.doc, heard.context
        text = doc.text
        asked_by = [s for s, _, _ in asking]
        stating = [s for s in heard.sentences if s not in asked_by and s.may_state]
        spans = [] if heard.whole in asked_by else [s.span for s in stating]
        stated = _without_fresh_start(doc, spans)
        readings = self._statements.read(doc, stated, context, heard.sentences)
        says_nothing = (
            phrases.cannot_say(text)
            or (context.form == "advice_form" and phrases.wants_verdict(text))
            or (context.offer == "give_contact" and quotes.confirms_passing_on(text))
            or (context.form == "advice_form" and moves.tells_only_a_date(doc, heard.parts))
            or (context.waiting and phrases.is_yes(text))
        )
        readings = {} if says_nothing else readings
        kept = self._statements.kept(readings, doc, context)
        if kept and "occasion" not in kept and not doc._.corrections:
            kept |= self._statements.told_beside(doc, stated, context, heard.sentences)
        if spans and not says_nothing and phrases.denies_both_ends(text, context.asked == "budget"):
            kept["budget"] = Reading("budget", MIDDLE_BUDGET, 1.0, spans[0].start_char, spans[-1].end_char)
        if self._only_names_a_time(doc, context):
            kept.pop("durability", None)
            readings = {n: r for n, r in readings.items() if n != "durability"}
            counts = heard.amounts.quantities or heard.amounts.money
            named = kept.get("occasion")
            if counts and named and named.confidence < self._thresholds.replace:
                del kept["occasion"]  # "30 for the late shift"
        kept = _without_misheard_counts(kept, heard)
        if phrases.wavers(text):
            kept = {n: r for n, r in kept.items() if n != "dimensionality"}
        if context.form is None and not heard.wants_pins and self._is_elsewhere(heard):
            told = () if _asks_of_others(heard.whole) or self._begins_elsewhere(heard) else kept.items()
            kept = {n: r for n, r in told if r.confidence >= self._thresholds.replace}
            spans = []  # "40 office chairs, please"
        return spans, readings, kept

    @staticmethod
    def _only_names_a_time(doc: Doc, context: Context) -> bool:
        """Whether nothing tells how long they are used but a name: "60 for the day shift"."""
        told = context.asked == "durability" or doc._.amounts.durations
        cued = any(need == "durability" for need, *_ in doc._.cues)
        return not told and not cued and phrases.names_by_a_time(doc.text)

    def _explains(self, sentences: Sequence[Sentence]) -> bool:
        """Whether one of several sentences asks about the recommendation."""
        talk = self._thresholds.talk
        return len(sentences) > 1 and any(s.intent in EXPLAIN and s.confidence >= talk for s in sentences)

    def _is_elsewhere(self, heard: _Heard) -> bool:
        """Whether a message that opens a subject is about something else."""
        whole = heard.whole
        plainly = whole.confidence > self._thresholds.elsewhere
        # After the advice a price is that of the pins: "they'll chip in, so three pounds is fine".
        ours = wording.names_pins(heard.doc) or (heard.context.recommended and bool(heard.amounts.money))
        return whole.label == OUT_OF_SCOPE and (plainly or _asks_of_others(whole) or not ours)

    def _begins_elsewhere(self, heard: _Heard) -> bool:
        """Whether nothing was said of pins, nor is: "write me a speech for a wedding", "a cheap plumber"."""
        whole, context = heard.whole, heard.context
        begun = context.recommended or context.answered or context.known or wording.names_pins(heard.doc)
        return whole.label == OUT_OF_SCOPE and whole.confidence > self._thresholds.elsewhere and not begun

    def _hypothesis(
        self, doc: Doc, sentences: Sequence[Sentence], amounts: Amounts, context: Context
    ) -> dict[str, Any]:
        spans = [s.span for s in sentences]
        supposed = self._statements.supposed(doc, spans)
        supposed |= {e.entity: e.value for e in amount_entities(amounts, spans, doc)}
        step = phrases.money_supposed(doc.text)
        if step and "budget_amount" not in supposed:
            supposed["budget"] = moves.stepped_budget(context.values.get("budget"), step)
        return supposed

    def _suggestions(self, doc: Doc) -> tuple[str, ...]:
        """The likeliest topics; none where other pins are meant, since these would only resemble them."""
        if wording.means_other_pins(doc[:]):
            return ()
        topics = self._sentences.likely_topics(doc[:], _MOST_SUGGESTIONS + 2)
        return tuple(t for t in topics if t not in (FOLLOW_UP, TELL_MORE))[:_MOST_SUGGESTIONS]


def _goes_round(understood: Understanding, doc: Doc, context: Context) -> bool:
    """Whether the same was said twice before in reply to the advice's question, and answers it no more."""
    before = [plain(said) for said in context.replies[: _OFTEN - 1]]
    if context.form != "advice_form" or before != [plain(doc.text)] * (_OFTEN - 1):
        return False
    told = {"budget" if e.entity.startswith("budget") else e.entity for e in understood.entities}
    if understood.intent == INFORM:
        return understood.moves.unsets is not None
    return context.asked not in told and understood.intent not in _LEAD_ON


def _asks_of_others(whole: Sentence) -> bool:
    """Whether it is rather a question about something else: "which charity gives out the blue badge?"."""
    likelier = _FOREIGN_AT_BEST if whole.label == OUT_OF_SCOPE else _FOREIGN_QUESTION
    return whole.question_form and whole.foreign > likelier


def _about_no_goods(questions: Sequence[AskedQuestion], doc: Doc) -> tuple[AskedQuestion, ...]:
    """Those that don't name other goods: "do you do keychains, and what does the mould cost?"."""
    goods = [s.text for kind, s in doc._.trade if kind in ("other_goods", "other_senses")]
    return tuple(q for q in questions if not any(name in q.text for name in goods))


def _cautions(doc: Doc, context: Context) -> tuple[AskedQuestion, ...]:
    """What touches the safety of those who wear the pins is answered as if it had been asked about."""
    topics = () if context.form == "quote_form" else phrases.cautions(doc.text)
    return tuple(AskedQuestion(topic, 1.0, doc.text) for topic in topics)


def _picked(needs: Mapping[str, str], doc: Doc) -> Understanding:
    entities = tuple(Entity(need, value, 0, len(doc.text)) for need, value in needs.items())
    return Understanding(INFORM, 1.0, ranking=((INFORM, 1.0),), entities=entities)


def _put_right(number: PutRight) -> Understanding:
    """What a number means that puts money right, or supposes other money, or may do so."""
    told = money_entities(number.money)
    values = {entity.entity: entity.value for entity in told}
    if number.doubtful:
        return Understanding(OUT_OF_SCOPE, 1.0, moves=Moves(either=values))
    if number.supposed:
        return Understanding("what_if", 1.0, ranking=(("what_if", 1.0),), hypothesis=values)
    return Understanding(INFORM, 1.0, ranking=((INFORM, 1.0),), entities=tuple(told))


def _signalled(sign: Sign, context: Context) -> Understanding:
    """What a message of signs alone means at this point of the talk: "👍" takes up an offer, for instance."""
    intent = "chitchat"
    if context.form is None:
        intents = {"yes": context.offer or "affirm", "no": "deny", "unsure": "help", "cross": "abuse"}
        intent = intents.get(sign, intent)
    elif sign == "unsure":
        intent = "not_sure"
    elif sign == "cross":
        intent = "abuse"
    elif context.asked not in {*ANSWERED, "quantity", "contact"}:  # something that is answered by yes or no
        intent = {"yes": "affirm", "no": "deny"}.get(sign, intent)
    return Understanding(intent, 1.0, ranking=((intent, 1.0),), moves=Moves(sign=sign))


def _told_beside(sentences: Sequence[Sentence]) -> list[Span]:
    """What is told beside a question about the advice: "Why not soft? It has a photo.", "Flat. Why?"."""
    asking = EXPLAIN | {WHY_ASK}
    return [s.span for s in sentences if not s.question_form and s.intent not in asking]


def _types_asked_about(doc: Doc, told: Sequence[Span]) -> tuple[str, ...]:
    """The pin types that are named, where possible outside of what is told."""
    named = list(doc._.pin_types)
    asked = [(label, s) for label, s in named if not any(wording.inside(s, span) for span in told)]
    return tuple(dict.fromkeys(label for label, _ in asked or named))


def _without_fresh_start(doc: Doc, spans: Sequence[Span]) -> Sequence[Span]:
    """``spans`` without the words that only begin anew: "start over, this time for a wedding"."""
    begins = phrases.anew_from(doc.text)
    if begins is None:
        return spans
    first = next((t.i for t in doc if t.idx >= begins and not t.is_punct), len(doc))
    return [doc[max(s.start, first) : s.end] for s in spans if s.end > first]


def _lies_in(entity: Entity, spans: Sequence[Span]) -> bool:
    return any(s.start_char <= entity.start and entity.end <= s.end_char for s in spans)


def _asked_about(questions: Sequence[AskedQuestion]) -> dict[str, Hint]:
    occasion = next((q.occasion for q in questions if q.occasion), None)
    return {"occasion": Hint(occasion, _ASKED_ABOUT)} if occasion else {}


def _without_misheard_counts(kept: dict[str, Reading], heard: _Heard) -> dict[str, Reading]:
    """The readings without the need that was asked for, where the words that tell it only count pieces."""
    doc, asked, counted = heard.doc, heard.context.asked, heard.amounts.quantities
    if not counted or heard.amounts.money or any(need == asked for need, *_ in doc._.cues):
        return kept
    of_a_group = asked == "budget" and is_of_a_group(doc.text, counted[-1])  # "class of 42"
    anew = asked == "durability" and not heard.amounts.durations and is_put_right(doc.text, counted[-1])
    return {n: r for n, r in kept.items() if n != asked} if of_a_group or anew else kept
