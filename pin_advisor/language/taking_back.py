"""What a message takes back of that which was told before: the last answer, one wish, a way to be reached.

All by wording alone; the words themselves are in ``data/language/phrases.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, Optional

from spacy.tokens import Doc, Span

from pin_advisor.language import phrase_book, wording
from pin_advisor.language.meaning import Context

_BOOK: Final = phrase_book.shared()
_UNDOES: Final = _BOOK.phrase("undoes")
_PAYS: Final = _BOOK.phrase("minds_not_to_pay")
_RETURNS: Final = _BOOK.phrase("returns_to_the_first")
_UNSETS: Final = _BOOK.phrase("unsets")
_AROUND: Final = _BOOK.phrase("unsets_around")
_WHAT: Final = _BOOK.phrase("unsets_what")
_AFTER: Final = _BOOK.phrase("unsets_after")
_BECAUSE: Final = _BOOK.phrase("unsets_because")
_ARTWORK_GONE: Final = _BOOK.phrase("artwork_is_gone")
_CONTACT_OUT: Final = _BOOK.phrase("takes_contact_out")
_WITHOUT_CONTACT: Final = _BOOK.phrase("takes_contact_out_of_request")
#: What the things are called, in the order in which they are looked for.
_CALLED: Final = {
    name: _BOOK.phrase(f"calls_{name}")
    for name in (
        "artwork", "dimensionality", "quantity", "budget", "durability", "occasion", "deadline", "design",
    )
}  # fmt: skip
#: How the kinds of artwork are called that may be taken back.
_ARTWORK: Final[Mapping[Optional[str], re.Pattern[str]]] = {
    "photo": re.compile(r"photo|picture|portrait", re.I),
    "gradient": re.compile(r"gradient|fad(?:e|ing)|shading", re.I),
    "fine_lines": re.compile(r"lines", re.I),
}
#: Those that only a quote request asks for.
_OF_A_REQUEST: Final = frozenset({"deadline", "design"})
#: Where a new thought begins that may tell something else.
_THOUGHT: Final = re.compile(r"[,;:.!?\n]+|\s-\s|\b(?:and|but|because|since|as)\b", re.I)
_DENIED: Final = re.compile(r"(?:\b(?:not|never|dont|cannot)|n't)\W*$", re.I)
#: Most words in which a thing is named by its value: "the club".
_FEW: Final = 4

#: The known need whose value a span tells.
ByValue = Callable[[Span, Context], Optional[str]]


def undoes(text: str) -> bool:
    """Whether it only says that the last answer is taken back: "undo", "sorry, wrong button"."""
    return _UNDOES.said_in(text)


def returns_to_the_first(text: str) -> bool:
    """Whether it only says that what was told first is to hold: "go back to what I said first"."""
    return _RETURNS.said_in(text)


def takes_back(text: str) -> bool:
    """Whether something in it is taken back, whatever it tells beside: "forget 3D, make it flat"."""
    return _UNSETS.said_in(text)


def takes_contact_out(text: str) -> bool:
    """Whether it only says that a way to reach the visitor is to go: "take my phone out"."""
    return _CONTACT_OUT.said_in(text)


def takes_contact_out_of_request(text: str) -> bool:
    """Whether a request that was sent is to be sent again without it: "take my phone out of the request"."""
    return _WITHOUT_CONTACT.said_in(text)


def unset(doc: Doc, context: Context, by_value: ByValue) -> Optional[str]:
    """The need, or the detail of a quote request, that is to count no more: "forget the budget".

    ``by_value`` tells the need that words are a value of: "never mind the club".
    """
    text = doc.text
    if doc._.pin_types or wording.supposes(text):
        return None
    around = _AROUND.find(text)
    if around and (name := _called(around[0].split(None, 1)[1], context)):
        return name
    if wording.starts_as_question(text):
        return None
    gone = _ARTWORK_GONE.find(text)
    if gone and _names_artwork(gone[0], context.values.get("artwork")):
        return "artwork"
    found = _UNSETS.find(text)
    if not found or _DENIED.search(text, 0, found.start()):
        return None  # "don't forget the photo"
    amounts = doc._.amounts
    if any(a.end <= found.start() for a in (*amounts.money, *amounts.quantities, *amounts.durations)):
        return None  # "70p, it is for one evening, so never mind the wear"
    at = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
    what = _WHAT.find(text[at:])
    if what:
        at += what.end()
    words = text[at:].strip()
    if _PAYS.said_in(words):
        return None
    return _called(words, context) or _by_value(doc, at, context, by_value)


def _names_artwork(words: str, value: Optional[str]) -> bool:
    """Whether ``words`` name the artwork that is known, and not another: "no gradient, just the photo"."""
    return bool(value in _ARTWORK and _ARTWORK[value].search(words))


def _called(words: str, context: Context) -> Optional[str]:
    """The thing that is named at the beginning of ``words``, if nothing new is told after it."""
    for name, called in _CALLED.items():
        named = called.find(words)
        if named and _adds_nothing(words[named.end() :]):
            return None if name in _OF_A_REQUEST and context.form != "quote_form" else name
    return None


def _by_value(doc: Doc, at: int, context: Context, by_value: ByValue) -> Optional[str]:
    text = doc.text
    end = next((m.start() for m in _THOUGHT.finditer(text, at)), len(text))
    span = doc.char_span(at, end, alignment_mode="expand") if at < end else None
    if span is None or not _adds_nothing(text[end:]):
        return None
    if doc._.amounts.money and all(at <= m.start < end for m in doc._.amounts.money):
        return "budget"  # "forget the two euros"
    if sum(t.is_alpha for t in span) > _FEW:
        return None
    return by_value(span, context)


def _adds_nothing(text: str) -> bool:
    """Whether what follows tells nothing new: "for now", ", we don't know yet"."""
    parts = [part.strip() for part in _THOUGHT.split(text)]
    return all(not part or _AFTER.said_in(part) or _BECAUSE.said_in(part) for part in parts)
