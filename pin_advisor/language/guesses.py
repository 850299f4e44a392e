"""Yes and no to a guess at what the pins are for: "That sounds like a memorial. Is that it?"."""

from __future__ import annotations

from typing import Final, Optional

from pin_advisor.language import phrases
from pin_advisor.language.meaning import INFORM, Context, Entity, Moves, Understanding
from pin_advisor.language.signs import sign_in

#: The need that is guessed at.
GUESSED: Final = "occasion"


def answered(text: str, context: Context) -> Optional[Understanding]:
    """What a bare yes or no means there; ``None`` where nothing was guessed, or more is said than that."""
    if context.asked != GUESSED or not context.guessed:
        return None
    sign = sign_in(text)
    if sign == "yes" or phrases.confirms_a_guess(text):
        told = Entity(GUESSED, context.guessed, 0, len(text))
        return Understanding(INFORM, 1.0, ranking=((INFORM, 1.0),), entities=(told,))
    if sign == "no" or phrases.denies_a_guess(text):
        return Understanding(INFORM, 1.0, ranking=((INFORM, 1.0),), moves=Moves(reopens=GUESSED))
    return None
