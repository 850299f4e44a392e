"""Typos lead to what was meant; names, codes and correct words stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pin_advisor.language.pipeline.spelling import Spelling, english_words, meant


@pytest.mark.parametrize(
    ("typed", "intended"),
    [
        ("enamle", "enamel"),
        ("ennamel", "enamel"),
        ("usualy", "usually"),
        ("enmael", "enamel"),
        ("sfot", "soft"),
        ("cloissone", "cloisonne"),
        ("cloisone", "cloisonne"),
        ("scrached", "scratched"),
        ("scatched", "scratched"),
        ("epoxi", "epoxy"),
        ("lapal", "lapel"),
        ("plateing", "plating"),
        ("recognitoin", "recognition"),
        ("releif", "relief"),
        ("colurs", "colours"),
        ("diffrence", "difference"),
        ("recieve", "receive"),
        ("begining", "beginning"),
        ("tommorow", "tomorrow"),
        ("expencive", "expensive"),
        ("recomend", "recommend"),
        ("retirment", "retirement"),
        ("aniversary", "anniversary"),
        ("yess", "yes"),
        ("sooo", "so"),
        ("hiii", "hi"),
        ("helooo", "hello"),
        ("cheaperrr", "cheaper"),
    ],
)
def test_typos_are_mended(small: Language, typed: str, intended: str) -> None:
    for text in (typed, typed.upper(), typed.capitalize()):
        assert small(text)[0].norm_ == intended


@pytest.mark.parametrize(
    "text",
    [
        "enamel",
        "pins",
        "scratch",
        "cat",
        "pni",  # too short to tell
        "300pcs",
        "x23q",
        "ann.smith@example.com",
        "www.pinz4you.example/enamle",
        "https://example.com/sfot",
        "2027",
        "ñandú",
        "硬珐琅",
        "rhinestone",
        "zwqxkjv",
        "zork",  # the first letter of "work" would be wrong
        "snorf",  # no word of the trade is near
        "napoli",  # two letters from "naomi"
    ],
)
def test_what_is_known_or_no_word_stays(small: Language, text: str) -> None:
    assert meant(small(text)) == text.lower()


def test_shorthand_is_written_out(small: Language) -> None:
    assert meant(small("U need it 2DAY, whats it cost?")) == "you need it today, what's it cost?"


@pytest.mark.parametrize(
    ("typed", "intended"),
    [
        ("dont want it", "don't want it"),
        ("it cant be", "it can't be"),
        ("doesnt matter", "doesn't matter"),
        ("im here, theyre not", "i'm here, they're not"),
        ("plan d", "plan d"),
        ("vitamin c, r and s", "vitamin c, r and s"),
    ],
)
def test_contractions_get_their_apostrophe(typed: str, intended: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("pin_spelling").set_words({}, {"theyre": "they're"})  # type: ignore[attr-defined]

    assert meant(nlp(typed)) == intended


def test_the_text_itself_stays(small: Language) -> None:
    doc = small("SFOT enamle,  plz!")

    assert doc.text == "SFOT enamle,  plz!"
    assert meant(doc) == "soft enamel,  plz!"
    assert meant(doc[1:2]) == "enamel"


def test_of_equally_close_words_the_one_that_sounds_alike_is_meant() -> None:
    spelling = Spelling()
    spelling.set_words({"thick": 1, "this": 500, "think": 200}, {})

    assert spelling.correct("thik") == "thick"


def test_of_equally_close_words_one_of_the_trade_is_meant() -> None:
    spelling = Spelling()
    spelling.set_words({"lapel": 1}, {})
    assert spelling.correct("lapell") == "lapel"

    # One letter from "label" and from "lapel" alike.
    assert spelling.correct("labpel") == "lapel"


def test_new_words_replace_the_old_ones() -> None:
    spelling = Spelling()
    spelling.set_words({"cloisonne": 1}, {})
    assert spelling.correct("cloisonna") == "cloisonne"

    spelling.set_words({"enamel": 1}, {})
    assert spelling.correct("cloisonna") != "cloisonne"


def test_it_comes_back_from_disk(tmp_path: Path, small: Language) -> None:
    small.to_disk(tmp_path / "model")

    again = spacy.load(tmp_path / "model")

    for text in ("sfot cloissone, whats that?", "dont u know"):
        assert meant(again(text)) == meant(small(text))


def test_the_dictionary_is_the_stock_one() -> None:
    words = english_words()

    assert {"enamel", "scratch", "the", "anniversary"} <= words
    assert not {"enamle", "sfot"} & words


@given(st.from_regex(r"[a-z]{4,15}", fullmatch=True))
def test_a_correction_is_final(small_words: Spelling, word: str) -> None:
    corrected = small_words.correct(word)

    assert small_words.correct(corrected) == corrected


@pytest.fixture(scope="module")
def small_words(small: Language) -> Spelling:
    spelling = small.get_pipe("pin_spelling")
    assert isinstance(spelling, Spelling)
    return spelling


def test_of_two_words_as_close_the_more_usual_one_here_is_meant() -> None:
    spelling = Spelling()
    spelling.set_words({"shot": 5, "soft": 900}, {})
    assert spelling.correct("sfot") == "soft"
