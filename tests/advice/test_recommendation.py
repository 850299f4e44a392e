from __future__ import annotations

import pytest

from pin_advisor.advice import Needs, Reason, recommend

SCALES = {"cost": {"more": "dearer", "most": "dearest", "less": "cheaper", "least": "cheapest"}}


def rule(id, effect, *pin_types, weight=0, **when):
    return {"id": id, "when": when, "effect": effect, "pin_types": pin_types, "weight": weight}


def test_reasons_speak_for_the_choice_only(make_catalog):
    catalog = make_catalog([
        rule("for_tin", "prefer", "tin", weight=20),
        rule("more_for_tin", "prefer", "tin", "wood", weight=30),
        rule("against_tin", "prefer", "tin", weight=-5),
        rule("for_wood", "prefer", "wood", weight=1),
    ])  # fmt: skip
    r = recommend(Needs(), catalog)
    assert (r.pin_type, r.name) == ("tin", "tin pins")
    assert [reason.rule for reason in r.reasons] == ["more_for_tin", "for_tin"]
    assert r.reasons[1] == Reason("for_tin", "This is what for_tin says.")


def test_types_that_are_ruled_out_say_by_which_rule_and_are_no_alternatives(make_catalog):
    catalog = make_catalog([rule("no_tin", "rule_out", "tin")])
    r = recommend(Needs(), catalog)
    assert [(out.pin_type, out.rule, out.text) for out in r.ruled_out] == [
        ("tin", "no_tin", "This is what no_tin says.")
    ]
    assert [alternative.pin_type for alternative in r.alternatives] == ["glass"]


def test_alternatives_are_the_nearest_two_and_say_when_they_would_be_better_and_how(make_catalog):
    catalog = make_catalog(
        [
            rule("like_wood", "prefer", "wood", weight=9),
            rule("doubt", "prefer", "tin", weight=-1),
            rule("no", "prefer", "iron", weight=-9),
            rule("dressy", "prefer", "glass", weight=20, budget=["premium"]),
        ],
        offered="iron wood tin glass",
        scales=SCALES,
        ranks={"cost": {"wood": 1, "tin": 2}},
    )
    r = recommend(Needs(), catalog)
    assert [(alternative.pin_type, alternative.text) for alternative in r.alternatives] == [
        ("glass", "Glass pins would be better on a generous budget."),
        ("tin", "Tin pins would be cheaper."),
    ]


def test_an_alternative_that_nothing_sets_apart_would_work_too(make_catalog):
    r = recommend(Needs(), make_catalog(offered="wood tin"))
    assert [alternative.text for alternative in r.alternatives] == ["Tin pins would work too."]


def test_an_alternative_says_in_one_sentence_when_it_would_be_right_and_what_sets_it_apart(make_catalog):
    catalog = make_catalog(
        [rule("flat", "rule_out", "wood", dimensionality=["3d"]), rule("best", "prefer", "wood", weight=60)],
        offered="wood tin",
        scales=SCALES,
        ranks={"cost": {"wood": 1, "tin": 2}},
    )
    r = recommend(Needs(dimensionality="3d"), catalog)
    assert r.alternatives[0].text == "Wood pins would be right for a flat (2D) design: dearer."


def test_the_loser_of_a_collision_is_the_first_alternative_where_there_is_a_way_to_it(make_catalog):
    catalog = make_catalog([
        rule("best", "prefer", "glass", weight=60),
        rule("flat", "rule_out", "glass", dimensionality=["3d"]),
    ])  # fmt: skip
    r = recommend(Needs(dimensionality="3d"), catalog)
    assert r.pin_type == "wood"
    assert [alternative.pin_type for alternative in r.alternatives] == ["glass", "tin"]
    assert r.alternatives[0].text == "Glass pins would be right for a flat (2D) design."
    assert r.alternatives[0].text in r.collision


def test_notes_for_a_type_go_with_that_type_only(make_catalog):
    notes = [rule("always", "note"), rule("for_wood", "note", "wood"), rule("for_tin", "note", "tin")]
    r = recommend(Needs(), make_catalog(notes))
    assert r.pin_type == "wood"
    assert [note.rule for note in r.notes] == ["always", "for_wood"]


def test_what_was_not_said_is_assumed_in_one_text_and_one_by_one(make_catalog):
    needs = Needs(occasion="award", budget="tight", quantity=100, artwork="flat")
    r = recommend(needs, make_catalog())
    assert [(one.need, one.value) for one in r.assumed] == [
        ("dimensionality", "2d"),
        ("durability", "medium"),
    ]
    assert r.assumption == "Where you did not say, I assumed a flat (2D) design and ordinary wear."


def test_nothing_is_assumed_when_all_is_said(make_catalog):
    needs = Needs("award", "tight", "2d", "low", 100, "flat")
    r = recommend(needs, make_catalog())
    assert r.assumed == ()
    assert r.assumption is None


def test_an_assumption_that_would_change_the_choice_is_not_claimed(make_catalog):
    """A shop whose rules treat an unknown budget unlike a moderate one."""
    r = recommend(Needs(), make_catalog([rule("middle", "prefer", "tin", weight=9, budget=["moderate"])]))
    assert r.pin_type == "wood"
    budget = next(one for one in r.assumed if one.need == "budget")
    assert (budget.value, budget.text) == (None, "I left open the budget.")
    assert "budget" not in r.assumption


def test_the_same_needs_and_catalog_always_give_the_same_advice(catalog):
    needs = Needs(occasion="club", artwork="fine_lines", budget="premium")
    assert recommend(needs, catalog) == recommend(needs, catalog.copy(deep=True))


def test_when_everything_is_ruled_out_there_is_still_a_recommendation(make_catalog):
    r = recommend(Needs(), make_catalog([rule("none", "rule_out", "wood", "tin", "glass")]))
    assert r.pin_type == "wood"
    assert {out.pin_type for out in r.ruled_out} == {"wood", "tin", "glass"}
    assert r.collision.startswith("None of our pin types can do all of this")


def test_a_shop_that_offers_nothing_gets_a_clear_error(make_catalog):
    with pytest.raises(ValueError, match="offers no pin type"):
        recommend(Needs(), make_catalog(offered="", known="gold"))
