"""Saying back what a message has told, and which earlier statement it replaces."""

from __future__ import annotations

from typing import Any

from actions.turn import Turn
from pin_advisor.advice.words import noted
from pin_advisor.vocabulary import NEEDS


def told_needs(turn: Turn) -> dict[str, Any]:
    """The needs that this message states, with the values that they have now."""
    stated = {"budget" if name == "budget_amount" else name for name in turn.stated}
    known = vars(turn.needs)
    return {need: known[need] for need in NEEDS if need in stated and known[need] is not None}


def replaced_needs(turn: Turn) -> dict[str, Any]:
    """The values before this message of those needs that it states otherwise: the later statement holds."""
    before = vars(turn.needs_before)
    return {
        need: before[need]
        for need, value in told_needs(turn).items()
        if before[need] is not None and before[need] != value
    }


def noted_changes(turn: Turn) -> str:
    """What is to be said ahead of a recommendation: what was replaced, or told beside one that stands.

    "" where nothing was: what was told in answer to questions is in the recommendation.
    """
    told, replaced = told_needs(turn), replaced_needs(turn)
    if turn.slot("recommended") is None:
        told = {need: value for need, value in told.items() if need in replaced}
    return noted(told, replaced) if told else ""
