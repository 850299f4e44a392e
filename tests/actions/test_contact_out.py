"""Where a contact is kept that is to be deleted, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.store import requests
from actions.withdraw_quote import ActionWithdrawQuote

BOTH = "ann@example.com or 0161 496 0000"


async def delete(talk: Any, text: str) -> Any:
    return await talk.hears(text, "withdraw_quote", contact_out=True).run(ActionWithdrawQuote())


def sent(talk: Any, contact: str = BOTH, kind: Any = "quote") -> str:
    code = requests().save(kind, "visitor-1", contact, {"design": "a fox"})
    talk.slots |= {"contact": contact, "sent_quote": {"quote_id": code}}
    return code


async def test_a_request_that_was_sent_may_go_again_without_it(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    code = sent(talk)
    reply = await delete(talk, "delete my phone number")
    assert f"0161 496 0000 is in your quote request {code}" in reply.text
    assert "goes to ann@example.com only" in reply.text
    titles = [button["title"] for button in reply.buttons]
    assert titles == ["Send my request without my phone number", "Delete all my data"]
    assert [request.status for request in kept()] == ["new"]
    assert talk.slots["contact"] == "ann@example.com"


@pytest.mark.parametrize("text", ["remove my e-mail", "delete my contact details"])
async def test_without_any_contact_it_can_only_be_withdrawn(talk: Any, text: str) -> None:
    code = sent(talk, "ann@example.com")
    reply = await delete(talk, text)
    assert f"ann@example.com is in your quote request {code}" in reply.text
    assert "another contact" in reply.text
    assert [button["title"] for button in reply.buttons] == ["Withdraw my request", "Delete all my data"]
    assert talk.slots["contact"] is None


async def test_a_message_to_the_shop_can_be_withdrawn(talk: Any) -> None:
    sent(talk, "ann@example.com", "question")
    reply = await delete(talk, "remove my e-mail")
    assert "your message to the shop" in reply.text
    assert "another contact" not in reply.text


async def test_what_was_not_sent_is_taken_out_at_once(talk: Any) -> None:
    talk.slots["contact"] = BOTH
    reply = await delete(talk, "delete my phone number")
    assert "I have taken 0161 496 0000 out" in reply.text
    assert talk.slots["contact"] == "ann@example.com"


async def test_none_is_known(talk: Any) -> None:
    talk.slots["contact"] = "ann@example.com"
    reply = await delete(talk, "delete my phone number")
    assert "I have no phone number of yours" in reply.text
    assert talk.slots["contact"] == "ann@example.com"
