"""All tables of the database at once, for whoever makes them under another role than the bot's."""

from __future__ import annotations

from typing import Optional

from pin_advisor.store import inbox, requests
from pin_advisor.store.conversations import ConversationStore
from pin_advisor.store.database import Database

#: Rasa's table of events is with our own for conversations and the outbox.
_TABLES = (ConversationStore.Base.metadata, inbox.metadata, requests.table.metadata)


def make_tables(url: Optional[str] = None) -> tuple[str, ...]:
    """Make what is missing, and return the names of all tables in order.

    Args:
        url: the database's URL; the product's own if there is none.

    Raises:
        StoreError: PA301 if the database can't be opened, PA304 if its address can't be used.
    """
    for tables in _TABLES:
        Database(tables, url).prepare()
    return tuple(sorted(name for tables in _TABLES for name in tables.tables))
