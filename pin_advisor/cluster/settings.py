"""How many workers there are, and what they need: checked before anything is started."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from socket import EAI_NONAME, gaierror
from typing import Final, Optional

from pin_advisor.errors import StoreError
from pin_advisor.paths import DATABASE_VARIABLE

#: Bot processes on this machine.
WORKERS_VARIABLE: Final = "PIN_ADVISOR_WORKERS"
#: Where Redis is: ``redis://:password@host:6379/0``, ``rediss://…`` with TLS, or ``unix:///path``.
REDIS_VARIABLE: Final = "PIN_ADVISOR_REDIS_URL"
#: Signs sessions; without it a key is made for this machine alone (pin_advisor.channels.website.identity).
KEYS_VARIABLE: Final = "PIN_ADVISOR_SESSION_KEYS"

#: The code of a Redis that does not answer at the moment.
AWAY: Final = "PA316"

_MOST: Final = 64
#: Seconds that Redis has to answer when it is looked at before the start.
_PATIENCE: Final = 2.0


def workers(environment: Mapping[str, str] = os.environ) -> int:
    """How many bot processes are to run on this machine.

    Raises:
        StoreError: PA311 if it is no such number.
    """
    text = environment.get(WORKERS_VARIABLE, "").strip() or "1"
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise StoreError(
            "PA311",
            f"{text!r} is no number of workers",
            f"Write a number from 1 to {_MOST}; one for each core of the processor is a good one.",
            WORKERS_VARIABLE,
        )
    return int(text)


def redis_url(environment: Mapping[str, str] = os.environ) -> Optional[str]:
    """Where Redis is; None if there is none.

    Raises:
        StoreError: PA314 if the address can't be used.
    """
    url = environment.get(REDIS_VARIABLE, "").strip()
    if not url:
        return None
    # Only where it is used: `pin-advisor run` looks at this, and stays small.
    from redis.connection import parse_url
    from redis.exceptions import RedisError

    try:
        parse_url(url)
    except (ValueError, RedisError):  # their text repeats the address, password and all
        raise StoreError(
            "PA314",
            "the address of Redis can't be used",
            "Write redis://:password@host:6379/0, rediss://… for TLS, or unix:///path/to/socket.",
            REDIS_VARIABLE,
        ) from None
    return url


def check(environment: Mapping[str, str] = os.environ) -> None:
    """See that what several workers need is set.

    Raises:
        StoreError: PA311 to PA314 for what is missing or can't be used.
    """
    for problem in problems(environment):
        raise problem


def problems(environment: Mapping[str, str] = os.environ) -> Iterator[StoreError]:
    """All that is missing for several workers or can't be used."""
    count, redis = 1, environment.get(REDIS_VARIABLE, "").strip()
    try:
        count = workers(environment)
    except StoreError as problem:
        yield problem
    try:
        redis_url(environment)
    except StoreError as problem:
        yield problem
    if count > 1 and not environment.get(DATABASE_VARIABLE, "").strip().startswith("postgres"):
        yield StoreError(
            "PA312",
            f"{count} workers need PostgreSQL",
            f"Set {DATABASE_VARIABLE} to postgresql://user:password@host/name, "
            f"or {WORKERS_VARIABLE} to 1: SQLite is for one.",
            DATABASE_VARIABLE,
        )
    if count > 1 and not redis:
        yield StoreError(
            "PA313",
            f"{count} workers need Redis, which keeps messages in order and counts them",
            f"Set {REDIS_VARIABLE} to redis://host:6379/0, or {WORKERS_VARIABLE} to 1.",
            REDIS_VARIABLE,
        )
    if redis and not environment.get(KEYS_VARIABLE, "").strip():
        yield StoreError(
            "PA315",
            "workers that share Redis have to share the keys of sessions, too",
            f"Set {KEYS_VARIABLE} to the same value for all of them: name:secret, "
            "the secret from `openssl rand -base64 48`.",
            KEYS_VARIABLE,
        )


def require_redis(environment: Mapping[str, str] = os.environ) -> None:
    """See that Redis answers, if there is to be one.

    Raises:
        StoreError: PA316 if it does not, which may pass; PA323 if it never will at this address.
    """
    url = redis_url(environment)
    if url is None:
        return
    from redis import Redis
    from redis.exceptions import AuthenticationError, ConnectionError, RedisError, TimeoutError

    client = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
    try:
        client.eval("return 1", 0)  # scripts are what it is used with
    except (RedisError, OSError) as error:
        # Only the kind of it: the text may repeat the address, password and all.
        away = isinstance(error, (ConnectionError, TimeoutError, OSError))
        unknown = isinstance(error.__context__, gaierror) and error.__context__.errno == EAI_NONAME
        if unknown or not away or isinstance(error, AuthenticationError):
            reason = "nobody knows its host" if unknown else f"it refuses the bot ({type(error).__name__})"
            raise StoreError(
                "PA323",
                f"Redis can't be used: {reason}",
                f"Put host, user and password right in {REDIS_VARIABLE}: redis://user:password@host:6379/0.",
                REDIS_VARIABLE,
            ) from None
        raise StoreError(
            AWAY,
            f"Redis does not answer: {type(error).__name__}",
            f"Start it, or put its address right in {REDIS_VARIABLE}. The bot goes on without it meanwhile.",
            REDIS_VARIABLE,
        ) from None
    finally:
        client.close()
