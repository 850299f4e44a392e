from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from pin_advisor.logs.journal import Journal


def test_an_event_is_a_sentence_on_the_console_and_a_line_in_the_file(tmp_path: Path) -> None:
    console = io.StringIO()
    journal = Journal(tmp_path / "logs" / "supervisor.log", console)

    journal.tell("error", "PA109", "The bot ended.", {"failures": 1})
    journal.tell("info", None, "The bot answers again.", {"seconds": 2.5})

    assert console.getvalue() == "PA109: The bot ended.\nThe bot answers again.\n"
    first, second = map(json.loads, (tmp_path / "logs" / "supervisor.log").read_text().splitlines())
    assert {k: first[k] for k in ("level", "code", "event", "failures")} == {
        "level": "error",
        "code": "PA109",
        "event": "The bot ended.",
        "failures": 1,
    }
    assert (second["seconds"], "code" in second) == (2.5, False)


def test_the_console_gets_json_where_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIN_ADVISOR_LOG", "json")
    console = io.StringIO()
    Journal(tmp_path / "supervisor.log", console).tell("info", None, "Stopping.", {})
    assert json.loads(console.getvalue())["event"] == "Stopping."


def test_a_file_that_can_not_be_written_is_done_without(tmp_path: Path) -> None:
    console = io.StringIO()
    (tmp_path / "logs").write_text("a file, not a folder")
    Journal(tmp_path / "logs" / "supervisor.log", console).tell("info", None, "Stopping.", {})
    assert console.getvalue() == "Stopping.\n"
