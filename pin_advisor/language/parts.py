"""The parts of a message that tells of a quote request: pieces, an address, a date, a place, the rest.

"our crest, 120 of them, by June, to Leeds" is read part by part, so that each thing can go where it belongs.
A description stays whole, commas and all: only what tells something else beside it is taken out. All by
wording alone; the words are in ``data/language/phrases.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Optional

from pin_advisor.language import phrase_book
from pin_advisor.language.numerals import number
from pin_advisor.language.when_and_where import DAY, is_date, is_place

#: What a part tells. ``shares`` are numbers of pieces with what each of them is like or for; ``frame`` is
#: what carries the others and tells nothing: "we would like", "please"; ``aside`` is what is said beside the
#: request and is no part of it (:mod:`.asides`); ``rest`` is what none of this explains, such as a
#: description.
Kind = Literal["pieces", "shares", "contact", "money", "type", "date", "place", "frame", "aside", "rest"]
#: Characters of a message, from the first to the one behind the last.
Span = tuple[int, int]

_BOOK: Final = phrase_book.shared()
_FILLER: Final = _BOOK.plain_words("filler")
_COUNTING: Final = _FILLER | _BOOK.plain_words("counting")
_REACHING: Final = _FILLER | _BOOK.plain_words("reaching")
_PAYING: Final = _FILLER | _BOOK.plain_words("paying")
_IN_TURN: Final = _BOOK.plain_words("in_turn")
_FRAME: Final = _FILLER | _BOOK.plain_words("frame")

#: "may" is a word that tells nothing, unless it is the month.
_IN_MAY: Final = re.compile(
    r"\b(?:by|in|before|until|till|of|mid|early|late|from|for|this|next)\smay\b", re.I
)
#: "300 pins, not 100": the number that is taken back.
_TAKEN_BACK: Final = re.compile(r"(?:and\s)?(?:not|no longer|instead of|rather than)\b", re.I)
#: "the number is not 85": of what only names it.
_DENIES_ONE: Final = re.compile(
    r"\b(?:not|no longer|instead of|rather than|isn['\u2019]?t)\s(?:the\s)?\d[\d.,]*(?:\s(?:pieces"
    r"|pins|badges|pcs))?\W*$",
    re.I,
)
#: "50 for the board and the rest for staff" belongs together.
_THE_REST: Final = re.compile(r"\bthe (?:rest|others)\b", re.I)
#: "45 is too many, 40": so is this one.
_TOO_MANY: Final = re.compile(
    r"\d\s?(?:is|was|are|were)?\s?(?:far |way )?(?:too \w+|not enough|wrong)\W*$", re.I
)
_BREAK: Final = re.compile(r"[,;](?!\d)|\n|[.!?](?=\s|$)|\s-\s|(?<=\s)[()]|[()](?=\s|[,;.!?]|$)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_JOINTS: Final = re.compile(r"\b(?:and|but|plus|with|for)\b|&", re.I)
#: Where a date may begin within a sentence: "our logo by June", "a fox needed before the fair".
_WHEN: Final = re.compile(
    r"\b(?:(?:we\s)?need(?:ed|ing)?|required|wanted|due|ready|delivered|delivery|deadline|by|before|until"
    r"|in time for|no later than|not later than|asap|as soon as possible|tomorrow|next (?:week|month))\b",
    re.I,
)
_SHIPS: Final = re.compile(
    r"\b(?:(?:to be\s)?(?:shipped|delivered|sent|shipping|delivery)|(?:please\s)?(?:ship|deliver|send|post)"
    r"\s(?:it|them|all|everything)?)\b",
    re.I,
)
#: What stands between the number of pieces and what is on them, and is no part of that.
_OF: Final = re.compile(
    r"(?:\s(?:more|extra|additional|further|others)\b(?:\s(?:pins|pieces|badges)\b)?)?\s*(?:each\s)?"
    r"(?:(?:with|w/|of|showing"
    r"|featuring|depicting|bearing|having|that show|which show)\s+|[:=]\s*)?",
    re.I,
)
#: A number behind one of these belongs to what is described: "a jigsaw with 50 pieces".
_BELONGS: Final = re.compile(
    r"\b(?:with|of|from|into|in|has|have|having|holding|showing|shows?|the|a|no|made of|between|over)\s*$",
    re.I,
)
#: "send it to my colleague", where an address follows.
_TO_WHOM: Final = re.compile(
    r"\W*(?:(?:and|also|please|yes|yeah|ok|okay|no|but|then|just|can you|could you|you can|sure)\W+)*"
    r"(?:(?:send|mail|e-?mail|forward|write|answer|reply|copy|cc|address|pass|give|get)"
    r"(?:\s(?:it|this|that|them|the|a|your|my|me|us|quote|offer|request|answer|reply|copy|all|everything|back"
    r"|also|too))*(?:\s(?:to|at|via|for)(?:\s[\w.'-]+){0,6})?|(?:copy|cc|e-?mail|mail)(?:\s[\w.'-]+){1,5})\W*",
    re.I,
)
_EDGE: Final = re.compile(r"^[\s,;.:!?()=-]+|[\s,;:!?(=-]+$")
#: Fewest pieces beside a description: fewer are rather part of it, "three badges on a sash".
_FEWEST: Final = 10


@dataclass(frozen=True)
class Part:
    """A stretch of a message and what it tells; offsets are characters."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """Where the things stand that were parsed before: numbers of pieces, addresses, sums, pin types.

    ``shares``: from the first to the last of several numbers that add up, each with what it is for or like.
    """

    pieces: Mapping[Span, int] = field(default_factory=dict)
    contacts: Sequence[Span] = ()
    money: Sequence[Span] = ()
    types: Sequence[Span] = ()
    shares: Optional[Span] = None

    def within(self, start: int, end: int) -> Iterator[tuple[Kind, Span]]:
        """Those between two offsets, in reading order."""
        kinds: tuple[tuple[Kind, Sequence[Span]], ...] = (
            ("pieces", tuple(self.pieces)),
            ("contact", self.contacts),
            ("money", self.money),
            ("type", self.types),
        )
        found = [(kind, s) for kind, spans in kinds for s in spans if start <= s[0] and s[1] <= end]
        yield from sorted(found, key=lambda one: one[1])


def parts_of(text: str, told: Told) -> list[Part]:
    """The parts of ``text``, in reading order."""
    reader = _Reader(text, told)
    found: list[Part] = []
    for start, end in reader.segments():
        found += reader.read(start, end, found[-1].kind if found else None)
    return found


def words_of(text: str, parts: Iterable[Part], *kinds: Kind) -> str:
    """The words of the parts of these kinds: with a comma where something else was between them."""
    stretches: list[list[int]] = []
    before: Optional[Part] = None
    for part in parts:
        if part.kind in kinds:
            if before is not None and before.kind in kinds:
                stretches[-1][1] = part.end
            else:
                stretches.append([part.start, part.end])
        before = part
    return ", ".join(
        filter(None, (_trimmed(text[start:end].replace("\n", ", ")) for start, end in stretches))
    )


def _trimmed(text: str) -> str:
    return _EDGE.sub("", text).strip()


class _Reader:
    """Reads one message."""

    def __init__(self, text: str, told: Told) -> None:
        self._text = text
        self._told = told

    def segments(self) -> Iterator[Span]:
        """What lies between commas and the like, none of which stands within a number or an address."""
        start = 0
        spans = [s for _, s in self._told.within(0, len(self._text))]
        if shares := self._told.shares:
            spans.append(shares)
            yield 0, shares[0]
            start = shares[0]
        for match in _BREAK.finditer(self._text, start):
            if any(s < match.end() and match.start() < e for s, e in spans):
                continue
            yield start, match.start()
            start = match.end()
        yield start, len(self._text)

    def read(self, start: int, end: int, after: Optional[Kind]) -> list[Part]:
        """The parts between two offsets; ``after`` is the kind of the part before."""
        start, end = self._stripped(start, end)
        if start >= end:
            return []
        return (
            self._explained(start, end, after)
            or self._peeled(start, end, after)
            or self._split(start, end, after)
            or [Part("rest", start, end)]
        )

    def _explained(self, start: int, end: int, after: Optional[Kind]) -> list[Part]:
        """The parts of what is nothing but pieces, an address, a date, a place, or tells nothing."""
        words = self._text[start:end]
        inside = list(self._told.within(start, end))
        if (
            self._told.shares
            and start <= self._told.shares[0] < end
            and not self._comes_in_turn(start, end, inside)
        ):
            if DAY.search(self._text, start, end):  # "100 by May and another 100 by July"
                return [*(Part(kind, *s) for kind, s in inside), Part("date", start, end)]
            return [Part("shares", start, end)]
        if inside and self._carries_only(start, end, inside):
            return [Part(kind, *(s if len(inside) > 1 else (start, end))) for kind, s in inside]
        if is_date(words):
            return self._dated(start, end)
        if sum(kind == "pieces" for kind, _ in inside) > 1 and self._comes_in_turn(start, end, inside):
            return [*(Part(kind, *s) for kind, s in inside), Part("date", start, end)]
        taken_back = _TAKEN_BACK.match(words)
        if taken_back and number(words[taken_back.end() :]) is not None:  # "not fifty, fifteen"
            return [Part("frame", start, end)]
        numbered = any(c.isdigit() for c in words) and not (
            taken_back or _TOO_MANY.search(words) or _DENIES_ONE.search(words)
        )
        if not inside and self._only(words, _FRAME) and not numbered:
            return [Part("frame", start, end)]
        if any(kind == "contact" for kind, _ in inside):
            return []  # "send it to my colleague, ann@example.org"
        return (
            self._placed(start, end)
            if is_place(words, after == "date", after == "place", small=self._text.islower())
            else []
        )

    def _stripped(self, start: int, end: int) -> Span:
        text = self._text[start:end]
        left = len(text) - len(text.lstrip(" ,;:!?=()-\n"))
        right = len(text.rstrip(" ,;:!?=(-\n"))
        return start + left, start + max(left, right)

    def _without(self, start: int, end: int, spans: Iterable[Span]) -> str:
        text = self._text
        for s, e in spans:
            text = text[:s] + " " * (e - s) + text[e:]
        return text[start:end]

    def _carries_only(self, start: int, end: int, inside: Sequence[tuple[Kind, Span]]) -> bool:
        """Whether nothing is said but what was parsed before: "make it 90", "call me on 0161 496 0000"."""
        kinds = {kind for kind, _ in inside}
        fillers = {"pieces": _COUNTING, "contact": _REACHING, "money": _PAYING, "type": _FRAME}
        allowed = frozenset().union(*(fillers[kind] for kind in kinds))
        if "pieces" in kinds:
            allowed |= _FRAME
        return self._only(self._without(start, end, (s for _, s in inside)), allowed)

    def _comes_in_turn(self, start: int, end: int, inside: Sequence[tuple[Kind, Span]]) -> bool:
        """Whether several numbers of pieces are only put one after the other: "50 now and 50 later"."""
        return self._only(self._without(start, end, (s for _, s in inside)), _COUNTING | _IN_TURN)

    @staticmethod
    def _only(words: str, allowed: frozenset[str]) -> bool:
        return all(w.lower() in allowed for w in _WORD.findall(words)) and not _IN_MAY.search(words)

    def _dated(self, start: int, end: int) -> list[Part]:
        """A date, and the place behind it: "by June to Leeds"."""
        for to in re.finditer(r"\s(?=(?:and\s)?(?:to|in|at)\s)", self._text[start:end], re.I):
            at = start + to.end()
            if is_date(self._text[start : start + to.start()]) and is_place(
                self._text[at:end], after_date=True
            ):
                return [Part("date", start, start + to.start()), Part("place", at, end)]
        return [Part("date", start, end)]

    def _placed(self, start: int, end: int) -> list[Part]:
        """A place, and the date behind it: "delivered to Ghent by the end of May"."""
        for when in _WHEN.finditer(self._text, start + 1, end):
            if is_date(self._text[when.start() : end]):
                return [Part("place", start, when.start()), Part("date", when.start(), end)]
        return [Part("place", start, end)]

    def _peeled(self, start: int, end: int, after: Optional[Kind]) -> list[Part]:
        """The parts where pieces, an address, a date or a place stand at one end."""
        inside = list(self._told.within(start, end))
        several = sum(kind == "pieces" for kind, _ in inside) > 1  # "100 in silver and another 50 in gold"
        for kind, (s, e) in inside:
            ahead, behind = self._text[start:s], self._text[e:end]
            fillers = _COUNTING | _FRAME if kind == "pieces" else _REACHING if kind == "contact" else _FRAME
            if kind == "pieces" and (
                several or self._told.pieces[s, e] < _FEWEST or _THE_REST.search(self._text, e, end)
            ):
                continue
            if kind in ("pieces", "contact") and self._only(ahead, fillers):
                of = _OF.match(self._text, e, end) if kind == "pieces" else None
                rest = self.read(of.end() if of else e, end, kind)
                return [Part(kind, s, e), *rest]
            apart = kind == "contact" or (kind == "pieces" and not _BELONGS.search(ahead))
            if apart and self._only(behind, fillers):
                begin = self._frame_ahead(start, s, fillers)
                if kind == "contact" and _TO_WHOM.fullmatch(self._text, start, begin):
                    return [Part("aside", start, begin), Part(kind, s, e)]
                return [*self.read(start, begin, after), Part(kind, s, e)]
        return self._date_behind(start, end, after) or self._place_behind(start, end, after)

    def _frame_ahead(self, start: int, end: int, fillers: frozenset[str]) -> int:
        """Where the words begin that only lead up to ``end``."""
        begin = end
        for word in reversed(list(_WORD.finditer(self._text, start, end))):
            if word.group().lower() not in fillers or word.group().lower() in ("our", "my", "a", "it"):
                break
            begin = word.start()
        return begin

    def _date_behind(self, start: int, end: int, after: Optional[Kind]) -> list[Part]:
        for when in _WHEN.finditer(self._text, start + 1, end):
            if is_date(self._text[when.start() : end]):
                return [*self.read(start, when.start(), after), *self._dated(when.start(), end)]
        return []

    def _place_behind(self, start: int, end: int, after: Optional[Kind]) -> list[Part]:
        for ships in _SHIPS.finditer(self._text, start + 1, end):
            if is_place(self._text[ships.start() : end]):
                return [*self.read(start, ships.start(), after), Part("place", ships.start(), end)]
        return []

    def _split(self, start: int, end: int, after: Optional[Kind]) -> list[Part]:
        """The parts between each "and" and the next, if one of them is explained by itself."""
        found: list[Part] = []
        if _THE_REST.search(self._text, start, end):
            return found
        begin = start
        for at in (*self._joints(start, end), (end, end)):
            side = self._explained(begin, at[0], found[-1].kind if found else after)
            counts = any(part.kind == "pieces" for part in side)
            if side and not (counts and _BELONGS.search(self._text, start, begin)):
                found += side
            elif found and found[-1].kind == "rest":
                found[-1] = Part("rest", found[-1].start, at[0])
            else:
                found.append(Part("rest", begin, at[0]))
            begin = at[1]
        return found if any(part.kind not in ("rest", "frame") for part in found) else []

    def _joints(self, start: int, end: int) -> list[Span]:
        spans = [s for _, s in self._told.within(start, end)]
        joints = (m.span() for m in _JOINTS.finditer(self._text, start + 1, end - 1))
        return [j for j in joints if not any(s < j[1] and j[0] < e for s, e in spans)]
