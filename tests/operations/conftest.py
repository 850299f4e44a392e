"""The real bot under the supervisor, with every channel that can be talked to without a platform."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from pin_advisor import processes as processes_module
from pin_advisor.metrics import PORT_VARIABLE
from pin_advisor.processes import Processes
from pin_advisor.servers import bot_service, free_port
from pin_advisor.supervisor import Policy, Supervisor
from pin_advisor.training import ensure_model
from tests.bot import Servers
from tests.website.gateway import ENVIRONMENT, Gateway

TELEGRAM_SECRET = "kD9s2mQ7pXv4Lr8tZb1Yw6Nc3Hj5Fg0a"
TELEGRAM_TOKEN = "123456789" + ":AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


class Supervised(Servers):
    """A bot that somebody watches over."""

    def __init__(self, folder: Path) -> None:
        self.figures = free_port()
        telegram = {
            "PIN_ADVISOR_TELEGRAM_TOKEN": TELEGRAM_TOKEN,
            "PIN_ADVISOR_TELEGRAM_SECRET": TELEGRAM_SECRET,
            "PIN_ADVISOR_TELEGRAM_API": f"http://127.0.0.1:{free_port()}",  # away
        }
        super().__init__(folder, {**ENVIRONMENT, **telegram, PORT_VARIABLE: str(self.figures)})
        self.told: list[tuple[str | None, str]] = []
        self._processes = Processes()

    @property
    def pid(self) -> int:
        """The bot's process."""
        return self._processes._children[-1].handle.pid

    @property
    def bot_handle(self) -> subprocess.Popen[bytes]:
        """The bot's process, whose status is known when it has ended."""
        return self._processes._children[-1].handle

    def tell(self, level: str, code: str | None, event: str, fields: Mapping[str, object]) -> None:
        self.told.append((code, event))

    def watch(self) -> None:
        """Start the bot and watch over it in a thread."""
        with self._surroundings():
            service = bot_service(ensure_model(self._processes), self.port)
            policy = Policy(interval=0.5, pause=0.1)
            supervisor = Supervisor(self._processes, (service,), self.tell, policy)
            supervisor.start()
            self.bot = self._processes._children[-1]
        self._of_bot = self._processes
        self.wait()

        def watch() -> None:
            with self._surroundings(), suppress(KeyboardInterrupt):
                supervisor.watch()

        self._thread = threading.Thread(target=watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ask it to stop, as whoever manages services does, and wait."""
        self._processes._note(signal.SIGTERM, None)
        self._thread.join()
        self._processes.stop()

    def logs(self) -> dict[str, str]:
        """All that was logged, by file."""
        return {p.name: p.read_text("utf-8") for p in self.folder.glob("*.log*")}


@pytest.fixture(scope="module")
def supervised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervised]:
    servers = Supervised(tmp_path_factory.mktemp("operations"))
    assert servers.folder != processes_module.LOGS
    servers.watch()
    try:
        yield servers
    finally:
        servers.end()


@pytest.fixture
def gateway(supervised: Supervised) -> Gateway:
    return Gateway(supervised)
