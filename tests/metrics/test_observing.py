from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from pin_advisor import metrics as module
from pin_advisor.metrics import Metrics
from pin_advisor.metrics.observing import observing, present, stage, understood


class Counting(Metrics):
    """Writes down what is counted."""

    def __init__(self) -> None:
        self.turns: list[tuple[str, str, dict[str, float]]] = []
        self.line = self.progress = 0
        self.most = 0

    def turn(self, channel: str, outcome: str, stages: Mapping[str, float]) -> None:
        self.turns.append((channel, outcome, dict(stages)))

    def in_line(self, change: int) -> None:
        self.line += change

    def in_progress(self, change: int) -> None:
        self.progress += change
        self.most = max(self.most, self.progress)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    counting = Counting()
    monkeypatch.setattr(module, "_metrics", counting)
    yield counting
    assert (counting.line, counting.progress) == (0, 0)


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [record.fields for record in caplog.records if record.message == "A turn."]


def test_stages_add_up_to_the_whole(counted: Counting, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with observing("website", "c") as turn:
        assert present() is turn
        turn.begin()
        with stage("understand"):
            pass
        for _ in range(2):
            with stage("store"):
                pass
        understood("website", "inform", {"type": "question"})
    assert present() is None

    ((channel, outcome, stages),) = counted.turns
    assert (channel, outcome) == ("website", "answered")
    assert set(stages) == {"wait", "understand", "store", "act", "whole"}
    parts = sum(seconds for name, seconds in stages.items() if name != "whole")
    assert parts == pytest.approx(stages["whole"])
    (fields,) = told(caplog)
    assert (fields["intent"], fields["reply"], fields["outcome"]) == ("inform", "question", "answered")
    assert "whole_ms" in fields
    assert fields["conversation"] != "c"


def test_why_there_was_no_reply_is_the_outcome(counted: Counting) -> None:
    class Busy(Exception):
        outcome = "busy"

    for error in (Busy(), ValueError("x")):
        with pytest.raises(type(error)), observing("slack", "c"):
            raise error
    assert [(channel, outcome) for channel, outcome, _ in counted.turns] == [
        ("slack", "busy"),
        ("slack", "failed"),
    ]


async def test_turns_at_the_same_time_are_told_apart(counted: Counting) -> None:
    async def take(channel: str, times: int) -> None:
        with observing(channel, "c") as turn:
            await asyncio.sleep(0)
            turn.begin()
            for _ in range(times):
                with stage("understand"):
                    await asyncio.sleep(0)
            assert present() is turn

    await asyncio.gather(*(take(f"channel {n}", n) for n in range(3)))

    assert {c: "understand" in stages for c, _, stages in counted.turns} == {
        "channel 0": False,
        "channel 1": True,
        "channel 2": True,
    }
    assert counted.most > 1


def test_outside_of_a_turn_nothing_is_measured() -> None:
    with stage("store"):
        assert present() is None
