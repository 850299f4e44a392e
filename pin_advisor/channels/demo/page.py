"""The page, and what it asks for: what everybody sees, and that somebody writes or presses.

It is for the developer in front of this machine: it listens on loopback, and refuses requests that another
website has a browser make.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Optional

from aiohttp import web

from pin_advisor.channels.stand_ins.visitors import Visitor
from pin_advisor.channels.website.contract import MAX_TEXT
from pin_advisor.channels.website.files import Files
from pin_advisor.servers import HOST

FOLDER: Final = Path(__file__).parent / "static"
#: How much may be written at once: more than the bot takes, so that its answer to that can be seen as well.
_LONGEST: Final = 2 * MAX_TEXT

Visitors = Mapping[str, Visitor[Any]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """The server of the page.

    Args:
        bot: the bot's address, for its pictures and the chat window.
        visitors: makes new visitors, one on each channel, by name.
        port: where it listens; 0 takes a free one.
    """

    def __init__(self, bot: str, visitors: Callable[[], Visitors], port: int = 0) -> None:
        self._bot = bot
        self._make = visitors
        self._port = port
        self._visitors: Visitors = {}
        self._files = Files(FOLDER)
        self._runner: Optional[web.AppRunner] = None
        self.url = ""

    async def start(self) -> None:
        """Listen; afterwards ``url`` is where."""
        self._visitors = self._make()
        app = web.Application(middlewares=[self._guarded])
        app.add_routes(
            [
                web.get("/state", self._state),
                web.post("/say", self._say),
                web.post("/press", self._press),
                web.post("/picture", self._picture),
                web.post("/anew", self._anew),
                web.get("/{path:.*}", self._file),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Let go of the port."""
        if self._runner:
            await self._runner.cleanup()

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        # A name that somebody lets point to this machine is not ours. A form of another page sends no JSON.
        if request.host not in (self.url.removeprefix("http://"), f"localhost:{self.url.rpartition(':')[2]}"):
            return web.json_response({"error": "This page is for this machine."}, status=403)
        if request.method == "POST" and request.content_type != "application/json":
            return web.json_response({"error": "JSON is expected."}, status=415)
        response = await handler(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src 'self' {self._bot}; style-src 'self'; "
            f"img-src 'self' {self._bot}; connect-src 'self' {self._bot}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return response

    # -- what the page asks for ------------------------------------------------------------------

    async def _state(self, _: web.Request) -> web.Response:
        columns = [
            {
                "name": name,
                "title": v.TITLE,
                "numbered": v.NUMBERED,
                "pictures": v.PICTURES,
                "timeline": v.timeline(),
            }
            for name, v in self._visitors.items()
        ]
        return web.json_response({"bot": self._bot, "columns": columns})

    async def _say(self, request: web.Request) -> web.Response:
        body = await _body(request)
        text, to = body.get("text"), body.get("to")
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
            return _wrong("There is no text, or too much.")
        if to is not None and to not in self._visitors:
            return _wrong("Nobody of this name is here.")
        spoken_to = [visitor for name, visitor in self._visitors.items() if to in (None, name)]
        statuses = await asyncio.gather(*(visitor.say(text) for visitor in spoken_to))
        return _taken(dict(zip(spoken_to, statuses, strict=True)))

    async def _press(self, request: web.Request) -> web.Response:
        body = await _body(request)
        to, title = body.get("to"), body.get("title")
        if not isinstance(to, str) or to not in self._visitors or not isinstance(title, str):
            return _wrong("Nobody of this name is here.")
        visitor = self._visitors[to]
        try:
            return _taken({visitor: await visitor.press(title)})
        except LookupError as error:
            return _wrong(str(error))

    async def _picture(self, request: web.Request) -> web.Response:
        to = (await _body(request)).get("to")
        if not isinstance(to, str) or to not in self._visitors or not self._visitors[to].PICTURES:
            return _wrong("Nobody of this name is here who can send pictures.")
        visitor = self._visitors[to]
        return _taken({visitor: await visitor.send_picture()})

    async def _anew(self, _: web.Request) -> web.Response:
        self._visitors = self._make()
        return web.json_response({})

    async def _file(self, request: web.Request) -> web.Response:
        file = self._files.get(request.match_info["path"])
        if file is None:
            raise web.HTTPNotFound
        kind, _, charset = file.media_type.partition("; charset=")
        return web.Response(body=file.content, content_type=kind, charset=charset or None)


async def _body(request: web.Request) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        body = await request.json()
        if isinstance(body, dict):
            return body
    return {}


def _taken(statuses: Mapping[Visitor[Any], int]) -> web.Response:
    """Nothing to tell, since answers are on the page when they come; or who was refused by the bot."""
    refused = [f"{v.TITLE}: {status or 'no answer'}" for v, status in statuses.items() if status // 100 != 2]
    if refused:
        return web.json_response({"error": f"The bot did not accept it. {', '.join(refused)}."}, status=502)
    return web.json_response({})


def _wrong(why: str) -> web.Response:
    return web.json_response({"error": why}, status=400)
