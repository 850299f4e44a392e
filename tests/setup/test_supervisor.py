"""What ends or hangs is started again, told once, and given up where it keeps failing. With small servers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pin_advisor import processes as processes_module
from pin_advisor import supervisor as module
from pin_advisor.errors import SetupError
from pin_advisor.processes import Processes
from pin_advisor.servers import free_port
from pin_advisor.supervisor import Policy, Service, Supervisor

#: A server that answers on its port; what else it does depends on the files that a test makes.
SERVER = """
import http.server, os, signal, sys, time

port, folder, name = int(sys.argv[1]), sys.argv[2], sys.argv[3]
with open(f"{folder}/{name}.starts", "a") as file:
    file.write(f"{os.getpid()}\\n")
if os.path.exists(f"{folder}/{name}.broken"):
    raise SystemExit(3)

def end(*_):
    with open(f"{folder}/ends", "a") as file:
        file.write(f"{name}\\n")
    raise SystemExit(0)

signal.signal(signal.SIGTERM, end)

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        waiting = self.path == "/ready" and os.path.exists(f"{folder}/{name}.unready")
        self.send_response(503 if waiting else 200)
        self.end_headers()
    def log_message(self, *_):
        pass

if os.path.exists(f"{folder}/{name}.silent"):
    time.sleep(600)
http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""

QUICK = Policy(interval=0.05, patience=0.3, missed=3, start=20.0, pause=0.05, longest_pause=0.2, failures=4)


class Town:
    """Small servers under a supervisor that runs in the test's own thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[tuple[str, str | None, str]] = []
        self._script = folder / "server.py"
        self._script.write_text(SERVER)

    def service(self, name: str, *, lasting: bool = False) -> Service:
        port = free_port()
        command = (sys.executable, "-S", str(self._script), str(port), str(self.folder), name)
        return Service(name, command, port, "/live", "/ready", lasting=lasting)

    def tell(self, level: str, code: str | None, event: str, fields: Mapping[str, object]) -> None:
        self.told.append((level, code, event))

    def starts(self, name: str) -> list[int]:
        """The process ids of all starts so far."""
        path = self.folder / f"{name}.starts"
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def mark(self, name: str) -> Path:
        path = self.folder / name
        path.touch()
        return path

    def events(self) -> list[str]:
        return [event for _, _, event in self.told]

    def watch(
        self,
        *services: Service,
        until: Callable[[], bool],
        policy: Policy = QUICK,
        do: Callable[[], None],
        ready: bool = True,
    ) -> None:
        """Start the servers, do something when all answer, and stop once ``until`` is true."""

        def act() -> None:
            try:
                do()
                wait_for(until)
            finally:
                os.kill(os.getpid(), signal.SIGTERM)

        with Processes() as processes:
            supervisor = Supervisor(processes, services, self.tell, policy)
            supervisor.start()
            for service in services:
                wait_for(lambda s=service: answers(s, "/ready" if ready else "/live"))
            actor = threading.Thread(target=act, daemon=True)
            actor.start()
            with pytest.raises(KeyboardInterrupt):
                supervisor.watch(ready=ready)
            actor.join()


def answers(service: Service, path: str = "/ready") -> bool:
    try:
        return module.get(service.port, path, 1).status == 200
    except OSError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(processes_module, "LOGS", tmp_path / "logs")
    return Town(tmp_path)


def test_a_server_that_waited_for_something_is_told_when_it_works(town: Town) -> None:
    waiting = town.mark("bot.unready")

    town.watch(town.service("bot"), ready=False, do=waiting.unlink, until=lambda: bool(town.told))

    assert town.told == [("info", None, "The bot answers again.")]
    assert len(town.starts("bot")) == 1


def test_what_is_killed_is_started_again_and_each_event_is_told_once(town: Town) -> None:
    bot, actions = town.service("bot"), town.service("action server", lasting=True)

    town.watch(
        actions,
        bot,
        do=lambda: os.kill(town.starts("bot")[0], signal.SIGKILL),
        until=lambda: "The bot answers again." in town.events(),
    )

    assert town.told == [
        ("error", "PA109", "The bot ended by itself (signal 9) and is started again in 0.05 s."),
        ("info", None, "The bot answers again."),
    ]
    assert (len(town.starts("bot")), len(town.starts("action server"))) == (2, 1)


def test_what_lives_but_does_not_answer_is_killed_and_started_again(town: Town) -> None:
    bot = town.service("bot")

    town.watch(
        bot,
        do=lambda: os.kill(town.starts("bot")[0], signal.SIGSTOP),
        until=lambda: "The bot answers again." in town.events(),
    )

    first, second = town.starts("bot")
    assert town.told[0] == (
        "error",
        "PA109",
        "The bot did not answer 3 times in a row and is started again in 0.05 s.",
    )
    assert len(town.told) == 2
    for pid in (first, second):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_what_never_answers_after_a_start_is_started_again(town: Town) -> None:
    bot = town.service("bot")

    def kill_and_keep_it_silent() -> None:
        mark = town.mark("bot.silent")
        os.kill(town.starts("bot")[0], signal.SIGKILL)
        wait_for(lambda: len(town.starts("bot")) == 2)
        mark.unlink()

    policy = Policy(interval=0.05, patience=0.3, missed=3, start=1.0, pause=0.05, failures=4)
    town.watch(
        bot,
        do=kill_and_keep_it_silent,
        until=lambda: "The bot answers again." in town.events(),
        policy=policy,
    )

    assert town.events()[1] == (
        "The bot did not answer within 1 s of its start and is started again in 0.1 s."
    )
    assert len(town.starts("bot")) == 3


def test_it_answers_again_only_when_it_is_ready(town: Town) -> None:
    """A process that lives without its database need not be started anew; nor is all well."""
    bot = town.service("bot")

    def kill_and_keep_it_from_being_ready() -> None:
        mark = town.mark("bot.unready")
        os.kill(town.starts("bot")[0], signal.SIGKILL)
        wait_for(lambda: len(town.starts("bot")) == 2 and not answers(bot) and lives(bot))
        time.sleep(10 * QUICK.interval)
        assert town.events()[1:] == []
        mark.unlink()

    town.watch(
        bot,
        do=kill_and_keep_it_from_being_ready,
        until=lambda: "The bot answers again." in town.events(),
    )
    assert len(town.starts("bot")) == 2


def lives(service: Service) -> bool:
    try:
        return module.get(service.port, "/live", 1).status == 200
    except OSError:
        return False


def test_pauses_grow_and_what_fails_again_and_again_is_given_up(town: Town) -> None:
    bot, actions = town.service("bot"), town.service("action server", lasting=True)

    with Processes() as processes:
        supervisor = Supervisor(processes, (actions, bot), town.tell, QUICK)
        supervisor.start()
        for service in (actions, bot):
            wait_for(lambda s=service: answers(s))
        town.mark("bot.broken")
        os.kill(town.starts("bot")[0], signal.SIGKILL)
        with pytest.raises(SetupError) as raised:
            supervisor.watch()

    assert raised.value.code == "PA108"
    assert "The bot ended by itself (status 3), for the 4th time in 300 s." in str(raised.value)
    assert "bot.log" in str(raised.value)
    assert [event.rpartition(" in ")[2] for event in town.events()] == ["0.05 s.", "0.1 s.", "0.2 s."]
    assert len(town.starts("bot")) == 4
    with pytest.raises(ProcessLookupError):
        os.kill(town.starts("action server")[0], 0)


def test_failures_long_ago_do_not_count(town: Town) -> None:
    bot = town.service("bot")
    policy = Policy(interval=0.05, patience=0.3, pause=0.05, failures=2, window=0.1)

    def kill_twice() -> None:
        for number in (1, 2):
            os.kill(town.starts("bot")[-1], signal.SIGKILL)
            wait_for(lambda n=number: town.events().count("The bot answers again.") == n)

    town.watch(bot, do=kill_twice, until=lambda: len(town.starts("bot")) == 3, policy=policy)


def test_a_request_to_stop_ends_those_first_that_need_the_others(town: Town) -> None:
    bots = [town.service("bot 1"), town.service("bot 2")]

    town.watch(town.service("action server", lasting=True), *bots, do=lambda: None, until=lambda: True)

    ends = (town.folder / "ends").read_text().splitlines()
    assert (sorted(ends[:2]), ends[2:]) == (["bot 1", "bot 2"], ["action server"])
    assert town.told == []


def test_it_stays_small(tmp_path: Path) -> None:
    """It is there as long as the bot: what is heavy belongs to its children."""
    code = """
    import sys
    import pin_advisor.cli.run
    heavy = {"ssl", "http.client", "yaml", "pydantic", "sqlalchemy", "structlog", "rasa", "numpy"}
    print(sorted(heavy & set(sys.modules)))
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
