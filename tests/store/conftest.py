"""Databases to keep things in, SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.store.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(postgresql: str) -> Iterator[str]:
    """A database of the server without any table, now and afterwards."""
    yield postgresql
    with closing(psycopg2.connect(postgresql)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store" / "pins.db"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service("postgresql"))])
def url(request: pytest.FixtureRequest, file: Path) -> str:
    return f"sqlite:///{file}" if request.param == "sqlite" else request.getfixturevalue("server")
