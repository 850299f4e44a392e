"""Numbers in digits and in words, checked against an independent way of writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.language.numerals import MASK, masked, number, numerals

ONES = [
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(n: int, joint: str) -> str:
    if n >= 1000:
        rest = in_words(n % 1000, joint)
        return f"{in_words(n // 1000, joint)} thousand" + (f" {rest}" if rest else "")
    if n >= 100:
        rest = in_words(n % 100, joint)
        return f"{ONES[n // 100]} hundred" + (f"{joint}{rest}" if rest else "")
    if n >= 20:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    return ONES[n]


@given(n=st.integers(min_value=1, max_value=999_999), joint=st.sampled_from([" ", " and "]))
def test_numbers_in_words(n: int, joint: str) -> None:
    assert number(in_words(n, joint)) == n
    assert number(in_words(n, joint).upper()) == n


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,80", 1.8),
        ("1.80", 1.8),
        ("1,800", 1800),
        ("1.800", 1800),
        ("1 800", 1800),
        ("1'800", 1800),
        ("0.125", 0.125),
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("12,34,567", 1234567),
        (".5", 0.5),
        ("1 1/2", 1.5),
        ("1.2k", 1200),
        ("3 K", 3000),
        ("2.5 lakh", 250000),
        ("a hundred", 100),
        ("half a million", 500000),
        ("two and a half thousand", 2500),
        ("a couple of hundred", 200),
        ("several thousand", 5000),
        ("two dozen", 24),
        ("twelve hundred", 1200),
        ("three grand", 3000),
    ],
)
def test_other_ways_to_write_a_number(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text", ["", "pins", "300 pins", "3D", "12 May", "24/7", "#3", "two pins", "hundreds", "1.2.3"]
)
def test_what_is_not_one_number(text: str) -> None:
    assert number(masked(text)) is None


def test_two_numbers_in_one_breath_keep_their_parts() -> None:
    (found,) = numerals("two fifty-five each")

    assert (found.value, found.spoken) == (255, (2, 55))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from 50 to 80", [50, 80]),
        ("two or three hundred", [2, 300]),
        ("200 300 pcs", [200, 300]),
        ("USD5 and x20 of A4 on the M25", [5, 20]),
        ("five and six", [5, 6]),
    ],
)
def test_numbers_in_a_text(text: str, values: list[float]) -> None:
    assert [n.value for n in numerals(text, frozenset({"usd", "x"}))] == values


@given(st.text(max_size=300))
def test_masking_keeps_every_place(text: str) -> None:
    hidden = masked(text)

    assert len(hidden) == len(text)
    assert all(h in (t, MASK) for h, t in zip(hidden, text, strict=True))


def test_a_table_of_numbers_is_not_read_to_the_end() -> None:
    assert len(numerals("1 pin, " * 500)) < 100
