"""Which rules can hold together, exactly and without walking through every combination of needs.

A condition is a conjunction over single needs. So for each need, the values that the same rules
accept are interchangeable, and a set of rules is kept as the bits of an integer: the rules that hold
in a situation are the bitwise "and" of what each need lets through. Going need by need and keeping
only the distinct sets covers all combinations (19 occasions x 3 budgets x ..., unknowns included)
in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pin_advisor.catalog.models import When
from pin_advisor.vocabulary import VALUES

#: A need's value; ``None`` is unknown.
Value = str | int | float | None
#: Values by need; needs that make no difference are left out.
Situation = tuple[tuple[str, Value], ...]

#: Every need that a condition can be about.
CONDITION_NEEDS: Final = (*VALUES, "quantity", "price")


def accepts(when: When, need: str, value: Value) -> bool:
    """Whether what ``when`` says about ``need`` holds for ``value``."""
    if need in when.unknown and value is not None:
        return False
    if need in ("quantity", "price"):
        below, least = _limits(when, need)
        if below is None and least is None:
            return True
        return (
            isinstance(value, (int, float))
            and (below is None or value < below)
            and (least is None or value >= least)
        )
    allowed = getattr(when, need)
    return allowed is None or value in allowed


def values_of(need: str, conditions: Iterable[When]) -> list[Value]:
    """The values of ``need`` that ``conditions`` can tell apart, unknown first."""
    if need == "price":
        limits = sorted({edge for when in conditions for edge in _limits(when, need) if edge is not None})
        return [None, *([limits[0] / 2, *limits] if limits else [1.0])]
    if need != "quantity":
        return [None, *VALUES[need]]
    edges = {1}
    for when in conditions:
        for edge in (when.quantity_below, when.quantity_from):
            # On each side of a threshold; there are no fewer than one piece.
            edges |= {edge - 1, edge} - {0} if edge is not None else set()
    return [None, *sorted(edges)]


def _limits(when: When, need: str) -> tuple[float | None, float | None]:
    """The number that ``need`` has to stay below, and the least that it may be."""
    if need == "quantity":
        return when.quantity_below, when.quantity_from
    return when.price_below, when.price_from


def firings(conditions: Sequence[When], given: When | None = None) -> dict[int, Situation]:
    """Every set of ``conditions`` that hold together while no other does, with a situation for each.

    A set is an integer with bit *i* for ``conditions[i]``. With ``given``, only situations in which
    that condition holds too. The empty dict means that ``given`` can't hold.
    """
    found: dict[int, Situation] = {(1 << len(conditions)) - 1: ()}
    for need in CONDITION_NEEDS:
        classes: dict[int, Value] = {}
        for value in values_of(need, conditions if given is None else [*conditions, given]):
            if given is None or accepts(given, need, value):
                holding = sum(1 << i for i, when in enumerate(conditions) if accepts(when, need, value))
                classes.setdefault(holding, value)
        telling = len(classes) > 1 or (given is not None and not accepts(given, need, None))
        following: dict[int, Situation] = {}
        for before, situation in found.items():
            for holding, value in classes.items():
                step = ((need, value),) if telling and value is not None else ()
                following.setdefault(before & holding, situation + step)
        found = following
    return found


def described(situation: Situation) -> str:
    """A situation in words: "occasion branding, dimensionality 3d"."""
    parts = [f"{need} {value:g}" if need == "price" else f"{need} {value}" for need, value in situation]
    return ", ".join(parts) if parts else "nothing known of the visitor's needs"
