"""``action_start_over``: everything said about the pins is forgotten."""

from __future__ import annotations

from typing import Any

from actions.advice_form import ActionAskDimensionality, ActionAskOccasion, ValidateAdviceForm
from actions.start_over import ActionStartOver

FORGOTTEN = {
    "occasion": "award",
    "budget": "premium",
    "budget_amount": 5.0,
    "budget_currency": "EUR",
    "budget_per": "piece",
    "dimensionality": "2d",
    "durability": "high",
    "quantity": 200,
    "artwork": "flat",
    "surface": "smooth",
    "declined_needs": ["durability"],
    "design": "a heron",
    "deadline": "June",
    "recommended": "hard_enamel",
    "hypothesis": {"budget": "tight"},
    "last_question": {"topic": "feel", "pin_types": ["hard_enamel"]},
    "offer": "request_quote",
    "suggestions": ["What is hard enamel?"],
    "answered": ["feel"],
}


async def test_everything_about_the_pins_is_forgotten(talk: Any) -> None:
    talk.slots |= FORGOTTEN | {"misunderstood": 1.0}
    reply = await talk.hears("Start over", "start_over").run(ActionStartOver())
    assert reply.responses == ["utter_start_over"]
    assert {name for name in FORGOTTEN if talk.slots[name]} == set()
    assert not talk.slots["misunderstood"]


async def test_the_advice_begins_anew_and_closes_the_turn(talk: Any) -> None:
    talk.slots |= FORGOTTEN
    talk.asks("advice_form", "durability").hears("Start over", "start_over")
    forgot = await talk.run(ActionStartOver())
    await talk.run(ValidateAdviceForm())
    asked = await talk.run(ActionAskOccasion())
    assert talk.asked == "occasion"
    assert forgot.payloads == []
    assert asked.payload["slot"] == "occasion"
    assert "answered" not in asked.payload


async def test_what_the_same_message_tells_holds_from_now_on(talk: Any) -> None:
    talk.slots |= {"occasion": "trade_show", "budget": "tight"}
    anew = {"occasion": "wedding"}
    talk.hears("start over, this time for a wedding", "start_over", begins_with=anew)
    await talk.run(ActionStartOver())
    assert (talk.slots["occasion"], talk.slots["budget"]) == ("wedding", None)


async def test_what_it_tells_is_said_back_before_the_next_question(talk: Any) -> None:
    talk.slots |= {"occasion": "trade_show"}
    anew = {"occasion": "wedding", "quantity": 90}
    talk.asks("advice_form", "budget").hears("start over: a wedding, 90", "start_over", begins_with=anew)
    await talk.run(ActionStartOver())
    talk.events.append({"event": "action", "name": "action_start_over"})
    reply = await talk.run(ActionAskDimensionality())
    assert reply.texts[0] == "Noted: a wedding and 90 pieces."
    assert not any(text.startswith("Changed") for text in reply.texts)


async def test_money_that_it_names_makes_a_budget(talk: Any) -> None:
    talk.slots |= {"budget": "premium"}
    anew = {"budget_amount": 1.0, "budget_currency": "EUR", "budget_per": "piece"}
    talk.hears("start over, a euro each", "start_over", begins_with=anew)
    await talk.run(ActionStartOver())
    assert (talk.slots["budget"], talk.slots["budget_amount"]) == ("tight", 1.0)
