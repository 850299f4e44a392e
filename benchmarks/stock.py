"""Stock Rasa: what it is trained from. Its environment is :data:`benchmarks.environments.STOCK`."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.places import DOMAIN, RULES
from benchmarks.utterances import ASK, Utterance, write_utterances

#: What ``FallbackClassifier`` names an intent that it rejects.
FALLBACK: Final = "nlu_fallback"
OUT_OF_SCOPE: Final = "out_of_scope"
#: With which the plain intents begin that stand for the topics of ``ask``.
PREFIX: Final = f"{ASK}_"


def stage(
    utterances: Sequence[Utterance], folder: Path, epochs: int, *, check_rules: bool = True
) -> list[str]:
    """Write what is learnt from to ``folder``; the arguments for :mod:`benchmarks.train`.

    Every topic of ``ask`` is an intent of its own, in the utterances, the domain and the rules. What stock
    Rasa's ``FallbackClassifier`` rejects is dealt with by the rules for what is out of scope.

    Args:
        utterances: what is learnt.
        folder: where to write.
        epochs: how often; ``rasa init`` has 100.
        check_rules: compare the rules with each other, which takes minutes and changes nothing in the model.
    """
    data = folder / "data"
    write_utterances(utterances, data / "nlu.yml", lambda u: (intent_of(u), None))
    asks = sorted({intent_of(u) for u in utterances if u.intent == ASK})
    domain = yaml.safe_load(DOMAIN.read_text("utf-8"))
    domain["intents"] = [
        entry for e in domain["intents"] for entry in ([{a: e[ASK]} for a in asks] if ASK in e else [e])
    ]
    _write(folder / "domain.yml", domain)
    rules = yaml.safe_load(RULES.read_text("utf-8"))
    stands_for = {ASK: asks, OUT_OF_SCOPE: [OUT_OF_SCOPE, FALLBACK]}
    for rule in rules["rules"]:
        rule["steps"] = [_with_plain_intents(step, stands_for) for step in rule["steps"]]
    _write(data / "rules.yml", rules)
    _write(
        folder / "config.yml",
        _configured(yaml.safe_load(_default_config().read_text("utf-8")), epochs, check_rules),
    )
    return [
        *("--config", str(folder / "config.yml"), "--domain", str(folder / "domain.yml")),
        *("--data", str(data)),
    ]


def intent_of(utterance: Utterance) -> str:
    """The plain intent that stands for an intent and its topic."""
    return f"{PREFIX}{utterance.topic}" if utterance.intent == ASK else utterance.intent


def _default_config() -> Path:
    """What ``rasa init`` trains with: Rasa's suggestion to whoever configures no pipeline and no policies."""
    rasa = importlib.util.find_spec("rasa")
    assert rasa is not None
    assert rasa.submodule_search_locations
    folder = Path(rasa.submodule_search_locations[0])
    return folder / "engine" / "recipes" / "config_files" / "default_config.yml"


def _with_plain_intents(step: dict[str, Any], stands_for: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A step of a rule, with any of these intents replaced by what stands for it."""
    named = [one["intent"] for one in step.get("or", [step]) if "intent" in one]
    plain = [name for intent in named for name in stands_for.get(intent, [intent])]
    return {"or": [{"intent": name} for name in plain]} if len(plain) > len(named) else step


def _configured(config: dict[str, Any], epochs: int, check_rules: bool) -> dict[str, Any]:
    for component in [*config["pipeline"], *config["policies"]]:
        if "epochs" in component:
            component["epochs"] = epochs
        if component["name"] == "RulePolicy" and not check_rules:
            component["check_for_contradictions"] = False
    return config | {"assistant_id": "stock"}


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
