"""The table of ``make bench`` and ``benchmarks/results.md``."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from benchmarks.serving.figures import Spread
from benchmarks.serving.parts import SECONDS

Parts = Mapping[str, Mapping[str, Any]]

_KEYS: Final = ("ours", "stock")
_NAMES: Final = {"ours": "This product", "stock": "Stock Rasa"}
_NONE: Final = "–"
_WIDTH: Final = 120

#: What stands between these in ``benchmarks/results.md`` is written anew by each run.
_BEGINS: Final = "<!-- {name} begins -->"
_ENDS: Final = "<!-- {name} ends -->"


def table(parts: Parts) -> str:
    """The one table, in Markdown that reads well as plain text too."""
    rows = [("", *(_NAMES[key] for key in _KEYS))]
    rows += [(label, *(_cell(cell, parts, key) for key in _KEYS)) for label, cell in _rows()]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = [
        "| " + " | ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) + " |"
        for row in rows
    ]
    rule = "|".join(["-" * (widths[0] + 2), *("-" * (w + 1) + ":" for w in widths[1:])])
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]])


def result(parts: Parts) -> str:
    """The part of ``benchmarks/results.md`` that ``make bench`` writes."""
    return "\n".join([table(parts), "", *_notes(parts), ""])


def replaced(present: str, text: str, name: str = "make bench") -> str:
    """``present`` with ``text`` between the marks of ``name``, or after all else if there are none."""
    begins, ends = _BEGINS.format(name=name), _ENDS.format(name=name)
    block = f"{begins}\n\n{text.strip()}\n\n{ends}"
    before, found, rest = present.partition(begins)
    if not found:
        return f"{present.rstrip()}\n\n{block}\n".lstrip()
    return before + block + rest.partition(ends)[2]


# -- rows ---------------------------------------------------------------------------------------------

_Cell = Callable[[Parts, str], str]


def _rows() -> list[tuple[str, _Cell]]:
    return [
        ("**start until the first real answer**, s", _start),
        ("**memory** of all that serves one shop, PSS, MB", _usage("pss_mb")),
        ("the same by RSS, MB", _usage("rss_mb")),
        ("processes", _usage("processes")),
        ("**installed**, model included, MB", _installed),
        ("**one message in a form**, one visitor, median, ms", _one("form", "median")),
        ("the same, p99, ms", _one("form", "p99")),
        ("any message, one visitor, median, ms", _one("any", "median")),
        ("processor for a message, one visitor, ms", lambda p, k: _spread(r["cpu_ms"] for r in _of(p, k))),
        ("**replies a second**, one worker, 32 visitors", _load("32", "throughput", 1)),
        ("p99 with 32 visitors, ms", _load("32", "p99")),
        ("processor for a message, 32 visitors, ms", _load("32", "cpu_ms")),
        ("**turn 500 against turn 10** of one conversation, ms", _long),
        ("**wrong, empty or lost**, 100 visitors", _bad),
        ("replies a second, one worker, 100 visitors", _load("100", "throughput", 1)),
        ("other than the conversation expects, 100 visitors", _unexpected),
        ("**two workers against one**, 100 visitors, replies a second", _workers),
        ("wrong, empty or lost with two workers", _bad_with_two),
        ("**training**, s", _trained("seconds")),
        ("training, seconds of processor", _trained("cpu_seconds")),
        ("training, most memory, MB", _trained("peak_mb")),
    ]


def _cell(cell: _Cell, parts: Parts, key: str) -> str:
    try:
        return cell(parts, key)
    except KeyError:
        return _NONE


def _of(parts: Parts, key: str) -> Sequence[Mapping[str, Any]]:
    return list(parts["rounds"]["figures"]["systems"][key])


def _spread(values: Any, digits: int = 0) -> str:
    spread = Spread.of(list(values))
    median, low, high = (f"{v:,.{digits}f}" for v in (spread.median, spread.low, spread.high))
    return median if low == high else f"{median} ({low} to {high})"


def _start(parts: Parts, key: str) -> str:
    return _spread((r["start"] for r in _of(parts, key)), 1)


def _usage(figure: str) -> _Cell:
    return lambda parts, key: _spread(r["usage"][figure] for r in _of(parts, key))


def _one(what: str, figure: str) -> _Cell:
    return lambda parts, key: _spread(r[what][figure] for r in _of(parts, key))


def _load(visitors: str, figure: str, digits: int = 0) -> _Cell:
    return lambda parts, key: _spread((r[visitors][figure] for r in _of(parts, key)), digits)


def _installed(parts: Parts, key: str) -> str:
    size = parts["rounds"]["figures"]["size"][key]
    return f"{size['packages'] + size['model']:,.0f}"


def _long(parts: Parts, key: str) -> str:
    grown = parts["long"]["figures"][key]
    early, late = 1000 * grown["early"], 1000 * grown["late"]
    return f"{late:,.0f} against {early:,.0f} (× {grown['ratio']:.1f})"


def _bad(parts: Parts, key: str) -> str:
    found = [r["100"]["judged"] for r in _of(parts, key)]
    return _counted(found)


def _counted(found: Sequence[Mapping[str, int]]) -> str:
    wrong, empty, lost, of = (sum(one[name] for one in found) for name in ("wrong", "empty", "lost", "of"))
    kinds = f" ({wrong} wrong, {empty} empty, {lost} lost)" if wrong + empty + lost else ""
    return f"{wrong + empty + lost} of {of:,}{kinds}"


def _unexpected(parts: Parts, key: str) -> str:
    found = [r["100"]["judged"] for r in _of(parts, key)]
    if any(one["unexpected"] is None for one in found):
        return _NONE
    return f"{sum(one['unexpected'] for one in found)} of {sum(one['of'] for one in found):,}"


def _workers(parts: Parts, key: str) -> str:
    figures = parts["workers"]["figures"]
    if skipped := figures.get("skipped") or figures[key].get("skipped"):
        return f"skipped: {skipped}"
    one, two = (figures[key][number]["throughput"] for number in ("1", "2"))
    return f"{two:.1f} against {one:.1f} (× {two / one:.1f})"


def _bad_with_two(parts: Parts, key: str) -> str:
    return _counted([parts["workers"]["figures"][key]["2"]["judged"]])


def _trained(figure: str) -> _Cell:
    def cell(parts: Parts, key: str) -> str:
        trained = parts["training"]["figures"][key]
        told = f"{trained[figure]:,.0f}"
        if figure != "seconds" or "learnt" not in trained:
            return told
        return f"{told} (on {trained['learnt']:,} of {trained['of']:,}, {_epochs(trained['epochs'])})"

    return cell


def _epochs(number: int) -> str:
    return "1 epoch" if number == 1 else f"{number} epochs"


# -- what it means -------------------------------------------------------------------------------------


def _notes(parts: Parts) -> list[str]:
    about = next(iter(parts.values()))["about"]
    notes = [_measured(parts)]
    if "rounds" in parts:
        notes.append(_rounds(parts["rounds"]["figures"]["systems"]))
    trained = parts.get("training", {}).get("figures", {}).get("stock")
    if trained and (trained["learnt"] < trained["of"] or trained["epochs"] < 100):
        notes.append(
            f"Stock Rasa has seen {trained['learnt']:,} of the {trained['of']:,} utterances in "
            f"{_epochs(trained['epochs'])}, not all in the 100 epochs of `rasa init`. How often it saw them "
            "does not change what an answer costs, but the seconds of its training are those of this sample. "
            '`make bench ARGS="--epochs 100 --all"` lets it learn all, for hours.'
        )
    notes += [
        f"{name}: {', '.join(f'{package} {found}' for package, found in versions.items())}."
        for name, versions in about["versions"].items()
    ]
    notes.append(
        f"Load: Locust {about['locust']} on the same cores as the server. Machine: {about['machine']}."
    )
    return [line for note in notes for line in (textwrap.fill(note, _WIDTH, break_on_hyphens=False), "")]


def _rounds(rounds: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    number = len(rounds["ours"])
    taken = " and ".join(
        f"{sum(r['form']['messages'] for r in found) // number} ({_NAMES[key]})"
        for key, found in rounds.items()
    )
    return (
        f"Each figure is the median of {number} rounds, the systems in turn, with the least and the most "
        "where they differ. A message in a form is one that the form took; the others of the same "
        f"conversations count as any message. Of the former there were {taken} a round. Load lasts "
        f"{SECONDS[32]:.0f} s with 32 visitors and {SECONDS[100]:.0f} s with 100, who write as soon as they "
        "are answered."
    )


def _measured(parts: Parts) -> str:
    by_commit: dict[tuple[str, str], list[str]] = {}
    for name, part in parts.items():
        by_commit.setdefault((part["about"]["commit"], part["about"]["date"]), []).append(name)
    told = "; ".join(
        f"{', '.join(names)} at commit {commit} on {date}" for (commit, date), names in by_commit.items()
    )
    busy = max(part["about"]["load_before"] for part in parts.values())
    return f"Measured: {told}. Load average before the parts: up to {busy:.1f}."
