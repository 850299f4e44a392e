"""What becomes of records, whoever's they are, and of what nobody catches."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from pin_advisor.errors import StoreError
from pin_advisor.logs.configuration import Handler
from tests.logs.conftest import CANARIES, Tell

PROJECT = Path(__file__).parents[2]


def caught(error: Exception) -> Exception:
    try:
        raise error
    except Exception as raised:
        return raised


def test_the_products_own_words_are_told_with_code_and_error_id(tell: Tell) -> None:
    reason = StoreError("PA302", "the database can't be read or written", "See.", "pins.db")
    fields = tell("pin_advisor.channels.turns", logging.ERROR, "Error %s: %s", "K7M2QX", reason)

    assert (fields["level"], fields["error"], fields["code"]) == ("error", "K7M2QX", "PA302")
    assert fields["event"].startswith("Error K7M2QX: PA302: pins.db: the database")
    assert (fields["process"], fields["logger"]) == ("bot", "pin_advisor.channels.turns")


def test_what_is_given_beside_a_sentence_is_told_masked(tell: Tell) -> None:
    extra = {"fields": {"channel": "website", "whole_ms": 12.5, "odd": CANARIES[0]}}
    fields = tell("pin_advisor.metrics.observing", logging.INFO, "A turn.", extra=extra)
    assert (fields["channel"], fields["whole_ms"], fields["odd"]) == ("website", 12.5, "<e-mail>")


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_that_a_library_fills_in_is_told(tell: Tell, canary: str) -> None:
    told = [
        tell("rasa.core.processor", logging.WARNING, "Failed to read %s", canary),
        tell("rasa.core.processor", logging.WARNING, f"Failed to read {canary}"),
        tell("sanic.error", logging.ERROR, canary),
        tell("asyncio", logging.ERROR, canary, exc_info=caught(ValueError(canary))),
    ]
    assert canary not in json.dumps(told)
    assert {fields["at"].rpartition(":")[0].rpartition("/")[2] for fields in told} == {"conftest.py"}


def test_of_an_exception_kind_and_place_are_told_and_the_products_own_words(tell: Tell) -> None:
    try:
        try:
            raise KeyError(CANARIES[0])
        except KeyError as reason:
            raise ValueError(CANARIES[1]) from reason
    except ValueError as error:
        fields = tell("pin_advisor.x", logging.ERROR, "It failed.", exc_info=error)

    assert fields["exception"] == "ValueError < KeyError"
    assert "test_configuration.py:" in fields["stack"]
    assert "said" not in fields
    own = caught(StoreError("PA301", "the database can't be opened", "See."))
    assert "PA301" in tell("pin_advisor.x", logging.ERROR, "It failed.", exc_info=own)["said"]


def test_a_record_that_can_not_be_told_says_so_and_no_more(tell: Tell) -> None:
    fields = tell("pin_advisor.x", logging.ERROR, "Too few: %s %s", CANARIES[0])
    assert (fields["event"], fields["exception"]) == ("A log record can't be told.", "TypeError")


def test_nobody_reading_along_is_no_trouble() -> None:
    def closed(_: str) -> None:
        raise BrokenPipeError

    logger = logging.Logger("pin_advisor.x")
    logger.addHandler(Handler("bot", write=closed))
    logger.error("It failed.")


def run(code: str, tmp_path: Path, **environment: str) -> tuple[list[dict[str, Any]], str]:
    """The lines that a process logs, and all that it puts out."""
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(code))
    done = subprocess.run(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PATH": "", "SAID": CANARIES[0], "PYTHONPATH": str(PROJECT), **environment},
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")], done.stdout


WHOLE_PROCESS = """
    import asyncio, logging, os, sys, threading, warnings
    import coloredlogs, structlog
    coloredlogs.install(level=logging.INFO)
    noisy = logging.getLogger("library")
    noisy.addHandler(logging.StreamHandler()); noisy.setLevel(logging.DEBUG)

    from pin_advisor.logs.configuration import configure
    configure("bot")
    said = os.environ["SAID"]

    noisy.info("quiet %s", said)
    noisy.warning("loud %s", said)
    logging.getLogger("sanic.error").error("sanic %s", said)
    logging.getLogger("later").error(f"later {said}")
    structlog.get_logger().warning("library.event.name", text=said, event_info=said)
    structlog.get_logger().error(said)
    structlog.get_logger().info("quiet", text=said)
    warnings.warn(said)
    logging.getLogger("pin_advisor.x").info("own")
    logging.getLogger("pin_advisor.x").debug("own and quiet")

    thread = threading.Thread(target=lambda: {}[said]); thread.start(); thread.join()

    async def fail():
        raise ValueError(said)

    async def main():
        asyncio.create_task(fail())
        await asyncio.sleep(0)

    asyncio.run(main())
    raise RuntimeError(said)
"""


def test_a_whole_process_is_under_these_rules(tmp_path: Path) -> None:
    lines, output = run(WHOLE_PROCESS, tmp_path)

    assert CANARIES[0] not in output
    assert len(lines) == len(output.splitlines())
    told = [(line["level"], line["event"], line.get("exception")) for line in lines]
    assert told[:8] == [
        ("warning", "loud ...", None),
        ("error", "sanic ...", None),
        ("error", "later ...", None),
        ("warning", "library.event.name", None),
        ("error", "(no words of its own)", None),
        ("warning", "UserWarning", None),
        ("info", "own", None),
        ("critical", "Nobody caught an exception.", "KeyError"),
    ]
    assert [kind for _, _, kind in told[8:]] == ["ValueError", "RuntimeError"]


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("debug", ["debug", "info", "error"]),
        ("", ["info", "error"]),
        ("error", ["error"]),
        ("loud", ["info", "error"]),
    ],
)
def test_the_level_is_a_variable(tmp_path: Path, level: str, told: list[str]) -> None:
    code = """
    import logging
    from pin_advisor.logs.configuration import configure
    configure("bot")
    for level in ("debug", "info", "error"):
        getattr(logging.getLogger("pin_advisor.x"), level)("said")
    """
    lines, _ = run(code, tmp_path, PIN_ADVISOR_LOG_LEVEL=level)
    assert [line["level"] for line in lines] == told


def test_text_is_for_people(tmp_path: Path) -> None:
    code = """
    import logging
    from pin_advisor.logs.configuration import configure
    configure("bot")
    logging.getLogger("pin_advisor.x").error("Error K7M2QX: PA302: no")
    """
    lines, output = run(code, tmp_path, PIN_ADVISOR_LOG="text")
    assert lines == []
    assert " ERROR   PA302 Error K7M2QX: PA302: no process=bot logger=pin_advisor.x" in output
