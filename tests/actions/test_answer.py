"""``action_answer``: every question of a message gets its answer, and no slot of the needs changes."""

from __future__ import annotations

from typing import Any

import pytest

from actions.advice_form import ActionAskBudget
from actions.answer import ActionAnswer
from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import VALUES


async def test_a_question_is_answered_with_its_source(talk: Any) -> None:
    talk.hears("How does hard enamel feel?", "ask", {}, [{"topic": "feel", "pin_types": ["hard_enamel"]}])
    reply = await talk.run(ActionAnswer())
    assert "smooth" in reply.text
    assert reply.payload["type"] == "answer"
    assert reply.payload["topics"] == ["feel"]
    assert reply.payload["sources"] == ["our article on hard and soft enamel"]


async def test_two_questions_get_both_answers(talk: Any) -> None:
    questions = [
        {"topic": "feel", "pin_types": ["soft_enamel"]},
        {"topic": "cost", "pin_types": ["hard_enamel"]},
    ]
    talk.hears("How does soft feel and is hard dearer?", "ask", {}, questions)
    reply = await talk.run(ActionAnswer())
    assert reply.payload["topics"] == ["feel", "cost"]
    assert "raised" in reply.text
    assert "expensive" in reply.text.lower() or "more" in reply.text.lower()


@pytest.mark.parametrize("topic", ["price", "lead_time", "minimum_order"])
async def test_what_is_never_stated_is_offered_as_a_quote(
    talk: Any, topic: str, shop_catalog: Catalog
) -> None:
    assert shop_catalog.topic(topic).reply == "quote"
    talk.hears("How much?", "ask", {}, [{"topic": topic}])
    reply = await talk.run(ActionAnswer())
    assert reply.payload == {"type": "quote", "state": "asking"}
    assert talk.slots["offer"] == "request_quote"
    assert not any(c in reply.text for c in "$€£")


async def test_what_only_the_shop_can_settle_is_handed_off(talk: Any) -> None:
    talk.hears("Where is my order?", "ask", {}, [{"topic": "order_status"}])
    assert (await talk.run(ActionAnswer())).payload == {"type": "handoff"}


@pytest.mark.parametrize("questions", [[], [{"topic": "colour_of_the_moon"}], [{"topic": "follow_up"}]])
async def test_what_nobody_knows_is_said_kindly_and_without_internal_names(
    talk: Any, questions: list[dict[str, Any]]
) -> None:
    talk.hears("Hm?", "ask", {}, questions)
    reply = await talk.run(ActionAnswer())
    assert reply.text.strip()
    assert "_" not in reply.text
    assert len(reply.payloads) == 1


async def test_a_follow_up_leans_on_the_turn_before(talk: Any) -> None:
    talk.hears("How does hard enamel feel?", "ask", {}, [{"topic": "feel", "pin_types": ["hard_enamel"]}])
    await talk.run(ActionAnswer())
    talk.hears("And soft?", "ask", {}, [{"topic": "follow_up", "pin_types": ["soft_enamel"]}])
    reply = await talk.run(ActionAnswer())
    assert reply.payload["topics"] == ["feel"]
    assert reply.text.startswith("Soft enamel")


async def test_an_aspect_without_a_type_leans_on_the_types_before(talk: Any) -> None:
    talk.hears("What is soft enamel?", "ask", {}, [{"topic": "what_is", "pin_types": ["soft_enamel"]}])
    await talk.run(ActionAnswer())
    talk.hears("And how does it feel?", "ask", {}, [{"topic": "feel", "follows": True}])
    reply = await talk.run(ActionAnswer())
    assert reply.text.startswith("Soft enamel")
    assert "Hard enamel feels" not in reply.text


async def test_a_question_that_stands_alone_leans_on_nothing(talk: Any) -> None:
    talk.hears("What is soft enamel?", "ask", {}, [{"topic": "what_is", "pin_types": ["soft_enamel"]}])
    await talk.run(ActionAnswer())
    talk.hears("Which is smoothest?", "ask", {}, [{"topic": "feel", "form": "superlative"}])
    assert "hard enamel" in (await talk.run(ActionAnswer())).text.lower()


async def test_in_a_form_the_pending_question_closes_the_turn(talk: Any) -> None:
    talk.asks("advice_form", "budget")
    talk.hears("How does hard enamel feel?", "ask", {}, [{"topic": "feel", "pin_types": ["hard_enamel"]}])
    answered = await talk.run(ActionAnswer())
    asked = await talk.run(ActionAskBudget())
    assert answered.payloads == []
    assert asked.payload["type"] == "question"
    assert asked.payload["slot"] == "budget"
    assert asked.payload["answered"] == ["feel"]
    assert asked.responses == ["utter_ask_budget"]
    assert len(asked.texts) == 1, "the answer was given before"


async def test_a_question_changes_no_need(talk: Any) -> None:
    talk.slots |= {"occasion": "award", "dimensionality": "2d"}
    talk.hears("Is soft enamel cheaper?", "ask", {}, [{"topic": "cost", "pin_types": ["soft_enamel"]}])
    reply = await talk.run(ActionAnswer())
    assert not set(reply.slots) & {*VALUES, "quantity", "budget_amount", "recommended", "declined_needs"}


async def test_an_answer_settles_earlier_doubts(talk: Any) -> None:
    talk.slots |= {"misunderstood": 1.0, "offer": "contact_shop"}
    talk.hears("What is soft enamel?", "ask", {}, [{"topic": "what_is", "pin_types": ["soft_enamel"]}])
    await talk.run(ActionAnswer())
    assert not talk.slots["misunderstood"]
    assert talk.slots["offer"] is None


async def test_every_topic_of_the_catalog_is_answered(talk: Any, shop_catalog: Catalog) -> None:
    """Whatever understanding finds in a message, there is something to say to it."""
    for topic in shop_catalog.topics:
        talk.hears(topic.question, "ask", {}, [{"topic": topic.id}])
        reply = await talk.run(ActionAnswer())
        assert 0 < len(reply.text) <= 600, topic.id
        assert reply.payload["type"] == topic.reply, topic.id
        if topic.reply == "answer":
            assert reply.payload["topics"] == [topic.id]
