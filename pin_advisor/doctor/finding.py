"""What a check has found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional

from pin_advisor.errors import PinAdvisorError


class Level(str, Enum):
    """How bad it is."""

    OK = "ok"
    #: It works, but not as well or as safely as it should, or not for long.
    WARNING = "warning"
    #: Visitors get no answer, or will not after the next start.
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    ``part`` and ``message`` are for people; ``code`` and ``fix`` are there unless all is well. None of them
    ever holds a secret.
    """

    part: str
    level: Level
    message: str
    code: Optional[str] = None
    fix: Optional[str] = None

    def __str__(self) -> str:
        """One line, and a second one with what to do."""
        code = f"{self.code} " if self.code else ""
        told = f"{self.level.value:<8} {self.part}: {code}{self.message}"
        return f"{told}\n{'':<9}{self.fix}" if self.fix else told


def ok(part: str, message: str) -> Finding:
    """All is well."""
    return Finding(part, Level.OK, message)


def of_error(part: str, error: PinAdvisorError, level: Level = Level.ERROR) -> Finding:
    """What an error of the product's own tells."""
    place = f"{error.where}: " if error.where else ""
    return Finding(part, level, f"{place}{error.message}", error.code, error.fix)
