"""Few words that go on from an answer, or ask for the end of a scale."""

from __future__ import annotations

from typing import Optional

import pytest

from pin_advisor.language import asking_on, wording
from pin_advisor.language.meaning import Context

ANSWERED = Context(answered=True)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("But why?", "reason"),
        ("why so few?", "reason"),
        ("how come", "reason"),
        ("and the others?", "the_others"),
        ("by how much?", "follow_up"),
        ("compare the two", "difference"),
        ("what can I do then?", "way_out"),
        ("ok, how do I stop that", "way_out"),
        ("is there an alternative?", "way_out"),
        ("what could we use instead", "way_out"),
        ("what would you recommend", None),
        ("what should I get for a club", None),
        ("why is hard enamel dearer?", None),
        ("and another one", None),
    ],
)
def test_it_goes_on_from_the_answer(text: str, topic: Optional[str]) -> None:
    assert asking_on.asked_on(text, ANSWERED) == topic


def test_only_an_answer_has_a_reason() -> None:
    assert asking_on.asked_on("why?", Context()) is None
    assert asking_on.asked_on("why?", Context(answered=True, form="advice_form")) is None


def test_after_the_advice_only_what_is_known_of_pins_has_a_reason() -> None:
    advised = {"answered": True, "recommended": True}
    assert asking_on.asked_on("why?", Context(**advised, last_topic="feel")) == "reason"
    assert asking_on.asked_on("why?", Context(**advised, last_topic="magnet_back")) is None


def test_with_an_offer_why_not_takes_it_up() -> None:
    assert asking_on.asked_on("why not?", Context(answered=True, offer="request_quote")) is None


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("which is the lightest?", ("thickness", "least")),
        ("which of them takes the longest to make?", ("speed", "least")),
        ("most luxurious type", ("look", "most")),
        ("what's the fastest shipping?", None),
        ("we need the most durable pins for our club", None),
        ("cheapest sort of badge there is", ("cost", "least")),
        ("what is the cheapest one you make?", ("cost", "least")),
        ("which sort of pin is most high in price and why so", ("cost", "most")),
        ("the most expensive type", ("cost", "most")),
        ("dearest badge you've got?", ("cost", "most")),
        ("which of your pins costs the least money", ("cost", "least")),
        ("the cheapest pins, please", None),
        ("cheapest", None),
    ],
)
def test_the_end_of_a_scale(text: str, end: Optional[tuple[str, str]]) -> None:
    assert asking_on.extreme(text) == end


def test_it_answers_what_was_asked_for() -> None:
    assert asking_on.asks_for_the_extreme("the most durable", Context(asked="durability")) is None
    assert asking_on.asks_for_the_extreme("which is the most durable?", Context(asked="durability"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soft vs hard in lifespan", "lifespan"),
        ("soft vs hard", ""),
        ("soft vs hard when worn daily in heavy rain", None),
    ],
)
def test_what_is_said_beside_two_types(text: str, words: Optional[str]) -> None:
    assert asking_on.aspect_words(text, ["soft", "hard"]) == words


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("and its surface?", "surface"),
        ("in price?", "price"),
        ("in terms of feel", "feel"),
        ("it's flat", None),
    ],
)
def test_an_aspect_alone(text: str, aspect: Optional[str]) -> None:
    assert wording.aspect_alone(text) == aspect
