"""``make understanding``: trains both systems, lets both read the frozen set, prints one table."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import ours, running
from benchmarks.environments import STOCK, NotMadeError
from benchmarks.places import UTTERANCES, WORK
from benchmarks.stock import stage as stage_stock
from benchmarks.understanding import ours as ours_read
from benchmarks.understanding import report, stock
from benchmarks.understanding.dataset import Case, read_cases
from benchmarks.understanding.places import ERRORS, FROZEN, RESULT
from benchmarks.understanding.report import System
from benchmarks.utterances import ASK, Utterance, read_utterances, spread
from pin_advisor.catalog import Catalog, catalog_directory, load
from pin_advisor.errors import PinAdvisorError
from pin_advisor.paths import PROJECT, shown
from pin_advisor.processes import Processes

#: `rasa init` has 100, which would take a day on this much data. After 20 of 21,000 utterances stock Rasa
#: read 95 % of what it had learnt right, so that more would hardly change what it makes of other messages;
#: there are 56,000 by now, which are as many steps in 8.
_EPOCHS = 8


def main() -> int:
    """Run it; the exit status."""
    arguments = _arguments()
    try:
        with Processes() as processes:
            _run(processes, arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except (running.RunError, NotMadeError, PinAdvisorError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make understanding", description=__doc__)
    parser.add_argument(
        "--epochs", type=int, default=_EPOCHS, help="of stock Rasa's training; `rasa init` has 100"
    )
    parser.add_argument("--skip-stock", action="store_true", help="train and measure this product alone")
    parser.add_argument("--limit", type=int, help="for trials: learn from, and read, no more than so many")
    parser.add_argument("--model", type=Path, help="measure this finished model instead of training ours")
    parser.add_argument("--stock-model", type=Path, help="the same for stock Rasa")
    return parser.parse_args()


def _run(processes: Processes, arguments: argparse.Namespace) -> None:
    catalog = load(catalog_directory())
    cases = spread(read_cases(FROZEN), arguments.limit)
    utterances = spread(read_utterances(UTTERANCES), arguments.limit)
    # This product learns the catalog's own questions by itself.
    more = [*utterances, *(Utterance(ASK, t.id, t.question) for t in catalog.topics)]
    WORK.mkdir(parents=True, exist_ok=True)

    part = utterances if arguments.limit else None
    systems = [_measure_ours(processes, part, cases, catalog, arguments.model)]
    if not arguments.skip_stock:
        systems.append(_measure_stock(processes, more, cases, arguments.stock_model, arguments.epochs))

    # Only a whole run may replace the figures that stand for the product.
    trial = bool(
        arguments.limit
        or arguments.skip_stock
        or arguments.model
        or arguments.stock_model
        or arguments.epochs != _EPOCHS
    )
    result = WORK / "understanding.md" if trial else RESULT
    command = " ".join(["make understanding", *([f'ARGS="{" ".join(sys.argv[1:])}"'] if trial else [])])
    result.write_text(report.result(systems, command, arguments.epochs, len(more)), "utf-8")
    ERRORS.write_text(report.errors(systems[0].pairs), "utf-8")
    print(f"\n{report.table(systems)}\n")
    print(f"The table is in {shown(result)}, what this product misread in {shown(ERRORS)}.")


def _measure_ours(
    processes: Processes,
    utterances: Sequence[Utterance] | None,
    cases: Sequence[Case],
    catalog: Catalog,
    model: Path | None,
) -> System:
    training = None
    beside = ours.beside(trained_here=model is None)
    if model is None:
        ours.ensure_encoder(processes)
        print("Training this product.", flush=True)
        folder, model = _empty("ours"), WORK / "ours.tar.gz"
        training = running.train(processes, "ours", ours.PYTHON, ours.stage(utterances, folder), model)
    print("This product reads the messages.", flush=True)
    measured = _measure(processes, "ours", ours.PYTHON, model, cases)
    pairs = [
        (c, ours_read.reading(c, row["parsed"], catalog))
        for c, row in zip(cases, measured["rows"], strict=True)
    ]
    environment = PROJECT / ".venv"
    return System("This product", pairs, measured, training, model, beside, environment)


def _measure_stock(
    processes: Processes,
    utterances: Sequence[Utterance],
    cases: Sequence[Case],
    model: Path | None,
    epochs: int,
) -> System:
    STOCK.ensure(processes)
    training = None
    if model is None:
        print(f"Training stock Rasa on {len(utterances):,} utterances, {epochs} epochs.", flush=True)
        folder, model = _empty("stock"), WORK / "stock.tar.gz"
        training = running.train(
            processes, "stock", STOCK.python, stage_stock(utterances, folder, epochs), model
        )
    print("Stock Rasa reads the messages.", flush=True)
    measured = _measure(processes, "stock", STOCK.python, model, cases)
    pairs = [(c, stock.reading(c, row["parsed"])) for c, row in zip(cases, measured["rows"], strict=True)]
    return System("Stock Rasa", pairs, measured, training, model, stock.BESIDE, STOCK.folder)


def _measure(
    processes: Processes, name: str, python: Path | str, model: Path, cases: Sequence[Case]
) -> dict[str, Any]:
    """What :mod:`.measure` writes of ``model`` reading all cases."""
    messages, readings = WORK / f"{name}-messages.json", WORK / f"{name}-readings.json"
    # Nothing of what is expected: the process that reads could not even look it up.
    told = [{"id": c.id, "text": c.text, "asked": c.asked, "previous": c.previous} for c in cases]
    messages.write_text(json.dumps(told), "utf-8")
    running.run(
        processes,
        f"understanding reading {name}",
        [
            *(str(python), "-m", "benchmarks.understanding.measure", "--model", str(model)),
            *("--messages", str(messages), "--readings", str(readings)),
        ],
    )
    return dict(json.loads(readings.read_text("utf-8")))


def _empty(name: str) -> Path:
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    raise SystemExit(main())
