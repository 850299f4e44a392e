"""Messages in the style of a telegram and what they are cut into."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from pin_advisor.catalog import load
from pin_advisor.language.amounts import Amounts, Quantity
from pin_advisor.language.component import amounts_in
from pin_advisor.language.meaning import Context
from pin_advisor.language.pipeline import build
from pin_advisor.language.telegrams import fragments, is_telegram, pieces_told

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(load(PROJECT / "catalog"), [], PROJECT / "data" / "language")


@pytest.mark.parametrize(
    "text",
    [
        "rowing club pins 3d 2 euro each lifetime",
        "flat badges 300 pcs scout troop",
        "2 dollars a piece flat golf day",
        "anniversary pins sculpted forever",
        "300 flat club",
    ],
)
def test_a_telegram(text: str, nlp: Language) -> None:
    assert is_telegram(nlp(text))


@pytest.mark.parametrize(
    "text",
    [
        "we need 300 flat pins for our scouts",
        "is 300 too few",
        "flat please",
        "pins for the village fair next summer",
        "my budget 2 dollars flat",
    ],
)
def test_a_sentence_or_too_little_is_none(text: str, nlp: Language) -> None:
    assert not is_telegram(nlp(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rowing club pins 3d 2 euro each lifetime", ["rowing club pins", "3d", "lifetime"]),
        ("scout troop badges flat 300 must last", ["scout troop badges", "flat", "must last"]),
        ("300 flat club", ["flat", "club"]),
        ("choir pins 3d cheap 120 one season", ["choir pins", "3d", "cheap", "one season"]),
        ("staff pins flat no budget limit decades", ["staff pins", "flat", "no budget limit", "decades"]),
    ],
)
def test_it_is_cut_at_numbers_and_plain_cues(text: str, expected: list[str], nlp: Language) -> None:
    doc = nlp(text)
    found = [f.text for clause in doc._.clauses for f in fragments(clause)]
    assert [f for f in found if f != "each"] == expected


def test_a_sentence_is_not_cut(nlp: Language) -> None:
    doc = nlp("we want 300 flat pins for the scouts and they must last")
    assert [f for clause in doc._.clauses for f in fragments(clause)] == []


@pytest.mark.parametrize(
    ("pieces", "kept"), [(300, True), (10, True), (9, False), (2027, False), (5000, True)]
)
def test_a_year_or_a_choice_is_no_number_of_pieces(pieces: int, kept: bool) -> None:
    amounts = Amounts(quantities=(Quantity(pieces, 0, 4),))
    assert bool(pieces_told(amounts).quantities) is kept


def test_what_follows_a_budget_that_begins_with_no_is_not_denied(nlp: Language) -> None:
    doc = nlp("staff pins flat no budget limit decades")
    assert {doc[i].text for i in doc._.denied} == {"budget", "limit"}


@pytest.mark.parametrize(
    ("text", "context", "pieces"),
    [
        ("between 150 and 200", Context(recommended=True), [200]),
        ("200", Context(recommended=True), [200]),
        ("say 80 or 100", Context(recommended=True), [100]),
        ("2 to 3 dollars", Context(recommended=True), []),
        ("200", Context(), []),
        ("scout troop badges flat 300 must last", Context(), [300]),
        ("scout troop badges flat 2027 must last", Context(), []),
        ("3.50", Context(form="advice_form", asked="budget"), []),
        ("300 flat club", Context(), [300]),
        ("300 flat club", Context(form="advice_form", asked="occasion"), [300]),
    ],
)
def test_which_numbers_count_pieces(text: str, context: Context, pieces: list[int], nlp: Language) -> None:
    doc = nlp(text)
    parser = nlp.get_pipe("pin_amounts").parser  # type: ignore[attr-defined]
    amounts = amounts_in(doc, context, parser) or doc._.amounts
    assert [q.pieces for q in amounts.quantities] == pieces
