"""Who may speak to a webhook: the same eight rows for every channel (R23).

A request counts if its platform has signed it, and gets 401 in all other cases: then there is no turn, and no
call of the platform's API.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pin_advisor.channels import settings
from pin_advisor.channels.settings import CONNECTORS, PUBLIC_URL
from pin_advisor.channels.stand_ins.server import StandIn
from pin_advisor.errors import ChannelError
from pin_advisor.store.conversations import ConversationStore
from tests.channels.every.channel import Channel, Forge, Row
from tests.channels.every.conftest import CHANNELS, Shop, opened
from tests.channels.rasa import Rasa


def cases(*rows: Row) -> Iterator[Any]:
    for channel in CHANNELS:
        for row in rows:
            for case, forge in channel.SIGNATURES.get(row, {}).items():
                yield pytest.param(channel, forge, id=f"{channel.name}-{row.value}: {case}")


def test_every_connector_is_held_against_every_row() -> None:
    assert {c.CONNECTOR.SETTINGS.title for c in CHANNELS} == {c.title for c in CONNECTORS}
    for channel in CHANNELS:
        # What was replayed is tried with all of them, below.
        rows = {*channel.SIGNATURES, *channel.NO_ROW, Row.REPLAYED}
        assert rows == set(Row), channel
        assert not set(channel.SIGNATURES) & set(channel.NO_ROW), channel
        assert all(channel.SIGNATURES.values()), channel
        assert all(channel.NO_ROW.values()), channel


@pytest.mark.parametrize(("channel", "forge"), cases(Row.VALID))
async def test_what_the_platform_has_signed_is_answered(shop: Shop, forge: Forge) -> None:
    event = shop.event("hello")

    assert await shop.post(forge(shop.platform, event)) == 200
    await shop.served.settled()

    assert shop.rasa.texts == ["hello"]
    assert shop.sent() == [(shop.channel.place(1), "You said: hello")]


REFUSED = [row for row in Row if row not in (Row.VALID, Row.REPLAYED)]


@pytest.mark.parametrize(("channel", "forge"), cases(*REFUSED))
async def test_what_it_has_not_signed_is_refused(shop: Shop, forge: Forge) -> None:
    request = forge(shop.platform, shop.event("hello"))
    shop.channel.still(shop.connector)
    calls = len(shop.platform.calls)

    assert await shop.post(request) == 401
    await shop.served.settled()

    assert shop.rasa.heard == []
    assert len(shop.platform.calls) == calls, "a call of the API"


async def test_what_is_replayed_is_answered_once_also_after_a_restart(
    channel: Channel[Any],
    platform: StandIn,
    store: ConversationStore,
    rasa: Rasa,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a signature tells no time, this is what a stale one comes to."""
    request = None
    for accepted in (200, None):
        async with opened(channel, platform, store, rasa, monkeypatch) as shop:
            if request is None:
                request = shop.request(shop.event("hello"))
            statuses = [await shop.post(request) for _ in range(3)]
            await shop.served.settled()
            assert statuses[1:] == [channel.COPY] * 2
            assert statuses[0] == accepted or accepted is None

    assert rasa.texts == ["hello"]
    assert len(shop.sent()) == 1


def test_without_its_secret_it_does_not_start(channel: Channel[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*settings.off(), PUBLIC_URL):
        monkeypatch.delenv(name, raising=False)
    channel.switch_on(monkeypatch)
    for blank in ("", "  "):
        monkeypatch.setenv(channel.SECRET, blank)

        with pytest.raises(ChannelError, match=channel.SECRET) as caught:
            channel.CONNECTOR()

        assert caught.value.code == "PA408"
