from __future__ import annotations
from tests.channels.telegram.conftest import Shop


async def test_a_message_gets_its_reply(shop: Shop) -> None:
    (sent,) = await shop.say("hello")
    assert sent["text"] == "You said: hello"
    assert sent["chat_id"] == 501
    (heard,) = shop.rasa.heard
    assert (heard.sender_id, heard.input_channel, heard.text) == (
        "telegram:77001:501:501",
        "telegram",
        "hello",
    )
