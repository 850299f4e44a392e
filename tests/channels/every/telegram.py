"""Telegram, for the tests that all connectors have in common."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from pin_advisor.channels.settings import PUBLIC_URL
from pin_advisor.channels.settings import TELEGRAM_API as API
from pin_advisor.channels.settings import TELEGRAM_SECRET as SECRET
from pin_advisor.channels.settings import TELEGRAM_TOKEN as TOKEN
from pin_advisor.channels.stand_ins.telegram import TelegramStandIn
from pin_advisor.channels.telegram import TelegramInput
from tests.channels.every.channel import Channel, Documented, Failure, Forge, Request, Row
from tests.channels.every.documented import of_telegram
from tests.channels.telegram.conftest import BOT_SECRET, BOT_TOKEN, opened

_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_numbers = itertools.count(7000)


def _with(*headers: tuple[str, str]) -> Forge:
    return lambda _, event: Request(json.dumps(event).encode(), headers)


def _secrets(*secrets: str) -> Forge:
    return _with(*((_HEADER, secret) for secret in secrets))


def _refusal(code: int, description: str, **more: Any) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": description, **more}


class TelegramChannel(Channel[TelegramStandIn]):
    """https://core.telegram.org/bots/api#setwebhook: a secret in a header, and no signature."""

    CONNECTOR = TelegramInput
    SEND = "sendMessage"
    opened = staticmethod(opened)
    VALUES: ClassVar[Mapping[str, str]] = {TOKEN: BOT_TOKEN, SECRET: BOT_SECRET}
    SECRET = SECRET
    API = API
    WRONG = (
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
    )
    REFUSED = (TOKEN, "88002:another-token-of-nobody", "401")
    SIGNATURES: ClassVar[Mapping[Row, Mapping[str, Forge]]] = {
        Row.VALID: {"as documented": _secrets(BOT_SECRET)},
        Row.INVALID: {
            "another": _secrets("x" * 32),
            "a part of it": _secrets(BOT_SECRET[:-1]),
            "more than it": _secrets(BOT_SECRET + "s"),
            "in capitals": _secrets(BOT_SECRET.upper()),
            "the token": _secrets(BOT_TOKEN),
            "two, the first right": _secrets(BOT_SECRET, "x" * 32),
            "two, the last right": _secrets("x" * 32, BOT_SECRET),
            "two": _secrets(BOT_SECRET, BOT_SECRET),
        },
        Row.MISSING: {
            "nothing": _with(),
            "another name": _with(("X-Telegram-Bot-Api-Secret", BOT_SECRET)),
            "the name of Meta's": _with(("X-Hub-Signature-256", BOT_SECRET)),
            "a login": _with(("Authorization", BOT_SECRET)),
        },
        Row.EMPTY_SECRET: {"empty": _secrets("")},
        Row.OTHER_HASH: {
            "a digest of it": _secrets(hashlib.sha256(BOT_SECRET.encode()).hexdigest()),
            "a signature with it": lambda _, event: Request(
                body := json.dumps(event).encode(),
                ((_HEADER, hmac.new(BOT_SECRET.encode(), body, "sha256").hexdigest()),),
            ),
        },
    }
    NO_ROW: ClassVar[Mapping[Row, str]] = {
        Row.STALE: "a secret tells no time; an update counts once, also after a restart",
        Row.TAMPERED: "a secret knows of no body; Telegram is reached over https",
    }
    BUSY = (
        Failure(429, _refusal(429, "Too Many Requests", parameters={"retry_after": 8})),
        Failure(429, b"slow down", {"Retry_After": "8"}),
    )
    FAILING = tuple(Failure(status, b"<html>Bad Gateway</html>") for status in (500, 502, 503, 504))
    GONE = (
        Failure(403, _refusal(403, "Forbidden: bot was blocked by the user"), logged="status 403"),
        Failure(401, _refusal(401, "Unauthorized"), logged="status 401"),
    )
    UNSHOWABLE = Failure(400, _refusal(400, "Bad Request: {canary}"), logged="status 400")

    def stand_in(self) -> TelegramStandIn:
        return TelegramStandIn(BOT_TOKEN)

    def event(self, stand_in: TelegramStandIn, text: str, visitor: int = 1) -> Any:
        return {"update_id": next(_numbers), "message": stand_in.message(visitor, visitor, text=text)}

    def request(self, stand_in: TelegramStandIn, event: Any) -> Request:
        return _secrets(BOT_SECRET)(stand_in, event)

    def signed(self, stand_in: TelegramStandIn, body: bytes) -> Request:
        return Request(body, ((_HEADER, BOT_SECRET),))

    def place(self, visitor: int) -> Any:
        return visitor

    async def press(self, stand_in: TelegramStandIn, title: str, visitor: int = 1) -> int:
        return await stand_in.press(title, self.place(visitor))

    def sent(self, body: Mapping[str, Any]) -> tuple[Any, str]:
        return body["chat_id"], body["text"]

    def called(self, bodies: Sequence[Mapping[str, Any]]) -> list[str]:
        return [str(body) for body in bodies if "parse_mode" in body or body.get("entities")]

    def documented(self, stand_in: TelegramStandIn) -> Iterable[Documented]:
        return of_telegram(stand_in, BOT_SECRET)
