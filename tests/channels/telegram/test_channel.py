"""Telegram from end to end: the Bot API's stand-in on one side, what Rasa hears and says on the other."""

from __future__ import annotations

import json

import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.settings import PUBLIC_URL
from pin_advisor.channels.stand_ins.telegram import TelegramStandIn
from pin_advisor.channels.telegram import TelegramInput
from pin_advisor.channels.wording import wording
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import path_of
from tests.channels.spoken import ASKING, RECOMMENDING
from tests.channels.telegram.conftest import BOT_SECRET, GROUP, PRIVATE, Shop, opened

WORDS = wording()


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


async def test_the_press_of_a_button_that_is_not_open_any_more_is_acknowledged(
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


# -- Telegram in trouble -------------------------------------------------------------------------------


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
