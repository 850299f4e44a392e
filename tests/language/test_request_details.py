"""What a message tells of the design and the deadline, given what was asked for and what was known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pin_advisor.catalog import load
from pin_advisor.language.contacts import contacts_in
from pin_advisor.language.pipeline import build
from pin_advisor.language.request_details import OPENING, counts, details_told, parts_told, tells
from pin_advisor.paths import PROJECT

KNOWN = {"quantity": 120, "design": "a golden bee", "deadline": "by June, to Leeds"}

Heard = Callable[..., Any]


@pytest.fixture(scope="module")
def told() -> Heard:
    nlp = build(load(PROJECT / "catalog"), [], PROJECT / "data" / "language")

    def hear(function: Any, text: str, asked: str | None, **known: Any) -> Any:
        doc = nlp(text)
        parts = parts_told(doc, doc._.amounts, contacts_in(text, asked=asked == "contact"), asked)
        return function(doc, parts, asked, known)

    return hear


@pytest.mark.parametrize(
    ("asked", "text", "details"),
    [
        ("quantity", "a lighthouse, 150 pieces", {"design": "a lighthouse"}),
        ("quantity", "150 pieces for our staff", {}),
        (
            "quantity",
            "100 in silver and another 50 in gold",
            {"look": "100 in silver and another 50 in gold"},
        ),
        ("design", "our crest, 120 of them, by June", {"design": "our crest", "deadline": "by June"}),
        ("design", "my name is Ann Lee", {}),
        ("design", "a good day", {"design": "a good day"}),
        ("design", "(a red kite); -- big!", {"design": "(a red kite); -- big"}),
        ("deadline", "80 pieces, in time for the prom", {"deadline": "in time for the prom"}),
        ("deadline", "to 10, Downing Street, London", {"deadline": "to 10, Downing Street, London"}),
        (OPENING, "a quote for 40 soft enamel pins of a fox, please", {"design": "a fox"}),
        (OPENING, "a quote for our club please", {}),
    ],
)
def test_what_is_told_first(asked: str, text: str, details: dict[str, str], told: Heard) -> None:
    assert told(details_told, text, asked) == details


@pytest.mark.parametrize("asked", ["deadline", "contact", "quote_confirmed"])
@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("the bee should be silver", {"design": "a silver bee"}),
        ("make it a fox", {"design": "a fox"}),
        ("by July instead", {"deadline": "by July, to Leeds"}),
        ("can you put her name on it", {"design": "a golden bee; can you put her name on it"}),
        ("make it 90", {}),
    ],
)
def test_what_is_told_at_another_question(
    asked: str, text: str, details: dict[str, str], told: Heard
) -> None:
    assert told(details_told, text, asked, **KNOWN) == details
    assert told(tells, text, asked, **KNOWN)


def test_a_look_that_was_told_before_goes_with_the_design(told: Heard) -> None:
    assert told(details_told, "a lighthouse", "design", look="50 in red") == {
        "design": "a lighthouse; 50 in red"
    }


@pytest.mark.parametrize("asked", [None, "contact"])
def test_nothing_is_taken_from_a_message_about_something_else(asked: str | None, told: Heard) -> None:
    assert told(details_told, "I'm on holiday until July", asked, **KNOWN) == {}
    assert not told(tells, "I'm on holiday until July", asked, **KNOWN)


@pytest.mark.parametrize(
    ("asked", "text", "counted"),
    [
        ("deadline", "set it to 90", True),
        ("deadline", "in 10, Mill Lane", False),
        ("design", "five lions in a row", False),
        ("design", "our crest, 120 of them", True),
        ("contact", "I work with 40 people", False),
    ],
)
def test_a_number_counts_pieces(asked: str, text: str, counted: bool, told: Heard) -> None:
    assert told(counts, text, asked, **KNOWN) is counted
