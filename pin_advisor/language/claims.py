"""What a message takes for granted about pins, or wants to have confirmed.

"Since hard enamel is cheaper than soft, ..." presumes; "soft enamel is smooth, right?" wants to be confirmed;
"is cloisonné made of zinc?" only asks. What is claimed is read here; whether it is right is judged by the
catalog (:mod:`pin_advisor.answers.premises`). Doubtful wording claims nothing: nobody is to be contradicted
who may be right.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Optional

from spacy.tokens import Span

from pin_advisor.catalog.models import Fact
from pin_advisor.language import phrase_book, wording
from pin_advisor.language.meaning import Claim, Stance
from pin_advisor.language.phrase_patterns import expression, one_of
from pin_advisor.language.pipeline.spelling import meant

_BOOK: Final = phrase_book.shared()
_PRESUMES_FIRST: Final = _BOOK.phrase("presumes_at_the_start")
_PRESUMES_BY_THE_WAY: Final = _BOOK.phrase("presumes_by_the_way")
_PRESUMES_LATER: Final = _BOOK.phrase("presumes_later")
_PRESUMES_BEFORE_WHY: Final = _BOOK.phrase("presumes_before_why")
_BY_WHY: Final = _BOOK.phrase("presumes_by_why")
_AHEAD: Final = _BOOK.phrase("confirms_ahead")
_AFTER: Final = _BOOK.phrase("confirms_after")
_NOTHING: Final = _BOOK.phrase("claims_nothing")
_A_LOT: Final = _BOOK.phrase("claims_a_lot")
_LIMIT: Final = _BOOK.phrase("speaks_of_a_limit")
_IS_ENOUGH: Final = _BOOK.phrase("asks_whether_enough")
_TOO_LITTLE: Final = _BOOK.phrase("asks_whether_too_little")
#: What yes or no does not answer: "how do lines of 0.2 mm look?".
_OPEN: Final = re.compile(r"^(?:(?:and|so|but|ok|okay)\W+)*(?:what|how|why|which|where|when|who)\b", re.I)
#: The scales that are spoken of, and the ends of each, as the names of entries have them.
_SCALES: Final = ("cost", "durability", "scratch", "feel", "colours", "detail", "thickness", "speed", "look")
_COMPARES: Final = {
    (aspect, degree): _BOOK.phrase(f"claims_{degree}_{aspect}")
    for aspect in _SCALES
    for degree in ("more", "less")
}
_PICKS: Final = {
    (aspect, degree): _BOOK.phrase(f"claims_{degree}_{aspect}")
    for aspect in ("cost", "durability", "feel", "thickness")
    for degree in ("most", "least")
}
_DIRECTIONS: Final = {"more": "most", "most": "most", "less": "least", "least": "least"}

_NEGATIVE_QUESTION: Final = re.compile(
    r"^(?:(?:and|so|but|ok|okay|well|then|wait)\W+)*(?:isn't|aren't|doesn't|don't|can't|won't|hasn't|haven't|couldn't)\s",
    re.I,
)
_QUESTION: Final = re.compile(
    r"^(?:(?:and|so|but|ok|okay|well|then|hi|hello)\W+)*(?:is|are|does|do|can|will|has|have|must)\s+(?:an?\s|the\s|your\s)?",
    re.I,
)
_VERB: Final = re.compile(
    r"\b(?:is|are|isn't|aren't|has|have|hasn't|haven't|can|can't|cannot|does|doesn't|do|don't|will|won't|was|were|had"
    r"|lasts?|costs?|feels?|looks?|works?|needs?|comes?|suits?|resists?|scratch(?:es)?|chips?|bends?|rusts?|turns?|goes"
    r"|'s|'re|never|must|holds?|shows?|fills?|yellows?|outlasts?|makes?|leaves?|uses?|wears?|fades?|contains?|gets?|damages?|being|having)(?:\b|(?=n't))",
    re.I,
)
#: The verb of what is told by the way: "soft enamel being the cheap one, ...".
_PARTICIPLE: Final = re.compile(r"\b(?:being|having)\b", re.I)
_NEGATION: Final = re.compile(
    r"\b(?:not|never|no|none|nor|cannot|without|hardly|neither|rul(?:e|es|ing) out)\b|n't\b", re.I
)
#: Where a clause ends and another begins.
_BOUNDARY: Final = re.compile(r",|\b(?:so|and|but|because|which)\b", re.I)
_LOOKS: Final = re.compile(r"\blook(?:s|ing|ed)?\b", re.I)
#: Where the main clause begins after "since ...", if no comma does it.
_GOES_ON: Final = re.compile(
    r"\s(?:i|i'd|i'll|we|we'd|we'll|could|should|would|what|how|why|which|then|let's)\b"
    r"|\s(?:it|they|that) (?:must|should|will|would|can)\b"
    r"|\s(?:can|do|does|is|are) (?:i|we|you|it|they)\b",
    re.I,
)
_THAN: Final = re.compile(r"\b(?:than|compared (?:to|with))\b", re.I)
_PRONOUN: Final = re.compile(
    r"\W*(?:(?:is|are|does|do|can|will|isn't|aren't|doesn't|don't|can't|and|so|but)\s+)*"
    r"(?P<it>it|they|that one|this one)\b",
    re.I,
)
_ARTICLE: Final = re.compile(r"(?:the|an?|your|these|those|all|most|genuine|real|true)\s+", re.I)
_SEVERAL: Final = re.compile(r"\s*(?:,|;|\band\b|\bbut\b|\bwhile\b|\bwhereas\b)\s+", re.I)
_NUMBER: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*")
_OR: Final = re.compile(r"\bor\b(?! not\b)", re.I)


#: A pin type and where it is named in the text.
_Named = tuple[str, int, int]


@dataclass(frozen=True)
class _Part:
    """A part of a claim that has a subject of its own: its words, and where pin types are named in it."""

    text: str
    types: tuple[_Named, ...]


@dataclass(frozen=True)
class _Heard:
    """A fact, ready to be looked for."""

    fact: Fact
    so: Optional[re.Pattern[str]]
    not_so: Optional[re.Pattern[str]]
    called: Optional[re.Pattern[str]]
    unless: Optional[re.Pattern[str]]
    near: Optional[re.Pattern[str]]


def asks_why(text: str) -> bool:
    """Whether the reason is asked for something that is taken for granted: "why is hard enamel dearer?"."""
    return _BY_WHY.said_in(text)


class ClaimReader:
    """Finds claims, by the facts of the catalog and by how its scales are spoken of."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._facts = tuple(
            _Heard(
                fact,
                _any_of(fact.so),
                _any_of(fact.not_so),
                _any_of(fact.called),
                _any_of(fact.unless),
                _any_of(fact.figure.near) if fact.figure else None,
            )
            for fact in facts
        )

    def read(self, span: Span, talked_of: Optional[str] = None) -> tuple[Claim, ...]:
        """What a sentence claims, of ``talked_of`` where it only says "it"."""
        text = meant(span)
        return self._read(span, text, _framed(text), talked_of)

    def measured(
        self, span: Span, pin_type: Optional[str], asked: bool
    ) -> Optional[tuple[Claim, Optional[str]]]:
        """Whether the visitor's own measure is enough for ``pin_type``, and the topic that it is asked of.

        "0.2 mm lines in hard enamel, ok?"; not "must a line be 0.3 mm?", which asks for the least. ``asked``:
        it is put as a question.
        """
        text = meant(span)
        asks = asked or wording.is_yes_no(text) or wording.ends_as_question(text) or _IS_ENOUGH.said_in(text)
        of_a_limit = _LIMIT.said_in(text) and not wording.speaks_of_oneself(text)
        if pin_type is None or not asks or of_a_limit or _OPEN.match(text):
            return None
        too_little = _TOO_LITTLE.said_in(text)
        for heard in self._facts:
            figure = heard.fact.figure
            if figure is None or not figure.least or pin_type not in heard.fact.of:
                continue
            value = _measure(heard, text)
            if value is not None:
                claim = Claim("asks", fact=heard.fact.id, holds=(value >= figure.right[0]) != too_little)
                return claim, next(iter(heard.fact.topics), None)
        return None

    def told(self, span: Span) -> tuple[Claim, ...]:
        """What a statement takes for granted beside the question that comes after it.

        "So hard enamel is the one with the ridges. Does it snag?"
        """
        text = meant(span)
        ahead = _AHEAD.find(text)
        frame = "states", _after_so(text, ahead.end() if ahead else 0), len(text.rstrip(" ?!.")), False
        found = self._read(span, text, frame, None)
        return tuple(dataclasses.replace(claim, stance="presumes") for claim in found)

    def main_clause(self, text: str) -> Optional[str]:
        """What is asked behind what is taken for granted: "does it rust?" of "since it's zinc, ..."."""
        found = _framed(text)
        if found is None or found[0] != "presumes" or found[2] >= len(text.rstrip(" ?!.")):
            return None
        return text[found[2] :].lstrip(" ,")

    def _read(
        self, span: Span, text: str, found: Optional[tuple[str, int, int, bool]], talked_of: Optional[str]
    ) -> tuple[Claim, ...]:
        if found is None:
            return ()
        frame, start, end, expects = found
        stance: Stance = "confirms" if frame == "states" else frame  # type: ignore[assignment]
        types = _types_in(span)
        if talked_of:
            types = _with_pronoun(text, start, end, types, talked_of)
        if frame == "states" and not self._names_at_once(text[start:end], start, types):
            return ()  # "my budget is small, is soft enamel wrong for me?"
        claims: list[Claim] = []
        for part in _parts(text, start, end, types):
            # A part that nothing is known of is kept as an empty claim.
            claims.append(self._claim(part, stance, expects) or Claim(stance))
        return tuple(claims) if any(c.fact or c.aspect for c in claims) else ()

    def fact(self, claim: Claim) -> Optional[Fact]:
        """The fact that is claimed."""
        return next((h.fact for h in self._facts if h.fact.id == claim.fact), None)

    def _names_at_once(self, text: str, start: int, types: Sequence[_Named]) -> bool:
        """Whether it begins with what it speaks of: "soft enamel is ...", "the epoxy turns ..."."""
        found = _ARTICLE.match(text)
        begin = found.end() if found else 0
        called = any(h.called and h.called.match(text, begin) for h in self._facts)
        plain = bool(begin) and not wording.speaks_of_oneself(
            text
        )  # "the thinnest line on hard enamel is ..."
        return called or plain or any(s == start + begin for _, s, _ in types)

    def _claim(self, part: _Part, stance: Stance, expects: bool) -> Optional[Claim]:
        """``expects``: a negation at the beginning belongs to the question and denies nothing."""
        if not self._is_claim(part, stance):
            return None
        text = _NEGATIVE_QUESTION.sub("", part.text, count=1) if expects else part.text
        shift = len(part.text) - len(text)
        types = tuple((t, s - shift, e - shift) for t, s, e in part.types)
        compared = _comparison(text, types, stance)
        if compared is not None:
            return compared
        if _NOTHING.said_in(text):
            return None
        return self._of_a_fact(text, types, stance)

    def _is_claim(self, part: _Part, stance: Stance) -> bool:
        """Whether something is said of a subject: "hard enamel in 3D?" claims nothing.

        A plain question has its subject right behind "is" or "can": "can you make hard enamel in 3D?" asks
        what can be done.
        """
        starts = [s for _, s, _ in part.types]
        starts += [m.start() for h in self._facts if h.called and (m := h.called.search(part.text))]
        if stance == "asks":
            return 0 in starts
        return bool(starts) and bool(_VERB.search(part.text))

    def _of_a_fact(self, text: str, types: Sequence[_Named], stance: Stance) -> Optional[Claim]:
        best: Optional[tuple[int, Claim]] = None
        for heard in self._facts:
            subject = _subject(heard, text, types)
            if subject is None:
                continue
            rest = f"{text[: subject[0]]}{' ' * (subject[1] - subject[0])}{text[subject[1] :]}"
            if heard.unless and heard.unless.search(rest):
                continue
            others = [t for t in types if t[0] != types[0][0]]
            figure = _figure(heard, rest)
            if figure is not None:
                return Claim(stance, fact=heard.fact.id, holds=figure)
            for pattern, holds in ((heard.not_so, False), (heard.so, True)):
                match = pattern.search(rest) if pattern else None
                if not match or any(not _beside(other, match, rest) for other in others):
                    continue
                if best is None or len(match[0]) > best[0]:
                    if match.end() <= subject[0] and _BOUNDARY.search(rest[match.end() : subject[0]]):
                        continue  # "glass can't be scratched, so cloisonné neither"
                    if stance == "asks" and "," in rest[subject[1] : match.start()]:
                        continue  # "is epoxy any good, my last ones went yellow"
                    denied = bool(_NEGATION.search(rest[: match.start()]))
                    inside = others and all(match.start() <= o[1] < match.end() for o in others)
                    about = (types[0][0],) if inside else ()  # "made of rubber" speaks of no rubber pins
                    claim = Claim(stance, fact=heard.fact.id, pin_types=about, holds=holds != denied)
                    best = len(match[0]), claim
        return best[1] if best else None


def _framed(text: str) -> Optional[tuple[str, int, int, bool]]:
    """The stance of a sentence, where what it claims stands, and whether it expects a yes by "isn't".

    "states" is the stance of a statement with a question mark.
    """
    end = len(text.rstrip(" ?!."))
    after = _AFTER.find(text[:end])
    if after and after.start() > 0 and text[: after.start()].strip(" ,;-"):
        first = text[: after.start()].rstrip(" ,;-–")
        ahead = _AHEAD.find(first)
        return "confirms", _after_so(first, ahead.end() if ahead else 0), len(first), False
    ahead = _AHEAD.find(text)
    if ahead and ahead.end() < end:
        return "confirms", ahead.end(), end, False
    first_words = _PRESUMES_FIRST.find(text)
    comma = text.find(",")
    if first_words:
        goes_on = _GOES_ON.search(text, first_words.end())
        stop = comma if comma > first_words.end() else goes_on.start() if goes_on else end
        if stop < end:
            return "presumes", first_words.end(), stop, False
    being = _PARTICIPLE.search(text)
    if being and -1 < being.end() < max(comma, 0):
        with_ = _PRESUMES_BY_THE_WAY.find(text)
        return "presumes", with_.end() if with_ else _after_so(text, 0), comma, False
    condition = _PRESUMES_BEFORE_WHY.find(text)
    if condition and comma > condition.end() and _BY_WHY.find(text[comma + 1 :]):
        return "presumes", condition.end(), comma, False
    why = _BY_WHY.find(text)
    if why and why.end() < end and not re.match(r"\W*not\b", text[why.end() :]):
        return "presumes", why.end(), end, False
    if _NEGATIVE_QUESTION.match(text):
        return "confirms", 0, end, True
    later = _PRESUMES_LATER.find(text)
    if later and later.start() > 0 and later.end() < end and "," not in text[later.end() : end]:
        return "presumes", later.end(), end, False
    if wording.ends_as_question(text) and not wording.starts_as_question(_plain(text)):
        return "states", _after_so(text, 0), end, False
    asked = _QUESTION.match(text)
    return ("asks", asked.end(), end, False) if asked else None


def _after_so(text: str, start: int) -> int:
    """Where a statement begins after "so", "ok", "and"."""
    found = re.match(r"(?:\W*\b(?:so|and|ok|okay|but|then|well|hm+)\b)*\W*", text[start:], re.I)
    return start + (found.end() if found else 0)


def _plain(text: str) -> str:
    return text[_after_so(text, 0) :]


def _types_in(span: Span) -> list[_Named]:
    """The pin types that are named, with where they stand in :func:`meant` of the span.

    Epoxy is no type of its own, and soft enamel under it feels and lasts otherwise.
    """
    named = []
    for label, inner in span.doc._.pin_types:
        if not wording.inside(inner, span) or "epox" in inner.text.lower():
            continue
        start = len("".join(t.norm_ + t.whitespace_ for t in span.doc[span.start : inner.start]))
        named.append((label, start, start + len(meant(inner))))
    return named


def _with_pronoun(text: str, start: int, end: int, types: list[_Named], talked_of: str) -> list[_Named]:
    """The types, with ``talked_of`` for a pronoun that a claim begins with: "it's cheaper, right?"."""
    found = _PRONOUN.match(text, start, end)
    return [(talked_of, found.start("it"), found.end("it")), *types] if found else types


def _parts(text: str, start: int, end: int, types: Sequence[_Named]) -> Iterator[_Part]:
    """The claim cut where it goes on to another pin type: "soft is smooth and hard is bumpy"."""
    cuts = [start]
    for found in _SEVERAL.finditer(text, start, end):
        before = [t for t in types if cuts[-1] <= t[1] < found.start()]
        goes_on = any(t[1] == found.end() for t in types)
        if (
            before
            and goes_on
            and _VERB.search(text[cuts[-1] : found.start()])
            and _VERB.search(text[found.end() : end])
        ):
            cuts.append(found.end())
    for first, last in zip(cuts, [*cuts[1:], end], strict=True):
        inner = tuple((t, s - first, e - first) for t, s, e in types if first <= s < last)
        yield _Part(text[first:last].rstrip(" ,;"), inner)


def _comparison(text: str, types: Sequence[_Named], stance: Stance) -> Optional[Claim]:
    """A claim about one of the scales: "hard enamel is cheaper than soft"."""
    for (aspect, degree), phrase in (*_COMPARES.items(), *_PICKS.items()):
        found = phrase.find(text)
        if not found:
            continue
        begin, end = found.span()
        if any(s <= begin < e for _, s, e in types):
            continue  # "hard" is a type here
        before = [t for t, s, _ in types if s < begin]
        after = [t for t, s, _ in types if s >= end]
        rest = text[end:]
        if aspect == "cost" and _LOOKS.search(text[:begin]):
            return None  # "they look cheap" tells of no price
        if not before or _NOTHING.said_in(text[:begin] + " " + rest) or (_OR.search(text)):
            return None
        than = _THAN.search(rest) or found[0].endswith((" of", " to"))
        if degree in ("more", "less"):
            if than and not after:
                return None
            compared = (before[-1], after[0]) if after and than else (before[-1],)
        else:
            if than or after:
                return None
            compared = (before[-1],)
        if len(set(before)) > 1 or len(set(compared)) < len(compared):
            return None
        denied = bool(_NEGATION.search(text[:begin]))
        return Claim(
            stance,
            aspect=aspect,
            direction=_DIRECTIONS[degree],
            pin_types=compared,
            holds=not denied,
            greatly=_A_LOT.said_in(text[:begin]),
            extreme=degree in ("most", "least"),
        )
    return None


def _subject(heard: _Heard, text: str, types: Sequence[_Named]) -> Optional[tuple[int, int]]:
    """Where the claim names what the fact is about; ``None`` if it is about something else."""
    first = types[0] if types else None
    if heard.fact.of and first and first[0] in heard.fact.of:
        return first[1], first[2]
    called = heard.called.search(text) if heard.called else None
    if called and (first is None or called.start() <= first[1]):
        return called.span()
    return None


def _beside(other: _Named, match: re.Match[str], text: str) -> bool:
    """Whether a further type doesn't change what is said: "made of rubber", "better for awards than hard"."""
    than = _THAN.search(text, match.end())
    return match.start() <= other[1] < match.end() or bool(than and other[1] >= than.end())


def _figure(heard: _Heard, text: str) -> Optional[bool]:
    """Whether the number that is claimed is right; ``None`` if none is, or nobody can say."""
    figure, value = heard.fact.figure, _measure(heard, text)
    if figure is None or value is None:
        return None
    if figure.right[0] <= value <= figure.right[1]:
        return True
    return None if figure.possible[0] <= value <= figure.possible[1] else False


def _measure(heard: _Heard, text: str) -> Optional[float]:
    """The number that is named in the unit of the fact's figure, beside a word for what is measured."""
    figure = heard.fact.figure
    if figure is None or heard.near is None or not heard.near.search(text):
        return None
    units = "|".join(re.escape(u) for u in figure.unit)
    found = re.search(rf"{_NUMBER.pattern}(?:{units})(?!\w)", text, re.I)
    return float(found[1].replace(",", ".")) if found else None


def _any_of(lines: Iterable[str]) -> Optional[re.Pattern[str]]:
    sources = [expression(line, {}) for line in sorted(lines, key=len, reverse=True)]
    return re.compile(rf"(?<![\w-]){one_of(sources)}(?![\w-])", re.I) if sources else None
