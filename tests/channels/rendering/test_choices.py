"""Choices on small buttons, and choices that a visitor writes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.channels.rendering.choices import buttons, find, key_of, numbered, picked
from pin_advisor.channels.rendering.text import octets, units
from pin_advisor.replies import Choice
from tests.channels.rendering.replies import labels, texts

FLAT = Choice("Flat (2D)", "Flat, 2D")
SCULPTED = Choice("Sculpted (3D)", "Sculpted, 3D")
UNSURE = Choice("Not sure", "I'm not sure")
CHOICES = (FLAT, SCULPTED, UNSURE)


@given(texts(longest=2000))
def test_a_key_is_short_and_plain_whatever_is_said(say: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{16}", key_of(Choice("x", say)))


def test_a_key_finds_its_choice_by_what_it_says() -> None:
    assert find(key_of(SCULPTED), CHOICES) == SCULPTED
    assert key_of(Choice("Another title", "Flat, 2D")) == key_of(FLAT)


@pytest.mark.parametrize("key", ["", "x", "Flat, 2D", "1", key_of(Choice("Flat (2D)", "Flat (2D)"))])
def test_a_key_from_elsewhere_finds_nothing(key: str) -> None:
    assert find(key, CHOICES) is None


@pytest.mark.parametrize(
    "text",
    [
        "2", " 2 ", "2.", "2)", "(2)", "#2", "2!", "No. 2", "no 2", "number 2", "Option 2", "choice #2",
        "'2'", "٢", "02", "2\n", "\uff12", "2\ufe0f\u20e3", "two", "Two.", "number two", "No. two",
    ],
)  # fmt: skip
def test_a_number_picks_its_choice(text: str) -> None:
    assert picked(text, CHOICES) == SCULPTED


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "4",
        "-2",
        "$2",
        "2$",
        "€2",
        "2 euros",
        "2%",
        "2.5",
        "2,5",
        "2-3",
        "2 or 3",
        "1000",
        "two pins",
        "twenty",
        "seven",
        "one or two",
        "",
        "²¾",
    ],
)
def test_another_number_picks_none(text: str) -> None:
    assert picked(text, CHOICES) is None


@pytest.mark.parametrize("text", ["Not sure", "not sure", "NOT SURE.", " not sure! "])
def test_a_title_picks_its_choice(text: str) -> None:
    assert picked(text, CHOICES) == UNSURE


@pytest.mark.parametrize("text", ["sure", "not", "I am not sure", "flat"])
def test_other_words_pick_none(text: str) -> None:
    assert picked(text, CHOICES) is None


def test_nothing_picks_of_no_choices() -> None:
    assert picked("1", ()) is None


@given(st.integers(1, 300))
def test_every_number_on_a_list_picks_what_stands_beside_it(count: int) -> None:
    choices = [Choice(f"Choice {n}", f"say {n}") for n in range(count)]

    for line in numbered(choices).splitlines():
        number, _, title = line.partition(". ")
        chosen = picked(number, choices)
        assert chosen is not None
        assert chosen.title == title


def test_titles_that_fit_stand_on_the_buttons() -> None:
    shown = buttons(CHOICES, 20)

    assert [button.title for button in shown.buttons] == ["Flat (2D)", "Sculpted (3D)", "Not sure"]
    assert shown.legend == ""


def test_titles_that_do_not_fit_are_numbered_and_told_in_full() -> None:
    long = Choice("A gift or a keepsake for friends", "gift")

    shown = buttons((FLAT, long), 20)

    assert [button.title for button in shown.buttons] == ["1. Flat (2D)", "2. A gift or a…"]
    assert shown.legend == "1. Flat (2D)\n2. A gift or a keepsake for friends"
    assert [button.choice for button in shown.buttons] == [FLAT, long]


@given(
    st.lists(st.builds(Choice, labels(), texts(longest=50)), max_size=120),
    st.integers(8, 80),
    st.sampled_from([units, octets]),
)
def test_every_title_fits(choices: list[Choice], longest: int, measure: object) -> None:
    assert callable(measure)
    shown = buttons(choices, longest, measure)

    assert [button.choice for button in shown.buttons] == choices
    assert all(0 < measure(button.title) <= longest for button in shown.buttons)
