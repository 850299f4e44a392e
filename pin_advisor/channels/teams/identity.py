"""Who calls us: the Bot Connector shows a signed token (JWT), which is checked here in full.

What has to be checked is published at
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication: "Step 4:
Verify the JWT token". The token says nothing of the body of a request but its ``serviceUrl``; the body is
kept from others by TLS.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Optional

import jwt
from jwt import PyJWK, PyJWTError

from pin_advisor.channels.connector.api import ApiError
from pin_advisor.channels.teams.addresses import Apis

#: Who signs.
ISSUER: Final = "https://api.botframework.com"
#: How. Never what the token itself says, or it could say "not at all".
ALGORITHM: Final = "RS256"
#: What a key has to be endorsed for to speak for Teams.
CHANNEL: Final = "msteams"
#: Seconds that our clock may be wrong.
SKEW: Final = 300
#: The claim that has to be the activity's ``serviceUrl``; the documentation writes it both ways.
_SERVICE: Final = ("serviceurl", "serviceUrl")

_METADATA: Final = "/v1/.well-known/openidconfiguration"
#: Seconds after which the keys are fetched again, and after which they are no longer believed.
_FRESH: Final = 24 * 3600.0
_USABLE: Final = 48 * 3600.0
#: Seconds between two fetches, however many unknown keys are asked for.
_PAUSE: Final = 60.0


class Unavailable(Exception):
    """The keys can't be had, so nobody can be told from anybody else."""


@dataclass(frozen=True)
class _Key:
    public: PyJWK
    endorsements: frozenset[str]


class Keys:
    """The keys of the Bot Connector, as its OpenID metadata publishes them.

    Args:
        apis: what they are fetched with.
        identity: address of the place that publishes them.
        now: seconds of a clock that never goes back.
    """

    def __init__(self, apis: Apis, identity: str, now: Callable[[], float] = time.monotonic) -> None:
        self._apis = apis
        self._identity = identity
        self._now = now
        self._keys: dict[str, _Key] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching = asyncio.Lock()

    async def find(self, id: str) -> Optional[_Key]:
        """The key with this id, fetched if need be; None if there is none.

        Raises:
            Unavailable: the keys can't be had.
        """
        if id not in self._keys or self._age() > _FRESH:
            async with self._fetching:
                if (id not in self._keys or self._age() > _FRESH) and self._now() - self._tried > _PAUSE:
                    await self._try_to_fetch()
        if self._age() > _USABLE:
            raise Unavailable
        return self._keys.get(id)

    async def fetch(self) -> None:
        """Fetch the keys.

        Raises:
            ApiError: they can't be had.
        """
        self._tried = self._now()
        metadata = await self._apis.call(
            "OpenID metadata", self._identity + _METADATA, method="GET", attempts=2
        )
        try:
            url = str(metadata["jwks_uri"])
            safe = url.startswith((f"{self._identity}/", "https://"))
            if not safe or ALGORITHM not in metadata["id_token_signing_alg_values_supported"]:
                raise ValueError
        except (LookupError, TypeError, ValueError):
            raise ApiError("Teams", "OpenID metadata", "this is not Microsoft's answer") from None
        told = await self._apis.call("keys", url, method="GET", attempts=2)
        self._keys = _read(told)
        self._fetched = self._now()

    async def _try_to_fetch(self) -> None:
        with suppress(ApiError):  # those that are there will do, for a while
            await self.fetch()

    def _age(self) -> float:
        return self._now() - self._fetched


def _read(told: Any) -> dict[str, _Key]:
    keys = {}
    for key in told.get("keys", ()) if isinstance(told, Mapping) else ():
        try:
            if key["kty"] == "RSA":
                endorsements = frozenset(map(str, key.get("endorsements") or ()))
                keys[str(key["kid"])] = _Key(PyJWK.from_dict(key, ALGORITHM), endorsements)
        except (LookupError, TypeError, AttributeError, PyJWTError, ValueError):
            continue  # the others may do
    if not keys:
        raise ApiError("Teams", "keys", "this is not Microsoft's answer")
    return keys


class Identity:
    """Tells whether a request comes from the Bot Connector, for our bot, on behalf of Teams.

    Args:
        keys: of the Bot Connector.
        app_id: our bot's.
    """

    def __init__(self, keys: Keys, app_id: str) -> None:
        self._keys = keys
        self._app_id = app_id

    async def claims(self, authorization: str) -> Optional[Mapping[str, Any]]:
        """What the token in this ``Authorization`` header says, if all of it is right; otherwise None.

        Raises:
            Unavailable: the keys can't be had.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != ALGORITHM or not isinstance(header.get("kid"), str):
                return None
            # Keys are not fetched for what would be refused with any of them.
            self._decoded(token, None)
            key = await self._keys.find(header["kid"])
            if key is None or CHANNEL not in key.endorsements:
                return None
            return self._decoded(token, key.public)
        except (PyJWTError, ValueError, TypeError, RecursionError):
            return None

    def _decoded(self, token: str, key: Optional[PyJWK]) -> Mapping[str, Any]:
        return jwt.decode(
            token,
            key=key.key if key else "",
            algorithms=[ALGORITHM],
            audience=self._app_id,
            issuer=ISSUER,
            leeway=SKEW,
            options={
                "verify_signature": key is not None,
                "verify_exp": True,
                "verify_nbf": True,
                "verify_iat": True,
                "verify_aud": True,
                "verify_iss": True,
                "strict_aud": True,
                "require": ["exp", "iss", "aud"],
            },
        )


def is_for(claims: Mapping[str, Any], service_url: str) -> bool:
    """Whether the token was given for activities of this ``serviceUrl``, however the claim is written."""
    said = [claims[name] for name in _SERVICE if name in claims]
    return bool(said) and all(_same(value, service_url) for value in said)


def _same(claim: Any, url: str) -> bool:
    return isinstance(claim, str) and bool(url) and claim.rstrip("/") == url.rstrip("/")
