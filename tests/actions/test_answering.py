"""Answering a message's questions: once per turn, whatever the slots hold from earlier."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answer import ActionAnswer
from actions.recommend import ActionRecommend

FEEL = {"topic": "feel", "pin_types": ["hard_enamel"]}


async def test_a_recommendation_answers_first_what_the_message_asked(talk: Any) -> None:
    talk.hears("Awards, flat, 5 each, for ever. How does hard feel?", "inform", {"occasion": "award"}, [FEEL])
    reply = await talk.run(ActionRecommend())
    assert "feels" in reply.texts[0]
    assert reply.payload["type"] == "recommendation"
    assert reply.payload["answered"] == ["feel"]


async def test_a_recommendation_does_not_repeat_an_answer(talk: Any) -> None:
    talk.slots["answered"] = ["feel"]
    talk.hears("How does hard feel?", "ask", {}, [FEEL])
    reply = await talk.run(ActionRecommend())
    assert reply.payload["answered"] == ["feel"]
    assert "metal lines with a finger" not in reply.text


@pytest.mark.parametrize(
    "left_over",
    [
        None,
        "feel",
        ["feel"],
        {},
        {"topic": None},
        {"topic": "feel", "pin_types": ["hard_enamel"], "colour": "red"},
        {"topic": "feel", "pin_types": None},
        {"topic": "no_such_topic", "pin_types": ["no_such_type"]},
    ],
)
async def test_a_follow_up_survives_whatever_an_older_version_left_in_the_slot(
    talk: Any, left_over: Any
) -> None:
    talk.slots["last_question"] = left_over
    talk.hears("And soft?", "ask", {}, [{"topic": "follow_up", "pin_types": ["soft_enamel"]}])
    reply = await talk.run(ActionAnswer())
    assert "soft enamel" in reply.text.lower()


async def test_what_was_asked_last_is_remembered_for_the_next_turn(talk: Any) -> None:
    talk.hears("How does hard feel?", "ask", {}, [FEEL])
    await talk.run(ActionAnswer())
    assert talk.slots["last_question"]["topic"] == "feel"
    assert talk.slots["last_question"]["pin_types"] == ["hard_enamel"]


LEANS = {"topic": "feel", "follows": True}
PRICE = {"topic": "price", "follows": True}


async def test_after_a_recommendation_a_follow_up_is_about_the_recommended_type(talk: Any) -> None:
    talk.slots["recommended"] = "hard_enamel"
    reply = await talk.hears("how about feel?", "ask", {}, [LEANS]).run(ActionAnswer())
    assert reply.payload["topics"] == ["feel"]
    assert reply.text.startswith("Hard enamel")
    assert talk.slots["last_question"]["pin_types"] == ["hard_enamel"]


async def test_the_type_that_was_asked_about_last_goes_before_the_recommended_one(talk: Any) -> None:
    talk.slots["recommended"] = "soft_enamel"
    await talk.hears("How does hard feel?", "ask", {}, [FEEL]).run(ActionAnswer())
    reply = await talk.hears("and its look?", "ask", {}, [{"topic": "look", "follows": True}]).run(
        ActionAnswer()
    )
    assert reply.text.startswith("Hard enamel")


async def test_a_question_that_leans_on_nothing_is_about_no_type(talk: Any) -> None:
    talk.slots["recommended"] = "hard_enamel"
    reply = await talk.hears("how do pins feel?", "ask", {}, [{"topic": "feel"}]).run(ActionAnswer())
    assert "soft enamel" in reply.text.lower()


async def test_the_price_of_a_type_is_what_it_costs_beside_others_and_a_quote(talk: Any) -> None:
    await talk.hears("How does hard feel?", "ask", {}, [FEEL]).run(ActionAnswer())
    reply = await talk.hears("and the price?", "ask", {}, [PRICE]).run(ActionAnswer())
    assert reply.payload["topics"] == ["cost"]
    assert "hard enamel" in reply.text.lower()
    assert reply.text.endswith("shall I ask for one?")
    assert talk.slots["offer"] == "request_quote"


async def test_the_price_of_nothing_in_particular_is_for_a_quote_to_say(talk: Any) -> None:
    reply = await talk.hears("and the price?", "ask", {}, [PRICE]).run(ActionAnswer())
    assert reply.payload["type"] == "quote"


async def test_a_recommendation_is_what_the_next_question_leans_on(talk: Any) -> None:
    await talk.hears("How does soft feel?", "ask", {}, [FEEL | {"pin_types": ["soft_enamel"]}]).run(
        ActionAnswer()
    )
    await talk.hears("Awards", "inform", {"occasion": "award"}).run(ActionRecommend())
    reply = await talk.hears("how about feel?", "ask", {}, [LEANS]).run(ActionAnswer())
    assert reply.text.startswith("Hard enamel")


@pytest.mark.parametrize("setting", ["", "30"])
async def test_how_long_things_are_kept_is_told_as_it_is_set(
    talk: Any, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.delenv("PIN_ADVISOR_RETENTION_DAYS", raising=False)
    if setting:
        monkeypatch.setenv("PIN_ADVISOR_RETENTION_DAYS", setting)
    talk.hears("What do you store about me?", "ask", {}, [{"topic": "privacy"}])
    text = (await talk.run(ActionAnswer())).text
    assert f"{setting or 90} days" in text
    assert "delete my data" in text
    assert "quote requests" in text


@pytest.mark.parametrize(
    ("recommended", "named", "compared"),
    [
        ("screen_printed", ["hard_enamel"], ["Screen-printed", "Hard enamel"]),
        ("soft_enamel", ["hard_enamel"], ["Soft enamel", "Hard enamel"]),
        ("screen_printed", ["photo_etched", "cloisonne"], ["Photo-etched", "cloisonné"]),
    ],
)
async def test_the_difference_to_one_type_is_that_of_the_recommended_one(
    talk: Any, recommended: str, named: list[str], compared: list[str]
) -> None:
    talk.slots["recommended"] = recommended
    talk.hears("What's the difference then?", "ask", {}, [{"topic": "difference", "pin_types": named}])
    text = (await talk.run(ActionAnswer())).text
    assert all(name in text for name in compared)
