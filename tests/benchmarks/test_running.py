"""How far a training is, from what it prints."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import places, running
from pin_advisor import processes as processes_module
from pin_advisor.processes import Processes

PRINTS = """
print("Starting to train component 'DIETClassifier'.")
print("Epochs:  50%|#####     | 1/2", end="\\r")
print("Epochs: 100%|##########| 2/2")
"""


@pytest.fixture
def processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Processes:
    monkeypatch.setattr(processes_module, "LOGS", tmp_path / "logs")
    monkeypatch.setattr(running, "WORK", tmp_path / "work")
    assert places.WORK != running.WORK
    return Processes()


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What is told, without the seconds."""
    return [line.partition(" s  ")[2].strip() for line in capsys.readouterr().out.splitlines()]


def test_components_and_epochs_are_told(processes: Processes, capsys: pytest.CaptureFixture[str]) -> None:
    running.run(processes, "trial", [sys.executable, "-c", PRINTS])

    assert shown(capsys) == ["DIETClassifier", "epoch 1 of 2", "epoch 2 of 2"]


def test_what_an_earlier_run_has_left_in_the_log_is_not_told_again(
    processes: Processes, capsys: pytest.CaptureFixture[str]
) -> None:
    running.run(processes, "trial", [sys.executable, "-c", PRINTS])
    shown(capsys)
    running.run(processes, "trial", [sys.executable, "-c", "print('nothing')"])

    assert shown(capsys) == []


def test_a_step_that_fails_says_why(processes: Processes) -> None:
    with pytest.raises(running.RunError, match=r"trial: no such thing .*/trial\.log"):
        running.run(processes, "trial", [sys.executable, "-c", "raise SystemExit('no such thing')"])
