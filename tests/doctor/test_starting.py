"""What is wrong for good is told at once and all of it; what may pass keeps nobody from starting."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from pin_advisor.doctor import starting
from pin_advisor.doctor.starting import Obstacles, obstacles
from pin_advisor.servers import free_port
from tests.read_only import as_a_user, database_in

WRONG = {
    "PIN_ADVISOR_METRICS_PORT": "metrics",
    "PIN_ADVISOR_REST": "perhaps",
    "SANIC_PROXIES_COUNT": "one",
    "PIN_ADVISOR_PUBLIC_URL": "chat.example.com",
    "PIN_ADVISOR_TELEGRAM_SECRET": "Geheim",
    "PIN_ADVISOR_LOGIN_KEY": "Geheim",
    "PIN_ADVISOR_SESSION_KEYS": "Geheim",
    "PIN_ADVISOR_ORIGINS": "shop.example, https://shop.example/cart",
    "PIN_ADVISOR_RETENTION_DAYS": "some",
    "PIN_ADVISOR_WORKERS": "many",
    "PIN_ADVISOR_REDIS_URL": "Geheim",
    "PIN_ADVISOR_ACTIONS_URL": "Geheim",
    "PIN_ADVISOR_EVENT_BROKER_URL": "Geheim",
    "PIN_ADVISOR_DATABASE_URL": "oracle://shop:Geheim@db/pins",
}
CODES = {
    "PA107", "PA114", "PA304", "PA311", "PA314", "PA318",
    "PA401", "PA403", "PA406", "PA408", "PA409", "PA410", "PA411",
}  # fmt: skip


def told(found: Obstacles) -> tuple[list[str], list[str]]:
    return [error.code for error in found.errors], [error.code for error in found.passing]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "pins.db"
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", f"sqlite:///{path}")
    return path


def test_every_wrong_setting_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WRONG.items():
        monkeypatch.setenv(name, value)

    found = obstacles(free_port())

    assert set(told(found)[0]) == CODES
    sentences = "\n".join(map(str, found.errors))
    assert [name for name in WRONG if name not in sentences] == []
    assert "Geheim" not in sentences
    assert all(error.fix for error in found.errors)


def test_with_everything_right_nothing_is_in_the_way(file: Path) -> None:
    assert obstacles(free_port()) == Obstacles()
    assert not file.exists()


def test_a_misspelt_variable_is_told_and_keeps_nobody_from_starting(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIN_ADVISOR_PROT", "1")
    found = obstacles(free_port())
    assert told(found) == ([], [])
    assert [(warning.code, warning.message) for warning in found.warnings] == [
        ("PA151", "PIN_ADVISOR_PROT is read by nothing")
    ]
    assert "Did you mean PIN_ADVISOR_PORT?" in str(found.warnings[0].fix)


def test_ports_are_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("PIN_ADVISOR_METRICS_PORT", str(port))
    assert told(obstacles(port)) == (["PA113"], [])
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        monkeypatch.setenv("PIN_ADVISOR_METRICS_PORT", str(taken))
        assert told(obstacles(taken)) == (["PA104", "PA113"], [])
        assert told(obstacles(port)) == (["PA104"], [])
    monkeypatch.setenv("PIN_ADVISOR_METRICS_HOST", "192.0.2.1")  # RFC 5737: nobody's
    assert told(obstacles(port)) == (["PA116"], [])


def test_a_file_that_is_no_database_is_not_waited_for(file: Path) -> None:
    file.write_text("This is a shopping list, not a database. " * 30)
    assert told(obstacles(free_port())) == (["PA319"], [])
    file.unlink()
    file.mkdir()
    assert told(obstacles(free_port())) == (["PA319"], [])


def test_a_file_that_may_only_be_read_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with as_a_user() as folder:
        path = database_in(folder)
        monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", f"sqlite:///{path}")
        path.chmod(0o400)
        (error,) = starting.raised(starting.database)
        assert (error.code, f"chmod 600 {path}*" in error.fix) == ("PA319", True)
        path.chmod(0o600)
        assert list(starting.raised(starting.database)) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "store").write_text("no folder")
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", f"sqlite:///{tmp_path / 'store' / 'pins.db'}")
    assert told(obstacles(free_port())) == (["PA319"], [])


def test_a_file_that_somebody_holds_is_waited_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_PATIENCE", 0.1)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        found = obstacles(free_port())
    assert told(found) == ([], ["PA322"])
    assert found.passing[0].where == str(file)


def test_a_server_that_is_down_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://shop:Geheim@127.0.0.1:{free_port()}/pins"
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", url)
    monkeypatch.setenv("PIN_ADVISOR_REDIS_URL", f"redis://:Geheim@127.0.0.1:{free_port()}/0")
    monkeypatch.setenv("PIN_ADVISOR_SESSION_KEYS", f"a:{'k' * 40}")

    found = obstacles(free_port())

    assert told(found) == ([], ["PA316", "PA322"])
    assert "Geheim" not in "".join(map(str, found.passing))


def test_a_server_whose_name_nobody_knows_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", "postgresql://shop:Geheim@nowhere.example/pins")

    found = obstacles(free_port())

    assert told(found) == (["PA320"], [])
    assert "Geheim" not in str(found.errors[0])


@pytest.mark.service("postgresql")
def test_a_server_that_refuses_the_bot_is_not_waited_for(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", postgresql)
    assert obstacles(free_port()) == Obstacles()
    other = make_url(postgresql).set(database="no_such_database")
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", other.render_as_string(hide_password=False))
    assert told(obstacles(free_port())) == (["PA321"], [])
