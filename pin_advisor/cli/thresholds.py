"""``pin-advisor thresholds``: the tables from which the numbers in ``Thresholds`` are chosen."""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pin_advisor.paths import PROJECT, shown

if TYPE_CHECKING:
    from pin_advisor.language.calibration import Scores
    from pin_advisor.language.out_of_fold import Line, TrainingLines
    from pin_advisor.language.thresholds import Thresholds

HELP = "Show what each threshold of understanding costs and gains, from scores on lines not learnt from."

#: Messages that settings may be compared with. They are never learnt from.
DEVELOPMENT: Final = PROJECT / "tests" / "understanding" / "development" / "messages.jsonl"

#: Share of real questions that may be refused.
_REFUSED: Final = 0.02
_FOREIGN: Final = (0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
_ASKS: Final = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_FILL: Final = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def configure(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Compute and print the tables, in the order in which they are ready."""
    from pin_advisor.language.out_of_fold import TrainingLines
    from pin_advisor.language.thresholds import Thresholds

    started = time.monotonic()

    def progress(step: str) -> None:  # beside the tables, which may go into a file
        print(f"  {time.monotonic() - started:3.0f} s  {step}", file=sys.stderr, flush=True)

    now = Thresholds()
    training = TrainingLines(progress)
    lines, scores = training.lines, training.line_scores()
    sets = {"training lines": _foreign(lines, scores)}
    if DEVELOPMENT.is_file():
        messages = training.messages(DEVELOPMENT)
        sets["development set"] = _foreign(messages, training.message_scores(messages))
    print(scope_table(sets, now.foreign), flush=True)
    print(_question_tables(lines, scores, now), flush=True)
    print(_need_tables(training, now))
    if not DEVELOPMENT.is_file():
        print(f"\nWithout the columns of the development set: there is no {shown(DEVELOPMENT)}.")
    return 0


def scope_table(sets: Mapping[str, tuple[Any, Any]], now: float) -> str:
    """What each value of ``foreign`` does.

    Args:
        sets: by name, the shares of "out of scope" in its questions and in its other lines.
        now: the value that is in force.
    """
    from pin_advisor.language.calibration import scope_rows, value_refusing

    remarks = {now: ["in force"]}
    for name, (questions, _) in sets.items():
        value = value_refusing(questions, _REFUSED)
        remarks.setdefault(value, []).append(f"{_percent(_REFUSED)} refused of the {name}")
    values = sorted({*_FOREIGN, *remarks})
    columns = [scope_rows(questions, others, values) for questions, others in sets.values()]
    headers = [f"{name}: {what}" for name in sets for what in ("refused", "caught")]
    return _section(
        "Scope: share of the questions refused, and of the lines out of scope caught, from `foreign` on",
        ["foreign", *headers],
        [
            [f"{value:g}", *(_percent(share) for c in columns for share in (c[n].refused, c[n].caught))]
            for n, value in enumerate(values)
        ],
        ["; ".join(remarks.get(value, ())) for value in values],
    )


def _foreign(lines: Sequence[Line], scores: Scores) -> tuple[Any, Any]:
    """The share of "out of scope" in what may be a question, for questions and for lines out of scope."""
    from pin_advisor.language.meaning import ASK, OUT_OF_SCOPE

    share = _share_of_foreign(scores)
    return share[[line.intent == ASK for line in lines]], share[[x.intent == OUT_OF_SCOPE for x in lines]]


def _share_of_foreign(scores: Scores) -> Any:
    from pin_advisor.language.meaning import OUT_OF_SCOPE

    foreign = scores.of([OUT_OF_SCOPE])
    return foreign / (scores.of(_questions(scores)) + foreign + 1e-9)


def _questions(scores: Scores) -> list[str]:
    from pin_advisor.language.meaning import ASK, TOPIC_SEPARATOR

    return [label for label in scores.labels if label.startswith(ASK + TOPIC_SEPARATOR)]


def _question_tables(lines: Sequence[Line], scores: Scores, now: Thresholds) -> str:
    import numpy as np

    from pin_advisor.language.calibration import question_rows
    from pin_advisor.language.meaning import ASK, INFORM, OUT_OF_SCOPE

    elsewhere = np.array([line.elsewhere for line in lines])
    asks = scores.of(_questions(scores))
    asks[elsewhere | (_share_of_foreign(scores) >= now.foreign)] = 0.0
    intents = np.array([line.intent for line in lines])
    manners = np.array([line.manner for line in lines])
    asked = intents == ASK
    kinds = {"inform": intents == INFORM, "out of scope": intents == OUT_OF_SCOPE}
    kinds["talk"] = ~asked & ~kinds["inform"] & ~kinds["out of scope"]
    tables = []
    for name, manner, what in (
        ("question", "form", "lines in the form of a question"),
        ("named_question", "named", "other lines that name a pin type"),
        ("plain_question", "plain", "lines that do neither"),
    ):
        here = manners == manner
        value = float(getattr(now, name))
        rows = question_rows(
            asks, here & asked, {k: here & m for k, m in kinds.items()}, sorted({*_ASKS, value})
        )
        counts = ", ".join(f"{(here & m).sum():,} {k}" for k, m in {"ask": asked, **kinds}.items())
        tables.append(
            _section(
                f"Questions: {what} ({counts}), with `foreign` as it is",
                [name, "recognised", *(f"{kind} taken" for kind in kinds)],
                [
                    [f"{row.value:g}", _percent(row.recognised), *map(_percent, row.taken.values())]
                    for row in rows
                ],
                ["in force" if row.value == value else "" for row in rows],
            )
        )
    return "\n".join(tables)


def _need_tables(training: TrainingLines, now: Thresholds) -> str:
    from pin_advisor.language.calibration import asked_accuracy, need_rows
    from pin_advisor.language.needs import NOTHING, asked_null_factor

    tables = []
    for need, scores in training.need_scores().items():
        said = training.said(need)
        right = asked_accuracy(scores, said, NOTHING, asked_null_factor(need))
        fill = now.fill_of(need, "")
        rows = need_rows(scores, said, NOTHING, sorted({*_FILL, fill}))
        tables.append(
            _section(
                f"Needs: {need}, stated in {sum(s != NOTHING for s in said):,} of {len(said):,} clauses; "
                f"{_percent(right)} of those read right when asked for",
                ["fill", "precision", "recall"],
                [[f"{row.value:g}", _percent(row.precision), _percent(row.recall)] for row in rows],
                ["in force" if row.value == fill else "" for row in rows],
            )
        )
    return "\n".join(tables)


def _section(
    title: str, headers: Sequence[str], rows: Iterable[Sequence[str]], remarks: Iterable[str]
) -> str:
    """A table with a title, columns to the right, and a remark at the end of some rows."""
    widths = [max(len(header), 6) for header in headers]
    lines = ["", title, _line(headers, widths)]
    lines += [f"{_line(row, widths)}   {remark}".rstrip() for row, remark in zip(rows, remarks, strict=True)]
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  " + "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{100 * share:.1f} %"
