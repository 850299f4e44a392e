"""The shop's own rules against a plain reading of the article, over all combinations of needs."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from pin_advisor.advice import Needs, recommend
from pin_advisor.advice.engine import decide

HARD, SOFT, PRINTED, ETCHED, CLOISONNE = (
    "hard_enamel", "soft_enamel", "screen_printed", "photo_etched", "cloisonne",
)  # fmt: skip
LASTING = {CLOISONNE: 4, HARD: 3, SOFT: 2, PRINTED: 1, ETCHED: 0}

SHAPES = (None, "2d", "3d")
PRESTIGE = {"award", "employee_recognition", "corporate_gift", "branding", "collectible"}
HEIRLOOM = {"award", "corporate_gift", "personal_gift", "memorial", "collectible", "wedding"}
CASUAL = {
    "school", "promotion", "trade_show", "convention_trading", "fashion", "personal_gift", "sports_team",
    "club", "church", "fundraising", "wedding", "souvenir",
}  # fmt: skip


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        # The article's own examples.
        (Needs(occasion="award", budget="moderate", dimensionality="2d", durability="high"), HARD),
        (Needs(occasion="employee_recognition", budget="premium", dimensionality="2d"), HARD),
        (Needs(occasion="corporate_gift", budget="moderate", dimensionality="2d", durability="medium"), HARD),
        (Needs(occasion="branding", budget="moderate", dimensionality="2d", durability="high"), HARD),
        (Needs(occasion="branding"), HARD),
        (Needs(occasion="school", budget="tight", dimensionality="2d", durability="low"), SOFT),
        (Needs(occasion="personal_gift", budget="moderate", dimensionality="2d"), SOFT),
        (Needs(occasion="promotion", budget="moderate", dimensionality="2d", durability="medium"), SOFT),
        (Needs(occasion="convention_trading", budget="tight", dimensionality="2d"), SOFT),
        (Needs(occasion="fashion", budget="moderate", dimensionality="2d", durability="low"), SOFT),
        (Needs(occasion="collectible", budget="moderate", dimensionality="2d"), HARD),
        (Needs(dimensionality="3d"), SOFT),
        (Needs(occasion="branding", budget="premium", dimensionality="3d", durability="high"), SOFT),
        (Needs(occasion="award", budget="tight", dimensionality="2d", durability="high"), SOFT),
        # A jewel for ever, cost no object.
        (Needs(occasion="memorial", budget="premium", dimensionality="2d", durability="high"), CLOISONNE),
        (
            Needs(occasion="personal_gift", budget="premium", dimensionality="2d", durability="high"),
            CLOISONNE,
        ),
        (Needs(occasion="memorial", budget="premium", price=20.0, durability="high"), CLOISONNE),
        (Needs(occasion="memorial", budget="premium", price=8.0, durability="high"), HARD),
        (Needs(occasion="award", budget="premium", dimensionality="2d", durability="high"), HARD),
        (Needs(occasion="memorial", budget="moderate", dimensionality="2d", durability="high"), HARD),
        # The hand.
        (Needs(occasion="school", budget="moderate", dimensionality="2d", surface="smooth"), HARD),
        (Needs(occasion="award", budget="moderate", dimensionality="2d", surface="raised"), SOFT),
        (Needs(occasion="club", budget="tight", dimensionality="2d", surface="smooth"), SOFT),
        # The artwork.
        (Needs(occasion="branding", budget="premium", dimensionality="2d", artwork="gradient"), PRINTED),
        (Needs(occasion="wedding", budget="tight", artwork="photo"), PRINTED),
        (Needs(occasion="club", budget="tight", dimensionality="2d", artwork="fine_lines"), ETCHED),
        (Needs(occasion="club", durability="high", dimensionality="2d", artwork="fine_lines"), SOFT),
        (Needs(occasion="club", budget="premium", artwork="fine_lines"), SOFT),
        (Needs(dimensionality="3d", artwork="photo"), SOFT),
        # Branding on a tight budget: hard enamel where it has to last, else soft with a word about it.
        (Needs(occasion="branding", budget="tight", dimensionality="2d", durability="high"), HARD),
        (Needs(occasion="branding", budget="tight", dimensionality="2d", durability="low"), SOFT),
        # Nothing known: the most widely used type.
        (Needs(), SOFT),
        (Needs(quantity=200), SOFT),
    ],
)
def test_what_the_article_would_say(needs, expected, catalog):
    assert recommend(needs, catalog).pin_type == expected


def right_choices(needs):
    """The types that a reader of the article could defend, most binding reason first."""
    flat = needs.dimensionality != "3d"
    if not flat:
        return {SOFT}
    if needs.artwork in ("gradient", "photo"):
        return {PRINTED}
    if needs.surface == "raised":
        return {SOFT}
    if needs.artwork == "fine_lines":
        return {SOFT} if needs.durability == "high" or needs.budget == "premium" else {ETCHED}
    if needs.budget == "tight":
        return {HARD, SOFT} if needs.occasion == "branding" else {SOFT}
    if needs.budget == "premium" and needs.durability == "high":
        return {HARD, CLOISONNE} if needs.occasion in HEIRLOOM else {HARD}
    if needs.durability == "high" or needs.surface == "smooth" or needs.occasion in PRESTIGE:
        return {HARD}
    if needs.occasion in CASUAL and needs.budget != "premium":
        return {SOFT}
    return {HARD, SOFT}


def test_every_combination_gets_a_choice_that_the_article_supports(everything):
    assert len(everything) == 20 * 4 * 3 * 4 * 5 * 3
    wrong = {needs: r.pin_type for needs, r in everything.items() if r.pin_type not in right_choices(needs)}
    assert not wrong


def test_genuine_cloisonne_is_kept_for_lasting_jewels_without_a_limit_on_cost(everything):
    chosen = [needs for needs, r in everything.items() if r.pin_type == CLOISONNE]
    assert {needs.occasion for needs in chosen} == {
        "personal_gift", "memorial", "collectible", "corporate_gift",
    }  # fmt: skip
    assert {(needs.budget, needs.durability) for needs in chosen} == {("premium", "high")}


def test_an_amount_below_a_jewels_cost_makes_it_the_second_choice_at_most(catalog, everything):
    for needs, r in everything.items():
        if needs.budget == "premium":
            priced = decide(replace(needs, price=9.0), catalog)
            assert priced.best.pin_type.id == (HARD if r.pin_type == CLOISONNE else r.pin_type)
            assert decide(replace(needs, price=25.0), catalog).best.pin_type.id == r.pin_type
    lasting = Needs(occasion="corporate_gift", budget="premium", price=9.0, durability="high")
    r = recommend(lasting, catalog)
    assert r.alternatives[0].pin_type == CLOISONNE
    assert "where money is no object" in r.alternatives[0].text
    assert r.collision is None


def test_what_a_type_cannot_do_is_never_recommended(everything):
    broken = [
        needs
        for needs, r in everything.items()
        if (needs.dimensionality == "3d" and r.pin_type != SOFT)
        or (needs.artwork in ("gradient", "photo") and r.pin_type in (HARD, CLOISONNE, ETCHED))
        or (needs.artwork == "fine_lines" and r.pin_type in (HARD, CLOISONNE))
        or r.pin_type in {out.pin_type for out in r.ruled_out}
    ]
    assert not broken


def test_more_budget_never_gives_a_less_durable_pin(everything):
    steps = [("tight", "moderate"), ("moderate", "premium")]
    worse = [
        (needs, more)
        for needs, r in everything.items()
        for less, more in steps
        if needs.budget == less
        and LASTING[everything[replace(needs, budget=more)].pin_type] < LASTING[r.pin_type]
    ]
    assert not worse


def test_asking_for_more_wear_never_gives_a_less_durable_pin(everything):
    steps = [("low", "medium"), ("medium", "high")]
    worse = [
        (needs, more)
        for needs, r in everything.items()
        for less, more in steps
        if needs.durability == less
        and LASTING[everything[replace(needs, durability=more)].pin_type] < LASTING[r.pin_type]
    ]
    assert not worse


def test_the_quantity_changes_no_choice(catalog, everything):
    told_apart = (1, 49, 50, 300, 301)
    by_quantity = [rule for rule in catalog.rules if rule.when.quantity_below or rule.when.quantity_from]
    limits = {n for rule in by_quantity for n in (rule.when.quantity_below, rule.when.quantity_from) if n}
    assert limits <= set(told_apart)
    for needs, r in everything.items():
        if needs.artwork is None and needs.surface is None:
            choices = {decide(replace(needs, quantity=n), catalog).best.pin_type.id for n in told_apart}
            assert choices == {r.pin_type}
    # All that a quantity can add or take away is notes, so the same holds for every artwork and surface.
    assert {rule.effect for rule in by_quantity} == {"note"}
    assert not [rule for rule in catalog.rules if "quantity" in rule.when.unknown]


def test_what_was_assumed_is_what_the_advice_rests_on(everything):
    """Filling in all that was assumed leaves the choice as it is, and nothing had to be left open."""
    for needs, r in everything.items():
        filled = {one.need: one.value for one in r.assumed if one.value is not None}
        unknown = [
            need
            for need in ("occasion", "budget", "dimensionality", "durability", "quantity", "artwork")
            if getattr(needs, need) is None
        ]
        assert [one.need for one in r.assumed] == unknown
        assert set(filled) == set(unknown) - {"quantity"}
        assert everything[replace(needs, **filled)].pin_type == r.pin_type


def test_every_reason_belongs_to_a_rule_that_fired_and_speaks_for_the_choice(catalog, everything):
    rules = {rule.id: rule for rule in catalog.rules}
    for needs, r in everything.items():
        assert r.reasons
        for reason in r.reasons:
            rule = rules[reason.rule]
            assert reason.text == rule.because
            assert rule.effect == "prefer"
            assert rule.weight > 0
            assert r.pin_type in rule.pin_types
            assert all(
                getattr(needs, need) in allowed
                for need in ("occasion", "budget", "dimensionality", "durability", "artwork", "surface")
                if (allowed := getattr(rule.when, need)) is not None
            )
            assert all(getattr(needs, need) is None for need in rule.when.unknown)


def test_every_rule_comes_into_play_somewhere(catalog, everything):
    seen = set()
    for r in everything.values():
        seen |= {reason.rule for reason in (*r.reasons, *r.notes)}
        seen |= {out.rule for out in r.ruled_out}
    for needs in (Needs(quantity=n) for n in (10, 100, 1000)):
        seen |= {note.rule for note in recommend(needs, catalog).notes}
    # What speaks for or against a type that is not chosen shows in why_not and compare.
    for needs in everything:
        if needs.surface != "raised":
            for standing in decide(needs, catalog).standings[1:]:
                seen |= {rule.id for rule in (*standing.in_favour, *standing.objections)}
        if len(seen) == len(catalog.rules):
            break
    jewel = Needs(occasion="memorial", budget="premium", durability="high")
    for price in (8.0, 20.0):
        standings = decide(replace(jewel, price=price), catalog).standings
        seen |= {rule.id for s in standings for rule in (*s.in_favour, *s.objections)}
    seen |= {rule.id for s in decide(Needs(surface="raised"), catalog).standings for rule in s.objections}
    assert {rule.id for rule in catalog.rules} - seen == set()


def test_all_texts_can_be_read(everything, unreadable):
    texts = set()
    for r in everything.values():
        texts |= {reason.text for reason in (*r.reasons, *r.notes)}
        texts |= {item.text for item in (*r.alternatives, *r.ruled_out, *r.assumed)}
        texts |= {text for text in (r.collision, r.assumption) if text}
    assert [problem for text in texts if (problem := unreadable(text))] == []


def test_reasons_are_short_and_each_says_something_of_its_own(catalog):
    texts = [rule.because for rule in catalog.rules]
    assert max(map(len, texts)) <= 200
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("occasion", sorted(PRESTIGE))
def test_relief_for_a_prestigious_occasion_names_the_collision_and_offers_the_flat_version(occasion, catalog):
    r = recommend(Needs(occasion=occasion, dimensionality="3d", budget="moderate"), catalog)
    assert r.pin_type == SOFT
    assert "hard enamel is polished flat, so it works for 2D designs only" in r.collision
    assert "Hard enamel pins would be right for a flat (2D) design." in r.collision
    assert r.alternatives[0].pin_type == HARD
    assert "flat (2D)" in r.alternatives[0].text


@pytest.mark.parametrize("wear", [None, "low", "medium"])
def test_a_brand_on_a_tight_budget_hears_first_how_little_hard_enamel_costs_more(wear, catalog):
    r = recommend(Needs(occasion="branding", budget="tight", dimensionality="2d", durability=wear), catalog)
    assert r.pin_type == SOFT
    assert "a smaller pin or fewer colours may bring it within reach" in r.collision
    assert r.alternatives[0].pin_type == HARD


def test_a_brand_on_a_tight_budget_that_must_last_gets_hard_enamel_and_how_to_afford_it(catalog):
    r = recommend(Needs(occasion="branding", budget="tight", durability="high"), catalog)
    assert r.pin_type == HARD
    assert any("smaller pin or fewer colours" in reason.text for reason in r.reasons)
    assert "does not last as long" in r.collision
    assert r.alternatives[0].pin_type == SOFT


@pytest.mark.parametrize("artwork", ["gradient", "photo"])
def test_a_picture_in_relief_keeps_the_relief_and_says_what_that_costs(artwork, catalog):
    for occasion, budget in product((None, "award", "school"), (None, "tight", "premium")):
        r = recommend(Needs(occasion=occasion, budget=budget, dimensionality="3d", artwork=artwork), catalog)
        assert r.pin_type == SOFT
        assert "only print can show" in r.collision
        assert "Screen-printed pins would be right for a flat (2D) design." in r.collision


def test_a_tight_budget_is_no_collision_where_the_choice_is_cheap_itself(everything):
    for artwork in ("gradient", "photo", "fine_lines"):
        assert (
            everything[Needs(occasion="club", budget="tight", dimensionality="2d", artwork=artwork)].collision
            is None
        )


def test_an_epoxy_dome_is_spoken_of_for_flat_designs_only(everything):
    for shape in SHAPES:
        r = everything[Needs(occasion="club", budget="tight", dimensionality=shape, surface="smooth")]
        said = " ".join(item.text for item in (*r.reasons, *r.notes))
        assert r.pin_type == SOFT
        assert ("epoxy" in said) == (shape != "3d")


def test_plain_wishes_collide_with_nothing(everything):
    for occasion, budget in product(CASUAL, ("tight", "moderate")):
        r = everything[Needs(occasion=occasion, budget=budget, dimensionality="2d", durability="medium")]
        assert r.collision is None


@pytest.mark.parametrize("pin_type", [HARD, SOFT, PRINTED, ETCHED, CLOISONNE])
def test_a_shop_with_a_single_type_still_recommends_it(pin_type, catalog, asked_and_artwork):
    only = catalog.copy(
        update={"pin_types": tuple(t.copy(update={"offered": t.id == pin_type}) for t in catalog.pin_types)}
    )
    for needs in asked_and_artwork[::7]:
        r = recommend(needs, only)
        assert r.pin_type == pin_type
        assert r.alternatives == ()
        if r.ruled_out:
            assert r.collision.startswith("None of our pin types can do all of this")
