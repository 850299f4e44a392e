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
        "wait, what is a backstamp",
        "lol are you human",
    ],
)
def test_it_starts_as_a_question(text: str) -> None:
    assert wording.starts_as_question(text)


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("made of rubber does it bend", True),
        ("the silver ones do they go dull", True),
        ("so does it bend", False),
        ("what it does it does well", False),
        ("we use it because it does it well", False),
        ("she says so do they all", False),
    ],
)
def test_a_question_may_come_behind_what_it_is_about(text: str, behind: bool) -> None:
    assert wording.asks_behind(text) is behind


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
    ("text", "lacking"),
    [
        ("is flat", True),
        ("should last many years", True),
        ("are for people who win", True),
        ("is 3D", True),
        ("is flat?", False),
        ("is it flat", False),
        ("is 3D dearer", False),
        ("is hard enamel durable", False),
    ],
)
def test_a_statement_may_lack_its_subject(text: str, lacking: bool) -> None:
    assert wording.lacks_a_subject(text) is lacking


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("ok, what if it was oval", True),
        ("suppose we doubled it", True),
        ("it is oval", False),
        ("let's say they were oval", True),
        ("let's say ten years", False),
        ("let’s say moderate", False),
    ],
)
def test_supposing(text: str, supposed: bool) -> None:
    assert wording.supposes(text) is supposed


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("how about feel?", "feel"),
        ("and the price?", "the price"),
        ("what about for outdoors", "for outdoors"),
        ("ok, and what about the backs?", "the backs"),
        ("also engraving?", "engraving"),
        ("and engraving", None),
        ("and how does it feel?", None),
        ("what about the one that you showed?", None),
        ("and is it heavy?", None),
        ("the price?", None),
        ("how about a design with two lions and a crown?", None),
    ],
)
def test_a_follow_up_in_a_few_words(text: str, about: str | None) -> None:
    assert wording.fragment(text) == about


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("tell me how they are made", True),
        ("and explain the plating please", True),
        ("whether it rusts", True),
        ("also gradients", True),
        ("the difference between hard and soft", True),
        ("we told them to compare", False),
        ("flat, for the choir", False),
    ],
)
def test_what_asks_without_being_put_as_a_question(text: str, requests: bool) -> None:
    assert wording.requests(text) is requests


@pytest.mark.parametrize(
    ("text", "subject", "plain"),
    [
        ("why it's so dear", "cloisonné", "why cloisonné's so dear"),
        ("whether it yellows", "epoxy", "epoxy yellows?"),
        ("tell me whether they rust.", None, "they rust?"),
        ("how thick is it", None, "how thick is it"),
    ],
)
def test_a_question_with_its_subject_put_in(text: str, subject: str | None, plain: str) -> None:
    assert wording.about(text, subject) == plain


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("what's a mould fee?", "mould fee"),
        ("tell me about the backing cards", "backing cards"),
        ("do you do glitter", "glitter"),
        ("what is it", None),
        ("what is the best thing for a whole school", None),
        ("is it dear", None),
    ],
)
def test_the_subject_of_a_short_question(text: str, subject: str | None) -> None:
    assert wording.subject(text) == subject


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("and on how they feel", "how they feel?"),
        ("and what do they weigh?", "what do they weigh?"),
        ("and what about rust?", None),
        ("and soft?", None),
    ],
)
def test_a_question_that_goes_on_with_a_subject_of_its_own(text: str, asked: str | None) -> None:
    assert wording.goes_on_to_ask(text) == asked
