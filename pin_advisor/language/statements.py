"""What a message states: needs that are sure enough to be kept, amounts, and what is merely suggested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from spacy.tokens import Doc, Span

from pin_advisor.language import phrases, wording
from pin_advisor.language.amounts import Amounts
from pin_advisor.language.figures import Duration, Money
from pin_advisor.language.meaning import Context, Entity, Hint
from pin_advisor.language.needs import NeedReader, Reading
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.quantities import MOST_PIECES, adds_up
from pin_advisor.language.sentences import Sentence
from pin_advisor.language.telegrams import ITEM_WORDS
from pin_advisor.language.thresholds import Thresholds
from pin_advisor.vocabulary import ASKED_NEEDS, MIDDLE_BUDGET, MIDDLE_DURABILITY, VALUES

Readings = Mapping[str, Reading]
#: Offers with which the visitor has been asked for what the shop is to be told.
_FOR_THE_SHOP: Final = frozenset({"contact_shop", "give_contact"})
#: How much surer than the next one the need has to be that an unasked answer changes.
_APART: Final = 0.15


#: Words for what is middling that are said of anything: "a normal logo", "average rain".
_OF_ANYTHING: Final = frozenset(
    {"normal", "normally", "average", "usual", "the usual", "standard", "ordinary"}
)
#: A sureness that nothing has.
_NEVER: Final = 2.0


class StatementReader:
    """Reads the needs that some spans of a message state, in the light of what was asked and is known."""

    def __init__(self, needs: NeedReader, thresholds: Thresholds) -> None:
        self._needs = needs
        self._thresholds = thresholds

    def read(
        self, doc: Doc, stating: Sequence[Span], context: Context, sentences: Sequence[Sentence] = ()
    ) -> dict[str, Reading]:
        """The best reading of each need in ``stating``, however unsure; ``sentences`` are those labelled."""
        clauses = [part for c in doc._.clauses if (part := _part(c, stating)) is not None]
        clauses = [c for c in clauses if not phrases.vents(c.text)]  # "you useless machine" is no flat design

        def leaves_open(piece: Span) -> float:
            return max((s.leaves_open for s in sentences if wording.inside(piece, s.span)), default=1.0)

        return self._needs.read(clauses, context.asked, context.again, leaves_open, context.before)

    def told_beside(
        self, doc: Doc, stating: Sequence[Span], context: Context, sentences: Sequence[Sentence]
    ) -> dict[str, Reading]:
        """The occasion that was asked for, where it is told in one breath with something else.

        "It's a tunic badge of our band, worn for years": read by the clauses that tell nothing else, it is
        not lost behind what is read more surely.
        """
        clauses = [part for c in doc._.clauses if (part := _part(c, stating)) is not None]
        if context.asked != "occasion" or len(clauses) < 2:
            return {}
        rest = []
        for clause in clauses:
            found = self.read(doc, [clause], context, sentences)
            told = found.get("occasion")
            others = [r.confidence for need, r in found.items() if need != "occasion"]
            least = max(self._thresholds.fill, told.confidence if told else 1.0)
            if told and max(others, default=0.0) < least and not wording.leans(clause.text):
                rest.append(clause)
        reading = self.read(doc, rest, context, sentences).get("occasion") if rest else None
        return {"occasion": reading} if reading and reading.confidence >= self._thresholds.fill_asked else {}

    def kept(self, readings: Readings, doc: Doc, context: Context) -> dict[str, Reading]:
        """The readings that are sure enough."""
        return {
            need: reading
            for need, reading in readings.items()
            if reading.confidence >= self._needed(need, readings, doc, context)
        }

    def changes(self, doc: Doc, stating: Sequence[Span], context: Context) -> dict[str, Reading]:
        """The need that is changed in words which would be an answer: "tight actually", "for staff, not"
        " a club".

        Each need is read as if it had been asked for; nothing is changed if two of them are as likely.
        """
        clauses = [c for c in doc._.clauses if any(wording.inside(c, s) for s in stating)]
        contrasts = bool(doc._.corrections or doc._.denied)
        found = []
        for need in ASKED_NEEDS:
            reading = self._needs.read(clauses, need).get(need)
            if reading is not None:
                found.append(reading)
        found.sort(key=lambda reading: reading.confidence, reverse=True)
        unclear = not contrasts or context.form is not None  # "no need to resist" is rather an answer
        needed = self._thresholds.changes_surely if unclear else self._thresholds.changes
        if not found or found[0].confidence < needed:
            return {}
        if len(found) > 1 and found[1].confidence > found[0].confidence - _APART:
            return {}
        return {found[0].need: found[0]}

    def hints(self, readings: Readings, context: Context) -> dict[str, Hint]:
        """What the readings suggest of needs that nothing is known of."""
        return {
            need: Hint(reading.value, reading.confidence)
            for need, reading in readings.items()
            if need not in context.known and reading.confidence >= self._thresholds.hint
        }

    def states(self, doc: Doc, amounts: Amounts, context: Context) -> bool:
        """Whether it states what was asked for, counts pieces, names money, or states several needs."""
        counts = amounts.quantities and wording.names_pins(doc) and wording.speaks_of_oneself(doc.text)
        if amounts.money or counts:  # "we run a brewery, want badges for regulars, maybe 200"
            return True
        readings = self.read(doc, doc._.sentences, context)
        if context.asked in VALUES:
            reading = readings.get(str(context.asked))
            return reading is not None and reading.confidence >= self._thresholds.fill_asked
        kept = self.kept(readings, doc, context).values()
        sure = [r for r in kept if r.confidence >= self._thresholds.states]
        # "Pins for a wedding" tells what they are for; "hard enamel for a wedding" asks whether it would do.
        return len(sure) >= 2 or (bool(sure) and not doc._.pin_types)

    def supposed(self, doc: Doc, spans: Sequence[Span]) -> dict[str, Any]:
        """The needs that ``spans`` imagine, without regard to what was asked."""
        readings = self.read(doc, spans, Context())
        found = {n: r.value for n, r in readings.items() if r.confidence >= self._thresholds.fill_asked}
        if not found:  # "what would you say if they were awards?"
            conditions = [_condition(s, t.i) for s in spans for t in s if t.norm_ == "if" and t.i > s.start]
            readings = self._needs.read(conditions)
            found = {n: r.value for n, r in readings.items() if r.confidence >= self._thresholds.fill_asked}
        if not found:  # "what if it was for awards"
            found = {n: v for n, v, _, s in doc._.cues if n in ASKED_NEEDS and s.start not in doc._.denied}
        return found | ({"artwork": "flat"} if takes_artwork_away(doc) and "artwork" not in found else {})

    def supposes_a_need(self, doc: Doc) -> bool:
        """Whether some need is read surely enough to be what is imagined."""
        readings = self._needs.read(list(doc._.clauses))
        told = any(r.confidence >= self._thresholds.fill_asked for r in readings.values())
        return told or bool(self.supposed(doc, list(doc._.sentences)))

    def named_by_value(self, span: Span, context: Context) -> str | None:
        """The known need whose value the words tell, and be it to take it back: "the club"."""
        words = meant(span)
        found = {n: self._needs.says(words, n, value) for n, value in context.values.items()}
        best = max(found, key=found.__getitem__, default=None)
        return best if best and found[best] >= self._thresholds.fill else None

    def occasion_in(self, span: Span, expected: bool) -> str | None:
        """The occasion that a question is about: "which one is best for weddings?".

        ``expected``: it is a question that is asked about occasions.
        """
        clauses = [c for c in span.doc._.clauses if wording.inside(c, span)]
        reading = self._needs.read(clauses, asked="occasion" if expected else None).get("occasion")
        needed = self._thresholds.vague if expected else self._thresholds.states
        return reading.value if reading and reading.confidence > needed else None

    def _needed(self, need: str, readings: Readings, doc: Doc, context: Context) -> float:
        """How sure a reading must be to be kept."""
        t = self._thresholds
        reading, answer = readings[need], readings.get(context.asked or "")
        if context.describing or (context.sent and context.form is None):
            # It is a description, in which every need's words occur, and "dark blue" is no gradient.
            return _NEVER if need == "artwork" and not _is_cued(need, doc) else t.replace
        if need == "budget" and context.told and context.asked != need and not _is_cued(need, doc):
            return _NEVER  # money that was named counts more than words in which no budget is
        unspoken = need == "budget" and context.asked != need and not _speaks_of_money(doc)
        if unspoken and reading.value == MIDDLE_BUDGET:
            return _NEVER  # "a normal logo"
        if need == "durability" and context.asked != need and reading.value == MIDDLE_DURABILITY:
            told = [s.text.lower() for n, _, _, s in doc._.cues if n == need]
            if told and _OF_ANYTHING.issuperset(told) and not doc._.amounts.durations:
                return _NEVER
        unmarked = need == "durability" and not _is_cued(need, doc) and not doc._.amounts.durations
        if unmarked and context.asked not in (None, need) and reading.value == "low":
            return t.replace  # "not important, the best" tells what may be spent
        # A span of time speaks for itself: "nothing premium, say five years".
        apart = need == "durability" and any(_lies_in(d, reading) for d in doc._.amounts.durations)
        if answer and need != context.asked and _same_words(reading, answer) and not apart:
            unclear = answer.confidence < t.fill and need not in context.known
            return t.fill_of(need, reading.value) if unclear else t.replace
        if need == context.asked:
            if _corrects_another(need, doc):
                return t.sure  # "sorry, I meant for our club, not a school" tells no budget
            others = [r.confidence for n, r in readings.items() if n != need and _same_words(r, reading)]
            if max(others, default=0.0) > max(t.fill, reading.confidence) and not context.again:
                # "we can't spend much" is hardly an occasion, "not 3D, flat" no budget
                return t.sure if max(others) >= t.replace else t.fill
            return t.fill_asked
        if context.form is None and context.offer in _FOR_THE_SHOP:
            return max(
                t.states, t.fill_of(need, reading.value)
            )  # "it has to match an old medal" is rather for them
        if need not in ASKED_NEEDS and need != "artwork":
            return t.sure  # a surface is never asked for, so nobody would set it right
        corrects = bool(doc._.corrections) or context.form is None
        if need in context.known and not corrects:
            return t.replace
        listed = _is_item(reading, doc) and not unspoken
        return min(t.fill_of(need, reading.value), t.states if listed else 1.0)


def _is_cued(need: str, doc: Doc) -> bool:
    """Whether some phrase in it speaks of ``need``."""
    return any(cued == need for cued, *_ in doc._.cues)


def _speaks_of_money(doc: Doc) -> bool:
    """Whether money is named in it or spoken of, or words in which there is a budget."""
    if doc._.amounts.money or phrases.speaks_of_money(doc.text):
        return True
    return any(need == "budget" and s.text.lower() not in _OF_ANYTHING for need, _, _, s in doc._.cues)


def _corrects_another(need: str, doc: Doc) -> bool:
    """Whether something is put right, and by its words another need than ``need``."""
    cued = {named for named, *_ in doc._.cues}
    return bool(doc._.corrections) and bool(cued) and need not in cued


def _is_item(reading: Reading, doc: Doc) -> bool:
    """Whether it is read from a few words between commas, which stand there for what they tell."""
    text = doc.text
    words = text[reading.start : reading.end].split()
    before, after = text[: reading.start].rstrip(), text[reading.end :].lstrip()
    listed = "," in text and (not before or before[-1] in ",;") and (not after or after[0] in ",;.")
    return listed and len(words) <= ITEM_WORDS


def wished_artwork(doc: Doc) -> Reading | None:
    """What shall be shown, where a wish also reads like a question's topic: "I want pins with a photo"."""
    asks = wording.starts_as_question(doc.text) or wording.ends_as_question(doc.text)
    if asks or wording.supposes(doc.text) or not phrases.wishes(doc.text):
        return None
    for need, value, sure, span in doc._.cues:
        if need == "artwork" and sure and span.start not in doc._.denied:
            return Reading(need, value, 1.0, span.start_char, span.end_char)
    return None


def takes_artwork_away(doc: Doc) -> bool:
    """Whether a gradient, a photo or fine lines are named only to be denied: "without the fade"."""
    return any(
        need == "artwork" and value != "flat" and span.start in doc._.denied
        for need, value, _, span in doc._.cues
    )


def need_entities(readings: Readings) -> list[Entity]:
    """Readings in Rasa's sense."""
    return [Entity(r.need, r.value, r.start, r.end, r.confidence) for r in readings.values()]


def money_entities(money: Money) -> list[Entity]:
    """A sum in Rasa's sense."""
    entities = [Entity("budget_amount", money.amount, money.start, money.end)]
    if money.currency:
        entities.append(Entity("budget_currency", money.currency, money.start, money.end))
    if money.per:
        entities.append(Entity("budget_per", money.per, money.start, money.end))
    return entities


def amount_entities(amounts: Amounts, stating: Sequence[Span], doc: Doc) -> list[Entity]:
    """The one sum and the one number of pieces that hold among ``amounts`` in ``stating``."""

    def stated(start: int, end: int) -> bool:
        return any(s.start_char <= start and end <= s.end_char for s in stating)

    entities: list[Entity] = []
    money = [m for m in amounts.money if stated(m.start, m.end)]
    if money:
        entities += money_entities(_final(money, doc))
    quantities = [q for q in amounts.quantities if stated(q.start, q.end)]
    if quantities:
        q = _final_count(quantities, doc)
        pieces = q.pieces if len(quantities) == 1 or not adds_up(doc.text, quantities) else _sum(quantities)
        entities.append(Entity("quantity", pieces, q.start, q.end))
    return entities


def _part(clause: Span, stating: Sequence[Span]) -> Span | None:
    """What lies of ``clause`` in the first of ``stating`` that reaches into it."""
    for span in stating:
        start, end = max(clause.start, span.start), min(clause.end, span.end)
        if start < end:
            return clause.doc[start:end]
    return None


def _lies_in(duration: Duration, reading: Reading) -> bool:
    return reading.start <= duration.start and duration.end <= reading.end


def _same_words(one: Reading, other: Reading) -> bool:
    return one.start < other.end and other.start < one.end


def _final_count(quantities: Sequence[Any], doc: Doc) -> Any:
    """The number of pieces that holds: the last one that is not denied ("300 pins, not 200 pins")."""
    denied = doc._.denied
    held = [q for q in quantities if not any(doc[i].idx == q.start for i in denied)]
    return (held or list(quantities))[-1]


def _sum(quantities: Sequence[Any]) -> int:
    return int(min(sum(q.pieces for q in quantities), MOST_PIECES))


def _final(money: Sequence[Any], doc: Doc) -> Any:
    """The amount that holds: the last one after a correction, else the first that is not denied."""
    if len(money) > 1 and any(doc[i].idx > money[0].end for i in doc._.corrections):
        return money[-1]
    denied = doc._.denied
    held = [m for m in money if not any(doc[i].idx <= m.start < doc[i].idx + len(doc[i]) for i in denied)]
    return (held or list(money))[0]


def _condition(sentence: Span, start: int) -> Span:
    """The words of a sentence from "if" on, without what only ends it: "if they were awards (instead?)"."""
    end = sentence.end
    while end > start + 1 and (sentence.doc[end - 1].is_punct or sentence.doc[end - 1].norm_ == "instead"):
        end -= 1
    return sentence.doc[start:end]
