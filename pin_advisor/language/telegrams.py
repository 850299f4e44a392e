"""Messages in the style of a telegram: "club badges 3d cheap 200 must last".

Nothing in them joins what is said, so a whole one tells the need classifiers little. It is cut where a
number, a sum, a word for flat or 3D, or another plain cue stands, and each fragment is read as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc, Span

from pin_advisor.language.amounts import Amounts

#: Words that make a sentence: who has them in it doesn't write telegrams.
_SENTENCE_WORDS: Final = frozenset(
    "i we you they it he she me us them our my your their its the a an this that these those is are was were"
    " be been am will would should shall can could may might have has had do does did want need like think"
    " know 's 're 'm 'd 'll 've what which who how why when where because if".split()
)
#: Words up to which a piece of a message is an item of a list: "3D, premium, veterans, on caps".
ITEM_WORDS: Final = 3
_ARTICLES: Final = frozenset({"a", "the"})
_PIECES: Final = frozenset({"piece", "pin", "badge", "pop", "head"})
_FEWEST_WORDS: Final = 3
#: What may be a year is no number of pieces.
_YEARS: Final = range(1900, 2100)
_LEAST: Final = 10


def is_telegram(doc: Doc | Span) -> bool:
    """Whether it is made of several words, none of which makes it a sentence, with a number or cue in it."""
    words = [t for t in doc if not t.is_punct and not t.is_space]
    if len(words) < _FEWEST_WORDS:
        return False
    counted = _counted(doc if isinstance(doc, Doc) else doc.doc)
    following = {t.i: after.norm_ for t, after in pairwise(words)}
    for token in words:
        priced = token.norm_ in _ARTICLES and following.get(token.i) in _PIECES  # "2 dollars a piece"
        if token.norm_ in _SENTENCE_WORDS and token.i not in counted and not priced:
            return False
    return any(t.i in counted for t in words) or bool(_cues(doc))


def fragments(clause: Span) -> Iterator[Span]:
    """What lies between the numbers, sums and plain cues of a clause, and those cues themselves."""
    if not is_telegram(clause):
        return
    doc = clause.doc
    counted = _counted(doc)
    # A telegram has no word between one need and the next, so what tells one plainly stands alone.
    shapes = {i: span.start for span in _cues(clause) for i in range(span.start, span.end)}
    start = clause.start
    for i in range(clause.start, clause.end + 1):
        ends = i == clause.end or i in counted or doc[i].is_punct or shapes.get(i) != shapes.get(start)
        if not ends:
            continue
        if start < i and (start, i) != (clause.start, clause.end):
            yield doc[start:i]
        start = i + 1 if i < clause.end and (i in counted or doc[i].is_punct) else i


def pieces_told(amounts: Amounts) -> Amounts:
    """Amounts of a telegram without what is rather a year or picks something: "club pins flat 2027"."""
    counted = tuple(q for q in amounts.quantities if q.pieces >= _LEAST and q.pieces not in _YEARS)
    return Amounts(amounts.money, counted, amounts.durations)


def _counted(doc: Doc) -> set[int]:
    """Tokens of sums and numbers that tell no span of time."""
    amounts = doc._.amounts
    timed = [(d.start, d.end) for d in amounts.durations]
    spans = [(a.start, a.end) for a in (*amounts.money, *amounts.quantities)]
    counted = set()
    for token in doc:
        inside = any(start <= token.idx < end for start, end in spans)
        digits = token.text[:1].isdigit() and token.text[-1:] not in "dD"  # not "3d"
        free = digits and not any(start <= token.idx < end for start, end in timed)
        if inside or free:
            counted.add(token.i)
    return counted


def _cues(span: Doc | Span) -> list[Span]:
    """Words for flat or 3D, and those that tell another need plainly."""
    doc = span if isinstance(span, Doc) else span.doc
    start, end = (0, len(doc)) if isinstance(span, Doc) else (span.start, span.end)
    return [
        s
        for need, _, sure, s in doc._.cues
        if (sure or need == "dimensionality") and start <= s.start and s.end <= end
    ]
