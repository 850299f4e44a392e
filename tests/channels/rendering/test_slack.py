"""Block Kit where a reply is too much for it, and what becomes of a message afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from pin_advisor.channels.platforms import Slack
from pin_advisor.channels.rendering.slack import render, without_choices, without_extras
from pin_advisor.replies import Block, Card, Choice, Fact, Message, Picture, Section, Table
from tests.channels.rendering.readers import SlackReader
from tests.channels.rendering.replies import WORDS

READER = SlackReader()
PICTURE = Picture("https://pins.example/soft.png", "Soft enamel pins & more")


def kinds(*blocks: Block) -> list[list[str]]:
    messages = render(blocks, WORDS)
    assert READER.faults(messages) == []
    return [[block["type"] for block in message["blocks"]] for message in messages]


def choices(count: int, title: str = "Choice") -> tuple[Choice, ...]:
    return tuple(Choice(f"{title} {n}", f"say {n}") for n in range(count))


@pytest.mark.parametrize(
    ("count", "elements"), [(1, ["button"]), (25, ["button"] * 25), (26, ["static_select"])]
)
def test_buttons_become_a_menu_where_one_block_cannot_hold_them(count: int, elements: list[str]) -> None:
    ((section, actions),) = (m["blocks"] for m in render([Message("Which?", choices(count))], WORDS))

    assert section["text"]["text"] == "Which?"
    assert [element["type"] for element in actions["elements"]] == elements


def test_long_text_hides_nothing_behind_see_more() -> None:
    messages = render(
        [Message("word " * 1200), Card("Soft", "Raised.", (Section("Why", ("It lasts.",)),))], WORDS
    )

    assert all(b["expand"] for m in messages for b in m["blocks"] if b["type"] == "section" and "text" in b)


def test_more_choices_than_a_menu_holds_are_menus() -> None:
    messages = render([Message("Which?", choices(230))], WORDS)

    assert READER.faults(messages) == []
    assert len(READER.keys(messages)) == 230
    assert {
        len(block["elements"]) for m in messages for block in m["blocks"] if block["type"] == "actions"
    } == {1}
    assert all(message["blocks"][0]["type"] == "section" for message in messages)


def test_a_message_ends_with_its_choices() -> None:
    assert kinds(Message("One?", choices(2)), Message("Two?", choices(2)), Message("Three.")) == [
        ["section", "actions"],
        ["section", "actions"],
        ["section"],
    ]


def test_each_table_has_a_message_and_a_long_one_several() -> None:
    table = Table("Hard and soft", ("", "Hard", "Soft"), (("Feel", "Smooth", "Textured"),))
    long = Table("All", ("", "Hard"), tuple((f"Row {n}", "words " * 30) for n in range(40)))

    assert kinds(Message("Both."), table, table) == [["section", "section", "table"], ["section", "table"]]
    messages = render([Message("All."), long], WORDS)
    assert READER.faults(messages) == []
    tables = [b for m in messages for b in m["blocks"] if b["type"] == "table"]
    assert len(tables) > 1
    assert {READER._cell(t["rows"][0][1]) for t in tables} == {"Hard"}, "each has its heading"
    assert sum(len(t["rows"]) - 1 for t in tables) == 40


@pytest.mark.parametrize(
    "table",
    [
        Table("Wide", ("", *"x" * 20), (("Row", *"x" * 20),)),
        Table("Long", ("", "Hard"), (("Row", "words " * 3000),)),
    ],
)
def test_a_table_that_no_message_holds_is_left_to_the_text(table: Table) -> None:
    assert kinds(Message("It says the same."), table) == [["section"]]


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("Plain words, 50% & <b>", "mrkdwn"),
        ("see https://pins.example/a_b*c~d", "mrkdwn"),
        ("*bold*", "plain_text"),
        ("snake_case", "plain_text"),
        ("a ~ b", "plain_text"),
        ("`code`", "plain_text"),
        ("> quoted", "plain_text"),
        ("a > b", "plain_text"),
        ("say :tada: now", "plain_text"),
        ("at 10:30, 1:1", "mrkdwn"),
    ],
)
def test_text_is_plain_where_marked_up_text_would_be_another(text: str, type: str) -> None:
    messages = render([Message(text)], WORDS)

    assert messages[0]["blocks"][0]["text"]["type"] == type
    assert READER.text(messages) == text
    assert READER.faults(messages) == []


def test_nobody_is_called_and_addresses_are_links() -> None:
    ((block,),) = (m["blocks"] for m in render([Message("@here <!here> see https://a.example/?b&c.")], WORDS))

    shown = {
        "type": "mrkdwn",
        "text": "@here &lt;!here&gt; see <https://a.example/?b&amp;c>.",
        "verbatim": True,
    }
    assert block["text"] == shown


def test_a_card_has_a_header_a_described_picture_and_fields() -> None:
    card = Card(
        "Soft enamel", "Raised lines.", (Section("Why", ("It lasts.",)),), (Fact("For", "Award"),), PICTURE
    )

    ((header, summary, fields, why),) = (m["blocks"] for m in render([card], WORDS))

    assert header["text"]["text"] == "Soft enamel"
    assert summary["accessory"] == {
        "type": "image",
        "image_url": "https://pins.example/soft.png",
        "alt_text": "Soft enamel pins & more",
    }
    assert [field["text"] for field in fields["fields"]] == ["*For*\nAward"]
    assert why["text"]["text"] == "*Why*\n• It lasts."


def test_what_is_too_long_for_a_header_is_a_section() -> None:
    assert kinds(Card("x" * 150, "Summary."))[0][0] == "header"
    assert kinds(Card("x" * 151, "Summary."))[0][0] == "section"


def test_more_facts_than_a_section_holds_are_in_two() -> None:
    facts = tuple(Fact(f"Need {n}", "much") for n in range(12))

    (message,) = render([Card("Soft", "Raised.", (), facts)], WORDS)

    assert [len(b["fields"]) for b in message["blocks"] if "fields" in b] == [10, 2]


def test_a_picture_with_too_long_an_address_is_its_description() -> None:
    far = Picture("https://pins.example/" + "x" * Slack.IMAGE_URL.value, "Soft enamel pins")

    assert kinds(far) == [["section"]]
    assert kinds(Card("Soft", "Raised.", picture=far)) == [["header", "section"]]


def test_without_extras_the_words_are_the_same() -> None:
    table = Table("Hard and soft", ("", "Hard"), (("Feel", "Smooth"),))
    (message,) = render([Card("Soft", "Raised.", picture=PICTURE), PICTURE, table], WORDS)

    plain = without_extras(message)

    assert READER.faults([plain]) == []
    assert [block["type"] for block in plain["blocks"]] == ["header", "section", "section", "section"]
    assert "Soft enamel pins & more" in READER.text([plain])
    assert without_extras(plain) == plain


def given_back(block: dict[str, Any]) -> dict[str, Any]:
    return {**block, "block_id": "x1"}


def test_the_choice_stands_where_the_choices_were() -> None:
    sent = [
        given_back({"type": "section", "text": {"type": "mrkdwn", "text": "a &amp; b", "verbatim": True}}),
        given_back({"type": "section", "text": {"type": "plain_text", "text": "a &amp; b", "emoji": False}}),
        given_back(
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": "x"},
                "accessory": {
                    "type": "image",
                    "image_url": "https://pins.example/soft.png",
                    "alt_text": "Soft",
                    "fallback": "96x96px image",
                    "image_width": 96,
                    "image_height": 96,
                    "image_bytes": 3,
                    "is_animated": False,
                },
            }
        ),
        given_back({"type": "actions", "elements": []}),
    ]

    marked, plain, pictured, mark = without_choices(sent, "Flat & plain")

    assert marked == {"type": "section", "text": {"type": "mrkdwn", "text": "a &amp; b", "verbatim": True}}
    assert plain["text"]["text"] == "a & b"
    assert pictured["accessory"] == {
        "type": "image",
        "image_url": "https://pins.example/soft.png",
        "alt_text": "Soft",
    }
    assert mark["elements"] == [{"type": "plain_text", "text": "✓ Flat & plain", "emoji": False}]


def test_a_full_message_still_has_room_for_the_choice() -> None:
    assert len(without_choices([{"type": "divider"}] * 50, "x")) == Slack.BLOCKS.value
