"""Which other websites may talk to the gateway: those in ``PIN_ADVISOR_ORIGINS``, and its own pages."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from pin_advisor.errors import ChannelError

VARIABLE: Final = "PIN_ADVISOR_ORIGINS"

_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?")
_SAME: Final = frozenset({"same-origin", "same-site", "none"})


class Origins:
    """Decides by the ``Origin`` header.

    Args:
        allowed: origins as browsers send them, such as ``https://www.example.com``.
    """

    def __init__(self, allowed: frozenset[str] = frozenset()) -> None:
        self._allowed = allowed

    @classmethod
    def from_environment(cls) -> Origins:
        """Those of the environment.

        Raises:
            ChannelError: PA403 for one that no browser would send.
        """
        found = {o.strip().rstrip("/").lower() for o in os.environ.get(VARIABLE, "").split(",") if o.strip()}
        if wrong := [repr(origin) for origin in sorted(found) if not _ORIGIN.fullmatch(origin)]:
            raise ChannelError(
                "PA403",
                f"{' and '.join(wrong)} {'is' if len(wrong) == 1 else 'are'} not the address of a website",
                "Write it as https://www.example.com, without a path; several with commas between.",
                VARIABLE,
            )
        return cls(frozenset(found))

    def foreign(self, origin: str | None, host: str, fetch_site: str | None) -> bool:
        """Whether a request comes from a website that is not allowed.

        Args:
            origin: the header ``Origin``; programs and requests within one site may send none.
            host: the header ``Host``.
            fetch_site: the header ``Sec-Fetch-Site``, which browsers send.
        """
        if origin is None:
            return fetch_site is not None and fetch_site not in _SAME
        return not self._is_allowed(origin, host)

    def headers(self, origin: str | None, host: str) -> Mapping[str, str]:
        """What lets the page at ``origin`` read the answer."""
        varies = {"Vary": "Origin"}
        if origin is None or not self._is_allowed(origin, host):
            return varies
        return varies | {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Expose-Headers": "Pin-Advisor-Token, Retry-After",
            "Access-Control-Max-Age": "600",
        }

    def _is_allowed(self, origin: str, host: str) -> bool:
        try:
            own = urlsplit(origin).netloc == host and origin.startswith(("http://", "https://"))
        except ValueError:
            return False
        return own or origin in self._allowed
