from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from pin_advisor.errors import OperationError
from pin_advisor.store.backup import back_up


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "pins.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE pairs (one INTEGER, other INTEGER, words TEXT)")
    return path


def write(path: Path, number: int) -> None:
    """Two rows that belong together, in one transaction."""
    with closing(sqlite3.connect(path, timeout=30)) as connection, connection:
        connection.execute("INSERT INTO pairs VALUES (?, 0, ?)", (number, "x" * 3000))
        connection.execute("INSERT INTO pairs VALUES (0, ?, ?)", (number, "x" * 3000))


def test_a_copy_made_while_somebody_writes_is_whole(database: Path, tmp_path: Path) -> None:
    over = threading.Event()

    def go_on() -> None:
        number = 1
        while not over.is_set():
            write(database, number)
            number += 1

    write(database, 0)
    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        sizes = [back_up(database, tmp_path / f"copy-{n}.db") for n in range(5)]
    finally:
        over.set()
        writer.join()

    assert sizes == sorted(sizes)
    for number in range(5):
        copy = tmp_path / f"copy-{number}.db"
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            ones, others = connection.execute("SELECT sum(one), sum(other) FROM pairs").fetchone()
            assert ones == others
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_what_is_in_the_write_ahead_log_alone_is_copied(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as keeps_it_open:
        keeps_it_open.execute("SELECT count(*) FROM pairs").fetchone()
        write(database, 7)
        assert database.with_name("pins.db-wal").stat().st_size > 0
        back_up(database, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        assert connection.execute("SELECT max(one) FROM pairs").fetchone() == (7,)


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("PA175", lambda folder: (folder / "copy.db").write_text("precious")),
        ("PA176", lambda folder: (folder / "pins.db").unlink()),
        ("PA177", lambda folder: (folder / "pins.db").write_bytes(b"no database" * 999)),
    ],
)
def test_what_can_not_be_done_is_told_and_leaves_nothing(
    code: str, make, database: Path, tmp_path: Path
) -> None:
    make(tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(OperationError) as raised:
        back_up(database, tmp_path / "copy.db")
    assert raised.value.code == code
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_full_disk_leaves_nothing(database: Path, tmp_path: Path) -> None:
    for number in range(20):
        write(database, number)
    code = (
        "import resource, sys; from pathlib import Path; from pin_advisor.store.backup import back_up;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "back_up(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    run = [sys.executable, "-c", code, str(database), str(tmp_path / "copy.db")]
    done = subprocess.run(run, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert "PA177" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir() if "copy" in p.name) == []
