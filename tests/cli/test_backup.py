from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pin_advisor.cli import main


def test_it_copies_what_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    database = tmp_path / "pins.db"
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", f"sqlite:///{database}")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE words AS SELECT 'hello' AS word")

    assert main(["backup", str(tmp_path / "copy.db")]) == 0
    assert "0.0 MB" in capsys.readouterr().out
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT word FROM words").fetchall() == [("hello",)]
    assert main(["backup", str(tmp_path / "copy.db")]) == 1
    assert capsys.readouterr().err.startswith("PA175: ")


def test_a_server_has_means_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", "postgresql://shop:Geheim1@db/pins")
    assert main(["backup", str(tmp_path / "copy.db")]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("PA178: ")
    assert "pg_dump" in printed
    assert "Geheim1" not in printed
