"""Changes to one need: which there are, and which would make room for a pin type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pin_advisor.advice.engine import Decision, Standing, decide
from pin_advisor.advice.needs import Needs
from pin_advisor.advice.words import condition
from pin_advisor.catalog.models import Catalog
from pin_advisor.vocabulary import VALUES

#: In which order single changes are tried: what a visitor is readiest to change comes first.
CHANGEABLE: Final = ("budget", "durability", "dimensionality", "artwork", "surface", "quantity", "occasion")


def other_values(need: str, needs: Needs, catalog: Catalog) -> tuple[str | int, ...]:
    """The other values that a need could have, nearest to the present one first.

    Quantities are taken from both sides of each threshold in the catalog's rules.
    """
    current = getattr(needs, need)
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
    in_its_way = [
        need
        for need in VALUES
        if any(getattr(when, need) is not None or need in when.unknown for when in conditions)
    ]
    for need in dict.fromkeys((*in_its_way, *further)):
        if need == "occasion" and decision.needs.occasion is not None:
            continue
        for value in other_values(need, decision.needs, catalog):
            best = decide(decision.needs.with_changes({need: value}), catalog).best
            if best.pin_type is wanted.pin_type and not best.barred:
                return condition(need, [value])
    return None
