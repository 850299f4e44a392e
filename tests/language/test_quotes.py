"""What a message says of a quote request, by its wording."""

from __future__ import annotations

import pytest

from pin_advisor.language import quotes


@pytest.mark.parametrize(
    "text",
    [
        "cancel",
        "please stop",
        "Forget it.",
        "forget the quote",
        "never mind",
        "actually, never mind, thanks",
        "I changed my mind",
        "we don't want a quote any more",
        "drop that",
        "no quote please",
    ],
)
def test_the_request_is_dropped(text: str) -> None:
    assert quotes.drops(text)


@pytest.mark.parametrize(
    "text",
    [
        "a stop sign",
        "never mind the colour, a red bus",
        "forget that, make it 300",
        "cancel the blue, use green",
        "a forget-me-not",
        "don't stop believing, in gold letters",
        "skip that question",
    ],
)
def test_the_request_is_not_dropped(text: str) -> None:
    assert not quotes.drops(text)


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("by June", True),
        ("we need them before 12 May", True),
        ("in two weeks", True),
        ("the deadline is Friday", True),
        ("asap", True),
        ("a sunflower in June light", False),
        ("our logo", False),
        ("300 of them", False),
    ],
)
def test_a_deadline(text: str, deadline: bool) -> None:
    assert quotes.is_deadline(text) is deadline


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("a red kite", True),
        ("our school crest", True),
        ("lighthouse, 25 mm", True),
        ("just a few", False),
        ("a couple of dozen", False),
        ("not many", False),
    ],
)
def test_a_description(text: str, described: bool) -> None:
    assert quotes.describes(text) is described


def test_what_only_announces_a_correction_is_left_out() -> None:
    assert quotes.own_words("wait, the kite should be red") == "the kite should be red"
    assert quotes.own_words("no, by July") == "by July"
    assert quotes.own_words("no text, only a star") == "no text, only a star"
    assert quotes.own_words("sorry") == "sorry"
