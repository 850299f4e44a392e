"""Rasa's ``rest`` channel for developers: on this machine only, and with an off switch.

Whoever can post to it can speak for anybody, since the sender is what the body says. So it answers nobody
from another machine or through a proxy, and nobody at all where ``PIN_ADVISOR_REST`` is ``off``. Messages of
one conversation wait for each other, whichever workers they come to; how many there are nobody counts.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from pin_advisor.channels.server import seconds_to_stop, store_of
from pin_advisor.channels.settings import REST, rest_is_on
from pin_advisor.channels.turns import (
    BrokenOff,
    TurnError,
    Turns,
    done_last,
    error_id,
    is_long,
    plain,
    reply_to,
    session_start,
    tell_broken_off,
)
from pin_advisor.cluster.redis import shared
from pin_advisor.logs.reasons import reason
from pin_advisor.metrics.observing import observing
from pin_advisor.store.conversations import before_keeping
from pin_advisor.store.database import storable

logger = logging.getLogger(__name__)

VARIABLE: Final = REST

#: Conversations of other channels begin like this, so that no name that a program makes up is one of them.
RESERVED: Final = re.compile(r"(?:messenger|slack|teams|telegram|twilio):|website-")

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_LONGEST_SENDER: Final = 255
#: Turns in progress and waiting: programs of this machine see to it themselves how much they ask for.
_MOST: Final = 1000

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class RestInput(InputChannel):
    """``POST /webhooks/rest/webhook`` with ``{"sender": "…", "message": "…"}``, as Rasa's own takes it."""

    def __init__(self) -> None:
        self._on = rest_is_on()
        self._turns: Optional[Turns] = None

    @classmethod
    def name(cls) -> str:
        """Its place in the address, and what actions know it by."""
        return "rest"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
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
                turns = self._turns_of(request.app, on_new_message)
                replies = await turns.others(
                    message.sender_id, lambda: self._taken(message, request.app, on_new_message)
                )
            except TurnError as error:
                return _refused(error.id, error.retry_after)
            except BrokenOff as why:
                number = error_id()
                tell_broken_off(number, why)
                return _refused(number, TurnError.retry_after)
            except Exception as error:
                number = error_id()
                logger.error("Error %s: %s", number, reason(error))
                return _refused(number, TurnError.retry_after)
            return json(replies)

        @channel.listener("before_server_stop")
        async def end(app: Sanic, _: Any) -> None:
            if self._turns:
                self._turns.stop()
                await self._turns.finish(seconds_to_stop(app))

        return channel

    def _turns_of(self, app: Sanic, on_new_message: OnNewMessage) -> Turns:
        if self._turns is None:
            self._turns = Turns(self.name(), on_new_message, store_of(app), shared=shared(), most=_MOST)
        return self._turns

    async def _taken(self, message: UserMessage, app: Sanic, on_new_message: OnNewMessage) -> Any:
        # Its own each time: it may be taken again.
        again = UserMessage(
            message.text, CollectingOutputChannel(), message.sender_id, input_channel=self.name()
        )

        def require_words(tracker: DialogueStateTracker) -> None:
            reply = reply_to(again.message_id, tracker)
            if reply is not None and not reply.messages:
                raise BrokenOff(f"nothing was said after {done_last(tracker)}")

        before_keeping.set(require_words)
        with observing(self.name(), message.sender_id) as turn:
            turn.begin()
            if is_long(await store_of(app).session(message.sender_id)):
                await on_new_message(session_start(message.sender_id, self.name()))
            await on_new_message(again)
        return again.output_channel.messages


def _refused(number: str, seconds: int) -> HTTPResponse:
    told = {"error": "The message could not be dealt with.", "id": number}
    return json(told, status=503, headers={"Retry-After": str(seconds)})


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
