from __future__ import annotations

from pin_advisor.advice import Needs
from pin_advisor.advice.changes import other_values, way_out
from pin_advisor.advice.engine import decide, standing


def exit_for(pin_type, needs, catalog):
    decision = decide(needs, catalog)
    return way_out(decision, standing(catalog.pin_type(pin_type), decision.fired), catalog)


def test_other_values_leave_out_the_present_one_and_start_with_the_nearest(make_catalog):
    catalog = make_catalog()
    assert other_values("budget", Needs(budget="tight"), catalog) == ("moderate", "premium")
    assert other_values("durability", Needs(durability="high"), catalog) == ("medium", "low")
    assert other_values("dimensionality", Needs(dimensionality="2d"), catalog) == ("3d",)
    assert other_values("surface", Needs(), catalog) == ("smooth", "raised")


def test_quantities_are_tried_on_both_sides_of_what_the_rules_tell_apart(make_catalog):
    rules = [
        {"id": "few", "when": {"quantity_below": 50}, "effect": "note"},
        {"id": "many", "when": {"quantity_from": 1000}, "effect": "note"},
        {"id": "one", "when": {"quantity_from": 1}, "effect": "note"},
    ]
    catalog = make_catalog(rules)
    assert other_values("quantity", Needs(quantity=50), catalog) == (49, 1, 999, 1000)
    assert other_values("quantity", Needs(), make_catalog()) == ()


def test_of_a_price_only_that_it_need_not_count_is_told(make_catalog):
    rules = [
        {"id": "dear", "when": {"price_below": 12}, "effect": "rule_out", "pin_types": ["wood"]},
        {"id": "fine", "when": {"price_from": 30}, "effect": "note"},
    ]
    catalog = make_catalog(rules)
    needs = Needs(budget="premium", price=8.0)
    assert other_values("price", needs, catalog) == (None,)
    assert other_values("price", Needs(budget="premium"), catalog) == ()


def test_giving_up_a_price_can_be_the_way_out(make_catalog):
    rules = [
        {"id": id, "when": when, "effect": "rule_out", "pin_types": ["wood"]}
        for id, when in [
            ("dear", {"budget": ["premium"], "price_below": 12}),
            ("less", {"budget": ["tight", "moderate"]}),
        ]
    ]
    exit_text = exit_for("wood", Needs(budget="premium", price=8.0), make_catalog(rules))
    assert exit_text == "Wood pins would be right where money is no object."


def test_the_way_out_names_the_one_need_that_stands_in_the_way(make_catalog):
    rules = [
        {"id": "flat", "when": {"dimensionality": ["3d"]}, "effect": "rule_out", "pin_types": ["wood"]},
        {"id": "dear", "when": {"budget": ["tight"]}, "effect": "rule_out", "pin_types": ["wood"]},
    ]
    catalog = make_catalog(rules)
    relief = Needs(dimensionality="3d")
    assert exit_for("wood", relief, catalog) == "Wood pins would be right for a flat (2D) design."
    both = Needs(dimensionality="3d", budget="tight")
    assert exit_for("wood", both, catalog) is None


def test_a_need_that_was_left_open_can_be_the_way_out(make_catalog):
    rules = [{"id": "ask", "when": {"unknown": ["budget"]}, "effect": "rule_out", "pin_types": ["wood"]}]
    assert exit_for("wood", Needs(), make_catalog(rules)) == "Wood pins would be right on a tight budget."


def test_nobody_is_told_to_find_another_occasion(make_catalog):
    rules = [{"id": "no", "when": {"occasion": ["school"]}, "effect": "rule_out", "pin_types": ["wood"]}]
    assert exit_for("wood", Needs(occasion="school"), make_catalog(rules)) is None


def test_a_change_that_leaves_the_type_ruled_out_by_something_else_is_no_way_out(make_catalog):
    everything = ["wood", "tin", "glass"]
    rules = [
        {"id": "flat", "when": {"dimensionality": ["3d"]}, "effect": "rule_out", "pin_types": everything},
        {"id": "wear", "when": {"durability": ["high"]}, "effect": "rule_out", "pin_types": everything},
    ]
    catalog = make_catalog(rules)
    assert exit_for("wood", Needs(dimensionality="3d", durability="high"), catalog) is None
    assert exit_for("wood", Needs(dimensionality="3d", durability="low"), catalog) is not None
