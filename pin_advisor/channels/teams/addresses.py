"""Where the Bot Framework lives, and to whom our access token may be shown.

An activity says itself where its answer is to go (``serviceUrl``), and our token goes there with it. So only
addresses of Microsoft's are accepted, whatever an activity says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Optional
from urllib.parse import urlsplit

from pin_advisor.channels.connector.api import Answer, Api

#: Hosts that Teams answers from: Microsoft's documentation and SDKs name smba.trafficmanager.net for all but
#: the US government's cloud, and others in examples
#: (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages).
#: Anybody may have a name below trafficmanager.net, so that one is exact.
_HOSTS: Final = frozenset({"smba.trafficmanager.net"})
#: Domains whose names only Microsoft gives.
_DOMAINS: Final = (".botframework.com", ".teams.microsoft.com", ".botapi.skype.com")
#: What else Teams wants to be asked again after, as after 503
#: (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
_AGAIN: Final = frozenset({412})


@dataclass(frozen=True)
class Service:
    """Microsoft's addresses, or those of a stand-in.

    Args:
        login: where access tokens are given.
        identity: where the keys are published that tokens to us are signed with.
        own: the only place that answers may go to, if that is not Microsoft.
    """

    login: str = "https://login.microsoftonline.com"
    identity: str = "https://login.botframework.com"
    own: Optional[str] = None

    def allows(self, service_url: str) -> bool:
        """Whether an answer, with our token, may be sent to this ``serviceUrl``."""
        if self.own:
            return _origin(service_url) == _origin(self.own)
        try:
            parts = urlsplit(service_url)
            port = parts.port
        except ValueError:
            return False
        host = (parts.hostname or "").lower()
        plain = parts.netloc.lower() in (host, f"{host}:443")  # neither a name nor a password
        named = host in _HOSTS or host.endswith(_DOMAINS)
        return bool(parts.scheme == "https" and port in (None, 443) and plain and named)


class Apis:
    """Calls to all of Microsoft's places, each of which has connections of its own."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._apis: dict[str, Api] = {}

    async def call(self, call: str, url: str, **how: Any) -> Any:
        """The JSON that is answered; otherwise like :meth:`pin_advisor.channels.connector.api.Api.call`.

        Raises:
            ApiError: it was refused, or never came to an end that is known.
        """
        origin = _origin(url)
        if origin not in self._apis:
            self._apis[origin] = Api(self._title, origin, status=_status, describe=_description)
        return await self._apis[origin].call(call, url[len(origin) :], **how)

    async def close(self) -> None:
        """Let go of all connections."""
        for api in self._apis.values():
            await api.close()


def _origin(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def _status(answer: Answer) -> int:
    return 503 if answer.status in _AGAIN else answer.status


def _description(answer: Answer) -> str:
    """The code of an error, never its text: that may repeat what it is about."""
    body = answer.body if isinstance(answer.body, Mapping) else {}
    error = body.get("error")
    code = error.get("code") if isinstance(error, Mapping) else error
    numbers = body.get("error_codes")  # Entra's, such as 7000215 for a wrong secret
    told = [code, *(numbers if isinstance(numbers, list) else ())]
    return " ".join(str(part) for part in told if isinstance(part, (str, int)))[:100]
