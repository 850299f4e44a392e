"""Intents: each is learnt, each has an answer outside and inside every form, and none is unknown."""

from __future__ import annotations

import ast
from collections import Counter
from typing import Any

import pytest

from pin_advisor.language import meaning

#: An intent that is learnt from fewer is mostly guessed.
LEAST_UTTERANCES = 12


def test_every_intent_is_learnt(intents: set[str], utterances: tuple[Any, ...]) -> None:
    counts = Counter(u.intent for u in utterances)
    assert {i: counts[i] for i in intents if counts[i] < LEAST_UTTERANCES} == {}


def test_every_utterance_has_an_intent_of_the_domain(intents: set[str], utterances: tuple[Any, ...]) -> None:
    assert {u.intent for u in utterances} - intents == set()


@pytest.mark.parametrize("form", [None, "advice_form", "quote_form"])
def test_every_intent_has_a_rule(form: str | None, intents: set[str], rules: tuple[Any, ...]) -> None:
    """In a form too: what the form itself can't use has to lead somewhere."""
    covered = {i for rule in rules if rule.form == form for i in rule.intents}
    assert covered == intents


def test_the_forms_of_the_rules_are_those_of_the_domain(
    domain: dict[str, Any], rules: tuple[Any, ...]
) -> None:
    assert {rule.form for rule in rules} - {None} == set(domain["forms"])


def test_an_interruption_in_a_form_comes_back_to_it_or_leaves_it(rules: tuple[Any, ...]) -> None:
    """No turn inside a form may end without its question or an explicit way out of it."""
    dangling = [
        rule.name
        for rule in rules
        if rule.form and rule.intents and not {rule.form, "action_leave_form"} & set(rule.actions)
    ]
    assert dangling == []


def test_rules_have_names_of_their_own(rules: tuple[Any, ...]) -> None:
    assert len({rule.name for rule in rules}) == len(rules)


def test_intents_that_understanding_names_exist(intents: set[str]) -> None:
    named = {
        meaning.ASK,
        meaning.INFORM,
        meaning.OUT_OF_SCOPE,
        meaning.OTHER_LANGUAGE,
    }
    assert (named | meaning.EXPLAIN) - intents == set()


def test_intents_that_actions_ask_about_exist(action_modules: tuple[Any, ...], intents: set[str]) -> None:
    asked_about = set()
    for module in action_modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Compare) and isinstance(node.left, (ast.Attribute, ast.Name)):
                name = node.left.attr if isinstance(node.left, ast.Attribute) else node.left.id
                if name == "intent":
                    others = [e for c in node.comparators for e in ast.walk(c)]
                    asked_about |= {e.value for e in others if isinstance(e, ast.Constant)}
    assert asked_about
    assert asked_about - intents == set()


def test_what_a_yes_would_accept_is_an_intent(action_modules: tuple[Any, ...], intents: set[str]) -> None:
    offers = {
        str(call.args[1].value)
        for module in action_modules
        for call in module.calls("SlotSet")
        if isinstance(call.args[0], ast.Constant)
        and call.args[0].value == "offer"
        and isinstance(call.args[1], ast.Constant)
        and call.args[1].value is not None
    }
    assert offers
    assert offers - intents == set()
