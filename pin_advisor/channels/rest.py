"""Rasa's ``rest`` channel for developers: on this machine only, and with an off switch.

Whoever can post to it can speak for anybody, since the sender is what the body says. So it answers nobody
from another machine or through a proxy, and nobody at all where ``PIN_ADVISOR_REST`` is ``off``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from pin_advisor.channels.server import store_of
from pin_advisor.channels.settings import REST, rest_is_on
from pin_advisor.channels.turns import error_id, is_long, place, plain, session_start
from pin_advisor.metrics.observing import observing
from pin_advisor.store.database import storable

logger = logging.getLogger(__name__)

VARIABLE: Final = REST

#: Conversations of other channels begin like this, so that no name that a program makes up is one of them.
RESERVED: Final = re.compile(r"(?:messenger|slack|teams|telegram|twilio):|website-")

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_LONGEST_SENDER: Final = 255


class RestInput(InputChannel):
    """``POST /webhooks/rest/webhook`` with ``{"sender": "…", "message": "…"}``, as Rasa's own takes it."""

    def __init__(self) -> None:
        self._on = rest_is_on()

    @classmethod
    def name(cls) -> str:
        """Its place in the address, and what actions know it by."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The route, unless it is switched off."""
        channel = Blueprint("rest", __name__)
        if not self._on:
            return channel

        @channel.post("/webhook")
        async def take(request: Request) -> HTTPResponse:
            if request.ip not in _LOOPBACK or "x-forwarded-for" in request.headers:
                return json({"error": "This channel is for programs on the same machine."}, status=403)
            message = _message(request)
            if message is None:
                return json({"error": 'The body should be {"sender": "…", "message": "…"}.'}, status=400)
            try:
                with observing("rest", message.sender_id) as turn:
                    turn.begin()
                    if is_long(await store_of(request.app).session(message.sender_id)):
                        await on_new_message(session_start(message.sender_id, self.name()))
                    await on_new_message(message)
            except Exception as error:
                number = error_id()
                logger.error("Error %s: %s", number, place(error))
                return json({"error": "The message could not be dealt with.", "id": number}, status=503)
            return json(message.output_channel.messages)

        return channel


def _message(request: Request) -> UserMessage | None:
    try:
        body = request.json
    except Exception:  # sanic's own, a RecursionError, a UnicodeDecodeError
        return None
    if not isinstance(body, dict):
        return None
    sender, text = body.get("sender", "default"), body.get("message")
    if not isinstance(sender, str) or not isinstance(text, str):
        return None
    if RESERVED.match(sender):
        return None
    if not sender or len(sender) > _LONGEST_SENDER or storable(sender) != sender:
        return None
    return UserMessage(plain(text), CollectingOutputChannel(), sender, input_channel="rest")
