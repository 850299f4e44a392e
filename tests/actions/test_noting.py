"""What was told is said back, with the earlier statement that it replaces."""

from __future__ import annotations

from typing import Any

import pytest

from actions.advice_form import ActionAskDurability
from actions.recommend import ActionRecommend

PLAIN = {"occasion": "club", "budget": "premium", "dimensionality": "2d", "durability": "high"}


async def test_a_need_that_takes_the_place_of_another_is_named_with_it(talk: Any) -> None:
    talk.hears("a club, flat, premium, for years", "inform", PLAIN)
    await talk.run(ActionRecommend())
    reply = await talk.hears("tight after all", "inform", {"budget": "tight"}).run(ActionRecommend())
    assert reply.texts[0].startswith("Noted: a tight budget instead of a generous budget. I recommend ")


async def test_it_is_the_value_before_this_message_that_was_replaced(talk: Any) -> None:
    talk.hears("premium", "inform", PLAIN)
    talk.hears("no, moderate", "inform", {"budget": "moderate"})
    await talk.run(ActionRecommend())
    reply = await talk.hears("tight", "inform", {"budget": "tight"}).run(ActionRecommend())
    assert "a tight budget instead of a moderate budget" in reply.text


async def test_what_is_told_beside_a_recommendation_is_noted(talk: Any) -> None:
    talk.hears("a club, flat, premium, for years", "inform", PLAIN)
    await talk.run(ActionRecommend())
    reply = await talk.hears("1500", "inform", {"quantity": 1500}).run(ActionRecommend())
    assert reply.texts[0].startswith("Noted: 1,500 pieces. I recommend ")


async def test_the_first_recommendation_notes_nothing_that_answered_a_question(talk: Any) -> None:
    talk.hears("a club, flat, premium", "inform", {k: v for k, v in PLAIN.items() if k != "durability"})
    talk.asks("advice_form", "durability")
    talk.form = None
    reply = await talk.hears("for years", "inform", {"durability": "high"}).run(ActionRecommend())
    assert reply.texts[0].startswith("I recommend ")


async def test_said_again_it_replaces_nothing(talk: Any) -> None:
    talk.hears("a club, flat, premium, for years", "inform", PLAIN)
    await talk.run(ActionRecommend())
    reply = await talk.hears("premium, as I said", "inform", {"budget": "premium"}).run(ActionRecommend())
    assert "instead of" not in reply.text


@pytest.mark.parametrize("asked", ["durability", "dimensionality"])
async def test_while_needs_are_asked_for_it_is_said_ahead_of_the_question(talk: Any, asked: str) -> None:
    talk.hears("pins for a school, money enough", "inform", {"occasion": "school", "budget": "premium"})
    talk.asks("advice_form", asked).hears("a dollar at most", "inform", {"budget": "tight"})
    reply = await talk.run(ActionAskDurability())
    assert reply.texts[0] == "Noted: a tight budget instead of a generous budget."
