"""Questions of a few words that go on from an answer, and which type is at the end of a scale.

"Why?", "and the others?", "by how much?", "compare the two"; "which is the lightest?", "soft vs cloisonné in
lifespan". By their wording alone (``data/language/phrases.yml``): so few words tell a classifier too little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Optional

from pin_advisor import kindred
from pin_advisor.language import phrase_book, wording
from pin_advisor.language.meaning import FOLLOW_UP, OTHERS, REASON, WAY_OUT, Context

_BOOK: Final = phrase_book.shared()
_REASON: Final = _BOOK.phrase("asks_for_the_reason")
_CONSENTS: Final = _BOOK.phrase("asks_why_not")
_OTHERS: Final = _BOOK.phrase("asks_about_the_others")
_WAY_OUT: Final = _BOOK.phrase("asks_for_a_way_out")
_HOW_MUCH: Final = _BOOK.phrase("asks_by_how_much")
_THOSE_TWO: Final = _BOOK.phrase("compares_those_two")
_ALL_MADE: Final = _BOOK.phrase("asks_which_are_so_made")
_SETS_AGAINST: Final = _BOOK.phrase("sets_against")
_OF_THOSE: Final = _BOOK.phrase("picks_one_of_those")
_WHO_USES: Final = _BOOK.phrase("asks_who_uses")
_LOOKS_DEAR: Final = _BOOK.phrase("speaks_of_looking_dear")
#: The ends of the scales, as the names of entries have them, and the comparing words of claims.
_RANKED: Final = (
    "look",
    "durability",
    "scratch",
    "feel",
    "cost",
    "colours",
    "detail",
    "thickness",
    "plating",
    "speed",
    "gradients",
)
_ENDS: Final = {
    (aspect, end): _BOOK.phrase(f"ranks_{end}_{aspect}") for aspect in _RANKED for end in ("most", "least")
}
_COMPARED: Final = (
    "cost",
    "durability",
    "scratch",
    "feel",
    "colours",
    "detail",
    "thickness",
    "speed",
    "look",
)
_COMPARES: Final = {
    (aspect, end): _BOOK.phrase(f"claims_{degree}_{aspect}")
    for aspect in _COMPARED
    for degree, end in (("more", "most"), ("less", "least"))
}
#: Words between two types that name no aspect.
_BARE: Final = _BOOK.words("beside_two_types")
_BARE_WORD: Final = re.compile(rf"\b{_BARE}\b", re.I)
_WORD: Final = re.compile(r"[^\W\d_][\w'-]*")
#: More words than these name no mere aspect.
_ASPECT_WORDS: Final = 3
#: A verb that asks something of its own: "and what is soft?".
_ASKS: Final = re.compile(r"\b(?:is|are|was|do|does|has|have|it|they|difference)\b", re.I)
_MADE: Final = "process"


def asked_on(text: str, context: Context) -> Optional[str]:
    """The topic of a message that does nothing but go on from the answer before; ``None`` if it doesn't."""
    if context.form is not None:
        return None
    if _ALL_MADE.said_in(text):
        return _MADE
    if not context.answered:
        return None
    if _REASON.said_in(text) and _has_a_reason(text, context):
        return REASON
    if _OTHERS.said_in(text):
        return OTHERS
    if _WAY_OUT.said_in(text):
        return WAY_OUT
    if _HOW_MUCH.said_in(text):
        return FOLLOW_UP
    return kindred.DIFFERENCE if context.talked_of is None and _THOSE_TWO.said_in(text) else None


def _has_a_reason(text: str, context: Context) -> bool:
    """Whether the reason of the answer is meant: not that of the advice, nor "why not?" for "yes"."""
    if context.offer and _CONSENTS.said_in(text):
        return False
    return kindred.is_of_types(context.last_topic) or not context.recommended


def is_asked_on(text: str, context: Context) -> bool:
    """Whether the wording leans on an answer: "by how much?", "which one is faster?" after two types."""
    if context.answered and context.talked_of is None and _OF_THOSE.said_in(text):
        return True
    return any(one.said_in(text) for one in (_REASON, _OTHERS, _WAY_OUT, _HOW_MUCH, _THOSE_TWO))


def asks_how_much(text: str) -> bool:
    """Whether it asks how far apart those are that were compared: "by how much?"."""
    return _HOW_MUCH.said_in(text)


def asks_how_made(text: str) -> bool:
    """Whether it asks which of all types are made in some way: "which are polished?"."""
    return _ALL_MADE.said_in(text)


def asks_who_uses(text: str) -> bool:
    """Whether it asks for whom a type is: "who uses cloisonné?"."""
    return _WHO_USES.said_in(text)


def speaks_of_looking_dear(text: str) -> bool:
    """Whether it is the look that is to be dear, not the pin: "which looks more expensive?"."""
    return _LOOKS_DEAR.said_in(text)


def extreme(text: str) -> Optional[tuple[str, str]]:
    """The aspect and the end of its scale where nothing else is asked for: "which is the lightest?"."""
    return next((key for key, phrase in _ENDS.items() if phrase.said_in(text)), None)


def asks_for_the_extreme(text: str, context: Context) -> Optional[str]:
    """The aspect of :func:`extreme`, unless it answers what was asked or changes what was advised."""
    found = extreme(text)
    settled = context.asked is None and not context.recommended
    return found[0] if found and (settled or wording.picks_out(text)) else None


def comparative(text: str) -> Optional[tuple[str, str]]:
    """The aspect, and the end of its scale, in which things are compared: "which lasts longer"."""
    found = [(len(match[0]), key) for key, phrase in _COMPARES.items() if (match := phrase.find(text))]
    return max(found)[1] if found else None


def sets_against(text: str) -> bool:
    """Whether it sets one thing against another: "soft vs hard"."""
    return _SETS_AGAINST.said_in(text)


def aspect_words(text: str, types: Sequence[str]) -> Optional[str]:
    """What is said beside the ``types`` that are set side by side, "lifespan" of "soft vs hard in lifespan".

    ``None`` if that is more than a few words; empty if it is nothing.
    """
    for name in sorted(types, key=len, reverse=True):
        text = text.replace(name, " ")
    words = _WORD.findall(_BARE_WORD.sub(" ", text))
    return " ".join(words) if len(words) <= _ASPECT_WORDS else None


def names_only_types(text: str, types: Sequence[str]) -> bool:
    """Whether nothing is said but the names of ``types``, and how it goes on: "and for soft?"."""
    return aspect_words(text, types) == "" and not _ASKS.search(text)
