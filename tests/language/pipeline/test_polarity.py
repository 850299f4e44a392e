"""What is denied, what is not, and which words take something back."""

from __future__ import annotations

import pytest
from spacy.language import Language

DENIED = [
    ("not flat but 3d", {"flat"}),
    ("flat, not 3d", {"3d"}),
    ("Not flat. Gold.", {"flat"}),
    ("not for the shop but for the finishers", {"for", "the", "shop"}),
    ("I don't want raised lines", {"want", "raised", "lines"}),
    ("dont want raised lines", {"want", "raised", "lines"}),
    ("it can't be flat", {"be", "flat"}),
    ("it doesnt have to be 3D", {"have", "to", "be", "3D"}),
    ("neither flat nor raised", {"flat", "nor", "raised"}),
    ("no gold, no silver, just flat", {"gold", "silver"}),
    ("no longer flat", {"flat"}),
    ("never mind the gold, flat is ok", {"the", "gold"}),
    ("without relief", {"relief"}),
    ("instead of gold we want silver", {"gold"}),
    ("rather than gold, silver", {"gold"}),
    ("scrap the 3D, make it flat", {"the", "3D"}),
    ("skip the gold", {"the", "gold"}),
    ("nothing too expensive", {"too", "expensive"}),
    ("anything but flat", {"flat"}),
    ("not so flat", {"so", "flat"}),
    ("dont need relief", {"need", "relief"}),
    ("non flat", {"flat"}),
]
NOT_DENIED = [
    "no it's flat",
    "nope, gold",
    "flat and cheap",
    "no problem, flat is fine",
    "no problem if it is flat",
    "it isn't a problem if it's flat",
    "not only flat, also cheap",
    "I can't wait to see it in gold",
    "not sure if flat or gold",
    "I don't mind gold",
    "I don't know which metal",
    "don't you have gold?",
    "isn't flat cheaper?",
    "no more than 2 euros",
    "no less than 300 pins",
    "the summer drop for my label",
    "a skip hire company",
]
CORRECTIONS = [
    ("no, sorry, I meant 300", {"no", "sorry", "meant"}),
    ("actually 500", {"actually"}),
    ("gold, no wait, silver", {"no"}),
    ("no it's silver", {"no"}),
    ("wait, make it flat", {"wait"}),
    ("scratch that, gold", {"scratch"}),
    ("hang on, 300", {"hang"}),
    ("I mean gold", {"I"}),
    ("on second thought, silver", {"second"}),
    ("gold... oops silver", {"oops"}),
]
NO_CORRECTIONS = [
    "it must not scratch",
    "scratch resistant please",
    "I can't wait",
    "to hang on the wall",
    "silver instead of gold",
    "flat rather than 3D",
    "no gold",
    "flat and cheap",
]


@pytest.mark.parametrize(("text", "denied"), DENIED)
def test_what_is_denied(small: Language, text: str, denied: set[str]) -> None:
    doc = small(text)

    assert {doc[i].text for i in doc._.denied} == denied


@pytest.mark.parametrize("text", NOT_DENIED)
def test_what_only_sounds_like_a_denial(small: Language, text: str) -> None:
    assert small(text)._.denied == frozenset()


@pytest.mark.parametrize(("text", "words"), CORRECTIONS)
def test_what_announces_a_correction(small: Language, text: str, words: set[str]) -> None:
    doc = small(text)

    assert {doc[i].text for i in doc._.corrections} == words
    assert list(doc._.corrections) == sorted(doc._.corrections)


@pytest.mark.parametrize("text", NO_CORRECTIONS)
def test_what_only_sounds_like_one(small: Language, text: str) -> None:
    assert small(text)._.corrections == ()


def test_a_denial_ends_with_its_clause_and_after_a_few_words(small: Language) -> None:
    doc = small("not one two three four five six seven eight")

    assert len(doc._.denied) < 8
    assert small("not flat (gold)")._.denied == frozenset({1})
