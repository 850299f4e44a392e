"""Choices that can be made, and replies that are longer than a message, on every channel."""

from __future__ import annotations

from typing import Any, Final

import pytest

from pin_advisor.channels.stand_ins.server import StandIn
from pin_advisor.channels.wording import wording
from pin_advisor.store.conversations import ConversationStore
from tests.channels.every.channel import Channel
from tests.channels.every.conftest import CHANNELS, opened
from tests.channels.rasa import Rasa
from tests.channels.spoken import ASKING, FORM
from tests.store.talk import PAYLOAD

#: On the others what is written when a choice is no longer open is words.
WITH_BUTTONS: Final = [channel for channel in CHANNELS if not channel.CONNECTOR.NUMBERED]


async def test_a_choice_is_found_again_after_a_restart(
    channel: Channel[Any], platform: StandIn, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(channel, platform, store, Rasa(store, replies=ASKING), monkeypatch) as shop:
        await shop.say("hello")
    async with opened(channel, platform, store, Rasa(store), monkeypatch) as shop:
        await shop.press("Not sure")

    assert shop.rasa.texts == ["I'm not sure"]


@pytest.mark.parametrize("channel", WITH_BUTTONS, ids=repr, indirect=True)
async def test_a_button_that_is_not_open_any_more_is_told(
    channel: Channel[Any], platform: StandIn, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(channel, platform, store, Rasa(store, replies=ASKING), monkeypatch) as shop:
        await shop.say("hello")
        await store.erase(shop.rasa.heard[0].sender_id)
        said = await shop.press("Not sure")

    assert said == [wording().stale_choice]
    assert shop.rasa.texts == ["hello"]


async def test_a_reply_longer_than_a_message_comes_in_several_and_the_last_one_asks(
    channel: Channel[Any], platform: StandIn, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(f"Paragraph {n}. {'word ' * 1500}" for n in range(9))
    rasa = Rasa(store, replies=((text, FORM), (None, {"custom": PAYLOAD})))
    async with opened(channel, platform, store, rasa, monkeypatch) as shop:
        sent = await shop.say("hello")

    titles = [] if channel.CONNECTOR.NUMBERED else [button["title"] for button in FORM["buttons"]]
    assert len(sent) > 1
    assert "".join("".join(sent).split()).startswith("".join(text.split()))
    bodies = [call.body for call in shop.platform.made(channel.SEND)]
    assert [channel.titles(body) for body in bodies] == [[]] * (len(sent) - 1) + [titles]
