"""Stock Rasa: its environment, how it is trained, and what its parse of a message says."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.understanding.dataset import ASK, Case, Utterance, write_utterances
from benchmarks.understanding.places import DOMAIN, RULES, STOCK_ENVIRONMENT, STOCK_LOCK
from benchmarks.understanding.reading import OUT_OF_SCOPE, Reading, in_scope, resolved
from pin_advisor.answers.question import Question
from pin_advisor.paths import PROJECT
from pin_advisor.processes import Processes
from pin_advisor.vocabulary import VALUES

PYTHON: Final = STOCK_ENVIRONMENT / "bin" / "python"
#: The archive holds all that stock Rasa needs.
BESIDE: Sequence[Path] = ()

#: What ``FallbackClassifier`` names an intent that it rejects.
_FALLBACK: Final = "nlu_fallback"
_PREFIX: Final = f"{ASK}_"


class StockError(Exception):
    """The environment of stock Rasa could not be made."""


# -- environment ------------------------------------------------------------------------------------


def ensure_environment(processes: Processes) -> None:
    """Make the environment from its lock file, unless it is there.

    By the Python 3.10 and the uv of the product's own, which ``scripts/environment.sh`` found.

    Raises:
        StockError: it could not be made.
    """
    stamp, lock = STOCK_ENVIRONMENT / ".packages", STOCK_LOCK.read_text("utf-8")
    if stamp.is_file() and stamp.read_text("utf-8") == lock and PYTHON.exists():
        return
    print(
        "Making stock Rasa's environment; this once it fetches about 800 MB, TensorFlow included.", flush=True
    )
    uv = str(PROJECT / ".cache" / "uv" / "bin" / "uv")
    # Not this very interpreter, which is .venv's: that would tie one environment to the other.
    python = str(Path(getattr(sys, "_base_executable", sys.executable)))
    stamp.unlink(missing_ok=True)
    _step(processes, [uv, "venv", "--clear", "--python", python, str(STOCK_ENVIRONMENT)])
    _step(processes, [uv, "pip", "sync", "--python", str(PYTHON), "--require-hashes", str(STOCK_LOCK)])
    stamp.write_text(lock, "utf-8")


def _step(processes: Processes, command: list[str]) -> None:
    step = processes.start("understanding stock environment", command)
    lines = list(processes.finish(step))
    if step.handle.returncode != 0:
        last = lines[-1] if lines else "It does not say why."
        raise StockError(f"Stock Rasa's environment could not be made: {last} All of it: {step.log.name}.")


# -- training ---------------------------------------------------------------------------------------


def stage(utterances: Sequence[Utterance], folder: Path, epochs: int) -> list[str]:
    """Write what is learnt from to ``folder``; the arguments for :mod:`.train`.

    Every topic of ``ask`` is an intent of its own, in the utterances, the domain and the rules.
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
    for rule in rules["rules"]:
        rule["steps"] = [
            {"or": [{"intent": a} for a in asks]} if step.get("intent") == ASK else step
            for step in rule["steps"]
        ]
    _write(data / "rules.yml", rules)
    _write(folder / "config.yml", _with_epochs(yaml.safe_load(_default_config().read_text("utf-8")), epochs))
    return [
        *("--config", str(folder / "config.yml"), "--domain", str(folder / "domain.yml")),
        *("--data", str(data)),
    ]


def intent_of(utterance: Utterance) -> str:
    """The plain intent that stands for an intent and its topic."""
    return f"{_PREFIX}{utterance.topic}" if utterance.intent == ASK else utterance.intent


def _default_config() -> Path:
    """What ``rasa init`` trains with: Rasa's suggestion to whoever configures no pipeline and no policies."""
    rasa = importlib.util.find_spec("rasa")
    assert rasa is not None
    assert rasa.submodule_search_locations
    folder = Path(rasa.submodule_search_locations[0])
    return folder / "engine" / "recipes" / "config_files" / "default_config.yml"


def _with_epochs(config: dict[str, Any], epochs: int) -> dict[str, Any]:
    for component in [*config["pipeline"], *config["policies"]]:
        if "epochs" in component:
            component["epochs"] = epochs
    return config | {"assistant_id": "stock"}


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


# -- reading ----------------------------------------------------------------------------------------


def reading(case: Case, parsed: Mapping[str, Any]) -> Reading:
    """What stock Rasa's parse of a message says."""
    name = parsed["intent"]["name"] or _FALLBACK
    intent, topic = _split(name)
    topics = () if topic is None else (resolved(Question(topic), case),)
    return Reading(
        id=case.id,
        intent=intent,
        topics=topics,
        needs=_needs(parsed["entities"]),
        confidence=parsed["intent"]["confidence"],
        in_scope=in_scope((_split(r["name"])[0], r["confidence"]) for r in parsed["intent_ranking"]),
    )


def _split(name: str) -> tuple[str, str | None]:
    if name == _FALLBACK:
        return OUT_OF_SCOPE, None
    if name.startswith(_PREFIX):
        return ASK, name.removeprefix(_PREFIX)
    return name, None


def _needs(entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The last value of each need, as a slot would keep it; values that mean something before raw words."""
    needs: dict[str, Any] = {}
    for entity in entities:
        need, value = entity["entity"], entity["value"]
        known = VALUES.get(need, ())
        if need not in needs or value in known or needs[need] not in known:
            needs[need] = value
    return needs
