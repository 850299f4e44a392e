"""One event, one line: never more, never longer than :data:`LONGEST`, and nothing that a terminal obeys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, Final

#: Bytes of a line, its end included.
LONGEST: Final = 4096
#: Characters of one value.
_LONGEST_VALUE: Final = 1000
#: What every line begins with, in this order; the others follow as they come.
_FIRST: Final = ("time", "level", "code", "event")
_CUT: Final = "..."


def now() -> str:
    """The present time as lines have it: UTC with milliseconds, as RFC 3339 writes it."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def json_line(fields: Mapping[str, Any]) -> str:
    """An event as JSON, in ASCII. What is too long is cut, and a line that still is loses its last values."""
    kept = _ordered(fields)
    while True:
        line = json.dumps(kept, separators=(",", ":"), default=str)
        if len(line) < LONGEST or not kept:
            return line
        kept.popitem()


def text_line(fields: Mapping[str, Any]) -> str:
    """An event for a person who reads along: time, level, what happened, then the rest as ``name=value``."""
    kept = _ordered(fields)
    time, level, code, event = (str(kept.pop(name, "")) for name in _FIRST)
    rest = [f"{name}={value}" for name, value in kept.items()]
    told = " ".join(part for part in (time, f"{level.upper():<7}", code, event, *rest) if part)
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in told)
    encoded = line.encode("utf-8", "backslashreplace")
    if len(encoded) < LONGEST:
        return encoded.decode("utf-8")
    return encoded[: LONGEST - 8].decode("utf-8", "ignore") + _CUT


def _ordered(fields: Mapping[str, Any]) -> dict[str, Any]:
    names = [*(n for n in _FIRST if n in fields), *(n for n in fields if n not in _FIRST)]
    return {name: _value(fields[name]) for name in names if fields[name] is not None}


def _value(value: Any) -> Any:
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return round(value, 4)
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + _CUT
