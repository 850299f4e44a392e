"""Redis, PostgreSQL and nginx of our own, and two workers behind them."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from pin_advisor.cluster.redis import Shared
from tests.cluster.services import PostgreSQL, Redis, new_postgresql
from tests.cluster.workers import Workers


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """A Redis server."""
    if not shutil.which("redis-server"):
        pytest.skip("needs Redis (redis-server is not installed)")
    server = Redis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def database() -> Iterator[PostgreSQL]:
    """A PostgreSQL server that may be stopped."""
    with new_postgresql() as server:
        yield server


@pytest.fixture
async def worker(redis: Redis) -> AsyncIterator[Callable[[], Shared]]:
    """Makes what a worker shares with the others; every call is another worker."""
    made: list[Shared] = []
    with redis.client() as client:
        client.flushdb()

    def make() -> Shared:
        made.append(Shared(redis.url))
        return made[-1]

    yield make
    for shared in made:
        await shared.close()


@pytest.fixture(scope="session")
def workers(
    tmp_path_factory: pytest.TempPathFactory, redis: Redis, database: PostgreSQL
) -> Iterator[Workers]:
    """Two workers behind nginx, started once."""
    if not shutil.which("nginx"):
        pytest.skip("needs nginx (it is not installed)")
    workers = Workers(tmp_path_factory.mktemp("workers"), database, redis)
    try:
        workers.start()
        yield workers
    finally:
        workers.stop()
