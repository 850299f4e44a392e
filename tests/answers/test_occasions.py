"""Which type suits an occasion."""

from __future__ import annotations

import pytest

from pin_advisor.advice import Needs, recommend
from pin_advisor.answers import Question, answer
from pin_advisor.answers.occasions import WORDS
from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import OCCASIONS


def ask(catalog: Catalog, occasion: str, *ids: str, form: str = "describe") -> str:
    question = Question("best_for", ids, form, occasion=occasion)  # type: ignore[arg-type]
    return answer([question], catalog).text


@pytest.mark.parametrize("occasion", WORDS)
def test_the_answer_names_the_type_that_the_advice_recommends(catalog: Catalog, occasion: str) -> None:
    recommended = catalog.pin_type(recommend(Needs(occasion=occasion), catalog).pin_type)
    assert ask(catalog, occasion).startswith(recommended.plural)


@pytest.mark.parametrize("occasion", ["award", "employee_recognition", "corporate_gift", "branding"])
def test_hard_enamel_is_for_where_quality_shows(catalog: Catalog, occasion: str) -> None:
    assert ask(catalog, occasion).startswith(f"Hard enamel pins are the best choice for {WORDS[occasion]}: ")


@pytest.mark.parametrize(
    "occasion", ["school", "promotion", "convention_trading", "fashion", "personal_gift"]
)
def test_soft_enamel_is_for_where_it_does_the_job(catalog: Catalog, occasion: str) -> None:
    assert ask(catalog, occasion).startswith(f"Soft enamel pins are the best choice for {WORDS[occasion]}: ")


def test_soft_enamel_is_advised_against_for_branding(catalog: Catalog) -> None:
    assert "Soft enamel does not last as long" in ask(catalog, "branding")


def test_the_right_type_is_confirmed_and_the_wrong_one_corrected(catalog: Catalog) -> None:
    assert ask(catalog, "award", "hard_enamel", form="yes_no").startswith("Yes, hard enamel pins")
    wrong = ask(catalog, "award", "soft_enamel", form="yes_no")
    assert wrong.startswith("Soft enamel pins are not the first choice for awards; hard enamel pins")


def test_of_two_types_the_better_one_is_named_though_a_third_is_best(catalog: Catalog) -> None:
    text = ask(catalog, "school", "hard_enamel", "soft_enamel", form="compare")
    assert text.startswith(
        "Soft enamel pins are a better choice for schools and students than hard enamel pins: "
    )


def test_an_occasion_that_decides_nothing_gets_both_sides(catalog: Catalog) -> None:
    text = ask(catalog, "other")
    assert "Hard enamel is the most suitable" in text
    assert "Soft enamel is good for" in text


def test_every_occasion_has_words_or_decides_nothing(catalog: Catalog) -> None:
    assert set(OCCASIONS) - set(WORDS) == {"other"}


def test_an_unknown_occasion_is_not_an_error(catalog: Catalog) -> None:
    assert "Hard enamel" in ask(catalog, "moon_landing")
