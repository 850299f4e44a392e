from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from types import ModuleType

import pytest

from pin_advisor.logs.words import authors_words, place_of

#: A library's module, as they are written; ``said`` is a visitor's.
SOURCE = """
def plain(logger, said):
    logger.warning("Nothing to say.")

def placeholder(logger, said):
    logger.error("Failed to read '%s' after %d tries.", said, 3)

def put_together(logger, said):
    logger.error(
        f"Failed to read '{said}' "
        f"for {len(said)!r:>5} reasons."
    )

def added(logger, said):
    logger.warning("Failed: " + said + " is wrong")

def formatted(logger, said):
    logger.warning("Failed: {} is {why}".format(said, why=1))

def percent(logger, said):
    logger.warning("Failed: %s" % said)

def by_level(logger, said):
    logger.log(40, f"Level {said}")

def only_the_value(logger, said):
    logger.error(said)

def an_exception(logger, said):
    try:
        raise ValueError(said)
    except ValueError as error:
        logger.exception(error)

def nested(logger, said):
    logger.error(str(logger.isEnabledFor(10)) + "inner" + said, extra=dict(x=said.format("no")))
"""
SAID = "ann.canary@example.org wants 300"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    path = tmp_path_factory.mktemp("library") / "library.py"
    path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("library", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("function", "words"),
    [
        ("plain", "Nothing to say."),
        ("placeholder", "Failed to read '...' after ... tries."),
        ("put_together", "Failed to read '...' for ... reasons."),
        ("added", "Failed: ... is wrong"),
        ("formatted", "Failed: ... is ..."),
        ("percent", "Failed: ..."),
        ("by_level", "Level ..."),
        ("only_the_value", None),
        ("an_exception", None),
        ("nested", "...inner..."),
    ],
)
def test_only_what_stands_in_the_source_is_told(
    library: ModuleType, function: str, words: str | None
) -> None:
    records: list[logging.LogRecord] = []
    logger = logging.Logger("library")
    logger.addHandler(logging.Handler())
    logger.handlers[0].emit = records.append  # type: ignore[method-assign]

    getattr(library, function)(logger, SAID)

    assert [authors_words(record) for record in records] == [words]


def test_a_source_that_is_gone_has_no_words(tmp_path: Path) -> None:
    record = logging.LogRecord("x", 40, str(tmp_path / "gone.py"), 3, SAID, None, None)
    assert authors_words(record) is None


def test_where_packages_are_on_this_machine_is_not_told() -> None:
    path = "/srv/pins/.venv/lib/python3.10/site-packages/rasa/core/processor.py"
    assert place_of(path, 12) == "rasa/core/processor.py:12"
    assert place_of("/usr/lib/python3.10/asyncio/base_events.py", 7) == "asyncio/base_events.py:7"
