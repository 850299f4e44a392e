"""Texts are cut where a reader would pause, and what is cut off comes next."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.channels.rendering.text import octets, shortened, split, units
from tests.channels.rendering.replies import texts

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
FLAGS = "\U0001f1e8\U0001f1f3\U0001f1e9\U0001f1ea"


def test_a_text_that_fits_is_one_piece() -> None:
    assert split("Hard enamel is smooth.", 22) == ["Hard enamel is smooth."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000"])
def test_a_blank_text_has_no_pieces(text: str) -> None:
    assert split(text, 10) == []


@pytest.mark.parametrize(
    ("text", "longest", "pieces"),
    [
        ("One. Two\nlines.\n\nThree. Four.", 20, ["One. Two\nlines.", "Three. Four."]),
        ("One two. Three\nfour five six", 20, ["One two. Three", "four five six"]),
        ("One two three. Four five.", 20, ["One two three.", "Four five."]),
        ("Is it? Really! (Yes.) No more", 22, ["Is it? Really! (Yes.)", "No more"]),
        ("one two three four", 9, ["one two", "three", "four"]),
        ("one two  three", 8, ["one two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ],
)
def test_a_better_pause_is_preferred(text: str, longest: int, pieces: list[str]) -> None:
    assert split(text, longest) == pieces


def test_a_good_pause_too_near_the_beginning_is_none() -> None:
    assert split("No.\n\none two three four five", 20) == ["No.\n\none two three", "four five"]


def test_a_number_with_a_point_is_not_the_end_of_a_sentence() -> None:
    assert split("It costs 1.50 or 2.75 each", 14) == ["It costs 1.50", "or 2.75 each"]


@pytest.mark.parametrize(
    ("text", "longest", "pieces"),
    [
        (FAMILY * 3, 17, [FAMILY * 2, FAMILY]),
        (FLAGS, 5, [FLAGS[:2], FLAGS[2:]]),
        ("e\u0301" * 4, 5, ["e\u0301" * 2, "e\u0301" * 2]),
        ("🎈" * 5, 5, ["🎈🎈", "🎈🎈", "🎈"]),
    ],
)
def test_what_a_reader_takes_for_one_character_stays_whole(
    text: str, longest: int, pieces: list[str]
) -> None:
    assert split(text, longest) == pieces


def test_a_heap_of_accents_longer_than_a_piece_is_cut_all_the_same() -> None:
    text = "e" + "\u0301" * 20

    assert "".join(split(text, 8)) == text


@given(texts(longest=1500), st.integers(4, 300), st.sampled_from([units, octets, len]))
def test_every_piece_fits_and_nothing_but_white_space_is_lost(
    text: str, longest: int, measure: object
) -> None:
    assert callable(measure)
    pieces = split(text, longest, measure)

    assert all(measure(piece) <= longest and piece == piece.strip() != "" for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(texts(longest=1500), st.integers(90, 300))
def test_no_word_is_cut_that_fits_into_a_piece(text: str, longest: int) -> None:
    words = [word for word in text.split() if units(word) <= longest]

    pieces = " ".join(split(text, longest)).split()

    assert [word for word in words if word not in pieces] == []


@given(st.lists(st.sampled_from([FAMILY, FLAGS[:2], "e\u0301", "字", "a"]), max_size=80).map("".join))
def test_no_character_is_cut_that_fits_into_a_piece(text: str) -> None:
    characters = regex.findall(r"\X", text)

    assert [c for piece in split(text, 12) for c in regex.findall(r"\X", piece)] == characters


@pytest.mark.parametrize(("text", "count"), [("abc", 3), ("é", 1), ("🎈", 2), ("", 0)])
def test_characters_are_counted_as_the_most_generous_way_of_counting_does(text: str, count: int) -> None:
    assert units(text) == count


@pytest.mark.parametrize(("text", "count"), [("abc", 3), ("é", 2), ("字", 3), ("🎈", 4)])
def test_bytes_are_those_of_utf_8(text: str, count: int) -> None:
    assert octets(text) == count


@pytest.mark.parametrize(
    ("text", "longest", "short"),
    [
        ("Giveaway", 8, "Giveaway"),
        ("Giveaway or promotion", 20, "Giveaway or…"),
        ("Giveaway, or promotion", 12, "Giveaway…"),
        ("Incomprehensibilities", 10, "Incompreh…"),
        (FAMILY * 3, 10, f"{FAMILY}…"),
    ],
)
def test_a_title_is_shortened_between_words(text: str, longest: int, short: str) -> None:
    assert shortened(text, longest) == short


@given(texts(longest=200), st.integers(8, 80), st.sampled_from([units, octets]))
def test_what_is_shortened_fits(text: str, longest: int, measure: object) -> None:
    assert callable(measure)
    assert measure(shortened(text, longest, measure)) <= longest
