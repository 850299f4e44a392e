"""What a terminal shows that the golden files and the property test don't tell."""

from __future__ import annotations

import pytest
from hypothesis import given

from pin_advisor.channels.rendering.choices import picked
from pin_advisor.channels.rendering.shell import WIDTH, render, width
from pin_advisor.replies import Card, Choice, Message, Section, Table
from tests.channels.rendering.replies import WORDS, tables

YES = (Choice("Yes", "yes please"), Choice("No", "no thanks"))
LATER = (Choice("Later", "ask me later"),)


def shown(*blocks: Message | Card | Table) -> str:
    (message,) = render(blocks, WORDS)
    return str(message["text"])


def test_numbers_count_across_the_reply_and_pick_what_they_stand_before() -> None:
    read = shown(Message("Now?", YES), Message("Or?", LATER))

    assert read == f"Now?\n\n  1. Yes\n  2. No\n\nOr?\n\n  3. Later\n\n{WORDS.numbered}"
    assert [picked(number, YES + LATER) for number in "123"] == [*YES, *LATER]


def test_without_choices_no_number_is_asked_for() -> None:
    assert shown(Message("Fine.")) == "Fine."


@pytest.mark.parametrize("control", ["\x1b[2J", "\x9b31m", "\x07", "\r", "\x00", "\x85"])
def test_a_terminal_is_told_nothing_but_words(control: str) -> None:
    read = shown(
        Message(f"a{control}b", (Choice(f"c{control}d", "e"),)),
        Card(f"a{control}b", f"a{control}b", (Section(f"a{control}b", (f"a{control}b",)),)),
        Table(f"a{control}b", ("", f"a{control}b"), ((f"a{control}b", f"a{control}b"),)),
    )

    assert not any(letter in read for letter in control if not letter.isprintable())
    assert "ab" in read.replace("[2J", "").replace("31m", "")


def test_letters_take_the_columns_that_a_terminal_gives_them() -> None:
    assert [width(text) for text in ("pin", "别针", "é", "e\u0301", "a\u200db", "")] == [3, 4, 1, 1, 2, 0]


@given(table=tables())
def test_a_table_fits_a_terminal_and_its_columns_stand_below_each_other(table: Table) -> None:
    lines = shown(table).split("\n")
    first = next(number for number, line in enumerate(lines) if set(line) <= set("-+") and line)
    places = [place for place, letter in enumerate(lines[first]) if letter == "+"]

    assert len(places) == len(table.columns) - 1
    rules = [line for line in lines if line and set(line) <= set("-+")]
    assert set(rules) == {lines[first]}
    assert len(rules) == len(table.rows)
    assert len(lines[first]) <= WIDTH


def test_a_cell_that_is_too_long_goes_on_below_itself() -> None:
    long = "Smooth, the metal lines almost impossible to feel, and this goes on"
    read = shown(Table("Feel", ("", "Hard enamel", "Soft enamel"), (("Feel", long, long),)))

    cells = [line.split(" | ") for line in read.split("\n") if line.count("|") == 2]
    assert " ".join(cell.strip() for _, cell, _ in cells[1:]) == long
    assert " ".join(cell.strip() for _, _, cell in cells[1:]) == long
