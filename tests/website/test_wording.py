"""What data/website.yml says in a visitor's place is understood as just what the visitor has picked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import pytest

from pin_advisor.channels.website.about import wording
from tests.website.gateway import NEEDS, Gateway, Visitor

_WORDING: Final = wording()
_PIECES: Final = (250, 1200)


def _sayings() -> dict[str, dict[Any, str]]:
    """What picking a value says, by need and value."""
    found: dict[str, dict[Any, str]] = {}
    for name, need in _WORDING.needs.items():
        found[name] = {value: told.say for value, told in need.values.items()}
        if need.say is not None:
            found[name] = {number: need.say.replace("{}", str(number)) for number in _PIECES}
    return found


def _next_to(need: str, value: Any) -> Any:
    """Another value of the need."""
    values = list(_SAYINGS[need])
    return values[values.index(value) - 1]


_SAYINGS: Final = _sayings()
_EACH: Final = [(need, value) for need, values in _SAYINGS.items() for value in values]


First = Callable[[str, Any], tuple[Visitor, Mapping[str, Any]]]


@pytest.fixture(scope="module")
def first(gateway: Gateway) -> First:
    """A visitor who has picked a value first of all, and the needs then; each goes on in one test only."""

    @cache
    def pick(need: str, value: Any) -> tuple[Visitor, Mapping[str, Any]]:
        visitor = gateway.visitor()
        return visitor, visitor.turn(_SAYINGS[need][value])["needs"]

    return pick


@pytest.mark.parametrize(("need", "value"), _EACH)
def test_a_value_that_is_picked_first_of_all_is_understood_as_that_and_nothing_else(
    first: First, need: str, value: Any
) -> None:
    _, needs = first(need, value)

    assert needs == {**dict.fromkeys(NEEDS), need: value}


@pytest.mark.parametrize(("need", "value"), _EACH)
def test_a_value_that_is_picked_while_something_is_asked_is_understood_as_that_and_nothing_else(
    gateway: Gateway, need: str, value: Any
) -> None:
    visitor = gateway.visitor()
    (reply,) = visitor.turn("I need advice on pins")["replies"]
    assert reply["payload"]["type"] == "question"

    needs = visitor.turn(_SAYINGS[need][value])["needs"]

    assert needs == {**dict.fromkeys(NEEDS), need: value}


@pytest.mark.parametrize(("need", "value"), _EACH)
def test_a_value_that_is_picked_in_place_of_another_changes_that_answer_and_no_other(
    first: First, need: str, value: Any
) -> None:
    visitor, before = first(need, _next_to(need, value))

    needs = visitor.turn(_SAYINGS[need][value])["needs"]

    assert needs == {**before, need: value}


@pytest.mark.parametrize("starter", _WORDING.starters)
def test_a_starter_is_understood(gateway: Gateway, starter: str) -> None:
    (reply,) = gateway.visitor().turn(starter)["replies"]

    assert reply["payload"]["type"] in ("question", "answer")
