"""What Messenger is sent: buttons where they stay, quick replies where they are seen."""

from __future__ import annotations

from typing import Any

import pytest

from pin_advisor.channels.rendering.choices import key_of
from pin_advisor.channels.rendering.messenger import key_in, payload_of, render
from pin_advisor.replies import Block, Card, Choice, Fact, Message, Picture, Section
from tests.channels.rendering.replies import WORDS

PICTURE = Picture("https://pins.example/soft.png", "Soft enamel pins")
LONG = "Pins are made of metal and enamel. " * 20


def asking(count: int, text: str = "Which?") -> Message:
    return Message(text, tuple(Choice(f"Colour {n}", f"say {n}") for n in range(count)))


def shapes(*blocks: Block) -> list[str]:
    """Of each message, what kind it is."""

    def shape(message: dict[str, Any]) -> str:
        if "quick_replies" in message:
            return f"{len(message['quick_replies'])} quick replies"
        if "text" in message:
            return "text"
        payload = message["attachment"]["payload"]
        if "elements" in payload:
            return f"{sum(len(e.get('buttons', ())) for e in payload['elements'])} on cards"
        return f"{len(payload['buttons'])} buttons" if "buttons" in payload else "image"

    return [shape(message) for message in render(blocks, WORDS)]


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, ["text"]),
        (1, ["1 buttons"]),
        (3, ["3 buttons"]),
        (4, ["4 quick replies"]),
        (13, ["13 quick replies"]),
        (14, ["text", "14 on cards"]),
        (30, ["text", "30 on cards"]),
        (31, ["text", "30 on cards", "1 on cards"]),
    ],
)
def test_choices_at_the_end(count: int, shown: list[str]) -> None:
    assert shapes(asking(count)) == shown


def test_choices_that_are_followed_by_something_are_buttons_which_stay() -> None:
    assert shapes(asking(5), Message("And more.")) == ["text", "5 on cards", "text"]
    assert shapes(asking(2), Message("And more.")) == ["2 buttons", "text"]


def test_a_text_too_long_for_buttons() -> None:
    assert shapes(asking(2, LONG)) == ["2 quick replies"]
    assert shapes(asking(2, LONG), Message("And more.")) == ["text", "2 buttons", "text"]
    assert shapes(asking(2, LONG * 4 + "Which?")) == ["text", "2 quick replies"]


def test_a_payload_is_ours_or_it_is_not() -> None:
    choice = Choice("Flat", "Flat, 2D")

    assert key_in(payload_of(choice)) == key_of(choice)
    assert [key_in(other) for other in ("", "GET_STARTED", key_of(choice), f"x{payload_of(choice)}")] == [
        ""
    ] * 4


def card(title: str = "Soft enamel", summary: str = "Raised lines.", picture: bool = True) -> Card:
    facts = (Fact("Occasion", "Award"), Fact("Pieces", "150"), Fact("Budget", "x" * 60))
    return Card(title, summary, (Section("Why", ("It lasts.",)),), facts, PICTURE if picture else None)


def element(card: Card) -> Any:
    return render([card], WORDS)[0]["attachment"]["payload"]["elements"][0]


def test_a_card_has_picture_name_and_summary_and_the_reasons_are_below() -> None:
    shown = render([card()], WORDS)

    assert element(card()) == {
        "title": "Soft enamel",
        "subtitle": "Raised lines.",
        "image_url": "https://pins.example/soft.png",
    }
    assert shown[1:] == [{"text": "Why\n• It lasts."}]


def test_a_summary_too_long_for_a_card_is_below_and_the_needs_are_on_it() -> None:
    long = "Raised metal lines with recessed colour; textured, affordable and good in 2D and 3D."
    shown = render([card(summary=long)], WORDS)

    assert element(card(summary=long))["subtitle"] == "Occasion: Award · Pieces: 150"
    assert shown[1:] == [{"text": f"{long}\n\nWhy\n• It lasts."}]


def test_a_card_without_anything_on_it_is_text() -> None:
    bare = Card("Soft enamel", "x" * 81)

    assert render([bare], WORDS) == [{"text": f"Soft enamel\n{'x' * 81}"}]


def test_a_name_too_long_for_a_card_is_text_below_the_picture() -> None:
    shown = render([card(title="Soft " * 20)], WORDS)

    assert shown[0] == {"attachment": {"type": "image", "payload": {"url": "https://pins.example/soft.png"}}}
    assert shown[1]["text"].startswith("Soft Soft")
