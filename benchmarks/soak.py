"""``python -m benchmarks.soak``: many visitors for long, then every reply is looked for in the database.

Twenty visitors chat for an hour with this product, one message a second each. What grows meanwhile is told by
its slope (memory, threads, open files, database), and so is every answered message that was not kept.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
import textwrap
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import sqlalchemy as sa

from benchmarks import machine
from benchmarks.environments import LOAD, NotMadeError
from benchmarks.process_tree import Usage
from benchmarks.serving import judging, report
from benchmarks.serving.figures import percentile
from benchmarks.serving.load import LoadError, Record, run
from benchmarks.serving.parts import CONVERSATIONS
from benchmarks.serving.scripts import Script, scripts
from benchmarks.serving.systems import Ours, Serving, StartError
from pin_advisor.errors import PinAdvisorError
from pin_advisor.paths import PROJECT
from pin_advisor.processes import Processes
from pin_advisor.training import ensure_model

RESULT: Final = PROJECT / "benchmarks" / "results.md"
#: Seconds between two looks at the server.
_INTERVAL: Final = 5.0
#: The part at the beginning in which caches fill; slopes are taken of the rest.
_SETTLING: Final = 0.25
#: Seconds from which on a slope is told by the hour.
_SAYS_SOMETHING: Final = 600.0
#: Visitors of these conversations have what was kept deleted.
_DELETES: Final = "privacy/"


@dataclass(frozen=True)
class Sample:
    """The server at one moment. ``seconds``: since the load began; ``database_mb``: what is on disk."""

    seconds: float
    usage: Usage
    database_mb: float


@dataclass(frozen=True)
class Slope:
    """How something grows: at the beginning and at the end of the line through it, and per hour."""

    begins: float
    ends: float
    per_hour: float


def main() -> int:
    """Run it; the exit status, which is 1 if a reply was wrong, empty, lost or not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds from a reply to the next message")
    parser.add_argument("--conversations", type=int, default=CONVERSATIONS, help="how many are played")
    arguments = parser.parse_args()
    try:
        with Processes() as processes:
            return _soak(processes, arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except (NotMadeError, LoadError, StartError, PinAdvisorError) as error:
        print(error, file=sys.stderr)
        return 1


def _soak(processes: Processes, arguments: argparse.Namespace) -> int:
    LOAD.ensure(processes)
    ensure_model(processes)
    played = [script for script in scripts(arguments.conversations) if not script.id.startswith(_DELETES)]
    seconds = 60 * arguments.minutes
    with tempfile.TemporaryDirectory() as folder, Ours().serving(processes, Path(folder)) as serving:
        print(f"It answers. {arguments.visitors} visitors for {arguments.minutes:g} minutes.", flush=True)
        load = partial(run, processes, serving.ports, serving.roots, played)
        reference = judging.alone(load(visitors=1, seconds=None).records)
        with _sampled(serving, Path(folder)) as samples:
            soaked = load(visitors=arguments.visitors, seconds=seconds, pause=arguments.pause)
        missing = unkept(soaked.records, f"sqlite:///{Path(folder) / 'bot.db'}")
    text = told(soaked.records, reference, played, samples, missing, soaked.cpu_ms, arguments)
    present = RESULT.read_text("utf-8") if RESULT.is_file() else ""
    RESULT.write_text(report.replaced(present, text, "soak"), "utf-8")
    print(text)
    return int(bool(missing or judging.judge(soaked.records, reference).bad))


# -- what was kept ------------------------------------------------------------------------------------


def unkept(records: Sequence[Record], database: str) -> list[str]:
    """Answered messages that are not in the database as they were answered, in words.

    Of each conversation the database must hold as many messages of the visitor as were answered with status
    2xx, and the texts of all replies in their order.

    Args:
        records: what came back.
        database: the URL of the database that the bot kept them in.
    """
    answered: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if 200 <= record.status < 300:
            answered[record.sender].append(record)
    users: dict[str, int] = defaultdict(int)
    said: dict[str, list[str]] = defaultdict(list)
    engine = sa.create_engine(database)
    query = sa.text(
        "SELECT sender_id, type_name, data FROM events WHERE type_name IN ('user', 'bot') ORDER BY id"
    )
    with closing(engine.connect()) as connection:
        for sender, kind, data in connection.execute(query):
            if kind == "user":
                users[sender] += 1
            elif text := json.loads(data).get("text"):
                said[sender].append(text)
    engine.dispose()
    found = []
    for sender, turns in answered.items():
        replies = [r for turn in sorted(turns, key=lambda t: t.turn) for r in turn.replies or ()]
        heard = [reply["text"] for reply in replies if reply.get("text")]
        if users[sender] != len(turns):
            found.append(f"{turns[0].script}: {len(turns)} messages were answered, {users[sender]} are kept")
        elif heard != said[sender]:
            found.append(f"{turns[0].script}: what was said is not what is kept")
    return found


# -- what grew ----------------------------------------------------------------------------------------


@contextmanager
def _sampled(serving: Serving, folder: Path) -> Iterator[list[Sample]]:
    """Look at the server now and then, as long as the block lasts."""
    samples: list[Sample] = []
    over, started = threading.Event(), time.monotonic()

    def look() -> None:
        while not over.wait(_INTERVAL):
            size = machine.megabytes(folder.glob("*.db*"))
            samples.append(Sample(time.monotonic() - started, serving.usage(), size))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield samples
    finally:
        over.set()
        watcher.join()


def slope(seconds: Sequence[float], values: Sequence[float]) -> Slope:
    """The line through values, by least squares."""
    rise, base = np.polyfit(seconds, values, 1)
    return Slope(float(base + rise * seconds[0]), float(base + rise * seconds[-1]), float(3600 * rise))


# -- the table ----------------------------------------------------------------------------------------


def told(
    records: Sequence[Record],
    reference: judging.Alone,
    played: Sequence[Script],
    samples: Sequence[Sample],
    missing: Sequence[str],
    cpu_ms: float,
    arguments: argparse.Namespace,
) -> str:
    """The part of ``benchmarks/results.md`` that the soak writes."""
    verdict = judging.judge(records, reference)
    unexpected = judging.judge_by_expectations(records, played)
    waits = [1000 * r.seconds for r in sorted(records, key=lambda r: r.began)]
    third = max(1, len(waits) // 3)
    settled = [s for s in samples if s.seconds >= _SETTLING * samples[-1].seconds]
    times = [s.seconds for s in settled]
    kept = sum(1 for r in records if 200 <= r.status < 300)
    between = sum(1 for r in records if samples[0].seconds < r.ended <= samples[-1].seconds)
    per_message = 1000 * (samples[-1].database_mb - samples[0].database_mb) / max(1, between)

    def grown(values: Sequence[float]) -> str:
        return _grown(slope(times, values), hourly=times[-1] - times[0] >= _SAYS_SOMETHING)

    rows = [
        ("messages", f"{len(records):,}"),
        ("wrong, empty or lost", f"{verdict.wrong}, {verdict.empty} or {verdict.lost}"),
        ("other than the conversation expects", f"{unexpected.wrong}"),
        ("answered with 2xx, and of these not in the database as answered", f"{kept:,}, {len(missing)}"),
        ("a reply, median and p95, ms", f"{percentile(waits, 50):.0f}, {percentile(waits, 95):.0f}"),
        (
            "p95 in the first third and in the last, ms",
            f"{percentile(waits[:third], 95):.0f}, {percentile(waits[-third:], 95):.0f}",
        ),
        ("processor for a message, ms", f"{cpu_ms:.0f}"),
        ("memory (PSS), MB", grown([s.usage.pss_mb for s in settled])),
        ("memory (RSS), MB", grown([s.usage.rss_mb for s in settled])),
        ("threads", grown([s.usage.threads for s in settled])),
        ("open files and sockets", grown([s.usage.descriptors for s in settled])),
        ("database, MB", grown([s.database_mb for s in settled])),
        ("database, kB a message", f"{per_message:.1f}"),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"| {'':{width}} | |", f"|{'-' * (width + 2)}|---|"]
    lines += [f"| {name:{width}} | {value} |" for name, value in rows]
    day = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
    about = (
        f"{arguments.visitors} visitors for {arguments.minutes:g} minutes, {arguments.pause:g} s from a reply"
        f" to the next message; at commit {machine.commit()} on {day}. What grew leaves out the first"
        f" quarter. Machine: {machine.machine()}."
    )
    return "\n".join(
        [
            *lines,
            "",
            textwrap.fill(about, 120),
            *(f"Not kept: {one}" for one in missing[:5]),
            *([f"First: {verdict.first[:300]}"] if verdict.first else []),
        ]
    )


def _grown(found: Slope, hourly: bool) -> str:
    told = f"{found.begins:.1f} to {found.ends:.1f}"
    if not hourly:  # a few minutes say nothing of an hour
        return told
    percent = f", {100 * found.per_hour / found.begins:+.1f} %" if found.begins else ""
    return f"{told} ({found.per_hour:+.1f} an hour{percent})"


if __name__ == "__main__":
    raise SystemExit(main())
