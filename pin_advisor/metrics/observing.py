"""Looks on while a turn is taken: how long each stage takes, and what came of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Optional

from pin_advisor.logs.pseudonyms import pseudonym
from pin_advisor.metrics import metrics

logger = logging.getLogger(__name__)


class Observed:
    """What is seen of one turn.

    ``stages`` holds seconds: ``wait`` for the messages before, ``understand``, ``act`` (deciding and acting),
    ``store`` and ``whole``.
    """

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self.outcome = "answered"
        self.intent: Optional[str] = None
        self.type: Optional[str] = None
        self._started = time.perf_counter()
        self._begun = False
        metrics().in_line(1)

    def begin(self) -> None:
        """It is this message's turn now."""
        self._begun = True
        self.stages["wait"] = time.perf_counter() - self._started
        metrics().in_line(-1)
        metrics().in_progress(1)

    def end(self) -> None:
        """It is over."""
        if self._begun:
            metrics().in_progress(-1)
        else:
            metrics().in_line(-1)
        whole = time.perf_counter() - self._started
        known = sum(self.stages.get(stage, 0.0) for stage in ("wait", "understand", "store"))
        self.stages |= {"act": max(0.0, whole - known), "whole": whole}


#: The turn that is being taken in this context.
_present: ContextVar[Optional[Observed]] = ContextVar("observed", default=None)


def present() -> Optional[Observed]:
    """The turn that is being taken in this context, if it is looked at."""
    return _present.get()


@contextmanager
def observing(channel: str, conversation: str) -> Iterator[Observed]:
    """Look on until the block ends; then count the turn and log it.

    An exception that has an ``outcome`` says by it why there was no reply.
    """
    turn = Observed()
    token = _present.set(turn)
    try:
        yield turn
    except BaseException as error:
        turn.outcome = getattr(error, "outcome", "failed")
        raise
    finally:
        _present.reset(token)
        turn.end()
        metrics().turn(channel, turn.outcome, turn.stages)
        logger.info("A turn.", extra={"fields": _told(turn, channel, conversation)})


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count the time in the block as one of the stages of the present turn, if there is one."""
    turn = _present.get()
    if turn is None:
        yield
        return
    started = time.perf_counter()
    try:
        yield
    finally:
        turn.stages[name] = turn.stages.get(name, 0.0) + time.perf_counter() - started


def understood(channel: str, intent: str, payload: Mapping[str, Any]) -> None:
    """Note what the message was taken for, and the structured message of the reply."""
    metrics().understood(intent)
    metrics().replied(channel, payload)
    turn = _present.get()
    if turn is not None:
        turn.intent, turn.type = intent, str(payload.get("type") or "other")


def _told(turn: Observed, channel: str, conversation: str) -> dict[str, Any]:
    return {
        "outcome": turn.outcome,
        "channel": channel,
        "conversation": pseudonym(conversation),
        "intent": turn.intent,
        "reply": turn.type,
        **{f"{name}_ms": round(1000 * seconds, 1) for name, seconds in turn.stages.items()},
    }
