"""A bot to talk to: one that runs already, or one started for the tests."""

from __future__ import annotations

import json
import os
import sqlite3
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pin_advisor.servers import rest_url
from pin_advisor.store import Request, RequestStore
from tests.bot import running_servers

#: Address of the ``rest`` channel of a bot that runs already.
VARIABLE: Final = "PIN_ADVISOR_BOT_URL"

#: Seconds within which a turn must be answered before the conversation counts as failed.
PATIENCE: Final = 30

# A proxy is for the network, never for a server on this machine.
_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


@dataclass(frozen=True)
class Bot:
    """Where to talk to it. ``folder`` holds its databases, if it was started for the tests."""

    url: str
    folder: Path | None = None

    def say(self, sender: str, words: str) -> list[dict[str, Any]]:
        """Post a visitor's words; the messages of the bot's turn.

        Raises:
            OSError: the bot is not there, or takes too long.
            ValueError: what it returns is no list of messages.
        """
        body = json.dumps({"sender": sender, "message": words}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        with _open(request, timeout=PATIENCE) as response:
            replies = json.load(response)
        if not isinstance(replies, list):
            raise ValueError(f"not a list of messages: {replies!r}")
        return replies

    def new_visitor(self) -> str:
        """A sender whom the bot has never met."""
        return f"test-{uuid.uuid4().hex}"

    def heard(self) -> set[str]:
        """The intents that it has understood so far, from its own record of the conversations."""
        assert self.folder is not None
        with closing(sqlite3.connect(self.folder / "bot.db")) as database:
            rows = database.execute("SELECT DISTINCT intent_name FROM events WHERE type_name = 'user'")
            return {name for (name,) in rows if name}

    def requests(self) -> tuple[Request, ...]:
        """The requests that it has kept for the shop."""
        assert self.folder is not None
        return RequestStore(_database_url(self.folder)).list(status=None)


@contextmanager
def running_bot(folder: Path) -> Iterator[Bot]:
    """The bot at ``PIN_ADVISOR_BOT_URL``, else one of our own with databases and logs in ``folder``."""
    if url := os.environ.get(VARIABLE):
        yield Bot(url)
        return
    with running_servers(folder) as servers:
        yield Bot(rest_url(servers.port), folder)


def _database_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'bot.db'}"
