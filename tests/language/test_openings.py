"""What opens the advice: pins that are wanted for something, however that is put."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pin_advisor.catalog import load
from pin_advisor.language.build import utterances
from pin_advisor.language.openings import asks_for_pins, wishes_for_pins
from pin_advisor.language.pipeline import build
from pin_advisor.paths import PROJECT


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(
        load(PROJECT / "catalog"), utterances(PROJECT / "data" / "nlu"), PROJECT / "data" / "language"
    )


@pytest.mark.parametrize(
    "text",
    [
        "do you do badges for a hiking club?",
        "hey, could you make some pins for our regatta",
        "badges for my book group",
        "pins for our regatta, what do you need from me?",
        "how would we go about getting badges for a film festival",
        "what pins should a debating society order",
        "can I have a few badges made",
        "any chance of pins for a small museum?",
        "looking for advice on a beekeeping badge",
        "Badges for our lido. Can you help?",
    ],
)
def test_pins_are_asked_for(text: str, nlp: Language) -> None:
    assert asks_for_pins(nlp(text))


@pytest.mark.parametrize(
    "text",
    [
        "do you make badges out of bamboo?",
        "do you make hard enamel pins for clubs?",
        "can pins be made for children under 3",
        "can you make pins with glitter for a school",
        "how do I clean pins for a museum",
        "how long does it take to make pins for a wedding?",
        "pins for our regatta, do they rust?",
        "do you make rolling pins for bakers",
        "can you make pins for less than a dollar",
        "do you have badges for a fair in two weeks?",
        "we want orchestra badges",
    ],
)
def test_something_else_is_asked(text: str, nlp: Language) -> None:
    assert not asks_for_pins(nlp(text))


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("we want orchestra badges", True),
        ("I hand out numbered pins at our fair. Can you make those?", True),
        ("we want badges with glitter", False),
        ("I want to know if pins rust", False),
        ("we want orchestra badges. Do they rust?", False),
    ],
)
def test_pins_are_wished_for(text: str, wishes: bool, nlp: Language) -> None:
    assert wishes_for_pins(nlp(text)) is wishes
