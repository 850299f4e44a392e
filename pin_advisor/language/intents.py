"""The one intent of a message, decided by a table of rules: the first that applies decides.

Rasa wants one intent, and a message may do several things at once. The rules choose it so that nothing
is lost: stated needs travel as entities and questions beside it, whatever the intent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Optional

from pin_advisor.language import phrases, quotes, wording
from pin_advisor.language.meaning import (
    ABOUT_A_FORM,
    ABOUT_THE_TALK,
    ASK,
    CONFIRMED,
    EXPLAIN,
    FOLLOW_UP,
    FRAME,
    INFORM,
    OTHER_LANGUAGE,
    OUT_OF_SCOPE,
    REQUEST_ADVICE,
    AskedQuestion,
    Context,
    Entity,
    Moves,
)
from pin_advisor.language.moves import spends, wants_quote
from pin_advisor.language.needs import Reading
from pin_advisor.language.sentences import Sentence
from pin_advisor.language.thresholds import Thresholds
from pin_advisor.language.when_and_where import is_date

#: An intent and how sure it is.
Verdict = tuple[str, float]

#: What else a message says outweighs what it says about the talk below this sureness of the latter …
_TALK_BESIDE_A_QUESTION: Final = 0.6
_TALK_BESIDE_AN_ANSWER: Final = 0.8
#: … and from this sureness of the answer; who will not tell has to be contradicted more surely.
_ANSWER: Final = 0.8
_ANSWER_DESPITE_REFUSAL: Final = 0.95
#: An answer that is so much less sure than "I couldn't say" is none.
_DOUBTFUL_ANSWER: Final = 0.2
#: What leaves open what was asked so many times likelier than it tells anything answers it only from this
#: sureness.
_EVADES: Final = 5.0
_EVADED: Final = 0.5
#: From this sureness "yes" accepts an offer, or a message wants advice.
_ACCEPTS: Final = 0.4
_ADVISES: Final = 0.3
#: From this sureness what is stated belongs to an order: "I'd like to order 80 pins".
_ORDERS: Final = 0.5
#: What forgets something takes more sureness than other talk.
_DRASTIC: Final = frozenset({"start_over", "delete_data", "withdraw_quote"})
#: What erases, leaves open or begins something had better be sure, and so had what is taken for rude.
_TURNING: Final = _DRASTIC | {"not_sure", "refuse", "request_quote", "abuse"}
#: What is said by who does not get any further.
_AT_A_LOSS: Final = frozenset({"not_sure", "refuse", "deny"})
#: What ends a quote request instead of describing a pin.
_LEAVES: Final = frozenset({"deny", "goodbye"})
#: So much surer than a sentence that tells it something told has to be.
_TELLS: Final = 0.2
#: Words up to which a message that only names pins is taken for a wish for them.
_FEW_WORDS: Final = 5
#: Longest message, in tokens, that takes back a request while something is to be described for it, or that
#: is a yes by more than its wording; and how sure that has to be.
_SHORT: Final = 8
_CONFIRMS: Final = 0.5
#: So many pin types that are named to be compared are more than a question of the catalog sets side by side.
_MANY_TYPES: Final = 3


@dataclass(frozen=True)
class Evidence:
    """All that is known of a message when its intent is chosen.

    ``whole`` is the message read as one sentence; of ``moves`` those are known that don't depend on the
    intent.
    ``supposes``: a need is only imagined in it. ``tells_request``: all of it tells of the quote request;
    ``introduces``: nothing but who is writing; ``orders``: it tells what such a request takes,
    though none was asked for. ``only_details``: all of it describes what is on the pin, or tells when or
    where, after the advice.
    ``wants_pins``: it opens the advice with a wish for pins.
    ``supposes_further``: it may go on with what was supposed.
    ``asks_on``: all of it goes on from the last answer: "why?".
    ``strays``: whether a sentence that seems to ask about pins is about something else.
    """

    sentences: Sequence[Sentence]
    whole: Sentence
    context: Context
    questions: Sequence[AskedQuestion]
    entities: Sequence[Entity]
    readings: Mapping[str, Reading]
    moves: Moves
    supposes: Callable[[], bool]
    strays: Callable[[Sentence, Context], bool]
    thresholds: Thresholds
    tells_request: bool = False
    introduces: bool = False
    orders: bool = False
    wants_pins: bool = False
    only_details: bool = False
    supposes_further: bool = False
    asks_on: bool = False

    @cached_property
    def talk(self) -> Optional[Verdict]:
        """What is said about the talk itself: "I don't know", "start again", "why that one?"."""
        sentences = self.sentences
        if wording.means_other_pins(self.whole.span.doc[:]):
            return None  # "reset the PIN of my card" is not about this talk
        if any(s.label == OUT_OF_SCOPE and s.confidence > self.thresholds.elsewhere for s in sentences):
            sentences = ()  # "Who is the prime minister, and why?"
        if self.questions:  # "which file do you need? AI? PNG?"
            sentences = [
                s for s in sentences if sum(t.is_alpha for t in s.span) > 1 or s is self.sentences[0]
            ]
        wanted = ABOUT_THE_TALK | (EXPLAIN if self.context.recommended else frozenset())
        t = self.thresholds
        found = [
            (s.label, s.confidence)
            for s in (self.whole, *sentences)
            if s.label in wanted and s.confidence >= (t.sure if s.label in _DRASTIC else t.talk)
        ]
        return max(found, key=lambda verdict: verdict[1], default=None)

    @cached_property
    def stated(self) -> Sequence[Entity]:
        """What tells of the pins wanted."""
        aside = {"contact", "surface"}
        if phrases.compares(self.whole.span.doc.text):
            aside.add("quantity")  # "all five", "the three of them" counts types
        return [e for e in self.entities if e.entity not in aside]

    @cached_property
    def readdressed(self) -> bool:
        """Whether it says where the visitor can be reached."""
        return any(e.entity == "contact" for e in self.entities)

    @cached_property
    def answered(self) -> bool:
        """Whether what was asked for is stated."""
        return self.context.asked is not None and any(e.entity == self.context.asked for e in self.entities)

    @cached_property
    def names_pins(self) -> bool:
        """Whether pins are named anywhere in the message."""
        return wording.names_pins(self.whole.span.doc)

    @cached_property
    def likeliest(self) -> Sentence:
        """The surest sentence that is more than a polite frame, or the whole."""
        content = self._content
        best = max([*content, self.whole], key=lambda s: s.confidence)
        return content[0] if best.intent in FRAME and content[0].intent not in FRAME else best

    @cached_property
    def likeliest_unasked(self) -> Sentence:
        """The same, passing over what resembles a question."""
        if self.likeliest.intent != ASK:
            return self.likeliest
        others = [s for s in (*self._content, self.whole) if s.intent != ASK]
        return max(others, key=lambda s: s.confidence, default=self.likeliest)

    @cached_property
    def _content(self) -> Sequence[Sentence]:
        """The sentences that are more than a polite frame, or all of them."""
        return [s for s in self.sentences if s.intent not in FRAME] or self.sentences


def decide(evidence: Evidence) -> Verdict:
    """The intent of a message and how sure it is."""
    for rule in _RULES:
        verdict = rule(evidence)
        if verdict is not None:
            break
    else:
        verdict = evidence.likeliest_unasked.intent, evidence.likeliest_unasked.confidence
    if (
        verdict[0] == REQUEST_ADVICE
        and evidence.context.form == "quote_form"
        and not _chooses_first(evidence)
    ):
        return INFORM, verdict[1]  # only who says so leaves the request
    return (REQUEST_ADVICE, verdict[1]) if _is_at_a_loss(evidence, verdict[0]) else verdict


def _is_at_a_loss(e: Evidence, intent: str) -> bool:
    """Whether somebody who has just not been understood does not get any further, and had better be asked.

    Not who has been answered something and may want to know more.
    """
    context = e.context
    begins = context.form is None and not (context.recommended or context.answered or e.questions)
    return context.again and begins and intent in _AT_A_LOSS


def _takes_a_request_back(e: Evidence) -> Optional[Verdict]:
    """As in "cancel", "forget the quote", while it is made or was sent; "withdraw my request" anywhere."""
    doc, in_form = e.whole.span.doc, e.context.form == "quote_form"
    dropped = in_form and quotes.drops(doc.text)
    sent = e.context.sent or e.context.passed_on
    recalled = sent and e.context.form is None and quotes.recalls(doc.text)
    describes = e.context.describing and e.context.asked != "contact" and len(doc) > _SHORT
    withdrawn = not describes and not e.readdressed and quotes.withdraws(doc.text)
    return ("withdraw_quote", 1.0) if dropped or recalled or withdrawn else None


def _takes_a_contact_out(e: Evidence) -> Optional[Verdict]:
    """As in "take my phone out", of a request that is made; or of what was sent, which takes more."""
    if not e.moves.contact_out:
        return None
    return (INFORM if e.context.form == "quote_form" else "withdraw_quote"), 1.0


def _compares_many(e: Evidence) -> Optional[Verdict]:
    """As in "what's the difference between all of them?", "compare soft, hard and printed"."""
    doc = e.whole.span.doc
    if e.stated or e.context.describing or not phrases.compares(doc.text):
        return None
    types = {label for label, _ in doc._.pin_types}
    many = len(types) >= _MANY_TYPES or (not types and phrases.compares_all(doc.text))
    return ("compare_options", 1.0) if many else None


def _asks_on(e: Evidence) -> Optional[Verdict]:
    """As in "why?", "by how much?", after an answer."""
    return (ASK, 1.0) if e.asks_on and e.questions else None


def _asks_for_a_place(e: Evidence) -> Optional[Verdict]:
    """As in "and the fourth best?", after a recommendation."""
    doc = e.whole.span.doc
    asks = e.context.recommended and not e.stated and not doc._.pin_types
    return ("second_best", 1.0) if asks and phrases.asks_for_a_place(doc.text) else None


def _starts_over(e: Evidence) -> Optional[Verdict]:
    """As in "scrap that, from the top"."""
    text = e.whole.span.doc.text
    begins = phrases.starts_over(text) or phrases.anew_from(text) is not None
    return ("start_over", 1.0) if begins and not e.context.describing else None


def _keeps(e: Evidence) -> Optional[Verdict]:
    """As in "no, keep the price", after a recommendation."""
    keeps = e.context.after_advice and not e.stated and not e.whole.question_form
    return ("affirm", 1.0) if keeps and phrases.keeps(e.whole.span.doc.text) else None


def _hesitates(e: Evidence) -> Optional[Verdict]:
    """As in "hm", which takes up no offer."""
    undecided = e.context.form is None and e.context.offer and phrases.hesitates(e.whole.span.doc.text)
    return ("deny", 1.0) if undecided else None


def _chooses_first(e: Evidence) -> Optional[Verdict]:
    """As in "help me choose first", while a quote request is made."""
    in_form = e.context.form == "quote_form" and e.context.asked != "design"
    wants = in_form and not e.stated and quotes.wants_to_choose_first(e.whole.span.doc.text)
    return (REQUEST_ADVICE, 1.0) if wants else None


def _takes_it_up_again(e: Evidence) -> Optional[Verdict]:
    """As in "forget what I said, send it", after a quote request was turned down or taken back."""
    return ("request_quote", 1.0) if e.moves.resumes else None


def _reviews_the_request(e: Evidence) -> Optional[Verdict]:
    """As in "yes, send it", "no", when all of the request has been shown.

    What is corrected in the same breath is no yes: the request is then shown again.
    """
    doc = e.whole.span.doc
    if e.context.asked != CONFIRMED or e.stated or e.readdressed or e.moves.chooses or e.moves.rejects:
        return None
    doubts = wording.ends_as_question(doc.text)  # "is that right?"
    if (quotes.confirms(doc.text) or quotes.sends_after_all(doc.text)) and not doubts:
        return "affirm", 1.0
    if quotes.holds_back(doc.text):
        return "deny", 1.0
    if quotes.merely_hears(doc.text) or (
        quotes.says_both(doc.text) and not e.questions and not e.moves.details
    ):
        return "repeat", 1.0  # no consent: it is shown and asked for again
    if e.questions or e.moves.details:
        return None
    label, confidence = e.whole.label, e.whole.confidence
    plainly = len(doc) <= _SHORT and not doc._.denied and not doc._.corrections
    if label == "affirm" and doubts:
        return "repeat", confidence
    if label == "affirm":
        return ("affirm" if plainly and confidence >= _CONFIRMS else "deny"), confidence
    if label in ("deny", "refuse") and confidence > _ACCEPTS:
        return "withdraw_quote", confidence
    return ("deny", confidence) if label == "not_sure" else None


def _tells_of_the_request(e: Evidence) -> Optional[Verdict]:
    """As in "set it to 90", "to York instead", while a quote request is made, whatever was asked for."""
    told = e.moves.details or any(one.entity in ("quantity", "contact") for one in e.entities)
    return (INFORM, 1.0) if e.tells_request and told and not e.questions else None


def _tells_beside_a_question(e: Evidence) -> Optional[Verdict]:
    """As in "a green leaf, and how thick are they?", or what keeps an address back, in a quote request."""
    if e.context.form != "quote_form" or e.context.asked == CONFIRMED:
        return None
    told = e.moves.details or any(one.entity == "quantity" for one in e.entities)
    kept = e.moves.keeps_contact and not e.readdressed
    if kept and e.context.asked == "contact" and not told:
        return "refuse", 1.0
    return (INFORM, 1.0) if (e.questions and told) or kept else None


def _introduces_oneself(e: Evidence) -> Optional[Verdict]:
    """As in "hi, I'm Ann Lee", where something is asked for a quote request."""
    return ("greet", 1.0) if e.introduces and e.context.describing and not e.entities else None


def _turns_a_type_down(e: Evidence) -> Optional[Verdict]:
    """As in "anything but hard enamel", "okay, hard is fine after all"."""
    return (INFORM, 1.0) if e.moves.rejects or e.moves.readmits else None


def _adopts_what_was_supposed(e: Evidence) -> Optional[Verdict]:
    """As in "ok then do that", after "what if it was 3D?"."""
    return (INFORM, 1.0) if e.moves.adopts else None


def _supposes_a_mishap(e: Evidence) -> Optional[Verdict]:
    """As in "what if the kids chew them?", which is asked and supposes no other need."""
    asks = bool(e.questions) and not e.context.describing
    return (ASK, 1.0) if asks and phrases.mishap_supposed(e.whole.span.doc.text) else None


def _supposes_further(e: Evidence) -> Optional[Verdict]:
    """As in "and with a gradient too", after "what if it was 1 dollar each?"."""
    imagines = e.supposes_further and (e.stated or e.supposes())
    return ("what_if", 1.0) if imagines and not e.moves.adopts else None


def _amends_the_request(e: Evidence) -> Optional[Verdict]:
    """As in "sorry, 300", "and another 50 in gold", after it has been sent."""
    return ("request_quote", 1.0) if e.moves.amends or e.moves.further else None


def _names_the_deadline(e: Evidence) -> Optional[Verdict]:
    """As in "asap", "tomorrow", and "no" where a deadline was asked for."""
    text = e.whole.span.doc.text
    if e.context.form == "quote_form" and e.context.asked == "deadline" and quotes.has_none(text):
        return "not_sure", 1.0
    return (INFORM, 0.9) if "deadline" in e.moves.details and is_date(text) else None


def _wants_a_verdict(e: Evidence) -> Optional[Verdict]:
    """As in "just recommend something", "what would you do?", unless a quote request is made."""
    asked = e.context.form in (None, "advice_form") and not e.stated
    if asked and e.moves.unasked and not e.questions:
        return REQUEST_ADVICE, 1.0
    return (REQUEST_ADVICE, 1.0) if asked and phrases.wants_verdict(e.whole.span.doc.text) else None


def _asks_which(e: Evidence) -> Optional[Verdict]:
    """As in "five of us, making a silly pin, which would you go for?", which tells no need."""
    alone = e.moves.asks_which and not e.stated and not e.questions
    return (REQUEST_ADVICE, 0.9) if alone and e.whole.label != OUT_OF_SCOPE else None


def _abuses(e: Evidence) -> Optional[Verdict]:
    """As in "you useless machine", but for a design in a quote request."""
    told = bool(e.stated or e.questions or e.readdressed or e.context.describing)
    return ("abuse", 1.0) if not told and phrases.insults(e.whole.span.doc.text) else None


def _wants_the_advice_again(e: Evidence) -> Optional[Verdict]:
    """As in "what was your recommendation again?", after it was given."""
    again = e.context.after_advice and not e.stated and not e.whole.span.doc._.pin_types
    return (REQUEST_ADVICE, 1.0) if again and phrases.wants_advice_again(e.whole.span.doc.text) else None


def _wants_other_goods(e: Evidence) -> Optional[Verdict]:
    """As in "do you sell mugs?"."""
    asks = e.whole.question_form
    tells = not asks and (e.context.form == "quote_form" or bool(e.stated))
    wanted = not tells and phrases.wants_other_goods(e.whole.span.doc, asks)
    return (OUT_OF_SCOPE, 1.0) if wanted else None


def _means_other_pins(e: Evidence) -> Optional[Verdict]:
    """As in "I forgot the PIN of my card", but for a design: "a bowling pin"."""
    others = wording.means_only_other_pins(e.whole.span.doc) and e.context.form != "quote_form"
    return (OUT_OF_SCOPE, 1.0) if others else None


def _checks_the_advice(e: Evidence) -> Optional[Verdict]:
    """As in "yes", "fine", "that's wrong", after a recommendation, which ends with the offer of a quote."""
    text, confidence = e.whole.span.doc.text, e.whole.confidence
    offered = e.context.offer == "request_quote" and e.context.after_advice
    if offered and not e.stated and quotes.agrees_to_send(text):  # "it is correct, you can send"
        return "request_quote", 1.0
    if not e.context.checking or e.stated or e.questions or e.whole.label not in ("affirm", "deny"):
        return None
    if phrases.objects(text):
        return "deny", confidence
    agrees = phrases.is_yes(text) or (e.whole.label == "affirm" and phrases.accepts(text))
    if e.context.offer and agrees:
        return e.context.offer, confidence
    return e.whole.intent, confidence


def _reopens_a_need(e: Evidence) -> Optional[Verdict]:
    """As in "yes, the budget", after a recommendation, and "2D with a 3D bulldog"."""
    return (INFORM, 1.0) if e.moves.reopens else None


def _spends_otherwise(e: Evidence) -> Optional[Verdict]:
    """As in "too expensive for us", "we can spend more", after a recommendation.

    Not where the new budget is named: "the committee has cut it, our budget is tight now".
    """
    doc = e.whole.span.doc
    named = any(token.norm_ == "budget" for token in doc)
    if named and any(one.entity == "budget" for one in e.stated):
        return None
    intent = spends(doc, e.whole, doc._.amounts, e.context, e.thresholds.talk)
    return (intent, 1.0) if intent else None


def _settles_on_a_type(e: Evidence) -> Optional[Verdict]:
    """As in "then hard enamel", after a recommendation, or when the request for it is shown."""
    if not e.moves.chooses:
        return None
    return (INFORM if e.context.form == "quote_form" else "explain_why_not"), 1.0


def _wants_pins(e: Evidence) -> Optional[Verdict]:
    """As in "do you make pins for a choir?", "how can I order pins for our fund?"."""
    return ((INFORM if e.stated else REQUEST_ADVICE), 0.9) if e.wants_pins else None


def _asks_what_was_meant(e: Evidence) -> Optional[Verdict]:
    """As in "what do you mean, how long?", when the durability was asked for."""
    doc = e.whole.span.doc
    text = doc.text
    if e.context.form == "advice_form" and phrases.asks_why_asked(text):
        return "why_ask", 1.0
    asks = e.context.asked is not None and phrases.asks_meaning(text) and not doc._.pin_types
    return ("why_ask", 1.0) if asks else None


def _cannot_say(e: Evidence) -> Optional[Verdict]:
    """As in "not know money", when the budget was asked for."""
    asked = e.context.asked not in (None, CONFIRMED)  # "crack on" may be a yes to that
    unknown = asked and phrases.cannot_say(e.whole.span.doc.text)
    return ("not_sure", 1.0) if unknown else None


def _lets_us_go_on(e: Evidence) -> Optional[Verdict]:
    """As in "eh", "whatever's simplest", to who has not understood, or has answered what was not asked."""
    context = e.context
    begins = context.form is None and not (context.recommended or context.sent or context.passed_on)
    lost = begins and (context.again or context.answered) and not e.stated
    return (REQUEST_ADVICE, 1.0) if lost and phrases.leaves_it_to_us(e.whole.span.doc.text) else None


def _asks_for_a_quote(e: Evidence) -> Optional[Verdict]:
    """As in "quote: 60 hard enamel pins, blue lighthouse, to jo@example.org": more than an address."""
    doc = e.whole.span.doc
    asks = e.context.form != "quote_form" and not e.context.sent and quotes.asks_for_a_quote(doc.text)
    asks = asks and not e.questions and not wording.supposes(doc.text)
    wants = asks or e.orders or wants_quote(doc, e.whole, doc._.amounts, e.context)
    return ("request_quote", 1.0) if wants else None


def _sees_it_first(e: Evidence) -> Optional[Verdict]:
    """As in "prepare the request, but don't send it without my consent"."""
    text = e.whole.span.doc.text
    if e.questions or not (e.moves.sees_first or quotes.prepares(text)):
        return None
    if e.context.form == "quote_form":
        return (INFORM, 1.0) if e.moves.sees_first else None
    return ("request_quote", 1.0) if quotes.prepares(text) or quotes.asks_for_a_quote(text) else None


def _asks_for_sent(e: Evidence) -> Optional[Verdict]:
    """As in "is it sent?", "what's my reference number", once a request was begun or sent."""
    return ("repeat", 1.0) if e.moves.asks_for_sent else None


def _sends_it_there(e: Evidence) -> Optional[Verdict]:
    """As in "yes please, to ann@example.com", after "Shall I ask the shop for a free quote?"."""
    offered = e.context.offer == "request_quote" and e.context.form is None
    accepts = offered and e.readdressed and phrases.accepts(e.whole.span.doc.text)
    return ("request_quote", 1.0) if accepts else None


def _complains(e: Evidence) -> Optional[Verdict]:
    """As in "my order came with broken pins"."""
    return (ASK, 1.0) if e.moves.complains and not e.readdressed else None


def _wants_it_short(e: Evidence) -> Optional[Verdict]:
    """As in "can you say it shorter?", "short answers please"."""
    wants = not e.stated and not e.context.describing and phrases.wants_it_short(e.whole.span.doc.text)
    return ("repeat", 1.0) if wants else None


def _only_names_a_day(e: Evidence) -> Optional[Verdict]:
    """As in "tomorrow", where no date was asked for: no farewell."""
    names = e.context.form is None and e.whole.label == "goodbye" and is_date(e.whole.span.doc.text)
    return (OUT_OF_SCOPE, 1.0) if names else None


def _tells_details(e: Evidence) -> Optional[Verdict]:
    """As in "a red kite, 30 mm", "for Whitsun, in Lisbon", after a recommendation."""
    return (INFORM, 0.8) if e.only_details and not e.stated else None


def _answers_what_waits(e: Evidence) -> Optional[Verdict]:
    """As in "yes", "no", where the form's question waits for the answer to an offer."""
    if not e.context.waiting or not e.context.offer or e.stated or e.questions or e.readdressed:
        return None
    text, label, confidence = e.whole.span.doc.text, e.whole.label, e.whole.confidence
    if (
        phrases.is_yes(text)
        or quotes.confirms_passing_on(text)
        or (label == "affirm" and confidence > _ACCEPTS)
    ):
        return e.context.offer, confidence
    declines = quotes.has_none(text) or (label in ("deny", "refuse") and confidence > _ACCEPTS)
    return ("deny", confidence) if declines else None


def _gives_contact(e: Evidence) -> Optional[Verdict]:
    """As in "ann@example.com"."""
    return ("give_contact", 1.0) if e.readdressed else None


def _accepts_an_offer(e: Evidence) -> Optional[Verdict]:
    """As in "yes please", after "Shall I ask the shop for a quote?"."""
    accepts = e.whole.label == "affirm" and e.whole.confidence > _ACCEPTS
    if e.context.offer == "give_contact":
        passes_on = quotes.confirms_passing_on(e.whole.span.doc.text)
        accepts = passes_on or (accepts and e.context.form is None)
    return (e.context.offer, e.whole.confidence) if accepts and e.context.offer and not e.stated else None


def _supposes(e: Evidence) -> Optional[Verdict]:
    """As in "imagine it was 3D", "what if they were awards instead?", "what if the fox stuck out, 3D"."""
    doc = e.whole.span.doc
    named = bool(doc._.amounts.money) or any(sure for _, _, sure, _ in doc._.cues)
    alone = named and all(wording.supposes(question.text) for question in e.questions)
    if not (e.context.recommended or (e.context.form == "advice_form" and alone)):
        return None  # "what if it's too detailed" is rather a question
    imagines = wording.supposes(e.whole.span.text) or (e.talk and e.talk[0] == "what_would_change")
    return ("what_if", e.whole.confidence) if imagines and e.supposes() else None


def _is_about_the_talk(e: Evidence) -> Optional[Verdict]:
    """As in "why do you ask?", "no idea", unless the message says something that counts more."""
    return e.talk if e.talk and not _outweighed(e.talk, e) else None


def _answers(e: Evidence) -> Optional[Verdict]:
    """As in "flat, and what is the cheapest?", "we need awards, sculpted, is that dear?"."""
    if not e.stated:
        return None
    answered = e.answered or (
        e.context.asked == "budget" and any(x.entity == "budget_amount" for x in e.entities)
    )
    surely = [x for x in e.stated if x.confidence >= e.thresholds.sure]
    advises = any(
        s.label in (REQUEST_ADVICE, INFORM) and s.confidence > _ADVISES for s in (e.whole, *e.sentences)
    )
    begins = e.context.form is None and not e.context.recommended and _tells_beside(e, e.stated)
    states = answered or not e.questions or len(surely) > 1 or (advises and e.context.form) or begins
    return (INFORM, 0.9) if states else None


def _tells_beside(e: Evidence, stated: Sequence[Entity]) -> bool:
    """Whether a sentence of its own tells of the pins, beside a question: "for a choir. Does it rust?"."""
    t = e.thresholds
    telling = [
        s for s in e.sentences if s.label == INFORM and s.confidence >= t.states and not s.question_form
    ]
    return any(
        s.span.start_char <= x.start and x.end <= s.span.end_char
        for x in stated
        for s in telling
        if max(s.confidence, x.confidence - _TELLS) >= t.sure
    )


def _asks_about_another_type(e: Evidence) -> Optional[Verdict]:
    """As in "and soft?", where the recommendation is what was talked of last."""
    if not e.context.after_advice or e.context.answered or not e.questions or e.stated:
        return None
    named = all(q.topic == FOLLOW_UP and q.pin_types for q in e.questions)
    return ("explain_why_not", e.questions[0].confidence) if named else None


def _asks(e: Evidence) -> Optional[Verdict]:
    """As in "does it rust?"."""
    return (ASK, max(q.confidence for q in e.questions)) if e.questions else None


def _states(e: Evidence) -> Optional[Verdict]:
    """As in "something for the choir"."""
    return (INFORM, 0.8) if e.stated else None


def _describes_for_a_quote(e: Evidence) -> Optional[Verdict]:
    """As in "a red kite above our hill", while a quote request is made."""
    leaves = e.whole.intent in _LEAVES and e.whole.confidence >= e.thresholds.talk
    if leaves and len(e.whole.span) <= _FEW_WORDS:  # "cancel", "no thanks"
        return None
    return (INFORM, 0.7) if e.moves.details else None


def _asks_something_else(e: Evidence) -> Optional[Verdict]:
    """As in "is whitening bad for my enamel?"."""
    best = e.likeliest
    return (OUT_OF_SCOPE, 1.0 - best.confidence) if best.intent == ASK and e.strays(best, e.context) else None


def _resembles_a_question(e: Evidence) -> Optional[Verdict]:
    """As in "Looking at a pin for my label": nearest to questions, and none."""
    best = e.likeliest_unasked
    if best.intent != ASK:
        return None
    wish = not best.question_form or (e.names_pins and len(best.span) <= _FEW_WORDS)  # "pins?"
    return (REQUEST_ADVICE if wish else OUT_OF_SCOPE), best.confidence


def _only_names_pins(e: Evidence) -> Optional[Verdict]:
    """As in "yo, badges", "need pins for the brewery"."""
    best, t = e.likeliest_unasked, e.thresholds
    short_and_foreign = (
        best.intent == OUT_OF_SCOPE
        and len(best.span) <= _FEW_WORDS
        and not best.question_form
        and best.confidence < t.out_of_scope
    )
    hardly_a_quote = best.label == "request_quote" and best.confidence < t.talk
    doubtful = best.confidence < t.in_scope or short_and_foreign or hardly_a_quote
    named = doubtful and e.context.form is None and e.names_pins
    return (REQUEST_ADVICE, best.confidence) if named else None


def _tells_of_no_need(e: Evidence) -> Optional[Verdict]:
    """It tells of something, but of nothing that a pin could need: "my sister likes boats".

    What may well be what somebody wants pins for, is: "we want to reward our top sellers".
    """
    best, t = e.likeliest_unasked, e.thresholds
    if best.intent != INFORM or e.context.form is not None or e.names_pins:
        return None
    begins = not (e.context.recommended or e.context.sent)
    likely = best.confidence >= t.informs or (begins and best.foreign < t.informs_foreign)
    return (REQUEST_ADVICE if likely else OUT_OF_SCOPE), best.confidence


def _is_too_doubtful(e: Evidence) -> Optional[Verdict]:
    """As in "who should I vote for?", "forget it, mum's here", and what resembles nothing."""
    best, t = e.likeliest_unasked, e.thresholds
    astray = (
        best.intent == REQUEST_ADVICE
        and e.context.form is None
        and not e.names_pins
        and best.out_of_scope > t.astray * best.confidence
    )
    turns = best.intent in _TURNING and best.confidence < t.talk
    babbles = best.intent == OTHER_LANGUAGE and best.confidence < t.talk  # "brindle foxup tarn"
    doubtful = astray or turns or babbles or best.confidence < t.in_scope
    return (OUT_OF_SCOPE, 1.0 - best.confidence) if doubtful else None


#: In this order.
_RULES: Final[Sequence[Callable[[Evidence], Optional[Verdict]]]] = (
    _takes_a_contact_out,
    _sees_it_first,
    _asks_for_sent,
    _takes_it_up_again,
    _takes_a_request_back,
    _chooses_first,
    _reviews_the_request,
    _amends_the_request,
    _tells_of_the_request,
    _tells_beside_a_question,
    _introduces_oneself,
    _turns_a_type_down,
    _adopts_what_was_supposed,
    _supposes_a_mishap,
    _supposes_further,
    _complains,
    _asks_for_a_quote,
    _sends_it_there,
    _gives_contact,
    _answers_what_waits,
    _wants_it_short,
    _tells_details,
    _only_names_a_day,
    _names_the_deadline,
    _wants_other_goods,
    _means_other_pins,
    _starts_over,
    _asks_on,
    _compares_many,
    _asks_for_a_place,
    _keeps,
    _hesitates,
    _wants_a_verdict,
    _wants_pins,
    _abuses,
    _wants_the_advice_again,
    _asks_what_was_meant,
    _cannot_say,
    _lets_us_go_on,
    _reopens_a_need,
    _spends_otherwise,
    _settles_on_a_type,
    _checks_the_advice,
    _accepts_an_offer,
    _supposes,
    _is_about_the_talk,
    _answers,
    _asks_about_another_type,
    _asks,
    _states,
    _asks_which,
    _describes_for_a_quote,
    _asks_something_else,
    _resembles_a_question,
    _only_names_pins,
    _tells_of_no_need,
    _is_too_doubtful,
)


def _outweighed(talk: Verdict, e: Evidence) -> bool:
    """Whether what else the message says counts more than what it says about the talk itself."""
    intent, confidence = talk
    if e.questions and wording.fragment(e.whole.span.text):
        return True  # "how about feel?"
    reading = e.readings.get(e.context.asked or "")
    evades = e.whole.leaves_open >= _EVADES and reading is not None and reading.confidence < _EVADED
    doubtful = evades or (reading is not None and reading.confidence < confidence - _DOUBTFUL_ANSWER)
    if e.answered and not doubtful and intent in ("not_sure", "goodbye", "help", "repeat", "request_quote"):
        return True
    if e.stated and e.context.form is None and intent in ABOUT_A_FORM:
        return True
    orders = intent == "request_quote" and confidence >= _ORDERS
    if not orders and confidence < e.thresholds.sure and any(x.confidence > confidence for x in e.stated):
        return True  # "we can't spend much" refuses nothing, "we need 200" is no request yet
    wants_quote = intent == "request_quote" and e.whole.topic == "free_quote"
    if e.questions and not wants_quote:
        about_nothing = e.context.form is None and intent in ABOUT_A_FORM
        if confidence < _TALK_BESIDE_A_QUESTION or about_nothing:
            return True
    sure = _ANSWER_DESPITE_REFUSAL if intent == "refuse" else _ANSWER
    return reading is not None and reading.confidence > sure and confidence < _TALK_BESIDE_AN_ANSWER
