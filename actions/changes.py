"""What a message changes of that which was told before, so that a slip is seen at once."""

from __future__ import annotations

from typing import Any, Optional

from actions.turn import Turn
from pin_advisor.advice.words import in_short, listed
from pin_advisor.vocabulary import NEEDS


def changed_needs(turn: Turn) -> dict[str, Any]:
    """The needs that had another value before this message, as they are now."""
    known = vars(turn.needs)
    return {
        need: known[need]
        for need in NEEDS
        if known[need] is not None and (before := turn.before(need)) is not None and before != known[need]
    }


def changes(turn: Turn) -> Optional[str]:
    """What this message changes, in one sentence; ``None`` if it changes nothing."""
    changed = changed_needs(turn)
    parts = [
        f"{in_short(need, value)} instead of {in_short(need, turn.before(need))}"
        for need, value in changed.items()
    ]
    if "budget" not in changed:
        parts += _money(turn)
    return f"Changed: {listed(parts)}." if parts else None


def _money(turn: Turn) -> list[str]:
    """The sum that is named anew, where it makes no other budget of it."""
    amount, tier = turn.slot("budget_amount"), turn.needs.budget
    if "budget_amount" not in turn.stated or turn.before("budget") is None or tier is None:
        return []
    if amount == turn.before("budget_amount"):
        return []
    words = money_in_words(amount, turn.slot("budget_currency"), turn.slot("budget_per"))
    return [f"{words} at most, which is still {in_short('budget', tier)}"]


def said_anew(turn: Turn) -> frozenset[str]:
    """The needs of which :func:`changes` tells something."""
    changed = set(changed_needs(turn))
    return frozenset(changed | ({"budget"} if _money(turn) else set()))


def money_in_words(amount: float, currency: Any, per: Any) -> str:
    """What the visitor would spend, without the look of a price: "2.50 a piece (EUR)"."""
    said = f"{amount:,.2f}".removesuffix(".00")
    whole = {"piece": " a piece", "total": " in total"}.get(str(per), "")
    return f"{said}{whole}{f' ({currency})' if currency else ''}"
