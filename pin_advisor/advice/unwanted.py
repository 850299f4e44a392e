"""Pin types that the visitor has turned down: what that changes, said honestly."""

from __future__ import annotations

from pin_advisor.advice.changes import way_out
from pin_advisor.advice.engine import decide
from pin_advisor.advice.needs import Needs
from pin_advisor.advice.words import joined, plural
from pin_advisor.catalog.models import Catalog


def about_unwanted(needs: Needs, catalog: Catalog) -> str | None:
    """What to say before a recommendation that would have been another without ``needs.unwanted``.

    Where nothing but a type that was turned down can be made, that is said instead, with the change that
    would make room for another. ``None`` where it makes no difference.

    Raises:
        ValueError: the catalog offers no pin type.
    """
    if not needs.unwanted:
        return None
    decision = decide(needs, catalog)
    best = decision.best.pin_type
    if best.id in needs.unwanted:
        wanted = [one for one in decision.standings if one.pin_type.id not in needs.unwanted]
        reason = (
            "nothing else that we offer can be made for these wishes."
            if wanted
            else "you have turned down all that we offer, and of these they fit best."
        )
        text = f"You would rather not have {plural(best)}, but {reason}"
        return joined([text, way_out(decision, wanted[0], catalog) if wanted else None])
    first = would_be_best(needs, catalog)
    if first == best.id:
        return None
    name = catalog.pin_type(first).plural
    left = "the only type left" if len(decision.standings) == 1 else "the next best"
    return f"{name} would have suited you best. Since you don't want them, this is {left}."


def would_be_best(needs: Needs, catalog: Catalog) -> str:
    """The id of the type that would be recommended if none had been turned down.

    Raises:
        ValueError: the catalog offers no pin type.
    """
    return str(decide(needs.with_changes({"unwanted": frozenset()}), catalog).best.pin_type.id)
