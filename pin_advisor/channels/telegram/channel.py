"""The connector to Telegram's Bot API (https://core.telegram.org/bots/api)."""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, Optional

from sanic.request import Request

from pin_advisor.channels.connector import Connector, Received
from pin_advisor.channels.connector.api import Answer, Api, ApiError
from pin_advisor.channels.connector.connector import DEEPEST
from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.json_body import read_object
from pin_advisor.channels.platforms import Telegram
from pin_advisor.channels.rendering.choices import Button
from pin_advisor.channels.rendering.telegram import keyboard
from pin_advisor.channels.rendering.text import shortened
from pin_advisor.channels.settings import PUBLIC_URL, TELEGRAM, TELEGRAM_API, TELEGRAM_SECRET, TELEGRAM_TOKEN
from pin_advisor.channels.telegram.updates import Bot, event_of
from pin_advisor.replies import Choice

logger = logging.getLogger(__name__)

_API: Final = "https://api.telegram.org"
#: Where Telegram puts the secret (https://core.telegram.org/bots/api#setwebhook).
_HEADER: Final = "x-telegram-bot-api-secret-token"
#: The updates that we can do something with; Telegram sends no others.
_WANTED: Final = ("message", "edited_message", "callback_query")
#: Words of Telegram's own.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_ ':,.()/-]{0,200}")
#: Seconds before the address is registered again if that went wrong.
_AGAIN: Final = 60.0


class TelegramInput(Connector):
    """The channel. Telegram signs nothing; it repeats a secret that it was told with our address."""

    SETTINGS = TELEGRAM

    @classmethod
    def name(cls) -> str:
        """Its place in the address, and what actions know it by."""
        return "telegram"

    def configure(self, values: Mapping[str, str]) -> None:
        """Take the bot's token, our secret and the address of the Bot API."""
        self._secret = values[TELEGRAM_SECRET].encode()
        self._token = values[TELEGRAM_TOKEN]
        self._bot = Bot(int(self._token.partition(":")[0]))
        base = values.get(TELEGRAM_API, _API)
        self._api = Api(self.title, base, retry_after=_retry_after, describe=_description)

    async def authentic(self, request: Request) -> bool:
        """Whether it carries our secret, compared without telling by the time how much of it is right."""
        given = request.headers.getall(_HEADER, [])
        return len(given) == 1 and hmac.compare_digest(given[0].encode("utf-8", "replace"), self._secret)

    def read(self, request: Request) -> Received:
        """One update."""
        event = event_of(read_object(request.body, DEEPEST), self._bot)
        return Received([event] if event else [])

    async def send(self, address: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        """Send a text or a picture to a chat, in a group as an answer to the visitor's message."""
        body = {**message, "chat_id": address["chat"]}
        method = body.pop("method")
        if "thread" in address:
            body["message_thread_id"] = address["thread"]
        if "reply" in address:
            body["reply_parameters"] = {"message_id": address["reply"], "allow_sending_without_reply": True}
        try:
            await self._call(method, body)
        except ApiError as error:
            if method != "sendPhoto" or error.transient or error.status != 400:
                raise
            # Telegram fetches pictures itself, and may not get at ours. The words matter more.
            logger.warning("%s", error)
            if body.get("caption"):
                text = {"text": body["caption"], "entities": body.get("caption_entities", [])}
                await self.send(address, {"method": "sendMessage", **text})

    async def typing(self, event: Event) -> None:
        """Show "typing…", for five seconds at most."""
        thread = {"message_thread_id": event.address["thread"]} if "thread" in event.address else {}
        body = {"chat_id": event.address["chat"], "action": "typing", **thread}
        await self._call("sendChatAction", body, attempts=1)

    async def chosen(self, event: Event, choice: Optional[Choice]) -> None:
        """Leave of a keyboard only what was chosen: a press leaves no words of the visitor's in the chat."""
        press = event.address.get("press")
        if not press:
            return
        with suppress(ApiError):  # a press that is some minutes old can't be acknowledged any more
            await self._call("answerCallbackQuery", {"callback_query_id": press["query"]}, attempts=1)
        if choice:
            title = shortened(f"✓ {choice.title}", Telegram.TITLE.value)
            body = {
                "chat_id": event.address["chat"],
                "message_id": press["message"],
                "reply_markup": keyboard([Button(title, choice)]),
            }
            with suppress(ApiError):  # somebody has deleted it, or pressed twice
                await self._call("editMessageReplyMarkup", body, attempts=1)

    async def begin(self) -> None:
        """Learn the bot's name, and tell Telegram our address if we know it, until both have worked."""
        while True:
            try:
                self._bot.username = str((await self._call("getMe", {}))["result"]["username"])
                if self.public_url:
                    await self._register(f"{self.public_url}/webhooks/{self.name()}/webhook")
                return
            except ApiError as error:
                logger.error("%s", error)
                if not error.transient:
                    what = f"{TELEGRAM_TOKEN} and {PUBLIC_URL}"
                    logger.error("%s: check %s, then start again.", self.title, what)
                    return
            except (LookupError, TypeError):
                logger.error("%s: getMe: this is not Telegram's answer; check %s.", self.title, TELEGRAM_API)
                return
            await asyncio.sleep(_AGAIN)

    async def end(self) -> None:
        """Let go of connections."""
        await self._api.close()

    async def _register(self, url: str) -> None:
        body = {"url": url, "secret_token": self._secret.decode(), "allowed_updates": list(_WANTED)}
        await self._call("setWebhook", body)
        logger.info("%s: updates come to %s.", self.title, url)

    async def _call(self, method: str, body: Mapping[str, Any], **how: Any) -> Any:
        return await self._api.call(method, f"/bot{self._token}/{method}", json=body, **how)


def _retry_after(answer: Answer) -> Optional[float]:
    with suppress(LookupError, TypeError, ValueError):
        return float(answer.body["parameters"]["retry_after"])
    return None


def _description(answer: Answer) -> str:
    body = answer.body if isinstance(answer.body, dict) else {}
    # Up to where it might quote something.
    told = _PLAIN.match(str(body.get("description") or ""))
    return told[0].strip(" :") if told else ""
