"""Cutting, listing and filling in."""

from __future__ import annotations

import pytest

from pin_advisor.answers.sentences import fill, fit, join, plurals, split
from pin_advisor.catalog import Catalog


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two!", ["One.", "Two!"]),
        ("Lines of 0.3 mm. Fills of 0.4 mm.", ["Lines of 0.3 mm.", "Fills of 0.4 mm."]),
        ("Use metal, e.g. Brass. Not paper.", ["Use metal, e.g. Brass.", "Not paper."]),
        ('It is not. "Soft" is a word.', ["It is not.", '"Soft" is a word.']),
        ("No full stop", ["No full stop"]),
        ("", []),
    ],
)
def test_sentences_are_found(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_a_text_is_cut_only_at_the_end_of_a_sentence() -> None:
    text = "First one. Second one. Third one."
    assert fit(text, 100) == text
    assert fit(text, 22) == "First one. Second one."
    assert fit(text, 21) == "First one."


def test_the_first_sentence_stays_whole_however_little_room_there_is() -> None:
    assert fit("First one. Second one.", 3) == "First one."


def test_nothing_is_joined_where_there_is_nothing() -> None:
    assert join("a", "", "b") == "a b"


def test_a_shared_last_word_is_said_once(small: Catalog) -> None:
    hard, soft, printed, paper, pvc = small.pin_types
    assert plurals([hard]) == "hard enamel pins"
    assert plurals([hard, soft, printed]) == "hard enamel, soft enamel and printed pins"
    assert plurals([hard, paper]) == "hard enamel pins and paper badges"
    assert plurals([pvc]) == "PVC pins"


def test_shop_data_is_filled_in(small: Catalog) -> None:
    assert fill("Ask {shop.name}.", small.shop) == "Ask Pins of Delft."


@pytest.mark.parametrize("text", ["Call {shop.phone}.", "See {shop.nonsense}."])
def test_a_text_that_needs_what_the_shop_left_out_cannot_be_filled(text: str, small: Catalog) -> None:
    assert fill(text, small.shop) is None
