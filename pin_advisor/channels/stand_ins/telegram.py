"""A stand-in for Telegram: the Bot API as bots call it, and updates as Telegram delivers them.

It refuses what the Bot API refuses: a wrong token, texts and keyboards that are too large, entities that do
not fit their text, chats that do not exist. What a visitor does becomes an update and is delivered to the
address that was set with ``setWebhook``, with its secret, and again if that fails.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Mapping
from typing import Any, Final, Optional

from aiohttp import ClientError, web

from pin_advisor.channels.platforms import Telegram
from pin_advisor.channels.rendering.text import octets, units
from pin_advisor.channels.stand_ins.server import StandIn

#: Fields that a form carries as JSON.
_NESTED: Final = frozenset(
    {
        "allowed_updates",
        "caption_entities",
        "entities",
        "link_preview_options",
        "reply_markup",
        "reply_parameters",
    }
)
_DATE: Final = 1_796_000_000


class _Refused(Exception):
    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


class TelegramStandIn(StandIn):
    """Telegram with one bot.

    Args:
        token: the bot's.
        username: the bot's name.
        port: where it listens.
        redeliveries: how often an update is delivered again that was not accepted.
    """

    def __init__(
        self, token: str, username: str = "pin_advisor_bot", port: int = 0, redeliveries: int = 3
    ) -> None:
        super().__init__(port)
        self._token = token
        self._bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Pin Advisor",
            "username": username,
        }
        self._redeliveries = redeliveries
        self._updates = itertools.count(1000)
        self._messages = itertools.count(1)
        self._queries = itertools.count(1)
        self.webhook: dict[str, Any] = {"url": ""}
        self.chats: dict[int, dict[str, Any]] = {}
        #: Of each chat, what is in it, oldest first.
        self.history: dict[int, list[dict[str, Any]]] = {}
        #: Addresses of the pictures that were sent, by the number of the message.
        self.pictures: dict[int, str] = {}

    def routes(self) -> list[web.RouteDef]:
        """``/bot<token>/<method>``."""
        return [web.route("*", "/bot{token}/{method}", self._take)]

    # -- the visitor's side ----------------------------------------------------------------------

    async def say(self, text: str, chat: int = 501, visitor: int = 0, **more: Any) -> int:
        """Somebody writes; the status that the webhook answered."""
        return await self.deliver({"message": self.message(chat, visitor or chat, text=text, **more)})

    async def post(self, chat: int = 501, visitor: int = 0, **content: Any) -> int:
        """Somebody sends something else than text, such as ``photo=[…]``."""
        return await self.deliver({"message": self.message(chat, visitor or chat, **content)})

    async def press(self, title: str, chat: int = 501, visitor: int = 0) -> int:
        """Somebody presses the latest button with this title."""
        for message in reversed(self.history.get(chat, [])):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == title:
                        return await self.deliver(self.pressed(message, button, visitor or chat))
        raise LookupError(f"there is no button {title!r}")

    def pressed(self, message: Mapping[str, Any], button: Mapping[str, Any], visitor: int) -> dict[str, Any]:
        """What is in the update of a pressed button."""
        query = {
            "id": str(9_000_000 + next(self._queries)),
            "from": _person(visitor),
            "message": dict(message),
            "chat_instance": "-17",
            "data": button["callback_data"],
        }
        return {"callback_query": query}

    def message(self, chat: int, visitor: int, **content: Any) -> dict[str, Any]:
        """A message of a visitor, as it stands in an update. Chats below zero are groups."""
        message = {
            "message_id": next(self._messages),
            "from": _person(visitor),
            "chat": self.chat(chat),
            "date": _DATE,
            **content,
        }
        text = str(content.get("text", ""))
        if text.startswith("/"):
            entity = {"type": "bot_command", "offset": 0, "length": units(text.split()[0])}
            message["entities"] = [entity]
        self.history.setdefault(chat, []).append(message)
        return message

    def chat(self, id: int) -> dict[str, Any]:
        """A chat, which is there from now on."""
        private = {"id": id, "type": "private", "first_name": "Ann"}
        group = {"id": id, "type": "supergroup", "title": "The chess club"}
        return self.chats.setdefault(id, private if id > 0 else group)

    async def deliver(self, content: Mapping[str, Any], number: Optional[int] = None) -> int:
        """Deliver an update to the webhook, again if it is not accepted; the last status, 0 without one."""
        update = {"update_id": next(self._updates) if number is None else number, **content}
        status = 0
        for attempt in range(1 + self._redeliveries):
            if attempt:
                await asyncio.sleep(0.05)
            status = await self.knock(update)
            if 200 <= status < 300:
                break
        return status

    async def knock(self, update: Any, secret: Optional[str] = None) -> int:
        """Deliver an update once."""
        secret = self.webhook.get("secret_token") if secret is None else secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            # As Telegram writes it, with everything escaped that is not ASCII.
            async with self.client.post(
                self.webhook["url"],
                data=json.dumps(update).encode(),
                headers={**headers, "Content-Type": "application/json"},
            ) as answer:
                return int(answer.status)
        except ClientError:
            return 0

    # -- the bot's side --------------------------------------------------------------------------

    async def _take(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await _parameters(request)
        fault = self.fault(method)
        if fault is not None:
            await self.note_fault(method, body, fault)
            if not fault.status:
                await asyncio.sleep(3600)
            told = fault.body
            if told is None:
                told = {"ok": False, "error_code": fault.status, "description": "Told to fail"}
            if isinstance(told, (bytes, str)):
                content = told.encode() if isinstance(told, str) else told
                return web.Response(status=fault.status, body=content, headers=fault.headers)
            return web.json_response(told, status=fault.status, headers=fault.headers)
        try:
            if request.match_info["token"] != self._token:
                raise _Refused(401, "Unauthorized")
            result = self._result(method.lower(), body)
        except _Refused as refusal:
            await self.note(method, body, refusal.status)
            told = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            return web.json_response(told, status=refusal.status)
        await self.note(method, body, 200)
        return web.json_response({"ok": True, "result": result})

    def _result(self, method: str, body: Mapping[str, Any]) -> Any:
        if method == "getme":
            return self._bot
        if method == "setwebhook":
            self.webhook = dict(body)
            return True
        if method == "getwebhookinfo":
            return {"url": self.webhook["url"], "has_custom_certificate": False, "pending_update_count": 0}
        if method in ("sendchataction", "answercallbackquery"):
            if method == "sendchataction":
                self._known_chat(body)
            return True
        if method in ("sendmessage", "sendphoto"):
            return self._send(method, body)
        if method == "editmessagereplymarkup":
            return self._edit(body)
        raise _Refused(404, "Not Found")

    def _send(self, method: str, body: Mapping[str, Any]) -> dict[str, Any]:
        chat = self._known_chat(body)
        content: dict[str, Any] = {}
        if method == "sendmessage":
            _check_text(str(body.get("text") or ""), Telegram.TEXT.value, "message", body.get("entities"))
            content["text"] = body["text"]
            if body.get("entities"):
                content["entities"] = body["entities"]
        else:
            if not str(body.get("photo", "")).startswith(("http://", "https://")):
                raise _Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
            caption = str(body.get("caption") or "")
            if caption:
                _check_text(caption, Telegram.CAPTION.value, "caption", body.get("caption_entities"))
                content["caption"] = caption
                if body.get("caption_entities"):
                    content["caption_entities"] = body["caption_entities"]
            size = {"file_id": "photo-1", "file_unique_id": "p1", "width": 96, "height": 96}
            content["photo"] = [size]
        if body.get("reply_markup"):
            _check_keyboard(body["reply_markup"])
            content["reply_markup"] = body["reply_markup"]
        message = {
            "message_id": next(self._messages),
            "from": self._bot,
            "chat": chat,
            "date": _DATE,
            **content,
        }
        self.history.setdefault(chat["id"], []).append(message)
        if "photo" in content:
            self.pictures[message["message_id"]] = str(body["photo"])
        return message

    def _edit(self, body: Mapping[str, Any]) -> dict[str, Any]:
        chat = self._known_chat(body)
        for message in self.history.get(chat["id"], []):
            if message["message_id"] == int(body["message_id"]):
                markup = body.get("reply_markup") or {}
                _check_keyboard(markup)
                if message.get("reply_markup") == markup:
                    raise _Refused(400, "Bad Request: message is not modified")
                message["reply_markup"] = markup
                return message
        raise _Refused(400, "Bad Request: message to edit not found")

    def _known_chat(self, body: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return self.chats[int(body["chat_id"])]
        except (LookupError, ValueError):
            raise _Refused(400, "Bad Request: chat not found") from None


async def _parameters(request: web.Request) -> dict[str, Any]:
    """Parameters in any of the four ways that the Bot API takes them."""
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        data = await request.json()
        found |= data if isinstance(data, dict) else {}
    elif request.can_read_body:
        found |= {name: str(value) for name, value in (await request.post()).items()}
    for name in _NESTED & set(found):
        if isinstance(found[name], str):
            found[name] = json.loads(found[name])
    return found


def _check_text(text: str, longest: int, what: str, entities: Any) -> None:
    if not text.strip():
        raise _Refused(400, f"Bad Request: {what} text is empty")
    if units(text) > longest:
        raise _Refused(400, f"Bad Request: {what} is too long")
    for entity in entities or ():
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > units(text):
            raise _Refused(400, "Bad Request: can't parse entities")


def _check_keyboard(markup: Mapping[str, Any]) -> None:
    rows = markup.get("inline_keyboard", [])
    if any(len(row) > Telegram.ROW.value for row in rows):
        raise _Refused(400, "Bad Request: REPLY_MARKUP_INVALID")
    if sum(map(len, rows)) > Telegram.BUTTONS.value:
        raise _Refused(400, "Bad Request: reply markup is too long")
    for button in itertools.chain.from_iterable(rows):
        if not str(button.get("text", "")).strip():
            raise _Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if not 1 <= octets(str(button.get("callback_data", ""))) <= Telegram.CALLBACK.value:
            raise _Refused(400, "Bad Request: BUTTON_DATA_INVALID")


def _person(id: int) -> dict[str, Any]:
    return {"id": id, "is_bot": False, "first_name": "Ann", "language_code": "en"}
