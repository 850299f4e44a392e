"""Entities: understanding, the training data and ``domain.yml`` know the same ones."""

from __future__ import annotations

import ast
from typing import Any

from pin_advisor.vocabulary import VALUES


def test_understanding_finds_exactly_the_entities_of_the_domain(
    domain: dict[str, Any], language_modules: tuple[Any, ...]
) -> None:
    found = {
        str(call.args[0].value)
        for module in language_modules
        for call in module.calls("Entity")
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert found | set(VALUES) == set(domain["entities"])


def test_the_training_data_marks_only_entities_of_the_domain(
    domain: dict[str, Any], utterances: tuple[Any, ...]
) -> None:
    assert {name for u in utterances for name, _ in u.entities} - set(domain["entities"]) == set()


def test_marked_needs_have_values_of_the_vocabulary(utterances: tuple[Any, ...]) -> None:
    wrong = {
        (u.text, name, value)
        for u in utterances
        for name, value in u.entities
        if name in VALUES and value not in VALUES[name]
    }
    assert wrong == set()


def test_every_value_of_a_need_is_learnt(utterances: tuple[Any, ...]) -> None:
    marked = {pair for u in utterances for pair in u.entities}
    assert {(need, value) for need, values in VALUES.items() for value in values} - marked == set()


def test_a_question_states_no_need(utterances: tuple[Any, ...]) -> None:
    """A question never changes a slot, so no question of the training data may be marked as stating one."""
    assert [u.text for u in utterances if u.intent == "ask" and u.entities] == []
