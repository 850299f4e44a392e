"""spaCy component ``pin_clauses``: cuts a message into sentences and clauses.

No parser is loaded (it would cost 12 MB and most of the time budget): visitors' punctuation,
conjunctions and the start of a new question are enough to cut by. A sentence is what one question
or statement fills; a clause is the smallest piece in which one need is said.
"""

import re
from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

_SENTENCE_END: Final = re.compile(r"^[.!?]+$|^\n+$")
_ENUMERATOR: Final = re.compile(r"^\(?\d{1,2}[).]$|^[-*•]$")
_QUESTION_WORDS: Final = frozenset(
    "what how why which who where when whats what's how's is are do does did can could would will "
    "should".split()
)
_JOINERS: Final = frozenset({"and", "but", "also", "plus", "then", "&"})
#: Words at which a statement turns to something else; the word opens the new clause.
_CLAUSE_STARTS: Final = frozenset(
    "but because since although though while so whereas unless except otherwise".split()
)
_SOFT_STARTS: Final = frozenset("and or with which that who for to".split())
_SHORTEST_CLAUSE: Final = 3

if not Doc.has_extension("sentences"):
    Doc.set_extension("sentences", default=())
    Doc.set_extension("clauses", default=())


@Language.factory("pin_clauses")
def make_clauses(nlp: Language, name: str) -> "Clauses":
    """The component; see the module."""
    return Clauses()


class Clauses:
    """Sets ``doc._.sentences`` and ``doc._.clauses`` to tuples of spans, in order."""

    def __call__(self, doc: Doc) -> Doc:
        """Cut ``doc``."""
        doc._.sentences = tuple(_sentences(doc))
        doc._.clauses = tuple(c for s in doc._.sentences for c in _clauses(s))
        return doc


def _sentences(doc: Doc) -> Iterator[Span]:
    start = 0
    for i, token in enumerate(doc):
        if _SENTENCE_END.match(token.text):
            following = doc[i + 1] if i + 1 < len(doc) else None
            if token.text == "." and following is not None and not token.whitespace_:
                continue  # "U.S.", "1.50", "no.5"
            yield from _trimmed(doc, start, i + 1)
            start = i + 1
        elif i > start and (_enumerates(doc, i) or _opens_question(doc, i, start)):
            yield from _trimmed(doc, start, i)
            start = i
    yield from _trimmed(doc, start, len(doc))


def _enumerates(doc: Doc, i: int) -> bool:
    """A list's next item begins at ``i``: "1) the price 2) the size"."""
    if _ENUMERATOR.match(doc[i].text):
        return True
    bracket = i + 1 < len(doc) and doc[i + 1].text == ")" and not doc[i].whitespace_
    return bracket and doc[i].is_digit and len(doc[i].text) <= 2


def _opens_question(doc: Doc, i: int, start: int) -> bool:
    """A second question begins at ``i``: "how thin can it be and what does it cost"."""
    return (
        doc[i].norm_ in _QUESTION_WORDS
        and i - start >= 3
        and doc[i - 1].norm_ in _JOINERS
        and any(t.norm_ in _QUESTION_WORDS for t in doc[start : i - 1])
    )


def _trimmed(doc: Doc, start: int, end: int) -> Iterator[Span]:
    while start < end and (doc[start].is_space or _ENUMERATOR.match(doc[start].text)):
        start += 1
    while start < end and doc[end - 1].is_space:
        end -= 1
    if any(not t.is_punct and not t.is_space for t in doc[start:end]):
        yield doc[start:end]


def _clauses(sentence: Span) -> Iterator[Span]:
    doc, start = sentence.doc, sentence.start
    for i in range(sentence.start + 1, sentence.end):
        token = doc[i]
        long_enough = _words(doc, start, i) >= _SHORTEST_CLAUSE
        rest = _words(doc, i, sentence.end)
        if token.text in {",", ";", ":", "(", ")", "-", "/"} and _words(doc, start, i) >= 1 and rest >= 1:
            if token.text in {",", ":"} and i + 1 < len(doc) and doc[i + 1].like_num and doc[i - 1].like_num:
                continue  # "1,50"
            if token.text in {"-", "/", ":"} and not doc[i - 1].whitespace_:
                continue  # "long-lasting", "and/or"
            yield from _trimmed_clause(doc, start, i)
            start = i + 1
        elif (token.norm_ in _CLAUSE_STARTS and long_enough and rest >= 2) or (
            token.norm_ in _SOFT_STARTS and long_enough and rest >= _SHORTEST_CLAUSE + 1
        ):
            yield from _trimmed_clause(doc, start, i)
            start = i
    yield from _trimmed_clause(doc, start, sentence.end)


def _trimmed_clause(doc: Doc, start: int, end: int) -> Iterator[Span]:
    while start < end and (doc[start].is_punct and not doc[start].is_currency):
        start += 1
    while start < end and doc[end - 1].is_punct:
        end -= 1
    if start < end and _words(doc, start, end):
        yield doc[start:end]


def _words(doc: Doc, start: int, end: int) -> int:
    return sum(1 for t in doc[start:end] if not t.is_punct and not t.is_space)
