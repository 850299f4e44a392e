"""What a message does to the talk beside asking and stating: it corrects a request, reopens a need, decides.

A move depends on the point that the talk has come to, so the same words may make none elsewhere.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, Optional

from spacy.tokens import Doc, Span

from pin_advisor.language import asides, phrases, quotes, request_details, taking_back, wording
from pin_advisor.language.amounts import Amounts
from pin_advisor.language.meaning import (
    ASK,
    CONFIRMED,
    DESCRIBING,
    EXPLAIN,
    INFORM,
    OUT_OF_SCOPE,
    REQUEST_ADVICE,
    SPENDING,
    UNNUMBERED,
    WHY_ASK,
    AskedQuestion,
    Context,
    Entity,
    Moves,
)
from pin_advisor.language.needs import Reading
from pin_advisor.language.parts import Part
from pin_advisor.language.quantities import MOST_PIECES, adds_up, change_by, is_put_right, times_known
from pin_advisor.language.request_changes import names_a_look
from pin_advisor.language.sentences import Sentence
from pin_advisor.language.thresholds import Thresholds
from pin_advisor.vocabulary import VALUES

#: Longest message, in tokens, that may change a need in the words of an answer or settle on a type.
_MOST_WORDS: Final = 14
#: The same that turns a type down where a design is asked for.
_FEW_WORDS: Final = 8
#: A number alone is one of pieces from here on: a smaller one may pick a choice.
_LEAST_ALONE: Final = 10
#: The same after the advice, where the needs have been told.
_LEAST_AFTER_ADVICE: Final = 4
#: Asked whether flat or 3D, "2" may be 2D or the second choice, and "3" 3D or the third.
_DIMENSION_OR_CHOICE: Final = re.compile(r"[^\w$€£¥₹%]*[23][^\w$€£¥₹%]*")
#: A "no" to what was said before: "no, soft".
_CONTRADICTS: Final = re.compile(r"\W*(?:no|nope|nah)\s?[,;.!]", re.I)
#: Said of how long they are worn: "until 3 May".
_ENDS_THEN: Final = re.compile(r"\b(?:until|till|'?til|through)\b", re.I)
#: Labels of messages that may change a need.
_CHANGING: Final = frozenset({INFORM, ASK, "deny", "what_if", REQUEST_ADVICE})


def may_change(
    doc: Doc, whole: Sentence, asking: Sequence[Sentence], context: Context, thresholds: Thresholds
) -> bool:
    """Whether a short message may change a need that is not asked for: "for staff, not a club".

    ``asking`` are its sentences that seem to ask.
    """
    contrasts = bool(doc._.corrections or doc._.denied)
    if not (context.after_advice or (context.form == "advice_form" and contrasts)):
        return False
    if len(doc) > _MOST_WORDS or any(s.question_form for s in asking):
        return False
    if context.sent and quotes.describes(doc.text):
        return False  # "actually, the bus should be green" is said of what is on the pin
    if whole.question_form or wording.supposes(doc.text):
        return False
    if taking_back.takes_back(doc.text) or phrases.keeps(doc.text) or phrases.objects(doc.text):
        return False
    if asking and (not contrasts or any(s.topic_confidence >= thresholds.question for s in asking)):
        return False
    return whole.intent in _CHANGING or whole.confidence < thresholds.talk


def other_shape(doc: Doc, context: Context) -> Optional[str]:
    """The dimensionality that will do in the place of the one that is known: "actually no, flat is fine"."""
    if not context.after_advice and context.form != "advice_form":
        return None
    shape = phrases.shape_that_will_do(doc.text)
    return shape if shape and context.values.get("dimensionality") not in (None, shape) else None


def recounts(doc: Doc, amounts: Amounts, context: Context) -> bool:
    """Whether it changes the number of pieces of a request, be it as a question: "can you make it 300?"."""
    if not (context.sent or context.form == "quote_form") or not amounts.quantities:
        return False
    if adds_on(doc, amounts, context):
        return True
    if context.form == "quote_form" and changes_known(doc, amounts, context):
        return True
    if context.asked == CONFIRMED and not wording.starts_as_question(doc.text):
        return True
    spans = [(q.start, q.end) for q in amounts.quantities]
    corrects = bool(doc._.denied) and quotes.recounts(doc, spans)  # "hmm, not 250, 300"
    return corrects or quotes.asks_to_amend(doc.text)


def wants_quote(doc: Doc, whole: Sentence, amounts: Amounts, context: Context) -> bool:
    """Whether it asks for a quote by telling what for: "a quote for 60 hard enamel pins, please".

    After a request that was sent it has to be said that this is another one.
    """
    text = doc.text
    if context.sent and wants_more(doc, amounts, context):
        return quotes.names_quote(text) or bool(doc._.pin_types)
    opens = context.form is None and not context.sent and bool(amounts.quantities)
    asks = quotes.asks_for_a_quote(text)
    return opens and (asks or (quotes.names_quote(text) and not whole.question_form))


def orders(doc: Doc, parts: Sequence[Part], context: Context) -> bool:
    """Whether it tells what a request takes: pieces, an address, and what they show or when and where."""
    if context.form is not None or context.sent:
        return False
    kinds = {p.kind for p in parts}
    complete = "contact" in kinds and bool(kinds & {"pieces", "shares"})
    return complete and bool(request_details.details_told(doc, parts, request_details.OPENING, {}))


def wants_more(doc: Doc, amounts: Amounts, context: Context) -> bool:
    """Whether more pins are wanted beside a request that was sent: "and another 50 in gold"."""
    if not context.sent or context.form is not None or not amounts.quantities or amounts.money:
        return False
    if doc._.corrections or quotes.asks_to_amend(doc.text) or adds_on(doc, amounts, context):
        return False
    asks = wording.starts_as_question(doc.text) and not quotes.asks_to_add(doc.text)
    return not asks and quotes.asks_for_more(doc.text)


def resumes(doc: Doc, context: Context) -> bool:
    """Whether a request that was turned down or taken back is to be sent after all: "ok no do send it"."""
    ours = context.dropped and context.form is None and not context.sent
    return ours and context.offer not in ("contact_shop", "give_contact") and quotes.sends_after_all(doc.text)


def asks_for_sent(doc: Doc, context: Context) -> bool:
    """Whether it asks what was sent to the shop from here; where nothing was, no order is meant."""
    talked = context.sent or context.passed_on or context.form == "quote_form"
    ordered = any(token.lemma_ == "order" or token.norm_ in ("order", "orders") for token in doc)
    return quotes.asks_for_sent(doc.text) and (talked or not ordered)


def adds_on(doc: Doc, amounts: Amounts, context: Context) -> bool:
    """Whether nothing but a number is added to a request that was sent: "add 20 more pins"."""
    if not context.sent or context.form is not None or len(amounts.quantities) != 1:
        return False
    counted = amounts.quantities[0]
    spans = [(counted.start, counted.end)]
    by = change_by(doc.text, counted.start, counted.end)
    return (
        bool(by) and not quotes.is_another(doc.text) and not quotes.says_more_than_a_number(doc.text, spans)
    )


def is_further(doc: Doc, amounts: Amounts, context: Context) -> bool:
    """Whether what is wanted beside a request that was sent is more of the same pins."""
    fresh = bool(doc._.pin_types) or quotes.names_quote(doc.text)
    return wants_more(doc, amounts, context) and not fresh


def only_counts(doc: Doc, amounts: Amounts, context: Context) -> bool:
    """Whether it is nothing but a number of pieces where none is asked for: "between 150 and 200".

    So it may be after the advice, or where something was asked that no number answers.
    """
    expected = (context.after_advice and not context.sent) or context.asked in UNNUMBERED
    if not expected or amounts.money or doc._.pin_types:
        return False
    if context.after_advice and changes_known(doc, amounts, context):
        return True
    # less may be 3D, or picks one of the choices
    least = max(_LEAST_AFTER_ADVICE, len(context.choices) + 1) if context.after_advice else _LEAST_ALONE
    spans = [(q.start, q.end) for q in amounts.quantities if q.pieces >= min(least, _LEAST_ALONE)]
    return bool(spans) and not quotes.says_more(doc.text, spans)


def changes_known(doc: Doc, amounts: Amounts, context: Context) -> bool:
    """Whether it only makes the number of pieces that is known more or less: "four fewer please"."""
    known = context.request.get("quantity")
    if not known or len(amounts.quantities) != 1 or amounts.money:
        return False
    if times_known(doc.text, int(known)):
        return True
    counted = amounts.quantities[0]
    by = change_by(doc.text, counted.start, counted.end)
    return bool(by) and not quotes.says_more_than_a_number(doc.text, [(counted.start, counted.end)])


def counts_anew(doc: Doc, amounts: Amounts, context: Context) -> bool:
    """Whether numbers of pieces add up or take the place of one, after the advice: "220 of us, 10 spare"."""
    counted = amounts.quantities
    if not context.after_advice or not counted or amounts.money or "?" in doc.text:
        return False
    return is_put_right(doc.text, counted[-1]) or (len(counted) > 1 and adds_up(doc.text, counted))


def only_details(doc: Doc, whole: Sentence, parts: Sequence[Part], context: Context) -> bool:
    """Whether it tells only what goes into a request that nobody has begun: a look, a date, a place.

    So it may be after the advice, whose needs it then leaves alone: "a red kite, 30 mm", "in Lisbon".
    """
    if not context.after_advice or context.sent or whole.question_form or doc._.pin_types:
        return False
    cued = any(sure for _, _, sure, _ in doc._.cues)
    if cued or wording.starts_as_question(doc.text) or wording.speaks_of_oneself(doc.text):
        return False
    kinds = {part.kind for part in parts} - {"frame"}
    if kinds and kinds <= {"date", "place"}:
        return True
    if doc._.denied or doc._.corrections or wording.names_a_purpose(doc.text):
        return False  # "no, red and white for a school"
    return kinds == {"rest"} and len(doc) <= _MOST_WORDS and names_a_look(doc.text)


def spends(doc: Doc, whole: Sentence, amounts: Amounts, context: Context, sure: float) -> Optional[str]:
    """The intent of who wants it for less money than recommended, or for more: "cheaper", "something nicer".

    ``sure``: from which probability the classifier is believed.
    """
    if not context.after_advice or amounts.money or wording.supposes(doc.text):
        return None
    if phrases.wants_it_less_cheap(doc.text) and context.values.get("budget") != VALUES["budget"][-1]:
        return "spend_more"
    if phrases.wants_cheaper(doc.text):
        return "spend_less"
    if phrases.wants_dearer(doc.text):
        return "spend_more"
    believed = whole.label in SPENDING and whole.confidence >= sure and not doc._.pin_types
    return whole.label if believed else None


def stepped_budget(known: Optional[str], step: int) -> str:
    """The budget above the known one, or with a ``step`` of -1 that below; the last of them has no next."""
    budgets = VALUES["budget"]
    start = budgets.index(known) if known in budgets else len(budgets) // 2
    return budgets[min(max(start + step, 0), len(budgets) - 1)]


def reopened(doc: Doc, whole: Sentence, context: Context) -> Optional[str]:
    """The need that has to be asked for again: it is named without a value, or with two."""
    if context.form == "quote_form" or whole.question_form or wording.supposes(doc.text):
        return None
    if context.asked == "dimensionality" and not context.again and _DIMENSION_OR_CHOICE.fullmatch(doc.text):
        return "dimensionality"
    if phrases.names_both_dimensions(doc) and not taking_back.takes_back(doc.text):
        return "dimensionality"
    return phrases.need_named(doc.text) if context.after_advice else None


def settled_on(doc: Doc, parts: Sequence[Part], context: Context) -> Optional[str]:
    """The pin type that is chosen after a recommendation, or for a request: "then hard enamel"."""
    reviewing = context.asked == CONFIRMED
    kinds = {part.kind for part in parts}
    if context.describing and "type" in kinds and kinds <= {"type", "frame"}:
        return None if wording.starts_as_question(doc.text) else _only_type(doc)
    if context.describing or not (context.recommended or reviewing or context.sent):
        return None
    if len(doc) > _MOST_WORDS or wording.supposes(doc.text):
        return None
    named = reviewing and not wording.starts_as_question(doc.text)  # "soft enamel instead"
    named = named or ("type" in kinds and kinds <= {"type", "frame"} and bool(_CONTRADICTS.match(doc.text)))
    recounted = kinds <= {"type", "pieces", "shares", "frame"} and len(doc._.amounts.quantities) == 1
    if context.sent and context.form is None and "type" in kinds and recounted:
        named = named or not wording.starts_as_question(doc.text)  # "also 130 pins and hard enamel"
    will_do = not context.unwanted and phrases.suffices(doc.text)  # else it is but welcome again
    return _only_type(doc) if named or will_do or phrases.decides(doc.text) else None


def rejected(doc: Doc, whole: Sentence, context: Context) -> tuple[str, ...]:
    """The pin types that are turned down: "anything but hard enamel", "no printed or etched ones"."""
    text = doc.text
    if wording.starts_as_question(text) or whole.question_form or wording.supposes(text):
        return ()
    if context.describing and len(doc) > _FEW_WORDS:
        return ()  # it describes what is on the pin
    if phrases.asks_why(text) or phrases.reports(text):
        return ()  # "I don't see why not soft", "I heard that hard enamel is out of fashion"
    found: list[str] = []
    before = None
    for label, span in doc._.pin_types:
        if _only_shapes(span):
            continue  # "not sculpted" wants a flat design, and turns no type down
        ahead, after = text[: span.start_char], text[span.end_char :]
        listed = before is not None and phrases.goes_on(text[before.end_char : span.start_char])
        if (listed or phrases.turns_down(ahead, after)) and not phrases.is_no_type(after):
            found.append(label)
            before = span
        else:
            before = None
    return tuple(dict.fromkeys(found))


def _only_shapes(span: Span) -> bool:
    """Whether what names a pin type only says how the design is shaped: "sculpted"."""
    cues = (s for need, _, sure, s in span.doc._.cues if need == "dimensionality" and sure)
    return any(wording.inside(span, cue) for cue in cues)


def readmitted(doc: Doc, whole: Sentence, context: Context) -> tuple[str, ...]:
    """The pin types that were turned down and are welcome again: "okay, hard is fine after all"."""
    if not context.unwanted or whole.question_form or context.describing or len(doc) > _MOST_WORDS:
        return ()
    if phrases.readmits_all(doc.text):
        return tuple(sorted(context.unwanted))
    named = {label for label, span in doc._.pin_types} & context.unwanted
    return tuple(sorted(named)) if named and phrases.readmits(doc.text) else ()


def beside_types(kept: Mapping[str, Reading], doc: Doc, whatever: Collection[str] = ()) -> dict[str, Reading]:
    """The readings that don't stand in a clause that names a pin type; those of some needs ``whatever``."""
    clauses = [c for c in doc._.clauses if any(wording.inside(s, c) for _, s in doc._.pin_types)]
    return {
        need: reading
        for need, reading in kept.items()
        if need in whatever or not any(c.start_char <= reading.start < c.end_char for c in clauses)
    }


def adopted(doc: Doc, whole: Sentence, context: Context) -> bool:
    """Whether what was only supposed is to hold: "ok then do that"."""
    if not context.supposing or wording.supposes(doc.text) or len(doc) > _MOST_WORDS or doc._.pin_types:
        return False
    plain = not (whole.question_form or doc._.denied or doc._.corrections)
    agrees = context.form is None and whole.label == "affirm" and plain
    return agrees or phrases.adopts(doc.text)


def supposes_further(doc: Doc, context: Context) -> bool:
    """Whether it goes on with what was supposed: "and 3D", after "what if it was 1 dollar each?".

    Whether it names a need at all is left open here.
    """
    if not context.supposing or context.form is not None or len(doc) > _MOST_WORDS:
        return False
    if any(not _only_shapes(span) for _, span in doc._.pin_types):
        return False
    goes_on = wording.goes_on(doc.text) and not wording.starts_as_question(doc.text)
    return goes_on and not (phrases.wishes(doc.text) or quotes.names_quote(doc.text))


def counts_pieces(doc: Doc, parts: Sequence[Part], context: Context) -> bool:
    """Whether a part of it tells the number of pieces, asked for or not: "our crest, 120 of them"."""
    if context.form != "quote_form":
        return False
    return request_details.counts(doc, parts, context.asked, context.request)


def tells_request(doc: Doc, parts: Sequence[Part], context: Context) -> bool:
    """Whether all of it tells of the quote request that is made: "set it to 90", "to York instead"."""
    if context.form != "quote_form":
        return False
    return request_details.tells(doc, parts, context.asked, context.request)


def without_described(
    entities: Sequence[Entity], doc: Doc, parts: Sequence[Part], context: Context
) -> list[Entity]:
    """``entities`` without numbers that describe what is on the pin: "five lions in a row"."""
    if context.form != "quote_form" or context.asked == "quantity":
        return list(entities)
    counted = [p for p in parts if p.kind in ("pieces", "shares")]
    rest = [p for p in parts if p.kind == "rest"]
    recounted = quotes.recounts(doc, _spans(entities))

    def described(e: Entity) -> bool:
        if e.entity != "quantity":
            return False
        if counts_pieces(doc, parts, context):
            return not _overlaps(e, counted)
        if context.asked == CONFIRMED:
            return int(e.value) < _LEAST_ALONE and _overlaps(e, rest)
        return not recounted

    return [e for e in entities if not described(e)]


def tells_only_a_date(doc: Doc, parts: Sequence[Part]) -> bool:
    """Whether it tells a day of the calendar, and perhaps a place, and nothing else: "for 3 May in Leeds"."""
    told = {part.kind for part in parts if part.kind != "frame"}
    if "date" not in told or told - {"date", "place"} or doc._.amounts.durations:
        return False
    return any(token.like_num or token.text[0].isdigit() for token in doc) and not _ENDS_THEN.search(doc.text)


def without_places(
    entities: Sequence[Entity], doc: Doc, parts: Sequence[Part], context: Context
) -> list[Entity]:
    """``entities`` without needs that only an address or a date tells: "to St Mary's church"."""
    if not (context.form == "quote_form" or context.sent):
        return list(entities)
    places = [p for p in parts if p.kind == "place"]
    rest = [p for p in parts if p.kind == "rest"]

    def addressed(e: Entity) -> bool:
        return _overlaps(e, places) and not _overlaps(e, rest)

    required = [p for p in rest if quotes.requires(doc.text[p.start : p.end])]
    dated = any(p.kind == "date" for p in parts)
    timed = dated or bool(doc._.amounts.durations) or context.asked in ("deadline", "contact")
    untold = {"durability"} if timed and not quotes.speaks_of_lasting(doc.text) else set()
    if dated and not rest:
        untold |= {"surface", "artwork", "dimensionality"}  # "by July would be fine too"
    return [
        e
        for e in entities
        if e.entity in ("quantity", "contact")
        or not (addressed(e) or e.entity in untold or _overlaps(e, required))
    ]


def _overlaps(entity: Entity, parts: Sequence[Part]) -> bool:
    return any(p.start < entity.end and entity.start < p.end for p in parts)


def added_up(entities: Sequence[Entity], doc: Doc, amounts: Amounts, context: Context) -> list[Entity]:
    """``entities`` with the number of pieces that "30 more" or "20 fewer" makes of the one that is known."""
    adds = adds_on(doc, amounts, context)
    known = (context.sent_request if adds else context.request).get("quantity")
    counts = adds or context.form == "quote_form" or not context.sent
    if not counts or not known or len(doc._.amounts.quantities) > 1:
        return list(entities)
    summed = []
    counted = [e for e in entities if e.entity == "quantity"]
    spans = [(e.start, e.end) for e in counted]
    changes = any(change_by(doc.text, *span) for span in spans)
    alone = changes and not quotes.says_more_than_a_number(doc.text, spans)
    for e in entities:
        by = change_by(doc.text, e.start, e.end) if e.entity == "quantity" else 0
        pieces = int(known) + by * int(e.value) if by else 0
        if alone and e.entity not in ("quantity", "contact"):
            continue  # "10 fewer" tells nothing of the money
        summed.append(dataclasses.replace(e, value=min(pieces, MOST_PIECES)) if pieces > 0 else e)
    return summed


def details_in(
    doc: Doc, context: Context, questions: Sequence[AskedQuestion], parts: Sequence[Part]
) -> request_details.Details:
    """The design and the deadline of a quote request as they stand after ``doc``, if it tells of them."""
    in_form = context.form == "quote_form"
    if not (in_form or context.sent):
        return {}
    if questions and not quotes.asks_to_amend(doc.text):
        parts = told_beside(doc, parts, context)
        if not parts:
            return {}
    if in_form and context.asked != "design" and quotes.wants_to_choose_first(doc.text):
        return {}
    asked = context.asked if in_form else None
    known = context.request if in_form else context.sent_request
    return request_details.details_told(doc, parts, asked, known)


def told_beside(doc: Doc, parts: Sequence[Part], context: Context) -> list[Part]:
    """The parts that tell of the request that is made beside a question; none if they tell nothing surely."""
    if context.form != "quote_form":
        return []
    told = asides.without_questions(doc.text, parts)
    rest = [doc.text[part.start : part.end] for part in told if part.kind == "rest"]
    sure = all(quotes.describes(words) for words in rest)
    return told if sure else []


def amends(
    doc: Doc,
    amounts: Amounts,
    context: Context,
    questions: Sequence[AskedQuestion],
    entities: Sequence[Entity],
    details: request_details.Details,
    parts: Sequence[Part] = (),
) -> bool:
    """Whether it corrects a request that has been sent."""
    if not context.sent or context.form is not None or wants_more(doc, amounts, context):
        return False
    if quotes.names_an_earlier_order(doc.text):
        return False  # "can you change the address of my order from May?"
    if questions and not (quotes.asks_to_amend(doc.text) or adds_on(doc, amounts, context)):
        return False
    if settled_on(doc, parts, context) or taking_back.takes_contact_out_of_request(doc.text):
        return True
    told = {e.entity for e in entities}
    readdressed = "contact" in told and context.offer != "contact_shop"
    recounted = "quantity" in told and (
        quotes.recounts(doc, _spans(entities))
        or quotes.asks_to_amend(doc.text)
        or adds_on(doc, amounts, context)
    )
    return readdressed or recounted or bool(details)


def begun_with(entities: Sequence[Entity], doc: Doc, sentences: Sequence[Sentence]) -> dict[str, Any]:
    """What is told for a fresh start, by slot: "start over, this time for a wedding"."""
    anew = phrases.anew_from(doc.text) is not None
    told = [s.span for s in sentences if anew or s.intent != "start_over"]
    spans = [(s.start_char, s.end_char) for s in told]
    return {
        e.entity: e.value
        for e in entities
        if e.entity != "contact" and any(start <= e.start and e.end <= end for start, end in spans)
    }


def in_force(
    moves: Moves, intent: str, doc: Doc, whole: Sentence, parts: Sequence[Part], context: Context
) -> Moves:
    """The moves that go with the intent that was decided on, and those which only that intent makes one."""
    details, chooses = moves.details, moves.chooses
    if intent == "request_quote":
        chooses = moves.chooses or _only_type(doc)
        if moves.further:
            details = request_details.details_told(doc, parts, "design", context.sent_request)
        elif not moves.amends:
            details = request_details.details_told(doc, parts, request_details.OPENING, context.request)
    return dataclasses.replace(
        moves,
        details=details if intent in DESCRIBING else {},
        reopens=moves.reopens if intent == INFORM else None,
        chooses=chooses if intent in ("explain_why_not", "request_quote", INFORM) else None,
        leaves_it=intent == WHY_ASK and phrases.leaves_it(doc.text),
        shortens=intent == "repeat" and phrases.wants_it_short(doc.text),
        mourns=intent in (INFORM, REQUEST_ADVICE) and phrases.tells_of_a_loss(doc.text),
        presses=intent == REQUEST_ADVICE and phrases.wants_verdict(doc.text),
        recaps=intent == "repeat" and phrases.wants_recap(doc.text),
        rejects=moves.rejects if intent == INFORM else (),
        readmits=moves.readmits if intent == INFORM else (),
        adopts=moves.adopts and intent == INFORM,
        place=phrases.place_asked(doc.text) if intent == "second_best" else None,
        in_that_case=intent in EXPLAIN and phrases.means_that_case(doc.text),
        all_types=intent == "compare_options" and phrases.compares_all(doc.text),
        other_goods=intent == OUT_OF_SCOPE and phrases.wants_other_goods(doc, whole.question_form),
    )


def _only_type(doc: Doc) -> Optional[str]:
    """The one pin type that is named and not denied."""
    types = {label for label, span in doc._.pin_types if span.start not in doc._.denied}
    return types.pop() if len(types) == 1 else None


def _spans(entities: Sequence[Entity]) -> list[tuple[int, int]]:
    """Where the pieces and addresses stand, in characters."""
    return [(e.start, e.end) for e in entities if e.entity in ("quantity", "contact")]
