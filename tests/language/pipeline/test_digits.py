"""The digits 4 and 2 stand for words where they count nothing."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from pin_advisor.language.pipeline.digits import counted_text
from pin_advisor.language.pipeline.spelling import meant


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("pin_spelling")
    return nlp


@pytest.mark.parametrize(
    ("typed", "intended"),
    [
        ("which enamel 4 awards", "which enamel for awards"),
        ("what is good 4 kids", "what is good for kids"),
        ("badges 4 a wedding", "badges for a wedding"),
        ("something 4 my team", "something for my team"),
        ("badges 2 give away", "badges to give away"),
        ("cheap, 2 hand out 2 guests", "cheap, to hand out to guests"),
        ("2 wear at a fair", "to wear at a fair"),
        ("leave it up 2 you", "leave it up to you"),
    ],
)
def test_a_digit_stands_for_a_word(nlp: Language, typed: str, intended: str) -> None:
    doc = nlp(typed)
    assert meant(doc) == intended
    assert len(counted_text(doc)) == len(typed)
    assert not any(letter.isdigit() for letter in counted_text(doc))


@pytest.mark.parametrize(
    "typed",
    [
        "need 4 awards",
        "pins with 4 lions",
        "badges 4 dollars each",
        "badges 4 a piece",
        "pins 4 cm wide",
        "the best 4 types",
        "we need 2 pins",
        "between 2 and 4",
        "good 4 years",
        "4",
        "2 4",
        "",
    ],
)
def test_a_digit_that_counts_stays(nlp: Language, typed: str) -> None:
    doc = nlp(typed)
    assert meant(doc) == typed
    assert counted_text(doc) == typed
