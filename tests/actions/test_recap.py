"""What was told is said back in plain words, and the talk goes on."""

from __future__ import annotations

from typing import Any

from actions.repeat import ActionRepeat

CLUB = {"occasion": "club", "budget": "tight", "dimensionality": "2d"}


async def test_it_lists_what_is_known_and_what_is_open(talk: Any) -> None:
    talk.slots |= {**CLUB, "quantity": 150}
    text = (await talk.hears("What have you noted?", "repeat", recaps=True).run(ActionRepeat())).text
    for words in ("club", "tight budget", "flat", "150 pieces", "Still open: how much wear"):
        assert words in text


async def test_with_nothing_told_it_says_so(talk: Any) -> None:
    reply = await talk.hears("What have you noted?", "repeat", recaps=True).run(ActionRepeat())
    assert reply.responses == ["utter_recap_nothing"]
    assert reply.payload == {"type": "smalltalk"}


async def test_in_a_form_the_question_closes_the_turn(talk: Any) -> None:
    talk.slots |= CLUB
    reply = (
        await talk.asks("advice_form", "durability")
        .hears("Recap?", "repeat", recaps=True)
        .run(ActionRepeat())
    )
    assert reply.payloads == []
    assert "club" in reply.text


async def test_in_a_quote_request_it_lists_that_too(talk: Any) -> None:
    talk.slots |= {"quantity": 60, "design": "an owl on a book", "deadline": "by May"}
    talk.asks("quote_form", "contact").hears("Recap?", "repeat", recaps=True)
    text = (await talk.run(ActionRepeat())).text
    for words in ("60 pieces", "an owl on a book", "by May"):
        assert words in text
    assert "Still open" not in text
