"""Figures for Prometheus: how many turns, how long, with what outcome. Off unless a port is set for them.

Nothing in them is about a visitor, and every label has few values. They are served by a small server of their
own, on this machine's own address: the web server in front passes nothing on to it, and it answers while the
bot is too busy to. Each worker has a port of its own, so nothing has to be added up between processes.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Final

logger = logging.getLogger(__name__)

#: Environment variable with the port. Unset: there are no figures.
PORT_VARIABLE: Final = "PIN_ADVISOR_METRICS_PORT"
#: Environment variable with the address, where others than this machine are to read them.
HOST_VARIABLE: Final = "PIN_ADVISOR_METRICS_HOST"


class Metrics:
    """What is counted and measured. This one does nothing."""

    #: Whether anything comes of it.
    on = False

    def turn(self, channel: str, outcome: str, stages: Mapping[str, float]) -> None:
        """A turn has ended.

        Args:
            channel: the channel's name.
            outcome: ``answered``, ``repeated``, or in one word why not.
            stages: seconds of each stage.
        """

    def understood(self, intent: str) -> None:
        """A message was taken for this intent."""

    def began(self, channel: str) -> None:
        """Something was said in a conversation for the first time."""

    def replied(self, channel: str, payload: Mapping[str, object]) -> None:
        """A reply was given; ``payload`` is its structured message."""

    def refused(self, code: str) -> None:
        """The website's gateway has refused a request, with this code of its contract."""

    def failed(self, code: str) -> None:
        """An error was logged, with this code."""

    def in_line(self, change: int) -> None:
        """So many messages more (or less) wait for their turn."""

    def in_progress(self, change: int) -> None:
        """So many turns more (or less) are being taken."""

    def loop_lag(self, seconds: float) -> None:
        """The event loop is late by so much."""

    def ready(self, failing: list[str]) -> None:
        """It was looked whether a visitor would be answered; these parts fail."""


_metrics = Metrics()


def metrics() -> Metrics:
    """What this process counts with."""
    return _metrics


def served_at(environment: Mapping[str, str] = os.environ) -> str:
    """The address at which figures are served, if they are."""
    return environment.get(HOST_VARIABLE, "").strip() or "127.0.0.1"


def serve(environment: Mapping[str, str] = os.environ) -> None:
    """Begin to count and to serve the figures, if a port is set for them. The bot goes on without."""
    global _metrics
    text = environment.get(PORT_VARIABLE, "").strip()
    if not text:
        return
    from pin_advisor.metrics.prometheus import PrometheusMetrics

    found = PrometheusMetrics()
    try:
        found.serve(int(text), served_at(environment))
    except (OSError, OverflowError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        logger.error(
            "%s: the figures for Prometheus can't be served (%s); see %s.", "PA171", reason, PORT_VARIABLE
        )
        return
    _metrics = found
