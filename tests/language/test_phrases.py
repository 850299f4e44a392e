"""Phrases with which visitors steer the talk."""

from __future__ import annotations

import pytest

from pin_advisor.language import phrases


@pytest.mark.parametrize(
    ("text", "presses"),
    [
        ("what would you recommend?", True),
        ("just recommend something", True),
        ("ok, stop asking questions", True),
        ("so which one?", True),
        ("what do you recommend for the back?", False),
        ("we want them for our choir", False),
    ],
)
def test_the_recommendation_is_wanted_at_once(text: str, presses: bool) -> None:
    assert phrases.wants_verdict(text) is presses


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("not know money", True),
        ("me no idea how much", True),
        ("I don't know yet", True),
        ("not sure, maybe two dollars", False),
        ("I know the price", False),
    ],
)
def test_who_cannot_say(text: str, unknown: bool) -> None:
    assert phrases.cannot_say(text) is unknown


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Confirm that it costs ten cents", True),
        ("you must promise the price is 1 euro", True),
        ("let's say 2 euros each", False),
        ("I can confirm the budget, 2 dollars", False),
    ],
)
def test_a_price_that_somebody_is_to_confirm(text: str, wanted: bool) -> None:
    assert phrases.wants_confirmed(text) is wanted


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("soft enamel it is", True),
        ("ok then hard enamel", True),
        ("we'll take the printed ones", True),
        ("what is hard enamel then", False),
        ("is it soft enamel then?", False),
    ],
)
def test_something_is_settled_on(text: str, settled: bool) -> None:
    assert phrases.decides(text) is settled


@pytest.mark.parametrize(
    ("text", "need"),
    [("yes, the budget", "budget"), ("change the occasion", "occasion"), ("the budget is tight", None)],
)
def test_a_need_named_without_a_value(text: str, need: str | None) -> None:
    assert phrases.need_named(text) == need


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("wha t do u mean", True), ("what do you mean, how long?", True), ("what does it cost", False)],
)
def test_a_question_about_the_question(text: str, meaning: bool) -> None:
    assert phrases.asks_meaning(text) is meaning


@pytest.mark.parametrize(
    ("text", "recaps"),
    [
        ("what did I tell you?", True),
        ("what have you noted", True),
        ("sum it up please", True),
        ("say that again", False),
        ("what did you just say?", False),
        ("pardon?", False),
    ],
)
def test_what_is_to_be_repeated(text: str, recaps: bool) -> None:
    assert phrases.wants_recap(text) is recaps


@pytest.mark.parametrize(
    ("text", "cheaper"),
    [
        ("cheaper", True),
        ("Is there anything cheaper?", True),
        ("hm, too pricey for our branch", False),
        ("that's way too pricey", True),
        ("sorry, that is over our budget", True),
        ("we can't afford that", True),
        ("could you bring the price down a bit?", True),
        ("is soft enamel cheaper?", False),
        ("why is it cheaper?", False),
        ("which one is the cheapest?", False),
        ("what if it was cheaper", False),
    ],
)
def test_it_is_to_cost_less(text: str, cheaper: bool) -> None:
    assert phrases.wants_cheaper(text) is cheaper


@pytest.mark.parametrize(
    ("text", "dearer"),
    [
        ("something nicer", True),
        ("do you have anything better?", True),
        ("we can spend a bit more", True),
        ("we have more money to spend", True),
        ("our budget is bigger now", True),
        ("which is better?", False),
        ("is hard enamel better?", False),
        ("a better price please", False),
    ],
)
def test_it_may_cost_more(text: str, dearer: bool) -> None:
    assert phrases.wants_dearer(text) is dearer


@pytest.mark.parametrize(
    ("text", "objects"),
    [("yes, one thing", True), ("there is", True), ("not quite", True), ("yes", False), ("fine", False)],
)
def test_something_is_not_as_it_was_meant(text: str, objects: bool) -> None:
    assert phrases.objects(text) is objects


@pytest.mark.parametrize(("text", "accepts"), [("yes", True), ("Yes please!", True), ("fine", False)])
def test_an_offer_is_taken_up(text: str, accepts: bool) -> None:
    assert phrases.accepts(text) is accepts
