"""The sets that measure understanding: unchanged, well formed, in the words that the product uses today."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pin_advisor.catalog import Catalog, load
from pin_advisor.vocabulary import ASPECTS, VALUES

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent
FIRST_IDS = {"development": 1, "frozen": 1001}

#: A line may change for one reason, told in the folder's README; the commit gives it and changes this.
DIGESTS = {
    "development/messages.jsonl": "6fc28f1ac20de558a061c0f4abacd2e83a00d1c4373ba547ef2f5fff0e80d09a",
    "development/dialogues.jsonl": "b501accd378e24d7941ddc9fc644c436adecb0c6c5b2140cf78b903dd643da17",
    "development/fifth_dialogues.jsonl": "ee02bcf1cce5ffdc8baff7debcf94c4a1760440988a6606d7e6eaad7e6b269bf",
    "development/fifth_foreign.jsonl": "d57b822f632843bcf282b28660e71a3012b28072412c415adc6abd801d1b6b3a",
    "development/fifth_questions.jsonl": "5db938cd55e9713d1f53a4935327b80e9908ff852a0dfb06c940c8e4eaadc2df",
    "development/fourth_dialogues.jsonl": "7ccb89b7608a0218037ee6df7b539acb3a1e0e6f2e1d8912f5d8ef40e5bc0f87",
    "development/fourth_questions.jsonl": "a5edc837e348a377661524433442d59cf4f4188be89c7162ff2dcc9d59caf3eb",
    "development/further_dialogues.jsonl": "5b0e13c9ee508d753f6b89aa6da4b49f477669a1fe0d40ff4df179f6ac584247",
    "development/further_foreign.jsonl": "dc88f92eeb0b63be8f7c2d6c71afdd2dcadc4bf8f1ca45b2f1ad1874c23ac772",
    "development/further_questions.jsonl": "0fd4c54e624e699c79f6b530bee3019f32ddd85063a625260295b48ac2f0dfbb",
    "development/more_dialogues.jsonl": "514b77936d4d6f938396ba9e7638752ddcac683fa1d313e2cb4e55b2b9d032bf",
    "development/more_foreign.jsonl": "f962e1888f23666d9c52dad06c811d2d8faae6f320d5bab6e7d16bb89ee5419b",
    "development/more_questions.jsonl": "a81e19f39f4895203ea215977bc1bbf5f071de11ae158601766a02d72a28de1c",
    "development/sixth_dialogues.jsonl": "60fd1a64d4c70bab57058c95856e6b695d26d284096b7665993003394526eaf9",
    "development/sixth_foreign.jsonl": "2ca9787896af23af04aa14f1a040c0e752892d2690e7db02ff94eb886312003a",
    "development/sixth_questions.jsonl": "6df817ac600bd74acf504ac95f479dec601cff42a55d81e69d3994a5e0bb60e1",
    "frozen/messages.jsonl": "ea2242d155d876abb20654b5d12b89053433f78628664f51d64df9a13d956675",
    "frozen/dialogues.jsonl": "f76e51dcd409ec33be88c5dd5dfb6e2682dd242021d2f7295475abe6ee0671f6",
}
NOISE = {"none", "typo", "nonnative", "terse", "chatty", "indirect", "caps"}
NEEDS = {"occasion", "budget", "dimensionality", "durability", "quantity", "artwork", "surface"}
ASKED = {None, "occasion", "budget", "dimensionality", "durability"}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module", params=FIRST_IDS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def messages(name: str) -> list[dict[str, Any]]:
    return lines(f"{name}/messages.jsonl")


@pytest.fixture(scope="module")
def dialogues(name: str) -> list[dict[str, Any]]:
    return lines(f"{name}/dialogues.jsonl")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(PROJECT / "catalog")


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    return dict(yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8")))


@pytest.fixture(scope="module")
def values() -> dict[str, set[str]]:
    return {need: set(allowed) for need, allowed in VALUES.items()}


def test_the_further_sets_can_be_played() -> None:
    dialogues = [
        f"development/{name}_dialogues.jsonl" for name in ("more", "further", "fourth", "fifth", "sixth")
    ]
    for case in (case for path in dialogues for case in lines(path)):
        assert case["opening"], case["id"]
        assert case["expect"]["pin_type"], case["id"]
        assert set(case["answers"]) <= NEEDS | {"*"}, case["id"]
    questions = sorted(FOLDER.glob("development/*_questions.jsonl"))
    for path in (*questions, *FOLDER.glob("development/*_foreign.jsonl")):
        for case in lines(f"development/{path.name}"):
            assert case["turns"], case["id"]
            patterns = [p for group in case.get("must", []) for p in group] + case.get("must_not", [])
            assert all(re.compile(p, re.I | re.S) for p in patterns), case["id"]


@pytest.mark.parametrize("path", DIGESTS)
def test_nobody_has_changed_it(path: str) -> None:
    assert hashlib.sha256((FOLDER / path).read_bytes()).hexdigest() == DIGESTS[path]


def test_every_set_is_pinned() -> None:
    assert {p.relative_to(FOLDER).as_posix() for p in FOLDER.glob("*/*.jsonl")} == set(DIGESTS)


def test_ids_are_in_order_and_used_once(
    name: str, messages: list[dict[str, Any]], dialogues: list[dict[str, Any]]
) -> None:
    first = FIRST_IDS[name]
    assert [m["id"] for m in messages] == [f"m{n:03}" for n in range(first, first + len(messages))]
    assert [d["id"] for d in dialogues] == [f"d{n:03}" for n in range(first, first + len(dialogues))]


def test_there_are_enough(messages: list[dict[str, Any]], dialogues: list[dict[str, Any]]) -> None:
    assert len(messages) >= 600
    assert len(dialogues) >= 150


def test_intents_are_those_of_the_domain(messages: list[dict[str, Any]], domain: dict[str, Any]) -> None:
    """Both ways: an intent that is never measured could stop working unnoticed.

    Those that came when the sets were frozen are played in tests/conversations.
    """
    later = {"delete_data", "spend_less", "spend_more", "withdraw_quote"}
    known = {name for entry in domain["intents"] for name in entry}
    assert {m["intent"] for m in messages} == known - later


def test_topics_still_exist(messages: list[dict[str, Any]], catalog: Catalog) -> None:
    known = {t.id for t in catalog.topics} | set(ASPECTS)
    for message in messages:
        listed = [*message.get("questions", ()), message.get("topics", [])]
        assert {t for topics in listed for t in topics} <= known, message["id"]
        if "previous" in message:
            assert message["previous"]["topic"] in known, message["id"]


def test_a_question_has_a_topic_and_nothing_else_has(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        asks = bool(message.get("topics")) or len(message.get("questions", ())) >= 2
        assert asks == (message["intent"] == "ask"), message["id"]


def test_pin_types_still_exist(
    messages: list[dict[str, Any]], dialogues: list[dict[str, Any]], catalog: Catalog
) -> None:
    known = {p.id for p in catalog.pin_types}
    offered = {p.id for p in catalog.offered}
    for message in messages:
        assert set(message["pin_types"]) <= known, message["id"]
    for dialogue in dialogues:
        expected = dialogue["expect"]
        assert expected["pin_type"], dialogue["id"]
        assert set(expected["pin_type"]) <= offered, dialogue["id"]
        assert not set(expected["pin_type"]) & set(expected.get("forbid", ())), dialogue["id"]


def test_needs_have_values_of_the_vocabulary(
    messages: list[dict[str, Any]], dialogues: list[dict[str, Any]], values: dict[str, set[str]]
) -> None:
    stated = [(m["id"], m["needs"]) for m in messages]
    stated += [(d["id"], d["expect"]["needs"]) for d in dialogues]
    for where, needs in stated:
        assert set(needs) <= NEEDS, where
        for need, value in needs.items():
            for one in value if isinstance(value, list) else [value]:
                if need == "quantity":
                    assert one is None or one >= 1, where
                else:
                    assert one is None or one in values[need], where


def test_messages_are_described_in_the_agreed_words(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        assert message["noise"] in NOISE, message["id"]
        assert message["asked"] in ASKED, message["id"]
        assert 0 < len(message["text"]) <= 1000, message["id"]


def test_no_message_is_measured_twice(messages: list[dict[str, Any]]) -> None:
    """The same words may be there again only as a reply to another question."""
    seen = [(" ".join(m["text"].casefold().split()), m["asked"], str(m.get("previous"))) for m in messages]
    assert len(seen) == len(set(seen))


def test_there_are_many_voices_and_much_noise(messages: list[dict[str, Any]]) -> None:
    assert len({m["persona"].casefold() for m in messages}) >= 30
    assert sum(m["noise"] != "none" for m in messages) >= len(messages) / 3


def test_expected_words_are_patterns(dialogues: list[dict[str, Any]]) -> None:
    for dialogue in dialogues:
        for said in (*dialogue.get("digressions", ()), *dialogue.get("after", ())):
            for group in said.get("must", ()):
                assert group, dialogue["id"]
                for pattern in group:
                    re.compile(pattern)


def test_every_dialogue_can_be_played(dialogues: list[dict[str, Any]]) -> None:
    for dialogue in dialogues:
        assert dialogue["opening"], dialogue["id"]
        assert "*" in dialogue["answers"], dialogue["id"]
        assert all(d["after_question"] >= 1 for d in dialogue.get("digressions", ())), dialogue["id"]
