"""The table of `make bench`."""

from __future__ import annotations

from typing import Any

from benchmarks.serving import report

ABOUT = {
    "commit": "abc1234",
    "date": "2026-01-02",
    "machine": "A processor, 2 cores",
    "load_before": 0.4,
    "versions": {"This product": {"Python": "3.10.1"}, "Stock Rasa": {"tensorflow": "2.12.0"}},
    "locust": "2.1",
}


def judged(wrong: int, of: int, unexpected: int | None = 0) -> dict[str, Any]:
    return {"wrong": wrong, "empty": 0, "lost": 1, "of": of, "unexpected": unexpected, "first": ""}


def one_round(start: float, unexpected: int | None = 0) -> dict[str, Any]:
    many = {"throughput": 50.04, "median": 600.0, "p99": 900.0, "cpu_ms": 17.0}
    return {
        "start": start,
        "form": {"median": 12.4, "p99": 40.0, "messages": 66},
        "any": {"median": 14.0, "p99": 50.0},
        "cpu_ms": 15.0,
        "32": {**many, "judged": judged(0, 400)},
        "100": {**many, "judged": judged(2, 500, unexpected)},
        "usage": {"processes": 2, "pss_mb": 301.0, "rss_mb": 350.0},
    }


PARTS: dict[str, Any] = {
    "rounds": {
        "about": ABOUT,
        "figures": {
            "systems": {
                "ours": [one_round(3.0), one_round(9.0), one_round(2.0)],
                "stock": [one_round(40.0, None)] * 3,
            },
            "size": {
                "ours": {"packages": 1000.0, "model": 46.0},
                "stock": {"packages": 2600.0, "model": 140.0},
            },
        },
    },
    "long": {
        "about": ABOUT | {"commit": "def5678"},
        "figures": {
            "ours": {"early": 0.012, "late": 0.018, "ratio": 1.46, "turns": 500, "bad": 0},
            "stock": {"early": 0.06, "late": 0.6, "ratio": 10.0, "turns": 500, "bad": 0},
        },
    },
    "workers": {"about": ABOUT, "figures": {"skipped": "redis-server not installed"}},
    "training": {
        "about": ABOUT,
        "figures": {
            "ours": {"seconds": 180.0, "cpu_seconds": 300.0, "peak_mb": 1900.0},
            "stock": {
                "seconds": 170.0, "cpu_seconds": 290.0, "peak_mb": 3000.0,
                "learnt": 8000, "of": 32661, "epochs": 1,
            },
        },
    },
}  # fmt: skip


def cells(table: str) -> dict[str, list[str]]:
    rows = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {row[0].replace("*", ""): row[1:] for row in rows}


def test_every_row_is_told_with_its_spread() -> None:
    found = cells(report.table(PARTS))

    assert found["start until the first real answer, s"] == ["3.0 (2.0 to 9.0)", "40.0"]
    assert found["memory of all that serves one shop, PSS, MB"] == ["301", "301"]
    assert found["installed, model included, MB"] == ["1,046", "2,740"]
    assert found["turn 500 against turn 10 of one conversation, ms"] == [
        "18 against 12 (× 1.5)",
        "600 against 60 (× 10.0)",
    ]
    assert found["wrong, empty or lost, 100 visitors"] == ["9 of 1,500 (6 wrong, 0 empty, 3 lost)"] * 2
    assert found["other than the conversation expects, 100 visitors"] == ["0 of 1,500", "–"]
    assert found["training, s"] == ["180", "170 (on 8,000 of 32,661, 1 epoch)"]
    assert found["training, seconds of processor"] == ["300", "290"]


def test_what_was_skipped_is_named() -> None:
    found = cells(report.table(PARTS))

    assert (
        found["two workers against one, 100 visitors, replies a second"]
        == ["skipped: redis-server not installed"] * 2
    )
    one = {"1": {"throughput": 50.0}, "2": {"throughput": 90.0, "judged": judged(0, 10)}}
    figures = {"ours": {"skipped": "runs one worker only"}, "stock": one}
    found = cells(report.table({**PARTS, "workers": {"about": ABOUT, "figures": figures}}))
    assert found["two workers against one, 100 visitors, replies a second"] == [
        "skipped: runs one worker only", "90.0 against 50.0 (× 1.8)",
    ]  # fmt: skip


def test_a_part_that_was_not_measured_has_no_figures() -> None:
    found = cells(report.table({"training": PARTS["training"]}))

    assert found["start until the first real answer, s"] == ["–", "–"]
    assert found["training, s"][0] == "180"


def test_the_result_says_what_was_measured_where_and_when() -> None:
    text = " ".join(report.result(PARTS).split())

    assert (
        "rounds, workers, training at commit abc1234 on 2026-01-02; long at commit def5678 on 2026-01-02"
        in text
    )
    assert "8,000 of the 32,661 utterances in 1 epoch" in text
    assert "66 (This product) and 66 (Stock Rasa)" in text
    assert "Stock Rasa: tensorflow 2.12.0." in text
    assert "Locust 2.1" in text


def test_a_run_replaces_its_own_part_of_the_file_only() -> None:
    first = report.replaced("# Results\n", "one")
    second = report.replaced(first, "soaked", "soak")
    third = report.replaced(second, "two")

    assert "one" in first
    assert third.startswith("# Results\n")
    assert "one" not in third
    assert third.index("two") < third.index("soaked")
    assert report.replaced(third, "two") == third
