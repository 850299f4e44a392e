"""Why it is as was answered."""

from __future__ import annotations

import pytest

from pin_advisor.answers import Question, answer
from pin_advisor.answers.question import OTHERS, REASON
from pin_advisor.answers.reasons import reason
from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import ASPECTS

HARD = ("hard_enamel",)


@pytest.mark.parametrize(
    ("topic", "types", "explains"),
    [
        ("dimensions", HARD, "hard_3d"),
        ("hard_3d", HARD, "process"),
        ("materials", ("cloisonne",), "copper_only"),
        ("hard_min_line", HARD, "hard_min_why"),
        ("cost", ("soft_enamel",), "process"),
        ("difference", (), "process_difference"),
        ("rust", (), "base_metals"),
    ],
)
def test_what_explains_it(topic: str, types: tuple[str, ...], explains: str, catalog: Catalog) -> None:
    found = reason(Question(topic, types), catalog)
    assert found is not None
    assert (found.topic, found.pin_types) == (explains, types)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_aspect_has_a_reason(aspect: str, catalog: Catalog) -> None:
    for pin_type in catalog.pin_types:
        found = reason(Question(aspect, (pin_type.id,)), catalog)
        assert found is not None
        assert found.topic != aspect


def test_without_a_question_before_there_is_none(catalog: Catalog) -> None:
    assert reason(None, catalog) is None
    assert answer([Question(REASON)], catalog).text


def test_the_others_are_all_but_those_before(catalog: Catalog) -> None:
    asked = answer([Question(OTHERS)], catalog, Question("scratch", HARD)).question
    assert asked is not None
    assert asked.topic == "scratch"
    assert set(asked.pin_types) == {p.id for p in catalog.offered} - set(HARD)
