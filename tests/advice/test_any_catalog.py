"""Whatever a shop owner makes of the catalog, as long as it is valid, the advice holds its promises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pin_advisor.advice import (
    Needs,
    compare,
    recommend,
    second_best,
    what_if,
    what_would_change,
    why,
    why_not,
)

TYPES = ("hard_enamel", "soft_enamel", "screen_printed", "photo_etched", "cloisonne", "die_struck", "pvc")
VALUES = {
    "occasion": ("award", "school", "branding", "other"),
    "budget": ("tight", "moderate", "premium"),
    "dimensionality": ("2d", "3d"),
    "durability": ("low", "medium", "high"),
    "artwork": ("flat", "gradient", "photo", "fine_lines"),
    "surface": ("smooth", "raised"),
}

needs_values = {need: st.none() | st.sampled_from(values) for need, values in VALUES.items()}
all_needs = st.builds(Needs, **needs_values, quantity=st.none() | st.integers(1, 400),
                      price=st.none() | st.sampled_from((0.5, 5.0, 12.0, 40.0)))  # fmt: skip
whens = st.fixed_dictionaries(
    {},
    optional={
        **{need: st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)
           for need, values in VALUES.items()},
        "quantity_below": st.integers(1, 300),
        "quantity_from": st.integers(1, 300),
        "price_below": st.sampled_from((1.0, 5.0, 12.0)),
        "price_from": st.sampled_from((1.0, 5.0, 12.0)),
        "unknown": st.lists(st.sampled_from(("occasion", "budget", "price", "artwork")),
                            max_size=2, unique=True),
    },
)  # fmt: skip
rules = st.lists(
    st.fixed_dictionaries({
        "when": whens,
        "effect": st.sampled_from(("rule_out", "require", "prefer", "note")),
        "pin_types": st.lists(st.sampled_from(TYPES), min_size=1, max_size=4, unique=True),
        "weight": st.integers(-200, 200),
    }),
    max_size=8,
)  # fmt: skip
offers = st.sets(st.sampled_from(TYPES), min_size=1)


def with_offer(catalog, offered):
    types = tuple(t.copy(update={"offered": t.id in offered}) for t in catalog.pin_types)
    return catalog.copy(update={"pin_types": types})


def taken_away(rule, offered):
    """What a rule that fired forbids, by the words of its effect."""
    if rule.effect == "rule_out":
        return offered & set(rule.pin_types)
    return offered - set(rule.pin_types) if rule.effect == "require" else set()


def fires(rule, needs):
    when = rule.when
    size = needs.quantity
    return (
        all(getattr(when, n) is None or getattr(needs, n) in getattr(when, n) for n in VALUES)
        and (when.quantity_below is None or (size is not None and size < when.quantity_below))
        and (when.quantity_from is None or (size is not None and size >= when.quantity_from))
        and (when.price_below is None or (needs.price is not None and needs.price < when.price_below))
        and (when.price_from is None or (needs.price is not None and needs.price >= when.price_from))
        and all(getattr(needs, n) is None for n in when.unknown)
    )


def check_promises(needs, catalog, offered):
    r = recommend(needs, catalog)
    assert r == recommend(needs, catalog)
    assert r.pin_type in offered
    fired = {rule.id: rule for rule in catalog.rules if fires(rule, needs)}
    forbidden = set().union(*(taken_away(rule, offered) for rule in fired.values()))
    assert {out.pin_type for out in r.ruled_out} == forbidden
    if forbidden < offered:
        assert r.pin_type not in forbidden
    else:
        assert r.collision
    for reason in r.reasons:
        rule = fired[reason.rule]
        in_favour = rule.effect == "require" or (rule.effect == "prefer" and rule.weight > 0)
        # Where nothing speaks for the best of those that are left, it is what speaks against the next.
        against = rule.effect in ("rule_out", "require") or (rule.effect == "prefer" and rule.weight < 0)
        assert (in_favour and r.pin_type in rule.pin_types) or against
    for note in r.notes:
        assert fired[note.rule].effect == "note"
    for alternative in r.alternatives:
        assert alternative.pin_type in offered - {r.pin_type}
    filled = {one.need: one.value for one in r.assumed if one.value is not None}
    assert recommend(needs.with_changes(filled), catalog).pin_type == r.pin_type
    answers = [
        why(r),
        second_best(needs, catalog),
        what_if(needs, {"dimensionality": "3d", "quantity": 20}, catalog),
        what_would_change(needs, catalog),
        compare((), needs, catalog),
        compare(("pvc", "soft_enamel", "cast_3d"), needs, catalog),
        *(why_not(t.id, needs, catalog) for t in catalog.pin_types),
    ]
    for answer in answers:
        assert answer.texts
        assert all(10 <= len(text) <= 400 for text in answer.texts)


@settings(max_examples=60, deadline=None)
@given(needs=all_needs, offered=offers)
def test_a_shop_may_switch_types_on_and_off(catalog, needs, offered):
    check_promises(needs, with_offer(catalog, offered), offered)


@settings(max_examples=120, deadline=None)
@given(needs=all_needs, offered=offers, rules=rules)
def test_a_shop_may_write_its_own_rules(catalog, needs, offered, rules):
    made = [
        type(catalog.rules[0])(id=f"rule_{i}", because=f"Reason number {i}.", source="shop", **rule)
        for i, rule in enumerate(rules)
    ]
    check_promises(needs, with_offer(catalog, offered).copy(update={"rules": tuple(made)}), offered)


@settings(max_examples=60, deadline=None)
@given(needs=all_needs, dropped=st.sets(st.integers(0, 90), max_size=40))
def test_a_shop_may_drop_any_of_the_rules(catalog, needs, dropped):
    kept = tuple(rule for i, rule in enumerate(catalog.rules) if i not in dropped)
    offered = {t.id for t in catalog.pin_types if t.offered}
    check_promises(needs, catalog.copy(update={"rules": kept}), offered)


def test_a_type_that_is_switched_on_can_be_recommended(catalog):
    without_screens = with_offer(catalog, {"soft_enamel", "hard_enamel", "offset_printed"})
    assert recommend(Needs(artwork="photo"), without_screens).pin_type == "offset_printed"


@pytest.mark.parametrize("pin_type", ["hard_enamel", "soft_enamel", "cloisonne"])
def test_a_type_that_is_switched_off_is_never_recommended(pin_type, catalog, asked_and_artwork):
    rest = {"hard_enamel", "soft_enamel", "screen_printed", "photo_etched", "cloisonne"} - {pin_type}
    shop = with_offer(catalog, rest)
    assert {recommend(needs, shop).pin_type for needs in asked_and_artwork[::5]} <= rest
