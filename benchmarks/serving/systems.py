"""The two systems: how each is started, by what a shop would type, and where it keeps conversations."""

from __future__ import annotations

import json
import secrets
import socket
import sys
import time
import urllib.request
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks import process_tree
from benchmarks.environments import STOCK
from benchmarks.places import WORK
from benchmarks.process_tree import Usage
from pin_advisor.paths import PROJECT, shown
from pin_advisor.processes import Process, Processes
from pin_advisor.servers import HOST, free_port, rest_url

#: Seconds within which a server must answer.
_PATIENCE: Final = 240.0
#: What the first visitors say, one after the other: not every system has an answer to everything.
_OPENINGS: Final = ("I need advice on pins", "hi there", "what is hard enamel?")

_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class StartError(Exception):
    """A server did not answer."""


@dataclass(frozen=True)
class Several:
    """What several workers share. ``workers`` is how many there are."""

    workers: int
    redis: str
    postgresql: str
    postgresql_port: int


@dataclass(frozen=True)
class Serving:
    """A system that answers.

    ``ports``: where, one for each worker that has its own. ``seconds``: from its start until the first real
    answer.
    """

    ports: tuple[int, ...]
    processes: tuple[Process, ...]
    seconds: float

    @property
    def roots(self) -> tuple[int, ...]:
        """The ids of what was started."""
        return tuple(process.handle.pid for process in self.processes)

    def usage(self) -> Usage:
        """What everything that serves the shop takes now."""
        return process_tree.usage(*self.roots)


class System(ABC):
    """A system to measure."""

    key: str
    name: str

    @contextmanager
    def serving(
        self, processes: Processes, folder: Path, several: Several | None = None
    ) -> Iterator[Serving]:
        """Start it with a new database in ``folder``, wait for the first answer, end it afterwards.

        Raises:
            StartError: it does not answer.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.db*"):
            left.unlink()
        ports = _free_ports(self._ports(several))
        with _of_its_own() as own:
            started = time.monotonic()
            children = self._start(own, ports, folder, several)
            for port in ports:
                self._wait(processes, own, port, children)
            yield Serving(ports, children, time.monotonic() - started)

    def _ports(self, several: Several | None) -> int:
        """On how many ports it listens."""
        return 1

    @abstractmethod
    def _start(
        self, processes: Processes, ports: tuple[int, ...], folder: Path, several: Several | None
    ) -> tuple[Process, ...]:
        """Start it."""

    def _wait(self, processes: Processes, own: Processes, port: int, children: tuple[Process, ...]) -> None:
        deadline = time.monotonic() + _PATIENCE
        for opening in cycle(_OPENINGS):
            if time.monotonic() > deadline:
                break
            own.require_running(*children)
            if _answers(port, opening):
                return
            processes.pause(0.05)
        logs = ", ".join(shown(child.log) for child in children)
        raise StartError(f"{self.name} did not answer within {_PATIENCE:.0f} s; see {logs}.")


class Ours(System):
    """This product, by its public command."""

    key = "ours"
    name = "This product"

    def _start(
        self, processes: Processes, ports: tuple[int, ...], folder: Path, several: Several | None
    ) -> tuple[Process, ...]:
        environment = {
            "PIN_ADVISOR_PORT": str(ports[0]),
            "PIN_ADVISOR_DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        }
        if several:
            environment |= {
                "PIN_ADVISOR_DATABASE_URL": several.postgresql,
                "PIN_ADVISOR_REDIS_URL": several.redis,
                "PIN_ADVISOR_WORKERS": str(several.workers),
                "PIN_ADVISOR_SESSION_KEYS": f"a:{secrets.token_urlsafe(48)}",  # the same for all
            }
        command = [str(Path(sys.executable).with_name("pin-advisor")), "run"]
        return (processes.start("benchmark run", command, environment),)

    def _ports(self, several: Several | None) -> int:
        return several.workers if several else 1

    @staticmethod
    def has_workers() -> bool:
        """Whether it can run more than one worker, by its documentation."""
        return "PIN_ADVISOR_WORKERS" in (PROJECT / "docs" / "operations.md").read_text("utf-8")


class Stock(System):
    """Stock Rasa with a stock action server, conversations in SQLite as Rasa's documentation shows it.

    Args:
        model: the trained model.
    """

    key = "stock"
    name = "Stock Rasa"

    def __init__(self, model: Path) -> None:
        self.model = model

    def _start(
        self, processes: Processes, ports: tuple[int, ...], folder: Path, several: Several | None
    ) -> tuple[Process, ...]:
        actions_port = free_port()
        endpoints, credentials = folder / "endpoints.yml", folder / "credentials.yml"
        endpoints.write_text(yaml.safe_dump(_endpoints(actions_port, folder, several)), "utf-8")
        credentials.write_text("rest:\n", "utf-8")
        home = WORK / "home"
        home.mkdir(parents=True, exist_ok=True)
        environment = {"HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "2"}
        # The requests for the shop, which the actions keep by themselves.
        store = {"PIN_ADVISOR_DATABASE_URL": f"sqlite:///{folder / 'requests.db'}", "SANIC_HOST": HOST}
        python = str(STOCK.python)
        actions = processes.start(
            "benchmark stock actions",
            [
                *(python, "-m", "rasa_sdk", "--actions", "benchmarks.serving.stock_actions"),
                *("--port", str(actions_port)),
            ],
            {**environment, **store},
        )
        bot = processes.start(
            "benchmark stock",
            [
                *(python, "-m", "rasa", "run", "--model", str(self.model), "--endpoints", str(endpoints)),
                *("--credentials", str(credentials), "--interface", HOST, "--port", str(ports[0])),
            ],
            {**environment, **({"SANIC_WORKERS": str(several.workers)} if several else {})},
        )
        return actions, bot


def _endpoints(actions_port: int, folder: Path, several: Several | None) -> dict[str, Any]:
    action = {"url": f"http://{HOST}:{actions_port}/webhook"}
    if several is None:
        store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "rasa.db")}
        return {"action_endpoint": action, "tracker_store": store}
    port = int(several.redis.rpartition(":")[2].partition("/")[0])
    return {
        "action_endpoint": action,
        "lock_store": {"type": "redis", "url": HOST, "port": port, "db": 1},
        "tracker_store": {
            "type": "SQL",
            "dialect": "postgresql",
            "url": HOST,
            "port": several.postgresql_port,
            "db": "postgres",
            "username": "shop",
            "password": "",
        },
    }


def _answers(port: int, opening: str) -> bool:
    """Whether a visitor gets a reply with a text."""
    body = json.dumps({"sender": f"first-{uuid.uuid4().hex}", "message": opening}).encode()
    request = urllib.request.Request(rest_url(port), body, {"Content-Type": "application/json"})
    try:
        with _open(request, timeout=60) as response:
            replies = json.load(response)
    except (OSError, ValueError):
        return False
    return any(reply.get("text") for reply in replies)


def _free_ports(number: int) -> tuple[int, ...]:
    """So many free ports one after another."""
    while True:
        ports = range(free_port(), 65535)[:number]
        with ExitStack() as stack:
            try:
                for port in ports:
                    stack.enter_context(socket.socket()).bind((HOST, port))
            except OSError:
                continue
        return tuple(ports)


@contextmanager
def _of_its_own() -> Iterator[Processes]:
    """Processes without the handling of signals, which the block around this one has."""
    own = Processes()
    try:
        yield own
    finally:
        own.stop()
