"""``make bench``: serves visitors with both systems, takes time and memory, prints one table."""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from benchmarks import machine, ours, running
from benchmarks.environments import LOAD, STOCK, NotMadeError
from benchmarks.places import BENCHMARKS, WORK
from benchmarks.serving import parts, report, stock_model
from benchmarks.serving.load import LoadError
from benchmarks.serving.parts import CONVERSATIONS, Measurement
from benchmarks.serving.stock_model import EPOCHS, StockModel
from benchmarks.serving.systems import Ours, StartError, Stock, System
from pin_advisor.errors import PinAdvisorError
from pin_advisor.paths import shown
from pin_advisor.processes import Processes
from pin_advisor.training import ensure_model

RESULT: Final = BENCHMARKS / "results.md"
_PARTS: Final = ("rounds", "long", "workers", "training")
_ROUNDS: Final = 3


def main() -> int:
    """Run it; the exit status."""
    arguments = _arguments()
    try:
        with Processes() as processes:
            _run(processes, arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except (running.RunError, NotMadeError, LoadError, StartError, PinAdvisorError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="how often each system is measured")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="of stock Rasa's training")
    parser.add_argument("--all", action="store_true", help="let stock Rasa learn from all, not from a sample")
    parser.add_argument("--skip-stock", action="store_true", help="measure this product alone")
    parser.add_argument("--conversations", type=int, default=CONVERSATIONS, help="how many are played")
    parser.add_argument(
        "--parts", nargs="+", choices=_PARTS, help="measure these anew; keep what was measured of the others"
    )
    return parser.parse_args()


def _run(processes: Processes, arguments: argparse.Namespace) -> None:
    LOAD.ensure(processes)
    WORK.mkdir(parents=True, exist_ok=True)
    if not arguments.parts:
        parts.forget()
    model = ensure_model(processes)
    systems: list[System] = [Ours()]
    stock = None
    if not arguments.skip_stock:
        STOCK.ensure(processes)
        stock = stock_model.ensure(processes, arguments.epochs, arguments.all)
        systems.append(Stock(stock.path))
    measurement = Measurement(processes, systems, arguments.rounds, arguments.conversations)
    measure: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
        "rounds": measurement.rounds,
        "long": measurement.long,
        "workers": measurement.workers,
        "training": lambda: _training(processes, stock),
    }
    for part in arguments.parts or _PARTS:
        about = _about(arguments, systems)
        for figures in measure[part]():
            if part == "rounds":
                size = measurement.size(model, ours.beside(trained_here=False))
                figures = {"systems": figures, "size": size}
            parts.keep(part, figures, about)
    text = report.result(parts.kept())
    RESULT.write_text(report.replaced(_present(), text), "utf-8")
    print(f"\n{report.table(parts.kept())}\n\nThe table is in {shown(RESULT)}.")


def _training(processes: Processes, stock: StockModel | None) -> Iterator[dict[str, Any]]:
    ours.ensure_encoder(processes)
    print("Training this product, from nothing.", flush=True)
    folder = WORK / "ours"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    trained = running.train(processes, "ours", ours.PYTHON, ours.stage(None, folder), WORK / "ours.tar.gz")
    found: dict[str, Any] = {"ours": asdict(trained)}
    if stock:
        found["stock"] = asdict(stock.training) | {
            "learnt": stock.learnt,
            "of": stock.of,
            "epochs": stock.epochs,
        }
    yield found


def _about(arguments: argparse.Namespace, systems: Sequence[System]) -> dict[str, Any]:
    versions = {"This product": machine.versions(ours.PYTHON)}
    if any(isinstance(system, Stock) for system in systems):
        versions["Stock Rasa"] = machine.versions(str(STOCK.python))
    return {
        "commit": machine.commit(),
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "machine": machine.machine(),
        "load_before": os.getloadavg()[0],
        "versions": versions,
        "locust": machine.versions(str(LOAD.python)).get("locust", ""),
        "conversations": arguments.conversations,
        "epochs": arguments.epochs,
        "all": arguments.all,
    }


def _present() -> str:
    return RESULT.read_text("utf-8") if RESULT.is_file() else ""


if __name__ == "__main__":
    raise SystemExit(main())
