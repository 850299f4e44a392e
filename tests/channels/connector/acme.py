"""A platform that exists in these tests only, and a connector to it that does what all do, and no more.

It delivers batches, ``{"events": […]}``, with a signature over the body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, Optional

from sanic.request import Request

from pin_advisor.channels.connector import Connector, Received
from pin_advisor.channels.connector.api import ApiError
from pin_advisor.channels.connector.events import Event, conversation_id, event_id
from pin_advisor.channels.json_body import read_object
from pin_advisor.channels.rendering import Renderer
from pin_advisor.channels.rendering.blocks import Words
from pin_advisor.channels.rendering.choices import key_of, numbered
from pin_advisor.channels.settings import Settings, Variable, matching
from pin_advisor.replies import Block, Choice, Message

SECRET: Final = "acme-secret"
VARIABLES: Final = {"ACME_SECRET": SECRET, "ACME_APP": "pins"}


ANYTHING: Final = matching(".*", "", "")
ACME: Final = Settings("Acme", tuple(Variable(name, ANYTHING) for name in VARIABLES))


class AcmeInput(Connector):
    """Notes what it sends, and fails as often as it is told to."""

    SETTINGS = ACME

    def __init__(self) -> None:
        self.sent: list[tuple[str, Mapping[str, Any]]] = []
        self.marked: list[Optional[Choice]] = []
        self.failures: list[Exception] = []
        self.ended = False
        super().__init__()

    @classmethod
    def name(cls) -> str:
        return "acme"

    def configure(self, values: Mapping[str, str]) -> None:
        self._secret = values["ACME_SECRET"].encode()

    async def authentic(self, request: Request) -> bool:
        expected = hmac.new(self._secret, request.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(request.headers.get("x-acme-signature", "").encode(), expected.encode())

    def read(self, request: Request) -> Received:
        return Received(self.each(read_object(request.body, 8)["events"], self._event))

    def _event(self, item: Mapping[str, Any]) -> Optional[Event]:
        if item.get("echo"):
            return None
        return Event(
            id=event_id(item["id"]),
            conversation=conversation_id("acme", item["from"]),
            address={"to": item["from"]},
            text=item.get("text", ""),
            choice=item.get("pressed", ""),
            media=item.get("media"),
            edited=item.get("edited", False),
            locale=item.get("locale"),
        )

    def renderer(self, event: Event) -> Renderer:
        return render

    async def send(self, address: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((address["to"], message))

    async def chosen(self, event: Event, choice: Optional[Choice]) -> None:
        self.marked.append(choice)

    async def end(self) -> None:
        self.ended = True

    def texts(self, to: str = "ann") -> list[str]:
        return [message["text"] for address, message in self.sent if address == to]


class NumberedAcmeInput(AcmeInput):
    """The same without buttons."""

    NUMBERED = True


def render(blocks: Sequence[Block], words: Words) -> list[dict[str, Any]]:
    return [
        {
            "text": block.text,
            "keys": [key_of(choice) for choice in block.choices],
            "list": numbered(block.choices),
        }
        for block in blocks
        if isinstance(block, Message)
    ]


def signed(body: bytes, secret: str = SECRET, hash: str = "sha256") -> dict[str, str]:
    return {"X-Acme-Signature": hmac.new(secret.encode(), body, hash).hexdigest()}


def batch(*items: Mapping[str, Any]) -> bytes:
    return json.dumps({"events": items}).encode()


def away(retry_after: float = 0.0) -> ApiError:
    return ApiError("Acme", "send", "status 503", status=503, transient=True, retry_after=retry_after)


def refused(status: int = 400) -> ApiError:
    return ApiError("Acme", "send", f"status {status}", status=status)
