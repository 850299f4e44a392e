"""A clock that goes when it is told to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

NOON: Final = datetime(2026, 3, 1, 12, 0, tzinfo=timezone.utc)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)
