"""``action_handoff`` and ``action_pass_on``: what only people can settle reaches them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from actions.advice_form import ActionAskBudget
from actions.fallback import ActionFallback
from actions.handoff import ActionHandoff, ActionPassOn
from actions.smalltalk import ActionSmalltalk
from actions.withdraw_quote import ActionWithdrawQuote


async def test_it_asks_for_a_way_to_answer(talk: Any) -> None:
    reply = await talk.hears("Can I talk to a human?", "contact_shop").run(ActionHandoff())
    assert "e-mail" in reply.text
    assert reply.payload == {"type": "handoff"}


async def test_it_names_the_ways_to_the_shop_that_the_owner_filled_in(talk: Any, own_catalog: Path) -> None:
    shop = own_catalog / "shop.yml"
    shop.write_text(shop.read_text("utf-8") + "\nemail: pins@example.com\nphone: '+49 30 1234567'\n", "utf-8")
    reply = await talk.hears("Can I talk to a human?", "contact_shop").run(ActionHandoff())
    assert "pins@example.com" in reply.text
    assert "+49 30 1234567" in reply.text
    assert "None" not in reply.text


async def test_without_any_it_names_none(talk: Any) -> None:
    reply = await talk.hears("Can I talk to a human?", "contact_shop").run(ActionHandoff())
    assert "None" not in reply.text
    assert len(reply.texts) == 1


def offered(talk: Any) -> None:
    """It was offered to pass something on."""
    talk.events.append({"event": "slot", "name": "offer", "value": "contact_shop"})


async def test_who_names_a_contact_unasked_is_asked_first(talk: Any, kept: Callable[[], list[Any]]) -> None:
    talk.hears("I'm on ann@example.com", "give_contact", {"contact": "ann@example.com"})
    reply = await talk.run(ActionPassOn())
    assert reply.responses == ["utter_contact_noted"]
    assert "Shall I pass" in reply.text
    assert kept() == []
    await talk.hears("yes", "give_contact").run(ActionPassOn())
    assert [request.contact for request in kept()] == ["ann@example.com"]


async def named(talk: Any, contact: str, text: str | None = None) -> Any:
    return await talk.hears(text or contact, "give_contact", {"contact": contact}).run(ActionPassOn())


@pytest.mark.parametrize("text", ["actually it's {}", "hmm, {} is my work one", "yes, but to {}"])
async def test_another_contact_is_no_yes(talk: Any, text: str, kept: Callable[[], list[Any]]) -> None:
    await named(talk, "ann@example.com")
    reply = await named(talk, "work@example.com", text.format("work@example.com"))
    assert kept() == []
    assert "work@example.com" in reply.text
    assert reply.text.endswith("?")
    await talk.hears("yes", "give_contact").run(ActionPassOn())
    assert [request.contact for request in kept()] == ["work@example.com"]


@pytest.mark.parametrize(("text", "intent"), [("no", "deny"), ("not yet", "deny"), ("better don't", "deny")])
async def test_a_no_holds_for_the_next_contact_too(
    talk: Any, text: str, intent: str, kept: Callable[[], list[Any]]
) -> None:
    await named(talk, "ann@example.com")
    await talk.hears(text, intent).run(ActionSmalltalk())
    await named(talk, "bob@example.com")
    await talk.hears(text, intent).run(ActionSmalltalk())
    await talk.hears("Can I talk to a human?", "contact_shop").run(ActionHandoff())
    reply = await named(talk, "cat@example.com")
    assert kept() == []
    assert "Shall I pass" in reply.text
    await talk.hears("yes", "give_contact").run(ActionPassOn())
    assert [request.contact for request in kept()] == ["cat@example.com"]


async def test_after_one_was_taken_back_the_next_is_asked_for(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    offered(talk)
    await named(talk, "ann@example.com")
    await talk.hears("take it back", "withdraw_quote").run(ActionWithdrawQuote())
    reply = await named(talk, "jill@example.com", "my boss says jill@example.com")
    assert "Shall I pass" in reply.text
    assert [request.status for request in kept()] == ["withdrawn"]


async def test_after_one_was_passed_on_it_is_asked_which_address_holds(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    offered(talk)
    await named(talk, "ann@example.com")
    reply = await named(talk, "bob@example.com")
    assert "answer to ann@example.com" in reply.text
    assert "bob@example.com instead?" in reply.text
    assert [request.contact for request in kept()] == ["ann@example.com"]


async def test_what_only_speaks_of_a_contact_is_no_yes(talk: Any, kept: Callable[[], list[Any]]) -> None:
    await named(talk, "ann@example.com")
    reply = await talk.hears("my order number is 1234567890", "give_contact").run(ActionPassOn())
    assert "Shall I pass" in reply.text
    assert kept() == []


async def test_what_was_passed_on_is_known_until_it_is_taken_back(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    offered(talk)
    await named(talk, "ann@example.com")
    assert talk.slots["passed_on"] == kept()[0].id
    await talk.hears("withdraw it", "withdraw_quote").run(ActionWithdrawQuote())
    assert talk.slots["passed_on"] is None
    assert [request.status for request in kept()] == ["withdrawn"]


async def test_words_of_refusal_are_never_a_yes(talk: Any, kept: Callable[[], list[Any]]) -> None:
    await named(talk, "ann@example.com")
    await talk.hears("don't send anything", "give_contact").run(ActionPassOn())
    offered(talk)
    await named(talk, "ann@example.com", "don't use ann@example.com yet")
    assert kept() == []


async def test_a_question_is_passed_on_with_what_led_to_it(talk: Any, kept: Callable[[], list[Any]]) -> None:
    offered(talk)
    talk.slots |= {"occasion": "award", "quantity": 200}
    talk.hears("Can you match our green?", "ask")
    talk.hears("ann@example.com", "give_contact", {"contact": "ann@example.com"})
    reply = await talk.run(ActionPassOn())
    (request,) = kept()
    assert request.kind == "question"
    assert request.contact == "ann@example.com"
    assert request.conversation == "visitor-1"
    assert request.payload["messages"] == ["Can you match our green?", "ann@example.com"]
    assert request.payload["needs"]["occasion"] == "award"
    assert request.payload["needs"]["quantity"] == 200
    assert reply.responses == ["utter_passed_on"]
    assert reply.payload["type"] == "handoff"


async def test_only_the_last_few_messages_are_passed_on(talk: Any, kept: Callable[[], list[Any]]) -> None:
    offered(talk)
    for n in range(50):
        talk.hears(f"Message {n}", "chitchat")
    talk.hears("ann@example.com", "give_contact", {"contact": "ann@example.com"})
    await talk.run(ActionPassOn())
    messages = kept()[0].payload["messages"]
    assert messages[-2:] == ["Message 49", "ann@example.com"]
    assert len(messages) < 20


@pytest.mark.usefixtures("broken_database")
async def test_what_could_not_be_kept_is_not_said_to_be_passed_on(talk: Any) -> None:
    offered(talk)
    talk.hears("ann@example.com", "give_contact", {"contact": "ann@example.com"})
    reply = await talk.run(ActionPassOn())
    assert reply.responses == ["utter_technical_problem"]
    assert reply.payload["type"] == "handoff"


async def test_in_a_form_the_question_closes_the_turn(talk: Any) -> None:
    talk.asks("advice_form", "budget")
    handed = await talk.hears("Can I talk to a human?", "contact_shop").run(ActionHandoff())
    passed = await talk.hears("ann@example.com", "give_contact", {"contact": "ann@example.com"}).run(
        ActionPassOn()
    )
    assert handed.payloads == passed.payloads == []


async def test_the_second_subject_in_a_row_gets_other_words(talk: Any) -> None:
    first = await talk.hears("Who pays the tax?", "contact_shop").run(ActionHandoff())
    second = await talk.hears("And the duty?", "contact_shop").run(ActionHandoff())
    assert first.text != second.text
    assert "e-mail" in second.text


async def test_in_the_advice_the_question_waits_for_the_contact(
    talk: Any, kept: Callable[[], list[Any]]
) -> None:
    talk.asks("advice_form", "budget")
    reply = await talk.hears("Can I talk to a human?", "contact_shop").run(ActionHandoff())
    assert reply.slots["waiting"] is True
    held = await talk.run(ActionAskBudget())
    assert held.texts == []
    assert held.payload == {"type": "handoff"}
    reply = await named(talk, "ann@example.com")
    assert reply.responses == ["utter_passed_on_in_form"]
    assert [request.contact for request in kept()] == ["ann@example.com"]
    asked = await talk.run(ActionAskBudget())
    assert asked.payload["type"] == "question"
    assert asked.slots["waiting"] is None


async def test_in_the_advice_no_is_heard_for_what_waits(talk: Any, kept: Callable[[], list[Any]]) -> None:
    talk.asks("advice_form", "budget")
    await talk.hears("Can I talk to a human?", "contact_shop").run(ActionHandoff())
    reply = await talk.hears("no", "deny").run(ActionFallback())
    assert reply.responses == ["utter_not_passed_on"]
    assert kept() == []


async def test_another_address_takes_the_place_of_the_first(talk: Any, kept: Callable[[], list[Any]]) -> None:
    offered(talk)
    await talk.hears("bob@example.com", "give_contact", {"contact": "bob@example.com"}).run(ActionPassOn())
    talk.hears(
        "sorry, it is rob@example.com", "give_contact", {"contact": "rob@example.com"}, readdresses=True
    )
    reply = await talk.run(ActionPassOn())
    assert "rob@example.com" in reply.text
    first, second = kept()
    assert second.payload["replaces"] == first.id
    assert {first.contact, second.contact} == {"rob@example.com"}
    assert second.payload["messages"] == first.payload["messages"]
