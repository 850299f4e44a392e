"""One step down from a budget or up, as in "something cheaper?" and "we can spend more"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pin_advisor.advice.engine import decide
from pin_advisor.advice.needs import Needs
from pin_advisor.advice.recommendation import recommend
from pin_advisor.advice.words import ASSUMPTIONS, difference, listed, plural
from pin_advisor.catalog.models import Catalog, PinType
from pin_advisor.vocabulary import BUDGETS

Direction = Literal["down", "up"]


@dataclass(frozen=True)
class Step:
    """Where a step from the present budget leads.

    ``before`` is that budget, told or ``assumed``; ``after`` is ``None`` where no tier is left in that
    direction, and ``before`` again where only the price that was named is given up. ``further`` is a sentence
    on the offered types that lie next in it beyond ``pin_type``, the one for the new budget, ``None`` if
    there is none; types that can't be made for these needs don't count.
    """

    before: str
    assumed: bool
    after: str | None
    pin_type: str
    further: str | None


def step(needs: Needs, direction: Direction, catalog: Catalog) -> Step:
    """One tier down or up from the budget in ``needs``, or from what the advice takes an unknown one to be.

    Raises:
        ValueError: the catalog offers no pin type.
    """
    before = needs.budget or _assumed(needs, catalog)
    index = BUDGETS.index(before) + (1 if direction == "up" else -1)
    after = BUDGETS[index] if 0 <= index < len(BUDGETS) else None
    if after is None and direction == "up" and needs.price is not None:
        after = before
    decision = decide(needs.with_changes({"budget": after or before}), catalog)
    chosen = decision.best.pin_type
    others = [one.pin_type for one in decision.standings if not one.barred and one.pin_type is not chosen]
    ranked = sorted(
        (o for o in others if _cost(o) and _cost(chosen) and _lies_further(o, chosen, direction)),
        key=lambda other: abs((_cost(other) or 0) - (_cost(chosen) or 0)),
    )
    return Step(before, needs.budget is None, after, chosen.id, _nearest(ranked, chosen, catalog))


def _nearest(ranked: Sequence[PinType], chosen: PinType, catalog: Catalog) -> str | None:
    """The first of ``ranked``, and those that are set apart from the chosen type in the same way."""
    if not ranked:
        return None
    apart = difference(ranked[0], chosen, catalog)
    alike = [other for other in ranked if difference(other, chosen, catalog) == apart]
    first, *others = alike
    return f"{listed([str(first.plural), *map(plural, others)])} would be {apart}."


def _assumed(needs: Needs, catalog: Catalog) -> str:
    """What the advice takes an unknown budget to be."""
    taken = {one.need: one.value for one in recommend(needs, catalog).assumed}
    return taken.get("budget") or ASSUMPTIONS["budget"][0] or BUDGETS[0]


def _cost(pin_type: PinType) -> int | None:
    """The rank in cost, 1 for the dearest."""
    aspect = pin_type.aspects.get("cost")
    return aspect.rank if aspect else None


def _lies_further(other: PinType, chosen: PinType, direction: Direction) -> bool:
    mine, theirs = _cost(other) or 0, _cost(chosen) or 0
    return mine < theirs if direction == "up" else mine > theirs
