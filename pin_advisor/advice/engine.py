"""The decision: which rules fire for some needs, and how the pin types stand after them.

Ranking, best first: fewest rules that bar the type, then the highest sum of weights, then the order
of the catalog. A type that nothing bars therefore always beats one that is barred, and when every
type is barred the visitor still gets the nearest one (with the collision named).

Types that the visitor has turned down are left out, unless nothing else could be made.
"""

from __future__ import annotations

from dataclasses import dataclass

from pin_advisor.advice.needs import Needs
from pin_advisor.catalog.models import Catalog, PinType, Rule, When


@dataclass(frozen=True)
class Standing:
    """How one pin type stands for some needs. Rules are strongest first."""

    pin_type: PinType
    score: int
    barred: tuple[Rule, ...]
    in_favour: tuple[Rule, ...]
    against: tuple[Rule, ...]

    @property
    def objections(self) -> tuple[Rule, ...]:
        """Every rule that speaks against the type: what bars it first."""
        return self.barred + self.against

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts the better type first."""
        return len(self.barred), -self.score


@dataclass(frozen=True)
class Decision:
    """What the rules make of some needs.

    ``standings`` has the offered types, best first; ``left_out`` those that were turned down, best first.
    It is empty where all that could be made was turned down: then ``standings`` has every type.
    """

    needs: Needs
    fired: tuple[Rule, ...]
    standings: tuple[Standing, ...]
    left_out: tuple[Standing, ...] = ()

    @property
    def best(self) -> Standing:
        """The pin type to recommend."""
        return self.standings[0]


def decide(needs: Needs, catalog: Catalog) -> Decision:
    """Apply the catalog's rules to ``needs``.

    Raises:
        ValueError: the catalog offers no pin type.
    """
    offered = catalog.offered
    if not offered:
        raise ValueError("the catalog offers no pin type, so there is nothing to recommend")
    fired = tuple([rule for rule in catalog.rules if holds(rule.when, needs)])
    standings = sorted((standing(pin_type, fired) for pin_type in offered), key=lambda s: s.rank)
    wanted = [s for s in standings if s.pin_type.id not in needs.unwanted]
    if any(not s.barred for s in wanted) or (wanted and all(s.barred for s in standings)):
        left_out = [s for s in standings if s.pin_type.id in needs.unwanted]
        return Decision(needs, fired, tuple(wanted), tuple(left_out))
    return Decision(needs, fired, tuple(standings))


def standing(pin_type: PinType, fired: tuple[Rule, ...]) -> Standing:
    """How ``pin_type`` stands after the rules that fired, whether it is offered or not."""
    barred: list[Rule] = []
    required: list[Rule] = []
    liked: list[Rule] = []
    disliked: list[Rule] = []
    for rule in fired:
        if rule.effect == "note":
            continue
        named = pin_type.id in rule.pin_types
        if (rule.effect == "rule_out" and named) or (rule.effect == "require" and not named):
            barred.append(rule)
        elif rule.effect == "require":
            required.append(rule)
        elif rule.effect == "prefer" and named and rule.weight:
            (liked if rule.weight > 0 else disliked).append(rule)
    score = sum(rule.weight for rule in liked + disliked)
    liked.sort(key=lambda rule: -rule.weight)
    disliked.sort(key=lambda rule: rule.weight)
    return Standing(pin_type, score, tuple(barred), tuple(required + liked), tuple(disliked))


def holds(when: When, needs: Needs) -> bool:
    """Whether a rule's condition holds; an unknown need satisfies no condition on its value."""
    # Few keys are given as a rule and this runs for every rule, so the others are not looked at.
    for key in when.__fields_set__:
        wanted = getattr(when, key)
        if wanted is None:
            continue
        if key == "unknown":
            fits = all(getattr(needs, need) is None for need in wanted)
        elif key == "quantity_below":
            fits = needs.quantity is not None and needs.quantity < wanted
        elif key == "quantity_from":
            fits = needs.quantity is not None and needs.quantity >= wanted
        elif key == "price_below":
            fits = needs.price is not None and needs.price < wanted
        elif key == "price_from":
            fits = needs.price is not None and needs.price >= wanted
        else:
            fits = getattr(needs, key) in wanted
        if not fits:
            return False
    return True
