"""What channels need of the server that they are part of."""

from __future__ import annotations

import asyncio
from typing import Final

from sanic import Sanic

from pin_advisor.errors import ChannelError
from pin_advisor.store.conversations import ConversationStore

#: Seconds that what is under way may take, in all channels together, once the server is asked to stop. A
#: little later it is killed (pin_advisor.processes).
STOP_LIMIT: Final = 20.0


def store_of(app: Sanic) -> ConversationStore:
    """The conversations of the bot in ``app``.

    Raises:
        ChannelError: PA405 if they are in a store that can't do what channels need.
    """
    store = app.ctx.agent.tracker_store if getattr(app.ctx, "agent", None) else None
    if not isinstance(store, ConversationStore):
        raise ChannelError(
            "PA405",
            "the channels need the product's own tracker store",
            "Set the type of tracker_store to pin_advisor.store.conversations.ConversationStore.",
            "endpoints.yml",
        )
    return store


def seconds_to_stop(app: Sanic) -> float:
    """How long what is under way may still take. The time begins with the first channel that asks."""
    now = asyncio.get_running_loop().time()
    until: float = getattr(app.ctx, "pin_advisor_stops", now + STOP_LIMIT)
    app.ctx.pin_advisor_stops = until
    return max(0.0, until - now)
