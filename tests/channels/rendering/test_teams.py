"""What is Teams' own in the replies on Teams."""

from __future__ import annotations

from typing import Any

import pytest

from pin_advisor.channels.rendering.teams import render
from pin_advisor.replies import Card, Choice, Fact, Message, Picture, Section, Table
from tests.channels.rendering.readers import READERS
from tests.channels.rendering.replies import WORDS

CARD = Card(
    "Hard enamel", "Smooth.", (Section("Why", ("It lasts.", "It shines.")),), (Fact("Pieces", "150"),)
)
MARKS = "1 < 2 *b* _i_ [x](https://evil.example) <at>Ann</at> - a\n# h\n{{DATE(2026-01-01T00:00:00Z)}}"


def cards(*blocks: Any) -> list[dict[str, Any]]:
    return [a["content"] for m in render(blocks, WORDS) for a in m.get("attachments", ())]


def kinds(card: dict[str, Any]) -> list[str]:
    return [element["type"] for element in card["body"]]


def test_text_has_no_formatting_to_be_escaped() -> None:
    (text,) = render([Message(MARKS)], WORDS)
    (card,) = cards(Message(MARKS, (Choice(MARKS, "x"),)))

    assert text == {"type": "message", "textFormat": "plain", "text": MARKS}
    assert set(kinds(card)) == {"RichTextBlock"}, "a TextBlock would be taken for Markdown"
    assert "entities" not in card.get("msteams", {}), "nobody is named"


def test_the_question_after_a_recommendation_is_on_its_card() -> None:
    messages = render([Message("I recommend it."), CARD, Message("Well?", (Choice("Yes", "yes"),))], WORDS)

    assert [sorted(m) for m in messages] == [
        ["text", "textFormat", "type"],
        ["attachments", "summary", "type"],
    ]
    (card,) = cards(CARD, Message("Well?", (Choice("Yes", "yes"),)))
    assert [run["text"] for e in card["body"] if "inlines" in e for run in e["inlines"]] == [
        "Hard enamel", "Smooth.", "Why", "• It lasts.", "• It shines.", "Well?",
    ]  # fmt: skip
    assert card["actions"][0]["title"] == "Yes"


def test_a_notification_says_what_is_on_the_card() -> None:
    (message,) = render([CARD], WORDS)

    assert message["summary"] == "Hard enamel Smooth. Pieces · 150 Why • It lasts. • It shines."
    assert message["attachments"][0]["content"]["fallbackText"].startswith(
        "Hard enamel\nSmooth.\nPieces · 150\n"
    )


@pytest.mark.parametrize(("count", "on_each"), [(1, [1]), (6, [6]), (7, [6, 1]), (13, [6, 6, 1])])
def test_more_than_six_buttons_go_on_further_cards(count: int, on_each: list[int]) -> None:
    choices = tuple(Choice(f"Colour {n}", f"colour {n}") for n in range(count))

    shown = cards(Message("Which?", choices))

    assert [len(card["actions"]) for card in shown] == on_each
    assert [card["body"][0]["inlines"][0]["text"] for card in shown] == ["Which?"] + ["What next?"] * (
        len(on_each) - 1
    )


def test_a_button_sends_its_key_and_its_words() -> None:
    (card,) = cards(Message("Which?", (Choice("Flat (2D)", "Flat, 2D"), Choice("Long", "x" * 1001))))

    first, second = (action["data"]["msteams"] for action in card["actions"])
    assert (first["type"], first["displayText"], first["text"]) == ("messageBack", "Flat (2D)", "Flat, 2D")
    assert set(first["value"]) == {"choice"}
    assert "text" not in second


def test_a_table_is_a_table_with_headings_and_as_wide_as_there_is_room() -> None:
    table = Table(
        "Compared", ("", "Hard", "Soft"), (("Feel", "Smooth", "Textured"), ("Cost", "More", "Less"))
    )

    (card,) = cards(table)

    assert kinds(card) == ["RichTextBlock", "Table"]
    shown = card["body"][1]
    assert (shown["firstRowAsHeader"], len(shown["columns"]), len(shown["rows"])) == (True, 3, 3)
    assert shown["fallback"] == "drop"
    assert card["msteams"] == {"width": "Full"}


def test_a_long_table_goes_on_on_the_next_card_with_its_headings() -> None:
    rows = tuple((f"Row {n}", "x" * 900, "y" * 900) for n in range(30))

    shown = cards(Message("As follows."), Table("Compared", ("", "Hard", "Soft"), rows))

    tables = [e for card in shown for e in card["body"] if e["type"] == "Table"]
    assert len(tables) > 1
    assert sum(len(table["rows"]) - 1 for table in tables) == 30
    assert {table["rows"][0]["cells"][1]["items"][0]["inlines"][0]["text"] for table in tables} == {"Hard"}


def test_a_table_with_a_row_that_is_too_large_is_left_to_its_text() -> None:
    (message,) = render(
        [Message("As follows."), Table("Compared", ("", "Hard"), (("Row", "字" * 9000),))], WORDS
    )

    assert message["text"] == "As follows."


def test_a_picture_has_words_for_those_who_do_not_see_it() -> None:
    picture = Picture("https://pins.example/pin.png", f"A pin. {'Really. ' * 90}".strip())

    (card,) = cards(picture)

    image = card["body"][0]
    assert image["altText"].startswith("A pin. Really.")
    assert len(image["altText"]) <= 250
    assert "".join(READERS["teams"].text(render([picture], WORDS)).split()) == "".join(picture.alt.split())


@pytest.mark.parametrize("letter", ["x", "字", "\U0001f389", "\u0301", '"', "\\", "\x0b"])
def test_no_kind_of_letter_makes_a_card_or_a_message_too_large(letter: str) -> None:
    long = letter * 50_000
    blocks = [
        Message(long),
        Card(long, long, (Section(long, (long,)),), (Fact(long, long),)),
        Message(long, tuple(Choice(f"{n}{letter * 200}", f"{n}{letter * 900}") for n in range(8))),
    ]

    assert READERS["teams"].faults(render(blocks, WORDS)) == []
