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
    ActionAskQuoteConfirmed,
    ActionDropQuote,
    ActionSendQuote,
    ValidateQuoteForm,
)
from actions.recommend import ActionRecommend
from actions.store import requests

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
    while talk.asked != "quote_confirmed":
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
    assert talk.asked == "quote_confirmed"
    assert talk.slots["contact"] == "ann@example.com"


@pytest.mark.parametrize("intent", ["not_sure", "refuse"])
async def test_who_keeps_the_contact_back_ends_the_request(
    talk: Any, intent: str, kept: Callable[[], list[Any]]
) -> None:
    """Without it no quote can reach anybody, so nothing is sent and nothing pretended."""
    talk.slots |= {name: value for name, value in DETAILS.items() if name != "contact"}
    talk.asks(FORM, "contact").hears("I'd rather not say.", intent)
    await talk.run(ValidateQuoteForm())
    assert set(talk.slots["declined_needs"]) == {"contact"}, "so that nothing is left to ask"
    talk.form = None
    reply = await talk.run(ActionSendQuote())
    assert reply.responses == ["utter_quote_kept_back"]
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
    assert reply.payload == {
        "type": "quote",
        "state": "asking",
        "answered": ["feel"],
        "sources": ["our article on hard and soft enamel"],
    }


# -- sending it -------------------------------------------------------------------------------------


async def send(talk: Any, **slots: Any) -> Any:
    talk.slots |= {**AWARD, **DETAILS, "recommended": "hard_enamel", "quote_confirmed": True, **slots}
    talk.hears("Yes, send it", "affirm")
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


async def test_the_visitor_reads_what_was_sent_in_short(talk: Any) -> None:
    text = (await send(talk)).text
    assert "200 hard enamel pins" in text
    assert "ann@example.com" in text


@pytest.mark.parametrize("confirmed", [None, False])
async def test_nothing_is_sent_without_a_yes(
    talk: Any, confirmed: bool | None, kept: Callable[[], list[Any]]
) -> None:
    reply = await send(talk, quote_confirmed=confirmed)
    assert reply.payload == {"type": "smalltalk"}
    assert kept() == []


async def test_what_was_left_open_is_not_mentioned(talk: Any) -> None:
    text = (await send(talk, quantity=None, deadline=None, design=None)).text
    assert "None" not in text
    assert "()" not in text


async def test_sending_again_is_no_second_order(talk: Any, kept: Callable[[], list[Any]]) -> None:
    first = await send(talk)
    second = await send(talk)
    assert first.payload["quote_id"] == second.payload["quote_id"]
    assert len(kept()) == 1


async def test_a_type_that_was_neither_named_nor_recommended_is_left_open(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    reply = await send(talk, recommended=None, dimensionality="3d")
    assert kept()[0].payload["pin_type"] is None
    assert "enamel" not in reply.text


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
    talk.slots["quote_confirmed"] = True
    talk.hears("yes", "affirm")
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


async def test_the_design_is_as_it_stands_after_what_was_told_later(talk: Any) -> None:
    talk.slots |= {"quantity": 200, "design": "a heron"}
    talk.asks(FORM, "deadline").hears("...", "inform", details={"design": "a heron; it should be green"})
    reply = await talk.run(ValidateQuoteForm())
    assert talk.slots["design"] == "a heron; it should be green"
    assert "it should be green" in reply.text
    assert talk.asked == "deadline"


async def test_a_look_that_is_told_first_leaves_the_design_to_be_asked_for(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    shares = "50 in silver and 30 in gold"
    talk.asks(FORM, "quantity").hears(shares, "inform", {"quantity": 80}, details={"look": shares})
    await talk.run(ValidateQuoteForm())
    assert (talk.asked, talk.slots["look"]) == ("design", shares)
    talk.asks(FORM, "design").hears("no idea", "not_sure")
    await talk.run(ValidateQuoteForm())
    talk.slots |= {"contact": "ann@example.com", "quote_confirmed": True}
    talk.form = None
    await talk.hears("yes", "affirm").run(ActionSendQuote())
    assert kept()[0].payload["design"] == shares
    assert talk.slots["look"] is None


async def test_a_look_goes_with_the_design(talk: Any) -> None:
    talk.slots |= {"quantity": 80, "look": "in silver"}
    talk.asks(FORM, "design").hears("a fox", "inform", details={"design": "a fox; in silver"})
    await talk.run(ValidateQuoteForm())
    assert (talk.slots["design"], talk.slots["look"]) == ("a fox; in silver", None)


async def test_a_contact_is_taken_out_at_any_question(talk: Any) -> None:
    talk.slots |= {"quantity": 80, "design": "a fox"}
    talk.hears("...", "inform", {"contact": "ann@example.com or 0161 496 0000"})
    talk.asks(FORM, "deadline").hears("delete my phone number", "inform", contact_out=True)
    reply = await talk.run(ValidateQuoteForm())
    assert talk.slots["contact"] == "ann@example.com"
    assert "taken out 0161 496 0000" in reply.text
    assert talk.asked == "deadline"


async def test_a_contact_that_is_not_there_changes_nothing(talk: Any) -> None:
    talk.slots |= DETAILS
    talk.hears("...", "inform", {"contact": "ann@example.com"})
    talk.asks(FORM, "quote_confirmed").hears("no phone calls please", "inform", contact_out=True)
    reply = await talk.run(ValidateQuoteForm())
    assert talk.slots["contact"] == "ann@example.com"
    assert "to ann@example.com only" in reply.text


async def test_what_is_taken_out_of_a_correction_stays_in_no_request(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    first = requests().save("quote", "visitor-1", "ann@example.com or 0161 496 0000", {"quantity": 80})
    amended = {"quote_id": first, "amending": True}
    await send(talk, sent_quote=amended, contact="ann@example.com")
    assert {request.contact for request in kept()} == {"ann@example.com"}


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


# -- shown before it is sent --------------------------------------------------------------------------


async def show(talk: Any, **slots: Any) -> Any:
    talk.slots |= {**AWARD, **DETAILS, "recommended": "hard_enamel", **slots}
    talk.asks(FORM, "quote_confirmed").hears(
        "ann@example.com", "give_contact", {"contact": talk.slots["contact"]}
    )
    return await talk.run(ActionAskQuoteConfirmed())


async def test_all_that_would_be_sent_is_shown_in_one_message(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    reply = await show(talk, budget_amount=5.0, budget_currency="EUR", budget_per="piece")
    (text,) = reply.texts
    for words in (
        "Pins: 200 pieces",
        "Type: hard enamel pins, as I recommend",
        "an award",
        "generous budget",
        "5 a piece (EUR)",
        "a heron in two blues, 30 mm",
        "by June, to Leeds",
        "ann@example.com",
    ):
        assert words in text
    assert reply.payload == {"type": "quote", "state": "asking"}
    assert reply.last_is_payload
    assert kept() == []


async def test_what_is_still_open_is_shown_as_well(talk: Any) -> None:
    assert "Still open: how many pins and the design" in (await show(talk, quantity=None, design=None)).text


async def test_the_visitors_own_choice_is_shown_as_such(talk: Any) -> None:
    assert "Type: soft enamel pins, as you chose" in (await show(talk, chosen="soft_enamel")).text


async def test_an_open_type_is_shown_as_open_and_help_is_offered(talk: Any) -> None:
    reply = await show(talk, recommended=None)
    assert "Type: not decided" in reply.text
    assert "Help me choose first" in [button["title"] for button in reply.buttons]


async def reviewed(talk: Any, text: str, intent: str, **heard: Any) -> Any:
    """The visitor answers the summary; what the form then asks, or None if it is complete."""
    await show(talk)
    talk.events.append({"event": "slot", "name": "requested_slot", "value": "quote_confirmed"})
    talk.hears(text, intent, heard.pop("stated", None), **heard)
    reply = await talk.run(ValidateQuoteForm())
    assert talk.slots["quote_confirmed"] is (True if intent == "affirm" and not heard else None)
    return reply


async def test_a_yes_completes_the_request(talk: Any) -> None:
    await reviewed(talk, "yes", "affirm")
    assert talk.asked is None


async def test_a_no_completes_nothing_and_asks_what_should_be_different(talk: Any) -> None:
    reply = await reviewed(talk, "no", "deny")
    assert reply.events, "or the form would refuse the message"
    assert talk.asked == "quote_confirmed"
    reply = await talk.run(ActionAskQuoteConfirmed())
    assert reply.responses == ["utter_ask_quote_change"]
    assert reply.payload == {"type": "quote", "state": "asking"}


async def test_a_change_is_taken_and_all_is_shown_again(talk: Any) -> None:
    await reviewed(talk, "make it 300", "inform", stated={"quantity": 300})
    assert talk.asked == "quote_confirmed"
    text = (await talk.run(ActionAskQuoteConfirmed())).text
    assert "Changed: 300 pieces" in text
    assert "Pins: 300 pieces" in text
    assert "a heron" in text


async def test_a_need_that_was_not_known_is_a_change_as_well(talk: Any) -> None:
    await reviewed(talk, "for our club, 3 each", "inform", stated={"occasion": "club", "budget_amount": 3.0})
    text = (await talk.run(ActionAskQuoteConfirmed())).text
    assert "Changed: a club and a moderate budget" in text


async def test_another_type_is_taken(talk: Any) -> None:
    await reviewed(talk, "make it soft enamel", "inform", chooses="soft_enamel")
    text = (await talk.run(ActionAskQuoteConfirmed())).text
    assert "Type: soft enamel pins, as you chose" in text


async def test_a_type_that_cannot_be_made_is_not_taken(talk: Any) -> None:
    talk.slots["dimensionality"] = "3d"
    talk.slots |= DETAILS
    talk.asks(FORM, "quote_confirmed").hears("make it hard enamel", "inform", chooses="hard_enamel")
    reply = await talk.run(ValidateQuoteForm())
    assert "would not work" in reply.text
    assert talk.slots["chosen"] is None


async def test_a_type_that_is_turned_down_is_not_sent(talk: Any) -> None:
    await reviewed(talk, "not hard enamel please", "inform", rejects=["hard_enamel"])
    assert "hard enamel pins, as" not in (await talk.run(ActionAskQuoteConfirmed())).text


async def test_a_question_meanwhile_does_not_repeat_it_all(talk: Any) -> None:
    await show(talk)
    talk.events.append({"event": "slot", "name": "requested_slot", "value": "quote_confirmed"})
    talk.hears("How does hard enamel feel?", "ask", {}, [{"topic": "feel", "pin_types": ["hard_enamel"]}])
    reply = await talk.run(ActionAskQuoteConfirmed())
    assert "smooth" in reply.texts[0]
    assert reply.texts[-1] == "Shall I send your request as it stands?"


async def test_a_request_that_is_dropped_forgets_what_was_typed_for_it(talk: Any) -> None:
    talk.events += [
        {"event": "slot", "name": "quantity", "value": 80},
        {"event": "user", "text": "quote please"},
        {"event": "active_loop", "name": FORM},
    ]
    talk.slots |= {**DETAILS, "declined_needs": ["budget", "deadline"]}
    await talk.hears("cancel", "withdraw_quote").run(ActionDropQuote())
    assert [talk.slots[name] for name in ("design", "deadline", "contact")] == [None, None, None]
    assert talk.slots["quantity"] == 80, "that was told before"
    assert talk.slots["declined_needs"] == ["budget"]


# -- put right after it was sent ----------------------------------------------------------------------


async def test_a_request_that_was_sent_can_be_corrected(talk: Any, kept: Callable[[], list[Any]]) -> None:
    first = (await send(talk)).payload["quote_id"]
    talk.hears("sorry, 300", "request_quote", {"quantity": 300}, amends=True)
    await talk.run(ValidateQuoteForm())
    assert talk.asked == "quote_confirmed", "all the rest is known"
    assert f"request {first} corrected" in (await talk.run(ActionAskQuoteConfirmed())).text
    assert len(kept()) == 1, "it is shown first"
    talk.asks(FORM, "quote_confirmed").hears("yes", "affirm")
    await talk.run(ValidateQuoteForm())
    talk.form = None
    reply = await talk.run(ActionSendQuote())
    corrected = next(r for r in kept() if r.id == reply.payload["quote_id"])
    assert corrected.id != first
    assert corrected.payload["replaces"] == first
    assert corrected.payload["quantity"] == 300
    assert corrected.payload["design"] == DETAILS["design"]
    assert first in reply.text


async def test_a_correction_that_is_dropped_leaves_the_request_as_it_was(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    first = (await send(talk)).payload["quote_id"]
    talk.hears("sorry, 300", "request_quote", {"quantity": 300}, amends=True)
    await talk.run(ValidateQuoteForm())
    reply = await talk.hears("never mind", "withdraw_quote").run(ActionDropQuote())
    assert f"{first} stays with the shop" in reply.text
    assert (talk.slots["quantity"], talk.slots["contact"]) == (200, "ann@example.com")
    assert [request.id for request in kept()] == [first]
    assert "amending" not in talk.slots["sent_quote"]


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


# -- what was sent before, while another request is made ----------------------------------------------


def sent_before(design: str = "a fox") -> str:
    return requests().save("quote", "visitor-1", "ann@example.com", {"design": design})


async def test_what_was_sent_is_never_denied_when_another_is_dropped(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    code = sent_before()
    talk.slots |= DETAILS
    reply = await talk.hears("cancel", "withdraw_quote").run(ActionDropQuote())
    assert "nothing has been sent" not in reply.text
    assert f"withdraw {code}" in reply.text
    assert talk.slots["contact"] is None
    assert [request.status for request in kept()] == ["new"]


async def test_both_are_dropped_and_taken_back_at_once(talk: Any, kept: Callable[[], list[Any]]) -> None:
    code = sent_before()
    talk.slots |= DETAILS
    reply = await talk.hears("withdraw both requests", "withdraw_quote").run(ActionDropQuote())
    assert "is dropped" in reply.text
    assert f"{code} is withdrawn" in reply.text
    assert [request.status for request in kept()] == ["withdrawn"]
    assert talk.slots["design"] is None


async def test_who_keeps_the_contact_back_hears_of_what_was_sent(talk: Any) -> None:
    code = sent_before()
    reply = await talk.hears("I'd rather not say.", "refuse").run(ActionSendQuote())
    assert "nothing has been sent" not in reply.text
    assert code in reply.text


@pytest.mark.parametrize("text", ["withdraw the first one", "cancel {}"])
async def test_one_that_was_sent_is_taken_back_and_the_new_one_goes_on(
    talk: Any, text: str, kept: Callable[[], list[Any]]
) -> None:
    code = sent_before()
    talk.slots["quantity"] = 200
    talk.asks(FORM, "design").hears(text.format(code), "withdraw_quote")
    reply = await talk.run(ValidateQuoteForm())
    assert f"{code} is withdrawn" in reply.text
    assert reply.events, "or the form would refuse the message"
    assert talk.asked == "design"
    assert [request.status for request in kept()] == ["withdrawn"]


@pytest.mark.usefixtures("broken_database")
async def test_where_the_store_fails_nothing_is_said_of_what_was_sent(talk: Any) -> None:
    reply = await talk.hears("cancel", "withdraw_quote").run(ActionDropQuote())
    assert "nothing has been sent" not in reply.text
    assert "utter_technical_problem" in reply.responses


# -- a contact turned down ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent", "stated", "left"),
    [
        ("not by email, by phone only", "deny", None, "+44 161 496 0000"),
        ("only by phone please", "ask", None, "+44 161 496 0000"),
        ("yes, but remove the email", "affirm", None, "+44 161 496 0000"),
        ("no phone, c2@example.com", "give_contact", "c2@example.com", "c2@example.com"),
        ("please don't call", "deny", None, "ann@example.com"),
    ],
)
async def test_a_way_that_is_turned_down_is_dropped_and_all_is_shown_again(
    talk: Any, text: str, intent: str, stated: str | None, left: str
) -> None:
    both = "ann@example.com or +44 161 496 0000"
    await show(talk, contact=both)
    for name, value in (("requested_slot", "quote_confirmed"), ("contact", both)):
        talk.events.append({"event": "slot", "name": name, "value": value})
    talk.hears(text, intent, stated and {"contact": stated})
    reply = await talk.run(ValidateQuoteForm())
    assert reply.events, "or the form would refuse the message"
    assert talk.slots["contact"] == left
    assert talk.asked == "quote_confirmed"
    reply = await talk.run(ActionAskQuoteConfirmed())
    assert reply.text.startswith(f"Changed: {left}.")
    assert f"Answer to: {left}\n" in reply.text


async def test_what_only_sounds_like_it_keeps_the_contact(talk: Any) -> None:
    both = "ann@example.com or +44 161 496 0000"
    for text in ("no text please", "drop the number to 150", "no, a phone on the pin", "not quite"):
        await show(talk, contact=both)
        for name, value in (("requested_slot", "quote_confirmed"), ("contact", both)):
            talk.events.append({"event": "slot", "name": name, "value": value})
        talk.hears(text, "deny")
        await talk.run(ValidateQuoteForm())
        assert talk.slots["contact"] == both


async def test_the_only_way_turned_down_is_asked_for_again(talk: Any) -> None:
    await show(talk)
    for name, value in (("requested_slot", "quote_confirmed"), ("contact", "ann@example.com")):
        talk.events.append({"event": "slot", "name": name, "value": value})
    talk.hears("by phone only", "inform")
    await talk.run(ValidateQuoteForm())
    assert talk.asked == "contact"
