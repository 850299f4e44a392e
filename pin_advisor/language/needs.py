"""Needs from clauses: what is learnt, beside cues and parsed amounts.

Each clause of a message is read for each need: whether it is said at all, and which value it has.
When the bot has just asked for the need, "nothing said" counts little (in a trial, worth 6 to 17
points). Cues multiply the odds of their value; what is denied does not count; of two contradicting
clauses the one after a correction holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Optional

import numpy as np
from spacy.tokens import Doc, Span

from pin_advisor.language import phrases
from pin_advisor.language.attention_learning import NO_LABEL, learn
from pin_advisor.language.attentive import Attentive
from pin_advisor.language.classifier import Classifier, Fit, Rows, balanced
from pin_advisor.language.encoder import Encoder
from pin_advisor.language.encodings import Encoding, Floats, Integers, Texts
from pin_advisor.language.figures import Duration
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.telegrams import ITEM_WORDS, fragments, is_telegram
from pin_advisor.vocabulary import ASKED_NEEDS, VALUES

NOTHING: Final = "nothing"
#: Factor on the probability of "nothing said" for the need that was asked for. Of the replies in the
#: development dialogues 0.3, 0.1, 0.06 and 0.03 read 90, 91, 92 and 93 % of the occasions right, 87, 90, 90
#: and 91 % of the durabilities, and every dimensionality; but with so little small talk says something too.
_ASKED_NULL_FACTORS: Final = {"occasion": 0.06, "durability": 0.06, "budget": 0.06, "dimensionality": 0.3}
_OTHER_NULL_FACTOR: Final = 0.1
#: The same where it has been asked for before and the reply was not understood. Not zero: that money is no
#: matter says nothing about the shape, however often one asks.
_INSISTING_NULL_FACTOR: Final = 0.01
#: The same for an item of a list of needs: "3D, premium, veterans, outdoors". Joined by nothing, it stands
#: there for what it tells.
_LISTED_NULL_FACTOR: Final = 0.1
#: The same for the occasion in words that say what pins, or so many of them, are for: "15 pins for friends".
_PURPOSE_NULL_FACTOR: Final = 0.25
_PURPOSE_STARTS: Final = frozenset({"for", "to"})
#: Words up to which that is said in one breath.
_PURPOSE_WORDS: Final = 12
#: Words within which "for" leads to one that speaks for an occasion.
_LEADING_WORDS: Final = 3
#: A cue counts for so much, and its value has at least these odds before that.
_LEAST_BY_CUE: Final = 0.04
_SURE_CUE: Final = 60.0
_LIKELY_CUE: Final = 10.0
#: The same when the need was asked for: "flat" is then hardly meant otherwise.
_LIKELY_CUE_ASKED: Final = 30.0
#: A word for what people belong to adds nothing where the readers see another occasion so many times surer,
#: and this surely at least: "for the fastest swimmers of our club" is no club's, but "for our choir" is.
_OUTWEIGHED: Final = 1.5
_OUTWEIGHS: Final = 0.35
_BODIES: Final = frozenset({"club", "school", "church", "sports_team"})
#: Factor on the probability of "nothing said" where some budget is denied.
_DENIED_BUDGET: Final = 0.3
#: A span of time counts so much where it is asked for, where it is not, and where it is all that is said.
_LASTING_ASKED: Final = 8.0
_LASTING: Final = 8.0
_LASTING_ALONE: Final = 60.0
#: Words beside an amount that say nothing of their own.
_BESIDE_AMOUNTS: Final = frozenset({
    "max", "maximum", "min", "minimum", "most", "least", "tops", "limit", "apiece", "approx", "approximately",
    "roughly", "around", "total", "altogether", "per", "pc", "piece", "pieces", "pcs", "unit", "units", "say",
    "maybe", "probably", "ok", "okay", "please", "thanks", "like", "guess", "think", "need", "want", "use",
    "last", "hold", "keep", "good", "fine", "enough", "normal", "normally", "right", "correct", "sorry",
    "not", "ones", "big", "bigger", "small", "smaller", "large", "larger", "little", "quote", "quotes",
    "quotation", "estimate", "offer", "get", "send", "ask", "request", "order", "buy", "pay", "spend",
})  # fmt: skip
_REMEMBERED: Final = 512
#: Of this need the value counts that all pieces together bear out, since it has many: two words may be surer
#: of another than the whole is ("To honour those who have sung with us"). Of the occasions in the development
#: set 119 instead of 117 of 131 replies are read right, and of 759 openings 19 instead of 23 wrong; the rest
#: of the needs gains nothing.
_BORNE_OUT: Final = "occasion"
#: What was said before bears on that answer, too: the opening has often told what the reply only adds to. How
#: much it weighs beside the reply, and the least share of a value in it. Of 318 replies in the development
#: dialogues, each read as a whole, 261 are right by themselves, 278 so; with 0.15 and 1 of it 274 and 275.
_BEFORE: Final = 0.4
_LEAST_BEFORE: Final = 1e-3
#: Days up to which a time of use means low durability (an event, a summer) and medium (a season, some years);
#: and up to which it is low where it is only that: "one season", "this year only".
_LOW_DAYS: Final = 100.0
_MEDIUM_DAYS: Final = 1500.0
_ONLY_DAYS: Final = 366.0
_ONLY: Final = frozenset({"only", "just", "single"})
_LASTS: Final = frozenset({"last", "survive"})
#: Words up to which that stands before.
_NEAR: Final = 4
#: Who says so before a word leaves it open: "no idea what is reasonable".
_WONDERING: Final = frozenset({"what", "what's", "whats", "whatever", "how", "which"})
#: Words before a span of time within which it is limited: "just for this year".
_BEFORE_IT: Final = 3
_SEASONS: Final = frozenset({"season", "semester", "term"})
_NO_MORE_THAN_ONE: Final = frozenset({"one", "1"})
#: Which value a need has is learnt from the clauses that say it alone, and decided half by the whole clause,
#: half by its words; whether it is said at all, by the words alone. Of a third of the clauses, read by what
#: learnt the others, so many that say it are found where one in fifty of the rest is taken for such, by the
#: whole clause, by both, and by the words: occasion 52, 59, 58 %, durability 54, 62, 66 %, budget 60, 67 and
#: 69 %, dimensionality 66, 77, 81 %. Of these values 70, 81, 72 and 91 % are right by the whole, 71, 79, 76
#: and 92 % by both.
_BALANCE: Final = 0.5
VALUE_FIT: Final = Fit(penalty=0.5, balance=_BALANCE, neighbours=0.4)
_BY_WORDS: Final = 0.5
#: How many readers of words take part, each from another start, and how often each sees every clause. They
#: err by chance as much as by what they learnt: of the same third two find 1.6 points more of the occasions
#: and of the durabilities than one does, and 0.7 points more of the values are right; twice as many epochs of
#: one gain nothing.
_READERS: Final = 2
_EPOCHS: Final = 8
#: With these a cue begins that denies another value: "not raised", "no relief".
_DENIES: Final = frozenset({"not", "no", "nothing", "without"})
#: Labels of whether a need is said.
_SAID: Final = ("no", "yes")
#: Below this probability a need is not said, and below that one not even where it was asked for.
_UNSAID: Final = 0.1
_UNSAID_ASKED: Final = 0.01
_NEXT_TO_NOTHING: Final = 1e-4
#: What was asked for is said only if one value is so many times likelier than the next: words that have
#: nothing to do with it are as near to one as to the other.
_PEAKED: Final = 1.2


@dataclass(frozen=True)
class Reading:
    """A value of a need, how sure it is (0 to 1), and the characters it was read from."""

    need: str
    value: str
    confidence: float
    start: int
    end: int


def _whether(need: str) -> str:
    """Name of the question whether a need is said."""
    return f"said_{need}"


def _fit(features: Floats, values: Sequence[str]) -> Classifier:
    """What tells the value of a need by the whole of a clause."""
    return Classifier.fit(Rows(features), values, VALUE_FIT)


def _file_of_words(number: int) -> str:
    """Name of the file of a reader of words."""
    return f"needs_by_words_{number}.npz"


@dataclass(frozen=True)
class LabelledClause:
    """A training clause; ``needs`` maps a need to its value, all others are unsaid in it.

    ``weight``: how many clauses it stands for.
    """

    text: str
    needs: Mapping[str, str]
    weight: float = 1.0


def asked_null_factor(need: str) -> float:
    """What the probability of "nothing said" is multiplied with where ``need`` was asked for."""
    return _ASKED_NULL_FACTORS.get(need, _OTHER_NULL_FACTOR)


class NeedReader:
    """Reads all needs with a closed list of values from the clauses of a message."""

    def __init__(
        self, encoder: Encoder, words: Sequence[Attentive], values: Mapping[str, Classifier]
    ) -> None:
        """``words`` tell by the words of a clause which needs are said, and which value each has, ``values``
        the latter by the whole of it.
        """
        self._encoder = encoder
        self._words = tuple(words)
        self._values = dict(values)
        self._memory: dict[tuple[str, Optional[str]], dict[str, dict[str, float]]] = {}

    @classmethod
    def train(
        cls, clauses: Sequence[LabelledClause], texts: Texts, encoder: Encoder, pool: Executor
    ) -> NeedReader:
        """Learn from ``clauses``, encoded as ``texts``; ``pool`` does the computing.

        ``encoder`` is for those to be read.
        """
        said = {need: [c.needs[need] for c in clauses if need in c.needs] for need in VALUES}
        stating = {need: np.array([need in c.needs for c in clauses]) for need in VALUES if said[need]}
        fits = {need: pool.submit(_fit, texts.features[s], said[need]) for need, s in stating.items()}
        values = {need: fit.result() for need, fit in fits.items()}
        questions: dict[str, Sequence[str]] = {}
        answers: dict[str, Integers] = {}
        weight: dict[str, Floats] = {}
        of_each = np.array([c.weight for c in clauses], dtype=np.float32)
        for need, whole in values.items():
            numbers = {value: n for n, value in enumerate(whole.labels)}
            questions |= {need: whole.labels, _whether(need): _SAID}
            answers[need] = np.full(len(clauses), NO_LABEL)
            answers[need][stating[need]] = [numbers[value] for value in said[need]]
            answers[_whether(need)] = stating[need].astype(np.int64)
            for question in (need, _whether(need)):
                weight[question] = balanced(answers[question], _BALANCE) * of_each
        words = [
            pool.submit(learn, texts, questions, answers, _EPOCHS, weight, seed) for seed in range(_READERS)
        ]
        return cls(encoder, [reader.result() for reader in words], values)

    def save(self, directory: Path) -> None:
        """Write a file for each reader of words, and one for each need, into ``directory``."""
        for number, words in enumerate(self._words):
            words.save(directory / _file_of_words(number))
        for need, classifier in self._values.items():
            classifier.save(directory / f"need_{need}.npz")

    @classmethod
    def load(cls, directory: Path, encoder: Encoder) -> NeedReader:
        """Read what :meth:`save` wrote."""
        words = [Attentive.load(directory / _file_of_words(number)) for number in range(_READERS)]
        needs = [need for need in VALUES if need in words[0].questions]
        return cls(encoder, words, {need: Classifier.load(directory / f"need_{need}.npz") for need in needs})

    def odds(self, encoding: Encoding, asked: Optional[str] = None) -> dict[str, dict[str, float]]:
        """By need, the probability of each of its values and of :data:`NOTHING`.

        The values of a need that is hardly said are not worked out.
        """
        found = {}
        words = np.asarray(sum(words.side_by_side(encoding) for words in self._words)) / len(self._words)
        columns = self._words[0].columns
        for need, values in self._values.items():
            nothing, said = words[columns[_whether(need)]].tolist()
            found[need] = {NOTHING: nothing}
            if said >= (_UNSAID_ASKED if need == asked else _UNSAID):
                by_words = words[columns[need]]
                shares = (1 - _BY_WORDS) * values.probabilities(encoding.features) + _BY_WORDS * by_words
                found[need] |= zip(values.labels, (said * shares).tolist(), strict=True)
        return found

    def read(
        self,
        clauses: Sequence[Span],
        asked: Optional[str] = None,
        insist: bool = False,
        leaves_open: Callable[[Span], float] = lambda piece: 1.0,
        before: Sequence[str] = (),
    ) -> dict[str, Reading]:
        """The best reading of every need for which some clause says something.

        ``asked`` is the need that the bot has just asked for; with ``insist`` it is read even from
        words that seem to say nothing about it. ``leaves_open``: how many times likelier it is that words
        leave open what was asked than that they tell anything. ``before`` are the visitor's messages so far.
        """
        if not clauses:
            return {}
        doc = clauses[0].doc
        pieces = list(_pieces(clauses))
        pieces = [p for p in pieces if not _only_counts(p) and not _only_greets(p)]
        if not pieces:
            return {}
        best: dict[str, Reading] = {}
        answers: list[Reading] = []
        shares: dict[str, float] = {}
        items = set(_items(pieces))
        for piece in pieces:
            expected = _expected(piece, piece in items)
            for need, odds in self._odds(meant(piece), asked).items():
                null = expected.get(need, 1.0)
                if need == asked == _BORNE_OUT:
                    odds = self._after(before, odds)
                if need == asked:
                    null = _INSISTING_NULL_FACTOR if insist else asked_null_factor(need)
                    # "Whatever the figure" and "normal I guess" leave nothing open.
                    if not _is_cued(need, piece):
                        null = min(1.0, null * max(1.0, leaves_open(piece)))
                found = self._best(need, odds, piece, null, need == asked)
                if need == _BORNE_OUT:
                    answers += [found] if found else []
                    shares |= {value: shares.get(value, 0.0) + share for value, share in odds.items()}
                if found is not None and _replaces(found, best.get(need), doc):
                    best[need] = found
        if answers and not doc._.corrections and not doc._.denied:
            best[_BORNE_OUT] = max(answers, key=lambda r: shares.get(r.value, 0.0) * r.confidence)
        return best

    def says(self, text: str, need: str, value: str) -> float:
        """How likely ``text`` tells ``value`` if it tells anything of ``need``, denied or not; 0 to 1."""
        odds = self._odds(text, need).get(need, {})
        told = {v: share for v, share in odds.items() if v != NOTHING}
        said = sum(told.values())
        return told.get(value, 0.0) / said if said >= _UNSAID_ASKED else 0.0

    def _odds(self, text: str, asked: Optional[str]) -> Mapping[str, Mapping[str, float]]:
        """Of every need's values; the latest texts are remembered, since a message is read more than once."""
        known = self._memory.get((text, asked))
        if known is None:
            if len(self._memory) >= _REMEMBERED:
                self._memory.clear()
            known = self._memory[text, asked] = self.odds(self._encoder(text), asked)
        return known

    def _after(self, before: Sequence[str], odds: Mapping[str, float]) -> Mapping[str, float]:
        """``odds`` of the need that was asked for, in the light of the messages before."""
        weighed = dict(odds)
        for text in before:
            told = self._odds(text, _BORNE_OUT)[_BORNE_OUT]
            said = sum(share for value, share in told.items() if value != NOTHING)
            for value in weighed.keys() - {NOTHING} if said else ():
                weighed[value] *= (told.get(value, 0.0) / said + _LEAST_BEFORE) ** (_BEFORE * said)
        total = sum(share for value, share in odds.items() if value != NOTHING)
        now = sum(share for value, share in weighed.items() if value != NOTHING)
        return {v: p if v == NOTHING else p * total / now for v, p in weighed.items()} if now else odds

    def _best(
        self, need: str, known: Mapping[str, float], piece: Span, null: float, asked: bool
    ) -> Optional[Reading]:
        odds = dict.fromkeys(self._values[need].labels, _NEXT_TO_NOTHING) | dict(known)
        odds[NOTHING] = odds.get(NOTHING, 0.0) * null
        expected = null < 1.0
        for value, factor in _cue_factors(need, piece, expected):
            of_a_body = value in _BODIES and not asked and 1.0 < factor < _SURE_CUE
            outweighed = of_a_body and _is_outweighed(value, known)
            if value in odds and not outweighed:
                odds[value] = max(odds[value], _LEAST_BY_CUE if factor > 1.0 else 0.0) * factor
        if need == "durability":
            for value in _lasting(piece):
                if _only_amounts(piece):
                    odds[value] = max(odds[value], 0.1) * _LASTING_ALONE
                elif expected:
                    odds[value] = max(odds[value], 0.05) * _LASTING_ASKED
                else:
                    odds[value] *= _LASTING
        total = sum(odds.values())
        value = max(odds, key=odds.__getitem__)
        if value == NOTHING:
            return None
        if _INSISTING_NULL_FACTOR < null < 1.0 and known.get(NOTHING, 0.0) > 0.5:
            next_best = max(odds[v] for v in odds if v not in (value, NOTHING))
            if odds[value] < _PEAKED * next_best:
                return None
        return Reading(need, value, odds[value] / total, piece.start_char, piece.end_char)


def _pieces(clauses: Sequence[Span]) -> Iterable[Span]:
    """Every clause, what a telegram is made of, and every whole sentence that has several of them."""
    yield from clauses
    for clause in clauses:
        if not _only_counts(clause):  # "1 dollar each max"
            yield from (f for f in fragments(clause) if not _only_amounts(f) or any(_lasting(f)))
    for sentence in clauses[0].doc._.sentences:
        inside = [c for c in clauses if sentence.start <= c.start and c.end <= sentence.end]
        if len(inside) > 1:
            yield clauses[0].doc[inside[0].start : inside[-1].end]


def _expected(piece: Span, item: bool) -> Mapping[str, float]:
    """What the probability of "nothing said" is multiplied with, by need, for how ``piece`` stands there.

    ``item``: it is one of a list of needs.
    """
    if item:
        return dict.fromkeys(ASKED_NEEDS, _LISTED_NULL_FACTOR)
    told = _tells_a_purpose(piece) or _names_a_purpose(piece)
    return {"occasion": _PURPOSE_NULL_FACTOR} if told else {}


def _names_a_purpose(piece: Span) -> bool:
    """Whether "for" leads to a word that speaks for an occasion, at the end of ``piece``: "for our choir"."""
    doc = piece.doc
    ends = piece.end - sum(t.is_punct or t.is_space for t in piece[-2:])
    return any(
        need == "occasion"
        and piece.start <= s.start
        and s.end == ends
        and any(t.norm_ == "for" for t in doc[max(piece.start, s.start - _LEADING_WORDS) : s.start])
        for need, _, _, s in doc._.cues
    )


def _tells_a_purpose(piece: Span) -> bool:
    """Whether "for" or "to" follows pins, or a number of them, in it or right before it."""
    doc = piece.doc
    if sum(not t.is_punct and not t.is_space for t in piece) > _PURPOSE_WORDS:
        return False
    ends = {q.end for q in doc._.amounts.quantities}
    ends |= {s.end_char for kind, s in doc._.trade if kind == "trade"}
    return any(
        t.norm_ in _PURPOSE_STARTS and t.i > 0 and doc[t.i - 1].idx + len(doc[t.i - 1]) in ends for t in piece
    )


def _items(pieces: Sequence[Span]) -> Iterable[Span]:
    """Those that are the items of a list of needs."""
    listed = [s for s in pieces[0].doc._.sentences if is_telegram(s)]
    for piece in pieces:
        words = sum(not t.is_punct and not t.is_space for t in piece)
        if words <= ITEM_WORDS and any(s.start <= piece.start and piece.end <= s.end for s in listed):
            yield piece


def _only_counts(piece: Span) -> bool:
    """Whether a piece is hardly more than money or a number of pieces, which states no other need."""
    amounts = piece.doc._.amounts
    counted = any(
        a.start < piece.end_char and piece.start_char < a.end for a in (*amounts.money, *amounts.quantities)
    )
    return counted and _only_amounts(piece)


def _only_greets(piece: Span) -> bool:
    """Whether it greets before something is said: "Afternoon." tells no time there."""
    return piece.start == 0 and piece.end < len(piece.doc) and phrases.greets(piece.text)


def _only_amounts(piece: Span) -> bool:
    """Whether it says nothing beside its amounts: "3 dollars each at most", "some years"."""
    doc = piece.doc
    amounts = doc._.amounts
    spans = [(a.start, a.end) for a in (*amounts.money, *amounts.quantities, *amounts.durations)]
    spans += [(s.start_char, s.end_char) for kind, s in doc._.trade if kind == "trade"]
    return not any(
        t.is_alpha
        and not (t.is_stop or t.lower_ in _BESIDE_AMOUNTS or len(t) < 3)
        and not any(start <= t.idx < end for start, end in spans)
        for t in piece
    )


def _cue_factors(need: str, piece: Span, asked: bool) -> Iterable[tuple[str, float]]:
    denied = piece.doc._.denied
    for cue_need, value, sure, span in piece.doc._.cues:
        if cue_need != need or span.start < piece.start or span.end > piece.end:
            continue
        if need == "durability" and value == "high" and not sure and _is_limited(span):
            continue
        factor = _SURE_CUE if sure else _LIKELY_CUE_ASKED if asked else _LIKELY_CUE
        if span.start in denied:
            if need == "dimensionality":
                yield ("3d" if value == "2d" else "2d"), factor / 2
            yield value, 0.0 if need == "budget" and _is_ruled_out(span) else 1 / factor
            if need == "budget":  # "nothing premium" tells something all the same
                yield NOTHING, _DENIED_BUDGET
        else:
            yield value, factor


def _is_ruled_out(span: Span) -> bool:
    """Whether a word of denial stands right before: "nothing cheap", "not the cheapest"."""
    before = span.doc[max(0, span.start - _NEAR // 2) : span.start]
    return any(t.norm_ in _DENIES for t in before)


def _is_limited(span: Span) -> bool:
    """Whether ``span`` tells of limited lasting: "only has to survive the summer", "survive a year"."""
    if span[-1].norm_ not in _LASTS:
        return False
    before = span.doc[max(0, span.start - _NEAR) : span.start]
    after = span.doc[span.end : span.end + _NEAR]
    told = [d for d in span.doc._.amounts.durations if any(d.start <= t.idx < d.end for t in after)]
    return any(t.norm_ in _ONLY for t in before) or any(d.days <= _MEDIUM_DAYS for d in told)


def _is_cued(need: str, piece: Span) -> bool:
    """Whether some phrase in it speaks of ``need`` that is neither denied nor wondered about."""
    doc = piece.doc
    return any(
        named == need
        and piece.start <= s.start < piece.end
        and s.start not in doc._.denied
        and (sure or not any(t.norm_ in _WONDERING for t in doc[piece.start : s.start]))
        for named, _, sure, s in doc._.cues
    )


def _is_outweighed(value: str, odds: Mapping[str, float]) -> bool:
    """Whether another value is far likelier than ``value``."""
    others = [share for v, share in odds.items() if v not in (value, NOTHING)]
    return max(others, default=0.0) > max(_OUTWEIGHS, _OUTWEIGHED * odds.get(value, 0.0))


def _lasting(piece: Span) -> Iterable[str]:
    for duration in piece.doc._.amounts.durations:
        if piece.start_char <= duration.start and duration.end <= piece.end_char:
            short = duration.days <= _LOW_DAYS or _is_only_that(piece, duration)
            yield "low" if short else "medium" if duration.days <= _MEDIUM_DAYS else "high"


def _is_only_that(piece: Span, duration: Duration) -> bool:
    """Whether the pins are to last one season and no more: "one season", "this year only"."""
    if duration.days > _ONLY_DAYS:
        return False
    inside = [t for t in piece if duration.start <= t.idx < duration.end]
    around = piece.doc[max(piece.start, inside[0].i - _BEFORE_IT) : min(piece.end, inside[-1].i + 2)]
    if any(t.norm_ in _ONLY for t in around):
        return True
    before = piece.doc[max(piece.start, inside[0].i - 1) : inside[0].i]  # "for one season" has only its unit
    counted = any(t.norm_ in _NO_MORE_THAN_ONE for t in (*before, *inside))
    return counted and inside[-1].norm_ in _SEASONS


def _replaces(new: Reading, old: Optional[Reading], doc: Doc) -> bool:
    if old is None or new.value == old.value:
        return old is None or new.confidence > old.confidence
    if (
        new.confidence > 0.5
        and new.start >= old.end
        and any(old.end <= doc[i].idx < new.end for i in doc._.corrections)
    ):
        return True
    if new.start >= old.end and _takes_back(new, old, doc):
        return True
    return new.confidence > old.confidence


def _takes_back(new: Reading, old: Reading, doc: Doc) -> bool:
    """Whether what was read first is denied where the other is: "in relief ... no, not raised".

    A cue may hold the denial itself: "not raised".
    """
    denied = doc._.denied
    taken_back = {(old.value, True), (new.value, False)}
    return any(
        need == old.need
        and new.start <= span.start_char < new.end
        and (value, span.start in denied) in taken_back
        and (value == old.value or (sure and span[0].norm_ in _DENIES))
        for need, value, sure, span in doc._.cues
    )
