"""A recommendation as text and as payload, for any needs."""

from __future__ import annotations

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.recommendation_reply import needs_payload, payload, texts
from pin_advisor.advice import Needs, recommend
from pin_advisor.catalog import catalog_directory, load
from pin_advisor.vocabulary import VALUES

CATALOG = load(catalog_directory())
ANY_NEEDS = st.builds(
    Needs,
    **{need: st.none() | st.sampled_from(values) for need, values in VALUES.items()},
    quantity=st.none() | st.integers(1, 10**6),
)


@settings(max_examples=150, deadline=None)
@given(needs=ANY_NEEDS)
def test_any_recommendation_reads_well(needs: Needs) -> None:
    recommendation = recommend(needs, CATALOG)
    said = texts(recommendation, CATALOG)
    assert recommendation.name in said[0]
    assert len(said) == 2
    for text in said:
        assert text[0].isupper()
        assert text[-1] in ".?!"
        assert not re.search(r"\b\w+_\w+\b|None|  |\.\.|\{|\}", text)
        assert len(text) <= 1000


@settings(max_examples=150, deadline=None)
@given(needs=ANY_NEEDS)
def test_any_recommendation_is_plain_json(needs: Needs) -> None:
    recommendation = recommend(needs, CATALOG)
    sent = payload(recommendation)
    assert json.loads(json.dumps(sent)) == sent
    assert sent["pin_type"] == recommendation.pin_type
    assert sent["pin_type"] not in {a["pin_type"] for a in sent["alternatives"]}


def test_needs_are_those_of_the_contract_known_or_not() -> None:
    sent = needs_payload(Needs("award", quantity=200, surface="smooth"))
    assert sent == {
        "occasion": "award",
        "budget": None,
        "dimensionality": None,
        "durability": None,
        "quantity": 200,
        "artwork": None,
    }
