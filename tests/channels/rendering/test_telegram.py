"""What only Telegram's renderer does: texts that share a message, rows of buttons, captions."""

from __future__ import annotations

import pytest

from pin_advisor.channels.platforms import Telegram
from pin_advisor.channels.rendering.telegram import render
from pin_advisor.replies import Card, Choice, Message, Picture, Section
from tests.channels.rendering.replies import WORDS

LONGEST = Telegram.TEXT.value
PICTURE = Picture("https://pins.example/pin.png", "A pin")


@pytest.mark.parametrize(("more", "messages"), [(-3, 1), (-2, 1), (-1, 2), (0, 2)])
def test_texts_share_a_message_to_the_last_character(more: int, messages: int) -> None:
    first = "a" * 1000
    second = "b" * (LONGEST - len(first) + more)

    shown = render([Message(first), Message(second)], WORDS)

    assert len(shown) == messages
    assert all(len(m["text"]) <= LONGEST for m in shown)


def test_what_follows_a_question_has_a_message_of_its_own() -> None:
    shown = render([Message("Flat?", (Choice("Yes", "yes"),)), Message("And more.")], WORDS)

    assert [m["text"] for m in shown] == ["Flat?", "And more."]
    assert ["reply_markup" in m for m in shown] == [True, False]


@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        (["Yes", "No"], [2]),
        (["Yes", "No", "Perhaps", "Never"], [3, 1]),
        (["Tight", "Moderate", "Premium", "Not sure"], [3, 1]),
        (["A single event", "A season or so", "Many years", "Not sure"], [2, 2]),
        (["Awards or recognition", "Company branding"], [1, 1]),
        (["x" * 64, "y", "z"], [1, 2]),
    ],
)
def test_short_buttons_share_a_row(titles: list[str], rows: list[int]) -> None:
    (shown,) = render([Message("Which?", tuple(Choice(t, t) for t in titles))], WORDS)

    keyboard = shown["reply_markup"]["inline_keyboard"]
    assert [len(row) for row in keyboard] == rows
    assert [button["text"] for row in keyboard for button in row] == titles


def test_more_buttons_than_a_keyboard_holds_come_below_a_further_message() -> None:
    choices = tuple(Choice(f"Choice {n}", f"I say {n}") for n in range(250))

    shown = render([Message("Which?", choices)], WORDS)

    assert [m["text"] for m in shown] == ["Which?", WORDS.choose, WORDS.choose]
    assert [sum(map(len, m["reply_markup"]["inline_keyboard"])) for m in shown] == [100, 100, 50]


def test_headings_after_an_emoji_are_bold_where_they_stand() -> None:
    (shown,) = render([Message("🎈🎈"), Card("Soft enamel", "Raised.", (Section("Why", ("🎈",)),))], WORDS)

    raw = shown["text"].encode("utf-16-le")
    bold = [
        raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in shown["entities"]
    ]
    assert bold == ["Soft enamel", "Why"]


def test_a_card_too_long_for_a_caption_stands_below_its_picture() -> None:
    card = Card("Soft enamel", "Raised.", (Section("Why", ("word " * 300,)),), picture=PICTURE)

    photo, text = render([card], WORDS)

    assert photo == {"method": "sendPhoto", "photo": PICTURE.url}
    assert text["text"].startswith("Soft enamel\nRaised.\n\nWhy\n• word")


def test_what_is_too_long_below_a_picture_goes_on_as_text() -> None:
    photo, text = render([Picture(PICTURE.url, "word " * 300)], WORDS)

    assert len(photo["caption"]) <= Telegram.CAPTION.value
    assert f"{photo['caption']} {text['text']}".split() == ["word"] * 300


def test_more_headings_than_a_message_may_have_are_spread_over_several() -> None:
    card = Card("Title", "Summary", tuple(Section(f"Heading {n}", ("x",)) for n in range(230)))

    shown = render([card], WORDS)

    assert [len(m["entities"]) for m in shown] == [100, 100, 31]
