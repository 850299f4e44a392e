"""Stock Rasa's model: trained once for what it is trained from, then kept in ``.cache``."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks import running, stock
from benchmarks.environments import STOCK
from benchmarks.places import CACHE, UTTERANCES, WORK
from benchmarks.running import Training
from benchmarks.utterances import ASK, Utterance, read_utterances, stratified
from pin_advisor.catalog import catalog_directory, load
from pin_advisor.processes import Processes

#: So many utterances, once over, take about as long as this product's own training. What an answer costs
#: does not depend on how often the data was seen.
SAMPLE: Final = 8000
EPOCHS: Final = 1
#: Of each intent and topic at the least.
_LEAST: Final = 4


@dataclass(frozen=True)
class StockModel:
    """The trained model. ``learnt``: how many utterances of ``of``, ``epochs`` times over."""

    path: Path
    training: Training
    learnt: int
    of: int
    epochs: int


def ensure(processes: Processes, epochs: int, whole: bool) -> StockModel:
    """The model for the present data, trained if it isn't there.

    Args:
        processes: starts the training.
        epochs: how many; ``rasa init`` has 100.
        whole: learn from all utterances, not from a sample.

    Raises:
        RunError: training failed.
    """
    utterances = read_utterances(UTTERANCES)
    # This product learns the catalog's own questions by itself.
    utterances += [Utterance(ASK, t.id, t.question) for t in load(catalog_directory()).topics]
    part = utterances if whole else stratified(utterances, SAMPLE, _LEAST)
    folder = WORK / "stock-serving"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    arguments = stock.stage(part, folder, epochs, check_rules=whole)
    model = CACHE / f"stock-{_digest(folder)}.tar.gz"
    figures = model.with_suffix(".json")
    if not (model.is_file() and figures.is_file()):
        CACHE.mkdir(parents=True, exist_ok=True)
        print(
            f"Training stock Rasa on {len(part):,} utterances, {epochs} epochs; kept in .cache.", flush=True
        )
        training = running.train(processes, "stock", STOCK.python, arguments, model)
        figures.write_text(json.dumps(asdict(training)), "utf-8")
    training = Training(**json.loads(figures.read_text("utf-8")))
    return StockModel(model, training, len(part), len(utterances), epochs)


def _digest(folder: Path) -> str:
    """Twelve digits that change with anything that the model is trained from."""
    digest = hashlib.sha256(STOCK.lock.read_bytes())
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(
            f"{path.relative_to(folder)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return digest.hexdigest()[:12]
