"""The figures, by `prometheus_client`. Names and labels are documented in docs/operations.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    start_http_server,
)
from prometheus_client.process_collector import ProcessCollector

from pin_advisor.metrics import Metrics

#: Seconds. A turn should take less than one, and may take fifteen.
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0)
#: What can fail (pin_advisor.channels.website.health).
_PARTS: Final = ("model", "database", "actions", "catalog", "loop")


class PrometheusMetrics(Metrics):
    """Counts in a registry of its own."""

    on = True

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # when each began to be counted doubles their number and tells nothing
        self.registry = CollectorRegistry()
        ProcessCollector(namespace="pin_advisor", registry=self.registry)
        self._turns = self._counter("turns", "Turns taken, or not.", "channel", "outcome")
        self._seconds = Histogram(
            "pin_advisor_turn_seconds",
            "How long turns take, by stage.",
            ("stage",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._intents = self._counter("intents", "Messages by what they were taken for.", "intent")
        self._conversations = self._counter("conversations", "Conversations begun.", "channel")
        self._replies = self._counter("replies", "Replies by type.", "channel", "type")
        self._recommendations = self._counter("recommendations", "Recommendations.", "pin_type")
        self._quotes = self._counter("quote_requests", "Quote requests sent to the shop.")
        self._refusals = self._counter("refusals", "Requests that the website refused.", "code")
        self._errors = self._counter("errors", "Errors in the log, by code.", "code")
        self._waiting = self._gauge("messages_waiting", "Messages that wait for their turn.")
        self._progress = self._gauge("turns_in_progress", "Turns being taken.")
        self._lag = self._gauge("loop_lag_seconds", "How late the event loop is.")
        self._failing = self._gauge("failing", "1 for a part that fails.", "part")

    def serve(self, port: int, host: str) -> None:
        """Serve them on a thread of their own.

        Raises:
            OSError: the port is taken, or may not be used.
        """
        start_http_server(port, host, self.registry)

    def turn(self, channel: str, outcome: str, stages: Mapping[str, float]) -> None:
        """Count it, and measure it if it was answered."""
        self._turns.labels(channel, outcome).inc()
        if outcome == "answered":
            for stage, seconds in stages.items():
                self._seconds.labels(stage).observe(seconds)

    def understood(self, intent: str) -> None:
        """Count it."""
        self._intents.labels(intent).inc()

    def began(self, channel: str) -> None:
        """Count it."""
        self._conversations.labels(channel).inc()

    def replied(self, channel: str, payload: Mapping[str, object]) -> None:
        """Count it by what it is."""
        kind = str(payload.get("type") or "other")
        self._replies.labels(channel, kind).inc()
        if kind == "recommendation":
            self._recommendations.labels(str(payload.get("pin_type"))).inc()
        elif kind == "quote" and payload.get("state") == "sent":
            self._quotes.inc()

    def refused(self, code: str) -> None:
        """Count it."""
        self._refusals.labels(code).inc()

    def failed(self, code: str) -> None:
        """Count it."""
        self._errors.labels(code).inc()

    def in_line(self, change: int) -> None:
        """Add it."""
        self._waiting.inc(change)

    def in_progress(self, change: int) -> None:
        """Add it."""
        self._progress.inc(change)

    def loop_lag(self, seconds: float) -> None:
        """Keep the latest."""
        self._lag.set(seconds)

    def ready(self, failing: list[str]) -> None:
        """Keep the latest."""
        for part in _PARTS:
            self._failing.labels(part).set(part in failing)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"pin_advisor_{name}", what, labels, registry=self.registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"pin_advisor_{name}", what, labels, registry=self.registry)
