"""English is never taken for foreign, and foreign sentences are (``languages.yml``)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.language.languages import OTHER, foreign_language
from pin_advisor.language.text import clean

SENTENCES: dict[str, list[str]] = yaml.load(
    Path(__file__).with_name("languages.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
FOREIGN = [(code, text) for code, texts in SENTENCES.items() if code != "en" for text in texts]


@pytest.mark.parametrize("text", SENTENCES["en"])
def test_english_is_not_foreign(text: str) -> None:
    assert foreign_language(clean(text)) is None
    assert foreign_language(clean(text).upper()) is None


@pytest.mark.parametrize(("code", "text"), FOREIGN, ids=[text for _, text in FOREIGN])
def test_foreign_sentences_are_told(code: str, text: str) -> None:
    assert foreign_language(clean(text)) == code


def test_there_are_enough_of_each() -> None:
    assert len(SENTENCES["en"]) >= 150
    assert set(SENTENCES) == {"en", "es", "de", "fr", "it", "pt", "nl", "zh", "ja", OTHER}


@pytest.mark.parametrize(
    "text",
    [
        "We need 200 pins for our Verein, and bitte mit Logo, can you do that?",
        "Hello, quiero decir... sorry, I want to know the price of soft enamel",
        "my customers say 'c'est pas possible' but I want them raised",
        "日本 is written on the pin, red on white please",
    ],
)
def test_a_mixed_message_is_answered_in_english(text: str) -> None:
    assert foreign_language(text) is None


@given(st.text(max_size=200))
def test_any_text_gets_a_code_or_none(text: str) -> None:
    assert foreign_language(text) in {None, *SENTENCES} - {"en"}


@given(st.text(alphabet="0123456789 .,!?€$👍-", max_size=40))
def test_without_letters_there_is_no_language(text: str) -> None:
    assert foreign_language(text) is None
