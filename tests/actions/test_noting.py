"""What is told beside a recommendation that stands is said back."""

from __future__ import annotations

from typing import Any

from actions.recommend import ActionRecommend

PLAIN = {"occasion": "club", "budget": "premium", "dimensionality": "2d", "durability": "high"}


async def test_what_is_told_beside_a_recommendation_is_noted(talk: Any) -> None:
    await talk.hears("a club, flat, premium, for years", "inform", PLAIN).run(ActionRecommend())
    reply = await talk.hears("1500", "inform", {"quantity": 1500}).run(ActionRecommend())
    assert reply.texts[0].startswith("Noted: 1,500 pieces. I recommend ")


async def test_the_first_recommendation_notes_nothing_that_answered_a_question(talk: Any) -> None:
    talk.hears("a club, flat, premium", "inform", {k: v for k, v in PLAIN.items() if k != "durability"})
    reply = await talk.hears("for years", "inform", {"durability": "high"}).run(ActionRecommend())
    assert reply.texts[0].startswith("I recommend ")


async def test_what_takes_the_place_of_something_is_no_news(talk: Any) -> None:
    await talk.hears("a club, flat, premium, for years", "inform", PLAIN).run(ActionRecommend())
    reply = await talk.hears("tight after all", "inform", {"budget": "tight"}).run(ActionRecommend())
    assert reply.texts[0].startswith("I recommend ")


async def test_a_message_that_tells_nothing_has_nothing_noted(talk: Any) -> None:
    await talk.hears("a club, flat, premium, for years", "inform", PLAIN).run(ActionRecommend())
    reply = await talk.hears("and now?", "request_advice").run(ActionRecommend())
    assert "Noted" not in reply.text
