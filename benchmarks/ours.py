"""This product: how it is trained for a measurement, and what lies beside its model."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import yaml

from benchmarks import running
from benchmarks.places import CONFIG, DATA, DOMAIN, RULES, WORK
from benchmarks.utterances import Utterance, write_utterances
from pin_advisor.errors import WeightsError
from pin_advisor.language.build import LANGUAGE_FOLDER
from pin_advisor.processes import Processes
from pin_advisor.weights import ENCODER_FOLDER, check_encoder

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


def ensure_encoder(processes: Processes) -> None:
    """Build the sentence encoder, unless it is there."""
    try:
        check_encoder()
    except WeightsError:
        print("Building the sentence encoder, which no training changes.", flush=True)
        running.run(processes, "benchmark encoder", [PYTHON, "-m", "pin_advisor.cli", "weights"])
