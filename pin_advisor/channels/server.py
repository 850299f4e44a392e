"""What channels need of the server that they are part of."""

from __future__ import annotations

from sanic import Sanic

from pin_advisor.errors import ChannelError
from pin_advisor.store.conversations import ConversationStore


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
