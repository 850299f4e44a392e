"""What a number without a unit counts, by what was told before."""

from __future__ import annotations

from typing import Any, Optional

import pytest
from rasa.shared.core.events import ActionExecuted, UserUttered
from spacy.language import Language

from pin_advisor.catalog import catalog_directory, load
from pin_advisor.language.meaning import Context
from pin_advisor.language.money_put_right import counts_for_total, put_right
from pin_advisor.language.pipeline import build
from pin_advisor.language.told import Kind, Told, told_in
from pin_advisor.paths import PROJECT

MONEY: frozenset[Kind] = frozenset({"money"})
PIECES: frozenset[Kind] = frozenset({"pieces"})
TOTAL = Told(300.0, "EUR", "total", 100, MONEY, directly=True)
EACH = Told(2.0, "EUR", "piece", 100, frozenset({"money", "pieces"}), directly=True)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(load(catalog_directory()), [], PROJECT / "data" / "language")


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        ("sorry, 3000", TOTAL, (3000.0, "total", False, False)),
        ("no, 1000 for all of it", TOTAL, (1000.0, "total", False, False)),
        ("what if we had 600", TOTAL, (600.0, "total", True, False)),
        ("stick with the 400", TOTAL, (400.0, "total", False, False)),
        ("sorry three", EACH, (3.0, "piece", False, False)),
        ("oops, 3", EACH, (3.0, "piece", False, False)),
        ("sorry, 150", EACH, None),
        ("sorry, 190", Told(300.0, "EUR", "total", 100, MONEY | PIECES, True), (190.0, "total", False, True)),
        ("sorry, 120", Told(300.0, "EUR", "total", 100, PIECES, True), None),
        ("sorry, 120 pieces", TOTAL, None),
        ("we have two cats, sorry", TOTAL, None),
        ("sorry, 3000", None, None),
    ],
)
def test_what_a_number_alone_puts_right(
    nlp: Language, text: str, told: Optional[Told], expected: Optional[tuple[Any, ...]]
) -> None:
    doc = nlp(text)
    found = put_right(doc, Context(told=told), doc._.amounts, nlp.get_pipe("pin_amounts").parser)
    shown = found and (found.money.amount, found.money.per, found.supposed, found.doubtful)
    assert shown == expected
    assert found is None or found.money.currency == "EUR"


@pytest.mark.parametrize(
    ("text", "counts"),
    [("90", True), ("250", True), ("480", False), ("sorry, 900", False), ("90 euros", False)],
)
def test_a_number_alone_is_what_a_total_is_for(nlp: Language, text: str, counts: bool) -> None:
    told = Told(500.0, "EUR", "total", None, MONEY, directly=True)
    context = Context(asked="budget", form="advice_form", told=told)
    assert counts_for_total(nlp(text), context, nlp.get_pipe("pin_amounts").parser) is counts


def test_money_that_makes_no_budget_is_a_total(nlp: Language) -> None:
    told = Told(100.0, "GBP", None, None, MONEY)
    parser = nlp.get_pipe("pin_amounts").parser
    assert counts_for_total(nlp("50"), Context(asked="budget", form="advice_form", told=told), parser)
    known = Context(asked="budget", form="advice_form", told=told, known=frozenset({"budget"}))
    assert not counts_for_total(nlp("50"), known, parser)


def said(**values: Any) -> UserUttered:
    return UserUttered("", entities=[{"entity": name, "value": value} for name, value in values.items()])


def test_what_was_told_last_is_found_among_the_events() -> None:
    slots = {"budget_amount": 300.0, "budget_currency": "EUR", "budget_per": "total", "quantity": 80.0}
    money = said(budget_amount=300.0, budget_currency="EUR", budget_per="total")
    assert told_in([said(quantity=80), money], slots) == Told(300.0, "EUR", "total", 80, MONEY, True)
    later = told_in([money, said(quantity=80), said()], slots)
    assert later == Told(300.0, "EUR", "total", 80, PIECES, directly=False)


def test_nothing_is_told_after_a_fresh_start_or_where_no_money_is_known() -> None:
    money = said(budget_amount=300.0)
    assert told_in([money, ActionExecuted("action_start_over")], {}) is None
    assert told_in([money], {}) is None
    assert told_in([], {}) is None
