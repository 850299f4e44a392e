"""A file that could only be read for a while: what is open must not keep it so."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from pin_advisor.errors import StoreError
from pin_advisor.store.database import Database
from tests.read_only import as_a_user, database_in

_TABLES = sa.MetaData()
_WORDS = sa.Table("words", _TABLES, sa.Column("word", sa.Text))


def _write(database: Database) -> None:
    with database.checked() as connection:
        connection.execute(_WORDS.insert().values(word="hello"))


def _read(database: Database) -> None:
    with database.checked() as connection:
        connection.execute(_WORDS.select()).all()


def test_a_file_that_got_its_permissions_back_is_written_to_again() -> None:
    with as_a_user() as folder:
        path = database_in(folder)
        one, other = Database(_TABLES, f"sqlite:///{path}"), Database(_TABLES, f"sqlite:///{path}")
        path.chmod(0o400)
        _read(other)
        with pytest.raises(StoreError, match=f"PA302: {path}: .*\n.*chmod 600 {path}"):
            _write(one)
        _read(other)  # it holds the file open for reading only, and what SQLite has put beside it

        path.chmod(0o600)
        with pytest.raises(StoreError, match="PA302"):
            _write(one)
        _write(one)
        _write(other)
        for database in (one, other):
            database.engine.dispose()


def test_a_new_file_that_cannot_be_written_to_is_let_go() -> None:
    with as_a_user() as folder:
        path = folder / "pins.db"
        path.touch(mode=0o400)
        database = Database(_TABLES, f"sqlite:///{path}")
        with pytest.raises(StoreError, match="PA301"):
            _write(database)
        path.chmod(0o600)
        _write(database)
        database.engine.dispose()
