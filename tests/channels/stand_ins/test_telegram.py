"""The stand-in is Telegram to a client that knows nothing of us: aiogram, which Rasa brings along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.bot.api import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity, Update
from aiogram.utils import exceptions
from aiohttp import web

from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.stand_ins.telegram import TelegramStandIn
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import SAMPLES

TOKEN = "77001:test-token-of-the-stand-in"
CHAT = 501


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    stand_in = TelegramStandIn(TOKEN)
    await stand_in.start()
    stand_in.chat(CHAT)
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def bot(telegram: TelegramStandIn) -> AsyncIterator[Bot]:
    bot = Bot(TOKEN, server=TelegramAPIServer.from_base(telegram.url))
    yield bot
    await bot.session.close()


def keyboard(*buttons: tuple[str, str], width: int = 1) -> InlineKeyboardMarkup:
    markup = InlineKeyboardMarkup(row_width=width)
    return markup.add(*(InlineKeyboardButton(title, callback_data=data) for title, data in buttons))


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.id, me.is_bot, me.username) == (77001, True, "pin_advisor_bot")


async def test_a_wrong_token_is_refused(telegram: TelegramStandIn) -> None:
    other = Bot("88002:token-of-another-bot-entirely", server=TelegramAPIServer.from_base(telegram.url))
    with pytest.raises(exceptions.Unauthorized):
        await other.get_me()
    await other.session.close()


async def test_a_text_arrives_with_its_formatting_and_its_keyboard(
    bot: Bot, telegram: TelegramStandIn
) -> None:
    bold = [MessageEntity(type="bold", offset=3, length=4)]

    sent = await bot.send_message(
        CHAT, "🎈 Pins", entities=bold, reply_markup=keyboard(("Yes", "y"), ("No", "n"))
    )

    assert isinstance(sent, Message)
    assert sent.html_text == "🎈 <b>Pins</b>"
    (shown,) = telegram.history[CHAT]
    assert [[b["text"] for b in row] for row in shown["reply_markup"]["inline_keyboard"]] == [["Yes"], ["No"]]


@pytest.mark.parametrize("sample", SAMPLES)
async def test_what_our_renderer_makes_is_accepted_and_read_by_another_client(
    bot: Bot, telegram: TelegramStandIn, sample: str
) -> None:
    for message in RENDERERS["telegram"](SAMPLES[sample], WORDS):
        parameters = {**message, "chat_id": CHAT}
        async with aiohttp.ClientSession() as client:
            url = f"{telegram.url}/bot{TOKEN}/{parameters.pop('method')}"
            async with client.post(url, json=parameters) as answer:
                assert answer.status == 200, await answer.text()
                shown = Message(**(await answer.json())["result"])
        assert (shown.text or shown.caption or "") == message.get("text", message.get("caption", ""))
        for entity in shown.entities or shown.caption_entities or ():
            assert entity.get_text(shown.text or shown.caption).strip()


async def test_a_text_too_long_is_refused(bot: Bot) -> None:
    await bot.send_message(CHAT, "x" * 4096)
    with pytest.raises(exceptions.MessageIsTooLong):
        await bot.send_message(CHAT, "x" * 4097)


async def test_a_text_of_nothing_is_refused(bot: Bot) -> None:
    with pytest.raises(exceptions.MessageTextIsEmpty):
        await bot.send_message(CHAT, " ")


async def test_a_button_that_carries_too_much_is_refused(bot: Bot) -> None:
    await bot.send_message(CHAT, "Pins", reply_markup=keyboard(("Yes", "é" * 32)))
    with pytest.raises(exceptions.ButtonDataInvalid):
        await bot.send_message(CHAT, "Pins", reply_markup=keyboard(("Yes", "é" * 32 + "x")))


async def test_a_row_too_long_and_a_keyboard_too_large_are_refused(bot: Bot) -> None:
    many = [(str(n), str(n)) for n in range(101)]
    for markup in (keyboard(*many[:9], width=9), keyboard(*many)):
        with pytest.raises(exceptions.BadRequest):
            await bot.send_message(CHAT, "Pins", reply_markup=markup)


async def test_formatting_beyond_the_text_is_refused(bot: Bot) -> None:
    with pytest.raises(exceptions.BadRequest):
        await bot.send_message(CHAT, "Pins", entities=[MessageEntity(type="bold", offset=2, length=9)])


async def test_a_chat_that_does_not_exist_is_not_found(bot: Bot) -> None:
    with pytest.raises(exceptions.ChatNotFound):
        await bot.send_message(999, "hello")


async def test_a_keyboard_can_be_changed_once(bot: Bot) -> None:
    sent = await bot.send_message(CHAT, "Pins", reply_markup=keyboard(("Yes", "y"), ("No", "n")))

    await bot.edit_message_reply_markup(CHAT, sent.message_id, reply_markup=keyboard(("Yes!", "y")))

    with pytest.raises(exceptions.MessageNotModified):
        await bot.edit_message_reply_markup(CHAT, sent.message_id, reply_markup=keyboard(("Yes!", "y")))


async def test_who_calls_too_often_is_told_how_long_to_wait(bot: Bot, telegram: TelegramStandIn) -> None:
    told = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 5},
    }
    telegram.fail(429, body=told)

    with pytest.raises(exceptions.RetryAfter) as caught:
        await bot.send_message(CHAT, "hello")

    assert caught.value.timeout == 5


async def test_methods_are_found_in_any_case_and_others_are_not(telegram: TelegramStandIn) -> None:
    async with aiohttp.ClientSession() as client:
        statuses = []
        for method in ("GETME", "getme", "getMe", "getYou"):
            async with client.get(f"{telegram.url}/bot{TOKEN}/{method}") as answer:
                statuses.append(answer.status)
    assert statuses == [200, 200, 200, 404]


class Bots:
    """Somebody's webhook."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str] = []
        self.answers = [200]

    async def take(self, request: web.Request) -> web.Response:
        self.updates.append(await request.json())
        self.secrets.append(request.headers["X-Telegram-Bot-Api-Secret-Token"])
        return web.Response(status=self.answers.pop(0))


@pytest.fixture
async def webhook(telegram: TelegramStandIn) -> AsyncIterator[Bots]:
    bots = Bots()
    app = web.Application()
    app.router.add_post("/", bots.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    telegram.webhook = {"url": f"http://127.0.0.1:{runner.addresses[0][1]}/", "secret_token": "s" * 32}
    yield bots
    await runner.cleanup()


async def test_what_visitors_do_arrives_as_updates_that_another_client_reads(
    telegram: TelegramStandIn, webhook: Bots, bot: Bot
) -> None:
    await bot.send_message(CHAT, "Flat?", reply_markup=keyboard(("Yes", "y")))
    webhook.answers = [200] * 4
    await telegram.say("hello 🎈", CHAT)
    await telegram.say("/start", CHAT)
    await telegram.say("hi all", -100200, 501)
    await telegram.press("Yes", CHAT)

    Bot.set_current(bot)
    first, second, third, fourth = (Update(**update) for update in webhook.updates)
    assert (first.message.text, first.message.chat.type) == ("hello 🎈", "private")
    assert second.message.get_command() == "/start"
    assert (third.message.chat.type, third.message.from_user.id) == ("supergroup", 501)
    assert (fourth.callback_query.data, fourth.callback_query.message.text) == ("y", "Flat?")
    assert [u.update_id for u in (first, second, third, fourth)] == [1000, 1001, 1002, 1003]
    assert webhook.secrets == ["s" * 32] * 4


async def test_what_is_not_accepted_is_delivered_again(telegram: TelegramStandIn, webhook: Bots) -> None:
    webhook.answers = [500, 503, 200]

    assert await telegram.say("hello") == 200

    assert [update["update_id"] for update in webhook.updates] == [1000, 1000, 1000]


async def test_nobody_there_is_no_status(telegram: TelegramStandIn) -> None:
    telegram.webhook = {"url": "http://127.0.0.1:9/"}

    assert await telegram.say("hello") == 0
