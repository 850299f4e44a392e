"""Our own access token, with which the Bot Connector knows us.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication, "Step 1:
Request an access token".
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final, Optional

from pin_advisor.channels.connector.api import ApiError
from pin_advisor.channels.teams.addresses import Apis

_SCOPE: Final = "https://api.botframework.com/.default"
#: The tenant of bots that belong to no single one.
EVERYBODYS: Final = "botframework.com"
#: Seconds before its end at which a token is no longer used, if it lives long enough.
_MARGIN: Final = 300.0


class Access:
    """Gets tokens and keeps one until shortly before its end.

    Args:
        apis: what they are fetched with.
        login: address of the place that gives them.
        app_id: our bot's.
        password: our bot's.
        tenant: the one that the bot belongs to; None for a bot of many.
        now: seconds of a clock that never goes back.
    """

    def __init__(
        self,
        apis: Apis,
        login: str,
        app_id: str,
        password: str,
        tenant: Optional[str] = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._apis = apis
        self._url = f"{login}/{tenant or EVERYBODYS}/oauth2/v2.0/token"
        self._form = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": password,
            "scope": _SCOPE,
        }
        self._now = now
        self._token = ""
        self._until = float("-inf")
        self._fetching = asyncio.Lock()

    async def token(self) -> str:
        """A token that is good for a while.

        Raises:
            ApiError: there is none to be had; 401 if we are not known.
        """
        async with self._fetching:
            if self._now() >= self._until:
                await self._fetch()
            return self._token

    def refused(self, token: str) -> None:
        """Use this token no more: it was not accepted."""
        if token == self._token:
            self._until = float("-inf")

    async def _fetch(self) -> None:
        begun = self._now()
        try:
            told = await self._apis.call("access token", self._url, data=self._form)
            token, lifetime = str(told["access_token"]), float(told["expires_in"])
        except ApiError as error:
            if error.transient:
                raise
            # Whatever Entra calls it (mostly 400): no visitor's message is at fault.
            raise ApiError("Teams", "access token", error.reason, status=401) from None
        except (LookupError, TypeError, ValueError):
            raise ApiError("Teams", "access token", "this is not Microsoft's answer", status=401) from None
        self._token = token
        self._until = begun + max(lifetime - _MARGIN, lifetime / 2)
