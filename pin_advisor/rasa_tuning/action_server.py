"""An action server of its own serves the bot only.

Rasa SDK's answers whoever reaches it, unpacks what is packed without a limit, and puts the whole
conversation into its answer when an action fails. Here a call needs the token in
``PIN_ADVISOR_ACTIONS_TOKEN`` (without one only programs of this machine are served), and is neither
packed nor larger than 2 MB. Refusals and failures have no body; the log has the kind of a failure and
where it was, not its text.
"""

from __future__ import annotations

import hmac
import logging
import os
import traceback
from typing import Any, Final, Optional

from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from pin_advisor.logs.reasons import kind

logger = logging.getLogger(__name__)

RELIES_ON: Final = {"rasa_sdk.endpoint:create_app": "efa1ea35bcd08df0"}
CHECK: Final = (
    "what routes there are, what each gives away, and that run still calls create_app of its module."
)

VARIABLE: Final = "PIN_ADVISOR_ACTIONS_TOKEN"

#: In bytes. A conversation of 180 messages is about 1 MB.
LARGEST: Final = 2_000_000
_OPEN: Final = "/health"
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


def adjust(endpoint: Any) -> None:
    """Guard the application that the server makes."""
    create = endpoint.create_app

    def create_app(*arguments: Any, **named: Any) -> Any:
        app = create(*arguments, **named)
        token = os.environ.get(VARIABLE, "").strip()
        app.config.REQUEST_MAX_SIZE = LARGEST

        @app.middleware("request")
        async def guard(request: Request) -> Optional[HTTPResponse]:
            return None if request.path == _OPEN else refusal(request, token)

        app.error_handler.add(Exception, _failed)
        return app

    endpoint.create_app = create_app


def refusal(request: Request, token: str) -> Optional[HTTPResponse]:
    """The answer to a request that is not the bot's, or not as the bot makes them; None if it is.

    Args:
        request: its headers are looked at.
        token: what has to be in them, if anything has to.
    """
    given = request.headers.get("authorization", "").encode("utf-8", "replace")
    if token:
        known = hmac.compare_digest(given, f"Bearer {token}".encode())
    else:
        known = request.ip in _LOOPBACK and "x-forwarded-for" not in request.headers
    if not known or "origin" in request.headers:  # a page in a browser of this machine is not the bot
        return empty(status=401)
    if "content-encoding" in request.headers:
        return empty(status=415)
    return None


def _failed(_: Request, reason: Exception) -> HTTPResponse:
    if isinstance(reason, SanicException):
        return empty(status=reason.status_code or 500)
    where = "".join(traceback.format_tb(reason.__traceback__))
    logger.error("%s in an action:\n%s", kind(reason), where)
    return empty(status=500)
