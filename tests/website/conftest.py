"""The real bot, talked to as the website does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress

import psycopg2
import pytest
from sqlalchemy.engine import make_url

from tests.bot import Servers, running_servers
from tests.website.gateway import ENVIRONMENT, Gateway, Visitor
from tests.website.slow import SlowClients


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The gateway of the bot with the model for the present data, on SQLite, with an action server."""
    folder = tmp_path_factory.mktemp("website")
    with running_servers(folder, ENVIRONMENT, action_server=True) as servers:
        yield Gateway(servers)


@pytest.fixture(scope="session")
def _servers_on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql: str) -> Iterator[Servers]:
    """The bot on PostgreSQL, without an action server; perhaps not ready yet."""
    with closing(psycopg2.connect(postgresql)) as connection:
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE website")
    url = make_url(postgresql).set(database="website")
    environment = {**ENVIRONMENT, "PIN_ADVISOR_DATABASE_URL": str(url)}
    servers = Servers(tmp_path_factory.mktemp("website"), environment)
    try:
        servers.start_bot(ready=False)
        yield servers
    finally:
        servers.stop()


@pytest.fixture(scope="session")
def gateway_on_postgresql(_servers_on_postgresql: Servers) -> Gateway:
    """The same gateway on PostgreSQL."""
    _servers_on_postgresql.wait()
    return Gateway(_servers_on_postgresql)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service("postgresql"))])
def either(request: pytest.FixtureRequest) -> Gateway:
    """The gateway on SQLite, then the one on PostgreSQL."""
    name = "gateway" if request.param == "sqlite" else "gateway_on_postgresql"
    return request.getfixturevalue(name)  # type: ignore[no-any-return]


@pytest.fixture
def visitor(gateway: Gateway) -> Visitor:
    return gateway.visitor()


@pytest.fixture(scope="session", autouse=True)
def _begin_early(request: pytest.FixtureRequest) -> None:
    """Begin at once with what takes longest, if a test asks for it; it goes on while other tests run."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    if any("slow_clients" in item.fixturenames for item in items):
        request.getfixturevalue("slow_clients")
    if any(_wants_postgresql(item) for item in items):
        with suppress(pytest.skip.Exception):  # which is for the tests that need it to say
            request.getfixturevalue("_servers_on_postgresql")


def _wants_postgresql(item: pytest.Function) -> bool:
    return "either" in item.fixturenames and item.callspec.params.get("either") == "postgresql"


@pytest.fixture(scope="session")
def slow_clients(gateway: Gateway) -> SlowClients:
    """They go on while other tests run."""
    clients = SlowClients(gateway)
    clients.come()
    return clients
