"""What a long step is at, for a person who waits: in lines, so that it also reads well in a log."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import Final

#: Seconds after which the same is said again, so that nobody takes it for dead.
_SILENCE: Final = 15.0
#: Seconds between two figures of the same stage.
_BETWEEN: Final = 5.0

_BEGINS: Final = re.compile(r"Starting to train component '([^']+)'")
#: How far a stage is, and how that is told.
_COUNTED: Final = (
    (re.compile(r"Encoded (\d+) of (\d+) texts"), "{} of {} read"),
    (re.compile(r"Read all (\d+) texts (\d+) of (\d+) times"), "{} texts gone through {} of {} times"),
)
#: What is said while it trains, and what that means to who waits.
_STAGES: Final = (
    (re.compile(r"Started validating domain"), "checking the training data"),
    (re.compile(r"No story structure conflicts"), "reading the training data"),
    (re.compile(r"Reading (\d+) utterances"), "reading {} utterances word by word"),
    (re.compile(r"Reading (\d+) clauses"), "reading {} clauses that may tell of needs"),
    (re.compile(r"Learning labels and needs"), "learning what is asked and what is needed"),
)
#: What is told of by a stage of its own.
_TOLD_OTHERWISE: Final = "PinUnderstanding"
_COMPONENTS: Final = {"RulePolicy": "learning which action follows (RulePolicy)"}


class Progress:
    """Tells the stages of something that takes long, each with the seconds since the start.

    Args:
        tell: where a line goes.
        clock: seconds.
    """

    def __init__(
        self,
        tell: Callable[[str], None] = lambda line: print(line, flush=True),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._started = clock()
        self._told = self._started
        self._stage = ""

    def begin(self, stage: str) -> None:
        """Tell a stage, in words that can follow "still"."""
        self._stage = stage
        self._say(stage)

    def hear(self, line: str) -> None:
        """Take a line of what is printed by it, and tell what that means."""
        if far := _worded(_COUNTED, line):
            if self._clock() - self._told >= _BETWEEN:
                self._say(f"{self._stage}: {far}")
        elif stage := _stage(line):
            self.begin(stage)

    def wait(self) -> None:
        """Tell that it goes on, if nothing was told for a while. To be called often."""
        if self._clock() - self._told >= _SILENCE:
            self._say(f"still {self._stage}")

    def _say(self, what: str) -> None:
        self._told = self._clock()
        self._tell(f"  {self._told - self._started:3.0f} s  {what}")


def _stage(line: str) -> str | None:
    if begins := _BEGINS.search(line):
        name = begins[1]
        return None if name == _TOLD_OTHERWISE else _COMPONENTS.get(name, f"training {name}")
    return _worded(_STAGES, line)


def _worded(known: Iterable[tuple[re.Pattern[str], str]], line: str) -> str | None:
    for pattern, words in known:
        if found := pattern.search(line):
            return words.format(*map(_figure, found.groups()))
    return None


def _figure(digits: str) -> str:
    return f"{int(digits):,}"
