"""The keys that sessions are signed with and logins are checked with, as the environment names them."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from pin_advisor.errors import ChannelError
from pin_advisor.paths import STORE

KEYS_VARIABLE: Final = "PIN_ADVISOR_SESSION_KEYS"
LOGIN_VARIABLE: Final = "PIN_ADVISOR_LOGIN_KEY"

_SHORTEST_SECRET: Final = 32


def session_keys() -> dict[str, str]:
    """The keys of ``PIN_ADVISOR_SESSION_KEYS`` by name, the one that signs first; none if it is not set.

    Raises:
        ChannelError: PA401 if one can't be used.
    """
    keys: dict[str, str] = {}
    text = os.environ.get(KEYS_VARIABLE, "").strip()
    if not text:
        return keys
    for part in text.split(","):
        name, _, secret = part.strip().partition(":")
        if not name or len(secret) < _SHORTEST_SECRET:
            raise _bad_key(KEYS_VARIABLE, f"a key has no name or less than {_SHORTEST_SECRET} characters")
        keys[name] = secret
    return keys


def login_key() -> str | None:
    """The secret or public key of ``PIN_ADVISOR_LOGIN_KEY``; None if it is not set.

    Raises:
        ChannelError: PA401 if it can't be used.
    """
    key = os.environ.get(LOGIN_VARIABLE, "").strip().replace("\\n", "\n")
    if key.startswith("-----"):
        # Only where it is used: `pin-advisor run` looks at keys before it starts anything.
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        try:
            load_pem_public_key(key.encode())
        except (ValueError, UnsupportedAlgorithm):
            raise _bad_key(LOGIN_VARIABLE, "the public key is damaged, or no public key") from None
    elif key and len(key) < _SHORTEST_SECRET:
        raise _bad_key(LOGIN_VARIABLE, f"the secret has less than {_SHORTEST_SECRET} characters")
    return key or None


def own_key(folder: Path = STORE) -> str:
    """The key of this machine alone, made now if there is none yet.

    Raises:
        ChannelError: PA402 if it is damaged.
    """
    path = folder / "session.key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        # Written aside and put in place whole, since another worker may look for it at this moment.
        descriptor, aside = tempfile.mkstemp(dir=folder)  # for this user only
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # that other worker was faster
            os.link(aside, path)
        os.unlink(aside)
    return kept_key(folder) or ""


def kept_key(folder: Path = STORE) -> str | None:
    """The key that was made for this machine; None if there is none yet.

    Raises:
        ChannelError: PA402 if it is damaged.
    """
    path = folder / "session.key"
    try:
        key = path.read_bytes().decode("ascii", "ignore").strip()
    except FileNotFoundError:
        return None
    if len(key) < _SHORTEST_SECRET:
        raise ChannelError(
            "PA402",
            "the key that signs sessions is damaged",
            "Delete the file; visitors begin anew.",
            str(path),
        )
    return key


def _bad_key(variable: str, message: str) -> ChannelError:
    fix = "Write name:secret[,name:secret], each secret from `openssl rand -base64 48`."
    if variable == LOGIN_VARIABLE:
        fix = "Use a longer secret, or a public key in PEM."
    return ChannelError("PA401", message, fix, variable)
