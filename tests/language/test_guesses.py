"""Yes and no to what the advice has guessed the pins to be for."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pin_advisor.catalog import load
from pin_advisor.language import guesses
from pin_advisor.language.meaning import INFORM, Context, Entity, Understanding
from pin_advisor.language.pipeline import build
from pin_advisor.paths import PROJECT

GUESSED = Context(asked="occasion", form="advice_form", guessed="memorial")


@pytest.mark.parametrize(
    "text", ["yes", "Yeah, exactly", "that's right", "correct.", "spot on", "they are", "👍"]
)
def test_yes_tells_what_was_guessed(text: str) -> None:
    understood = guesses.answered(text, GUESSED)
    assert understood is not None
    assert [(e.entity, e.value) for e in understood.entities] == [("occasion", "memorial")]


@pytest.mark.parametrize(
    "text", ["no", "Nope, not quite", "that's wrong", "it isn't", "something else", "👎"]
)
def test_no_opens_it_again(text: str) -> None:
    understood = guesses.answered(text, GUESSED)
    assert understood is not None
    assert understood.moves.reopens == "occasion"
    assert not understood.entities


@pytest.mark.parametrize(
    "text", ["no, it's for the school", "yes, and flat", "for a wedding", "not sure", "why?"]
)
def test_more_than_yes_and_no_is_read_as_a_whole(text: str) -> None:
    assert guesses.answered(text, GUESSED) is None


@pytest.mark.parametrize("context", [Context(asked="occasion"), Context(asked="budget", guessed="memorial")])
def test_elsewhere_yes_and_no_tell_nothing_of_it(context: Context) -> None:
    assert guesses.answered("yes", context) is None


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(load(PROJECT / "catalog"), [], PROJECT / "data" / "language")


def told(nlp: Language, text: str, *entities: Entity, intent: str = INFORM) -> dict[str, str]:
    understood = guesses.agreed(Understanding(intent, 0.9, entities=entities), nlp(text), GUESSED)
    return {entity.entity: entity.value for entity in understood.entities}


def test_a_yes_that_more_follows_on_tells_it_too(nlp: Language) -> None:
    flat = Entity("dimensionality", "2d", 9, 13)
    staff = Entity("occasion", "employee_recognition", 0, 4)
    assert told(nlp, "yes, and flat", flat) == {"occasion": "memorial", "dimensionality": "2d"}
    assert told(nlp, "yes, but for the colleagues as well", staff) == {"occasion": "memorial"}
    assert told(nlp, "yes, sort of both", intent="request_advice") == {"occasion": "memorial"}


def test_what_only_begins_like_a_yes_tells_nothing_of_it(nlp: Language) -> None:
    staff = Entity("occasion", "employee_recognition", 0, 4)
    assert told(nlp, "no, for the colleagues", staff) == {"occasion": "employee_recognition"}
    assert told(nlp, "yes, why do you ask?", intent="why_ask") == {}
