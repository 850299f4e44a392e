from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pin_advisor.doctor import stores
from pin_advisor.doctor.finding import Finding, Level
from pin_advisor.errors import StoreError
from pin_advisor.servers import free_port
from tests.read_only import as_a_user, database_in


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "pins.db"
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE words (word TEXT)")
        connection.executemany("INSERT INTO words VALUES (?)", [("x" * 500,)] * 200)
    return path


def codes(found: object) -> list[tuple[Level, str | None]]:
    return [(f.level, f.code) for f in found if isinstance(f, Finding)]  # type: ignore[attr-defined]


def test_a_whole_file_is_fine_and_left_as_it_is(file: Path) -> None:
    before = file.read_bytes()
    assert codes(stores.database()) == [(Level.OK, None)] * 2
    assert file.read_bytes() == before


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", f"sqlite:///{tmp_path}/none/pins.db")
    assert codes(stores.database()) == [(Level.OK, None)]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").write_text("this is a file")
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", f"sqlite:///{tmp_path}/folder/pins.db")
    with pytest.raises(StoreError, match="PA319"):
        list(stores.database())


def test_a_locked_file_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "PATIENCE", 0.1)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        (found,) = stores.database()
    assert (found.level, found.code) == (Level.ERROR, "PA162")
    assert "locked" in found.message


def test_a_file_that_may_only_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with as_a_user() as folder:
        path = database_in(folder)
        monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", f"sqlite:///{path}")
        path.chmod(0o400)
        (found,) = stores.database()
    assert (found.level, found.code) == (Level.ERROR, "PA162")
    assert f"chmod 600 {path}*" in str(found.fix)


def test_a_damaged_file_is_told(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    file.write_bytes(content)
    assert codes(stores.database()) == [(Level.ERROR, "PA163")]
    file.write_bytes(b"this is a letter, not a database, and it is long enough" * 100)
    assert codes(stores.database()) == [(Level.ERROR, "PA162")]


def test_a_long_write_ahead_log_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_LONG", 1000)
    with closing(sqlite3.connect(file)) as reader, closing(sqlite3.connect(file)) as writer:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM words").fetchone()
        with writer:
            writer.execute("INSERT INTO words VALUES ('more')")
        assert codes(stores.database()) == [(Level.OK, None), (Level.WARNING, "PA161")]


def test_a_server_that_is_away_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://shop:Geheim1@127.0.0.1:{free_port()}/pins"
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", url)
    (found,) = stores.database()
    assert (found.level, found.code) == (Level.ERROR, "PA322")
    assert "Geheim1" not in str(found)


@pytest.mark.service("postgresql")
def test_postgresql_is_fine_or_told(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", postgresql)
    assert codes(stores.database()) == [(Level.OK, None)]
    monkeypatch.setattr(stores, "_OLDEST", 99)
    assert codes(stores.database()) == [(Level.WARNING, "PA166")]
    monkeypatch.setattr(stores, "_OLDEST", 9)
    monkeypatch.setattr(stores.time, "time", lambda: 0.0)
    assert codes(stores.database()) == [(Level.WARNING, "PA167")]
    monkeypatch.setenv("PGOPTIONS", "-c default_transaction_read_only=on")
    assert codes(stores.database()) == [(Level.ERROR, "PA165")]


def test_redis_is_asked_only_where_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIN_ADVISOR_REDIS_URL", raising=False)
    assert codes(stores.redis()) == [(Level.OK, None)]
    monkeypatch.setenv("PIN_ADVISOR_REDIS_URL", f"redis://:Geheim1@127.0.0.1:{free_port()}/0")
    (found,) = stores.redis()
    assert (found.level, found.code) == (Level.WARNING, "PA316")  # the bot goes on without it
    assert "Geheim1" not in str(found)


def test_a_broker_that_is_away_or_takes_nothing_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIN_ADVISOR_EVENT_BROKER_URL", raising=False)
    assert [f.message for f in stores.events()] == ["not passed on"]
    with socket.create_server(("127.0.0.1", 0)) as broker:
        monkeypatch.setenv(
            "PIN_ADVISOR_EVENT_BROKER_URL", f"amqp://shop:Geheim1@127.0.0.1:{broker.getsockname()[1]}"
        )
        assert codes(stores.events()) == [(Level.OK, None)]
        monkeypatch.setattr(stores, "_MANY", 1)
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("CREATE TABLE outbox (id INTEGER)")
            connection.execute("INSERT INTO outbox VALUES (1), (2)")
        assert codes(stores.events()) == [(Level.WARNING, "PA325")]
    (found,) = stores.events()
    assert (found.level, found.code) == (Level.WARNING, "PA324")
    assert "Geheim1" not in str(found)
