"""Words typed short that are more often something else: "enamel 4 awards", "pins 2 give away", "an if".

4 and 2 are mostly numbers and "an" an article, so it takes the words beside them, which are in
``data/language/phrases.yml``.
"""

from typing import Final

from spacy.tokens import Doc, Token

from pin_advisor.language import phrase_book

_BOOK: Final = phrase_book.shared()
_FOR_BEHIND: Final = _BOOK.plain_words("for_behind")
_COUNTED: Final = _BOOK.plain_words("counted")
_TO_BEHIND: Final = _BOOK.plain_words("to_behind")
_OWNED: Final = _BOOK.plain_words("owned")
_TO_VERB: Final = _BOOK.plain_words("to_verb")
_AFTER_AND: Final = _BOOK.plain_words("after_and")
_ARTICLES: Final = frozenset({"a", "an", "the"})


def spell_out(doc: Doc) -> None:
    """Set ``norm_`` of such a one to the word it stands for; the words beside it have theirs already."""
    for token in doc[:-1]:
        if token.lower_ == "an" and token.nbor(1).norm_ in _AFTER_AND:
            token.norm_ = "and"
        if token.text in ("2", "4") and (word := _word(token)):
            token.norm_ = word


def counted_text(doc: Doc) -> str:
    """The text with such digits blanked, which count nothing; all offsets stay as they are."""
    text: str = doc.text
    for token in doc:
        if token.text in ("2", "4") and token.norm_.isalpha():
            text = f"{text[: token.idx]} {text[token.idx + 1 :]}"
    return text


def _word(digit: Token) -> str | None:
    doc, after = digit.doc, digit.nbor(1)
    if not (after.is_alpha and digit.whitespace_):
        return None
    if digit.text == "2" and after.norm_ in _TO_VERB:
        return "to"
    before = doc[digit.i - 1] if digit.i else None
    if before is None or not (before.is_alpha and before.whitespace_):
        return None
    if digit.text == "2":
        behind = before.norm_ in _TO_BEHIND and after.norm_ not in _COUNTED
        return "to" if behind or after.norm_ in _OWNED else None
    named = doc[after.i + 1] if after.norm_ in _ARTICLES and after.i + 1 < len(doc) else after  # "4 a piece"
    behind = before.norm_ in _FOR_BEHIND and named.norm_ not in _COUNTED
    return "for" if behind or after.norm_ in _OWNED else None
