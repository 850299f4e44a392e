"""Messenger, for the tests that all connectors have in common."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from pin_advisor.channels.messenger import MessengerInput
from pin_advisor.channels.settings import (
    MESSENGER_API,
    MESSENGER_APP_SECRET,
    MESSENGER_PAGE_TOKEN,
    MESSENGER_VERIFY_TOKEN,
)
from pin_advisor.channels.stand_ins.messenger import PAGE, MessengerStandIn, error
from tests.channels.every.channel import Channel, Documented, Failure, Forge, Request, Row
from tests.channels.every.documented import of_messenger
from tests.channels.messenger.conftest import SECRET, TOKEN, VERIFY, opened
from tests.channels.rendering.readers import READERS

_HEADER: Final = "X-Hub-Signature-256"


def _body(*events: Any) -> bytes:
    entry = {"id": PAGE, "time": 1_458_692_752_478, "messaging": list(events)}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


def _signature(body: bytes, secret: str = SECRET, hash: str = "sha256") -> str:
    return f"{hash}={hmac.new(secret.encode(), body, hash).hexdigest()}"


def _signed(body: bytes) -> Request:
    return Request(body, ((_HEADER, _signature(body)),))


def _with(*headers: tuple[str, str]) -> Forge:
    """``{}`` is the right signature, ``{hex}`` what stands behind its name."""

    def forge(_: Any, event: Any) -> Request:
        body = _body(event)
        right = _signature(body)
        digest = right.partition("=")[2]
        told = ((name, value.format(right, hex=digest, HEX=digest.upper())) for name, value in headers)
        return Request(body, tuple(told))

    return forge


def _of(secret: str = SECRET, hash: str = "sha256", header: str = _HEADER) -> Forge:
    return lambda _, event: Request(_body(event), ((header, _signature(_body(event), secret, hash)),))


def _tampered(old: bytes, new: bytes) -> Forge:
    return lambda _, event: Request(_body(event).replace(old, new), _signed(_body(event)).headers)


class MessengerChannel(Channel[MessengerStandIn]):
    """https://developers.facebook.com/docs/messenger-platform/webhooks#validate-payloads."""

    CONNECTOR = MessengerInput
    SEND = "messages"
    opened = staticmethod(opened)
    VALUES: ClassVar[Mapping[str, str]] = {
        MESSENGER_PAGE_TOKEN: TOKEN,
        MESSENGER_APP_SECRET: SECRET,
        MESSENGER_VERIFY_TOKEN: VERIFY,
    }
    #: What shows Meta who calls.
    DERIVED = (hmac.new(SECRET.encode(), TOKEN.encode(), "sha256").hexdigest(),)
    SECRET = MESSENGER_APP_SECRET
    API = MESSENGER_API
    WRONG = (
        (MESSENGER_PAGE_TOKEN, "short"),
        (MESSENGER_PAGE_TOKEN, f"{TOKEN}&fields=x"),
        (MESSENGER_APP_SECRET, "short"),
        (MESSENGER_APP_SECRET, "with spaces and more than sixteen"),
        (MESSENGER_VERIFY_TOKEN, "short"),
        (MESSENGER_VERIFY_TOKEN, "x" * 257),
        (MESSENGER_API, "graph.facebook.com"),
        (MESSENGER_API, "http://graph.facebook.com"),
    )
    REFUSED = (MESSENGER_PAGE_TOKEN, "EAATokenOfAnotherPageEntirely", "code 190")
    SIGNATURES: ClassVar[Mapping[Row, Mapping[str, Forge]]] = {
        Row.VALID: {
            "as documented": _of(),
            "the older one beside it": _with((_HEADER, "{}"), ("X-Hub-Signature", "x")),
        },
        Row.INVALID: {
            "another secret": _of("another secret of an app"),
            "a part of it": _with((_HEADER, "sha256={hex:.63}")),
            "in capitals": _with((_HEADER, "sha256={HEX}")),
            "no letters": _with((_HEADER, "sha256=" + "é" * 64)),
            "two": _with((_HEADER, "{}"), (_HEADER, "{}")),
            "our other token": _with((_HEADER, f"sha256={VERIFY}")),
        },
        Row.MISSING: {
            "nothing": _with(),
            "empty": _with((_HEADER, "")),
            "nothing but a name": _with((_HEADER, "sha256=")),
            "another name": _with(("X-Slack-Signature", "{}")),
        },
        Row.EMPTY_SECRET: {"as told": _of("")},
        Row.OTHER_HASH: {
            "the older one only": _of(hash="sha1", header="X-Hub-Signature"),
            "SHA-1": _of(hash="sha1"),
            "SHA-512": _of(hash="sha512"),
            "another name for it": _with((_HEADER, "sha1={hex}")),
            "a hash of any length": _with((_HEADER, "shake_128=")),
            "no name": _with((_HEADER, "{hex}")),
        },
        Row.TAMPERED: {
            "a letter": _tampered(b"hello", b"hullo"),
            "a space inside": _tampered(b"hello", b"hello "),
            "capitals": _tampered(b"hello", b"HELLO"),
            "a space behind": _tampered(b"]}]}", b"]}]} "),
        },
    }
    NO_ROW: ClassVar[Mapping[Row, str]] = {
        Row.STALE: "Meta's signature tells no time, and it delivers again itself for a day and a half"
    }
    BUSY = (Failure(429, None, {"Retry_After": "8"}),)
    FAILING = (
        *(Failure(status, b"<html>Sorry, something went wrong.</html>") for status in (500, 502, 503)),
        *(Failure(400, error("Calls have exceeded the limit", code)) for code in (4, 32, 613, 80006, 1200)),
    )
    GONE = tuple(
        Failure(400, error("They are not available", code, subcode), logged=f"code {code}")
        for code, subcode in ((551, 1545041), (10, 2018278), (200, 1545041), (190, 460))
    )
    UNSHOWABLE = Failure(400, error("Invalid parameter: {canary}", 100), logged="code 100")

    def stand_in(self) -> MessengerStandIn:
        return MessengerStandIn(TOKEN, SECRET)

    def event(self, stand_in: MessengerStandIn, text: str, visitor: int = 1) -> Any:
        return stand_in.message(f"{visitor}", text=text)

    def request(self, stand_in: MessengerStandIn, event: Any) -> Request:
        return _signed(_body(event))

    def signed(self, stand_in: MessengerStandIn, body: bytes) -> Request:
        return _signed(body)

    def place(self, visitor: int) -> Any:
        return f"{visitor}"

    async def press(self, stand_in: MessengerStandIn, title: str, visitor: int = 1) -> int:
        return await stand_in.press(title, self.place(visitor))

    def titles(self, body: Mapping[str, Any]) -> list[str]:
        return super().titles(body["message"])

    def sent(self, body: Mapping[str, Any]) -> tuple[Any, str]:
        return body["recipient"]["id"], READERS["messenger"].text([body["message"]])

    def documented(self, stand_in: MessengerStandIn) -> Iterable[Documented]:
        return of_messenger(stand_in)
