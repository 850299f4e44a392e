"""The Bot Connector's keys: how long they are believed, and what else Microsoft might answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from pin_advisor.channels.connector.api import ApiError
from pin_advisor.channels.stand_ins.teams import TeamsStandIn
from pin_advisor.channels.teams.access import Access
from pin_advisor.channels.teams.addresses import Apis
from pin_advisor.channels.teams.identity import Keys, Unavailable
from tests.channels.teams.conftest import BOT_ID, BOT_PASSWORD, BOT_TENANT

HOUR = 3600.0


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def apis() -> AsyncIterator[Apis]:
    apis = Apis("Teams")
    yield apis
    await apis.close()


async def test_keys_are_fetched_again_after_a_day(apis: Apis, teams: TeamsStandIn, clock: Clock) -> None:
    keys = Keys(apis, teams.url, clock)
    for hours in (0, 1, 22):
        clock.now += hours * HOUR
        assert await keys.find("key-1")
    assert len(teams.made("keys")) == 1

    clock.now += 2 * HOUR
    assert await keys.find("key-1")

    assert len(teams.made("keys")) == 2


async def test_a_key_that_is_no_longer_published_is_none(
    apis: Apis, teams: TeamsStandIn, clock: Clock
) -> None:
    keys = Keys(apis, teams.url, clock)
    assert await keys.find("key-1")
    teams.keys[0].id = "key-2"
    try:
        clock.now += 25 * HOUR
        assert await keys.find("key-1") is None
        assert await keys.find("key-2")
    finally:
        teams.keys[0].id = "key-1"  # it is everybody's


async def test_old_keys_do_for_another_day_if_there_are_no_new_ones(
    apis: Apis, teams: TeamsStandIn, clock: Clock
) -> None:
    keys = Keys(apis, teams.url, clock)
    await keys.fetch()
    teams.fail(404, times=9, only="metadata")

    clock.now += 47 * HOUR
    assert await keys.find("key-1")
    clock.now += 2 * HOUR
    with pytest.raises(Unavailable):
        await keys.find("key-1")


@pytest.mark.parametrize(
    ("only", "body"),
    [
        ("metadata", {}),
        ("metadata", []),
        ("metadata", b"<html>"),
        ("metadata", {"jwks_uri": "http://evil.example", "id_token_signing_alg_values_supported": ["RS256"]}),
        ("metadata", {"jwks_uri": "https://evil.example", "id_token_signing_alg_values_supported": ["none"]}),
        ("keys", {}),
        ("keys", {"keys": []}),
        ("keys", {"keys": [{"kty": "oct", "kid": "key-1", "k": "c2VjcmV0", "endorsements": ["msteams"]}]}),
        ("keys", {"keys": [{"kty": "RSA", "kid": "key-1"}, 7]}),
        ("keys", [1]),
    ],
)
async def test_an_answer_that_is_not_microsofts_gives_no_keys(
    apis: Apis, teams: TeamsStandIn, only: str, body: Any
) -> None:
    keys = Keys(apis, teams.url)
    teams.fail(200, only=only, body=body)

    with pytest.raises(ApiError):
        await keys.fetch()
    with pytest.raises(Unavailable):
        await keys.find("key-1")


async def test_a_token_is_used_until_shortly_before_its_end(
    apis: Apis, teams: TeamsStandIn, clock: Clock
) -> None:
    access = Access(apis, teams.url, BOT_ID, BOT_PASSWORD, BOT_TENANT, clock)

    first = await access.token()
    clock.now += 54 * 60
    assert await access.token() == first
    clock.now += 2 * 60
    assert await access.token() != first


async def test_a_token_that_lives_shortly_is_used_half_of_that(
    apis: Apis, teams: TeamsStandIn, clock: Clock
) -> None:
    access = Access(apis, teams.url, BOT_ID, BOT_PASSWORD, BOT_TENANT, clock)
    teams.fail(200, only="token", body={"access_token": "short", "expires_in": 60})

    assert await access.token() == "short"
    clock.now += 29
    assert await access.token() == "short"
    clock.now += 2
    assert await access.token() != "short"


@pytest.mark.parametrize(
    "body", [{}, [], b"<html>", {"access_token": "x"}, {"access_token": "x", "expires_in": "soon"}]
)
async def test_an_answer_that_is_no_token_is_told(apis: Apis, teams: TeamsStandIn, body: Any) -> None:
    access = Access(apis, teams.url, BOT_ID, BOT_PASSWORD, BOT_TENANT)
    teams.fail(200, only="token", body=body)

    with pytest.raises(ApiError) as caught:
        await access.token()

    assert (caught.value.status, caught.value.transient) == (401, False)
