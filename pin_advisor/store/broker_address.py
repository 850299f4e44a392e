"""Where the message broker is, as ``PIN_ADVISOR_EVENT_BROKER_URL`` names it."""

from __future__ import annotations

import os
from typing import Final, Optional
from urllib.parse import SplitResult, urlsplit

from pin_advisor.errors import StoreError

#: ``amqp://user:password@host:5672/vhost`` or ``kafka://user:password@host:9092,host:9092``; ``amqps`` and
#: ``kafkas`` are the same with TLS.
VARIABLE: Final = "PIN_ADVISOR_EVENT_BROKER_URL"

_PORTS: Final = {"amqp": 5672, "amqps": 5671, "kafka": 9092, "kafkas": 9092}


def broker_address() -> Optional[SplitResult]:
    """The broker's address; None if the environment names none.

    Raises:
        StoreError: PA318 if it can't be used.
    """
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    try:
        url = urlsplit(text)
        if url.scheme in _PORTS and all(host for host, _ in hosts(url)):
            return url
    except ValueError:
        pass
    raise StoreError(
        "PA318",
        "the address of the event broker can't be used",
        "Write amqp://user:password@host:5672, amqps://…, kafka://host:9092 or kafkas://user:password@host:9093.",
        VARIABLE,
    )


def hosts(url: SplitResult) -> list[tuple[str, int]]:
    """The hosts that an address names, with their ports.

    Raises:
        ValueError: a port is none.
    """
    places = url.netloc.rpartition("@")[2].split(",")
    single = [urlsplit(f"//{place}") for place in places]
    return [(place.hostname or "", place.port or _PORTS[url.scheme]) for place in single]
