"""Wishes that cannot all be met: what was wanted, what stands in its way, and what would make room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pin_advisor.advice.changes import way_out
from pin_advisor.advice.engine import Decision, Standing, decide
from pin_advisor.advice.needs import Needs
from pin_advisor.advice.words import condition, joined, listed, plural
from pin_advisor.catalog.models import Catalog, Rule
from pin_advisor.vocabulary import VALUES

#: From this weight on a preference is a strong wish: the visitor is told when it cannot be met.
STRONG_WISH: Final = 50


@dataclass(frozen=True)
class Collision:
    """``loser`` is the type that a strong wish asked for and did not get.

    Where every type is ruled out it is the recommended type itself. ``way_out`` says which one
    changed need would make it right, where one is enough; ``text`` contains it, and
    ``brief`` is the text without it.
    """

    loser: Standing
    text: str
    way_out: str | None
    brief: str


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
        brief = joined(opening)
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
        brief = joined([_wish(wish, loser, decision, catalog), loser.objections[0].because])
    exit_text = way_out(decision, loser, catalog)
    return Collision(loser, joined([*opening, exit_text]), exit_text, brief)


def _wish(wish: Rule, loser: Standing, decision: Decision, catalog: Catalog) -> str:
    """What the wish alone would lead to; in the rule's own words where it takes more than that."""
    stated = {
        need: value
        for need in VALUES
        if (value := getattr(decision.needs, need)) is not None and getattr(wish.when, need) is not None
    }
    if not stated or decide(Needs(**stated), catalog).best.pin_type is not loser.pin_type:
        return f"Two of your wishes pull apart here. {wish.because}"
    alone = listed([condition(need, [value]) for need, value in stated.items()])
    return f"Two of your wishes pull apart: {alone} alone I would choose {plural(loser.pin_type)}."
