"""Changes to one need: which there are, and which would make room for a pin type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pin_advisor.advice.engine import Decision, Standing, decide
from pin_advisor.advice.needs import Needs
from pin_advisor.advice.words import condition
from pin_advisor.catalog.models import Catalog, When
from pin_advisor.vocabulary import VALUES

#: In which order single changes are tried: what a visitor is readiest to change comes first.
CHANGEABLE: Final = (
    "budget", "price", "durability", "dimensionality", "artwork", "surface", "quantity", "occasion",
)  # fmt: skip


def other_values(need: str, needs: Needs, catalog: Catalog) -> tuple[str | int | None, ...]:
    """The other values that a need could have, nearest to the present one first.

    Quantities are taken from both sides of each threshold in the catalog's rules. Of a price that was named
    it is only that it need not count: no other is ever told to a visitor.
    """
    current = getattr(needs, need)
    if need == "price":
        return () if current is None else (None,)
    if need == "quantity":
        whens = [rule.when for rule in catalog.rules]
        limits = {limit for when in whens for limit in (when.quantity_below, when.quantity_from) if limit}
        sizes = {size for limit in limits for size in (limit - 1, limit) if size} - {current}
        return tuple(sorted(sizes, key=lambda size: (abs(size - (current or 0)), size)))
    values = VALUES[need]
    others = [value for value in values if value != current]
    if need in ("budget", "durability") and current is not None:
        others.sort(key=lambda value: abs(values.index(value) - values.index(current)))
    return tuple(others)


def way_out(decision: Decision, wanted: Standing, catalog: Catalog) -> str | None:
    """Says which one changed need would make ``wanted`` the right type; ``None`` if one is not enough."""
    when = better_when(decision, wanted, catalog)
    return f"{wanted.pin_type.plural} would be right {when}." if when else None


def better_when(
    decision: Decision, wanted: Standing, catalog: Catalog, further: Sequence[str] = ()
) -> str | None:
    """For which one changed need ``wanted`` is the right type: "on a tight budget"; ``None`` for none.

    Needs are tried that stand in its way, then those in ``further``. What the pins are for is not one of
    them once it is known: nobody orders for another occasion to get another pin.
    """
    conditions = [rule.when for rule in wanted.objections]
    in_its_way = [need for need in (*VALUES, "price") if any(_is_about(when, need) for when in conditions)]
    for need in dict.fromkeys((*in_its_way, *further)):
        if need == "occasion" and decision.needs.occasion is not None:
            continue
        for value in other_values(need, decision.needs, catalog):
            best = decide(decision.needs.with_changes({need: value}), catalog).best
            if best.pin_type is wanted.pin_type and not best.barred:
                return condition(need, [value])
    return None


def _is_about(when: When, need: str) -> bool:
    """Whether a condition asks for a value of ``need``, or for none."""
    if need == "price":
        return need in when.unknown or when.price_below is not None or when.price_from is not None
    return need in when.unknown or getattr(when, need) is not None
