from __future__ import annotations

import pytest

from pin_advisor.progress import Progress


class Wait:
    """Who waits, and the time that goes by."""

    def __init__(self) -> None:
        self.now = 100.0
        self.lines: list[str] = []
        self.progress = Progress(self.lines.append, lambda: self.now)
        self.progress.begin("making ready")

    def hear(self, seconds: float, line: str) -> None:
        self.now += seconds
        self.progress.hear(line)

    def wait(self, seconds: float) -> None:
        for _ in range(int(seconds)):
            self.now += 1
            self.progress.wait()


@pytest.fixture
def who() -> Wait:
    return Wait()


def test_what_rasa_logs_is_told_in_words(who: Wait) -> None:
    who.hear(3, "INFO rasa.cli.train  - Started validating domain and training data...")
    who.hear(5, "INFO rasa.validator  - Validating intents...")
    who.hear(0, "INFO rasa.engine.training.hooks  - Starting to train component 'PinUnderstanding'.")
    who.hear(1, "INFO pin_advisor.language.component  - Reading 35676 utterances.")
    who.hear(30, "INFO rasa.engine.training.hooks  - Starting to train component 'RulePolicy'.")
    who.hear(1, "INFO rasa.engine.training.hooks  - Starting to train component 'KeywordIntentClassifier'.")
    assert who.lines == [
        "    0 s  making ready",
        "    3 s  checking the training data",
        "    9 s  reading 35,676 utterances word by word",
        "   39 s  learning which action follows (RulePolicy)",
        "   40 s  training KeywordIntentClassifier",
    ]


def test_figures_of_a_stage_come_every_few_seconds(who: Wait) -> None:
    who.hear(0, "INFO - Reading 52251 clauses.")
    for n in range(1, 5):
        who.hear(3, f"INFO pin_advisor.language.encoder  - Encoded {n * 5000} of 29568 texts.")
    stage = "reading 52,251 clauses that may tell of needs"
    assert who.lines[1:] == [
        f"    0 s  {stage}",
        f"    6 s  {stage}: 10,000 of 29,568 read",
        f"   12 s  {stage}: 20,000 of 29,568 read",
    ]


def test_how_often_all_was_gone_through_is_told(who: Wait) -> None:
    who.hear(0, "INFO - Learning labels and needs.")
    for n in range(1, 3):
        who.hear(5, f"INFO - Read all 51953 texts {n} of 16 times, loss 1.234.")
    stage = "learning what is asked and what is needed"
    assert who.lines[1:] == [
        f"    0 s  {stage}",
        f"    5 s  {stage}: 51,953 texts gone through 1 of 16 times",
        f"   10 s  {stage}: 51,953 texts gone through 2 of 16 times",
    ]


def test_silence_is_broken(who: Wait) -> None:
    who.wait(14)
    assert who.lines == ["    0 s  making ready"]
    who.wait(20)
    assert who.lines[1:] == ["   15 s  still making ready", "   30 s  still making ready"]
