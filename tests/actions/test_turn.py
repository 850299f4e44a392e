"""A turn: what every action sees and how every action replies, on every channel."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.advice_form import (
    ActionAskBudget,
    ActionAskDimensionality,
    ActionAskDurability,
    ActionAskOccasion,
)
from actions.answer import ActionAnswer
from actions.explain import ActionExplain
from actions.explain_question import ActionExplainQuestion
from actions.fallback import ActionFallback
from actions.goodbye import ActionGoodbye
from actions.handoff import ActionHandoff, ActionPassOn
from actions.other_language import ActionOtherLanguage
from actions.quote_form import (
    ActionAskContact,
    ActionAskDeadline,
    ActionAskDesign,
    ActionAskQuantity,
    ActionSendQuote,
)
from actions.recommend import ActionRecommend
from actions.repeat import ActionRepeat
from actions.smalltalk import ActionSmalltalk
from actions.turn import Turn, needs_from
from pin_advisor.advice import Needs

ASKED = {"topic": "feel", "pin_types": ["hard_enamel"]}
#: Actions that end a turn outside a form, with an intent that leads to them.
CLOSING = [
    (ActionAnswer(), "ask"),
    (ActionExplain(), "explain_why"),
    (ActionExplain(), "explain_why_not"),
    (ActionExplain(), "what_if"),
    (ActionExplain(), "what_would_change"),
    (ActionExplain(), "second_best"),
    (ActionExplain(), "compare_options"),
    (ActionExplainQuestion(), "why_ask"),
    (ActionFallback(), "out_of_scope"),
    (ActionGoodbye(), "goodbye"),
    (ActionHandoff(), "contact_shop"),
    (ActionPassOn(), "give_contact"),
    (ActionOtherLanguage(), "other_language"),
    (ActionRepeat(), "repeat"),
    (ActionSmalltalk(), "greet"),
    (ActionRecommend(), "inform"),
    (ActionSendQuote(), "inform"),
]
#: Actions that ask a form's question.
ASKING = [
    (ActionAskOccasion(), "advice_form", "occasion"),
    (ActionAskDimensionality(), "advice_form", "dimensionality"),
    (ActionAskBudget(), "advice_form", "budget"),
    (ActionAskDurability(), "advice_form", "durability"),
    (ActionAskQuantity(), "quote_form", "quantity"),
    (ActionAskDesign(), "quote_form", "design"),
    (ActionAskDeadline(), "quote_form", "deadline"),
    (ActionAskContact(), "quote_form", "contact"),
]
#: Actions that may run while a form is active, before its question.
INTERRUPTING = [
    (a, i) for a, i in CLOSING if not isinstance(a, (ActionRecommend, ActionSendQuote, ActionRepeat))
]
KINDS = {"question", "recommendation", "answer", "quote", "smalltalk", "handoff", "fallback"}


def named(case: Any) -> str | None:
    return case.name() if isinstance(case, Action) else None


def prepared(talk: Any, intent: str) -> Any:
    """A visitor who has been advised and now says something of this intent."""
    talk.slots |= {"occasion": "award", "dimensionality": "2d", "recommended": "hard_enamel"}
    questions = [ASKED] if intent == "ask" else []
    stated = {"contact": "ann@example.com"}
    talk.hears(
        "Some words.",
        intent,
        stated,
        questions,
        hypothesis={"dimensionality": "3d"},
        pin_types=["soft_enamel"],
    )
    return talk


@pytest.mark.parametrize("channel", ["rest", "website", "messenger", "slack", "teams", "telegram", "twilio"])
@pytest.mark.parametrize(("action", "intent"), CLOSING, ids=named)
async def test_a_turn_ends_with_exactly_one_payload(
    talk: Any, action: Action, intent: str, channel: str
) -> None:
    talk.channel = channel
    reply = await prepared(talk, intent).run(action)
    assert len(reply.payloads) == 1
    assert reply.last_is_payload
    assert reply.payload["type"] in KINDS
    assert reply.texts, "the text alone carries the whole meaning"


@pytest.mark.parametrize("channel", ["cmdline", "socketio", "callback", "facebook", "botframework", None])
@pytest.mark.parametrize(("action", "intent"), CLOSING, ids=named)
async def test_other_channels_never_see_a_payload(
    talk: Any, action: Action, intent: str, channel: str | None
) -> None:
    talk.channel = channel
    reply = await prepared(talk, intent).run(action)
    assert reply.payloads == []
    assert reply.texts


@pytest.mark.parametrize("form", ["advice_form", "quote_form"])
@pytest.mark.parametrize(("action", "intent"), INTERRUPTING, ids=named)
async def test_in_a_form_the_payload_is_left_to_its_question(
    talk: Any, action: Action, intent: str, form: str
) -> None:
    talk.asks(form, "budget" if form == "advice_form" else "design")
    reply = await prepared(talk, intent).run(action)
    assert reply.payloads == []
    assert reply.texts


@pytest.mark.parametrize(("action", "form", "slot"), ASKING, ids=named)
async def test_a_forms_question_closes_its_turn(talk: Any, action: Action, form: str, slot: str) -> None:
    reply = await prepared(talk.asks(form, slot), "thank").run(action)
    assert len(reply.payloads) == 1
    assert reply.last_is_payload
    assert reply.payload["type"] == ("question" if form == "advice_form" else "quote")


@pytest.mark.parametrize(("action", "form", "slot"), ASKING, ids=named)
async def test_a_forms_question_is_plain_on_other_channels(
    talk: Any, action: Action, form: str, slot: str
) -> None:
    talk.channel = "cmdline"
    reply = await prepared(talk.asks(form, slot), "thank").run(action)
    assert reply.payloads == []
    assert reply.responses == [f"utter_ask_{slot}"]


@pytest.mark.parametrize(("action", "intent"), CLOSING, ids=named)
async def test_no_action_speaks_in_internal_names(talk: Any, action: Action, intent: str) -> None:
    reply = await prepared(talk, intent).run(action)
    assert "_" not in reply.text
    assert "None" not in reply.text


@pytest.mark.parametrize(("action", "intent"), CLOSING, ids=named)
async def test_no_action_needs_more_than_a_bare_message(talk: Any, action: Action, intent: str) -> None:
    """A message from another client, or of an older version, may lack all that understanding adds."""
    talk.hears("Some words.", intent)
    talk.message = {"text": "Some words.", "intent": {"name": intent}, "entities": []}
    reply = await talk.run(action)
    assert reply.texts


# -- needs ------------------------------------------------------------------------------------------


def test_needs_come_from_slots() -> None:
    values = {
        "occasion": "award",
        "budget": "tight",
        "quantity": 200,
        "surface": "smooth",
        "design": "a heron",
    }
    assert needs_from(values) == Needs("award", budget="tight", quantity=200, surface="smooth")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"occasion": "coronation"},
        {"occasion": ""},
        {"quantity": 0},
        {"quantity": -3},
        {"quantity": "200"},
        {"quantity": None},
        {"budget": "Tight"},
    ],
)
def test_what_is_no_value_of_a_need_counts_as_unknown(values: dict[str, Any]) -> None:
    assert needs_from(values) == Needs()


def test_a_quantity_is_whole() -> None:
    assert needs_from({"quantity": 200.0}) == Needs(quantity=200)


@pytest.mark.parametrize(
    ("money", "price"),
    [
        ({"budget_amount": 8.0, "budget_currency": "USD", "budget_per": "piece"}, 8.0),
        ({"budget_amount": 1000.0, "budget_per": "total", "quantity": 50}, 20.0),
        ({"budget_amount": 1000.0, "budget_per": "total"}, None),
        ({}, None),
    ],
)
def test_what_a_piece_may_cost_follows_from_the_money_that_was_named(
    money: dict[str, Any], price: float | None
) -> None:
    assert needs_from({"budget": "premium", **money}).price == price


@pytest.mark.parametrize("value", [["award"], {"a": 1}])
def test_a_slot_that_holds_no_text_counts_as_unknown(value: Any) -> None:
    assert needs_from({"occasion": value}) == Needs()


# -- what was before ----------------------------------------------------------------------------------


def _turn(talk: Any) -> Turn:
    state = {"sender_id": "v", "slots": talk.slots, "latest_message": talk.message, "events": talk.events}
    return Turn(Tracker.from_dict(state | {"active_loop": {}}), CollectingDispatcher(), {})


def test_a_slot_has_the_value_of_before_this_message(talk: Any) -> None:
    talk.hears("200", "inform", {"quantity": 200})
    assert _turn(talk).before("quantity") is None
    talk.hears("sorry, 300", "inform", {"quantity": 300})
    assert _turn(talk).before("quantity") == 200
    talk.events.insert(-2, {"event": "session_started"})
    assert _turn(talk).before("quantity") is None, "a new session forgets"


def test_a_slot_has_the_value_of_before_the_form(talk: Any) -> None:
    talk.hears("200 pins", "inform", {"quantity": 200})
    talk.hears("quote for 300", "request_quote", {"quantity": 300})
    talk.events.append({"event": "active_loop", "name": "quote_form"})
    talk.hears("make it 400", "inform", {"quantity": 400})
    talk.events.append({"event": "active_loop", "name": None})
    assert _turn(talk).before_form("quantity") == 200


async def test_that_the_end_was_not_read_is_said_once_and_first(talk: Any) -> None:
    talk.asks("advice_form", "occasion")
    talk.hears("a long story", "ask", questions=[{"topic": "cleaning"}], cut=True)
    first = await talk.run(ActionAnswer())
    assert first.responses == ["utter_read_the_beginning"]
    second = await talk.run(ActionAskOccasion())
    assert second.responses == ["utter_ask_occasion"]


async def test_of_a_message_that_was_read_nothing_of_the_kind_is_said(talk: Any) -> None:
    talk.hears("hello", "ask", questions=[{"topic": "cleaning"}], cut=False)
    assert (await talk.run(ActionAnswer())).responses == []
