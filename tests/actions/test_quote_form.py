"""The quote request: asked for step by step, sent with an id, and never pretended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.quote_form import (
    ActionAskContact,
    ActionAskDeadline,
    ActionAskDesign,
    ActionAskQuantity,
    ActionDropQuote,
    ActionSendQuote,
    ValidateQuoteForm,
)
from actions.recommend import ActionRecommend

FORM = "quote_form"
ASK = {
    "quantity": ActionAskQuantity,
    "design": ActionAskDesign,
    "deadline": ActionAskDeadline,
    "contact": ActionAskContact,
}
DETAILS = {
    "quantity": 200,
    "design": "a heron in two blues, 30 mm",
    "deadline": "by June, to Leeds",
    "contact": "ann@example.com",
}
AWARD = {"occasion": "award", "budget": "premium", "dimensionality": "2d", "durability": "high"}


# -- what is asked for ------------------------------------------------------------------------------


async def test_it_asks_for_the_details_in_order_and_skips_what_is_known(talk: Any) -> None:
    order = []
    talk.slots["quantity"] = 200
    talk.hears("Quote please", "request_quote")
    await talk.run(ValidateQuoteForm())
    while talk.asked:
        order.append(talk.asked)
        talk.asks(FORM, talk.asked).hears(str(DETAILS[talk.asked]), "inform")
        talk.slots[talk.asked] = DETAILS[talk.asked]
        await talk.run(ValidateQuoteForm())
    assert order == ["design", "deadline", "contact"]


@pytest.mark.parametrize("intent", ["not_sure", "refuse"])
@pytest.mark.parametrize("detail", ["quantity", "design", "deadline"])
async def test_a_detail_may_be_left_open(talk: Any, detail: str, intent: str) -> None:
    talk.slots |= {name: value for name, value in DETAILS.items() if name != detail}
    talk.asks(FORM, detail).hears("No idea yet.", intent)
    await talk.run(ValidateQuoteForm())
    assert talk.asked is None
    assert talk.slots["contact"] == "ann@example.com"


@pytest.mark.parametrize("intent", ["not_sure", "refuse"])
async def test_who_keeps_the_contact_back_ends_the_request(
    talk: Any, intent: str, kept: Callable[[], list[Any]]
) -> None:
    """Without it no quote can reach anybody, so nothing is sent and nothing pretended."""
    talk.slots |= {name: value for name, value in DETAILS.items() if name != "contact"}
    talk.asks(FORM, "contact").hears("I'd rather not say.", intent)
    await talk.run(ValidateQuoteForm())
    assert talk.asked is None
    talk.form = None
    reply = await talk.run(ActionSendQuote())
    assert reply.responses == ["utter_quote_dropped"]
    assert reply.payload == {"type": "smalltalk"}
    assert kept() == []


async def test_a_request_that_was_dropped_can_be_taken_up_again(talk: Any) -> None:
    talk.slots |= {name: value for name, value in DETAILS.items() if name != "contact"}
    talk.asks(FORM, "contact").hears("I'd rather not say.", "refuse")
    await talk.run(ValidateQuoteForm())
    talk.form = None
    await talk.run(ActionSendQuote())
    talk.hears("I want the quote after all.", "request_quote")
    await talk.run(ValidateQuoteForm())
    assert talk.asked == "contact"
    assert talk.slots["design"] == DETAILS["design"]


async def test_needs_left_open_in_the_advice_stay_left_open(talk: Any) -> None:
    talk.slots["declined_needs"] = ["budget"]
    talk.asks(FORM, "deadline").hears("No idea", "not_sure")
    await talk.run(ValidateQuoteForm())
    assert set(talk.slots["declined_needs"]) == {"budget", "deadline"}


@pytest.mark.parametrize("detail", ASK)
async def test_a_question_closes_the_turn(talk: Any, detail: str) -> None:
    talk.asks(FORM, detail).hears("Quote please", "request_quote")
    reply = await talk.run(ASK[detail]())
    assert reply.responses == [f"utter_ask_{detail}"]
    assert reply.payload == {"type": "quote", "state": "asking"}
    assert reply.last_is_payload


async def test_a_question_in_between_is_answered_first(talk: Any) -> None:
    question = {"topic": "feel", "pin_types": ["hard_enamel"]}
    talk.asks(FORM, "design").hears(
        "200. How does hard enamel feel?", "inform", {"quantity": 200}, [question]
    )
    reply = await talk.run(ActionAskDesign())
    assert "smooth" in reply.texts[0]
    assert reply.responses == ["utter_ask_design"]
    assert reply.payload == {"type": "quote", "state": "asking"}


# -- sending it -------------------------------------------------------------------------------------


async def send(talk: Any, **slots: Any) -> Any:
    talk.slots |= {**AWARD, **DETAILS, "recommended": "hard_enamel", **slots}
    talk.hears("ann@example.com", "give_contact", {"contact": "ann@example.com"})
    return await talk.run(ActionSendQuote())


async def test_a_request_is_sent_with_its_id(talk: Any, kept: Callable[[], list[Any]]) -> None:
    reply = await send(talk)
    (request,) = kept()
    assert reply.payload == {"type": "quote", "state": "sent", "quote_id": request.id}
    assert request.id in reply.text
    assert reply.last_is_payload


async def test_the_shop_needs_no_second_round_of_questions(talk: Any, kept: Callable[[], list[Any]]) -> None:
    await send(talk, budget_amount=5.0, budget_currency="EUR", budget_per="piece", artwork="flat")
    (request,) = kept()
    assert request.kind == "quote"
    assert request.contact == "ann@example.com"
    assert request.payload["pin_type"] == "hard_enamel"
    assert request.payload["design"] == DETAILS["design"]
    assert request.payload["deadline"] == DETAILS["deadline"]
    assert request.payload["quantity"] == 200
    assert request.payload["needs"] == {**AWARD, "quantity": 200, "artwork": "flat"}
    money = [request.payload[f"budget_{part}"] for part in ("amount", "currency", "per")]
    assert money == [5.0, "EUR", "piece"]


async def test_the_visitor_reads_what_was_sent(talk: Any) -> None:
    text = (await send(talk)).text
    assert "hard enamel" in text
    assert "200 pieces" in text
    assert "by June, to Leeds" in text
    assert "ann@example.com" in text


async def test_what_was_left_open_is_not_mentioned(talk: Any) -> None:
    text = (await send(talk, quantity=None, deadline=None, design=None)).text
    assert "None" not in text
    assert "()" not in text


async def test_sending_again_is_no_second_order(talk: Any, kept: Callable[[], list[Any]]) -> None:
    first = await send(talk)
    second = await send(talk)
    assert first.payload["quote_id"] == second.payload["quote_id"]
    assert len(kept()) == 1


async def test_without_a_recommendation_it_is_for_what_the_needs_point_to(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    await send(talk, recommended=None, dimensionality="3d")
    assert kept()[0].payload["pin_type"] == "soft_enamel"


async def test_a_need_that_changed_since_the_recommendation_counts(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    """No request may leave for a pin that can't be made: hard enamel is never 3D."""
    talk.hears("Awards, flat, for ever", "inform", AWARD)
    assert (await talk.run(ActionRecommend())).payload["pin_type"] == "hard_enamel"
    talk.asks(FORM, "quantity").hears(
        "200, and make them 3D after all", "inform", {"quantity": 200, "dimensionality": "3d"}
    )
    await talk.run(ValidateQuoteForm())
    talk.form = None
    talk.slots |= {"design": "a heron", "deadline": "June", "contact": "ann@example.com"}
    talk.hears("ann@example.com", "give_contact", {"contact": "ann@example.com"})
    reply = await talk.run(ActionSendQuote())
    assert kept()[0].payload["pin_type"] == "soft_enamel"
    assert "hard enamel" not in reply.text


@pytest.mark.usefixtures("broken_database")
async def test_a_store_that_fails_is_said_kindly_and_nothing_is_lost(talk: Any) -> None:
    reply = await send(talk)
    assert reply.responses == ["utter_technical_problem"]
    assert reply.payload == {"type": "quote", "state": "asking"}
    assert "Q-" not in reply.text
    assert talk.slots["offer"] == "request_quote", "so that yes tries again"
    assert talk.slots["design"] == DETAILS["design"]


async def test_a_database_that_nobody_knows_is_said_kindly_too(
    talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", "carrierpigeon://loft")
    assert (await send(talk)).responses == ["utter_technical_problem"]


@pytest.mark.parametrize(
    "words", ["{contact}", "%s %d", "<script>alert(1)</script>", "a\x00b", "🙂" * 200, "'; DROP"]
)
async def test_any_words_can_be_sent(talk: Any, words: str, kept: Callable[[], list[Any]]) -> None:
    reply = await send(talk, design=words, deadline=words)
    assert reply.payload["state"] == "sent"
    assert len(kept()) == 1


# -- told before it was asked, put right, dropped -----------------------------------------------------


async def test_a_design_told_early_is_kept_and_said_back(talk: Any) -> None:
    talk.asks(FORM, "quantity").hears("a red kite", "inform", details={"design": "a red kite"})
    reply = await talk.run(ValidateQuoteForm())
    assert talk.slots["design"] == "a red kite"
    assert talk.asked == "quantity"
    assert "a red kite" in reply.text


async def test_a_number_put_right_leaves_the_question_open(talk: Any) -> None:
    talk.slots["quantity"] = 200
    talk.asks(FORM, "design").hears("sorry, 300", "inform", {"quantity": 300})
    reply = await talk.run(ValidateQuoteForm())
    assert talk.asked == "design"
    assert talk.slots["quantity"] == 300
    assert "300 pieces" in reply.text


async def test_what_is_told_of_the_design_later_is_added(talk: Any) -> None:
    talk.slots |= {"quantity": 200, "design": "a heron"}
    talk.asks(FORM, "deadline").hears("...", "inform", details={"design": "the heron should be green"})
    await talk.run(ValidateQuoteForm())
    assert talk.slots["design"] == "a heron; the heron should be green"
    assert talk.asked == "deadline"


async def test_what_was_left_open_may_be_told_after_all(talk: Any) -> None:
    talk.slots["declined_needs"] = ["quantity", "budget"]
    talk.asks(FORM, "contact").hears("make it 80", "inform", {"quantity": 80})
    await talk.run(ValidateQuoteForm())
    assert talk.slots["declined_needs"] == ["budget"]


async def test_an_answer_is_not_said_back(talk: Any) -> None:
    talk.slots["quantity"] = 200
    talk.asks(FORM, "design").hears("a heron", "inform", details={"design": "a heron"})
    assert (await talk.run(ValidateQuoteForm())).texts == []


async def test_a_request_that_is_dropped_is_not_sent(talk: Any, kept: Callable[[], list[Any]]) -> None:
    reply = await talk.hears("cancel", "deny").run(ActionDropQuote())
    assert reply.responses == ["utter_quote_dropped"]
    assert reply.payload == {"type": "smalltalk"}
    assert kept() == []


async def test_all_that_is_sent_is_said_in_one_message(talk: Any) -> None:
    (text,) = (await send(talk)).texts
    for words in (
        "hard enamel",
        "200 pieces",
        "a heron in two blues, 30 mm",
        "by June, to Leeds",
        "ann@example.com",
    ):
        assert words in text


async def test_what_is_still_open_is_said_as_well(talk: Any) -> None:
    assert "Still open: how many pins and the design" in (await send(talk, quantity=None, design=None)).text


async def test_a_request_that_was_sent_can_be_corrected(talk: Any, kept: Callable[[], list[Any]]) -> None:
    first = (await send(talk)).payload["quote_id"]
    talk.hears("sorry, 300", "request_quote", {"quantity": 300}, amends=True)
    await talk.run(ValidateQuoteForm())
    assert talk.asked is None, "all the rest is known"
    reply = await talk.run(ActionSendQuote())
    corrected = next(r for r in kept() if r.id == reply.payload["quote_id"])
    assert corrected.id != first
    assert corrected.payload["replaces"] == first
    assert corrected.payload["quantity"] == 300
    assert corrected.payload["design"] == DETAILS["design"]
    assert first in reply.text


async def test_the_next_request_corrects_nothing(talk: Any, kept: Callable[[], list[Any]]) -> None:
    await send(talk)
    talk.hears("Another quote please", "request_quote")
    await talk.run(ValidateQuoteForm())
    assert talk.asked == "design"
    assert talk.slots["sent_quote"] is None
    await send(talk, quantity=70)
    assert all("replaces" not in request.payload for request in kept())


@pytest.mark.parametrize(
    ("chosen", "dimensionality", "sent"),
    [("soft_enamel", "2d", "soft_enamel"), ("hard_enamel", "3d", "soft_enamel"), (None, "2d", "hard_enamel")],
)
async def test_the_visitors_own_choice_is_sent_if_it_can_be_made(
    talk: Any, chosen: str | None, dimensionality: str, sent: str, kept: Callable[[], list[Any]]
) -> None:
    await send(talk, chosen=chosen, dimensionality=dimensionality)
    assert kept()[0].payload["pin_type"] == sent
