"""The short form: ratios that tell on any machine whether serving visitors has become worse.

No time is judged, since a slow or busy machine would fail it. Each ratio compares the server with itself, or
with a reference workload of the same moment. ``tests/benchmarks/test_ratios.py`` holds the product to them,
and servers that are slow on purpose, so that each is seen to fail.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from benchmarks.serving.judging import alone, judge
from benchmarks.serving.load import Run, run
from benchmarks.serving.scripts import CYCLE, Script, visit
from pin_advisor.processes import Processes

#: How many times the processor's time of the first messages may those after so many turns take. Going through
#: all events of a conversation with each message, as Rasa does, makes it about nine times by then.
OLDEST: Final = 150
MOST_GROWTH: Final = 4.0
#: What share of its throughput with one visitor a server must keep with so many.
CROWD: Final = 32
LEAST_THROUGHPUT: Final = 0.6
#: How many times the processor's time of the reference workload a message may take: 11 to 17 were seen on
#: busy machines.
MOST_COST: Final = 20.0
#: So many visitors at the same time must get the replies that they would get alone.
MANY: Final = 50

_WORDS: Final = (
    "hard enamel soft enamel flat sculpted photo etched screen printed cloisonne budget award club".split()
)


@dataclass(frozen=True)
class Ratio:
    """What was found and what is asked: ``value`` at most ``limit``, or at least, if ``least``."""

    name: str
    value: float
    limit: float
    least: bool = False
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether it is as asked."""
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        bound = "at least" if self.least else "at most"
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.name} is {self.value:.2f}, and should be {bound} {self.limit:g}{detail}"


@dataclass
class Short:
    """The ratios of a server that runs.

    ``roots``: its processes. ``scripts``: what visitors say. ``seconds``: how long load with many lasts.
    """

    processes: Processes
    ports: Sequence[int]
    roots: Sequence[int]
    scripts: Sequence[Script]
    seconds: float
    _alone: Run | None = field(default=None, init=False)
    _reference_ms: float = field(default=0.0, init=False)

    def growth(self) -> Ratio:
        """The processor's time for messages late in a conversation against the same ones at its beginning."""
        visitor, other = (f"ratio-{uuid.uuid4().hex}" for _ in range(2))
        self._run([visit(visitor, OLDEST)], 1, None)
        late = self._run([visit(visitor, 2 * CYCLE)], 1, None).cpu_ms
        early = self._run([visit(other, 2 * CYCLE)], 1, None).cpu_ms
        detail = f"{late:.0f} ms after {OLDEST} turns, {early:.0f} ms in the first {2 * CYCLE}"
        return Ratio(
            "A message late in a conversation against an early one", late / early, MOST_GROWTH, detail=detail
        )

    def throughput(self) -> Ratio:
        """Replies a second with many visitors against those with one."""
        one = self.alone()
        single = len(one.records) / one.seconds
        many = self._run(self.scripts, CROWD, self.seconds).throughput
        detail = f"{many:.1f} replies a second against {single:.1f}"
        name = f"Throughput with {CROWD} visitors against one"
        return Ratio(name, many / single, LEAST_THROUGHPUT, least=True, detail=detail)

    def cost(self) -> Ratio:
        """The processor's time for a message against that of the reference workload."""
        one = self.alone()
        detail = f"{one.cpu_ms:.1f} ms against {self._reference_ms:.1f} ms"
        return Ratio(
            "A message's processor time against the reference",
            one.cpu_ms / self._reference_ms,
            MOST_COST,
            detail=detail,
        )

    def wrong(self) -> Ratio:
        """Replies with many visitors that are wrong, empty or lost."""
        reference = alone(self.alone().records)
        verdict = judge(self._run(self.scripts, MANY, self.seconds).records, reference)
        name = f"Wrong, empty or lost replies of {verdict.of} with {MANY} visitors"
        return Ratio(name, verdict.bad, 0, detail=verdict.first[:600])

    def alone(self) -> Run:
        """Every script once with nobody else there; the reference workload before and after."""
        if self._alone is None:
            before = reference_ms()
            self._alone = self._run(self.scripts, 1, None)
            self._reference_ms = (before + reference_ms()) / 2
        return self._alone

    def _run(self, scripts: Sequence[Script], visitors: int, seconds: float | None) -> Run:
        return run(self.processes, self.ports, self.roots, scripts, visitors=visitors, seconds=seconds)


def reference_ms(repetitions: int = 40) -> float:
    """Milliseconds of processor that the reference workload takes here and now.

    It is of the kind of work that a message is: dictionaries, text, JSON and regular expressions in Python.
    """
    started = time.process_time()
    for number in range(repetitions):
        _work(number)
    return 1000 * (time.process_time() - started) / repetitions


def _work(number: int) -> int:
    events = [
        {"event": "slot", "name": word, "value": f"{word} {n}", "timestamp": float(n + number)}
        for n in range(80)
        for word in _WORDS
    ]
    text = json.dumps(events)
    found = re.findall(r'"value": "(\w+) (\d+)"', text)
    counts: dict[str, int] = {}
    for word, n in found:
        counts[word] = counts.get(word, 0) + int(n)
    return sum(counts.values()) + len(json.loads(text))
