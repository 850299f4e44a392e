"""Amounts as visitors write them (``amounts.yml``), and whatever else may be thrown at the parser."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pin_advisor.catalog import Currency, catalog_directory, load
from pin_advisor.language.amounts import AmountParser, Amounts, Money
from pin_advisor.language.quantities import times_known

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("amounts.yml").read_text(encoding="utf-8")
)
CURRENCIES: tuple[Currency, ...] = load(catalog_directory()).prices.currencies
PARSER = AmountParser(CURRENCIES)

ASKED = st.sampled_from([None, "budget", "budget_amount", "quantity", "durability", "occasion"])
SCRAPS = st.sampled_from([
    "a", "an", "one", "two", "half", "fifty", "hundred", "thousand", "dozen", "grand", "k", "few",
    "couple", "and", "of", "to", "or", "-", "–", "/", ",", ".", ":", "@", "$", "€", "£", "₹", "Rs",
    "kr", "p", "c", "dollars", "euro", "quid", "cents", "pins", "pcs", "people", "each", "per", "for",
    "in", "years", "days", "week", "month", "2", "3.50", "1,80", "300", "1.200", "12", "24/7", "#3",
    "3D", "25mm", "5k", "budget", "total", "sell", "between", "need", "x", "%", "'", "\"", "(", ")",
    "12/05/2026", "+44", "½", "٣", "円", "９", "\n", "\t"
])  # fmt: skip


def shown(money: Money) -> str:
    amount = f"{money.low:g}" if money.low == money.high else f"{money.low:g}-{money.high:g}"
    return " ".join(filter(None, (amount, money.currency or "XXX", money.per)))


def cases() -> Iterator[Any]:
    for section, entries in CASES.items():
        for entry in entries:
            yield pytest.param(entry, id=f"{section}: {entry['text'][:60]}")


@pytest.mark.parametrize("case", cases())
def test_what_visitors_write(case: dict[str, Any]) -> None:
    assert set(case) <= {"text", "asked", "money", "pieces", "days"}, "a key of amounts.yml is misspelt"

    found = PARSER.parse(case["text"], case.get("asked"))

    assert [shown(m) for m in found.money] == case.get("money", [])
    assert [q.pieces for q in found.quantities] == case.get("pieces", [])
    assert [round(d.days, 3) for d in found.durations] == case.get("days", [])


def test_the_table_is_large_and_without_doubles() -> None:
    asked = [(entry["text"], entry.get("asked")) for entries in CASES.values() for entry in entries]

    assert len(asked) >= 150
    assert len(set(asked)) == len(asked)


def assert_sound(text: str, found: Amounts) -> None:
    for money in found.money:
        assert 0 <= money.low <= money.amount <= money.high < math.inf
        assert money.per in (None, "piece", "total")
    for quantity in found.quantities:
        assert quantity.pieces >= 1
    for duration in found.durations:
        assert 0 < duration.days < math.inf
    for part in (found.money, found.quantities, found.durations):
        spans = [(x.start, x.end) for x in part]
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


@settings(deadline=None)
@given(text=st.text(max_size=300), asked=ASKED)
def test_any_text_gives_sound_amounts(text: str, asked: str | None) -> None:
    assert_sound(text, PARSER.parse(text, asked))


@settings(deadline=None, max_examples=300)
@given(scraps=st.lists(SCRAPS, max_size=40), glue=st.sampled_from([" ", "", "-"]), asked=ASKED)
def test_any_heap_of_scraps_gives_sound_amounts(scraps: list[str], glue: str, asked: str | None) -> None:
    text = glue.join(scraps)

    assert_sound(text, PARSER.parse(text, asked))


def test_a_thousand_digits_are_no_amount() -> None:
    assert PARSER.parse("9" * 1000, "quantity") == Amounts()
    assert PARSER.parse("$" + "9" * 400, "budget") == Amounts()


AMBIGUOUS = [(name, c.code) for c in CURRENCIES for name in c.names_in_answers]


@pytest.mark.parametrize(("name", "code"), AMBIGUOUS, ids=[name for name, _ in AMBIGUOUS])
def test_a_name_that_is_a_common_word_is_money_where_money_was_asked_for(name: str, code: str) -> None:
    text = f"about 2500 {name}"
    (money,) = PARSER.parse(text, "budget").money
    assert (money.amount, money.currency) == (2500, code)
    assert not PARSER.parse(text).money


@pytest.mark.parametrize(("name", "code"), AMBIGUOUS, ids=[name for name, _ in AMBIGUOUS])
@pytest.mark.parametrize("per_piece", ["for one", "each", "a pin"])
def test_such_a_name_is_money_where_it_is_for_one_pin(name: str, code: str, per_piece: str) -> None:
    (money,) = PARSER.parse(f"about 2500 {name} {per_piece}").money
    assert (money.amount, money.currency, money.per) == (2500, code, "piece")


@pytest.mark.parametrize("text", ["we won 3 each year", "pins with 2 crowns each", "a crown each"])
def test_such_a_name_stays_what_else_it_is(text: str) -> None:
    assert not PARSER.parse(text).money


def test_a_code_that_is_a_word_is_no_money() -> None:
    assert {c.code for c in CURRENCIES if c.code_is_word}
    assert not PARSER.parse("try 50").money
    (money,) = PARSER.parse("try 50", "budget").money
    assert money.currency is None


UNITS = [
    (unit, c.code)
    for c in CURRENCIES
    for unit in (*(() if c.code_is_word else (c.code,)), *c.names, *c.symbols)
]


@pytest.mark.parametrize(("unit", "code"), UNITS, ids=[unit for unit, _ in UNITS])
def test_every_name_and_sign_of_a_currency_is_read(unit: str, code: str) -> None:
    for text in (f"at most 5.25 {unit} please", f"{unit} 5.25"):
        (money,) = PARSER.parse(text).money
        assert (money.amount, money.currency) == (5.25, code)
        assert text[money.start : money.end].strip() in text
        assert "5.25" in text[money.start : money.end]
        assert unit in text[money.start : money.end]


@pytest.mark.parametrize(
    "form", ["${:.2f}", "€ {:,.2f}", "{:.2f} USD", "EUR{:.2f}", "{:,.2f} dollars", "{:.2f}£"]
)
@given(cents=st.integers(min_value=1, max_value=9_999_999))
def test_a_formatted_amount_comes_back(form: str, cents: int) -> None:
    (money,) = PARSER.parse(f"we could pay {form.format(cents / 100)} for that").money

    assert money.low == money.high == pytest.approx(cents / 100)


@given(cents=st.integers(min_value=100_000, max_value=99_999_999), group=st.sampled_from([".", " ", "'", ""]))
def test_continental_numbers_come_back(cents: int, group: str) -> None:
    text = f"{cents / 100:,.2f}".replace(",", "|").replace(".", ",").replace("|", group)
    (money,) = PARSER.parse(f"{text} euro").money

    assert money.amount == pytest.approx(cents / 100)


@given(low=st.integers(min_value=10, max_value=900), more=st.integers(min_value=1, max_value=900))
def test_a_formatted_range_comes_back(low: int, more: int) -> None:
    high = low + more
    for text in (f"${low / 100:.2f}-{high / 100:.2f}", f"between {low / 100:.2f} and {high / 100:.2f} euros"):
        found = PARSER.parse(text).money
        if high <= 20 * low:
            assert [(m.low, m.high) for m in found] == [(low / 100, high / 100)]


@given(pieces=st.integers(min_value=1, max_value=999_999))
def test_formatted_quantities_come_back(pieces: int) -> None:
    for text in (
        f"{pieces} pins",
        f"{pieces:,} pcs",
        f"we want {pieces:,} enamel badges",
        f"quantity: {pieces}",
    ):
        assert [q.pieces for q in PARSER.parse(text).quantities] == [pieces]


def test_without_currencies_nothing_breaks() -> None:
    found = AmountParser(()).parse("$2 for 300 pins, or 2 euros, a fiver even")

    assert [q.pieces for q in found.quantities] == [300]
    assert all(m.currency is None for m in found.money)


def test_spans_hold_the_amount_and_its_unit() -> None:
    text = "We pay around 1,80 to 2 euros for 300 units that last a season."
    found = PARSER.parse(text)

    assert [text[m.start : m.end] for m in found.money] == ["1,80 to 2 euros"]
    assert [text[q.start : q.end] for q in found.quantities] == ["300 units"]
    assert [text[d.start : d.end] for d in found.durations] == ["a season"]


@pytest.mark.parametrize(
    ("text", "currency", "amount", "per"),
    [
        ("$5 Aussie each is the ceiling", "AUD", 5.0, "piece"),
        ("about six dollars each. Australian.", "AUD", 6.0, "piece"),
        ("a dollar fifty kiwi", "NZD", 1.5, None),
        ("5 bucks Canadian for each", "CAD", 5.0, "piece"),
        ("90 pesos Filipino a pin", "PHP", 90.0, "piece"),
        ("R70 or so a pop", "ZAR", 70.0, "piece"),
    ],
)
def test_a_country_names_which_dollars_are_meant(
    text: str, currency: str, amount: float, per: str | None
) -> None:
    (money,) = PARSER.parse(text, "budget").money
    assert (money.currency, money.amount, money.per) == (currency, amount, per)


def test_a_country_that_is_named_once_counts_for_all_amounts() -> None:
    money = PARSER.parse("two bucks Canadian, no wait, a buck seventy", "budget").money
    assert {m.currency for m in money} == {"CAD"}


@pytest.mark.parametrize("text", ["70 r for kids", "our Canadian team has 20 people", "12 Australian scouts"])
def test_what_only_looks_like_it_is_no_money(text: str) -> None:
    assert PARSER.parse(text).money == ()


def test_what_they_are_sold_for_is_not_what_they_may_cost() -> None:
    (money,) = PARSER.parse("like 12 a piece, we are selling them at 60", "budget").money
    assert money.amount == 12


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("can you double that?", 160),
        ("ok, let's triple it please", 240),
        ("half of it is enough after all", 40),
        ("actually twice as many", 160),
        ("can you double check that?", None),
        ("half that price please", None),
        ("the other half of it", None),
    ],
)
def test_the_known_number_is_taken_so_many_times(text: str, pieces: int | None) -> None:
    found = times_known(text, 80)
    assert (found and found.pieces) == pieces


@pytest.mark.parametrize(
    "text", ["for the grandchildren to have it one day", "our sons should inherit them one day"]
)
def test_one_day_in_the_future_is_no_time_of_use(text: str) -> None:
    assert PARSER.parse(text, "durability").durations == ()
