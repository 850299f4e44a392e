"""What helps where an answer disappoints: "what can I do then?"."""

from __future__ import annotations

import pytest

from pin_advisor.answers import Question, answer
from pin_advisor.answers.question import WAY_OUT
from pin_advisor.answers.ways_out import way_out
from pin_advisor.catalog.models import Catalog


@pytest.mark.parametrize(
    ("topic", "direction"), [("dimensions", "most"), ("durability", "most"), ("cost", "least")]
)
def test_of_an_aspect_the_types_are_told_that_do_best(topic: str, direction: str, catalog: Catalog) -> None:
    found = way_out(Question(topic, ("hard_enamel",)), catalog)
    assert found == Question(topic, form="superlative", direction=direction)  # type: ignore[arg-type]


def test_any_other_topic_leads_on_to_what_helps(catalog: Catalog) -> None:
    found = way_out(Question("soft_chips_yellows", ("soft_enamel",)), catalog)
    assert found is not None
    assert found.topic == "epoxy_needed"


def test_without_an_answer_there_is_none(catalog: Catalog) -> None:
    assert way_out(None, catalog) is None
    assert answer([Question(WAY_OUT)], catalog).text


def test_it_is_answered(catalog: Catalog) -> None:
    after = answer([Question(WAY_OUT)], catalog, Question("dimensions", ("hard_enamel",)))
    assert after.topics == ("dimensions",)
    assert after.text.startswith("Soft enamel")
