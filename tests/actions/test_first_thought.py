"""A first thought before the next question, for who begins with some wishes and asks which kind to take."""

from __future__ import annotations

from typing import Any

from actions.advice_form import ActionAskDimensionality


async def test_who_asks_which_hears_a_first_thought_before_the_question(talk: Any) -> None:
    told = {"occasion": "award", "quantity": 60}
    talk.hears("60 for our awards, which would you take?", "inform", told, asks_which=True)
    reply = await talk.run(ActionAskDimensionality())
    assert reply.texts[0].startswith("For an award I'd begin with hard enamel: it has")
    assert reply.texts[1] == "Noted: 60 pieces."
    assert reply.payload["type"] == "question"
    assert reply.payload["answered"] == ["best_for"]
    assert reply.payload["sources"]
    assert reply.slots["last_question"]["pin_types"] == ["hard_enamel"]


async def test_who_only_states_things_hears_none(talk: Any) -> None:
    talk.hears("60 for our awards", "inform", {"occasion": "award", "quantity": 60})
    reply = await talk.run(ActionAskDimensionality())
    assert reply.texts[0] == "Noted: an award and 60 pieces."
    assert "answered" not in reply.payload


async def test_a_question_that_was_answered_leaves_no_room_for_one(talk: Any) -> None:
    talk.hears("awards, which?", "inform", {"occasion": "award"}, [{"topic": "rust"}], asks_which=True)
    reply = await talk.run(ActionAskDimensionality())
    assert reply.payload["answered"] == ["rust"]
    assert "begin with" not in reply.text
