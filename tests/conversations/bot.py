"""A bot to talk to: one that runs already, or Rasa and the action server started for the tests."""

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

import pytest
import yaml

from pin_advisor import processes as processes_module
from pin_advisor.paths import PROJECT
from pin_advisor.processes import Processes
from pin_advisor.servers import bot_command, free_port, rest_url, start_actions, wait_until_it_answers
from pin_advisor.store import VARIABLE as DATABASE
from pin_advisor.store import Request, RequestStore
from pin_advisor.training import ensure_model

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
        with closing(sqlite3.connect(self.folder / "conversations.db")) as database:
            rows = database.execute("SELECT DISTINCT intent_name FROM events WHERE type_name = 'user'")
            return {name for (name,) in rows if name}

    def requests(self) -> tuple[Request, ...]:
        """The requests that it has kept for the shop."""
        assert self.folder is not None
        return RequestStore(_requests_url(self.folder)).list(status=None)


@contextmanager
def running_bot(folder: Path) -> Iterator[Bot]:
    """The bot at ``PIN_ADVISOR_BOT_URL``, else one of our own with databases and logs in ``folder``."""
    if url := os.environ.get(VARIABLE):
        yield Bot(url)
        return
    # Without its `with` block, which would keep Ctrl-C from pytest.
    processes = Processes()
    with pytest.MonkeyPatch.context() as patch:
        # The logs of a bot that somebody runs from this folder are theirs.
        patch.setattr(processes_module, "LOGS", folder)
        patch.setenv(DATABASE, _requests_url(folder))
        try:
            model = ensure_model(processes)
            actions = start_actions(processes, free_port())
            port = free_port()
            command = bot_command("run", model, port)
            command[command.index("endpoints.yml")] = str(_endpoints(folder))
            processes.start("bot", command, actions.environment)
            wait_until_it_answers(processes, port, "ready-check")
            yield Bot(rest_url(port), folder)
        finally:
            processes.stop()


def _endpoints(folder: Path) -> Path:
    """The project's ``endpoints.yml`` with the conversations in ``folder``."""
    endpoints = yaml.safe_load((PROJECT / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["tracker_store"]["db"] = str(folder / "conversations.db")
    path = folder / "endpoints.yml"
    path.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return path


def _requests_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'requests.db'}"
