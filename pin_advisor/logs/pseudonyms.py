"""Names of conversations that tell an operator which lines belong together, and nobody who it is.

A conversation's id may hold a telephone number, and a plain hash of a number is found again by trying all of
them. So it is hashed with a key that only this installation has.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from functools import lru_cache
from typing import Final

from pin_advisor.paths import STORE

_LENGTH: Final = 10


def pseudonym(conversation: str) -> str:
    """Ten hexadecimal digits: the same for one conversation in all processes that sign with the same keys."""
    key = _key(os.environ.get("PIN_ADVISOR_SESSION_KEYS", ""))
    return hashlib.blake2b(conversation.encode("utf-8", "replace"), key=key).hexdigest()[:_LENGTH]


@lru_cache(1)
def _key(keys: str) -> bytes:
    secret = keys.encode("utf-8", "replace")
    if not secret:
        try:
            secret = (STORE / "session.key").read_bytes()
        except OSError:
            secret = secrets.token_bytes(32)
    return hashlib.blake2b(secret, person=b"pin-advisor log", digest_size=32).digest()
