"""Where the workers of one machine listen: each on a port of its own, with a web server before them.

Sanic can start workers that share a port. But a connection that is kept open stays with one worker, and the
few that a web server keeps open may all be with the same.
"""

from __future__ import annotations

from pin_advisor.errors import StoreError


def ports(first: int, count: int) -> tuple[int, ...]:
    """The ports of ``count`` workers, one after another.

    Args:
        first: of the first worker.
        count: how many workers there are.

    Raises:
        StoreError: PA317 if there are not so many.
    """
    if first + count > 65536:
        raise StoreError(
            "PA317",
            f"{count} workers need the ports from {first} on, and there are none beyond 65535",
            "Choose a lower PIN_ADVISOR_PORT.",
        )
    return tuple(range(first, first + count))
