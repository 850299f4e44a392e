"""All tables are made at once, so that the bot's own role need not be allowed to."""

from __future__ import annotations

import sqlalchemy as sa

from pin_advisor.store.conversations import ConversationStore
from pin_advisor.store.inbox import Inbox
from pin_advisor.store.requests import RequestStore
from pin_advisor.store.schema import make_tables
from tests.store.talk import DOMAIN, talk


async def test_the_bot_needs_no_table_that_was_not_made(url: str) -> None:
    made = make_tables(url)
    assert make_tables(url) == made
    engine = sa.create_engine(url)
    before = set(sa.inspect(engine).get_table_names())
    assert set(made) == before

    await talk(ConversationStore(DOMAIN, url), "a", "1")
    await Inbox(url).take("slack", "1", "{}")
    RequestStore(url).save("question", "a", None, {"question": "?"})

    assert set(sa.inspect(engine).get_table_names()) == before
    engine.dispose()
