"""``action_smalltalk``: a fitting word for each kind of talk, and back to the matter."""

from __future__ import annotations

from typing import Any

import pytest

from actions.smalltalk import ActionSmalltalk

KINDS = ("greet", "thank", "affirm", "deny", "bot_challenge", "chitchat", "abuse", "help")


@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_has_its_own_words(talk: Any, kind: str) -> None:
    reply = await talk.hears("...", kind).run(ActionSmalltalk())
    assert reply.responses == [f"utter_{kind}"]
    assert reply.payload == {"type": "smalltalk"}


async def test_it_says_that_it_is_a_program(talk: Any) -> None:
    reply = await talk.hears("Are you human?", "bot_challenge").run(ActionSmalltalk())
    assert "program" in reply.text


@pytest.mark.parametrize("kind", ["greet", "help", "bot_challenge", "chitchat"])
async def test_after_an_offer_of_advice_yes_means_that(talk: Any, kind: str) -> None:
    await talk.hears("...", kind).run(ActionSmalltalk())
    assert talk.slots["offer"] == "request_advice"


async def test_nobody_is_offered_what_they_have(talk: Any) -> None:
    talk.slots["recommended"] = "hard_enamel"
    await talk.hears("Hello", "greet").run(ActionSmalltalk())
    assert talk.slots["offer"] is None


@pytest.mark.parametrize("kind", ["thank", "deny", "abuse"])
async def test_a_closing_word_offers_nothing(talk: Any, kind: str) -> None:
    talk.slots["offer"] = "request_quote"
    await talk.hears("...", kind).run(ActionSmalltalk())
    assert talk.slots["offer"] is None


async def test_a_second_greeting_is_shorter(talk: Any) -> None:
    talk.slots["recommended"] = "hard_enamel"
    assert (await talk.hears("Hello", "greet").run(ActionSmalltalk())).responses == ["utter_greet_again"]


@pytest.mark.parametrize("kind", KINDS)
async def test_in_a_form_the_question_closes_the_turn(talk: Any, kind: str) -> None:
    reply = await talk.asks("advice_form", "budget").hears("...", kind).run(ActionSmalltalk())
    assert reply.payloads == []
    assert reply.text.strip()


@pytest.mark.parametrize(("kind", "response"), [("affirm", "utter_all_fine"), ("deny", "utter_ask_change")])
async def test_who_approves_goes_on_and_who_objects_is_asked_what_should_be_different(
    talk: Any, kind: str, response: str
) -> None:
    talk.slots |= {"recommended": "hard_enamel", "checking": True}
    reply = await talk.hears("...", kind).run(ActionSmalltalk())
    assert reply.responses == [response]
    assert talk.slots["checking"] is None


async def test_when_nothing_is_wrong_the_quote_comes_next(talk: Any) -> None:
    talk.slots |= {"recommended": "hard_enamel", "checking": True}
    await talk.hears("Looks good", "affirm").run(ActionSmalltalk())
    assert talk.slots["offer"] == "request_quote"


async def test_yes_after_a_recommendation_leads_on(talk: Any) -> None:
    talk.slots["recommended"] = "hard_enamel"
    assert (await talk.hears("Yes", "affirm").run(ActionSmalltalk())).responses == ["utter_all_fine"]


# -- nothing but emoji ------------------------------------------------------------------------------


@pytest.mark.parametrize(("sign", "said"), [("pleased", "utter_sign_pleased"), ("other", "utter_sign_other")])
async def test_a_sign_gets_a_kind_line_and_the_way_to_begin(talk: Any, sign: str, said: str) -> None:
    reply = await talk.hears("...", "chitchat", sign=sign).run(ActionSmalltalk())
    assert reply.responses == [said, "utter_sign_begin"]
    assert talk.slots["offer"] == "request_advice"


async def test_after_a_recommendation_a_sign_is_followed_by_the_offer_of_a_quote(talk: Any) -> None:
    talk.slots["recommended"] = "hard_enamel"
    reply = await talk.hears("...", "chitchat", sign="pleased").run(ActionSmalltalk())
    assert reply.responses == ["utter_sign_pleased", "utter_sign_quote"]
    assert talk.slots["offer"] == "request_quote"


async def test_in_a_form_the_line_is_all_since_the_question_follows(talk: Any) -> None:
    talk.slots["misunderstood"] = 1.0
    talk.asks("advice_form", "budget").hears("...", "chitchat", sign="yes")
    reply = await talk.run(ActionSmalltalk())
    assert reply.responses == ["utter_sign_pleased"]
    assert reply.payloads == []
    assert not talk.slots["misunderstood"]
