from __future__ import annotations

from typing import Any

import pytest

from tests.conversations.matching import differences, matches

PAYLOAD = {
    "type": "recommendation",
    "needs": {"occasion": "club", "budget": None, "quantity": 50},
    "ruled_out": [{"pin_type": "hard_enamel", "rule": "a"}, {"pin_type": "cloisonne", "rule": "b"}],
    "assumed": ["budget"],
    "alternatives": [],
}


@pytest.mark.parametrize(
    "expected",
    [
        {},
        {"type": "recommendation"},
        {"type": ["answer", "recommendation"]},
        {"needs": {"occasion": "club"}},
        {"needs": {"budget": None}},
        {"needs": {"budget": [None, "tight"]}},
        {"needs": {"occasion": ["school", "club"], "quantity": 50}},
        {"ruled_out": [{"pin_type": "cloisonne"}]},
        {"ruled_out": [{"pin_type": ["soft_enamel", "hard_enamel"], "rule": "a"}]},
        {"assumed": ["budget"]},
        {"assumed": [["durability", "budget"]]},
        {"alternatives": []},
        {"ruled_out": [{"rule": "b"}, {"rule": "a"}]},
    ],
)
def test_a_part_of_the_payload_matches(expected: dict[str, Any]) -> None:
    assert matches(expected, PAYLOAD)


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({"type": "answer"}, "type is 'recommendation', not 'answer'"),
        ({"type": ["answer", "quote"]}, "type is 'recommendation', not one of ['answer', 'quote']"),
        ({"answered": ["rust"]}, "answered is missing"),
        ({"needs": {"budget": "tight"}}, "needs.budget is None, not 'tight'"),
        ({"needs": {"artwork": None}}, "needs.artwork is missing"),
        ({"needs": "club"}, "needs is {"),
        ({"type": {"a": "b"}}, "type is 'recommendation', not a mapping with 'a'"),
        ({"assumed": ["budget", "artwork"]}, "assumed lacks 'artwork'"),
        ({"assumed": []}, "assumed should be empty"),
        ({"alternatives": [{"pin_type": "cloisonne"}]}, "alternatives lacks {'pin_type': 'cloisonne'}"),
        ({"ruled_out": [{"pin_type": "cloisonne", "rule": "a"}]}, "ruled_out lacks"),
        ({"needs": {"quantity": "50"}}, "needs.quantity is 50, not '50'"),
        ({"needs": {"quantity": True}}, "needs.quantity is 50, not True"),
    ],
)
def test_what_differs_is_told(expected: dict[str, Any], told: str) -> None:
    (difference,) = differences(expected, PAYLOAD)
    assert difference.startswith(told)


def test_one_is_not_true() -> None:
    assert not matches({"quantity": True}, {"quantity": 1})
    assert not matches({"quantity": 1}, {"quantity": True})
