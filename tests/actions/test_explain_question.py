"""``action_explain_question``: why the bot asks what it asks."""

from __future__ import annotations

from typing import Any

import pytest

from actions.explain_question import ActionExplainQuestion

#: What the reason has to speak of.
REASONS = {
    ("advice_form", "occasion"): "used",
    ("advice_form", "dimensionality"): "polished flat",
    ("advice_form", "budget"): "cost",
    ("advice_form", "durability"): "outlasts",
    ("quote_form", "quantity"): "number of pins",
    ("quote_form", "design"): "on the pin",
    ("quote_form", "deadline"): "date",
    ("quote_form", "contact"): "address",
}


@pytest.mark.parametrize(("form", "slot"), REASONS)
async def test_the_pending_question_is_explained(talk: Any, form: str, slot: str) -> None:
    reply = await talk.asks(form, slot).hears("Why do you ask?", "why_ask").run(ActionExplainQuestion())
    assert REASONS[form, slot] in reply.text
    assert reply.payloads == []


async def test_where_nothing_is_pending_it_says_what_it_usually_asks(talk: Any) -> None:
    reply = await talk.hears("Why all these questions?", "why_ask").run(ActionExplainQuestion())
    assert reply.responses == ["utter_explain_nothing"]
    assert reply.payload["type"] == "smalltalk"


async def test_a_slot_left_over_from_an_ended_form_is_not_pending(talk: Any) -> None:
    talk.slots["requested_slot"] = "contact"
    reply = await talk.hears("Why did you ask?", "why_ask").run(ActionExplainQuestion())
    assert reply.responses == ["utter_explain_nothing"]


async def test_who_asks_why_twice_need_not_answer(talk: Any) -> None:
    talk.asks("advice_form", "budget")
    first = await talk.hears("why?", "why_ask").run(ActionExplainQuestion())
    assert "declined_needs" not in first.slots
    again = await talk.hears("but why?", "why_ask").run(ActionExplainQuestion())
    assert again.slots["declined_needs"] == ["budget"]


async def test_who_asks_why_and_leaves_it_is_told_and_not_asked_again(talk: Any) -> None:
    talk.asks("advice_form", "budget")
    talk.hears("why? put anything", "why_ask", leaves_it=True)
    reply = await talk.run(ActionExplainQuestion())
    assert reply.responses == ["utter_explain_budget", "utter_leave_open"]
    assert reply.slots["declined_needs"] == ["budget"]
