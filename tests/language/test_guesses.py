"""Yes and no to what the advice has guessed the pins to be for."""

from __future__ import annotations

import pytest

from pin_advisor.language import guesses
from pin_advisor.language.meaning import Context

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
