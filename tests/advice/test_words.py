from __future__ import annotations

import pytest

from pin_advisor.advice.words import ASSUMPTIONS, LEFT_OPEN, condition, difference, joined, listed, plural
from pin_advisor.catalog.models import PinType
from pin_advisor.vocabulary import NEEDS, VALUES

SCALES = {
    "cost": {"more": "dearer", "most": "dearest", "less": "cheaper", "least": "cheapest"},
    "durability": {"more": "tougher", "most": "toughest", "less": "weaker", "least": "weakest"},
    "detail": {"more": "finer", "most": "finest", "less": "coarser", "least": "coarsest"},
}


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Soft enamel pins", "soft enamel pins"),
        ("Screen-printed pins", "screen-printed pins"),
        ("Genuine cloisonné pins", "genuine cloisonné pins"),
        ("PVC pins", "PVC pins"),
        ("3D cast pins", "3D cast pins"),
        ("Badges", "badges"),
    ],
)
def test_plural_inside_a_sentence(name, spoken):
    assert plural(PinType(id="x", name="x", plural=name, summary="x", aspects={})) == spoken


def test_every_value_of_every_need_has_words():
    spoken = {condition(need, [value]) for need, values in VALUES.items() for value in values}
    assert len(spoken) == sum(len(values) for values in VALUES.values())
    assert not [words for words in spoken if "_" in words]


def test_conditions():
    assert condition("budget", ["tight"]) == "on a tight budget"
    assert condition("occasion", ["award", "school", "club", "church"]) == "for an award, a school or a club"
    assert condition("quantity", [1200]) == "for 1,200 pieces"
    assert condition("quantity", [1]) == "for a single piece"


def test_assumptions_cover_every_need_with_values_that_exist():
    assert set(ASSUMPTIONS) == set(NEEDS)
    assumed = {need: value for need, (value, _) in ASSUMPTIONS.items() if value is not None}
    assert set(assumed) == set(LEFT_OPEN)
    assert all(value in VALUES[need] for need, value in assumed.items())


def test_lists():
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], last="or") == "a, b or c"


def test_sentences_are_joined_once_each_as_far_as_there_is_room():
    assert joined(["One.", None, "Two.", "One."]) == "One. Two."
    assert joined(["A" * 300, "B" * 120, "C."]) == "A" * 300
    assert joined(["A" * 500]) == "A" * 500


def test_gains_are_told_apart_from_losses(make_catalog):
    ranks = {
        "cost": {"wood": 1, "tin": 2, "glass": 2},
        "durability": {"wood": 1, "tin": 2, "glass": 3},
        "detail": {"wood": 2, "tin": 1},
    }
    catalog = make_catalog(scales=SCALES, ranks=ranks)
    wood, tin, glass = catalog.pin_types
    assert difference(tin, wood, catalog) == "cheaper and finer, but weaker"
    assert difference(wood, tin, catalog) == "tougher, but dearer and coarser"
    assert difference(glass, tin, catalog) == "weaker"
    assert difference(tin, tin, catalog) is None


def test_types_without_ranks_are_not_compared(make_catalog):
    catalog = make_catalog(scales=SCALES)
    assert difference(*catalog.pin_types[:2], catalog) is None
