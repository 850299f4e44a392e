"""Wishes that cannot all be met: what was wanted, what stands in its way, and what would make room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pin_advisor.advice.changes import way_out
from pin_advisor.advice.engine import Decision, Standing
from pin_advisor.advice.words import joined, plural
from pin_advisor.catalog.models import Catalog

#: From this weight on a preference is a strong wish: the visitor is told when it cannot be met.
STRONG_WISH: Final = 50


@dataclass(frozen=True)
class Collision:
    """``loser`` is the type that a strong wish asked for and did not get.

    Where every type is ruled out it is the recommended type itself. ``way_out`` says which one
    changed need would make it right, where one is enough; ``text`` contains it.
    """

    loser: Standing
    text: str
    way_out: str | None


def find_collision(decision: Decision, catalog: Catalog) -> Collision | None:
    """The strongest wish that lost, where another rule speaks against the type it asks for.

    A wish has not lost if the same condition speaks for the recommended type as well: who wants it
    cheap gets that from print as from soft enamel.
    """
    best = decision.best
    if best.barred:
        loser = best
        opening = [
            f"None of our pin types can do all of this, and {plural(best.pin_type)} come closest.",
            best.barred[0].because,
        ]
    else:
        met = {rule.when for rule in best.in_favour}
        lost = [
            (wish, other)
            for other in decision.standings[1:]
            if other.objections
            for wish in other.in_favour
            if wish.weight >= STRONG_WISH and wish.when not in met
        ]
        if not lost:
            return None
        # max keeps the first of equals: the type that stands better.
        wish, loser = max(lost, key=lambda pair: pair[0].weight)
        opening = [
            "Two of your wishes pull apart here.",
            wish.because,
            loser.objections[0].because,
        ]
    exit_text = way_out(decision, loser, catalog)
    return Collision(loser, joined([*opening, exit_text]), exit_text)
