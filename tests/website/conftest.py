"""The real bot, talked to as the website does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from tests.bot import running_servers
from tests.website.gateway import ENVIRONMENT, Gateway, Visitor
from tests.website.slow import SlowClients


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The gateway of the bot with the model for the present data, on SQLite."""
    with running_servers(tmp_path_factory.mktemp("website"), ENVIRONMENT) as servers:
        yield Gateway(servers)


@pytest.fixture(scope="session")
def gateway_on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql: str) -> Iterator[Gateway]:
    """The same on PostgreSQL, in a database of its own."""
    with closing(psycopg2.connect(postgresql)) as connection:
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE website")
    environment = {**ENVIRONMENT, "PIN_ADVISOR_DATABASE_URL": postgresql.replace("/postgres?", "/website?")}
    with running_servers(tmp_path_factory.mktemp("website"), environment) as servers:
        yield Gateway(servers)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service("postgresql"))])
def either(request: pytest.FixtureRequest) -> Gateway:
    """The gateway on SQLite, then the one on PostgreSQL."""
    name = "gateway" if request.param == "sqlite" else "gateway_on_postgresql"
    return request.getfixturevalue(name)  # type: ignore[no-any-return]


@pytest.fixture
def visitor(gateway: Gateway) -> Visitor:
    return gateway.visitor()


@pytest.fixture(scope="session", autouse=True)
def _slow_clients_meanwhile(request: pytest.FixtureRequest) -> None:
    """Begin at once with what takes longest, if a test asks for it."""
    if any("slow_clients" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("slow_clients")


@pytest.fixture(scope="session")
def slow_clients(gateway: Gateway) -> SlowClients:
    """They go on while other tests run."""
    clients = SlowClients(gateway)
    clients.come()
    return clients
