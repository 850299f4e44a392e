"""The checks of rules against what all combinations of needs show when walked through one by one."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pin_advisor.vocabulary import BUDGETS, DIMENSIONALITIES

OFFERED = ("hard_enamel", "soft_enamel", "screen_printed")
SITUATIONS = [
    {"budget": budget, "dimensionality": dimensionality}
    for budget, dimensionality in product((None, *BUDGETS), (None, *DIMENSIONALITIES))
]

rules = st.lists(
    st.fixed_dictionaries(
        {
            "when": st.fixed_dictionaries(
                {},
                optional={
                    "budget": st.lists(st.sampled_from(BUDGETS), min_size=1, unique=True),
                    "dimensionality": st.lists(st.sampled_from(DIMENSIONALITIES), min_size=1, unique=True),
                },
            ),
            "effect": st.sampled_from(["rule_out", "require", "prefer"]),
            "pin_types": st.lists(st.sampled_from(OFFERED), min_size=1, max_size=2, unique=True),
        }
    ),
    max_size=5,
)


def written(drawn: list[dict[str, Any]]) -> str:
    """The rules as a file, each in one line; JSON is YAML too."""
    lines = ["rules:" + ("" if drawn else " []")]
    for number, rule in enumerate(drawn):
        weight = {"weight": 1} if rule["effect"] == "prefer" else {}
        lines.append(
            "  - " + json.dumps({"id": f"r{number}", "because": "So.", "source": "shop", **rule, **weight})
        )
    return "\n".join(lines) + "\n"


def holds(rule: dict[str, Any], situation: dict[str, str | None]) -> bool:
    return all(situation[need] in values for need, values in rule["when"].items())


def left(drawn: list[dict[str, Any]], situation: dict[str, str | None]) -> set[str]:
    types = set(OFFERED)
    for rule in drawn:
        if holds(rule, situation) and rule["effect"] == "rule_out":
            types -= set(rule["pin_types"])
        elif holds(rule, situation) and rule["effect"] == "require":
            types &= set(rule["pin_types"])
    return types


def matters(number: int, drawn: list[dict[str, Any]]) -> bool:
    rule, others = drawn[number], drawn[:number] + drawn[number + 1 :]
    if rule["effect"] == "prefer":
        return any(holds(rule, s) and left(others, s) & set(rule["pin_types"]) for s in SITUATIONS)
    return any(left(others, s) != left(drawn, s) for s in SITUATIONS)


@given(drawn=rules)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_a_contradiction_is_reported_exactly_when_a_situation_leaves_nothing(folder, drawn):
    folder.write("rules.yml", written(drawn))
    contradicting = {"PA262", "PA263"} & set(folder.codes())
    assert bool(contradicting) == any(not left(drawn, s) for s in SITUATIONS)


@given(drawn=rules)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_needless_rules_can_all_be_deleted_and_no_other_can(folder, drawn):
    folder.write("rules.yml", written(drawn))
    found = folder.problems()
    assume({"PA262", "PA263"}.isdisjoint(p.code for p in found))
    needless = {p.line - 2 for p in found if p.code in ("PA265", "PA266")}
    kept = [rule for number, rule in enumerate(drawn) if number not in needless]
    assert all(left(kept, s) == left(drawn, s) for s in SITUATIONS)
    assert all(matters(number, kept) for number in range(len(kept)))


def test_a_preference_may_collide_with_a_ban(folder):
    folder.change("rules.yml", "occasion: [award]", "occasion: [award], durability: [high]")
    assert folder.codes() == []


def test_notes_for_the_same_situation_may_differ(folder):
    note = "  - {id: %s, when: {quantity_below: 50}, effect: note, because: %s, source: shop}\n"
    folder.write("rules.yml", folder.read("rules.yml") + note % ("second", "Ask what more would cost."))
    assert folder.codes() == []
    folder.write("rules.yml", folder.read("rules.yml") + note % ("third", "Ask  what more would cost."))
    assert folder.codes() == ["PA266"]


def test_a_rule_with_a_mistake_of_its_own_is_not_reasoned_about(folder):
    folder.change("rules.yml", "[3d]", "[4d]")
    folder.change("rules.yml", "effect: rule_out\n    pin_types: [hard_enamel]", "effect: rule_out")
    assert folder.codes() == ["PA224", "PA260"]


def test_nothing_is_said_of_rules_while_the_pin_types_are_unknown(folder):
    folder.write("pin_types.yml", "pin_types: [")
    assert folder.codes() == ["PA206"]
