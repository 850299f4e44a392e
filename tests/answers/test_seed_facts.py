"""Every fact of the article is told when asked for, and none is told of the wrong type."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from pin_advisor.answers import Question, answer
from pin_advisor.answers.sentences import split
from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import ASPECTS

FACTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "seed_facts.yml").read_text(encoding="utf-8")
)
TYPES = ("hard_enamel", "soft_enamel", "screen_printed", "photo_etched")
#: What is true of genuine cloisonné alone.
KILN = re.compile(
    r"1600|1984|870|1085|copper (?:only|alone)|only (?:of|on|in) copper|kiln|glass powder", re.I
)
#: Amounts of money, which no answer about a type may name.
MONEY = re.compile(r"[$€£]|\b(?:usd|eur|gbp|dollars?|cents?|pounds?|euros?)\b", re.I)


def question(ask: dict[str, Any]) -> Question:
    return Question(**{**ask, "pin_types": tuple(ask.get("pin_types", ()))})


@pytest.mark.parametrize("row", FACTS, ids=[" ".join(map(str, row["ask"].values())) for row in FACTS])
def test_the_article_is_told(catalog: Catalog, row: dict[str, Any]) -> None:
    text = answer([question(row["ask"])], catalog).text
    for fact in row["facts"]:
        assert re.search(fact, text, re.I), f"{fact!r} is not in {text!r}"
    for fact in row.get("never", ()):
        assert not re.search(fact, text, re.I), f"{fact!r} is in {text!r}"


@pytest.mark.parametrize("aspect", ASPECTS)
def test_no_other_type_takes_over_what_is_true_of_genuine_cloisonne(catalog: Catalog, aspect: str) -> None:
    asked = [(id,) for id in TYPES] + list(combinations(TYPES, 2)) + [()]
    for ids in asked:
        for sentence in split(answer([Question(aspect, ids)], catalog).text):
            assert not KILN.search(sentence) or "genuine cloisonné" in sentence.lower()


@pytest.mark.parametrize("brief", ["brief", "text"])
def test_the_short_form_keeps_to_its_own_type_too(catalog: Catalog, brief: str) -> None:
    for pin_type in catalog.pin_types:
        for aspect in pin_type.aspects.values():
            for sentence in split(getattr(aspect, brief)) if pin_type.id != "cloisonne" else ():
                assert not KILN.search(sentence) or "genuine cloisonné" in sentence.lower()


def test_no_aspect_names_an_amount_of_money(catalog: Catalog) -> None:
    for pin_type in catalog.pin_types:
        for aspect in pin_type.aspects.values():
            assert not MONEY.search(f"{aspect.brief} {aspect.text}")


def test_disputed_figures_are_said_to_vary(catalog: Catalog) -> None:
    disputed = [a for p in catalog.pin_types for a in p.aspects.values() if a.disputed]
    assert len(disputed) >= 8
    for aspect in disputed:
        assert re.search(r"factories vary", aspect.text, re.I)


def test_each_name_belongs_to_one_type(catalog: Catalog) -> None:
    owner: dict[str, str] = {}
    for pin_type in catalog.pin_types:
        for name in {pin_type.name.casefold(), *(aka.casefold() for aka in pin_type.aka)}:
            assert owner.setdefault(name, pin_type.id) == pin_type.id


@pytest.mark.parametrize(
    ("name", "pin_type"),
    [
        ("imitation cloisonné", "hard_enamel"),
        ("epola", "hard_enamel"),
        ("synthetic enamel", "hard_enamel"),
        ("cloisonné", "cloisonne"),
        ("vitreous enamel", "cloisonne"),
        ("silk screen", "screen_printed"),
        ("photoetched", "photo_etched"),
        ("SE", "soft_enamel"),
    ],
)
def test_what_people_call_the_types(catalog: Catalog, name: str, pin_type: str) -> None:
    assert name in catalog.pin_type(pin_type).aka


def test_a_text_stands_alone_and_fits(catalog: Catalog) -> None:
    for pin_type in catalog.pin_types:
        first_words = (pin_type.name.lower(), pin_type.plural.lower())
        for aspect in pin_type.aspects.values():
            assert len(aspect.text) <= 450
            assert any(word in split(aspect.text)[0].lower() for word in first_words)
            assert aspect.text.endswith(".")
            assert not aspect.brief.endswith(".")
