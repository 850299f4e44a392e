"""The first thought for who tells some wishes and asks which kind of pin to take."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from pin_advisor.advice import Needs, recommend
from pin_advisor.answers.first_thought import first_thought
from pin_advisor.answers.sentences import split
from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import VALUES


@pytest.mark.parametrize(
    ("needs", "starts"),
    [
        ({"occasion": "award"}, "For an award I'd begin with hard enamel: it has the quality"),
        ({"occasion": "school", "quantity": 400}, "For a school I'd begin with soft enamel: it is a good"),
        ({"artwork": "photo"}, "For artwork with a photo I'd begin with screen-printed pins: only print can"),
        (
            {"surface": "raised"},
            "For raised lines that you can feel I'd begin with soft enamel pins: on",
        ),
        ({"dimensionality": "3d", "occasion": "award"}, "For a 3D design I'd begin with soft enamel: it"),
        ({"budget": "premium"}, "On a generous budget I'd begin with hard enamel pins. Your budget is"),
        ({"quantity": 5}, "As a rule I'd begin with soft enamel: it is probably the most widely used"),
    ],
)
def test_it_begins_with_the_type_and_its_reason(catalog: Catalog, needs: dict[str, Any], starts: str) -> None:
    thought = first_thought(Needs(**needs), catalog)
    assert thought is not None
    assert thought.text.startswith(starts)
    assert thought.sources


def test_nothing_told_gives_no_thought(catalog: Catalog) -> None:
    assert first_thought(Needs(), catalog) is None


def test_it_is_what_the_advice_would_recommend_and_short(catalog: Catalog) -> None:
    """Whatever is told: never another type, never more than two sentences."""
    pairs = [(None, *values) for values in VALUES.values()]
    for values in product(*pairs):
        needs = Needs(**dict(zip(VALUES, values, strict=True)))
        thought = first_thought(needs, catalog)
        if thought is None:
            continue
        assert thought.pin_type == recommend(needs, catalog).pin_type
        assert len(split(thought.text)) <= 2, thought.text
        assert thought.needs.items() <= {(need, getattr(needs, need)) for need in VALUES}
