"""What is said to questions about the advice, beside questions about pins."""

from __future__ import annotations

from typing import Any

import pytest

from actions.advice_form import ActionAskDimensionality
from actions.answer import ActionAnswer
from actions.explain import ActionExplain
from actions.explain_question import ActionExplainQuestion
from actions.explaining import needs_asked_about
from actions.recommend import ActionRecommend
from pin_advisor.advice import Needs

AWARD = {"occasion": "award", "budget": "premium", "dimensionality": "2d", "durability": "high"}
CLEANING = {"topic": "cleaning"}
WHY_NOT_SOFT = {"topic": "explain_why_not", "pin_types": ["soft_enamel"]}


@pytest.fixture
async def advised(talk: Any) -> Any:
    """Hard enamel has been recommended for awards."""
    await talk.hears("Awards, flat, for ever, money is no object.", "inform", AWARD).run(ActionRecommend())
    return talk


@pytest.mark.parametrize("questions", [[WHY_NOT_SOFT, CLEANING], [CLEANING, WHY_NOT_SOFT]])
async def test_both_are_answered_in_the_order_asked(advised: Any, questions: list[Any]) -> None:
    advised.hears("Why not soft enamel, and how is it cleaned?", "explain_why_not", questions=questions)
    reply = await advised.run(ActionExplain())
    assert reply.payload["topics"] == [q["topic"] for q in questions]
    first, second = ("less durable", "soap") if questions[0] is WHY_NOT_SOFT else ("soap", "less durable")
    assert reply.text.index(first) < reply.text.index(second)
    assert reply.slots["offer"] == "request_quote"
    assert reply.slots["last_question"]["topic"] == "cleaning"


async def test_in_a_form_its_question_closes_the_turn(talk: Any) -> None:
    talk.hears("for awards", "inform", {"occasion": "award"}).asks("advice_form", "dimensionality")
    talk.hears("Why not soft enamel? How is it cleaned?", "ask", questions=[WHY_NOT_SOFT, CLEANING])
    reply = await talk.run(ActionAnswer())
    assert not reply.payloads
    assert "Soft enamel" in reply.text
    assert "soap" in reply.text
    closing = await talk.run(ActionAskDimensionality())
    assert closing.payload["answered"] == ["explain_why_not", "cleaning"]


async def test_a_pronoun_stands_for_the_type_explained(advised: Any) -> None:
    feel = {"topic": "feel", "follows": True}
    advised.hears("Why not soft, and how does it feel?", "explain_why_not", questions=[WHY_NOT_SOFT, feel])
    assert "Soft enamel feels textured" in (await advised.run(ActionExplain())).text


async def test_a_supposition_beside_a_question_is_kept(advised: Any) -> None:
    questions = [{"topic": "what_if"}, CLEANING]
    advised.hears("What if it was 3D? How is it cleaned?", "what_if", questions=questions,
                  hypothesis={"dimensionality": "3d"})  # fmt: skip
    reply = await advised.run(ActionExplain())
    assert "soft enamel" in reply.text
    assert "soap" in reply.text
    assert reply.slots["hypothesis"] == {"dimensionality": "3d"}


async def test_why_it_asks_is_told_beside_an_answer(talk: Any) -> None:
    talk.asks("advice_form", "dimensionality")
    talk.hears(
        "Why do you ask, and how is it cleaned?", "why_ask", questions=[{"topic": "why_ask"}, CLEANING]
    )
    talk.events.insert(0, {"event": "slot", "name": "requested_slot", "value": "dimensionality"})
    reply = await talk.run(ActionExplainQuestion())
    assert reply.responses == ["utter_explain_dimensionality"]
    assert "soap" in reply.text


@pytest.mark.parametrize(
    ("last", "needs"),
    [
        ({"topic": "which_3d"}, Needs(dimensionality="3d")),
        ({"topic": "best_for", "occasion": "award"}, Needs(occasion="award")),
        ({"topic": "rust"}, Needs()),
        (None, Needs()),
    ],
)
def test_what_the_question_before_supposed(last: Any, needs: Needs) -> None:
    assert needs_asked_about(last) == needs


async def test_why_not_after_a_question_about_3d_is_about_3d(talk: Any) -> None:
    await talk.hears("Which type can be 3D?", "ask", questions=[{"topic": "which_3d"}]).run(ActionAnswer())
    talk.hears("Why not hard enamel?", "explain_why_not", pin_types=["hard_enamel"])
    assert "polished flat" in (await talk.run(ActionExplain())).text
