"""The gateway for the shop's website: a Rasa channel at ``/webhooks/website``.

It trusts nothing that it is sent: who a visitor is stands in a token that it signed itself, bodies have to be
what the contract says (:mod:`.contract`), free text is never a command, and whatever goes wrong is told in a
sentence with an id that the log has too. docs/website.md describes it to those who use it.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final, Optional, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, raw

from pin_advisor.catalog import CatalogError, shared_catalog
from pin_advisor.channels import limits, turns
from pin_advisor.channels.server import seconds_to_stop, store_of
from pin_advisor.channels.turns import Incoming, Outcome, Turns
from pin_advisor.channels.website import about, contract, framing
from pin_advisor.channels.website.errors import Refusal, refusal_of
from pin_advisor.channels.website.files import Files
from pin_advisor.channels.website.health import Readiness
from pin_advisor.channels.website.identity import LIFETIME, Identities, Session
from pin_advisor.channels.website.openapi import description
from pin_advisor.channels.website.origins import Origins
from pin_advisor.cluster.redis import shared
from pin_advisor.metrics import metrics
from pin_advisor.replies import Reply, reply_from
from pin_advisor.store.conversations import ConversationStore, Turn
from pin_advisor.store.retention import retention

logger = logging.getLogger(__name__)

_CLEANING_INTERVAL: Final = 3600.0
#: Seconds between two looks at the catalog where nobody asks.
_CATALOG_INTERVAL: Final = 2.0
_HISTORY: Final = 100
#: A page may load its own files and talk to its own server; nothing else, nothing inline.
_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: For the whole server. Bytes of a request (Sanic's own limit is 100 MB); seconds that a client may take to
#: send one, that an answer may take, and that a connection may idle (Rasa says 120).
_SERVER_LIMITS: Final = {
    "REQUEST_MAX_SIZE": 32_768,
    "REQUEST_TIMEOUT": 10,
    "RESPONSE_TIMEOUT": 30,
    "KEEP_ALIVE_TIMEOUT": 15,
    # For clients that are slow to take an answer, when all turns have ended.
    "GRACEFUL_SHUTDOWN_TIMEOUT": 5,
}
#: Messaging platforms show these to all visitors, and may ask again after a day.
_PICTURES: Final = "pictures/"
_CACHED: Final = "public, max-age=86400"
_SAFE_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

Model = TypeVar("Model", bound=BaseModel)
OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class WebsiteInput(InputChannel):
    """The channel, named in ``credentials.yml`` by its path.

    Raises:
        ChannelError: a setting in the environment can't be used.
    """

    def __init__(self) -> None:
        self._identities = Identities.from_environment()
        self._origins = Origins.from_environment()
        self._shared = shared()
        self._limits = limits.Limits(shared=self._shared)
        self._words = about.wording()
        self._files = Files()
        self._retention = retention()

    @classmethod
    def name(cls) -> str:
        """Its place in the address, and what actions know it by."""
        return "website"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Routes and what belongs to every answer."""
        gateway = _Blueprint("website", self._refused)
        gateway.ctx.turns = None

        @gateway.listener("after_server_start")
        async def begin(app: Sanic, _: Any) -> None:
            store = store_of(app)
            gateway.ctx.turns = Turns(self.name(), on_new_message, store, begun=True, shared=self._shared)
            gateway.ctx.readiness = Readiness(lambda: app.ctx.agent, lambda: store_of(app), _actions_health())
            readiness = gateway.ctx.readiness
            watching = [readiness.watch_the_loop(), _follow_the_catalog(), self._delete_what_is_old(store)]
            if metrics().on:
                watching.append(readiness.keep_looking())
            gateway.ctx.watching = [asyncio.create_task(w) for w in watching]

        @gateway.listener("before_server_stop")
        async def end(app: Sanic, _: Any) -> None:
            if gateway.ctx.turns:
                gateway.ctx.turns.stop()
                for task in gateway.ctx.watching:
                    task.cancel()
                await gateway.ctx.turns.finish(seconds_to_stop(app))

        @gateway.on_request
        async def refuse_foreign_pages(request: Request) -> Optional[HTTPResponse]:
            origin, fetch_site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
            if request.route and request.route.name.endswith((".files", ".openapi", ".live", ".ready")):
                return None
            if self._origins.foreign(origin, request.host, fetch_site):
                raise Refusal("forbidden", "This website may not use the advisor.")
            return None

        @gateway.on_response
        async def complete(request: Request, response: HTTPResponse) -> None:
            self._complete(request, response)

        gateway.exception(Exception)(self._refused)

        @gateway.post("/session")
        async def begin_session(request: Request) -> HTTPResponse:
            await self._limits.count(limits.SESSIONS, _address(request))
            wanted = _body(request, contract.SessionRequest)
            token, conversation = self._identities.issue(wanted.login)
            await store_of(request.app).begin(conversation)
            return json({"token": token, "expires_in": LIFETIME}, status=201)

        @gateway.post("/messages")
        async def take_message(request: Request) -> HTTPResponse:
            # Nothing is awaited of the database until the message has its place in line.
            session = self._session(request)
            message = _body(request, contract.MessageRequest)
            metadata = message.dict(include={"locale", "page"}, exclude_none=True)
            incoming = Incoming(session.conversation, message.id, message.text, metadata)
            try:
                outcome: Outcome = await _turns(gateway).take(
                    incoming, lambda: self._limits.count_message(session.conversation, message.id)
                )
            except limits.RateLimited:
                await _require(store_of(request.app), session)  # or the visitor would wait for nothing
                raise
            reply = _shown(outcome.reply)
            answer = {"id": message.id, "replies": [reply], "needs": outcome.needs, "at": reply["at"]}
            return json(answer, headers=self._renewal(session))

        @gateway.get("/history")
        async def tell_history(request: Request) -> HTTPResponse:
            session = self._session(request)
            await self._limits.count(limits.REQUESTS, _address(request))
            store = store_of(request.app)
            await _require(store, session)
            kept = await store.history(session.conversation, _HISTORY)
            needs = await store.needs(session.conversation)
            answer = {"turns": [_turn(t) for t in kept], "needs": needs}
            return json(answer, headers=self._renewal(session))

        @gateway.delete("/history")
        async def erase(request: Request) -> HTTPResponse:
            session = self._session(request)
            await self._limits.count(limits.REQUESTS, _address(request))
            store = store_of(request.app)
            async with _turns(gateway).alone(session.conversation):
                await _require(store, session)
                await store.erase(session.conversation)
            return empty()

        @gateway.get("/about")
        async def tell_about(_: Request) -> HTTPResponse:
            shown = about.about(shared_catalog().get(), self._words)
            return json(shown, headers={"Cache-Control": "public, max-age=300"})

        @gateway.get("/openapi.json", name="openapi")
        async def describe(_: Request) -> HTTPResponse:
            return json(description())

        @gateway.get("/health/live", name="live")
        async def live(_: Request) -> HTTPResponse:
            return json({"status": "live"})

        @gateway.get("/health/ready", name="ready")
        async def ready(_: Request) -> HTTPResponse:
            failing = await gateway.ctx.readiness.failing()
            if not failing:
                # Visitors are answered without Redis as well, so nobody is to be kept away for that.
                without = {"without": ["redis"]} if self._shared and self._shared.away else {}
                return json({"status": "ready", **without})
            return json({"status": "not ready", "failing": failing}, status=503, headers={"Retry-After": "2"})

        async def allow(_: Request) -> HTTPResponse:
            return empty()

        for path in ("session", "messages", "history", "about"):
            gateway.add_route(allow, f"/{path}", methods=["OPTIONS"], name=f"preflight_{path}")

        # Platforms ask for the headers of a picture before they fetch it.
        @gateway.route("/<path:path>", methods=["GET", "HEAD"], name="files")
        async def send_file(request: Request, path: str) -> HTTPResponse:
            return self._file(request, path)

        return gateway

    def _session(self, request: Request) -> Session:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Refusal("unauthorized", "There is no session.")
        return self._identities.read(token.strip())

    def _complete(self, request: Request, response: HTTPResponse) -> None:
        for name, value in {**_SAFE_HEADERS, "Cache-Control": "no-store"}.items():
            response.headers.setdefault(name, value)
        allowed = dict(self._origins.headers(request.headers.get("origin"), request.host))
        present = [v for v in response.headers.get("Vary", "").split(", ") if v]
        varies = dict.fromkeys([*present, allowed.pop("Vary")])
        response.headers.update({**allowed, "Vary": ", ".join(varies)})

    async def _refused(self, request: Optional[Request], error: Exception) -> HTTPResponse:
        refusal = refusal_of(error)
        if isinstance(error, ValueError) and (request is None or request.route is None):
            refusal = Refusal("bad_request", "The request can't be read.")  # Sanic could not read its headers
        metrics().refused(refusal.code)
        if refusal.reason:
            logger.error("Error %s: %s", refusal.id, refusal.reason)
        told = {"error": {"code": refusal.code, "message": refusal.message, "id": refusal.id}}
        response = json(told, status=refusal.status, headers=refusal.headers)
        if request is not None and request.headers is not None:
            self._complete(request, response)
        return response

    def _renewal(self, session: Session) -> dict[str, str]:
        token = self._identities.renewed(session)
        return {"Pin-Advisor-Token": token} if token else {}

    def _file(self, request: Request, path: str) -> HTTPResponse:
        file = self._files.get(path)
        if file is None:
            raise Refusal("not_found", "There is nothing at this address.")
        headers = {
            "ETag": file.etag,
            "Cache-Control": _CACHED if path.startswith(_PICTURES) else "public, max-age=0, must-revalidate",
            "Vary": "Accept-Encoding",
        }
        if file.media_type.startswith("text/html"):
            headers["Content-Security-Policy"] = _PAGE_POLICY
        elif not file.media_type.startswith("image/"):
            headers["Access-Control-Allow-Origin"] = "*"  # a module of another origin isn't run without it
        if file.etag in request.headers.get("if-none-match", ""):
            return empty(status=304, headers=headers)
        if file.compressed and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return raw(file.compressed, content_type=file.media_type, headers=headers)
        return raw(file.content, content_type=file.media_type, headers=headers)

    async def _delete_what_is_old(self, store: ConversationStore) -> None:
        while True:
            try:
                count = await store.erase_inactive(self._retention)
                if count:
                    logger.info("Deleted %d conversations older than %s.", count, self._retention)
            except Exception as error:  # it is tried again in an hour
                logger.error("Old conversations could not be deleted: %s", error)
            await asyncio.sleep(_CLEANING_INTERVAL)


class _Blueprint(Blueprint):
    """Also sets limits for what never reaches a route, and answers it in our own terms."""

    def __init__(self, name: str, refused: Callable[[Optional[Request], Exception], Awaitable[Any]]) -> None:
        super().__init__(name)
        self.ctx.refused = refused

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Add the routes to ``app``, with its limits and the answer to errors outside of routes."""
        super().register(app, options)
        app.config.update(_SERVER_LIMITS)
        framing.watch(app)
        app.error_handler.add(Exception, self.ctx.refused)


def _body(request: Request, model: type[Model]) -> Model:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal("unsupported_media_type", "The body has to be application/json.")
    if len(request.body) > contract.MAX_BODY:
        raise contract.TooLarge
    return contract.read(request.body, model)


def _shown(reply: Reply) -> dict[str, Any]:
    messages = [{"text": m.text, "choices": [asdict(c) for c in m.choices]} for m in reply.messages]
    return {"messages": messages, "payload": dict(reply.payload), "at": reply.at}


def _turn(turn: Turn) -> dict[str, Any]:
    message = turn.message
    return {
        "id": str(message.get("message_id")),
        "said": str(message.get("text") or ""),
        "at": float(message.get("timestamp") or 0),
        "reply": _shown(reply_from(turn.events)),
    }


async def _follow_the_catalog() -> None:
    """So that a mistake in it is told when it is made, and not with the next message."""
    loop = asyncio.get_running_loop()
    while True:
        with suppress(CatalogError):  # it was told
            await loop.run_in_executor(None, shared_catalog().get)
        await asyncio.sleep(_CATALOG_INTERVAL)


async def _require(store: ConversationStore, session: Session) -> None:
    if not await store.exists(session.conversation):
        raise turns.Ended


def _turns(gateway: Blueprint) -> Turns:
    taken: Optional[Turns] = gateway.ctx.turns
    if taken is None:
        raise turns.Unavailable
    return taken


def _address(request: Request) -> str:
    """The visitor's address: what trusted proxies tell (``SANIC_PROXIES_COUNT``), else the connection's."""
    return str(request.remote_addr or request.ip)


def _actions_health() -> Optional[str]:
    url = urlsplit(os.environ.get("PIN_ADVISOR_ACTIONS_URL", ""))
    return f"{url.scheme}://{url.netloc}/health" if url.netloc else None
