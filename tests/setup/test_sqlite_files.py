from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from pin_advisor.sqlite_files import READ_ONLY, require_writable, share_permissions
from tests.read_only import as_a_user, database_in


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_what_can_be_written_to_is_left_as_it_is(tmp_path: Path, mode: str) -> None:
    path = database_in(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
        connection.execute("PRAGMA user_version = 7")
    before = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        require_writable(connection)
        assert not connection.in_transaction
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_file_that_may_only_be_read_is_found(mode: str) -> None:
    with as_a_user() as folder:
        path = database_in(folder)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA journal_mode={mode}")
        path.chmod(0o400)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            with pytest.raises(sqlite3.OperationalError, match=READ_ONLY):
                require_writable(connection)
            assert not connection.in_transaction


def test_the_files_beside_a_database_get_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "pins.db"
    share_permissions(path)  # there is none
    path.touch(mode=0o600)
    beside, other = tmp_path / "pins.db-shm", tmp_path / "pins.db-old"
    for file in (beside, other):
        file.touch(mode=0o400)
    share_permissions(path)
    assert [stat.S_IMODE(file.stat().st_mode) for file in (path, beside, other)] == [0o600, 0o600, 0o400]
