"""The table, the machine that it was measured on, and the list of errors."""

from __future__ import annotations

import math
import platform
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.machine import machine, megabytes
from benchmarks.running import Training
from benchmarks.understanding import scoring
from benchmarks.understanding.dataset import Case
from benchmarks.understanding.reading import REJECTIONS
from benchmarks.understanding.scoring import Pair, Share
from benchmarks.utterances import ASK

_WORST: Final = 40


@dataclass(frozen=True)
class System:
    """One column of the table. ``training`` is ``None`` if a finished model was measured."""

    name: str
    pairs: Sequence[Pair]
    measured: dict[str, Any]
    training: Training | None
    model: Path
    beside: Sequence[Path]
    environment: Path


# -- the table --------------------------------------------------------------------------------------


def table(systems: Sequence[System]) -> str:
    """The one table, in Markdown that reads well as plain text too."""
    rows = [("", *(s.name for s in systems))]
    rows += [(label, *(cell(s) for s in systems)) for label, cell in _rows(systems[0].pairs)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "| " + " | ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) + " |"
        for row in rows
    ]
    rule = "|".join(["-" * (widths[0] + 2), *("-" * (w + 1) + ":" for w in widths[1:])])
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]])


def _rows(pairs: Sequence[Pair]) -> list[tuple[str, Callable[[System], str]]]:
    def right(wanted: Callable[[Case], bool]) -> Callable[[System], str]:
        return lambda s: _share(scoring.share(scoring.is_right(c, r) for c, r in s.pairs if wanted(c)))

    rows: list[tuple[str, Callable[[System], str]]] = [
        ("**intent and topic right**", right(lambda c: True)),
        ("macro-F1 over intents and topics", lambda s: _number(scoring.macro_f1(s.pairs))),
        ("intent alone right", lambda s: _share(scoring.share(r.intent == c.intent for c, r in s.pairs))),
        ("one question: intent and topic right", right(lambda c: len(c.questions) == 1)),
        ("one that leans on the question before", right(lambda c: c.previous is not None)),
        ("two questions: both found", right(lambda c: len(c.questions) == 2)),
        (
            "two questions: at least one found",
            lambda s: _share(
                scoring.share(scoring.found(c, r) > 0 for c, r in s.pairs if len(c.questions) == 2)
            ),
        ),
    ]
    for need in scoring.NEEDS:
        rows += [
            (f"**{need}** right, asked for", _need(need, asked=True)),
            (f"{need} right, not asked for", _need(need, asked=False)),
            (f"{need} read where none is told", _invented(need)),
        ]
    rows += [
        ("a need is noticed, its value aside", lambda s: _share(scoring.need_noticed(s.pairs))),
        ("all needs of a message right, none besides", lambda s: _share(scoring.all_needs_right(s.pairs))),
        ("**out of scope** rejected at 2 % rejected questions", _recall(scoring.by_decision)),
        ("the same, by probability alone", _recall(scoring.by_probability)),
        ("out of scope rejected, as configured", _rejected(lambda c: c.intent == "out_of_scope")),
        ("questions rejected, as configured", _rejected(lambda c: c.intent == ASK)),
        ("all in scope rejected, as configured", _rejected(lambda c: c.intent not in REJECTIONS)),
    ]
    rows += [(f"right, noise: {kind}", _noise(kind)) for kind in scoring.by_noise(pairs)]
    return [
        *rows,
        ("**milliseconds a message**, p50", lambda s: _number(scoring.percentile(_ms(s, "ms"), 50))),
        ("milliseconds a message, p95", lambda s: _number(scoring.percentile(_ms(s, "ms"), 95))),
        ("milliseconds of processor, p50", lambda s: _number(scoring.percentile(_ms(s, "cpu_ms"), 50))),
        ("milliseconds of processor, p95", lambda s: _number(scoring.percentile(_ms(s, "cpu_ms"), 95))),
        ("**training**, seconds", lambda s: _trained(s, lambda t: t.seconds)),
        ("training, seconds of processor", lambda s: _trained(s, lambda t: t.cpu_seconds)),
        ("training, most memory, MB", lambda s: _trained(s, lambda t: t.peak_mb)),
        ("loading the model, seconds", lambda s: _number(s.measured["load_seconds"])),
        ("**memory** once loaded, MB", lambda s: f"{s.measured['loaded_mb']:.0f}"),
        (
            "of that, what understanding adds to Rasa, MB",
            lambda s: f"{s.measured['loaded_mb'] - s.measured['before_mb']:.0f}",
        ),
        ("**model** on disk, MB", lambda s: _number(megabytes([s.model]))),
        ("what must lie beside it, MB", lambda s: _number(megabytes(s.beside))),
        ("installed Python packages, MB", lambda s: f"{megabytes([s.environment]):.0f}"),
    ]


def _need(need: str, *, asked: bool) -> Callable[[System], str]:
    return lambda s: _share(scoring.need_right(need, s.pairs, asked=asked))


def _invented(need: str) -> Callable[[System], str]:
    return lambda s: _share(scoring.need_invented(s.pairs, need))


def _noise(kind: str) -> Callable[[System], str]:
    return lambda s: _share(scoring.by_noise(s.pairs)[kind])


def _recall(score: scoring.Score) -> Callable[[System], str]:
    return lambda s: _share(scoring.recall_at(s.pairs, score))


def _rejected(wanted: Callable[[Case], bool]) -> Callable[[System], str]:
    return lambda s: _share(scoring.rejected(s.pairs, wanted))


def _share(value: Share) -> str:
    return f"{value.percent:.1f} % of {value.of}" if value.of else "-"


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.1f}"


def _ms(system: System, key: str) -> list[float]:
    return [row[key] for row in system.measured["rows"]]


def _trained(system: System, figure: Callable[[Training], float]) -> str:
    return f"{figure(system.training):.0f}" if system.training else "-"


# -- the result file --------------------------------------------------------------------------------


def result(systems: Sequence[System], command: str, epochs: int, learnt: int) -> str:
    """The content of ``benchmarks/understanding.md``."""
    ours = systems[0]
    lines = [
        "# Understanding: this product and stock Rasa",
        "",
        f"Written by `{command}`.",
        "[docs/understanding.md](../docs/understanding.md#measuring-it) says what is measured and how.",
        "",
        f"Both learn from the same {learnt:,} utterances and read the same {len(ours.pairs)} messages of",
        "`tests/understanding/frozen/`, which neither has ever seen. Stock Rasa is the pipeline and the",
        f"policies of `rasa init`, with {epochs} epochs. Shares are of so many messages.",
        "",
        table(systems),
        "",
    ]
    if finished := [s.name for s in systems if s.training is None]:
        lines += [f"A model trained before was measured: {' and '.join(finished)}.", ""]
    for other in systems[1:]:
        truths = [[scoring.is_right(c, r) for c, r in s.pairs] for s in (ours, other)]
        low, high = scoring.interval(truths[0], truths[1])
        ahead = 100 * (sum(truths[0]) - sum(truths[1])) / len(truths[0])
        lines += [
            f"Intent and topic: this product is {ahead:+.1f} percentage points ahead of {other.name}",
            f"(95 % interval {low:+.1f} to {high:+.1f}, paired bootstrap).",
            "",
        ]
    versions = (
        f"{s.name}: Python {platform.python_version()}, "
        + ", ".join(f"{name} {found}" for name, found in s.measured["versions"].items())
        + "."
        for s in systems
    )
    return "\n".join([*lines, *versions, f"Machine: {machine()}.", ""])


# -- the errors -------------------------------------------------------------------------------------


def errors(pairs: Sequence[Pair]) -> str:
    """The content of ``benchmarks/understanding-errors.md``: confusions and the surest errors."""
    wrong = [(c, r) for c, r in pairs if not scoring.is_right(c, r)]
    confused = Counter(scoring.labels(c, r) for c, r in wrong)
    lines = [
        "# What this product misread in the frozen set",
        "",
        "Not under version control, since it quotes the frozen set. Find out which kind of message is",
        "misread; write no training example and choose no setting because of a line in here.",
        "",
        f"## Confusions ({len(wrong)} messages of {len(pairs)})",
        "",
        "| expected | got | messages |",
        "|---|---|---:|",
        *(f"| {want} | {got} | {n} |" for (want, got), n in confused.most_common()),
        "",
        f"## The {_WORST} errors it was surest of",
        "",
    ]
    for case, reading in sorted(wrong, key=lambda pair: -pair[1].confidence)[:_WORST]:
        lines += [_quoted(case), f"  - expected: {_expected(case)}", f"  - got: {_got(case, reading)}"]
    misread = [(c, r, scoring.wrong_needs(c, r)) for c, r in pairs]
    lines += ["", f"## Needs misread ({sum(bool(w) for _, _, w in misread)} messages)", ""]
    for case, _, needs in misread:
        if needs:
            told = "; ".join(
                f"{need}: expected {' or '.join(want or ['nothing'])}, got {got or 'nothing'}"
                for need, (want, got) in needs.items()
            )
            lines += [_quoted(case), f"  - {told}"]
    return "\n".join([*lines, ""])


def _quoted(case: Case) -> str:
    asked = f", after being asked for {case.asked}" if case.asked else ""
    return f"- `{case.id}` ({case.noise}{asked}) {' '.join(case.text.split())}"


def _expected(case: Case) -> str:
    topics = "; and ".join(" or ".join(acceptable) for acceptable in case.questions)
    return f"{case.intent}{f' ({topics})' if topics else ''}"


def _got(case: Case, reading: Any) -> str:
    topics = f" ({', '.join(reading.topics)})" if reading.topics else ""
    needs = f", needs {dict(reading.needs)}" if reading.needs else ""
    return f"{reading.intent}{topics}, {reading.confidence:.2f}{needs}"
