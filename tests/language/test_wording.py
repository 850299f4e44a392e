"""How a sentence is put, by its words alone."""

from __future__ import annotations

import pytest

from pin_advisor.language import wording


@pytest.mark.parametrize(
    "text",
    [
        "How heavy is it",
        "ok so is it heavy",
        "by the way, do you ship",
        "Before that: will it rust",
        "any glitter",
    ],
)
def test_it_starts_as_a_question(text: str) -> None:
    assert wording.starts_as_question(text)


@pytest.mark.parametrize(
    "text", ["flat, 30 of them, 50p each??", "we need twenty", "howling wolves on a hill"]
)
def test_it_does_not_start_as_a_question(text: str) -> None:
    assert not wording.starts_as_question(text)


@pytest.mark.parametrize("text", ["is it heavy?", "and would it fade", "ok, can it glow?"])
def test_yes_or_no_would_answer(text: str) -> None:
    assert wording.is_yes_no(text)


@pytest.mark.parametrize(
    ("text", "further"), [("and for a vicar?", True), ("for a vicar?", False), ("and red", False)]
)
def test_a_further_case_of_the_question_before(text: str, further: bool) -> None:
    assert wording.is_further_case(text) is further


@pytest.mark.parametrize(
    ("text", "supposed"),
    [("ok, what if it was oval", True), ("suppose we doubled it", True), ("it is oval", False)],
)
def test_supposing(text: str, supposed: bool) -> None:
    assert wording.supposes(text) is supposed


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
    assert wording.wants_verdict(text) is presses


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
    assert wording.cannot_say(text) is unknown


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
    assert wording.wants_confirmed(text) is wanted


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
    assert wording.decides(text) is settled


@pytest.mark.parametrize(
    ("text", "need"),
    [("yes, the budget", "budget"), ("change the occasion", "occasion"), ("the budget is tight", None)],
)
def test_a_need_named_without_a_value(text: str, need: str | None) -> None:
    assert wording.need_named(text) == need


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("wha t do u mean", True), ("what do you mean, how long?", True), ("what does it cost", False)],
)
def test_a_question_about_the_question(text: str, meaning: bool) -> None:
    assert wording.asks_meaning(text) is meaning


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
    assert wording.wants_recap(text) is recaps
