"""``action_spend``: one step down or up from the budget, and what else can be done where there is none."""

from __future__ import annotations

from typing import Any

import pytest

from actions.recommend import ActionRecommend
from actions.spend import ActionSpend
from pin_advisor.catalog import Catalog

STAFF = {"occasion": "employee_recognition", "dimensionality": "2d", "durability": "high"}
DOWN, UP = "spend_less", "spend_more"


async def advised(talk: Any, **needs: Any) -> None:
    await talk.hears("That is it.", "inform", STAFF | needs).run(ActionRecommend())


@pytest.mark.parametrize(
    ("budget", "intent", "after", "pin_type", "said"),
    [
        (
            "moderate",
            DOWN,
            "tight",
            "soft_enamel",
            "down, then: a tight budget instead of the moderate budget.",
        ),
        ("premium", DOWN, "moderate", "hard_enamel", "down, then: a moderate budget instead of the generous"),
        ("tight", UP, "moderate", "hard_enamel", "up, then: a moderate budget instead of the tight budget."),
        ("moderate", UP, "premium", "hard_enamel", "up, then: a generous budget instead of the moderate"),
    ],
)
async def test_it_goes_one_step_and_says_so(
    talk: Any, budget: str, intent: str, after: str, pin_type: str, said: str
) -> None:
    await advised(talk, budget=budget)
    reply = await talk.hears("...", intent).run(ActionSpend())
    assert reply.texts[0].startswith("One step ")
    assert said in reply.texts[0]
    assert reply.payload["type"] == "recommendation"
    assert reply.payload["pin_type"] == pin_type
    assert reply.payload["needs"]["budget"] == after == talk.slots["budget"]
    assert talk.slots["recommended"] == pin_type
    assert talk.slots["offer"] == "request_quote"
    assert reply.last_is_payload


async def test_a_step_from_what_was_assumed_says_that_it_was(talk: Any) -> None:
    talk.slots["declined_needs"] = ["budget"]
    await advised(talk)
    reply = await talk.hears("too dear", DOWN).run(ActionSpend())
    assert "a tight budget instead of the moderate budget that I had assumed" in reply.text
    assert talk.slots["declined_needs"] == []


async def test_money_that_was_named_no_longer_counts(talk: Any) -> None:
    await advised(talk, budget="premium", budget_amount=9.0, budget_currency="USD", budget_per="piece")
    await talk.hears("cheaper", DOWN).run(ActionSpend())
    assert [talk.slots[n] for n in ("budget_amount", "budget_currency", "budget_per")] == [None] * 3


async def test_where_the_type_stays_it_says_what_lies_further(talk: Any) -> None:
    await advised(talk, occasion="club", durability="low", budget="moderate")
    reply = await talk.hears("cheaper", DOWN).run(ActionSpend())
    assert reply.payload["pin_type"] == "soft_enamel"
    assert "The type stays the same." in reply.texts[0]
    assert "Screen-printed pins and photo-etched pins would be cheaper" in reply.texts[0]
    assert "colours" in reply.texts[0]


async def test_below_the_tightest_budget_the_cheapest_types_and_what_lowers_the_price(
    talk: Any, shop_catalog: Catalog
) -> None:
    await advised(talk, budget="tight")
    reply = await talk.hears("cheaper", DOWN).run(ActionSpend())
    assert reply.payload["type"] == "answer"
    assert reply.payload["topics"] == ["lower_price"]
    assert reply.payload["sources"]
    assert shop_catalog.topic("lower_price").answer in reply.text
    assert "Screen-printed pins and photo-etched pins would be cheaper" in reply.text
    assert "hard enamel" not in reply.text.lower()
    assert talk.slots["budget"] == "tight"


async def test_above_the_most_generous_budget_what_is_finer_still(talk: Any) -> None:
    await advised(talk, budget="premium")
    reply = await talk.hears("better ones", UP).run(ActionSpend())
    assert reply.payload["topics"] == ["special_effects"]
    assert "cloisonné pins would be longer lasting" in reply.text
    assert talk.slots["recommended"] == "hard_enamel"


async def test_above_a_price_that_was_named_money_is_no_object(talk: Any) -> None:
    money = {"budget_amount": 8.0, "budget_currency": "USD", "budget_per": "piece"}
    await advised(talk, occasion="corporate_gift", budget="premium", **money)
    assert talk.slots["recommended"] == "hard_enamel"
    reply = await talk.hears("we can spend more", UP).run(ActionSpend())
    assert reply.texts[0].startswith("One step up, then: money is no object. I recommend genuine")
    assert talk.slots["budget"] == "premium"
    assert talk.slots["budget_amount"] is None


async def test_a_catalog_without_such_a_topic_is_no_dead_end(talk: Any, own_catalog: Any) -> None:
    file = own_catalog / "faq" / "ordering.yml"
    file.write_text(file.read_text("utf-8").replace("id: lower_price", "id: some_price"), "utf-8")
    await advised(talk, budget="tight")
    reply = await talk.hears("cheaper", DOWN).run(ActionSpend())
    assert reply.payload["type"] == "answer"
    assert "nothing reliable" not in reply.text
    assert "cheaper" in reply.text
