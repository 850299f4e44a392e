"""``action_repeat``: the last words again, with choices and payload."""

from __future__ import annotations

from typing import Any

from actions.answer import ActionAnswer
from actions.goodbye import ActionGoodbye
from actions.recommend import ActionRecommend
from actions.repeat import ActionRepeat

AWARD = {"occasion": "award", "budget": "premium", "dimensionality": "2d", "durability": "high"}


async def test_a_recommendation_is_repeated_whole(talk: Any) -> None:
    first = await talk.hears("Awards", "inform", AWARD).run(ActionRecommend())
    again = await talk.hears("Sorry?", "repeat").run(ActionRepeat())
    assert again.texts == first.texts
    assert again.buttons == first.buttons
    assert again.payload == first.payload
    assert again.last_is_payload


async def test_it_can_be_repeated_again(talk: Any) -> None:
    first = await talk.hears("Awards", "inform", AWARD).run(ActionRecommend())
    await talk.hears("Sorry?", "repeat").run(ActionRepeat())
    again = await talk.hears("Once more?", "repeat").run(ActionRepeat())
    assert again.texts == first.texts
    assert again.payload == first.payload


async def test_only_the_last_turn_is_repeated(talk: Any) -> None:
    await talk.hears("Awards", "inform", AWARD).run(ActionRecommend())
    talk.hears("How does hard feel?", "ask", {}, [{"topic": "feel", "pin_types": ["hard_enamel"]}])
    answer = await talk.run(ActionAnswer())
    again = await talk.hears("Pardon?", "repeat").run(ActionRepeat())
    assert again.texts == answer.texts
    assert again.payload["type"] == "answer"


async def test_a_response_of_the_domain_is_repeated_as_it_was_read(talk: Any) -> None:
    said = await talk.hears("Bye", "goodbye").run(ActionGoodbye())
    again = await talk.hears("What?", "repeat").run(ActionRepeat())
    assert again.texts == said.texts
    assert again.payload == {"type": "smalltalk"}


async def test_where_nothing_was_said_it_says_so(talk: Any) -> None:
    reply = await talk.hears("What did you say?", "repeat").run(ActionRepeat())
    assert reply.responses == ["utter_nothing_to_repeat"]
    assert reply.payload == {"type": "smalltalk"}


async def test_on_a_channel_without_payloads_words_and_choices_are_enough(talk: Any) -> None:
    talk.channel = "cmdline"
    first = await talk.hears("Awards", "inform", AWARD).run(ActionRecommend())
    again = await talk.hears("Sorry?", "repeat").run(ActionRepeat())
    assert again.texts == first.texts
    assert again.buttons == first.buttons
    assert again.payloads == []


async def test_the_last_answer_in_short(talk: Any) -> None:
    talk.hears("What is hard enamel?", "ask", {}, [{"topic": "what_is", "pin_types": ["hard_enamel"]}])
    answer = await talk.run(ActionAnswer())
    short = await talk.hears("shorter please", "repeat", shortens=True).run(ActionRepeat())
    assert short.text == answer.text.split(". ")[0] + "."
    assert short.slots["brief"] is True
