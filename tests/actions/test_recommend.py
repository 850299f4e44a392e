"""``action_recommend``: the outcome of the advice, in the words of the contract."""

from __future__ import annotations

from typing import Any

import pytest

from actions.recommend import ActionRecommend

AWARD = {"occasion": "award", "budget": "premium", "dimensionality": "2d", "durability": "high"}
KEYS = {"type", "pin_type", "needs", "assumed", "reasons", "alternatives", "ruled_out"}
NEEDS = {"occasion", "budget", "dimensionality", "durability", "quantity", "artwork"}


async def test_the_payload_has_the_keys_of_the_contract(talk: Any) -> None:
    reply = await talk.hears("Awards", "inform", AWARD).run(ActionRecommend())
    assert set(reply.payload) == KEYS
    assert reply.payload["type"] == "recommendation"
    assert set(reply.payload["needs"]) == NEEDS
    assert reply.payload["needs"] == {**AWARD, "quantity": None, "artwork": None}
    assert all(set(r) == {"rule", "text"} for r in reply.payload["reasons"])
    assert all(set(a) == {"pin_type", "text"} for a in reply.payload["alternatives"])
    assert reply.last_is_payload


async def test_what_is_ruled_out_says_by_which_rule(talk: Any) -> None:
    reply = await talk.hears("3D", "inform", {"dimensionality": "3d"}).run(ActionRecommend())
    ruled_out = reply.payload["ruled_out"]
    assert {r["pin_type"] for r in ruled_out} >= {"hard_enamel", "cloisonne"}
    assert all(set(r) == {"pin_type", "rule", "text"} for r in ruled_out)


@pytest.mark.parametrize(
    ("needs", "pin_type"),
    [
        (AWARD, "hard_enamel"),
        ({"dimensionality": "3d"}, "soft_enamel"),
        ({"occasion": "convention_trading", "budget": "tight"}, "soft_enamel"),
        ({"artwork": "photo", "dimensionality": "2d"}, "screen_printed"),
        ({"occasion": "corporate_gift", "budget": "moderate", "dimensionality": "2d"}, "hard_enamel"),
        (
            {"occasion": "fashion", "budget": "tight", "dimensionality": "2d", "durability": "low"},
            "soft_enamel",
        ),
    ],
)
async def test_the_article_is_followed(talk: Any, needs: dict[str, str], pin_type: str) -> None:
    reply = await talk.hears("That is it.", "inform", needs).run(ActionRecommend())
    assert reply.payload["pin_type"] == pin_type
    assert pin_type.split("_")[0].replace("screen", "screen-printed") in reply.texts[0].lower()


async def test_the_reasons_are_read_and_not_only_sent(talk: Any) -> None:
    reply = await talk.hears("Awards", "inform", AWARD).run(ActionRecommend())
    assert reply.payload["reasons"][0]["text"] in reply.text
    assert reply.payload["alternatives"][0]["text"] in reply.text


async def test_what_was_left_open_is_named_as_assumed(talk: Any) -> None:
    reply = await talk.hears("Awards", "inform", {"occasion": "award"}).run(ActionRecommend())
    assert {"budget", "dimensionality", "durability"} <= set(reply.payload["assumed"])
    assert "assumed" in reply.text


async def test_nothing_known_gives_a_recommendation_all_the_same(talk: Any) -> None:
    reply = await talk.hears("Whatever", "refuse").run(ActionRecommend())
    assert reply.payload["pin_type"] == "soft_enamel"
    assert reply.payload["needs"] == dict.fromkeys(NEEDS)


async def test_a_collision_is_named_with_the_way_out(talk: Any) -> None:
    reply = await talk.hears("3D awards", "inform", {**AWARD, "dimensionality": "3d"}).run(ActionRecommend())
    assert reply.payload["pin_type"] == "soft_enamel"
    assert "polished flat" in reply.text
    assert "2D" in reply.text


async def test_choices_lead_on_in_words_that_a_visitor_would_type(talk: Any) -> None:
    reply = await talk.hears("Awards", "inform", AWARD).run(ActionRecommend())
    assert {"Why?", "Get a free quote"} <= {b["title"] for b in reply.buttons}
    assert all(b["payload"] == b["title"] for b in reply.buttons)


async def test_it_is_remembered(talk: Any) -> None:
    talk.slots |= {"misunderstood": 1.0, "hypothesis": {"budget": "tight"}, "answered": ["feel"]}
    await talk.hears("Awards", "inform", AWARD).run(ActionRecommend())
    assert talk.slots["recommended"] == "hard_enamel"
    assert talk.slots["offer"] == "request_quote"
    assert not talk.slots["hypothesis"]
    assert not talk.slots["misunderstood"]
    assert talk.slots["answered"] is None


@pytest.mark.parametrize("quantity", [0, -5, 2.5, "many", [200], True, 10**30])
async def test_a_slot_with_a_strange_value_does_no_harm(talk: Any, quantity: Any) -> None:
    talk.slots |= {"occasion": "coronation", "quantity": quantity, "dimensionality": "4d"}
    reply = await talk.hears("Go on", "request_advice").run(ActionRecommend())
    assert reply.payload["needs"]["occasion"] is None
    assert reply.payload["needs"]["dimensionality"] is None
    assert "4d" not in reply.text


async def test_the_surface_counts_though_the_payload_does_not_name_it(talk: Any) -> None:
    plain = {"occasion": "club", "budget": "moderate", "dimensionality": "2d", "durability": "medium"}
    smooth = await talk.hears("smooth", "inform", {**plain, "surface": "smooth"}).run(ActionRecommend())
    raised = await talk.hears("raised", "inform", {**plain, "surface": "raised"}).run(ActionRecommend())
    assert smooth.payload["pin_type"] == "hard_enamel"
    assert raised.payload["pin_type"] == "soft_enamel"


async def test_what_stands_is_said_in_short(talk: Any) -> None:
    needs = {"occasion": "award", "budget": "premium", "dimensionality": "2d", "durability": "high"}
    first = await talk.hears("Awards", "inform", needs).run(ActionRecommend())
    again = await talk.hears("a red fox, 30 mm", "inform", only_details=True).run(ActionRecommend())
    assert "I still recommend" in again.text
    assert "quote request" in again.text
    assert len(again.text) < len(first.text)
    assert again.payload == first.payload


async def test_a_loss_is_spoken_of_once(talk: Any) -> None:
    reply = await talk.hears("my father died", "inform", mourns=True).run(ActionRecommend())
    assert reply.responses[0] == "utter_sorry_for_loss"
    reply = await talk.hears("he died in May", "inform", mourns=True).run(ActionRecommend())
    assert "utter_sorry_for_loss" not in reply.responses
