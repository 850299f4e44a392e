"""Pin types that are turned down are kept out of the advice until they are welcome again."""

from __future__ import annotations

from typing import Any

import pytest

from actions.advice_form import ValidateAdviceForm
from actions.explain import ActionExplain
from actions.recommend import ActionRecommend

CLUB = {"occasion": "club", "budget": "tight", "dimensionality": "2d", "durability": "low"}


@pytest.fixture
def advised(talk: Any) -> Any:
    talk.slots |= {**CLUB, "recommended": "soft_enamel"}
    return talk


async def test_it_is_kept_said_and_no_longer_recommended(advised: Any) -> None:
    advised.hears("I don't want soft", "inform", rejects=["soft_enamel"])
    reply = await advised.run(ValidateAdviceForm())
    assert "no soft enamel pins" in reply.text
    assert advised.slots["unwanted_types"] == ["soft_enamel"]
    reply = await advised.run(ActionRecommend())
    assert reply.payload["pin_type"] == "screen_printed"
    assert "soft_enamel" not in [one["pin_type"] for one in reply.payload["alternatives"]]
    assert "Soft enamel pins would have suited you best" in reply.text


async def test_another_one_is_added(advised: Any) -> None:
    advised.slots["unwanted_types"] = ["soft_enamel"]
    advised.hears("nor printed", "inform", rejects=["screen_printed"])
    await advised.run(ValidateAdviceForm())
    assert advised.slots["unwanted_types"] == ["soft_enamel", "screen_printed"]


async def test_it_is_welcome_again(advised: Any) -> None:
    advised.slots["unwanted_types"] = ["soft_enamel", "cloisonne"]
    advised.hears("soft is fine after all", "inform", readmits=["soft_enamel"])
    reply = await advised.run(ValidateAdviceForm())
    assert "soft enamel pins may be considered again" in reply.text
    assert advised.slots["unwanted_types"] == ["cloisonne"]


async def test_a_type_that_is_turned_down_is_chosen_no_more(advised: Any) -> None:
    advised.slots["chosen"] = "soft_enamel"
    await advised.hears("no, not soft", "inform", rejects=["soft_enamel"]).run(ValidateAdviceForm())
    assert advised.slots["chosen"] is None


async def test_a_type_that_is_settled_on_is_wanted(advised: Any) -> None:
    advised.slots["unwanted_types"] = ["hard_enamel"]
    advised.hears("hard enamel then", "explain_why_not", pin_types=["hard_enamel"], chooses="hard_enamel")
    await advised.run(ActionExplain())
    assert advised.slots["unwanted_types"] == []


async def test_in_a_form_it_is_no_failed_answer(talk: Any) -> None:
    talk.asks("advice_form", "budget").hears("no cloisonné", "inform", rejects=["cloisonne"])
    await talk.run(ValidateAdviceForm())
    assert talk.slots["misunderstood"] in (0.0, None)


async def test_types_that_the_catalog_lacks_are_passed_over(advised: Any) -> None:
    await advised.hears("no bottle tops", "inform", rejects=["bottle_top"]).run(ValidateAdviceForm())
    assert advised.slots["unwanted_types"] is None
