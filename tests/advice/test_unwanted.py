"""Pin types that were turned down: never recommended as long as something else can be made."""

from __future__ import annotations

import random
from itertools import combinations

from pin_advisor.advice import Needs, about_unwanted, compare, recommend, second_best, why_not
from pin_advisor.advice.engine import decide
from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import VALUES

CLUB = Needs(occasion="club", budget="tight", dimensionality="2d", durability="low")
#: Combinations of needs that are tried with every set of types turned down.
TRIED = 150


def without(needs: Needs, *pin_types: str) -> Needs:
    return needs.with_changes({"unwanted": frozenset(pin_types)})


def some_needs() -> list[Needs]:
    chance = random.Random(7)
    return [
        Needs(**{need: chance.choice((None, *values)) for need, values in VALUES.items()})
        for _ in range(TRIED)
    ]


def test_only_what_nothing_else_can_do_is_recommended_though_unwanted(catalog: Catalog) -> None:
    ids = [pin_type.id for pin_type in catalog.offered]
    sets = [s for size in range(1, len(ids) + 1) for s in combinations(ids, size)]
    for needs in some_needs():
        possible = {s.pin_type.id for s in decide(needs, catalog).standings if not s.barred}
        for unwanted in sets:
            recommendation = recommend(without(needs, *unwanted), catalog)
            if recommendation.pin_type in unwanted:
                assert not possible - set(unwanted)
                assert "rather not" in str(about_unwanted(recommendation.needs, catalog))
            else:
                assert not {one.pin_type for one in recommendation.alternatives} & set(unwanted)


def test_whoever_turns_down_the_best_hears_that_it_was(catalog: Catalog) -> None:
    needs = without(CLUB, "soft_enamel")
    recommendation = recommend(needs, catalog)
    assert recommendation.pin_type == "screen_printed"
    assert recommendation.reasons
    text = about_unwanted(needs, catalog)
    assert (
        text
        == "Soft enamel pins would have suited you best. Since you don't want them, this is the next best."
    )


def test_whoever_turns_down_another_hears_nothing(catalog: Catalog) -> None:
    assert about_unwanted(CLUB, catalog) is None
    assert about_unwanted(without(CLUB, "cloisonne"), catalog) is None


def test_what_nothing_else_can_do_comes_with_the_way_out(catalog: Catalog) -> None:
    needs = without(Needs(occasion="club", dimensionality="3d"), "soft_enamel")
    assert recommend(needs, catalog).pin_type == "soft_enamel"
    text = str(about_unwanted(needs, catalog))
    assert "nothing else" in text
    assert "flat (2D)" in text


def test_whoever_turns_down_all_is_told_so(catalog: Catalog) -> None:
    needs = without(CLUB, *(pin_type.id for pin_type in catalog.offered))
    assert "turned down all" in str(about_unwanted(needs, catalog))


def test_why_not_says_that_it_was_turned_down(catalog: Catalog) -> None:
    text = " ".join(why_not("soft_enamel", without(CLUB, "soft_enamel"), catalog).texts)
    assert "don't want soft enamel pins" in text
    assert "would work, but" not in text


def test_second_best_and_comparisons_keep_to_it(catalog: Catalog) -> None:
    needs = without(CLUB, "soft_enamel")
    assert second_best(needs, catalog).pin_type != "soft_enamel"
    opening = compare(["soft_enamel", "screen_printed"], needs, catalog).texts[0]
    assert "Of all we offer" not in opening


def test_some_reason_is_given_even_where_nothing_speaks_for_the_rest(catalog: Catalog) -> None:
    needs = without(CLUB, "soft_enamel", "screen_printed", "photo_etched")
    recommendation = recommend(needs, catalog)
    assert recommendation.pin_type == "hard_enamel"
    assert recommendation.reasons
