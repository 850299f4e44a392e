"""Yes and no to a guess at what the pins are for: "That sounds like a memorial. Is that it?"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Optional

from spacy.tokens import Doc

from pin_advisor.language import phrases
from pin_advisor.language.meaning import (
    INFORM,
    OUT_OF_SCOPE,
    REQUEST_ADVICE,
    Context,
    Entity,
    Moves,
    Understanding,
)
from pin_advisor.language.signs import sign_in

#: The need that is guessed at.
GUESSED: Final = "occasion"
#: What a message may be read as that agrees and tells more.
_TELLING: Final = frozenset({INFORM, REQUEST_ADVICE, OUT_OF_SCOPE, "affirm", "not_sure"})


def answered(text: str, context: Context) -> Optional[Understanding]:
    """What a bare yes or no means there; ``None`` where nothing was guessed, or more is said than that."""
    if not _guessed(context):
        return None
    sign = sign_in(text)
    if sign == "yes" or phrases.confirms_a_guess(text):
        return Understanding(INFORM, 1.0, ranking=((INFORM, 1.0),), entities=(_told(text, context),))
    if sign == "no" or phrases.denies_a_guess(text):
        return Understanding(INFORM, 1.0, ranking=((INFORM, 1.0),), moves=Moves(reopens=GUESSED))
    return None


def agreed(understood: Understanding, doc: Doc, context: Context) -> Understanding:
    """A message as it was ``understood``, with what was guessed where it begins with a yes: "yes, and flat".

    What else it may tell of that is meant beside it: "yes, but for the colleagues as well".
    """
    if not _guessed(context) or understood.intent not in _TELLING or doc._.corrections:
        return understood
    if understood.moves.reopens or not phrases.begins_with_yes(doc.text):
        return understood
    others = (e for e in understood.entities if e.entity != GUESSED)
    return replace(understood, intent=INFORM, entities=(_told(doc.text, context), *others))


def _guessed(context: Context) -> bool:
    return context.asked == GUESSED and bool(context.guessed)


def _told(text: str, context: Context) -> Entity:
    return Entity(GUESSED, context.guessed, 0, len(text))
