from __future__ import annotations

import pytest

from pin_advisor.advice import (
    Needs,
    compare,
    compare_all,
    recommend,
    second_best,
    what_if,
    what_would_change,
    why,
    why_not,
)

TYPES = (
    "hard_enamel", "soft_enamel", "screen_printed", "photo_etched", "cloisonne",
    "offset_printed", "die_struck", "cast_3d", "pvc",
)  # fmt: skip
OFFERED = TYPES[:5]

RING = Needs(occasion="award", budget="moderate", dimensionality="3d", durability="high")
BADGE = Needs(occasion="school", budget="moderate", dimensionality="2d", durability="medium")
MEDAL = Needs(occasion="award", budget="moderate", dimensionality="2d", durability="high")


def test_why_gives_the_answer_then_the_reasons(catalog):
    answer = why(recommend(MEDAL, catalog))
    assert answer.pin_type == "hard_enamel"
    assert answer.texts[0].startswith("Of what we offer, hard enamel pins suit your wishes best. ")
    assert "award" in answer.texts[0]
    assert "last for years" in answer.texts[0]
    assert answer.reasons == recommend(MEDAL, catalog).reasons


def test_why_tells_what_was_assumed_and_what_collided(catalog):
    assert "I assumed a moderate budget" in why(recommend(Needs(occasion="club"), catalog)).texts[-1]
    assert any("works for 2D designs only" in text for text in why(recommend(RING, catalog)).texts)


def test_why_not_hard_enamel_for_relief_says_that_it_is_2d_only(catalog):
    answer = why_not("hard_enamel", RING, catalog)
    assert answer.verdict == "ruled_out"
    assert answer.texts[0].startswith("Hard enamel pins would not work here. ")
    assert "hard enamel is polished flat, so it works for 2D designs only" in answer.texts[0]
    assert "Hard enamel pins would be right for a flat (2D) design." in answer.texts[1]


def test_why_not_a_type_that_would_do_says_what_speaks_for_the_other_and_how_they_differ(catalog):
    answer = why_not("soft_enamel", MEDAL, catalog)
    assert answer.verdict == "possible"
    assert answer.texts[0].startswith("Soft enamel pins would work, but hard enamel pins suit you better. ")
    assert "lasts longer than soft enamel" in answer.texts[0]
    assert "cheaper" in answer.texts[1]
    assert "less durable" in answer.texts[1]


def test_why_not_the_recommended_type_itself(catalog):
    answer = why_not("hard_enamel", MEDAL, catalog)
    assert answer.verdict == "chosen"
    assert answer.reasons == ()
    assert answer.texts[0].startswith("Hard enamel pins are what I recommend to you.")
    brand = Needs(occasion="branding", budget="tight", durability="low")
    doubt = why_not("soft_enamel", brand, catalog)
    assert doubt.verdict == "chosen"
    assert [reason.rule for reason in doubt.reasons] == ["branding_not_soft"]
    assert "One thing to weigh, though." in doubt.texts[0]


def test_why_not_a_type_that_the_shop_does_not_make(catalog):
    answer = why_not("pvc", BADGE, catalog)
    assert answer.verdict == "not_offered"
    assert answer.texts[0].startswith("The shop confirms whether it makes PVC pins, ")
    assert "soft enamel pins" in answer.texts[0]


def test_a_type_that_nobody_knows_is_a_mistake_of_the_caller(catalog):
    with pytest.raises(KeyError):
        why_not("wooden", BADGE, catalog)


def test_what_if_the_choice_changes(catalog):
    answer = what_if(MEDAL, {"dimensionality": "3d"}, catalog)
    assert answer.changed
    assert (answer.before.pin_type, answer.after.pin_type) == ("hard_enamel", "soft_enamel")
    assert answer.texts[0].startswith("Then I would choose soft enamel pins instead of hard enamel pins. ")
    assert "2D designs only" in answer.texts[0]
    assert "relief_soft" in {reason.rule for reason in answer.gained}
    assert "lasting_hard" in {reason.rule for reason in answer.lost}


def test_what_if_the_choice_stays(catalog):
    answer = what_if(BADGE, {"budget": "tight"}, catalog)
    assert not answer.changed
    assert answer.texts[0].startswith("It would still be soft enamel pins. Your budget is tight")


def test_what_if_nothing_changes(catalog):
    answer = what_if(BADGE, {"budget": "moderate"}, catalog)
    assert not answer.changed
    assert answer.texts[0].startswith("That is what I reckoned with, so it stays soft enamel pins.")


def test_what_if_several_needs_change_or_one_is_withdrawn(catalog):
    assert what_if(BADGE, {"durability": "high", "quantity": 500}, catalog).after.pin_type == "hard_enamel"
    assert what_if(MEDAL, {"occasion": None, "durability": None}, catalog).after.pin_type == "soft_enamel"


def test_what_if_with_nonsense_is_a_mistake_of_the_caller(catalog):
    with pytest.raises(ValueError, match="artwork"):
        what_if(BADGE, {"artwork": "sketch"}, catalog)


def test_what_would_change_lists_the_nearest_change_of_each_need(catalog):
    answer = what_would_change(MEDAL, catalog)
    found = {(change.need, change.values, change.pin_type) for change in answer.changes}
    assert ("budget", ("tight",), "soft_enamel") in found
    assert ("dimensionality", ("3d",), "soft_enamel") in found
    assert ("artwork", ("gradient", "photo"), "screen_printed") in found
    assert "Soft enamel pins would be right on a tight budget." in answer.texts


def test_each_change_that_is_named_really_changes_the_choice_and_no_other_does(catalog, asked_and_artwork):
    values = {
        "budget": ("tight", "moderate", "premium"),
        "durability": ("low", "medium", "high"),
        "dimensionality": ("2d", "3d"),
        "surface": ("smooth", "raised"),
    }
    for needs in asked_and_artwork[::47]:
        answer = what_would_change(needs, catalog)
        current = recommend(needs, catalog).pin_type
        named = {}
        for change in answer.changes:
            named.setdefault(change.need, set()).add(change.pin_type)
            for value in change.values:
                outcome = recommend(needs.with_changes({change.need: value}), catalog).pin_type
                assert outcome == change.pin_type != current
        for need, options in values.items():
            outcomes = {recommend(needs.with_changes({need: v}), catalog).pin_type for v in options}
            assert outcomes - {current} == named.get(need, set())


def test_what_would_change_when_nothing_does(make_catalog):
    answer = what_would_change(Needs(), make_catalog())
    assert answer.changes == ()
    assert answer.texts == ("No single change would: it would still be wood pins.",)


def test_compare_puts_the_better_fit_first_and_gives_both_sides(catalog):
    answer = compare(("soft_enamel", "hard_enamel"), MEDAL, catalog)
    assert [fit.pin_type for fit in answer.fits] == ["hard_enamel", "soft_enamel"]
    assert [fit.verdict for fit in answer.fits] == ["chosen", "possible"]
    assert answer.texts[0].startswith("Hard enamel pins suit you better than soft enamel pins. ")
    assert "award_hard" in {reason.rule for reason in answer.fits[0].reasons_for}


def test_compare_tells_what_cannot_be_done_and_what_would_suit_better_than_both(catalog):
    answer = compare(("hard_enamel", "cloisonne"), RING, catalog)
    assert [fit.verdict for fit in answer.fits] == ["ruled_out", "ruled_out"]
    assert answer.texts[0].startswith("None of these fits your wishes, hard enamel pins come closest.")
    assert "Of all we offer, soft enamel pins would suit you best." in answer.texts[0]
    assert {reason.rule for reason in answer.fits[0].reasons_against} == {"relief_not_hard"}


def test_compare_with_types_that_are_not_offered(catalog):
    mixed = compare(("pvc", "soft_enamel"), BADGE, catalog)
    assert [fit.verdict for fit in mixed.fits] == ["chosen", "not_offered"]
    neither = compare(("pvc", "die_struck"), BADGE, catalog)
    assert neither.texts[0] == (
        "The shop confirms whether it makes PVC pins or die-struck pins,"
        " so I do not recommend them by myself."
    )


def test_compare_fills_up_to_two_types(catalog):
    assert [fit.pin_type for fit in compare((), MEDAL, catalog).fits] == ["hard_enamel", "soft_enamel"]
    one = compare(("cloisonne", "cloisonne"), MEDAL, catalog)
    assert {fit.pin_type for fit in one.fits} == {"hard_enamel", "cloisonne"}


def test_compare_in_a_shop_with_one_type(make_catalog):
    assert (
        compare((), Needs(), make_catalog(offered="wood")).texts[0]
        == "Wood pins are the only type that we offer."
    )


def test_second_best_is_the_next_that_can_do_it(catalog):
    answer = second_best(MEDAL, catalog)
    assert answer.pin_type == "soft_enamel"
    assert answer.texts[0].startswith("Second best for you would be soft enamel pins. ")
    assert "cheaper" in answer.texts[0]


def test_second_best_when_nothing_else_can_do_it(catalog):
    answer = second_best(RING, catalog)
    assert answer.pin_type is None
    assert answer.texts[0].startswith("There is no second best: of what we offer, only soft enamel pins fit")
    assert "Hard enamel pins would be right for a flat (2D) design." in answer.texts[0]


def test_second_best_in_a_shop_with_one_type(make_catalog):
    answer = second_best(Needs(), make_catalog(offered="wood"))
    assert answer.texts == ("There is no second best: of what we offer, only wood pins fit these wishes.",)


def test_second_best_when_everything_is_ruled_out(make_catalog):
    none = {"id": "none", "when": {}, "effect": "rule_out", "pin_types": ["wood", "tin", "glass"]}
    assert "only wood pins come close to these wishes" in second_best(Needs(), make_catalog([none])).texts[0]


def test_every_question_has_a_readable_answer_for_every_combination(
    catalog, everything, asked_and_artwork, unreadable
):
    """Over all needs that the form asks for and the artwork; types and dearer questions take turns."""
    texts = set()
    for turn, needs in enumerate(asked_and_artwork):
        recommendation = everything[needs]
        one, other = TYPES[turn % 9], TYPES[(turn // 9 + turn) % 9]
        refused = why_not(one, needs, catalog)
        second = second_best(needs, catalog)
        assert (refused.verdict == "not_offered") == (one not in OFFERED)
        assert (refused.verdict == "chosen") == (one == recommendation.pin_type)
        assert second.pin_type != recommendation.pin_type
        texts.update(refused.texts, second.texts, why(recommendation).texts)
        texts.update(compare((one, other), needs, catalog).texts)
        if turn % 7 == 0:
            change = {"surface": "raised"} if turn % 2 else {"budget": "premium", "durability": "high"}
            texts.update(what_if(needs, change, catalog).texts, what_would_change(needs, catalog).texts)
    assert [problem for text in texts if (problem := unreadable(text))] == []


def test_compare_never_ranks_a_type_that_is_not_offered_above_one_that_is(make_catalog):
    like = {"id": "like", "when": {}, "effect": "prefer", "pin_types": ["gold"], "weight": 90}
    answer = compare(("gold", "tin"), Needs(), make_catalog([like], offered="wood tin", known="gold"))
    assert [fit.pin_type for fit in answer.fits] == ["tin", "gold"]


def test_a_later_place_is_that_of_the_order(catalog):
    order = [fit.pin_type for fit in compare_all(MEDAL, catalog).fits]
    assert second_best(MEDAL, catalog, 2).pin_type == order[1]
    assert second_best(MEDAL, catalog, 3).pin_type == order[2]
    assert second_best(MEDAL, catalog, 3).texts[0].startswith("Third best for you would be")


def test_there_is_no_later_place_than_types_that_can_do_it(catalog):
    answer = second_best(RING, catalog, 3)
    assert answer.pin_type is None
    assert answer.texts[0].startswith("There is no third best")


def test_all_types_are_compared_in_a_line_each(catalog):
    (text,) = compare_all(MEDAL, catalog).texts
    opening, *lines = text.splitlines()
    assert "best for your wishes first" in opening
    assert len(lines) == len(catalog.offered)
    assert lines[0].startswith(catalog.pin_type(recommend(MEDAL, catalog).pin_type).plural)


def test_what_cannot_be_made_says_why_among_all(catalog):
    (text,) = compare_all(RING, catalog).texts
    assert "not for these wishes. Your design is 3D" in text


JEWEL = Needs(occasion="collectible", budget="premium", dimensionality="2d", durability="high")


def test_with_a_price_that_is_named_why_not_cloisonne_names_the_limit_and_no_figure(catalog):
    limited = JEWEL.with_changes({"price": 8.0})
    texts = " ".join(why_not("cloisonne", limited, catalog).texts)
    assert "You named what a pin may cost" in texts
    assert "would be right where money is no object" in texts
    assert "money is not the obstacle" not in texts
    assert not any(character.isdigit() for character in texts)


def test_what_would_change_says_that_the_price_need_not_count(catalog):
    told = what_would_change(JEWEL.with_changes({"price": 8.0}), catalog)
    (change,) = [change for change in told.changes if change.need == "price"]
    assert change.pin_type == "cloisonne"
    assert change.text == "Genuine cloisonné pins would be right where money is no object."
    assert not [change for change in what_would_change(JEWEL, catalog).changes if change.need == "price"]


def test_what_if_a_price_was_named_says_what_speaks_against_the_type_of_before(catalog):
    outcome = what_if(JEWEL, {"budget": "premium", "price": 8.0}, catalog)
    assert outcome.after.pin_type == "hard_enamel"
    assert "You named what a pin may cost" in outcome.texts[0]
