"""From replies to blocks: a card says what it takes out of the texts, and nothing is said twice or lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import recommendation_reply
from pin_advisor.advice import Needs, recommend
from pin_advisor.catalog import Catalog, load
from pin_advisor.channels.rendering.blocks import blocks_of
from pin_advisor.paths import PROJECT
from pin_advisor.replies import Card, Choice, Fact, Message, Reply, Section, Sources, Table
from pin_advisor.vocabulary import BUDGETS, DIMENSIONALITIES, DURABILITIES, OCCASIONS
from tests.channels.rendering.replies import WORDS

OPENING = "I recommend hard enamel pins."
WHY = "They last for years."
ALSO = "They look like jewellery."
INSTEAD = "Soft enamel pins would be cheaper."
QUESTION = "Is anything of this not as you meant it?"
CHOICES = (Choice("Why?", "Why?"), Choice("Get a free quote", "Get a free quote"))
PAYLOAD: Mapping[str, Any] = {
    "type": "recommendation",
    "pin_type": "hard_enamel",
    "needs": {"occasion": "employee_recognition", "quantity": 150, "budget": None},
    "assumed": [],
    "reasons": [{"rule": "a", "text": WHY}, {"rule": "b", "text": ALSO}],
    "alternatives": [{"pin_type": "soft_enamel", "text": INSTEAD}],
    "ruled_out": [],
}


def reply(*messages: Message, payload: Mapping[str, Any] = PAYLOAD) -> Reply:
    return Reply(messages, payload, 0.0)


def test_a_recommendation_is_an_opening_a_card_and_the_rest() -> None:
    said = reply(Message(f"{OPENING} {WHY} {ALSO}"), Message(f"{INSTEAD} {QUESTION}", CHOICES))

    assert blocks_of(said, WORDS) == (
        Message(OPENING),
        Card(
            "Hard enamel",
            "Smooth, shiny, polished flat.",
            (Section("Why it suits you", (WHY, ALSO)), Section("Also worth a look", (INSTEAD,))),
            (Fact("Occasion", "Staff recognition"), Fact("Pieces", "150")),
        ),
        Message(QUESTION, CHOICES),
    )


def test_a_sentence_of_the_card_that_is_said_twice_stays_once() -> None:
    opening, _, rest = blocks_of(reply(Message(f"{OPENING} {WHY}"), Message(f"{WHY} {QUESTION}")), WORDS)

    assert (opening, rest) == (Message(OPENING), Message(f"{WHY} {QUESTION}"))


def test_a_sentence_inside_of_another_stays() -> None:
    blocks = blocks_of(reply(Message(f"{OPENING} You said: ‘{WHY}’")), WORDS)

    assert blocks[0] == Message(f"{OPENING} You said: ‘{WHY}’")


def test_choices_whose_text_went_into_the_card_get_another() -> None:
    blocks = blocks_of(reply(Message(OPENING), Message(INSTEAD, CHOICES)), WORDS)

    assert blocks[-1] == Message("What next?", CHOICES)


def test_a_message_that_went_into_the_card_whole_is_gone() -> None:
    blocks = blocks_of(reply(Message(OPENING), Message(f"{WHY} {ALSO}")), WORDS)

    assert [type(block) for block in blocks] == [Message, Card]


def test_headings_without_sentences_are_left_out() -> None:
    _, card = blocks_of(
        reply(Message(OPENING), payload={**PAYLOAD, "reasons": [], "alternatives": []}), WORDS
    )

    assert isinstance(card, Card)
    assert card.sections == ()


def test_a_comparison_has_its_table_after_the_text() -> None:
    table = {"caption": "Both", "columns": ["", "Hard", "Soft"], "rows": [["Feel", "Smooth", "Textured"]]}
    said = reply(Message("Hard is smooth."), payload={"type": "answer", "table": table})

    assert blocks_of(said, WORDS) == (
        Message("Hard is smooth."),
        Table("Both", ("", "Hard", "Soft"), (("Feel", "Smooth", "Textured"),)),
    )


@pytest.mark.parametrize(
    ("sources", "shown"),
    [
        (["our article"], "Source: our article"),
        (["our article", " the shop\n itself ", "our article"], "Sources: our article; the shop itself"),
    ],
)
def test_an_answer_has_its_sources_below_it(sources: list[str], shown: str) -> None:
    table = {"caption": "Both", "columns": ["", "Hard", "Soft"], "rows": [["Feel", "Smooth", "Textured"]]}
    payload = {"type": "answer", "topics": ["feel"], "sources": sources, "table": table}

    _, compared, named, asked = blocks_of(reply(Message(WHY), Message(QUESTION), payload=payload), WORDS)

    assert isinstance(compared, Table)
    assert isinstance(named, Sources)
    assert (named.line, asked) == (shown, Message(QUESTION))


@pytest.mark.parametrize("kind", ["question", "answer", "quote", "smalltalk", "handoff", "fallback"])
def test_other_replies_are_their_texts(kind: str) -> None:
    message = Message(f"{OPENING} {WHY}", CHOICES)

    assert blocks_of(reply(message, payload={**PAYLOAD, "type": kind}), WORDS) == (message,)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "recommendation"},
        {**PAYLOAD, "pin_type": "pvc"},
        {**PAYLOAD, "reasons": [{}]},
        {**PAYLOAD, "reasons": 3},
        {**PAYLOAD, "needs": None},
        {"type": "answer", "table": {"caption": "Both"}},
        {"type": "answer", "table": {"caption": "Both", "columns": ["", "a"], "rows": []}},
        {"type": "answer", "table": {"caption": "Both", "columns": ["", "a"], "rows": [["b"]]}},
        {"type": "answer", "table": "no table"},
        {"type": "answer", "sources": []},
        {"type": "answer", "sources": [" "]},
        {"type": "answer", "sources": [None]},
        {"type": "answer", "sources": 3},
    ],
)
def test_a_payload_that_is_not_as_expected_costs_no_word(payload: Mapping[str, Any]) -> None:
    message = Message(f"{OPENING} {WHY} {INSTEAD}", CHOICES)

    assert blocks_of(reply(message, payload=payload), WORDS) == (message,)


@lru_cache
def the_catalog() -> Catalog:
    return load(PROJECT / "catalog")


needs = st.builds(
    Needs,
    st.none() | st.sampled_from(sorted(OCCASIONS)),
    budget=st.none() | st.sampled_from(sorted(BUDGETS)),
    dimensionality=st.none() | st.sampled_from(sorted(DIMENSIONALITIES)),
    durability=st.none() | st.sampled_from(sorted(DURABILITIES)),
    quantity=st.none() | st.integers(1, 5000),
)


@given(needs)
def test_of_every_recommendation_no_sentence_is_lost_and_none_is_said_twice(needs: Needs) -> None:
    catalog = the_catalog()
    found = recommend(needs, catalog)
    texts = recommendation_reply.texts(found, catalog)
    payload = {"type": "recommendation", **recommendation_reply.payload(found)}
    types = {p.id: WORDS.pin_types["hard_enamel"] for p in catalog.pin_types}
    words = type(WORDS)(**{**vars(WORDS), "pin_types": types})

    blocks = blocks_of(reply(*(Message(t, CHOICES) for t in texts), payload=payload), words)

    (card,) = (block for block in blocks if isinstance(block, Card))
    shown = [line for section in card.sections for line in section.lines]
    left = " ".join(block.text for block in blocks if isinstance(block, Message))
    assert [line for line in shown if f" {line} " in f" {left} "] == []
    said = " ".join(texts)
    for line in shown:
        said = said.replace(line, " ", 1)
    assert left.split() == said.split()
