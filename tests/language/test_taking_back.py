"""What is taken back of that which was told before."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest
from spacy.language import Language
from spacy.tokens import Span

from pin_advisor.catalog import load
from pin_advisor.language import taking_back
from pin_advisor.language.meaning import Context
from pin_advisor.language.pipeline import build

PROJECT = Path(__file__).resolve().parents[2]

KNOWN = Context(
    recommended=True,
    known=frozenset({"occasion", "artwork"}),
    values={"occasion": "club", "artwork": "photo"},
)
REQUEST = Context(form="quote_form", asked="quote_confirmed")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(load(PROJECT / "catalog"), [], PROJECT / "data" / "language")


def by_value(span: Span, context: Context) -> Optional[str]:
    """A reader for whom clubs are the only thing in the world."""
    return "occasion" if "club" in span.text and context.values.get("occasion") == "club" else None


@pytest.mark.parametrize(
    ("text", "undoes"),
    [
        ("undo", True),
        ("oops, undo that please", True),
        ("take back my last answer", True),
        ("sorry, I pressed the wrong button", True),
        ("one step back", True),
        ("scrap that", True),
        ("undo the lot", False),
        ("does the clutch come undone?", False),
        ("the wrong colours are on the sample", False),
        ("forget it", False),
    ],
)
def test_the_last_answer(text: str, undoes: bool) -> None:
    assert taking_back.undoes(text) is undoes


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("go back to what I said first", True),
        ("hm no, back to the original please", True),
        ("let's stick with the original plan", True),
        ("return to what we wanted in the first place", True),
        ("back to the start", False),
        ("go back", False),
        ("the original logo has a fox on it", False),
    ],
)
def test_what_was_told_first(text: str, returns: bool) -> None:
    assert taking_back.returns_to_the_first(text) is returns


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("forget the budget", "budget"),
        ("actually never mind the durability", "durability"),
        ("ignore what I said about 3D", "dimensionality"),
        ("he says forget the two euros, we don't know yet what to spend", "budget"),
        ("scrap the number of pieces, I'll count again", "quantity"),
        ("never mind the club", "occasion"),
        ("no photo after all, just the croissant", "artwork"),
        ("remove the picture please", "artwork"),
        ("no gradient, just the photo", None),
        ("don't forget the budget", None),
        ("what if we forget the budget?", None),
        ("forget the budget, 5 dollars each is fine", None),
        ("what if we drop the photo", None),
        ("forget hard enamel", None),
        ("forget the mountains", None),
        ("forget the deadline", None),
        ("80 cents, and it's one evening, so never mind the durability", None),
    ],
)
def test_one_thing(nlp: Language, text: str, name: Optional[str]) -> None:
    assert taking_back.unset(nlp(text), KNOWN, by_value) == name


def test_what_was_never_there_is_not_taken_away(nlp: Language) -> None:
    assert taking_back.unset(nlp("we have no photo"), Context(), by_value) is None


def test_a_detail_of_a_request(nlp: Language) -> None:
    assert taking_back.unset(nlp("forget the deadline"), REQUEST, by_value) == "deadline"
    assert taking_back.unset(nlp("remove the design"), REQUEST, by_value) == "design"


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("take my phone out", True),
        ("please remove my number", True),
        ("delete the phone number please", True),
        ("leave out my email address", True),
        ("remove the number", False),
        ("what is your phone number?", False),
    ],
)
def test_a_way_to_be_reached(text: str, out: bool) -> None:
    assert taking_back.takes_contact_out(text) is out
