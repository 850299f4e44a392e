"""Saying back what a message tells, where it would otherwise seem not to have been heard."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Final

from actions.changes import said_anew
from actions.turn import Turn, needs_among
from pin_advisor.advice.words import noted
from pin_advisor.vocabulary import NEEDS

#: What is as good as nothing when it is said back.
_OTHER: Final = "other"


def noted_beside(turn: Turn) -> str:
    """What was told for the first time after a recommendation, in one sentence, or "".

    What was told in answer to questions is in the recommendation, and what takes the place of something that
    was told before is said by :mod:`actions.changes`.
    """
    if turn.slot("recommended") is None:
        return ""
    return _sentence({n: v for n, v in _told(turn).items() if turn.before(n) is None})


def noted_in_form(turn: Turn, said: Set[str] = frozenset()) -> str:
    """What a message tells before the next question, in one sentence, or "".

    Nothing where it only answers what was asked, unless that was guessed otherwise, and nothing that
    :mod:`actions.changes` says, or that was ``said`` in this turn.
    """
    told = _told(turn)
    out = {*said_anew(turn), *said}
    kept = {need: value for need, value in told.items() if need not in out}
    guessed = turn.slot("guessed") if turn.asked == "occasion" else None
    otherwise = guessed and told.get("occasion") != guessed
    return "" if set(told) == {turn.asked} and not otherwise else _sentence(kept)


def _told(turn: Turn) -> dict[str, Any]:
    """The needs that this message states, as they are known now."""
    stated = needs_among([*turn.stated, *turn.begins_with])
    known = vars(turn.needs)
    return {need: known[need] for need in NEEDS if need in stated and known[need] is not None}


def _sentence(told: dict[str, Any]) -> str:
    said = {need: value for need, value in told.items() if value != _OTHER}
    return noted(said) if said else ""
