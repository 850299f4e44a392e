"""What is measured, part by part; each gives plain figures for both systems."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks.environments import STOCK
from benchmarks.places import WORK
from benchmarks.serving import services
from benchmarks.serving.figures import growth, in_a_form, percentile
from benchmarks.serving.judging import Verdict, alone, judge, judge_by_expectations
from benchmarks.serving.load import Record, Run, run
from benchmarks.serving.scripts import Script, long_script, scripts
from benchmarks.serving.systems import Ours, Several, Stock, System
from pin_advisor.paths import PROJECT
from pin_advisor.processes import Processes
from supply_chain.licences import installed
from supply_chain.locks import SHOP, locked
from supply_chain.size import disk
from supply_chain.size import measure as disk_by_part

#: Conversations that are played; about three messages each.
CONVERSATIONS: Final = 120
#: Seconds of load at each number of visitors.
SECONDS: Final = {32: 14.0, 100: 25.0}
LONG: Final = 500
#: Seconds of load with one worker and with two.
WORKERS_SECONDS: Final = 20.0

Figures = dict[str, Any]


class Measurement:
    """One run of the benchmark.

    Args:
        processes: starts everything.
        systems: what is measured; the first one is this product.
        rounds: how many times, in turn.
        conversations: how many are played.
    """

    def __init__(
        self, processes: Processes, systems: Sequence[System], rounds: int, conversations: int
    ) -> None:
        self._processes = processes
        self._systems = systems
        self._rounds = rounds
        self._scripts = scripts(conversations)

    # -- what one worker does -----------------------------------------------------------------------

    def rounds(self) -> Iterator[Figures]:
        """Start, memory, one message, throughput and replies under load, the systems in turn.

        Yields all figures so far, after each round.
        """
        found: dict[str, list[Figures]] = {system.key: [] for system in self._systems}
        references: dict[str, dict[tuple[str, int], str]] = {}
        for system in self._systems:
            # Files are compiled, and read from disk, by the first start of all.
            _say(f"{system.name}: a first start that doesn't count")
            with tempfile.TemporaryDirectory() as folder, self._serving(system, folder):
                pass
        for number in range(1, self._rounds + 1):
            for system in self._systems:
                _say(f"round {number} of {self._rounds}: {system.name}")
                found[system.key].append(self._round(system, references))
            yield found

    def _round(self, system: System, references: dict[str, dict[tuple[str, int], str]]) -> Figures:
        with tempfile.TemporaryDirectory() as folder, self._serving(system, folder) as serving:
            told: Figures = {"start": serving.seconds}
            _say(f"  answers after {serving.seconds:.1f} s")
            self._load(serving, self._scripts[:10], 2, None)  # warming up
            one = self._load(serving, self._scripts, 1, None)
            reference = references.setdefault(system.key, alone(one.records))
            form = [1000 * r.seconds for r in in_a_form(one.records)]
            told["form"] = {
                "median": percentile(form, 50),
                "p99": percentile(form, 99),
                "messages": len(form),
            }
            every = [1000 * r.seconds for r in one.records]
            told["any"] = {"median": percentile(every, 50), "p99": percentile(every, 99)}
            told["cpu_ms"] = one.cpu_ms
            told["alone"] = self._judged(one.records, reference, system)
            _say(
                f"  one visitor: {told['any']['median']:.0f} ms a message; in a form "
                f"{told['form']['median']:.0f} ms, of {len(form)}; {one.cpu_ms:.0f} ms of processor"
            )
            for visitors, seconds in SECONDS.items():
                load = self._load(serving, self._scripts, visitors, seconds)
                judged = self._judged(load.records, reference, system)
                told[str(visitors)] = _told(load, judged)
                _say_load(visitors, load, judged)
            usage = serving.usage()
            told["usage"] = asdict(usage)
            _say(f"  {usage.processes} processes, {usage.pss_mb:.0f} MB (PSS), {usage.rss_mb:.0f} MB (RSS)")
        return told

    # -- one long conversation ------------------------------------------------------------------------

    def long(self) -> Iterator[Figures]:
        """One conversation of 500 turns."""
        found: Figures = {}
        script = long_script(LONG)
        for system in self._systems:
            _say(f"one conversation of {LONG} turns: {system.name}")
            with tempfile.TemporaryDirectory() as folder, self._serving(system, folder) as serving:
                self._load(serving, self._scripts[:10], 2, None)
                load = self._load(serving, [script], 1, None)
            grown = growth(load.records)
            bad = sum(1 for r in load.records if not r.replies)
            found[system.key] = {**asdict(grown), "bad": bad}
            _say(
                f"  {1000 * grown.early:.0f} ms around turn 10, {1000 * grown.late:.0f} ms before turn "
                f"{grown.turns}, {bad} without a reply"
            )
        yield found

    # -- several workers --------------------------------------------------------------------------------

    def workers(self) -> Iterator[Figures]:
        """One worker and two, with Redis and PostgreSQL, and 100 visitors."""
        if lacking := services.missing():
            yield {"skipped": f"{' and '.join(lacking)} not installed"}
            return
        found: Figures = {}
        for system in self._systems:
            if isinstance(system, Ours) and not system.has_workers():
                found[system.key] = {"skipped": "runs one worker only"}
                continue
            found[system.key] = {}
            for workers in (1, 2):
                _say(f"{system.name} with {workers} worker{'s' * (workers > 1)}, Redis and PostgreSQL")
                with ExitStack() as stack:
                    folder = stack.enter_context(tempfile.TemporaryDirectory())
                    redis = stack.enter_context(services.redis(self._processes))
                    url, port = stack.enter_context(services.postgresql())
                    several = Several(workers, redis, url, port)
                    serving = stack.enter_context(system.serving(self._processes, Path(folder), several))
                    self._load(serving, self._scripts[:20], 4, None)
                    reference = alone(self._load(serving, self._scripts, 1, None).records)
                    load = self._load(serving, self._scripts, 100, WORKERS_SECONDS)
                    judged = self._judged(load.records, reference, system)
                    found[system.key][str(workers)] = {
                        **_told(load, judged),
                        "usage": asdict(serving.usage()),
                    }
                _say_load(100, load, judged)
        yield found

    # -- size ---------------------------------------------------------------------------------------------

    def size(self, model: Path, beside: Sequence[Path]) -> Figures:
        """Megabytes on disk of what a shop has to install, model included."""
        shop = set(locked(SHOP))
        # What only develops and tests is installed here as well, but not in a shop.
        packages = sum(
            size for name, size in disk_by_part(PROJECT, installed(), shop).items() if name in shop
        )
        found = {"ours": {"packages": packages / 1e6, "model": _on_disk([model, *beside])}}
        for system in self._systems:
            if isinstance(system, Stock):
                found["stock"] = {"packages": _on_disk([STOCK.folder]), "model": _on_disk([system.model])}
        return found

    def _serving(self, system: System, folder: str) -> Any:
        return system.serving(self._processes, Path(folder))

    def _load(self, serving: Any, played: Sequence[Script], visitors: int, seconds: float | None) -> Run:
        return run(self._processes, serving.ports, serving.roots, played, visitors=visitors, seconds=seconds)

    def _judged(
        self, records: Sequence[Record], reference: dict[tuple[str, int], str], system: System
    ) -> Figures:
        judged = judge(records, reference)
        expected = judge_by_expectations(records, self._scripts) if isinstance(system, Ours) else None
        return {
            **_verdict(judged),
            "unexpected": None if expected is None else expected.wrong,
            "first": judged.first or (expected.first if expected else ""),
        }


def _on_disk(paths: Sequence[Path]) -> float:
    """Megabytes."""
    return disk(paths, set()) / 1e6


def _told(load: Run, judged: Figures) -> Figures:
    waits = [1000 * r.seconds for r in load.records]
    return {
        "throughput": load.throughput,
        "median": percentile(waits, 50),
        "p99": percentile(waits, 99),
        "cpu_ms": load.cpu_ms,
        "judged": judged,
    }


def _verdict(verdict: Verdict) -> Figures:
    return {"wrong": verdict.wrong, "empty": verdict.empty, "lost": verdict.lost, "of": verdict.of}


def _say_load(visitors: int, load: Run, judged: Figures) -> None:
    bad = judged["wrong"] + judged["empty"] + judged["lost"]
    _say(
        f"  {visitors} visitors: {load.throughput:.1f} replies a second, "
        f"{bad} of {judged['of']} wrong, empty or lost"
    )
    if judged["first"]:
        _say(f"    {judged['first'][:500]}")


def _say(line: str) -> None:
    print(line, flush=True)


# -- what was measured -----------------------------------------------------------------------------------


def keep(part: str, figures: Figures, about: Figures) -> None:
    """Keep a part's figures for the report, with what they are about."""
    folder = WORK / "serving"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{part}.json").write_text(json.dumps({"about": about, "figures": figures}, indent=1), "utf-8")


def kept() -> dict[str, Figures]:
    """The figures of all parts that were measured."""
    return {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted((WORK / "serving").glob("*.json"))
    }


def forget() -> None:
    """Throw away what was measured before."""
    shutil.rmtree(WORK / "serving", ignore_errors=True)
