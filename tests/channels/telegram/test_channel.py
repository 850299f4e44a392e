"""Telegram from end to end: the Bot API's stand-in on one side, what Rasa hears and says on the other."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.settings import PUBLIC_URL
from pin_advisor.channels.settings import (
    TELEGRAM_API as API,
)
from pin_advisor.channels.settings import (
    TELEGRAM_SECRET as SECRET,
)
from pin_advisor.channels.settings import (
    TELEGRAM_TOKEN as TOKEN,
)
from pin_advisor.channels.stand_ins.telegram import TelegramStandIn
from pin_advisor.channels.telegram import TelegramInput
from pin_advisor.channels.wording import wording
from pin_advisor.errors import ChannelError
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import eventually, path_of, serving
from tests.channels.telegram.conftest import BOT_SECRET, BOT_TOKEN, GROUP, PRIVATE, Shop, opened
from tests.store.talk import PAYLOAD

WORDS = wording()
CANARY = "ann@example.com wants 300 pins"
FORM = {
    "buttons": [
        {"title": "Flat (2D)", "payload": "Flat, 2D"},
        {"title": "Sculpted (3D)", "payload": "Sculpted, 3D"},
        {"title": "Not sure", "payload": "I'm not sure"},
    ]
}
ASKING = (("Flat or sculpted?", FORM), (None, {"custom": PAYLOAD}))
RECOMMENDING = (
    ("I recommend hard enamel pins. They last for years.", {}),
    ("Is anything of this not as you meant it?", {"buttons": [{"title": "Why?", "payload": "Why?"}]}),
    (
        None,
        {
            "custom": {
                "type": "recommendation",
                "pin_type": "hard_enamel",
                "needs": {"occasion": "award", "quantity": 150},
                "reasons": [{"rule": "lasting_hard", "text": "They last for years."}],
                "alternatives": [],
            }
        },
    ),
)


# -- a conversation ----------------------------------------------------------------------------------


async def test_a_message_gets_its_reply(shop: Shop) -> None:
    (sent,) = await shop.say("hello")

    assert (sent["chat_id"], sent["text"]) == (PRIVATE, "You said: hello")
    assert "parse_mode" not in sent
    (heard,) = shop.rasa.heard
    assert (heard.sender_id, heard.input_channel) == ("telegram:77001:501:501", "telegram")
    assert heard.metadata == {"locale": "en"}


async def test_typing_is_shown_meanwhile(
    store: ConversationStore, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def until_it_is_shown(_: UserMessage) -> None:
        await telegram.until(1, "sendChatAction")

    async with opened(store, Rasa(store, until_it_is_shown), telegram, monkeypatch) as shop:
        (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"
    (action,) = telegram.made("sendChatAction")
    assert dict(action.body) == {"chat_id": PRIVATE, "action": "typing"}


async def test_the_start_button_greets(shop: Shop) -> None:
    await shop.say("/start")

    assert shop.rasa.texts == ["Hello"]


async def test_a_recommendation_is_a_card_and_no_payload_is_sent(
    store: ConversationStore, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=RECOMMENDING), telegram, monkeypatch) as shop:
        (sent,) = await shop.say("help me choose")

    assert sent["text"].startswith("I recommend hard enamel pins.\n\nHard enamel\n")
    assert sent["text"].count("They last for years.") == 1
    bold = [sent["text"][e["offset"] : e["offset"] + e["length"]] for e in sent["entities"]]
    assert bold == ["Hard enamel", "Why it suits you"]
    assert "lasting_hard" not in json.dumps(sent)


async def test_a_button_says_its_choice_and_leaves_it_in_the_chat(
    store: ConversationStore, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), telegram, monkeypatch) as shop:
        await shop.say("hello")
        await shop.press("Sculpted (3D)")

    assert shop.rasa.texts == ["hello", "Sculpted, 3D"]
    assert len(telegram.made("answerCallbackQuery")) == 1
    pressed = telegram.history[PRIVATE][1]["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in pressed] == [["✓ Sculpted (3D)"]]


async def test_a_button_works_after_a_restart(
    store: ConversationStore, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), telegram, monkeypatch) as shop:
        await shop.say("hello")
    async with opened(store, Rasa(store), telegram, monkeypatch) as shop:
        await shop.press("Not sure")

    assert shop.rasa.texts == ["I'm not sure"]


async def test_a_button_that_is_not_open_any_more_is_told(
    store: ConversationStore, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), telegram, monkeypatch) as shop:
        await shop.say("hello")
        await store.erase("telegram:77001:501:501")
        (sent,) = await shop.press("Not sure")

    assert sent["text"] == WORDS.stale_choice
    assert shop.rasa.texts == ["hello"]
    assert len(telegram.made("answerCallbackQuery")) == 1


async def test_a_button_whose_press_telegram_has_forgotten_works_all_the_same(
    store: ConversationStore, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), telegram, monkeypatch) as shop:
        await shop.say("hello")
        telegram.fail(400, only="answerCallbackQuery")
        telegram.fail(400, only="editMessageReplyMarkup")
        await shop.press("Not sure")

    assert shop.rasa.texts == ["hello", "I'm not sure"]


async def test_two_members_of_a_group_do_not_get_into_each_others_way(
    store: ConversationStore, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(store, Rasa(store, replies=ASKING), telegram, monkeypatch) as shop:
        (to_ann,) = await shop.say("/start", GROUP, 501)
        (to_bob,) = await shop.press("Not sure", GROUP, 502)

    assert to_ann["reply_parameters"]["message_id"] == telegram.history[GROUP][0]["message_id"]
    assert to_bob["text"] == WORDS.stale_choice
    assert [h.sender_id for h in shop.rasa.heard] == ["telegram:77001:-100200:501"]


async def test_what_is_said_in_a_group_to_others_is_not_heard(shop: Shop) -> None:
    assert await shop.say("which pin do we take?", GROUP, 501) == []
    assert shop.rasa.heard == []

    (sent,) = await shop.say("@pin_advisor_bot which pin do we take?", GROUP, 501)

    assert sent["text"] == "You said: which pin do we take?"


async def test_a_picture_is_answered_with_an_offer_that_can_be_taken(shop: Shop) -> None:
    (sent,) = await shop.post(photo=[{"file_id": "1", "file_unique_id": "2", "width": 9, "height": 9}])
    await shop.press("Get a free quote")

    assert sent["text"] == WORDS.media.picture
    assert shop.rasa.texts == ["Get a free quote"]


async def test_an_album_is_answered_once(shop: Shop) -> None:
    photo = [{"file_id": "1", "file_unique_id": "2", "width": 9, "height": 9}]
    for _ in range(4):
        await shop.post(photo=photo, media_group_id="77")

    assert [c.body["text"] for c in shop.telegram.made("sendMessage")] == [WORDS.media.picture]


async def test_an_edit_is_answered_kindly(shop: Shop) -> None:
    message = shop.telegram.message(PRIVATE, PRIVATE, text="I need 300 pins", edit_date=1)

    (sent,) = await shop.deliver({"edited_message": message})

    assert sent["text"] == WORDS.edited
    assert shop.rasa.heard == []


@pytest.mark.parametrize(
    "text", ["x" * 1000, "مرحبا " * 160, "שלום", "\U0001f396\ufe0f" * 300, "<b>1 & 2</b> *a* _b_ `c` [d](e)"]
)
async def test_long_texts_and_any_script_come_back_as_they_were(shop: Shop, text: str) -> None:
    (sent,) = await shop.say(text)

    assert sent["text"] == f"You said: {text.strip()}"
    assert "entities" not in sent


async def test_a_reply_longer_than_a_message_comes_in_several(
    store: ConversationStore, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(f"Paragraph {n}. {'word ' * 300}" for n in range(9))
    rasa = Rasa(store, replies=((text, FORM), (None, {"custom": PAYLOAD})))
    async with opened(store, rasa, telegram, monkeypatch) as shop:
        sent = await shop.say("hello")

    assert len(sent) > 2
    assert "".join("".join(m["text"] for m in sent).split()) == "".join(text.split())
    assert ["reply_markup" in m for m in sent] == [False] * (len(sent) - 1) + [True]


# -- the secret: R23 as far as Telegram has it --------------------------------------------------------

HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {
    "message": {"message_id": 1, "from": {"id": 501}, "chat": {"id": 501, "type": "private"}, "text": "hi"}
}


async def posted(shop: Shop, body: bytes, headers: list[tuple[str, str]]) -> int:
    """The status that the webhook answers."""
    url = shop.telegram.webhook["url"]
    async with aiohttp.ClientSession() as client, client.post(url, data=body, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize(
    ("case", "secret"),
    [
        ("invalid", "x" * 32),
        ("missing", ""),
        ("a part of it", BOT_SECRET[:-1]),
        ("more than it", BOT_SECRET + "s"),
        ("in capitals", BOT_SECRET.upper()),
        ("the token", BOT_TOKEN),
    ],
)
async def test_an_update_without_our_secret_is_refused(shop: Shop, case: str, secret: str) -> None:
    calls = len(shop.telegram.calls)

    status = await shop.telegram.knock({"update_id": 1, **UPDATE}, secret)
    await shop.served.settled()

    assert status == 401, case
    assert shop.rasa.heard == []
    assert len(shop.telegram.calls) == calls, "a call of the Bot API"


@pytest.mark.parametrize("header", ["X-Telegram-Bot-Api-Secret", "Authorization", "X-Hub-Signature-256"])
async def test_the_secret_under_another_name_is_none(shop: Shop, header: str) -> None:
    body = json.dumps({"update_id": 1, **UPDATE}).encode()

    assert await posted(shop, body, [(header, BOT_SECRET)]) == 401
    assert shop.rasa.heard == []


@pytest.mark.parametrize(
    "secrets", [(BOT_SECRET, "x" * 32), ("x" * 32, BOT_SECRET), (BOT_SECRET, BOT_SECRET)]
)
async def test_two_secrets_are_none(shop: Shop, secrets: tuple[str, ...]) -> None:
    assert await posted(shop, b'{"update_id": 1}', [(HEADER, secret) for secret in secrets]) == 401


async def test_an_update_with_our_secret_is_taken(shop: Shop) -> None:
    assert await shop.telegram.knock({"update_id": 1, **UPDATE}) == 200


async def test_a_replayed_update_is_answered_once(shop: Shop) -> None:
    shop.telegram.chat(PRIVATE)
    for _ in range(3):
        assert await shop.telegram.knock({"update_id": 1, **UPDATE}) == 200
    await shop.served.settled()

    assert shop.rasa.texts == ["hi"]
    assert len(shop.telegram.made("sendMessage")) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b'{"update_id": 1, "update_id": 2}', b"{" * 5000])
async def test_a_body_that_is_no_update_is_refused(shop: Shop, body: bytes) -> None:
    assert await posted(shop, body, [(HEADER, BOT_SECRET)]) == 400


# -- delivered again, and in heaps --------------------------------------------------------------------


async def test_what_was_not_accepted_is_delivered_again_and_answered_once(shop: Shop) -> None:
    desk = shop.served._channels[0]._desk  # type: ignore[attr-defined]
    accept, tries = desk.accept, []

    async def fail_once(events: Any) -> None:
        tries.append(len(events))
        if len(tries) == 1:
            raise RuntimeError
        await accept(events)

    desk.accept = fail_once
    (sent,) = await shop.say("hello")

    assert tries == [1, 1]
    assert sent["text"] == "You said: hello"


async def test_many_visitors_at_once_are_all_answered(shop: Shop) -> None:
    chats = range(600, 630)

    await asyncio.gather(*(shop.telegram.say(f"I am {chat}", chat) for chat in chats))
    await shop.served.settled()

    texts = {c.body["chat_id"]: c.body["text"] for c in shop.telegram.made("sendMessage")}
    assert texts == {chat: f"You said: I am {chat}" for chat in chats}


# -- Telegram in trouble -------------------------------------------------------------------------------


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited between attempts, without doing so."""
    waits: list[float] = []
    sleep = asyncio.sleep

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    init = TelegramInput.configure

    def configure(self: TelegramInput, values: Any) -> None:
        init(self, values)
        self._api._sleep = wait

    monkeypatch.setattr(TelegramInput, "configure", configure)
    return waits


async def test_when_telegram_wants_us_to_wait_we_do(waits: list[float], shop: Shop) -> None:
    told = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 8},
    }
    shop.telegram.fail(429, only="sendMessage", body=told)

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"
    assert waits == [8.0]


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_when_telegram_fails_we_try_again(waits: list[float], shop: Shop, status: int) -> None:
    shop.telegram.fail(status, times=3, only="sendMessage", body=b"<html>Bad Gateway</html>")

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"
    assert len(waits) == 3


async def test_when_telegram_does_not_answer_in_time_we_try_again(waits: list[float], shop: Shop) -> None:
    api = shop.served._channels[0]._api  # type: ignore[attr-defined]
    await api.close()
    api._limit = 0.2
    shop.telegram.fail(0, only="sendMessage")

    (sent,) = await shop.say("hello")

    assert sent["text"] == "You said: hello"


async def test_while_telegram_is_away_nothing_is_lost(
    waits: list[float],
    store: ConversationStore,
    rasa: Rasa,
    telegram: TelegramStandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(store, rasa, telegram, monkeypatch) as shop:
        telegram.fail(503, times=50, only="sendMessage")
        assert await shop.say("hello") == []
        while telegram.fault("sendMessage"):
            pass
        await store.inbox.leave("telegram", "1000")
    async with opened(store, rasa, telegram, monkeypatch) as shop:
        (call,) = await telegram.until(1, "sendMessage")
        await shop.served.settled()

    assert call.body["text"] == "You said: hello"
    assert rasa.texts == ["hello"]


async def test_a_visitor_who_has_blocked_the_bot_is_left_in_peace(shop: Shop) -> None:
    told = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    shop.telegram.fail(403, only="sendMessage", body=told)

    assert await shop.say("hello") == []
    assert len([c for c in shop.telegram.calls if c.method == "sendMessage"]) == 1


async def test_a_picture_that_telegram_cannot_fetch_costs_no_words(
    store: ConversationStore, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PUBLIC_URL, "https://chat.example.com")
    monkeypatch.setattr(
        "pin_advisor.channels.wording._has_picture", lambda pin_type: pin_type == "hard_enamel"
    )
    async with opened(store, Rasa(store, replies=RECOMMENDING), telegram, monkeypatch) as shop:
        await telegram.until(1, "setWebhook")
        telegram.webhook["url"] = shop.served.url + path_of(TelegramInput)
        shown = await shop.say("help me choose")
        telegram.fail(400, only="sendPhoto")
        without = await shop.say("help me choose again")

    assert [m.get("photo") for m in shown] == [
        None,
        "https://chat.example.com/webhooks/website/pictures/hard_enamel.png",
        None,
    ]
    assert [m.get("text") or m.get("caption") for m in shown] == [m["text"] for m in without]
    assert shown[1]["caption_entities"] == without[1]["entities"]


# -- settings and start --------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "missing"), [(TOKEN, SECRET), (SECRET, TOKEN), (API, TOKEN)])
def test_with_a_part_of_the_variables_it_refuses_to_start(
    given: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (TOKEN, SECRET, API):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(given, "something")

    with pytest.raises(ChannelError) as caught:
        TelegramInput()

    assert caught.value.code == "PA408"
    assert missing in caught.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (TOKEN, "no-token"),
        (TOKEN, "123:short"),
        (TOKEN, f"{BOT_TOKEN}/getMe"),
        (SECRET, "short"),
        (SECRET, "with spaces and more than sixteen"),
        (SECRET, "x" * 257),
        (SECRET, "é" * 20),
        (API, "api.telegram.org"),
        (API, "http://api.telegram.org"),
        (PUBLIC_URL, "chat.example.com"),
    ],
)
def test_a_value_that_can_not_be_right_is_refused_and_not_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, good in ((TOKEN, BOT_TOKEN), (SECRET, BOT_SECRET)):
        monkeypatch.setenv(variable, good)
    monkeypatch.setenv(name, value)

    with pytest.raises(ChannelError) as caught:
        TelegramInput()

    assert (caught.value.code, caught.value.where) == ("PA409", name)
    assert value not in str(caught.value)


async def test_with_a_public_address_telegram_is_told_it_and_the_secret(
    store: ConversationStore, rasa: Rasa, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PUBLIC_URL, "https://chat.example.com/")
    async with opened(store, rasa, telegram, monkeypatch):
        (call,) = await telegram.until(1, "setWebhook")

    assert dict(call.body) == {
        "url": "https://chat.example.com/webhooks/telegram/webhook",
        "secret_token": BOT_SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query"],
    }


async def test_without_one_it_is_told_nothing(shop: Shop) -> None:
    await shop.say("hello")

    assert shop.telegram.made("setWebhook") == []


async def test_a_wrong_token_is_told_in_the_log_without_it(
    store: ConversationStore,
    rasa: Rasa,
    telegram: TelegramStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    other = "88002:another-token-of-nobody"
    monkeypatch.setenv(TOKEN, other)
    monkeypatch.setenv(SECRET, BOT_SECRET)
    monkeypatch.setenv(API, telegram.url)
    async with serving(store, rasa, TelegramInput()):
        await eventually(lambda: TOKEN in caplog.text)

    assert "401" in caplog.text
    assert other not in caplog.text


async def test_neither_token_nor_secret_nor_words_are_in_the_log(
    waits: list[float],
    store: ConversationStore,
    telegram: TelegramStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(PUBLIC_URL, "https://chat.example.com")

    async def fail(_: UserMessage) -> None:
        raise RuntimeError(CANARY)

    async with opened(store, Rasa(store, fail), telegram, monkeypatch) as shop:
        await telegram.until(1, "setWebhook")
        telegram.webhook["url"] = shop.served.url + path_of(TelegramInput)
        for status in (400, 403, 429, 500):
            telegram.fail(status, times=5, only="sendMessage", body=b"?")
            await shop.say(CANARY)
            while telegram.fault("sendMessage"):
                pass

    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith(("pin_advisor", "aiohttp")))
    assert ours
    assert [secret for secret in (BOT_TOKEN, BOT_SECRET, CANARY) if secret in ours] == []
