"""The store that the actions share: one per process, where the environment says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.store import requests


def test_it_is_opened_once(kept: Callable[[], list[Any]]) -> None:
    assert requests() is requests()


def test_it_is_the_one_that_the_environment_names(kept: Callable[[], list[Any]]) -> None:
    code = requests().save("quote", "visitor-1", "ann@example.com", {"quantity": 200})
    assert [r.id for r in kept()] == [code]
