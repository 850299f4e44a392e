"""The figures as Prometheus reads them."""

from __future__ import annotations

import logging
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pin_advisor import metrics as module
from pin_advisor.metrics import Metrics, metrics, serve
from pin_advisor.metrics.prometheus import PrometheusMetrics
from pin_advisor.servers import free_port

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def figures() -> PrometheusMetrics:
    return PrometheusMetrics()


def value(figures: PrometheusMetrics, name: str, **labels: str) -> float | None:
    found: float | None = figures.registry.get_sample_value(f"pin_advisor_{name}", labels)
    return found


def test_turns_count_by_channel_and_outcome_and_only_answers_are_measured(figures: PrometheusMetrics) -> None:
    for outcome in ("answered", "answered", "busy"):
        figures.turn("website", outcome, {"whole": 0.2, "wait": 0.0})

    assert value(figures, "turns_total", channel="website", outcome="answered") == 2
    assert value(figures, "turns_total", channel="website", outcome="busy") == 1
    assert value(figures, "turn_seconds_count", stage="whole") == 2
    assert value(figures, "turn_seconds_sum", stage="whole") == pytest.approx(0.4)
    assert value(figures, "turn_seconds_bucket", stage="whole", le="0.25") == 2


def test_replies_count_by_what_they_are(figures: PrometheusMetrics) -> None:
    for payload in (
        {"type": "recommendation", "pin_type": "soft_enamel"},
        {"type": "quote", "state": "asking"},
        {"type": "quote", "state": "sent", "quote_id": "Q-7F3K2M"},
        {"type": "fallback"},
        {},
    ):
        figures.replied("website", payload)

    assert value(figures, "recommendations_total", pin_type="soft_enamel") == 1
    assert value(figures, "quote_requests_total") == 1
    assert value(figures, "replies_total", channel="website", type="quote") == 2
    assert value(figures, "replies_total", channel="website", type="fallback") == 1
    assert value(figures, "replies_total", channel="website", type="other") == 1


def test_the_rest_counts_too(figures: PrometheusMetrics) -> None:
    figures.understood("ask")
    figures.began("slack")
    figures.refused("rate_limited")
    figures.failed("PA302")
    figures.in_line(2)
    figures.in_line(-1)
    figures.in_progress(1)
    figures.loop_lag(0.5)
    figures.ready(["database"])

    assert value(figures, "intents_total", intent="ask") == 1
    assert value(figures, "conversations_total", channel="slack") == 1
    assert value(figures, "refusals_total", code="rate_limited") == 1
    assert value(figures, "errors_total", code="PA302") == 1
    assert value(figures, "messages_waiting") == 1
    assert value(figures, "turns_in_progress") == 1
    assert value(figures, "loop_lag_seconds") == 0.5
    assert value(figures, "failing", part="database") == 1
    assert value(figures, "failing", part="model") == 0


def test_they_are_served_on_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_metrics", Metrics())
    port = free_port()
    serve({"PIN_ADVISOR_METRICS_PORT": str(port)})
    metrics().understood("ask")

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        families = {family.name for family in text_string_to_metric_families(answer.read().decode())}
    assert "pin_advisor_intents" in families
    assert {name for name in families if not name.startswith("pin_advisor_")} == set()
    listening = re.compile(rf"[0-9A-F]{{8}}:{port:04X} 00000000:0000 0A")
    sockets = Path("/proc/net/tcp")
    if sockets.exists():
        assert [s[:8] for s in listening.findall(sockets.read_text())] == ["0100007F"]


@pytest.mark.parametrize("port", ["taken", "abc", "70000", "-1"])
def test_a_port_that_can_not_be_used_is_told_and_the_bot_goes_on(
    port: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nothing = Metrics()
    monkeypatch.setattr(module, "_metrics", nothing)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        serve({"PIN_ADVISOR_METRICS_PORT": str(other.getsockname()[1]) if port == "taken" else port})

    assert [(r.levelno, "PA171" in r.message) for r in caplog.records] == [(logging.ERROR, True)]
    assert metrics() is nothing


def test_without_a_port_nothing_is_loaded() -> None:
    code = (
        "import sys; from pin_advisor.metrics import serve; serve({});"
        "print('prometheus_client' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    assert run.stdout.strip() == "False"
