"""Responses: every ``utter_...`` that code or rules use is in ``domain.yml``, and none lies there unused."""

from __future__ import annotations

import re
from typing import Any

import pytest

#: What an f-string in the code can stand for; a new one has to be added here.
PATTERNS = ("utter_*", "utter_ask_*", "utter_explain_*", "utter_other_language_*")


@pytest.fixture(scope="module")
def patterns(action_modules: tuple[Any, ...]) -> set[str]:
    return {f for m in action_modules for f in m.formatted() if f.startswith("utter_")}


@pytest.fixture(scope="module")
def named(modules: tuple[Any, ...], rules: tuple[Any, ...]) -> set[str]:
    """Responses that are written out."""
    in_code = {s for m in modules for s in m.strings() if re.fullmatch(r"utter_\w+", s)}
    return in_code | {a for rule in rules for a in rule.actions if a.startswith("utter_")}


@pytest.fixture(scope="module")
def filled_in(rules: tuple[Any, ...], form_slots: set[str], language_modules: tuple[Any, ...]) -> set[str]:
    """Responses whose names are put together: from an intent, a slot or a language."""
    small_talk = {i for rule in rules if "action_smalltalk" in rule.actions for i in rule.intents}
    (languages,) = (m for m in language_modules if m.name.endswith("/languages.py"))
    codes = {s for s in languages.strings() if re.fullmatch(r"[a-z]{2}", s)} - {"xx"}
    return (
        {f"utter_{intent}" for intent in small_talk}
        | {f"utter_{kind}_{slot}" for slot in form_slots for kind in ("ask", "explain")}
        | {f"utter_other_language_{code}" for code in codes}
    )


def test_no_name_is_put_together_in_an_unknown_way(patterns: set[str]) -> None:
    assert patterns <= set(PATTERNS)


def test_every_response_that_is_used_exists(
    domain: dict[str, Any], named: set[str], filled_in: set[str]
) -> None:
    assert (named | filled_in) - set(domain["responses"]) == set()


def test_every_response_is_used(domain: dict[str, Any], named: set[str], filled_in: set[str]) -> None:
    assert set(domain["responses"]) - named - filled_in == set()


def test_every_response_has_one_text(domain: dict[str, Any]) -> None:
    """One wording each: ``Turn.respond`` reads the choices of the first, and tests can rely on it."""
    assert {name: len(variants) for name, variants in domain["responses"].items() if len(variants) != 1} == {}
    assert all(variants[0]["text"].strip() for variants in domain["responses"].values())


def test_choices_are_what_a_visitor_would_type(domain: dict[str, Any]) -> None:
    """No payload is a command such as "/inform", which the channel disarms."""
    payloads = [
        b["payload"] for variants in domain["responses"].values() for b in variants[0].get("buttons", ())
    ]
    assert payloads
    assert [p for p in payloads if not re.match(r"[A-Za-z]", p)] == []


def test_no_response_waits_for_values_that_nobody_gives(domain: dict[str, Any]) -> None:
    assert [n for n, variants in domain["responses"].items() if re.search(r"[{}]", variants[0]["text"])] == []
