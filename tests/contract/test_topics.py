"""Topics: what can be asked is what can be answered, and each is learnt from enough ways of asking."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import ASPECTS

#: Questions that name no topic of their own but lean on the answer before.
LEANING = {"follow_up", "tell_more"}
LEAST_UTTERANCES = 12


@pytest.fixture(scope="module")
def counts(utterances: tuple[Any, ...]) -> Counter[str | None]:
    return Counter(u.topic for u in utterances if u.intent == "ask")


def test_every_question_in_the_training_data_names_its_topic(counts: Counter[str | None]) -> None:
    assert counts[None] == 0


def test_every_topic_that_is_learnt_can_be_answered(counts: Counter[str | None], catalog: Catalog) -> None:
    assert set(counts) - {t.id for t in catalog.topics} - set(ASPECTS) - LEANING == set()


def test_every_answer_is_learnt_from_enough_questions(counts: Counter[str | None], catalog: Catalog) -> None:
    answerable = {t.id for t in catalog.topics} | set(ASPECTS) | LEANING
    assert {t: counts[t] for t in answerable if counts[t] < LEAST_UTTERANCES} == {}


def test_only_questions_have_topics(utterances: tuple[Any, ...]) -> None:
    assert [u.text for u in utterances if u.topic and u.intent != "ask"] == []


def test_no_topic_has_the_name_of_an_aspect(catalog: Catalog) -> None:
    assert {t.id for t in catalog.topics} & {*ASPECTS, *LEANING} == set()


def test_the_catalog_has_the_topics_that_were_promised(catalog: Catalog) -> None:
    assert len({t.id for t in catalog.topics}) >= 120
