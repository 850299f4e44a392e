"""Questions about a recommendation, answered by the rules that made it.

Every answer holds its data and ``texts``: finished English, each piece at most
:data:`~pin_advisor.advice.words.LIMIT` characters, the direct answer first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pin_advisor.advice.changes import CHANGEABLE, other_values, way_out
from pin_advisor.advice.engine import Decision, Standing, decide, standing
from pin_advisor.advice.needs import Needs
from pin_advisor.advice.recommendation import Reason, Recommendation, as_reasons, gain_and_loss, recommend
from pin_advisor.advice.unwanted import would_be_best
from pin_advisor.advice.words import condition, joined, listed, plural, set_apart
from pin_advisor.catalog.models import Catalog, PinType, Rule

#: The places of an order of merit; whoever asks for a later one hears of the last.
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth")
#: Most types that are told of in a line each.
_MOST_LINES: Final = 7

Verdict = Literal["chosen", "possible", "ruled_out", "not_offered"]


@dataclass(frozen=True)
class Why:
    """Why the recommended type was chosen."""

    pin_type: str
    reasons: tuple[Reason, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class WhyNot:
    """Why a type was not chosen: what speaks against it, or what speaks more for the chosen one.

    With the verdict ``chosen`` the reasons are what still speaks against it, often nothing.
    """

    pin_type: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class WhatIf:
    """The recommendation before and after a change, and the rules that came in and fell away."""

    before: Recommendation
    after: Recommendation
    changed: bool
    gained: tuple[Reason, ...]
    lost: tuple[Reason, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One need that would alter the choice: any of ``values`` leads to ``pin_type``.

    ``None`` among them is a price that was named and need not count.
    """

    need: str
    values: tuple[str | int | None, ...]
    pin_type: str
    text: str


@dataclass(frozen=True)
class WhatWouldChange:
    """Every single change of one need that would alter the choice."""

    pin_type: str
    changes: tuple[Change, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Fit:
    """How well one type fits the needs."""

    pin_type: str
    verdict: Verdict
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    text: str


@dataclass(frozen=True)
class Comparison:
    """Types side by side for some needs, best first."""

    fits: tuple[Fit, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class SecondBest:
    """The runner-up; ``pin_type`` is ``None`` where nothing else offered can do it."""

    pin_type: str | None
    reasons: tuple[Reason, ...]
    texts: tuple[str, ...]


def why(recommendation: Recommendation) -> Why:
    """Why this pin type: its reasons, then the collision or what was assumed."""
    opening = f"Of what we offer, {recommendation.name} suit your wishes best."
    texts = (
        joined([opening, *(reason.text for reason in recommendation.reasons)]),
        *filter(None, [recommendation.collision, recommendation.assumption]),
    )
    return Why(recommendation.pin_type, recommendation.reasons, texts)


def why_not(pin_type: str, needs: Needs, catalog: Catalog) -> WhyNot:
    """Why not this type, whether it is offered or not.

    Raises:
        KeyError: the catalog knows no such pin type.
        ValueError: the catalog offers no pin type.
    """
    asked = catalog.pin_type(pin_type)
    decision = decide(needs, catalog)
    best = decision.best
    other = standing(asked, decision.fired)
    verdict = _verdict(other, decision)
    # What speaks only for the chosen type is a reason against all others, unless it is the other side
    # of an objection that has the same condition.
    conditions = {rule.when for rule in other.objections}
    shared = {rule.id for rule in other.in_favour}
    for_best = [rule for rule in best.in_favour if rule.id not in shared and rule.when not in conditions]
    rules: Sequence[Rule] = other.objections
    further: list[str | None]
    if verdict == "chosen":
        doubt = " One thing to weigh, though." if rules else ""
        opening = f"{asked.plural} are what I recommend to you.{doubt}"
        details = [rule.because for rule in rules] or [rule.because for rule in best.in_favour]
        further = []
    elif verdict == "not_offered":
        opening = _for_the_shop([asked])
        details = [f"For you I would take {plural(best.pin_type)}.", *_sentences(other.barred or for_best)]
        further = []
    elif verdict == "ruled_out":
        opening = f"{asked.plural} would not work here."
        details = _sentences(rules)
        further = [way_out(decision, other, catalog)]
    elif asked.id in needs.unwanted and would_be_best(needs, catalog) == asked.id:
        opening = f"You told me that you don't want {plural(asked)}. Otherwise they would be my first choice."
        details = [rule.because for rule in other.in_favour]
        further = [set_apart(other.pin_type, best.pin_type, catalog)]
    else:
        rules = [*rules, *for_best]
        opening = f"{asked.plural} would work, but {plural(best.pin_type)} suit you better."
        details = _sentences(rules)
        further = [set_apart(other.pin_type, best.pin_type, catalog), way_out(decision, other, catalog)]
    texts = (joined([opening, *details]), *filter(None, [joined(further)]))
    return WhyNot(pin_type, verdict, as_reasons(rules), texts)


def what_if(needs: Needs, change: Mapping[str, Any], catalog: Catalog) -> WhatIf:
    """What the recommendation would be with ``change``: needs and their new values.

    Raises:
        ValueError: a key is not a need, a value is not one that it can have, or the catalog offers no type.
    """
    before, after = recommend(needs, catalog), recommend(needs.with_changes(change), catalog)
    changed = before.pin_type != after.pin_type
    gained = tuple(reason for reason in after.reasons if reason not in before.reasons)
    lost = tuple(reason for reason in before.reasons if reason not in after.reasons)
    excluded = next((out.text for out in after.ruled_out if out.pin_type == before.pin_type), None)
    if before.needs == after.needs:
        opening = f"That is what I reckoned with, so it stays {after.name}."
    elif changed:
        opening = f"Then I would choose {after.name} instead of {before.name}."
    else:
        opening = f"It would still be {after.name}."
    details = [excluded or _new_doubt(before, after, catalog), *(r.text for r in gained or after.reasons)]
    texts = [joined([opening, *(details if changed else details[:2])])]
    if after.collision and after.collision != before.collision:
        texts.append(after.collision)
    return WhatIf(before, after, changed, gained, lost, tuple(texts))


def _new_doubt(before: Recommendation, after: Recommendation, catalog: Catalog) -> str | None:
    """What now speaks against the type that was recommended before, unless a collision tells it."""
    if after.collision or before.pin_type == after.pin_type:
        return None
    known = decide(before.needs, catalog).fired
    now = standing(catalog.pin_type(before.pin_type), decide(after.needs, catalog).fired)
    return next((rule.because for rule in now.against if rule not in known), None)


def what_would_change(needs: Needs, catalog: Catalog) -> WhatWouldChange:
    """The single changes that would alter the choice; of budget and durability the nearest one each.

    Raises:
        ValueError: the catalog offers no pin type.
    """
    best = decide(needs, catalog).best
    changes: list[Change] = []
    for need in CHANGEABLE:
        values_by_type: dict[str, list[str | int | None]] = {}
        for value in other_values(need, needs, catalog):
            outcome = decide(needs.with_changes({need: value}), catalog).best
            if outcome.pin_type is not best.pin_type and not outcome.barred:
                values_by_type.setdefault(outcome.pin_type.id, []).append(value)
        for pin_type, values in values_by_type.items():
            if need not in ("occasion", "artwork"):
                values = values[:1]
            name = catalog.pin_type(pin_type).plural
            text = f"{name} would be right {condition(need, values)}."
            changes.append(Change(need, tuple(values), pin_type, text))
    if changes:
        texts = tuple(change.text for change in changes)
    else:
        texts = (f"No single change would: it would still be {plural(best.pin_type)}.",)
    return WhatWouldChange(best.pin_type.id, tuple(changes), texts)


def compare(pin_types: Sequence[str], needs: Needs, catalog: Catalog) -> Comparison:
    """Set types side by side for these needs, best first.

    With fewer than two types, the missing ones are taken from the best for the needs.

    Raises:
        KeyError: the catalog knows no such pin type.
        ValueError: the catalog offers no pin type.
    """
    decision = decide(needs, catalog)
    ids = list(dict.fromkeys(pin_types))
    for other in decision.standings:
        if len(ids) < 2 and other.pin_type.id not in ids:
            ids.append(other.pin_type.id)
    asked = [standing(catalog.pin_type(pin_type), decision.fired) for pin_type in ids]
    asked.sort(key=lambda s: (not s.pin_type.offered, s.rank, _position(s, decision)))
    fits = tuple(_fit(one, asked, decision) for one in asked)
    texts = (_comparison_opening(asked, decision, catalog), *(fit.text for fit in fits))
    return Comparison(fits, texts)


def compare_all(needs: Needs, catalog: Catalog) -> Comparison:
    """Every type that is offered, best first, in a line each; what can't be made comes with the reason.

    Raises:
        ValueError: the catalog offers no pin type.
    """
    decision = decide(needs, catalog)
    standings = sorted((*decision.standings, *decision.left_out), key=lambda one: one.rank)
    fits = tuple(_fit(one, standings, decision) for one in standings)
    opening = "All that we offer" + (", best for your wishes first:" if needs != Needs() else ":")
    lines = [f"{one.pin_type.plural}: {_in_a_line(one)}" for one in standings[:_MOST_LINES]]
    return Comparison(fits, ("\n".join([opening, *lines]),))


def _in_a_line(one: Standing) -> str:
    """What sets a type apart, or what rules it out."""
    if one.barred:
        return f"not for these wishes. {one.barred[0].because}"
    summary = str(one.pin_type.summary)
    return summary[:1].lower() + summary[1:]


def second_best(needs: Needs, catalog: Catalog, place: int = 2) -> SecondBest:
    """The type to take if the recommended one is not to be, or the one in a later ``place``.

    Raises:
        ValueError: the catalog offers no pin type.
    """
    decision = decide(needs, catalog)
    best = decision.best
    others = [other for other in decision.standings[1:] if not other.barred]
    ordinal = _ORDINALS[min(place, len(_ORDINALS)) - 1]
    if len(others) > place - 2:
        other = others[place - 2]
        opening = f"{ordinal.capitalize()} best for you would be {plural(other.pin_type)}."
        text = joined([opening, gain_and_loss(other, best, catalog), *_sentences(other.in_favour)])
        return SecondBest(other.pin_type.id, as_reasons(other.in_favour), (text,))
    fit = "come close to" if best.barred else "fit"
    fitting = listed([plural(one.pin_type) for one in (best, *others)])
    sentences: list[str | None] = [
        f"There is no {ordinal} best: of what we offer, only {fitting} {fit} these wishes."
    ]
    for other in [one for one in decision.standings[1:] if one.barred][:1]:
        sentences += [other.barred[0].because, way_out(decision, other, catalog)]
    return SecondBest(None, (), (joined(sentences),))


def _verdict(one: Standing, decision: Decision) -> Verdict:
    if not one.pin_type.offered:
        return "not_offered"
    if one.pin_type is decision.best.pin_type:
        return "chosen"
    return "ruled_out" if one.barred else "possible"


def _fit(one: Standing, asked: Sequence[Standing], decision: Decision) -> Fit:
    verdict = _verdict(one, decision)
    name = one.pin_type.plural
    speaking = one.barred or (*one.in_favour, *one.against)
    if verdict == "not_offered":
        opening = _for_the_shop([one.pin_type])
    elif verdict == "chosen":
        opening = f"{name} fit best of all we offer."
    elif verdict == "ruled_out":
        opening = f"{name} would not work here."
    elif speaking:
        opening = f"{name} would work."
    else:
        opening = f"{name} would work, and nothing that you told me speaks for or against them."
    return Fit(
        one.pin_type.id,
        verdict,
        as_reasons(one.in_favour),
        as_reasons(one.objections),
        joined([opening, *_sentences(speaking)]),
    )


def _for_the_shop(pin_types: Sequence[PinType]) -> str:
    """That nobody but the shop knows whether it makes them, and why none of them is recommended."""
    names = listed([plural(pin_type) for pin_type in pin_types], last="or")
    return f"The shop confirms whether it makes {names}, so I do not recommend them by myself."


def _comparison_opening(asked: Sequence[Standing], decision: Decision, catalog: Catalog) -> str:
    first = asked[0]
    if len(asked) == 1:
        return f"{first.pin_type.plural} are the only type that we offer."
    others = listed([plural(other.pin_type) for other in asked[1:]])
    if not first.pin_type.offered:
        return _for_the_shop([one.pin_type for one in asked])
    best = decision.best.pin_type
    if first.barred:
        opening = f"None of these fits your wishes, {plural(first.pin_type)} come closest."
    else:
        opening = f"{first.pin_type.plural} suit you better than {others}."
    left_out = any(one.pin_type is first.pin_type for one in decision.left_out)
    hint = (
        None
        if left_out or first.pin_type is best
        else f"Of all we offer, {plural(best)} would suit you best."
    )
    return joined([opening, hint, set_apart(first.pin_type, asked[1].pin_type, catalog)])


def _position(one: Standing, decision: Decision) -> int:
    order = [other.pin_type.id for other in decision.standings]
    return order.index(one.pin_type.id) if one.pin_type.id in order else len(order)


def _sentences(rules: Sequence[Rule]) -> list[str]:
    return [rule.because for rule in rules]
