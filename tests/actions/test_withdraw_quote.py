"""A request that was sent is taken back, and the visitor hears which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.store import requests
from actions.withdraw_quote import ActionWithdrawQuote


def sent(design: str, kind: Any = "quote", conversation: str = "visitor-1", **payload: Any) -> str:
    return requests().save(kind, conversation, "ann@example.com", {"design": design, **payload})


async def withdraw(talk: Any) -> Any:
    return await talk.hears("withdraw my request", "withdraw_quote").run(ActionWithdrawQuote())


async def test_the_shop_sees_it_and_has_no_contact_any_more(talk: Any, kept: Callable[[], list[Any]]) -> None:
    code = sent("a fox, to ann@example.com", pin_type="soft_enamel", quantity=40)
    talk.slots |= {"contact": "ann@example.com", "sent_quote": {"quote_id": code}}
    reply = await withdraw(talk)
    (request,) = kept()
    assert (request.status, request.contact) == ("withdrawn", None)
    assert request.payload == {"pin_type": "soft_enamel", "quantity": 40}
    assert code in reply.text
    assert reply.payload == {"type": "smalltalk"}
    assert (talk.slots["contact"], talk.slots["sent_quote"]) == (None, None)


async def test_of_several_it_is_the_last_and_that_is_said(talk: Any, kept: Callable[[], list[Any]]) -> None:
    first, last = sent("a fox"), sent("a hen")
    text = (await withdraw(talk)).text
    assert f"{last} is withdrawn" in text
    assert f"{first} still stands" in text
    assert {request.id: request.status for request in kept()} == {first: "new", last: "withdrawn"}
    assert f"{first} is withdrawn" in (await withdraw(talk)).text


async def test_what_it_replaced_goes_with_it(talk: Any, kept: Callable[[], list[Any]]) -> None:
    first = sent("a fox")
    sent("a red fox", replaces=first)
    text = (await withdraw(talk)).text
    assert "still stand" not in text
    assert {request.status for request in kept()} == {"withdrawn"}


async def test_a_question_to_the_shop_can_be_taken_back_too(talk: Any, kept: Callable[[], list[Any]]) -> None:
    sent("-", kind="question", messages=["call me on 0161 496 0000"])
    assert "message to the shop" in (await withdraw(talk)).text
    assert "0161" not in str(kept()[0])


async def test_what_the_shop_has_taken_up_is_said_to_be(talk: Any) -> None:
    requests().mark_done(sent("a fox"))
    assert "taken it up already" in (await withdraw(talk)).text


async def test_with_none_that_is_said_kindly(talk: Any, kept: Callable[[], list[Any]]) -> None:
    other = sent("a fox", conversation="visitor-2")
    talk.slots["contact"] = "ann@example.com"
    reply = await withdraw(talk)
    assert reply.responses == ["utter_nothing_to_withdraw"]
    assert talk.slots["contact"] is None
    assert [(request.id, request.status) for request in kept()] == [(other, "new")]


@pytest.mark.usefixtures("broken_database")
async def test_a_store_that_fails_is_never_taken_for_done(talk: Any) -> None:
    talk.slots["sent_quote"] = {"quote_id": "Q-222222"}
    reply = await withdraw(talk)
    assert reply.responses == ["utter_technical_problem"]
    assert talk.slots["sent_quote"] is not None


async def test_without_words_of_withdrawal_it_is_asked_first(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    code = sent("a fox")
    reply = await talk.hears("I want a second request", "withdraw_quote").run(ActionWithdrawQuote())
    assert f"Shall I withdraw your quote request {code}?" in reply.text
    assert [request.status for request in kept()] == ["new"]
    assert talk.slots["offer"] == "withdraw_quote", "so that yes does it"
    reply = await talk.hears("yes", "withdraw_quote").run(ActionWithdrawQuote())
    assert f"{code} is withdrawn" in reply.text
    assert [request.status for request in kept()] == ["withdrawn"]


async def test_what_is_no_yes_to_that_withdraws_nothing(talk: Any, kept: Callable[[], list[Any]]) -> None:
    sent("a fox")
    for text in ("I want a second request", "one more request"):
        reply = await talk.hears(text, "withdraw_quote").run(ActionWithdrawQuote())
        assert "Shall I withdraw" in reply.text
    assert [request.status for request in kept()] == ["new"]


@pytest.mark.parametrize("words", ["withdraw {}", "please cancel {}", "take the request {} back"])
async def test_the_one_that_is_named_is_taken_back(
    talk: Any, words: str, kept: Callable[[], list[Any]]
) -> None:
    first, last = sent("a fox"), sent("a hen")
    reply = await talk.hears(words.format(first.lower()), "withdraw_quote").run(ActionWithdrawQuote())
    assert f"{first} is withdrawn" in reply.text
    assert {request.id: request.status for request in kept()} == {first: "withdrawn", last: "new"}


async def test_a_number_of_nobody_withdraws_nothing(talk: Any, kept: Callable[[], list[Any]]) -> None:
    code = sent("a fox")
    reply = await talk.hears("withdraw Q-222222", "withdraw_quote").run(ActionWithdrawQuote())
    assert code in reply.text
    assert [request.status for request in kept()] == ["new"]


@pytest.mark.parametrize("text", ["withdraw both", "cancel all my requests"])
async def test_all_of_them_are_taken_back_at_once(
    talk: Any, text: str, kept: Callable[[], list[Any]]
) -> None:
    codes = [sent("a fox"), sent("a hen")]
    reply = await talk.hears(text, "withdraw_quote").run(ActionWithdrawQuote())
    assert all(code in reply.text for code in codes)
    assert "still stand" not in reply.text
    assert {request.status for request in kept()} == {"withdrawn"}
