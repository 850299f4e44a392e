"""Slots: those of the design with exactly its values, and none that the code or the domain lacks."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from pin_advisor import vocabulary

#: Written out, not imported: the names and values are a contract with every channel.
NEEDS = {
    "occasion": (
        "award", "employee_recognition", "corporate_gift", "branding", "promotion", "trade_show",
        "convention_trading", "school", "sports_team", "club", "church", "fundraising", "fashion",
        "personal_gift", "wedding", "memorial", "collectible", "souvenir", "other",
    ),
    "budget": ("tight", "moderate", "premium"),
    "dimensionality": ("2d", "3d"),
    "durability": ("low", "medium", "high"),
    "artwork": ("flat", "gradient", "photo", "fine_lines"),
}  # fmt: skip
MONEY = ("budget_amount", "budget_currency", "budget_per")
#: Rasa's own.
BUILT_IN = {"requested_slot"}


@pytest.fixture(scope="module")
def used(modules: tuple[Any, ...]) -> set[str]:
    """Slots that code reads or sets by name."""
    names: set[str] = set()
    for module in modules:
        if module.name.startswith("actions/") or module.name == "pin_advisor/language/component.py":
            calls = [*module.calls("SlotSet", "slot", "get_slot")]
            calls += [
                c for c in module.calls("get") if getattr(getattr(c.func, "value", 0), "id", "") == "slots"
            ]
            names |= {str(c.args[0].value) for c in calls if c.args and isinstance(c.args[0], ast.Constant)}
    return names


@pytest.mark.parametrize("need", NEEDS)
def test_a_need_is_a_slot_with_the_values_of_the_design(need: str, domain: dict[str, Any]) -> None:
    assert vocabulary.VALUES[need] == NEEDS[need]
    assert domain["slots"][need]["type"] == "text"


def test_quantity_and_money_are_slots(domain: dict[str, Any]) -> None:
    assert {"quantity", *MONEY} <= set(domain["slots"])
    assert domain["slots"]["budget_amount"]["type"] == "float"


def test_the_vocabulary_has_the_needs_of_the_design_and_the_surface_beside_them() -> None:
    assert set(vocabulary.NEEDS) == {*NEEDS, "quantity"}
    assert set(vocabulary.VALUES) == {*NEEDS, "surface"}


def test_the_advice_asks_for_the_four_needs_of_the_design(domain: dict[str, Any]) -> None:
    asked = ["occasion", "dimensionality", "budget", "durability"]
    assert domain["forms"]["advice_form"]["required_slots"] == asked
    assert list(vocabulary.ASKED_NEEDS) == asked


def test_slots_that_code_uses_exist(used: set[str], domain: dict[str, Any]) -> None:
    assert used - set(domain["slots"]) - BUILT_IN == set()


def test_slots_that_exist_are_used(domain: dict[str, Any], used: set[str], modules: tuple[Any, ...]) -> None:
    strings = {s for m in modules if m.name.startswith("actions/") for s in m.strings()}
    assert set(domain["slots"]) - used - strings - set(vocabulary.VALUES) - {"quantity"} == set()


def test_slots_that_forms_require_exist(form_slots: set[str], domain: dict[str, Any]) -> None:
    assert form_slots <= set(domain["slots"])


def test_slots_filled_from_entities_are_named_after_them(domain: dict[str, Any]) -> None:
    """A need travels as an entity of its own name, so that nothing is filled from anything else."""
    for name, slot in domain["slots"].items():
        for mapping in slot["mappings"]:
            if mapping["type"] == "from_entity":
                assert mapping["entity"] == name
                assert name in domain["entities"]


def test_free_text_fills_a_slot_only_where_its_form_asks_for_it(
    domain: dict[str, Any], intents: set[str]
) -> None:
    for name, slot in domain["slots"].items():
        for mapping in slot["mappings"]:
            if mapping["type"] == "from_text":
                assert [c["requested_slot"] for c in mapping["conditions"]] == [name]
                assert set(mapping["not_intent"]) <= intents
                assert "ask" in mapping["not_intent"]


def test_no_slot_sways_the_rules(domain: dict[str, Any]) -> None:
    """Rules are chosen by intent and form alone; a need that is known must not hide one of them."""
    assert [n for n, slot in domain["slots"].items() if slot["influence_conversation"] is not False] == []
