"""From each system's parse of a message to the words that both share."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.understanding import ours, stock
from benchmarks.understanding.dataset import Case
from benchmarks.understanding.reading import in_scope
from pin_advisor.catalog import Catalog, load
from pin_advisor.paths import PROJECT

FOLLOWING = {"topic": "durability", "pin_types": ["hard_enamel"]}


def case(previous: dict[str, Any] | None = None) -> Case:
    return Case("m1", "words", "none", "ask", (("durability",),), {}, None, previous)


def entity(need: str, value: Any) -> dict[str, Any]:
    return {"entity": need, "value": value}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(PROJECT / "catalog")


def test_the_likeliest_intent_in_scope() -> None:
    assert in_scope([("ask", 0.2), ("ask", 0.2), ("greet", 0.3), ("out_of_scope", 0.3)]) == pytest.approx(0.4)
    assert in_scope([("other_language", 0.9)]) == 0.0
    assert in_scope([]) == 0.0


def stock_parse(name: str, *entities: dict[str, Any]) -> dict[str, Any]:
    ranking = [{"name": "nlu_fallback", "confidence": 0.7}, {"name": "ask_feel", "confidence": 0.25}]
    return {"intent": {"name": name, "confidence": 0.7}, "intent_ranking": ranking, "entities": [*entities]}


def test_stock_rasas_intents() -> None:
    asks = stock.reading(case(), stock_parse("ask_feel"))
    falls_back = stock.reading(case(), stock_parse("nlu_fallback"))
    follows = stock.reading(case(FOLLOWING), stock_parse("ask_follow_up"))

    assert (asks.intent, asks.topics) == ("ask", ("feel",))
    assert (falls_back.intent, falls_back.topics, falls_back.in_scope) == ("out_of_scope", (), 0.25)
    assert follows.topics == ("durability",)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        (["tight"], "tight"),
        (["tight", "premium"], "premium"),
        (["tight", "on a shoestring"], "tight"),
        (["on a shoestring", "tight"], "tight"),
        (["peanuts", "on a shoestring"], "on a shoestring"),
    ],
)
def test_stock_rasas_last_value_of_a_need_counts(found: list[str], kept: str) -> None:
    parsed = stock_parse("inform", *(entity("budget", value) for value in found))

    assert stock.reading(case(), parsed).needs == {"budget": kept}


def our_parse(intent: str, *entities: dict[str, Any], **understanding: Any) -> dict[str, Any]:
    return {
        "intent": {"name": intent, "confidence": 0.8},
        "intent_ranking": [{"name": "ask", "confidence": 0.6}, {"name": "out_of_scope", "confidence": 0.4}],
        "entities": [*entities],
        "understanding": {"questions": [], "hypothesis": {}, **understanding},
    }


def question(topic: str, confidence: float, *pin_types: str) -> dict[str, Any]:
    rest = {"form": "describe", "direction": "most", "occasion": None}
    return {"topic": topic, "confidence": confidence, "pin_types": [*pin_types], **rest}


def test_our_questions_come_surest_first(catalog: Catalog) -> None:
    parsed = our_parse("ask", questions=[question("feel", 0.3), question("cost", 0.7), question("feel", 0.2)])

    assert ours.reading(case(), parsed, catalog).topics == ("cost", "feel")


def test_our_follow_up_asks_what_was_asked_before(catalog: Catalog) -> None:
    parsed = our_parse("ask", questions=[question("follow_up", 0.5, "soft_enamel")])

    assert ours.reading(case(FOLLOWING), parsed, catalog).topics == ("durability",)
    assert ours.reading(case(), parsed, catalog).topics == ("what_is",)


@pytest.mark.parametrize(
    ("entities", "budget"),
    [
        ([entity("budget_amount", 1.0), entity("budget_per", "piece")], "tight"),
        ([entity("budget_amount", 900.0), entity("budget_per", "total"), entity("quantity", 100)], "premium"),
        (
            [entity("budget", "tight"), entity("budget_amount", 3.0), entity("budget_per", "piece")],
            "moderate",
        ),
        # A total for nobody knows how many pieces.
        ([entity("budget_amount", 900.0), entity("budget_per", "total")], None),
        ([entity("budget", "premium")], "premium"),
    ],
)
def test_our_named_money_becomes_a_budget(
    catalog: Catalog, entities: list[dict[str, Any]], budget: str | None
) -> None:
    assert ours.reading(case(), our_parse("inform", *entities), catalog).needs.get("budget") == budget


def test_what_is_only_supposed_counts_for_what_if(catalog: Catalog) -> None:
    parsed = our_parse("what_if", hypothesis={"dimensionality": "3d"})

    assert ours.reading(case(), parsed, catalog).needs == {"dimensionality": "3d"}
