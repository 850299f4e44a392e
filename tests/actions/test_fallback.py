"""``action_fallback``: suggestions first, the shop next, and no question for ever."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answer import ActionAnswer
from actions.fallback import ActionFallback
from pin_advisor.catalog import Catalog


async def test_it_suggests_questions_that_the_message_may_have_meant(
    talk: Any, shop_catalog: Catalog
) -> None:
    talk.hears("shiny back thingy", "out_of_scope", suggestions=["butterfly_clutch", "black_nickel"])
    reply = await talk.run(ActionFallback())
    wanted = [shop_catalog.topic(t).question for t in ("butterfly_clutch", "black_nickel")]
    assert reply.payload["type"] == "fallback"
    assert reply.payload["suggestions"][:2] == wanted
    assert [b["title"] for b in reply.buttons] == reply.payload["suggestions"]
    assert [b["payload"] for b in reply.buttons] == reply.payload["suggestions"]


@pytest.mark.parametrize("suggested", [[], ["feel"], ["no_such_topic", "butterfly_clutch"] * 4])
async def test_there_are_one_to_three_suggestions_that_can_be_answered(
    talk: Any, suggested: list[str], shop_catalog: Catalog
) -> None:
    talk.hears("Wibble?", "out_of_scope", suggestions=suggested)
    suggestions = (await talk.run(ActionFallback())).payload["suggestions"]
    assert 1 <= len(suggestions) <= 3
    assert len(set(suggestions)) == len(suggestions)
    assert set(suggestions) <= {t.question for t in shop_catalog.topics}


async def test_the_second_time_in_a_row_it_suggests_other_questions(talk: Any, shop_catalog: Catalog) -> None:
    near = ["butterfly_clutch", "black_nickel", "rust", "sunlight"]
    first = await talk.hears("Wibble?", "out_of_scope", suggestions=near).run(ActionFallback())
    reply = await talk.hears("Wobble!", "out_of_scope", suggestions=near).run(ActionFallback())
    assert reply.payload["type"] == "fallback"
    assert reply.payload["suggestions"][0] == shop_catalog.topic("sunlight").question
    assert not set(reply.payload["suggestions"]) & set(first.payload["suggestions"])
    assert [b["title"] for b in reply.buttons] == reply.payload["suggestions"]


async def test_the_third_time_in_a_row_it_hands_over_to_the_shop_in_one_way(talk: Any) -> None:
    for _ in range(3):
        reply = await talk.hears("Wibble?", "out_of_scope").run(ActionFallback())
    assert reply.payload == {"type": "handoff"}
    assert not reply.buttons
    assert "e-mail" in reply.text
    assert talk.slots["offer"] == "contact_shop", "so that yes means that"


async def test_however_often_no_two_replies_go_back_and_forth(talk: Any) -> None:
    texts = [(await talk.hears("Wibble?", "out_of_scope").run(ActionFallback())).text for _ in range(20)]
    for i in range(len(texts) - 2):
        assert len(set(texts[i : i + 3])) == 3
    assert talk.slots["misunderstood"] <= 100, "the slot's own limit"


async def test_something_understood_in_between_starts_the_count_again(talk: Any) -> None:
    await talk.hears("Wibble?", "out_of_scope").run(ActionFallback())
    talk.hears("How does hard enamel feel?", "ask", {}, [{"topic": "feel", "pin_types": ["hard_enamel"]}])
    await talk.run(ActionAnswer())
    reply = await talk.hears("Wobble!", "out_of_scope").run(ActionFallback())
    assert reply.payload["type"] == "fallback"


# -- in a form --------------------------------------------------------------------------------------


async def test_in_a_form_the_question_comes_again(talk: Any) -> None:
    reply = await talk.asks("advice_form", "budget").hears("Wibble?", "out_of_scope").run(ActionFallback())
    assert reply.responses == ["utter_fallback_in_form"]
    assert reply.payloads == []
    assert not talk.slots["declined_needs"]


async def test_the_second_time_the_need_is_left_open(talk: Any) -> None:
    talk.slots["declined_needs"] = ["occasion"]
    talk.asks("advice_form", "budget")
    await talk.hears("Wibble?", "out_of_scope").run(ActionFallback())
    reply = await talk.hears("Wobble!", "out_of_scope").run(ActionFallback())
    assert reply.responses == ["utter_leave_open"]
    assert talk.slots["declined_needs"] == ["occasion", "budget"]
    assert not talk.slots["misunderstood"], "the next question gets its own two tries"


async def test_without_a_contact_no_quote_reaches_anybody(talk: Any) -> None:
    talk.asks("quote_form", "contact")
    for _ in range(4):
        await talk.hears("Wibble?", "out_of_scope").run(ActionFallback())
    assert "contact" not in (talk.slots["declined_needs"] or [])


async def test_the_number_of_pins_is_not_asked_for_for_ever(talk: Any) -> None:
    """The other details take the visitor's words as they are; only a number can be unreadable."""
    talk.asks("quote_form", "quantity")
    for _ in range(3):
        await talk.hears("Wibble?", "out_of_scope").run(ActionFallback())
    assert "quantity" in (talk.slots["declined_needs"] or [])


async def test_an_unreadable_contact_leads_to_what_is_needed(talk: Any) -> None:
    talk.asks("quote_form", "contact").hears("ann at home", "out_of_scope")
    reply = await talk.run(ActionFallback())
    assert reply.responses == ["utter_contact_unreadable"]
    assert "e-mail" in reply.text


async def test_who_asks_for_other_goods_hears_that_it_is_about_pins(talk: Any) -> None:
    first = await talk.hears("Mugs?", "out_of_scope", other_goods=True).run(ActionFallback())
    assert "lapel pins only" in first.text
    assert first.payload == {"type": "handoff"}
    assert talk.slots["offer"] == "contact_shop"
    texts = [first.text]
    for words in ("And caps?", "Stickers?", "Hats?"):
        texts.append((await talk.hears(words, "out_of_scope", other_goods=True).run(ActionFallback())).text)
    assert len(set(texts[:3])) == 3
    assert texts[3] == texts[0]


async def test_other_goods_in_a_form(talk: Any) -> None:
    talk.asks("advice_form", "budget").hears("Mugs?", "out_of_scope", other_goods=True)
    reply = await talk.run(ActionFallback())
    assert "lapel pins only" in reply.text
    assert not talk.slots["misunderstood"]


async def test_a_recommendation_on_nothing_would_be_a_guess(talk: Any) -> None:
    talk.asks("advice_form", "occasion").hears("Just recommend one", "request_advice", presses=True)
    assert (await talk.run(ActionFallback())).responses == ["utter_needs_a_little"]
