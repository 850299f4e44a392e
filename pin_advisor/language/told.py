"""What money and how many pieces have been told so far, and which of them last.

A bare number ("sorry, 12000") puts right what was told last, so what it counts is not in the message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Reversible
from dataclasses import dataclass
from typing import Any, Final, Literal, Optional

from rasa.shared.core.events import ActionExecuted, Event, UserUttered

from pin_advisor.language.figures import Per

Kind = Literal["money", "pieces"]

#: The action after which nothing counts that was said before.
_FORGETS: Final = "action_start_over"
_AMOUNT: Final = "budget_amount"
_QUANTITY: Final = "quantity"
_KINDS: Final[Mapping[Kind, str]] = {"money": _AMOUNT, "pieces": _QUANTITY}


@dataclass(frozen=True)
class Told:
    """Money and pieces as they are known, and how they were told.

    ``amount``, ``currency`` and ``per`` are those of the money that was told or supposed last, ``pieces`` is
    the number that is known. ``last`` holds what the last message told that told any of the two;
    ``directly``: that was the message before; ``supposed``: it only supposed it.
    """

    amount: float
    currency: Optional[str] = None
    per: Optional[Per] = None
    pieces: Optional[int] = None
    last: frozenset[Kind] = frozenset()
    directly: bool = False
    supposed: bool = False


def told_in(events: Reversible[Event], slots: Mapping[str, Any]) -> Optional[Told]:
    """What was told according to ``events`` and ``slots``; ``None`` where no money is known or supposed."""
    for index, message in enumerate(_messages(events)):
        stated = {e["entity"]: e["value"] for e in message.entities}
        supposed = dict(((message.parse_data or {}).get("understanding") or {}).get("hypothesis") or {})
        amounts = supposed if _AMOUNT in supposed or _QUANTITY in supposed else stated
        if _AMOUNT not in amounts and _QUANTITY not in amounts:
            continue
        kinds: list[Kind] = [kind for kind, slot in _KINDS.items() if slot in amounts]
        money = amounts if _AMOUNT in amounts else slots
        if not money.get(_AMOUNT) or (amounts is stated and not slots.get(_AMOUNT)):
            return None  # it was taken back, or given way to words: "make it cheaper"
        pieces = slots.get(_QUANTITY)
        return Told(
            float(money[_AMOUNT]),
            money.get("budget_currency"),
            money.get("budget_per"),
            int(pieces) if pieces else None,
            frozenset(kinds),
            index == 0,
            amounts is supposed,
        )
    return None


def _messages(events: Reversible[Event]) -> Iterator[UserUttered]:
    """What the visitor has said since all was last forgotten, the latest first."""
    for event in reversed(events):
        if isinstance(event, ActionExecuted) and event.action_name == _FORGETS:
            return
        if isinstance(event, UserUttered):
            yield event
