"""Who a visitor of the website is: the server issues and signs it, so that nobody can choose an identity.

A session token names a conversation. It is a JWT, signed with the first of the keys in
``PIN_ADVISOR_SESSION_KEYS`` and accepted when signed with any of them, so that keys can be changed while
visitors talk. Where the variable is unset a key is made once and kept beside the database, which is right for
one machine.

A shop whose visitors log in may vouch for them: its own site signs a login token (JWT with ``sub`` and
``exp``), and the conversation then belongs to that ``sub`` on every device.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jwt

from pin_advisor.channels.website.keys import login_key, own_key, session_keys
from pin_advisor.paths import STORE

#: Seconds that a session token holds, and after which an answer carries a fresh one.
LIFETIME: Final = 30 * 24 * 3600
_RENEWED_AFTER: Final = 24 * 3600
_AUDIENCE: Final = "pin-advisor"
_CONVERSATION: Final = re.compile(r"website-(?:login-[0-9a-f]{40}|[A-Za-z0-9_-]{22})")
_LEEWAY: Final = 30
#: What the claims of a token may raise, the library's own check of them included.
_UNREADABLE: Final = (jwt.PyJWTError, ArithmeticError, LookupError, ValueError, TypeError, RecursionError)


class InvalidToken(Exception):
    """The token is none of ours, altered, or has expired."""


@dataclass(frozen=True)
class Session:
    """What a token says: whose conversation, and since when (seconds since 1970)."""

    conversation: str
    issued: int


class Identities:
    """Issues and reads session tokens, and reads login tokens.

    Args:
        keys: secrets by name; the first signs.
        login_key: a shared secret, or a public key in PEM; none refuses every login token.
        now: seconds since 1970.
    """

    def __init__(
        self, keys: Mapping[str, str], login_key: str | None = None, now: Callable[[], float] = time.time
    ) -> None:
        self._keys = dict(keys)
        self._login_key = login_key
        self._now = now

    @classmethod
    def from_environment(cls, folder: Path = STORE) -> Identities:
        """With the keys of the environment; ``folder`` keeps the one that is made otherwise.

        Raises:
            ChannelError: PA401 or PA402 for a key that can't be used.
        """
        login = login_key()
        return cls(session_keys() or {"local": own_key(folder)}, login)

    def issue(self, login: str | None = None) -> tuple[str, str]:
        """A token and the conversation that it names: a new one, or the one of who has logged in.

        Raises:
            InvalidToken: ``login`` is not a valid login token.
        """
        name = f"login-{self._subject(login)}" if login is not None else secrets.token_urlsafe(16)
        conversation = f"website-{name}"
        return self._signed(conversation), conversation

    def read(self, token: str) -> Session:
        """What a session token says.

        Raises:
            InvalidToken: it is none of ours, altered, or has expired.
        """
        try:
            key = self._keys.get(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                raise InvalidToken
            claims = self._decoded(token, key, ["HS256"], audience=_AUDIENCE)
            conversation, issued = claims["sub"], int(claims["iat"])
        except _UNREADABLE:
            raise InvalidToken from None
        if not _CONVERSATION.fullmatch(conversation):
            raise InvalidToken
        return Session(conversation, issued)

    def renewed(self, session: Session) -> str | None:
        """A fresh token for the same conversation if the present one is no longer new."""
        old = self._now() - session.issued > _RENEWED_AFTER
        return self._signed(session.conversation) if old else None

    def _signed(self, conversation: str) -> str:
        name, key = next(iter(self._keys.items()))
        issued = int(self._now())
        claims = {"sub": conversation, "aud": _AUDIENCE, "iat": issued, "exp": issued + LIFETIME}
        return jwt.encode(claims, key, algorithm="HS256", headers={"kid": name})

    def _subject(self, login: str) -> str:
        if self._login_key is None:
            raise InvalidToken
        public = self._login_key.startswith("-----")
        algorithms = ["RS256", "ES256", "EdDSA"] if public else ["HS256"]
        try:
            subject = self._decoded(login, self._login_key, algorithms)["sub"]
        except _UNREADABLE:
            raise InvalidToken from None
        if not subject.strip():  # it would be one identity for all whom the site forgot to name
            raise InvalidToken
        return hashlib.sha256(subject.encode("utf-8", "replace")).hexdigest()[:40]

    def _decoded(
        self, token: str, key: str, algorithms: list[str], audience: str | None = None
    ) -> dict[str, Any]:
        # The library reads the clock itself, so its own check of the time is left to us.
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=algorithms,
            audience=audience,
            options={
                "require": ["sub", "exp"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "verify_aud": audience is not None,
            },
        )
        begins, ends = float(claims.get("nbf", 0)), float(claims["exp"])
        # In this order "not a number" is refused too. The clocks of two machines are never quite the same.
        if not begins - _LEEWAY <= self._now() <= ends + _LEEWAY:
            raise InvalidToken
        return claims
