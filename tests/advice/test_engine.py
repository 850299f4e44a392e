from __future__ import annotations

import pytest

from pin_advisor.advice import Needs
from pin_advisor.advice.engine import decide, holds
from pin_advisor.catalog.models import When


def ranking(decision):
    return [standing.pin_type.id for standing in decision.standings]


def prefer(id, pin_type, weight, **when):
    return {"id": id, "when": when, "effect": "prefer", "pin_types": [pin_type], "weight": weight}


@pytest.mark.parametrize(
    ("when", "needs", "expected"),
    [
        ({}, {}, True),
        ({}, {"occasion": "award", "quantity": 5}, True),
        ({"occasion": ["award", "school"]}, {"occasion": "school"}, True),
        ({"occasion": ["award", "school"]}, {"occasion": "club"}, False),
        ({"occasion": ["award"]}, {}, False),
        ({"occasion": ["award"], "budget": ["tight"]}, {"occasion": "award"}, False),
        ({"occasion": ["award"], "budget": ["tight"]}, {"occasion": "award", "budget": "tight"}, True),
        ({"surface": ["raised"]}, {"surface": "raised"}, True),
        ({"quantity_below": 50}, {"quantity": 49}, True),
        ({"quantity_below": 50}, {"quantity": 50}, False),
        ({"quantity_below": 50}, {}, False),
        ({"quantity_from": 50}, {"quantity": 50}, True),
        ({"quantity_from": 50}, {"quantity": 49}, False),
        ({"quantity_from": 50}, {}, False),
        ({"quantity_from": 50, "quantity_below": 100}, {"quantity": 99}, True),
        ({"price_below": 12}, {"price": 11.99}, True),
        ({"price_below": 12}, {"price": 12}, False),
        ({"price_below": 12}, {}, False),
        ({"price_from": 12}, {"price": 12.0}, True),
        ({"price_from": 12}, {"price": 11.5}, False),
        ({"price_from": 12}, {"budget": "premium"}, False),
        ({"unknown": ["price"]}, {"budget": "premium"}, True),
        ({"unknown": ["price"]}, {"price": 3.5}, False),
        ({"unknown": ["budget"]}, {}, True),
        ({"unknown": ["budget"]}, {"budget": "tight"}, False),
        ({"unknown": ["budget", "quantity"]}, {"quantity": 3}, False),
        ({"unknown": ["budget"], "occasion": ["award"]}, {"occasion": "award"}, True),
    ],
)
def test_when_a_condition_holds(when, needs, expected):
    assert holds(When(**when), Needs(**needs)) is expected


def test_the_highest_sum_of_weights_wins(make_catalog):
    catalog = make_catalog([prefer("a", "tin", 30), prefer("b", "glass", 20), prefer("c", "glass", 15)])
    assert ranking(decide(Needs(), catalog)) == ["glass", "tin", "wood"]


def test_a_negative_weight_counts_against(make_catalog):
    catalog = make_catalog([prefer("a", "wood", 30), prefer("b", "wood", -40)])
    decision = decide(Needs(), catalog)
    assert ranking(decision) == ["tin", "glass", "wood"]
    assert [rule.id for rule in decision.standings[2].against] == ["b"]
    assert [rule.id for rule in decision.standings[2].in_favour] == ["a"]


def test_equal_types_stay_in_the_order_of_the_catalog(make_catalog):
    assert ranking(decide(Needs(), make_catalog(offered="tin wood glass"))) == ["tin", "wood", "glass"]


def test_only_rules_whose_condition_holds_count(make_catalog):
    catalog = make_catalog([prefer("a", "glass", 10, budget=["tight"])])
    assert ranking(decide(Needs(budget="tight"), catalog))[0] == "glass"
    assert ranking(decide(Needs(budget="premium"), catalog))[0] == "wood"
    assert ranking(decide(Needs(), catalog))[0] == "wood"


def test_no_weight_outweighs_a_rule_that_rules_out(make_catalog):
    rules = [
        prefer("a", "wood", 10_000),
        {"id": "no", "when": {}, "effect": "rule_out", "pin_types": ["wood"]},
    ]
    assert ranking(decide(Needs(), make_catalog(rules)))[-1] == "wood"


def test_a_requirement_bars_all_others_and_speaks_for_its_own(make_catalog):
    rules = [{"id": "must", "when": {}, "effect": "require", "pin_types": ["tin"]}, prefer("a", "wood", 50)]
    decision = decide(Needs(), make_catalog(rules))
    assert decision.best.pin_type.id == "tin"
    assert [rule.id for rule in decision.best.in_favour] == ["must"]
    assert all([rule.id for rule in other.barred] == ["must"] for other in decision.standings[1:])


def test_when_all_are_barred_the_one_with_the_fewest_bars_comes_first(make_catalog):
    rules = [
        {"id": "no_1", "when": {}, "effect": "rule_out", "pin_types": ["wood", "tin", "glass"]},
        {"id": "no_2", "when": {}, "effect": "rule_out", "pin_types": ["wood", "tin"]},
        prefer("a", "wood", 99),
    ]
    assert ranking(decide(Needs(), make_catalog(rules))) == ["glass", "wood", "tin"]


def test_a_note_changes_nothing(make_catalog):
    rules = [{"id": "hint", "when": {}, "effect": "note", "pin_types": ["glass"]}]
    decision = decide(Needs(), make_catalog(rules))
    assert decision.best.pin_type.id == "wood"
    assert [rule.id for rule in decision.fired] == ["hint"]


def test_types_that_are_not_offered_are_never_ranked(make_catalog):
    catalog = make_catalog([prefer("a", "gold", 500)], offered="tin", known="gold")
    assert ranking(decide(Needs(), catalog)) == ["tin"]


def test_the_strongest_rules_are_named_first(make_catalog):
    catalog = make_catalog([prefer("a", "wood", 5), prefer("b", "wood", 50), prefer("c", "wood", 20)])
    assert [rule.id for rule in decide(Needs(), catalog).best.in_favour] == ["b", "c", "a"]


def test_a_shop_that_offers_nothing_gets_a_clear_error(make_catalog):
    with pytest.raises(ValueError, match="offers no pin type"):
        decide(Needs(), make_catalog(offered="", known="gold"))
