"""Starts the bot for tests, with a database and logs of its own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pin_advisor import processes as processes_module
from pin_advisor.processes import Process, Processes
from pin_advisor.servers import HOST, bot_command, free_port, wait_until_ready
from pin_advisor.store import VARIABLE as DATABASE
from pin_advisor.training import ensure_model


class Servers:
    """The bot, and an action server of its own. Each may be ended and started again at the same address.

    Args:
        folder: for logs and, unless ``environment`` names another, the database.
        environment: variables for both servers.
        action_server: whether there is one; else the bot carries out the actions.
    """

    bot: Process
    actions: Process

    def __init__(
        self, folder: Path, environment: Mapping[str, str] | None = None, *, action_server: bool = False
    ) -> None:
        self.folder = folder
        self.environment = {DATABASE: f"sqlite:///{folder / 'bot.db'}", **(environment or {})}
        self.port = free_port()
        self.actions_port = free_port()
        # One each: what a test ends on purpose must not count as having failed the other. And without
        # their `with` block, which would keep Ctrl-C from pytest.
        self._of_bot, self._of_actions = Processes(), Processes()
        self._action_server = action_server
        url = f"http://{HOST}:{self.actions_port}/webhook" if action_server else ""
        self._address = {"PIN_ADVISOR_ACTIONS_URL": url}

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.environment[DATABASE]

    def start(self) -> None:
        """Start what there is, after training the model if need be, and wait until it is ready."""
        with self._surroundings():
            ensure_model(self._of_bot)
        if self._action_server:
            self.start_actions()
        self.start_bot()

    def start_actions(self) -> None:
        """Start the action server; it may take a moment to listen."""
        command = [
            sys.executable,
            "-m",
            "rasa_sdk",
            "--actions",
            "actions",
            "--port",
            str(self.actions_port),
        ]
        with self._surroundings():
            # The SDK listens on every address of the machine unless told otherwise in this way.
            self.actions = self._of_actions.start("action server", command, {"SANIC_HOST": HOST})

    def start_bot(self, model: Path | None = None, *, ready: bool = True) -> None:
        """Start Rasa.

        Args:
            model: another than the one for the present data.
            ready: wait until it would answer a visitor.
        """
        with self._surroundings():
            command = bot_command("run", model or ensure_model(self._of_bot), self.port)
            self.bot = self._of_bot.start("bot", command, self._address)
        if ready:
            self.wait()

    def wait(self) -> None:
        """Wait until a visitor would be answered."""
        wait_until_ready(self._of_bot, self.port)

    def kill_bot(self) -> None:
        """End Rasa at once, whatever it is doing."""
        send(self.bot, signal.SIGKILL)
        self._of_bot.stop()

    def kill_actions(self) -> None:
        """End the action server at once, whatever it is doing."""
        send(self.actions, signal.SIGKILL)
        self._of_actions.stop()

    def stop(self) -> None:
        """End both."""
        self._of_bot.stop()
        self._of_actions.stop()

    @contextmanager
    def _surroundings(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            # The logs of a bot that somebody runs from this folder are theirs.
            patch.setattr(processes_module, "LOGS", self.folder)
            for name, value in self.environment.items():
                patch.setenv(name, value)
            yield


@contextmanager
def running_servers(
    folder: Path, environment: Mapping[str, str] | None = None, *, action_server: bool = False
) -> Iterator[Servers]:
    """The bot, ready; ended afterwards."""
    servers = Servers(folder, environment, action_server=action_server)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()


def send(process: Process, number: signal.Signals) -> None:
    """Send a signal to a server and whatever it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.handle.pid, number)
