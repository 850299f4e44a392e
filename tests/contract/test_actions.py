"""Actions: classes, ``domain.yml`` and rules name the same ones, each in the module of its name."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.utils import all_subclasses


@pytest.fixture(scope="module")
def registered() -> set[str]:
    """What the action server offers when it is started as the product starts it."""
    executor = ActionExecutor()
    executor.register_package("actions")
    return set(executor.actions)


@pytest.fixture(scope="module")
def by_module(registered: set[str]) -> dict[str, set[str]]:
    """The names of the actions in each module of ``actions/``."""
    found: dict[str, set[str]] = {}
    for action in all_subclasses(Action):
        package, _, stem = action.__module__.partition(".")
        if package == "actions" and not inspect.isabstract(action):
            found.setdefault(stem, set()).add(action().name())
    return found


def test_domain_lists_exactly_the_actions_that_exist(domain: dict[str, Any], registered: set[str]) -> None:
    assert registered == set(domain["actions"])


def test_domain_lists_no_action_twice(domain: dict[str, Any]) -> None:
    assert len(domain["actions"]) == len(set(domain["actions"]))


def test_rules_only_use_actions_and_forms_that_exist(domain: dict[str, Any], rules: tuple[Any, ...]) -> None:
    known = {*domain["actions"], *domain["forms"]}
    assert {a for rule in rules for a in rule.actions} <= known


def test_every_action_is_reached_by_a_rule_a_form_or_the_fallback(
    domain: dict[str, Any], rules: tuple[Any, ...], form_slots: set[str], project: Path
) -> None:
    policies = yaml.safe_load((project / "config.yml").read_text("utf-8"))["policies"]
    used = {a for rule in rules for a in rule.actions}
    used |= {f"validate_{form}" for form in domain["forms"]}
    used |= {f"action_ask_{slot}" for slot in form_slots}
    used |= {p["core_fallback_action_name"] for p in policies if "core_fallback_action_name" in p}
    assert set(domain["actions"]) - used == set()


def test_every_form_asks_for_each_of_its_slots_and_validates(
    domain: dict[str, Any], form_slots: set[str], registered: set[str]
) -> None:
    assert {f"action_ask_{slot}" for slot in form_slots} <= registered
    assert {f"validate_{form}" for form in domain["forms"]} <= registered


def test_a_module_is_named_after_the_action_or_form_that_it_holds(by_module: dict[str, set[str]]) -> None:
    misplaced = {
        stem: names for stem, names in by_module.items() if not names & {f"action_{stem}", f"validate_{stem}"}
    }
    assert misplaced == {}


def test_only_a_family_shares_a_module(by_module: dict[str, set[str]], project: Path) -> None:
    """A module with several actions is a form with its questions, or says in its docstring which they are."""
    for stem, names in by_module.items():
        if len(names) > 1 and f"validate_{stem}" not in names:
            docstring = (project / "actions" / f"{stem}.py").read_text("utf-8").split('"""')[1]
            assert all(f"``{name}``" in docstring for name in names), stem


def test_every_module_of_actions_has_its_test(project: Path) -> None:
    stems = {p.stem for p in (project / "actions").glob("*.py")} - {"__init__"}
    tests = {p.stem.removeprefix("test_") for p in (project / "tests" / "actions").glob("test_*.py")}
    assert stems == tests
