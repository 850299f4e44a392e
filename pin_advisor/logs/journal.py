"""What the process that watches over the servers has to tell: each event once, to the console and a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

from pin_advisor.logs.lines import json_line, now
from pin_advisor.logs.rotation import rotate

#: Environment variable: ``json`` or ``text``.
FORMAT_VARIABLE: Final = "PIN_ADVISOR_LOG"


class Journal:
    """Writes events.

    Args:
        path: the file, in JSON lines. A file that can't be written is done without.
        console: where a person may be reading along; standard output by default. It gets plain sentences, or
            JSON where ``PIN_ADVISOR_LOG`` says so.
    """

    def __init__(self, path: Path, console: TextIO | None = None) -> None:
        self._path = path
        self._console = console

    def tell(self, level: str, code: str | None, event: str, fields: Mapping[str, object]) -> None:
        """Tell of one event."""
        line = json_line({"time": now(), "level": level, "code": code, "event": event, **fields})
        as_json = os.environ.get(FORMAT_VARIABLE) == "json"
        sentence = f"{code}: {event}" if code else event
        with suppress(OSError, ValueError):  # a terminal that was closed
            print(line if as_json else sentence, file=self._console or sys.stdout, flush=True)
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            rotate(self._path)
            with self._path.open("a", encoding="ascii") as file:
                file.write(line + "\n")
