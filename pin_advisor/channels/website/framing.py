"""Where a request begins and ends: what can be read in two ways, or in none, is refused before it is read.

Sanic takes a length for whatever ``int`` takes for one. After a negative one it goes round in circles and
never answers anybody again, and where it and a proxy in front disagree about the end of a request, the rest
of it is taken for the next visitor's.
"""

from __future__ import annotations

import re
from typing import Final, Optional

from sanic import Sanic
from sanic.compat import Header
from sanic.request import Request

from pin_advisor.channels.website.errors import Refusal

_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LENGTH: Final = re.compile(r"[0-9]{1,15}[ \t]*")
#: Between lines and nowhere else; some programs take each of them for the end of a line.
_BREAKS: Final = re.compile(r"[\r\n\x00]")


def watch(app: Sanic) -> None:
    """Look at every request to ``app``, whichever channel it is for, before its body is read."""

    @app.signal("http.lifecycle.request")
    async def refuse_what_is_ambiguous(request: Request) -> None:
        if fault_of(request.headers, request.version):
            raise Refusal("bad_request", "The request can't be read.")

    @app.signal("http.lifecycle.handle")
    async def read_the_body(request: Request) -> None:
        stream = request.stream
        # There are no web sockets here, and Sanic never lets go of a client that says it is one.
        stream.upgrade_websocket = False
        if stream.request_body == "chunked":
            # Sanic is easy-going about pieces, so nothing that follows them counts as a request.
            stream.keep_alive = False
        # Also where no route wants it: Sanic would log an error for every one that is left over.
        await request.receive_body()


def fault_of(headers: Header, version: str) -> Optional[str]:
    """Why the frame of a request is not clear; None if it is.

    Args:
        headers: their names in lower case, as Sanic gives them.
        version: of HTTP, such as ``1.1``.
    """
    lengths = headers.getall("content-length", [])
    codings = headers.getall("transfer-encoding", [])
    if not all(_NAME.fullmatch(name) for name in headers):
        return "a name that is none"
    if any(_BREAKS.search(value) for value in headers.values()):
        return "a line in a line"
    if len(headers.getall("host", [])) > 1:
        return "two hosts"
    if len(lengths) + len(codings) > 1:
        return "two lengths"
    if any(not _LENGTH.fullmatch(length) for length in lengths):
        return "a length that is none"
    if any(coding != "chunked" or version == "1.0" for coding in codings):
        return "a coding that nobody asked for"
    return None
