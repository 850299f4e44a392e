"""What several workers need is asked for before anything starts."""

from __future__ import annotations

import pytest

from pin_advisor.cluster import settings
from pin_advisor.cluster.ports import ports
from pin_advisor.errors import StoreError
from pin_advisor.servers import free_port

POSTGRESQL = "postgresql://shop:swordfish@db/pins"
REDIS = "redis://:swordfish@cache:6379/0"
ALL = {
    "PIN_ADVISOR_WORKERS": "2",
    "PIN_ADVISOR_DATABASE_URL": POSTGRESQL,
    "PIN_ADVISOR_REDIS_URL": REDIS,
    "PIN_ADVISOR_SESSION_KEYS": f"a:{'k' * 40}",
}


@pytest.mark.parametrize("environment", [{}, {"PIN_ADVISOR_WORKERS": "1"}, {"PIN_ADVISOR_WORKERS": " "}, ALL])
def test_one_worker_needs_nothing_and_several_are_fine_with_all(environment: dict[str, str]) -> None:
    settings.check(environment)


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        ({"PIN_ADVISOR_DATABASE_URL": ""}, "PA312", "PIN_ADVISOR_DATABASE_URL"),
        ({"PIN_ADVISOR_DATABASE_URL": "sqlite:///pins.db"}, "PA312", "PostgreSQL"),
        ({"PIN_ADVISOR_REDIS_URL": ""}, "PA313", "PIN_ADVISOR_REDIS_URL"),
        ({"PIN_ADVISOR_REDIS_URL": "cache:6379"}, "PA314", "redis://"),
        ({"PIN_ADVISOR_REDIS_URL": "redis://:swordfish@cache:port/0"}, "PA314", "redis://"),
        ({"PIN_ADVISOR_SESSION_KEYS": ""}, "PA315", "PIN_ADVISOR_SESSION_KEYS"),
    ],
)
def test_what_is_missing_is_told_without_secrets(change: dict[str, str], code: str, told: str) -> None:
    with pytest.raises(StoreError) as caught:
        settings.check(ALL | change)

    assert caught.value.code == code
    assert told in str(caught.value)
    assert "swordfish" not in str(caught.value)


def test_a_worker_by_itself_that_shares_redis_needs_common_keys_too() -> None:
    """As where each worker runs in a container of its own."""
    with pytest.raises(StoreError) as caught:
        settings.check({"PIN_ADVISOR_REDIS_URL": REDIS})

    assert caught.value.code == "PA315"


@pytest.mark.parametrize("count", ["0", "-1", "two", "1.5", "65", "١"])
def test_a_number_of_workers_is_a_number(count: str) -> None:
    with pytest.raises(StoreError) as caught:
        settings.check({"PIN_ADVISOR_WORKERS": count})

    assert caught.value.code == "PA311"


def test_workers_listen_one_after_another() -> None:
    assert ports(5005, 3) == (5005, 5006, 5007)
    assert ports(65535, 1) == (65535,)


def test_ports_that_are_not_there_are_told() -> None:
    with pytest.raises(StoreError) as caught:
        ports(65534, 3)

    assert caught.value.code == "PA317"


def test_a_redis_that_is_not_there_is_told_at_the_start() -> None:
    with pytest.raises(StoreError) as caught:
        settings.require_redis({"PIN_ADVISOR_REDIS_URL": f"redis://:swordfish@127.0.0.1:{free_port()}/0"})

    assert caught.value.code == "PA316"
    assert "swordfish" not in str(caught.value)


def test_a_redis_that_is_nowhere_is_no_redis_that_is_away() -> None:
    with pytest.raises(StoreError) as caught:
        settings.require_redis({"PIN_ADVISOR_REDIS_URL": "redis://:swordfish@nowhere.invalid/0"})

    assert caught.value.code in ("PA323", settings.AWAY)  # the latter where no name can be looked up
    assert "swordfish" not in str(caught.value)


@pytest.mark.service("redis")
def test_a_redis_that_refuses_is_no_redis_that_is_away(redis) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StoreError) as caught:
        settings.require_redis({"PIN_ADVISOR_REDIS_URL": redis.url.replace("//", "//:swordfish@")})

    assert caught.value.code == "PA323"
    assert "swordfish" not in str(caught.value)


@pytest.mark.service("redis")
def test_a_redis_that_is_there_is_fine(redis) -> None:  # type: ignore[no-untyped-def]
    settings.require_redis({"PIN_ADVISOR_REDIS_URL": redis.url})
    settings.require_redis({})
