"""What opens the advice: pins that are wanted for something, be it in a question that is none about pins.

"Do you make pins for a choir?" wants no answer but the advice, other than "do you make pins out of wood?".
All by wording; the words are in ``data/language/phrases.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from spacy.tokens import Doc, Span

from pin_advisor.language import phrase_book, phrases, wording
from pin_advisor.language.pipeline.spelling import meant

_BOOK: Final = phrase_book.shared()
_FOR: Final = _BOOK.phrase("asks_for_pins_for")
_PINS: Final = _BOOK.phrase("asks_for_pins")
_SUIT: Final = _BOOK.phrase("asks_what_pins_suit")
_GOES_ON: Final = _BOOK.phrase("asks_how_to_go_on")
#: Where one thought ends and another begins.
_THOUGHT: Final = re.compile(r"[^,;:.!?\n]+(?:[,;:.!?\n]+|$)")
#: What the pins are for, to the end of the thought. What tells more of them asks about that: "pins for a
#: school with glitter", "pins for less than a dollar", "pins for a fair in two weeks".
_PURPOSE: Final = re.compile(
    r"\W*(?:made |done )?(?:for|4|to(?=\s(?:an?|our|my|the|us|me)\s))\s"
    r"(?!free\b|less\b|more\b|under\b|how\b|what\b|which\b|that\b|sale\b|[\d$€£])"
    r"(?:(?!(?:with|without|that|which|than|under|over|if|from|by|within|until|before|cost|costs|made|out|work"
    r"|look|last|cheaper|possible)\b)[^\s,;:.!?]+\s?){1,10}\W*$",
    re.I,
)
#: The same where it need not be told.
_NOTHING_ELSE: Final = re.compile(
    r"\W*(?:made|done)?\W*(?:please|pls)?\W*(?:(?:if|when|as|but|because|since)\s(?:i|we)\s.*)?$", re.I | re.S
)
#: "We want cast pins": a wish that tells the pins by other words than one list has.
_WISH: Final = re.compile(
    r"\b(?:want|wants|wanting|wanna|need|needs|needing|like|love|fancy|after|seeking|looking for"
    r"|thinking(?: of| about)?|issue|issues|sell|sells|hand out|give|giving|make|making)\s"
    r"(?:to\s(?:get|have|order|make|buy|do|sell|give|hand out)\s)?"
    r"(?:(?!(?:to|know|if|whether|how|what|why|when|about|my|clean|remove|fix|repair)\b)[\w'-]+\s){0,4}(?:pin|badge)s?\b"
    r"(?!\s(?:with|without|that|which|in|made of|out of)\b)",
    re.I,
)


def asks_for_pins(doc: Doc) -> bool:
    """Whether pins are asked for, and nothing but how to go on is asked about them.

    "Can you do pins for our regatta?", "pins for our regatta, what do you need from me?"
    """
    if _tells_more(doc):
        return False
    found = False
    for sentence in doc._.sentences:
        for thought in _thoughts(sentence):
            wants = _asks_for(thought)
            if not (wants or _GOES_ON.said_in(thought)) and _is_question(thought):
                return False
            found = found or wants
    return found


def wishes_for_pins(doc: Doc) -> bool:
    """Whether pins are wished for, or told of, and nothing but how to go on is asked: "we want cast pins"."""
    thoughts = [thought for sentence in doc._.sentences for thought in _thoughts(sentence)]
    asking = [t for t in thoughts if _is_question(t) and not _GOES_ON.said_in(t)]
    in_full = any(len(span) > 1 for _, span in doc._.pin_types)
    return not asking and not in_full and any(_WISH.search(t) for t in thoughts)


def _asks_for(thought: str) -> bool:
    if _SUIT.said_in(thought):
        return True
    for frame, ends in ((_FOR, (_PURPOSE,)), (_PINS, (_PURPOSE, _NOTHING_ELSE))):
        found = frame.find(thought)
        if found and any(end.match(thought[found.end() :]) for end in ends):
            return True
    return False


def _tells_more(doc: Doc) -> bool:
    """Whether something about the pins themselves is named, which is then asked about, or other pins are."""
    if doc._.pin_types or phrases.cautions(doc.text) or wording.means_other_pins(doc[:]):
        return True
    return any(sure and need in ("artwork", "dimensionality", "surface") for need, _, sure, _ in doc._.cues)


def _thoughts(sentence: Span) -> Iterable[str]:
    return (found[0].strip() for found in _THOUGHT.finditer(meant(sentence)))


def _is_question(thought: str) -> bool:
    return wording.starts_as_question(thought) or wording.ends_as_question(thought)
