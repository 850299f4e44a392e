"""Setting a channel up: what can't be right is told at once, and what is wrong at the platform in the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from pin_advisor.channels import settings
from pin_advisor.channels.settings import PUBLIC_URL
from pin_advisor.channels.stand_ins.server import StandIn
from pin_advisor.errors import ChannelError
from pin_advisor.store.conversations import ConversationStore
from tests.channels.every.channel import Channel
from tests.channels.every.conftest import CHANNELS
from tests.channels.rasa import Rasa
from tests.channels.served import eventually, path_of, serving


def wrong() -> Iterator[Any]:
    for channel in CHANNELS:
        for name, value in channel.WRONG:
            yield pytest.param(channel, name, value, id=f"{name}-{value[:24]}")


@pytest.mark.parametrize(("channel", "name", "value"), wrong())
def test_a_value_that_can_not_be_right_is_refused_and_not_shown(
    channel: Channel[Any], name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel.switch_on(monkeypatch)
    channel.CONNECTOR()
    monkeypatch.setenv(name, value)

    with pytest.raises(ChannelError) as caught:
        channel.CONNECTOR()

    assert (caught.value.code, caught.value.where) == ("PA409", name)
    assert value not in str(caught.value)


async def test_switched_off_there_is_nothing(
    channel: Channel[Any],
    platform: StandIn,
    store: ConversationStore,
    rasa: Rasa,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in (*settings.off(), PUBLIC_URL):
        monkeypatch.delenv(name, raising=False)
    request = channel.request(platform, channel.event(platform, "hello"))
    async with serving(store, rasa, channel.CONNECTOR()) as served, aiohttp.ClientSession() as client:
        url = served.url + path_of(channel.CONNECTOR)
        async with (
            client.post(url, data=request.body, headers=request.headers) as told,
            client.get(url) as asked,
        ):
            assert (told.status, asked.status) == (404, 404)

    assert rasa.heard == []


async def test_what_the_platform_refuses_is_told_in_the_log_without_it(
    channel: Channel[Any],
    platform: StandIn,
    store: ConversationStore,
    rasa: Rasa,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    name, value, reason = channel.REFUSED
    channel.switch_on(monkeypatch, platform)
    monkeypatch.setenv(name, value)
    async with serving(store, rasa, channel.CONNECTOR()):
        await eventually(lambda: name in caplog.text)

    assert reason in caplog.text
    assert value not in caplog.text
