"""The recommendation: the decision put into the visitor's terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pin_advisor.advice.changes import CHANGEABLE, better_when
from pin_advisor.advice.collision import find_collision
from pin_advisor.advice.engine import Decision, Standing, decide
from pin_advisor.advice.needs import Needs
from pin_advisor.advice.words import ASSUMPTIONS, LEFT_OPEN, difference, joined, listed, plural
from pin_advisor.catalog.models import Catalog, Rule
from pin_advisor.vocabulary import NEEDS

#: How many alternatives a recommendation names at most.
NEAREST: Final = 2


@dataclass(frozen=True)
class Reason:
    """A rule that fired, by its id, and the sentence that the visitor reads."""

    rule: str
    text: str


@dataclass(frozen=True)
class Assumption:
    """What was assumed of an unknown ``need``.

    ``value`` is ``None`` where no value was filled in: for a quantity, and where a need was left open
    because the choice would have been another with the usual value.
    """

    need: str
    value: str | None
    text: str


@dataclass(frozen=True)
class Alternative:
    """Another type, and what it would gain and lose, or for what changed wish it would be right."""

    pin_type: str
    text: str


@dataclass(frozen=True)
class RuledOut:
    """An offered type that cannot do it, and the rule that says why."""

    pin_type: str
    rule: str
    text: str


@dataclass(frozen=True)
class Recommendation:
    """What to order, and why.

    ``name`` is the recommended type's plural inside a sentence ("soft enamel pins"). ``reasons``
    are strongest first. ``alternatives`` are nearest first. ``collision`` names wishes that cannot
    all be met; the type that lost by it is the first alternative where one changed wish would make
    it right, even if it is ruled out as things are. ``pull`` is the collision without its way out, which that
    alternative tells. ``assumption`` is all of ``assumed`` in one text.
    """

    pin_type: str
    name: str
    needs: Needs
    assumed: tuple[Assumption, ...]
    assumption: str | None
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]
    ruled_out: tuple[RuledOut, ...]
    notes: tuple[Reason, ...]
    collision: str | None
    pull: str | None


def recommend(needs: Needs, catalog: Catalog) -> Recommendation:
    """Recommend one of the offered pin types.

    Every combination of needs gets a recommendation, also where every type is ruled out: then it is
    the type that the fewest rules exclude, and ``collision`` says so.

    Raises:
        ValueError: the catalog offers no pin type.
    """
    decision = decide(needs, catalog)
    best = decision.best
    assumed = _assumed(decision, catalog)
    collision = find_collision(decision, catalog)
    near = [other for other in decision.standings[1:] if not other.barred]
    if collision and collision.way_out and collision.loser is not best:
        loser = collision.loser
        near = [loser, *(other for other in near if other is not loser)]
    return Recommendation(
        pin_type=best.pin_type.id,
        name=plural(best.pin_type),
        needs=needs,
        assumed=assumed,
        assumption=_assumption(assumed),
        reasons=as_reasons(best.in_favour or _against_the_next(decision)),
        alternatives=tuple(
            Alternative(other.pin_type.id, _instead(other, decision, catalog)) for other in near[:NEAREST]
        ),
        ruled_out=tuple(
            RuledOut(other.pin_type.id, other.barred[0].id, other.barred[0].because)
            for other in decision.standings
            if other.barred
        ),
        notes=as_reasons(
            rule
            for rule in decision.fired
            if rule.effect == "note" and (not rule.pin_types or best.pin_type.id in rule.pin_types)
        ),
        collision=collision.text if collision else None,
        pull=collision.brief if collision else None,
    )


def as_reasons(rules: Iterable[Rule]) -> tuple[Reason, ...]:
    """Rules as the visitor reads them."""
    return tuple(Reason(rule.id, rule.because) for rule in rules)


def _instead(other: Standing, decision: Decision, catalog: Catalog) -> str:
    """One sentence: for what other wish ``other`` would be the better choice, and what sets it apart."""
    apart = difference(other.pin_type, decision.best.pin_type, catalog)
    when = better_when(decision, other, catalog, CHANGEABLE)
    if not when:
        return (
            f"{other.pin_type.plural} would be {apart}."
            if apart
            else f"{other.pin_type.plural} would work too."
        )
    opening = f"{other.pin_type.plural} would be {'right' if other.barred else 'better'} {when}"
    return f"{opening}: {apart}." if apart else f"{opening}."


def _against_the_next(decision: Decision) -> tuple[Rule, ...]:
    """What speaks against the runner-up, where nothing else speaks for the best of those that are left."""
    return next((other.objections for other in decision.standings[1:] if other.objections), ())


def gain_and_loss(other: Standing, chosen: Standing, catalog: Catalog) -> str:
    """What the visitor would gain and lose with ``other`` in place of ``chosen``."""
    apart = difference(other.pin_type, chosen.pin_type, catalog)
    opening = (
        f"{other.pin_type.plural} would be {apart}." if apart else f"{other.pin_type.plural} would work too."
    )
    return joined([opening, *(rule.because for rule in other.against[:1])])


def _assumed(decision: Decision, catalog: Catalog) -> tuple[Assumption, ...]:
    """What the unknown needs were taken to be.

    A value is only claimed if filling it in, together with those before it, leaves the choice as it is.
    """
    filled = decision.needs
    assumed = []
    for need in NEEDS:
        if getattr(filled, need) is not None:
            continue
        value, words = ASSUMPTIONS[need]
        text = f"I assumed {words}."
        if value is not None:
            trial = filled.with_changes({need: value})
            if decide(trial, catalog).best.pin_type is decision.best.pin_type:
                filled = trial
            else:
                value, text = None, f"I left open {LEFT_OPEN[need]}."
        assumed.append(Assumption(need, value, text))
    return tuple(assumed)


def _assumption(assumed: Iterable[Assumption]) -> str | None:
    taken = [
        ASSUMPTIONS[one.need][1] for one in assumed if one.value is not None or one.need not in LEFT_OPEN
    ]
    return f"Where you did not say, I assumed {listed(taken)}." if taken else None
