"""Messenger from end to end: the Graph API's stand-in on one side, what Rasa hears and says on the other."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.messenger import MessengerInput
from pin_advisor.channels.platforms import Messenger
from pin_advisor.channels.settings import (
    MESSENGER_API,
    PUBLIC_URL,
)
from pin_advisor.channels.stand_ins.messenger import PAGE, MessengerStandIn, error
from pin_advisor.channels.wording import wording
from pin_advisor.store.conversations import ConversationStore
from tests.channels.messenger.conftest import (
    ANN,
    CONVERSATION,
    SECRET,
    TOKEN,
    VERIFY,
    Shop,
    opened,
    switch_on,
)
from tests.channels.rasa import Rasa
from tests.channels.served import eventually, serving
from tests.channels.spoken import ASKING, RECOMMENDING
from tests.store.talk import PAYLOAD

WORDS = wording()
OCCASIONS = ["Awards or recognition", "Company branding", "A giveaway", "A school or a club", "A present"]
ASKING_LONG = (
    ("What for?", {"buttons": [{"title": o, "payload": f"They are for: {o}"} for o in OCCASIONS]}),
    (None, {"custom": PAYLOAD}),
)


def buttons_of(message: dict[str, Any]) -> list[str]:
    return [button["title"] for button in message["attachment"]["payload"]["buttons"]]


# -- a conversation ----------------------------------------------------------------------------------


async def test_a_message_gets_its_reply(shop: Shop) -> None:
    assert await shop.say("hello") == [{"text": "You said: hello"}]

    (heard,) = shop.rasa.heard
    assert (heard.sender_id, heard.input_channel) == (CONVERSATION, "messenger")
    (call,) = shop.messenger.made("messages")
    proof = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    assert dict(call.body) == {
        "access_token": TOKEN,
        "appsecret_proof": proof,
        "recipient": {"id": ANN},
        "messaging_type": "RESPONSE",
        "message": {"text": "You said: hello"},
    }


async def test_the_message_is_seen_and_typing_is_shown_meanwhile(
    store: ConversationStore, messenger: MessengerStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def until_it_is_shown(_: UserMessage) -> None:
        await messenger.until(1, "typing_on")

    async with opened(store, Rasa(store, until_it_is_shown), messenger, monkeypatch) as shop:
        await shop.say("hello")

    methods = [call.method for call in messenger.calls]
    assert methods == ["me", "mark_seen", "typing_on", "messages"]
    assert messenger.calls[1].body["recipient"] == {"id": ANN}


async def test_the_button_that_begins_a_conversation_greets(shop: Shop) -> None:
    await shop.deliver(shop.messenger.postback(ANN, "Get Started", "GET_STARTED"))

    assert shop.rasa.texts == ["Hello"]


async def test_a_recommendation_is_a_card_and_no_payload_is_sent(
    store: ConversationStore, messenger: MessengerStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=RECOMMENDING), messenger, monkeypatch) as shop:
        sent = await shop.say("help me choose")

    first, card, below, asking = sent
    assert first == {"text": "I recommend hard enamel pins."}
    (element,) = card["attachment"]["payload"]["elements"]
    assert element["title"] == "Hard enamel"
    assert "They last for years." in below["text"]
    assert buttons_of(asking) == ["Why?"]
    assert "hard_enamel" not in json.dumps([first, below, asking])


async def test_a_button_works_also_after_a_restart_and_twice(
    store: ConversationStore, messenger: MessengerStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    rasa = Rasa(store, replies=ASKING)
    async with opened(store, rasa, messenger, monkeypatch) as shop:
        (sent,) = await shop.say("hello")
    async with opened(store, rasa, messenger, monkeypatch) as shop:
        await shop.press("Sculpted (3D)")
        await shop.say("something else")
        await shop.press("Not sure")

    assert buttons_of(sent) == ["Flat (2D)", "Sculpted (3D)", "Not sure"]
    assert rasa.texts == ["hello", "Sculpted, 3D", "something else", "I'm not sure"]


@pytest.mark.parametrize("said", ["4", "4.", "a school or a club"])
async def test_quick_replies_can_be_pressed_and_their_numbers_and_titles_written(
    store: ConversationStore, messenger: MessengerStandIn, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    rasa = Rasa(store, replies=ASKING_LONG)
    async with opened(store, rasa, messenger, monkeypatch) as shop:
        (sent,) = await shop.say("hello")
        await shop.press(sent["quick_replies"][0]["title"])
        await shop.say(said)

    assert all(len(reply["title"]) <= 20 for reply in sent["quick_replies"])
    assert all(occasion in sent["text"] for occasion in OCCASIONS)
    assert rasa.texts == ["hello", f"They are for: {OCCASIONS[0]}", f"They are for: {OCCASIONS[3]}"]


async def test_nobody_can_press_another_visitors_button(
    store: ConversationStore, messenger: MessengerStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    rasa = Rasa(store, replies=ASKING)
    async with opened(store, rasa, messenger, monkeypatch) as shop:
        (sent,) = await shop.say("hello")
        (button, *_) = sent["attachment"]["payload"]["buttons"]
        answered = await shop.deliver(messenger.postback("502", button["title"], button["payload"]))

    assert answered == [{"text": WORDS.stale_choice}]
    assert rasa.texts == ["hello"]


async def test_a_picture_is_answered_with_an_offer_that_can_be_taken(shop: Shop) -> None:
    (sent,) = await shop.post("image")
    await shop.press("Get a free quote")

    assert sent["attachment"]["payload"]["text"] == WORDS.media.picture
    assert shop.rasa.texts == ["Get a free quote"]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("sticker", WORDS.media.sticker), ("audio", WORDS.media.voice), ("fallback", WORDS.media.other)],
)
async def test_other_things_are_answered_kindly(shop: Shop, kind: str, sentence: str) -> None:
    assert await shop.post(kind) == [{"text": sentence}]
    assert shop.rasa.heard == []


async def test_an_edit_is_answered_kindly(shop: Shop) -> None:
    edit = shop.messenger.event(ANN, message_edit={"mid": "m_1", "text": "300 pins", "num_edit": 1})

    assert await shop.deliver(edit) == [{"text": WORDS.edited}]
    assert shop.rasa.heard == []


@pytest.mark.parametrize(
    "content",
    [
        {"delivery": {"mids": ["m_1"], "watermark": 5}},
        {"read": {"watermark": 5}},
        {"reaction": {"reaction": "like", "emoji": "👍", "action": "react", "mid": "m_1"}},
        {"message": {"mid": "m_9", "text": "said by the page", "is_echo": True, "app_id": 1}},
    ],
)
async def test_what_gets_no_answer_gets_none(shop: Shop, content: dict[str, Any]) -> None:
    before = len(shop.messenger.calls)

    assert await shop.deliver(shop.messenger.event(ANN, **content)) == []
    assert shop.rasa.heard == []
    assert len(shop.messenger.calls) == before


@pytest.mark.parametrize(
    "text", ["x" * 1000, "مرحبا " * 160, "שלום", "\U0001f396\ufe0f" * 300, "<b>1 & 2</b> *a* _b_ `c` [d](e)"]
)
async def test_long_texts_and_any_script_come_back_as_they_were(shop: Shop, text: str) -> None:
    assert await shop.say(text) == [{"text": f"You said: {text.strip()}"}]


# -- the address is ours ------------------------------------------------------------------------------

QUESTION = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}


async def asked(shop: Shop, params: Any) -> tuple[int, str, str]:
    async with aiohttp.ClientSession() as client, client.get(shop.messenger.webhook, params=params) as answer:
        return answer.status, answer.content_type, await answer.text()


async def test_who_knows_our_token_gets_the_challenge_back(shop: Shop) -> None:
    assert await asked(shop, QUESTION) == (200, "text/plain", "1158201444")


@pytest.mark.parametrize(
    "params",
    [
        {**QUESTION, "hub.verify_token": "x" * 32},
        {**QUESTION, "hub.verify_token": ""},
        {**QUESTION, "hub.verify_token": VERIFY.upper()},
        {**QUESTION, "hub.verify_token": "é" * 32},
        {**QUESTION, "hub.mode": "unsubscribe"},
        {**QUESTION, "hub.challenge": "<script>alert(1)</script>"},
        {**QUESTION, "hub.challenge": ""},
        {name: value for name, value in QUESTION.items() if name != "hub.verify_token"},
        [*QUESTION.items(), ("hub.verify_token", "x")],
        {},
    ],
)
async def test_nobody_else_does(shop: Shop, params: Any) -> None:
    status, _, text = await asked(shop, params)

    assert status == 403
    assert "script" not in text
    assert "1158201444" not in text


# -- the signature: R23 ---------------------------------------------------------------------------------

HEADER = "X-Hub-Signature-256"
BODY = json.dumps(
    {
        "object": "page",
        "entry": [
            {
                "id": PAGE,
                "time": 1_458_692_752_478,
                "messaging": [
                    {
                        "sender": {"id": ANN},
                        "recipient": {"id": PAGE},
                        "timestamp": 1_458_692_752_478,
                        "message": {"mid": "mid.1457764197618:41d102a3e1ae206a38", "text": "hello, world!"},
                    }
                ],
            }
        ],
    }
).encode()


def signature(body: bytes = BODY, secret: str = SECRET, hash: str = "sha256") -> str:
    return f"{hash}={hmac.new(secret.encode(), body, hash).hexdigest()}"


async def posted(shop: Shop, body: bytes, headers: list[tuple[str, str]]) -> int:
    """The status that the webhook answers."""
    url = shop.messenger.webhook
    async with aiohttp.ClientSession() as client, client.post(url, data=body, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"object": "page"}',
        b'{"object": "page", "entry": 3}',
        b'{"object": "page", "entry": [null]}',
        b'{"object": "page", "entry": [{"messaging": [null, {}, {"sender": 5}]}]}',
        b'{"object": "instagram", "entry": []}',
    ],
)
async def test_what_is_not_as_documented_is_accepted_and_left_out(shop: Shop, body: bytes) -> None:
    assert await posted(shop, body, [(HEADER, signature(body))]) == 200
    assert shop.rasa.heard == []


# -- delivered again, and in heaps ----------------------------------------------------------------------


async def test_a_batch_is_dealt_with_whole_though_one_of_it_can_not_be_read(shop: Shop) -> None:
    messages = [shop.messenger.message(f"6{n}", text=f"I am {n}") for n in range(20)]
    messages[7:7] = [{"sender": 5}, shop.messenger.event("6", read={"watermark": 1})]
    entries = [{"id": PAGE, "time": n, "messaging": messages[n::3]} for n in range(3)]
    body = shop.messenger.notification(entries)

    assert await shop.messenger.knock(body, shop.messenger.signed(body)) == 200
    await shop.served.settled()

    texts = {
        call.body["recipient"]["id"]: call.body["message"]["text"] for call in shop.messenger.made("messages")
    }
    assert texts == {f"6{n}": f"You said: I am {n}" for n in range(20)}


async def test_the_largest_batch_that_meta_makes_is_answered_whole(shop: Shop) -> None:
    stickers = [{"type": "sticker", "payload": {"sticker_id": 369239263222822, "url": "x" * 900}}]
    visitors = [f"7{n}" for n in range(Messenger.BATCH.value)]

    await shop.deliver(*(shop.messenger.message(visitor, attachments=stickers) for visitor in visitors))

    answered = {call.body["recipient"]["id"] for call in shop.messenger.made("messages")}
    assert answered == set(visitors)


async def test_messages_of_one_visitor_are_answered_in_order(shop: Shop) -> None:
    sent = await shop.deliver(*(shop.messenger.message(ANN, text=f"number {n}") for n in range(4)))

    assert [message["text"] for message in sent] == [f"You said: number {n}" for n in range(4)]


# -- Meta in trouble --------------------------------------------------------------------------------------


async def test_minutes_are_waited_without_holding_on_to_it(
    waits: list[float], shop: Shop, store: ConversationStore
) -> None:
    usage = json.dumps({PAGE: [{"type": "messenger", "estimated_time_to_regain_access": 5}]})
    headers = {"X_Business_Use_Case_Usage": usage}
    shop.messenger.fail(400, only="messages", body=error("Too many calls", 80006), **headers)

    assert await shop.say("hello") == []
    assert waits == []
    assert await store.inbox.claim("messenger") == []  # not yet


async def test_a_picture_that_meta_can_not_fetch_costs_no_words(
    store: ConversationStore, messenger: MessengerStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PUBLIC_URL, "https://chat.example.com")
    monkeypatch.setattr(
        "pin_advisor.channels.wording._has_picture", lambda pin_type: pin_type == "hard_enamel"
    )
    async with opened(store, Rasa(store, replies=RECOMMENDING), messenger, monkeypatch) as shop:
        first, card, *others = await shop.say("help me choose")
        messenger.fail(400, only="messages", body=error("Failed to fetch the file", 100, 2018008))
        channel = shop.served._channels[0]
        await channel.send({"to": ANN}, card)  # type: ignore[attr-defined]

    (element,) = card["attachment"]["payload"]["elements"]
    assert element["image_url"] == "https://chat.example.com/webhooks/website/pictures/hard_enamel.png"
    (without,) = messenger.history[ANN][-1]["attachment"]["payload"]["elements"]
    assert without == {name: value for name, value in element.items() if name != "image_url"}
    assert first["text"]
    assert len(others) == 2


@pytest.mark.parametrize(
    ("message", "instead"),
    [
        ({"attachment": {"type": "image", "payload": {"url": "https://a.example"}}}, None),
        (
            {
                "attachment": {
                    "type": "template",
                    "payload": {
                        "template_type": "generic",
                        "elements": [{"title": "Hard enamel", "image_url": "https://a.example"}],
                    },
                }
            },
            {"text": "Hard enamel"},
        ),
    ],
)
async def test_what_is_left_without_a_picture(shop: Shop, message: Any, instead: Any) -> None:
    shop.messenger.event(ANN)
    shop.messenger.fail(400, only="messages", body=error("Failed to fetch the file", 100, 2018008))

    await shop.served._channels[0].send({"to": ANN}, message)  # type: ignore[attr-defined]

    assert shop.messenger.history[ANN] == ([instead] if instead else [])


# -- settings and start -----------------------------------------------------------------------------------


async def test_with_a_public_address_the_page_is_connected_and_the_log_tells_which_it_is(
    store: ConversationStore,
    rasa: Rasa,
    messenger: MessengerStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setenv(PUBLIC_URL, "https://chat.example.com/")
    async with opened(store, rasa, messenger, monkeypatch):
        await messenger.until(1, "messenger_profile")

    assert "Messenger: this is the page Pins & Co." in caplog.messages
    assert messenger.fields == ("messages", "messaging_postbacks", "message_edits")
    assert messenger.profile == {"get_started": {"payload": "GET_STARTED"}}


async def test_without_one_nothing_is_changed(shop: Shop) -> None:
    await shop.say("hello")

    assert (shop.messenger.fields, shop.messenger.profile) == ((), {})


async def test_what_is_not_metas_answer_is_told_in_the_log(
    store: ConversationStore,
    rasa: Rasa,
    messenger: MessengerStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    switch_on(monkeypatch, messenger.url)
    messenger.fail(200, only="me", body=b"<html>Welcome to our wireless network</html>")
    async with serving(store, rasa, MessengerInput()):
        await eventually(lambda: MESSENGER_API in caplog.text)
