"""Records as libraries make them, and the lines that come of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from pin_advisor.logs.configuration import Handler

#: What must never be in a log, in every form that visitors and platforms have it.
CANARIES = (
    "ann.canary@example.org",
    "+49 170 5550199",
    "0170-5550199",
    "(555) 010-0199",
    "DE89 3704 0044 0532 0130 00",
    "4111 1111 1111 1111",
    "4111111111111111",
    # Put together, or they would be taken for secrets of somebody's.
    "xoxb-" + "1111111111-abcdefghijkl",
    "123456789" + ":AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
    ".".join(("eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJ4In0", "c2lnbmF0dXJl")),
    "kD9s2mQ7pXv4Lr8tZb1Yw6Nc3Hj5Fg0aSdE",
)

Tell = Callable[..., dict[str, Any]]


@pytest.fixture
def tell() -> Tell:
    """Logs a record and gives the fields of its line."""

    def tell(name: str, level: int, message: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        lines: list[str] = []
        logger = logging.Logger(name)
        logger.addHandler(Handler("bot", write=lines.append))
        logger.log(level, message, *args, **kwargs)
        (line,) = lines
        fields: dict[str, Any] = json.loads(line)
        return fields

    return tell
