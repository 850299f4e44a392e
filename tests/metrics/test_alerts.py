"""The example of alerts speaks of figures that are really served."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pin_advisor.metrics.prometheus import PrometheusMetrics

FOLDER = Path(__file__).parents[2] / "deploy" / "prometheus"
NAME = re.compile(r"pin_advisor_[a-z_]+")
LABELS = re.compile(r"(pin_advisor_[a-z_]+)\{(\w+)=")


@pytest.fixture(scope="module")
def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((FOLDER / "alerts.yml").read_text("utf-8"))["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


@pytest.fixture(scope="module")
def served() -> dict[str, set[str]]:
    """The names of all samples with their labels."""
    figures = PrometheusMetrics()
    figures.turn("website", "answered", {"whole": 0.1})
    figures.replied("website", {"type": "recommendation", "pin_type": "x"})
    figures.understood("ask")
    figures.refused("busy")
    figures.failed("PA302")
    figures.began("website")
    figures.ready([])
    found: dict[str, set[str]] = {}
    for family in figures.registry.collect():
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def test_every_alert_says_how_bad_it_is_and_what_to_do(rules: list[dict[str, Any]]) -> None:
    assert len({rule["alert"] for rule in rules}) == len(rules) > 5
    for rule in rules:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert set(rule["annotations"]) == {"summary", "do"}


def test_alerts_speak_of_figures_that_are_served(
    rules: list[dict[str, Any]], served: dict[str, set[str]]
) -> None:
    for rule in rules:
        assert [name for name in NAME.findall(rule["expr"]) if name not in served] == []
        assert [pair for pair in LABELS.findall(rule["expr"]) if pair[1] not in served[pair[0]]] == []


def test_the_docs_name_every_figure_and_no_other(served: dict[str, set[str]]) -> None:
    docs = (FOLDER.parents[1] / "docs" / "operations.md").read_text("utf-8")
    table = docs[docs.index("## Figures for Prometheus") : docs.index("## What the codes mean")]
    told = {re.sub("_(bucket|count|sum)$", "", name) for name in served if "_process_" not in name}
    assert {name for name in NAME.findall(table) if "_process_" not in name} == told
