"""The chat in a terminal: what is typed reaches the bot, what it says is shown, a number picks a choice."""

from __future__ import annotations

import urllib.error
from email.message import Message as Headers
from io import BytesIO
from typing import Any

import pytest

from pin_advisor.channels.settings import CONNECTORS, off
from pin_advisor.channels.shell import Chat, leaves, reply_of
from pin_advisor.channels.wording import wording
from pin_advisor.replies import Choice, Message
from tests.channels.rendering.replies import WORDS

OWN = wording()
QUESTION = {
    "recipient_id": "shell-1",
    "text": "Flat or sculpted?",
    "buttons": [
        {"title": "Flat (2D)", "payload": "Flat, 2D"},
        {"title": "Sculpted (3D)", "payload": "Sculpted, 3D"},
    ],
}
ASKING = {"recipient_id": "shell-1", "custom": {"type": "question", "slot": "dimensionality"}}
DONE = {"recipient_id": "shell-1", "text": "Thank you."}


class Bot:
    def __init__(self, *turns: Any) -> None:
        self._turns = list(turns)
        self.heard: list[str] = []

    def __call__(self, text: str) -> Any:
        self.heard.append(text)
        turn = self._turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        return turn


def chat(*turns: Any) -> tuple[Chat, Bot]:
    bot = Bot(*turns)
    return Chat(bot, lambda: WORDS, OWN), bot


def test_messages_of_rest_are_a_reply() -> None:
    reply = reply_of([QUESTION, ASKING])

    choices = (Choice("Flat (2D)", "Flat, 2D"), Choice("Sculpted (3D)", "Sculpted, 3D"))
    assert reply.messages == (Message("Flat or sculpted?", choices),)
    assert reply.payload == ASKING["custom"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2", "Sculpted, 3D"),
        (" 1. ", "Flat, 2D"),
        ("two", "Sculpted, 3D"),
        ("flat (2d)", "Flat, 2D"),
        ("3", "3"),
        ("it stands out", "it stands out"),
        ("20 pins", "20 pins"),
    ],
)
def test_a_number_picks_the_choice_that_it_stands_before(typed: str, said: str) -> None:
    talk, bot = chat([QUESTION, ASKING], [DONE])

    talk.answer("pins please")
    talk.answer(typed)

    assert bot.heard == ["pins please", said]


def test_what_is_structured_is_never_shown_as_it_is() -> None:
    talk, _ = chat([QUESTION, ASKING])

    shown = talk.answer("pins please")

    assert shown == f"Flat or sculpted?\n\n  1. Flat (2D)\n  2. Sculpted (3D)\n\n{WORDS.numbered}"


def test_a_recommendation_is_a_card() -> None:
    why = "They last for years."
    payload = {
        "type": "recommendation",
        "pin_type": "hard_enamel",
        "needs": {},
        "reasons": [{"rule": "lasting_hard", "text": why}],
        "alternatives": [],
    }
    talk, _ = chat([{"text": f"I recommend hard enamel pins. {why}"}, {"custom": payload}])

    assert talk.answer("pins please") == (
        "I recommend hard enamel pins.\n\n"
        "Hard enamel\n===========\nSmooth, shiny, polished flat.\n\n"
        f"Why it suits you\n  - {why}"
    )


def test_a_number_means_nothing_once_something_else_was_said() -> None:
    talk, bot = chat([QUESTION, ASKING], [DONE], [DONE])

    for typed in ("pins please", "what is enamel?", "2"):
        talk.answer(typed)

    assert bot.heard[-1] == "2"


def failed(body: bytes) -> urllib.error.HTTPError:
    return urllib.error.HTTPError("http://127.0.0.1", 503, "no", Headers(), BytesIO(body))


@pytest.mark.parametrize(
    ("trouble", "number"),
    [
        (failed(b'{"error": "The message could not be dealt with.", "id": "K7PQRW"}'), "K7PQRW"),
        (failed(b"<html>"), "-"),
        (failed(b"[]"), "-"),
        (ConnectionRefusedError(), "-"),
        (ValueError("not a list of replies"), "-"),
    ],
)
def test_trouble_is_told_and_the_choices_stay(trouble: Exception, number: str) -> None:
    talk, bot = chat([QUESTION, ASKING], trouble, [DONE])
    talk.answer("pins please")

    told = talk.answer("2")
    talk.answer("2")

    assert " ".join(told.split()) == " ".join(OWN.technical.format(number=number).split())
    assert bot.heard[1:] == ["Sculpted, 3D", "Sculpted, 3D"]


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("quit", True),
        (" EXIT ", True),
        ("bye!", True),
        ("bye bye", True),
        ("Goodbye.", True),
        ("/quit", True),
        ("bye for now, but first: what is enamel?", False),
        ("quit the quote", False),
        ("exit signs as pins", False),
        ("", False),
    ],
)
def test_a_word_of_leaving_alone_ends_the_chat(typed: str, end: bool) -> None:
    assert leaves(typed) is end


def test_connectors_can_be_switched_off_for_a_bot_that_is_started_beside_another() -> None:
    assert all(connector.read(off()) is None for connector in CONNECTORS)
    everything = {variable.name for connector in CONNECTORS for variable in connector.variables}
    assert set(off()) == everything
