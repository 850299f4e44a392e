"""This product: how it is trained, and what its parse of a message says."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.places import CONFIG, DATA, DOMAIN, RULES, WORK
from benchmarks.understanding.dataset import Case
from benchmarks.understanding.reading import Reading, in_scope, resolved
from benchmarks.utterances import Utterance, write_utterances
from pin_advisor.advice.named_money import budget_of
from pin_advisor.answers.question import Question
from pin_advisor.catalog import Catalog
from pin_advisor.language.build import LANGUAGE_FOLDER
from pin_advisor.weights import ENCODER_FOLDER

PYTHON = sys.executable
#: The spaCy pipeline made here, so that measuring leaves the product's own in ``models/`` alone.
_LANGUAGE: Final = WORK / "language"


def stage(utterances: Sequence[Utterance] | None, folder: Path) -> list[str]:
    """Write what training needs to the empty ``folder``; the arguments for :mod:`benchmarks.train`.

    Args:
        utterances: a part of the training data; ``None`` for all of it, as it lies in ``data/``.
        folder: where to write.
    """
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    for component in config["pipeline"]:
        if component["name"] == "SpacyNLP":
            component["model"] = str(_LANGUAGE)
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    data = DATA
    if utterances is not None:
        data = folder / "data"
        write_utterances(utterances, data / "nlu.yml", lambda u: (u.intent, u.topic))
        shutil.copy(RULES, data)
    # The sentence encoder's vectors are remembered from training to training; here it starts from nothing.
    vectors = folder / "remembered"
    vectors.mkdir()
    return [
        *("--config", str(folder / "config.yml"), "--domain", str(DOMAIN), "--data", str(data)),
        *("--vectors", str(vectors), "--language", str(_LANGUAGE)),
    ]


def beside(trained_here: bool) -> tuple[Path, ...]:
    """What must lie beside the model archive."""
    return ENCODER_FOLDER, _LANGUAGE if trained_here else LANGUAGE_FOLDER


def reading(case: Case, parsed: Mapping[str, Any], catalog: Catalog) -> Reading:
    """What the product's parse of a message says."""
    understanding = parsed["understanding"]
    intent = parsed["intent"]["name"]
    questions = sorted(understanding["questions"], key=lambda q: -q["confidence"])
    stated = {e["entity"]: e["value"] for e in parsed["entities"]}
    return Reading(
        id=case.id,
        intent=intent,
        topics=tuple(dict.fromkeys(resolved(_question(q), case) for q in questions)),
        needs=_needs(understanding["hypothesis"] if intent == "what_if" else stated, catalog),
        confidence=parsed["intent"]["confidence"],
        in_scope=in_scope((r["name"], r["confidence"]) for r in parsed["intent_ranking"]),
    )


def _question(found: Mapping[str, Any]) -> Question:
    return Question(
        topic=found["topic"],
        pin_types=tuple(found["pin_types"]),
        form=found["form"],
        direction=found["direction"],
        occasion=found["occasion"],
    )


def _needs(stated: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    """Needs with named money as a budget; it counts more than words about it, as in the form."""
    needs = {n: v for n, v in stated.items() if not n.startswith("budget_")}
    if (amount := stated.get("budget_amount")) is not None:
        currency, per = stated.get("budget_currency"), stated.get("budget_per")
        tier = budget_of(amount, currency, per, stated.get("quantity"), catalog.prices)
        needs |= {"budget": tier} if tier else {}
    return needs
