"""Clients that send a byte now and then are let go of.

Sanic begins to count anew with every byte that arrives, so such a client is never let go of; nor is one whose
request Sanic has given up.
"""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"sanic.server.protocols.http_protocol:HttpProtocol.check_timeouts": "11e929d0110f9dde"}
CHECK: Final = "what check_timeouts looks at, and whether it now counts from the beginning of a request."


def adjust(protocol: Any) -> None:
    """Count from when a request began."""
    from sanic.http import Stage

    check = protocol.HttpProtocol.check_timeouts

    def check_all(connection: Any) -> None:
        http = connection._http
        receiving = http is not None and (http.stage is Stage.REQUEST or getattr(http, "request_body", None))
        notes = connection.conn_info.ctx  # the connection itself has no room for them
        since = getattr(notes, "receiving_since", None) if receiving else None
        now = connection.loop.time()
        notes.receiving_since = (since or now) if receiving else None
        if since is not None and now - since > connection.request_timeout:
            connection.transport.abort()
        else:
            check(connection)

    protocol.HttpProtocol.check_timeouts = check_all
