"""Brings every logger of a server under the same rules, whoever's it is.

- What the product itself says is told, with the fields that were given beside it, and masked.
- Of what libraries say only the author's own words are told (:mod:`.words`).
- Of an exception only its kind and where it came from, never its text: that may repeat a visitor's.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Optional

from pin_advisor.errors import PinAdvisorError
from pin_advisor.logs.journal import FORMAT_VARIABLE
from pin_advisor.logs.lines import json_line, now, text_line
from pin_advisor.logs.masking import masked
from pin_advisor.logs.rotation import Output
from pin_advisor.logs.words import authors_words, place_of
from pin_advisor.metrics import metrics

#: Environment variable: ``debug``, ``info``, ``warning`` or ``error``.
LEVEL_VARIABLE: Final = "PIN_ADVISOR_LOG_LEVEL"
#: The levels that it may name; info by default.
LEVELS: Final = ("debug", "info", "warning", "error")

#: Loggers whose messages are the product's own.
_OWN: Final = ("pin_advisor", "actions")
#: Below this, libraries are silent.
_OTHERS: Final = logging.WARNING
#: Frames of a stack that are told, innermost first.
_FRAMES: Final = 8
_ERROR_ID: Final = re.compile(r"^Error ([A-Z0-9]{6}): ")
_CODE: Final = re.compile(r"\bPA\d{3}\b")
_NAME: Final = re.compile(r"[A-Za-z0-9_.]{1,100}")
_WARNING: Final = re.compile(r"(?P<path>[^\n]*?):(?P<line>\d+): (?P<kind>\w+): ")
#: Sanic and Rasa keep these from passing on what they are told.
_APART: Final = ("sanic.root", "sanic.error", "sanic.access")


def configure(process: str) -> None:
    """Write everything that is logged from now on to standard output, one line for each event.

    Args:
        process: whose log it is: ``bot``, ``action server``.
    """
    path = os.environ.get("PIN_ADVISOR_LOG_FILE")
    handler = Handler(process, as_json=_as_json(), output=Output(Path(path)) if path else None)
    level = _level()
    for logger in (logging.root, *_known_loggers()):
        for other in list(logger.handlers):
            logger.removeHandler(other)
        if 0 < logger.level < _OTHERS:
            logger.setLevel(_OTHERS)
    logging.root.addHandler(handler)
    logging.root.setLevel(max(level, _OTHERS))
    for name in _OWN:
        logging.getLogger(name).setLevel(level)
    for name in _APART:
        apart = logging.getLogger(name)
        apart.propagate = False
        apart.addHandler(handler)
    logging.lastResort = handler
    logging.captureWarnings(True)
    _take_in_structlog()
    _tell_of_what_nobody_catches()


class Handler(logging.Handler):
    """Writes records as lines.

    Args:
        process: whose they are.
        as_json: JSON, else text.
        output: makes room in a file.
        write: writes a line; to standard output by default.
    """

    def __init__(
        self,
        process: str,
        *,
        as_json: bool = True,
        output: Optional[Output] = None,
        write: Optional[Callable[[str], Any]] = None,
    ) -> None:
        super().__init__()
        self._process = process
        self._line = json_line if as_json else text_line
        self._output = output
        self._write = write or _print

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line. Whatever is wrong with a record, nothing of it is told."""
        if record.levelno < _OTHERS and not _is_own(record):
            return  # a library that was loaded later
        try:
            fields = fields_of(record)
            if record.levelno >= logging.ERROR:
                metrics().failed(str(fields.get("code") or "none"))
            line = self._line({"time": now(), "process": self._process, **fields})
        except Exception as error:
            told = {"event": "A log record can't be told.", "exception": type(error).__name__}
            line = self._line({"time": now(), "level": "error", "process": self._process, **told})
        try:
            if self._output:
                self._output.make_room()
            self._write(line)
        except (OSError, ValueError):
            pass  # nobody reads along any more


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What is told of a record."""
    fields: dict[str, Any] = {"level": record.levelname.lower(), "logger": record.name}
    if _is_own(record):
        event = masked(record.getMessage())
        if found := _ERROR_ID.match(event):
            fields["error"] = found[1]
        if found := _CODE.search(event):
            fields["code"] = found[0]
        given = getattr(record, "fields", None)
        fields |= {k: masked(v) if isinstance(v, str) else v for k, v in (given or {}).items()}
    elif record.name == "py.warnings":
        event, fields["at"] = _warning(record)
    else:
        event = getattr(record, "event_name", None) or authors_words(record) or "(no words of its own)"
        fields["at"] = place_of(record.pathname, record.lineno)
    if record.exc_info and record.exc_info[0]:
        fields |= exception_fields(record.exc_info[1], record.exc_info[2])
    return {"event": event, **fields}


def _is_own(record: logging.LogRecord) -> bool:
    return record.name.split(".")[0] in _OWN


def exception_fields(error: Optional[BaseException], trace: Optional[TracebackType]) -> dict[str, Any]:
    """The kind of an exception, what it came from, and where; of the product's own also what it says."""
    kinds: list[str] = []
    cause = error
    while cause is not None and len(kinds) < 4:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    frames = traceback.extract_tb(trace)[::-1][:_FRAMES] if trace else []
    stack = " < ".join(f"{place_of(f.filename, f.lineno or 0)} {f.name}" for f in frames)
    said = masked(str(error)) if isinstance(error, PinAdvisorError) else None
    return {"exception": " < ".join(kinds), "said": said, "stack": stack or None}


def _warning(record: logging.LogRecord) -> tuple[str, Optional[str]]:
    args = record.args if isinstance(record.args, tuple) else ()
    found = _WARNING.match(str(args[0])) if args else None
    return (found["kind"], place_of(found["path"], int(found["line"]))) if found else ("Warning", None)


def _known_loggers() -> list[logging.Logger]:
    found = logging.root.manager.loggerDict.values()
    return [logger for logger in found if isinstance(logger, logging.Logger)]


def _as_json() -> bool:
    wanted = os.environ.get(FORMAT_VARIABLE, "").strip().lower()
    return wanted == "json" or (wanted != "text" and not sys.stdout.isatty())


def _level() -> int:
    wanted = os.environ.get(LEVEL_VARIABLE, "").strip().lower()
    return int(getattr(logging, wanted.upper())) if wanted in LEVELS else logging.INFO


def _take_in_structlog() -> None:
    if "structlog" not in sys.modules:
        return
    import structlog

    structlog.configure(
        processors=[_handed_on],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(_OTHERS),
        cache_logger_on_first_use=True,  # else it looks for the caller of each line, even if it isn't written
    )


def _handed_on(_: Any, __: str, event: Mapping[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    # By convention its first argument is the event's name; the values beside it are a visitor's, too.
    name = str(event.get("event", ""))
    named = {"event_name": name} if _NAME.fullmatch(name) else {}
    return (name,), {"extra": named, "exc_info": event.get("exc_info")}


def _tell_of_what_nobody_catches() -> None:
    logger = logging.getLogger("pin_advisor.uncaught")

    def told(kind: type[BaseException], error: Optional[BaseException], trace: Any) -> None:
        if not issubclass(kind, (KeyboardInterrupt, SystemExit)):
            logger.critical("Nobody caught an exception.", exc_info=(kind, error or kind(), trace))

    sys.excepthook = told
    threading.excepthook = lambda a: told(a.exc_type, a.exc_value, a.exc_traceback)
    sys.unraisablehook = lambda a: told(a.exc_type, a.exc_value, a.exc_traceback)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
