from __future__ import annotations

from pin_advisor.advice import Needs
from pin_advisor.advice.collision import find_collision
from pin_advisor.advice.engine import decide


def collision(needs, catalog):
    return find_collision(decide(needs, catalog), catalog)


def rule(id, effect, *pin_types, weight=0, **when):
    return {"id": id, "when": when, "effect": effect, "pin_types": pin_types, "weight": weight}


NOT_WOOD = rule("not_wood", "rule_out", "wood", dimensionality=["3d"])


def test_a_strong_wish_for_a_type_that_is_ruled_out_is_named_with_both_sides(make_catalog):
    catalog = make_catalog([rule("finest", "prefer", "wood", weight=50, occasion=["award"]), NOT_WOOD])
    found = collision(Needs(occasion="award", dimensionality="3d"), catalog)
    assert found.loser.pin_type.id == "wood"
    assert "what finest says" in found.text
    assert "what not_wood says" in found.text
    assert found.text.endswith("Wood pins would be right for a flat (2D) design.")
    assert found.way_out in found.text


def test_a_mere_leaning_is_not_worth_a_word(make_catalog):
    catalog = make_catalog([rule("leaning", "prefer", "wood", weight=49, occasion=["award"]), NOT_WOOD])
    assert collision(Needs(occasion="award", dimensionality="3d"), catalog) is None


def test_a_wish_that_is_met_has_not_lost(make_catalog):
    both = rule("lasting", "prefer", "wood", "tin", weight=80, durability=["high"])
    assert collision(Needs(durability="high", dimensionality="3d"), make_catalog([both, NOT_WOOD])) is None


def test_a_wish_that_another_rule_meets_under_the_same_condition_has_not_lost(make_catalog):
    rules = [
        rule("dear_and_tough", "prefer", "wood", weight=80, durability=["high"]),
        rule("tough_too", "prefer", "tin", weight=10, durability=["high"]),
        NOT_WOOD,
    ]
    assert collision(Needs(durability="high", dimensionality="3d"), make_catalog(rules)) is None


def test_losing_to_a_stronger_wish_without_any_objection_is_no_collision(make_catalog):
    rules = [rule("a", "prefer", "wood", weight=60), rule("b", "prefer", "tin", weight=90)]
    assert collision(Needs(), make_catalog(rules)) is None


def test_a_rule_that_speaks_against_the_wish_is_an_objection_too(make_catalog):
    rules = [
        rule("finest", "prefer", "wood", weight=60, occasion=["award"]),
        rule("dear", "prefer", "wood", weight=-100, budget=["tight"]),
    ]
    found = collision(Needs(occasion="award", budget="tight"), make_catalog(rules))
    assert "what dear says" in found.text
    assert found.way_out == "Wood pins would be right on a moderate budget."


def test_the_strongest_of_several_lost_wishes_is_named(make_catalog):
    rules = [
        rule("strong", "prefer", "wood", weight=60),
        rule("stronger", "prefer", "glass", weight=70),
        rule("neither", "rule_out", "wood", "glass"),
    ]
    assert collision(Needs(), make_catalog(rules)).loser.pin_type.id == "glass"


def test_when_nothing_can_do_it_the_visitor_is_told_so(make_catalog):
    catalog = make_catalog([rule("none", "rule_out", "wood", "tin", "glass", dimensionality=["3d"])])
    found = collision(Needs(dimensionality="3d"), catalog)
    assert found.text.startswith("None of our pin types can do all of this, and wood pins come closest.")
    assert found.way_out == "Wood pins would be right for a flat (2D) design."


def test_in_brief_it_says_what_the_wish_alone_would_lead_to_and_what_stands_in_its_way(make_catalog):
    catalog = make_catalog([rule("finest", "prefer", "wood", weight=50, occasion=["award"]), NOT_WOOD])
    found = collision(Needs(occasion="award", dimensionality="3d"), catalog)
    assert found.brief == (
        "Two of your wishes pull apart: for an award alone I would choose wood pins. "
        "This is what not_wood says."
    )


def test_a_wish_that_takes_more_than_itself_is_told_in_its_own_words(make_catalog):
    rules = [
        rule("finest", "prefer", "glass", weight=50, occasion=["award"]),
        rule("fine", "prefer", "wood", weight=70, occasion=["award"], unknown=["dimensionality"]),
        rule("not_glass", "rule_out", "glass", dimensionality=["3d"]),
    ]
    found = collision(
        Needs(occasion="award", dimensionality="3d"), make_catalog(rules, offered="tin wood glass")
    )
    assert found.brief == (
        "Two of your wishes pull apart here. This is what finest says. This is what not_glass says."
    )
