"""Saying back what a message tells beside a recommendation that stands."""

from __future__ import annotations

from typing import Any

from actions.turn import Turn
from pin_advisor.advice.words import noted
from pin_advisor.vocabulary import NEEDS


def noted_beside(turn: Turn) -> str:
    """What was told for the first time after a recommendation, in one sentence, or "".

    What was told in answer to questions is in the recommendation, and what takes the place of something that
    was told before is said by :mod:`actions.changes`.
    """
    if turn.slot("recommended") is None:
        return ""
    stated = {"budget" if name == "budget_amount" else name for name in turn.stated}
    known = vars(turn.needs)
    told: dict[str, Any] = {
        n: known[n] for n in NEEDS if n in stated and known[n] is not None and turn.before(n) is None
    }
    return noted(told) if told else ""
