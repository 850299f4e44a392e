"""What all connectors do alike. A connector says how its platform signs, speaks and listens, and no more.

1. A request is **authentic** or refused, before anything in it is looked at.
2. It is **read** into events; what needs no answer (echoes, receipts, other bots) is left out on purpose.
3. Events are **accepted** (:mod:`.desk`): kept, once each, and the platform is told so.
4. Each is **answered**: words go through :class:`~pin_advisor.channels.turns.Turns` like the website's, a
   pressed button says its choice, and what is not words gets a kind sentence.
5. The reply is **rendered** (:mod:`pin_advisor.channels.rendering`) and **sent**.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from pin_advisor.catalog import shared_catalog
from pin_advisor.channels import turns
from pin_advisor.channels.connector.api import ApiError
from pin_advisor.channels.connector.desk import Desk, Refused, State
from pin_advisor.channels.connector.events import Event
from pin_advisor.channels.json_body import Malformed
from pin_advisor.channels.limits import Limits
from pin_advisor.channels.rendering import RENDERERS, Renderer
from pin_advisor.channels.rendering.blocks import Words, blocks_of
from pin_advisor.channels.rendering.choices import find, picked
from pin_advisor.channels.rendering.text import units
from pin_advisor.channels.server import seconds_to_stop, store_of
from pin_advisor.channels.settings import Settings, public_url
from pin_advisor.channels.turns import Incoming, Turns
from pin_advisor.channels.website import about
from pin_advisor.channels.website.contract import MAX_TEXT
from pin_advisor.channels.wording import card_words, wording
from pin_advisor.cluster.redis import shared
from pin_advisor.errors import StoreError
from pin_advisor.logs import reasons
from pin_advisor.replies import Block, Choice, Message, reply_from
from pin_advisor.store.conversations import ConversationStore

logger = logging.getLogger(__name__)

#: Bytes of a request. Telegram repeats a quoted message, and takes six bytes for a letter that is not ASCII.
MAX_BODY: Final = 262_144
#: How deep its JSON may go; Slack's blocks go to about twelve.
DEEPEST: Final = 32

#: Turns in which a pressed button is looked for.
_HISTORY: Final = 100
#: Seconds between two lines in the log about requests that were refused.
_REFUSAL_INTERVAL: Final = 60.0
_LOCALE: Final = re.compile(r"[A-Za-z0-9-]{2,35}")
#: What sending again in other words won't help: the visitor is gone, or the shop's own access.
_POINTLESS: Final = frozenset({401, 403, 404, 410})
#: What reading something raises that is not as documented.
_UNEXPECTED: Final = (LookupError, TypeError, ValueError, AttributeError)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


@dataclass(frozen=True)
class Received:
    """What a request holds: the events that get an answer, and what the platform wants to be told at once."""

    events: Sequence[Event] = ()
    answer: Optional[HTTPResponse] = None


class Connector(InputChannel, ABC):
    """A platform's channel at ``/webhooks/<name>/webhook``, named in ``credentials.yml`` by its path.

    Raises:
        ChannelError: PA407 to PA409 if it can't be used as it is set up.
    """

    #: Its environment variables.
    SETTINGS: ClassVar[Settings]
    #: Whether choices are numbers that a visitor writes, since there are no buttons.
    NUMBERED: ClassVar[bool] = False
    #: The longest title of a button, where longer choices are numbered above the buttons, so that a visitor
    #: may write the number as well. 0 where that is so rare that nobody looks for it.
    TITLE: ClassVar[int] = 0
    #: Bytes of a request.
    LONGEST: ClassVar[int] = MAX_BODY

    def __init__(self) -> None:
        found = self.SETTINGS.read()
        self._on = found is not None
        self._desk: Optional[Desk] = None
        self._turns: Optional[Turns] = None
        self._store: Optional[ConversationStore] = None
        self._beginning: Optional[asyncio.Task[None]] = None
        self._refusals, self._refusal_told = 0, float("-inf")
        if found is None:
            return
        self._shared = shared()
        self._limits = Limits(shared=self._shared)
        self._words = wording()
        self._labels = about.wording()
        self.public_url = public_url()
        self.configure(found)

    @property
    def title(self) -> str:
        """The platform's name, for people."""
        return self.SETTINGS.title

    # -- what a platform is ----------------------------------------------------------------------

    @classmethod
    @abstractmethod
    def name(cls) -> str:
        """Its place in the address, what actions know it by, and how its conversations' ids begin."""

    @abstractmethod
    def configure(self, values: Mapping[str, str]) -> None:
        """Take the checked values of its variables, by name."""

    @abstractmethod
    async def authentic(self, request: Request) -> bool:
        """Whether the platform itself has sent this. Nothing of it has been read or may be believed."""

    def accepted(self, request: Request) -> None:
        """Note that a request was accepted, where the platform never sends the very same one again."""

    @abstractmethod
    def read(self, request: Request) -> Received:
        """What is in an authentic request.

        Raises:
            Malformed: it is not what the platform sends.
        """

    @abstractmethod
    async def send(self, address: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        """Send one message of the renderer.

        Raises:
            ApiError: it was not sent, as far as is known.
        """

    def renderer(self, event: Event) -> Renderer:
        """What puts the answer to ``event`` into the platform's terms."""
        return RENDERERS[self.name()]

    def routes(self, blueprint: Blueprint) -> None:
        """Add what the platform asks for beside ``POST webhook``."""

    async def begin(self) -> None:
        """What is to be done once the server listens, such as telling the platform our address."""

    async def end(self) -> None:
        """Let go of connections."""

    async def typing(self, event: Event) -> None:
        """Show that an answer is being written, where the platform can."""

    async def chosen(self, event: Event, choice: Optional[Choice]) -> None:
        """Show which choice was made by a pressed button; None if it is not open any more."""

    # -- routes ----------------------------------------------------------------------------------

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes, unless it is off."""
        blueprint = Blueprint(self.name())
        if not self._on:
            return blueprint

        @blueprint.listener("before_server_start")
        async def make_room(app: Sanic, _: Any) -> None:
            app.config.REQUEST_MAX_SIZE = max(app.config.REQUEST_MAX_SIZE, self.LONGEST)

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, _: Any) -> None:
            self._store = store_of(app)
            self._turns = Turns(self.name(), on_new_message, self._store, shared=self._shared)
            self._desk = Desk(self.name(), self._store.inbox, self._handle, self._apologise, self._limits)
            self._desk.start()
            self._beginning = asyncio.create_task(self.begin())

        @blueprint.listener("before_server_stop")
        async def stop(app: Sanic, _: Any) -> None:
            if self._beginning:
                self._beginning.cancel()
            if self._desk and self._turns:
                await self._desk.stop(seconds_to_stop(app))
                self._turns.stop()
                await self._turns.finish(seconds_to_stop(app))
            await self.end()

        blueprint.exception(Exception)(self._failed)

        @blueprint.post("/webhook")
        async def take(request: Request) -> HTTPResponse:
            return await self._take(request)

        self.routes(blueprint)
        return blueprint

    async def refused(self, request: Request) -> Optional[HTTPResponse]:
        """The answer to a request that is not authentic, for every route; None if it is authentic."""
        if await self.authentic(request):
            return None
        self._refusals += 1
        if time.monotonic() - self._refusal_told > _REFUSAL_INTERVAL:
            logger.warning("%s: %d requests refused that it did not send.", self.title, self._refusals)
            self._refusals, self._refusal_told = 0, time.monotonic()
        return json({"error": "unauthorized"}, status=401)

    async def _take(self, request: Request) -> HTTPResponse:
        refusal = await self.refused(request)
        if refusal is not None:
            return refusal
        try:
            received = self.read(request)
        except Malformed as error:
            return json({"error": str(error)}, status=400)
        except _UNEXPECTED as error:
            self._left_out(error)
            received = Received()
        try:
            if self._desk is None:
                raise Refused
            await self._desk.accept(received.events)
        except Refused:
            return json({"error": "unavailable"}, status=503, headers={"Retry-After": "5"})
        self.accepted(request)
        return received.answer or text("")

    def each(self, items: Any, read: Callable[[Any], Optional[Event]]) -> list[Event]:
        """The events of a batch. An item that can't be read is left out, and the others are not."""
        events = []
        for item in items if isinstance(items, list) else ():
            try:
                event = read(item)
            except _UNEXPECTED as error:
                self._left_out(error)
            else:
                events += [event] if event else []
        return events

    def _left_out(self, error: Exception) -> None:
        # It comes from the platform, which would deliver it again and again, and all that follows late.
        logger.error(
            "%s: an event was left out that is not as documented: %s", self.title, reasons.reason(error)
        )

    async def _failed(self, _: Request, error: Exception) -> HTTPResponse:
        status = getattr(error, "status_code", 500)
        if status >= 500:
            logger.error("Error %s: %s", turns.error_id(), reasons.reason(error))
        return json({"error": "failed"}, status=status)

    # -- answering -------------------------------------------------------------------------------

    async def _handle(self, event: Event) -> None:
        number = turns.error_id()
        try:
            await self._answer(event)
        except StoreError as reason:
            logger.error("Error %s: %s", number, reason)
            await self.say(event, self._words.technical.format(number=number))
        except ApiError as error:
            if error.transient or error.status in _POINTLESS:
                raise
            logger.error("Error %s: %s", number, error)
            await self.say(event, self._words.not_shown.format(number=number))
        except Exception as reason:
            logger.error("Error %s: %s", number, reasons.reason(reason))
            await self.say(event, self._words.technical.format(number=number))

    async def _answer(self, event: Event) -> None:
        if event.edited:
            await self.say(event, self._words.edited)
            return
        words = await self._words_of(event)
        if words is None:
            await self.say(event, self._words.stale_choice)
            return
        if event.media:
            # Where a number is written it picks of the last turn, and this is none.
            offered = event.media in ("picture", "file") and not self.NUMBERED
            offers = (self._words.offer,) if offered else ()
            await self.say(
                event, getattr(self._words.media, event.media), offers if not words.strip() else ()
            )
            if not words.strip():
                return
        if not words.strip():
            await self.say(event, self._words.empty)
        elif len(words) > MAX_TEXT:
            await self.say(event, self._words.too_long.format(longest=f"{MAX_TEXT:,}"))
        else:
            await self._turn(event, words)

    async def _turn(self, event: Event, words: str) -> None:
        assert self._turns is not None
        locale = event.locale if _LOCALE.fullmatch(str(event.locale or "")) else None
        typing = asyncio.create_task(self._typing(event))
        try:
            outcome = await self._turns.take(
                Incoming(event.conversation, event.id, words, {"locale": locale} if locale else {})
            )
        except turns.Busy:
            await self.say(event, self._words.busy)
        except turns.TurnError as error:
            await self.say(event, self._words.technical.format(number=error.id))
        else:
            typing.cancel()  # or it would be seen below the reply
            await self._show(event, blocks_of(outcome.reply, self._card_words()))
        finally:
            typing.cancel()

    async def _typing(self, event: Event) -> None:
        with suppress(ApiError):
            await self.typing(event)

    async def _words_of(self, event: Event) -> Optional[str]:
        """What the visitor says by the event; None by a button whose choice is not known."""
        assert self._store is not None
        if not event.choice and not self.NUMBERED and not self.TITLE:
            return event.text
        known = await self._store.turn(event.conversation, event.id)
        if known is not None:
            # It was dealt with, but perhaps not answered; by now a number would mean another choice.
            return str(known.message.get("text"))
        if not event.choice:
            last = await self._store.history(event.conversation, 1)
            choice = picked(event.text, self._numbered(last[-1].events) if last else ())
            return choice.say if choice else event.text
        turns_before = await self._store.history(event.conversation, _HISTORY)
        offered = (c for turn in reversed(turns_before) for c in _choices(turn.events))
        choice = find(event.choice, (*offered, self._words.offer))
        await self.chosen(event, choice)
        return choice.say if choice else None

    def _numbered(self, events: Sequence[Mapping[str, Any]]) -> Sequence[Choice]:
        choices = _choices(events)
        has_numbers = self.NUMBERED or any(units(choice.title.strip()) > self.TITLE for choice in choices)
        return choices if has_numbers else ()

    async def say(self, event: Event, sentence: str, choices: Sequence[Choice] = ()) -> None:
        """Say something that is no turn of the bot's."""
        await self._show(event, (Message(sentence, tuple(choices)),))

    async def _show(self, event: Event, blocks: Sequence[Block]) -> None:
        for message in self.renderer(event)(blocks, self._card_words()):
            await self.send(event.address, message)

    def _card_words(self) -> Words:
        pictures = f"{self.public_url}/webhooks/website/pictures" if self.public_url else None
        return card_words(shared_catalog().get(), self._words, self._labels, pictures)

    async def _apologise(self, event: Event, state: State, number: str) -> None:
        words = self._words
        sentence = words.too_fast if state is State.TOO_MUCH else words.technical.format(number=number)
        await self.say(event, sentence)


def _choices(events: Sequence[Mapping[str, Any]]) -> list[Choice]:
    return [choice for message in reply_from(events).messages for choice in message.choices]
