"""The pin type that a question is about without naming it, and what is no pin at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from pin_advisor.catalog import load
from pin_advisor.language import wording
from pin_advisor.language.build import utterances
from pin_advisor.language.meaning import Context
from pin_advisor.language.pipeline import build
from pin_advisor.language.subjects import types_meant
from pin_advisor.language.text import clean

PROJECT = Path(__file__).resolve().parents[2]
CATALOG = load(PROJECT / "catalog")
ETCHED = "photo_etched"
SOFT = "soft_enamel"
AFTER_ETCHED = Context(answered=True, talked_of=ETCHED)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(CATALOG, utterances(PROJECT / "data" / "nlu"), PROJECT / "data" / "language")


@pytest.mark.parametrize(
    ("text", "topic", "context", "types"),
    [
        ("I like photo-etched. Any drawbacks?", "drawbacks", Context(), (ETCHED,)),
        ("Photo-etched or soft enamel. Which is thicker?", "thickness", Context(), (ETCHED, SOFT)),
        ("I like photo-etched. Which is the cheapest?", "cost", Context(), ()),
        ("I like photo-etched. How durable are enamel pins?", "durability", Context(), ()),
        ("I like photo-etched. What do you ship in?", "packaging", Context(), ()),
        ("Any drawbacks?", "drawbacks", AFTER_ETCHED, (ETCHED,)),
        ("How thick are the pins?", "thickness", AFTER_ETCHED, (ETCHED,)),
        ("How thick are pins?", "thickness", AFTER_ETCHED, ()),
        ("Any drawbacks?", "drawbacks", Context(), ()),
    ],
)
def test_the_type_that_is_meant(
    text: str, topic: str, context: Context, types: tuple[str, ...], nlp: Language
) -> None:
    asking = nlp(clean(text))._.sentences[-1]
    assert types_meant(asking, topic, context) == types


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("how do I clean a burnt enamel pan?", True),
        ("My porridge burnt on the enamel. How do I clean it?", True),
        ("how does one convert a seven ten split?", True),
        ("I press a seam with pins in it, will they melt?", True),
        ("is a rented flat with hard floors loud?", True),
        ("our water is very hard, what does it do?", True),
        ("the pin of the extinguisher is stuck", True),
        ("I'm a dentist. Does enamel wear off?", True),
        ("I work at a dental lab and am to order pins. How thick are they?", False),
        ("We sell cookware. How is a hard enamel pin made?", False),
        ("can you make a pin of a frying pan?", False),
        ("does hard water harm enamel pins?", False),
        ("is our flat logo any good in soft enamel?", False),
        ("how much is a fire brigade badge?", False),
        ("do you have pins for our bowling team?", False),
    ],
)
def test_pins_and_enamel_of_another_kind(text: str, foreign: bool, nlp: Language) -> None:
    asking = nlp(clean(text))._.sentences[-1]
    assert wording.means_other_pins(asking) == foreign


def test_a_material_is_no_type(nlp: Language) -> None:
    assert [t for t, _ in nlp("is the colour of hard enamel real glass?")._.pin_types] == ["hard_enamel"]
    assert [t for t, _ in nlp("hard enamel or a glass pin?")._.pin_types] == ["hard_enamel", "cloisonne"]
