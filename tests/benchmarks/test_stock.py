"""What stock Rasa is made from and trained with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks import stock
from benchmarks.environments import LOAD, STOCK
from benchmarks.utterances import Utterance, read_utterances

UTTERANCES = [
    Utterance("inform", None, "[solid colours](artwork:flat)"),
    Utterance("ask", "cleaning", "windex??"),
    Utterance("ask", "feel", "rough?"),
]


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    stock.stage(UTTERANCES, tmp_path, epochs=7)
    return tmp_path


def content(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def intents_in(value: Any) -> set[str]:
    """Every intent named anywhere in rules."""
    if isinstance(value, list):
        return {name for item in value for name in intents_in(item)}
    if isinstance(value, dict):
        own = {value["intent"]} if "intent" in value else set()
        return own | {name for item in value.values() for name in intents_in(item)}
    return set()


def test_it_learns_the_same_utterances(staged: Path) -> None:
    assert {(u.intent, u.text) for u in read_utterances(staged / "data")} >= {
        ("inform", "[solid colours](artwork:flat)"),
        ("ask_cleaning", "windex??"),
        ("ask_feel", "rough?"),
    }


def test_its_domain_and_rules_name_plain_intents(staged: Path) -> None:
    domain = content(staged / "domain.yml")
    names = {name for entry in domain["intents"] for name in entry}
    ruled = intents_in(content(staged / "data" / "rules.yml"))

    assert {"ask_cleaning", "ask_feel", "greet"} <= names
    assert {"ask_cleaning", "ask_feel"} <= ruled
    assert "ask" not in names | ruled
    assert ruled <= names | {"nlu_fallback"}  # which Rasa knows by itself


def test_its_pipeline_is_that_of_rasa_init(staged: Path) -> None:
    config = content(staged / "config.yml")
    pipeline = [component["name"] for component in config["pipeline"]]

    assert pipeline == [
        "WhitespaceTokenizer",
        "RegexFeaturizer",
        "LexicalSyntacticFeaturizer",
        "CountVectorsFeaturizer",
        "CountVectorsFeaturizer",
        "DIETClassifier",
        "EntitySynonymMapper",
        "ResponseSelector",
        "FallbackClassifier",
    ]
    assert config["pipeline"][-1] == {
        "name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1,
    }  # fmt: skip
    trained = [c for c in [*config["pipeline"], *config["policies"]] if "epochs" in c]
    assert [c["epochs"] for c in trained] == [7, 7, 7, 7]


@pytest.mark.parametrize(
    ("lock", "main"), [(STOCK.lock, {"rasa", "tensorflow"}), (LOAD.lock, {"locust"})], ids=["stock", "load"]
)
def test_every_package_has_a_hash_and_no_host_is_named(lock: Path, main: set[str]) -> None:
    text = lock.read_text("utf-8")
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]

    assert "://" not in text
    assert main <= {p.split("==")[0] for p in packages}
    assert [p.split(" ")[0] for p in packages if "--hash=sha256:" not in p] == []


def test_rules_are_compared_unless_told_otherwise(staged: Path, tmp_path: Path) -> None:
    def rule_policy(folder: Path) -> dict[str, Any]:
        (policy,) = (p for p in content(folder / "config.yml")["policies"] if p["name"] == "RulePolicy")
        return dict(policy)

    stock.stage(UTTERANCES, tmp_path / "unchecked", epochs=7, check_rules=False)

    assert "check_for_contradictions" not in rule_policy(staged)
    assert rule_policy(tmp_path / "unchecked") == rule_policy(staged) | {"check_for_contradictions": False}


def test_what_it_rejects_is_dealt_with_like_what_is_out_of_scope(staged: Path) -> None:
    steps = [step for rule in content(staged / "data" / "rules.yml")["rules"] for step in rule["steps"]]
    alternatives = [{one["intent"] for one in step["or"]} for step in steps if "or" in step]

    assert not any(step.get("intent") == "out_of_scope" for step in steps)
    assert sum("out_of_scope" in names for names in alternatives) >= 3
    assert all(("out_of_scope" in names) == ("nlu_fallback" in names) for names in alternatives)
