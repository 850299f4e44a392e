"""The commands as processes, on a small bot that is really trained and really served."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import socket
import sqlite3
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from pin_advisor.channels.settings import CONNECTORS
from pin_advisor.cli import COMMANDS, main
from pin_advisor.servers import free_port, post_message

LIMIT = 180.0

linux = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in Linux's /proc")


class Terminal:
    """A command in a terminal of its own, as a person has it."""

    def __init__(self, project: Path, environment: dict[str, str], *arguments: str) -> None:
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.chdir(project)
            os.execve(sys.executable, [sys.executable, "-m", "pin_advisor.cli", *arguments], environment)
        self.printed = ""
        self._printing = select.poll()  # not select(), which takes no file above 1,023
        self._printing.register(self.file, select.POLLIN)

    def read(self) -> bool:
        """Take what has been printed; False at the end."""
        if not self._printing.poll(100):
            return True
        try:
            data = os.read(self.file, 4096)
        except OSError:
            return False
        self.printed += data.decode(errors="replace")
        return bool(data)

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + LIMIT
        while text not in self.printed:
            assert self.read(), self.printed
            assert time.monotonic() < deadline, self.printed

    def type(self, text: str) -> None:
        os.write(self.file, text.encode())

    def wait_for_the_prompt(self) -> None:
        """Until something may be typed."""
        deadline = time.monotonic() + LIMIT
        while not self.printed.endswith("> "):
            assert self.read(), self.printed
            assert time.monotonic() < deadline, self.printed

    def end(self, typed: str = "") -> int:
        """The status with which it ends; ``typed`` is typed again if it is lost between terminal modes."""
        deadline, typing = time.monotonic() + LIMIT, time.monotonic()
        while self.read():
            assert time.monotonic() < deadline, self.printed
            if typed and time.monotonic() > typing:
                typing += 2.0
                with suppress(OSError):  # it may have ended just now
                    self.type(typed)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def ports(small_environment: dict[str, str]) -> tuple[int, dict[str, str]]:
    port = free_port()
    return port, {
        **small_environment,
        "PIN_ADVISOR_PORT": str(port),
    }


def at_work(project: Path) -> dict[int, str]:
    """The command lines, by process id, of what runs in the project's folder."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "cwd") == str(project):
                found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
    return found


def press_ctrl_c(terminal: Terminal) -> None:
    terminal.type("\x03")


def terminate(terminal: Terminal) -> None:
    os.kill(terminal.pid, signal.SIGTERM)


@linux
@pytest.mark.parametrize("stop", [press_ctrl_c, terminate])
def test_run_answers_says_where_and_ends_without_a_trace(
    small_project: Path, ports: tuple[int, dict[str, str]], stop: Callable[[Terminal], None]
) -> None:
    port, environment = ports
    terminal = Terminal(small_project, environment, "run")
    terminal.wait_for("Ctrl-C ends everything.")

    assert f"http://127.0.0.1:{port}/webhooks/rest/webhook" in terminal.printed
    assert post_message(port, "me", "bye") == [{"recipient_id": "me", "text": "Come back soon"}]

    stop(terminal)
    assert terminal.end() == 0
    assert at_work(small_project) == {}


@linux
def test_run_starts_again_what_dies(small_project: Path, ports: tuple[int, dict[str, str]]) -> None:
    port, environment = ports
    terminal = Terminal(small_project, environment, "run")
    terminal.wait_for("Ctrl-C ends everything.")

    (pid,) = [
        pid for pid, command in at_work(small_project).items() if "pin_advisor.rasa_tuning.serve" in command
    ]
    os.kill(pid, signal.SIGKILL)
    terminal.wait_for("The bot answers again.")
    assert "PA109: The bot ended by itself (signal 9) and is started again in 1 s." in terminal.printed

    assert post_message(port, "me", "bye") == [{"recipient_id": "me", "text": "Come back soon"}]
    press_ctrl_c(terminal)
    assert terminal.end() == 0
    assert at_work(small_project) == {}


@linux
def test_run_waits_for_a_database_that_comes_back(
    small_project: Path, ports: tuple[int, dict[str, str]]
) -> None:
    """At once, and not after the minutes that a start may take."""
    file = small_project / "data" / "store" / "waiting.db"
    environment = {**ports[1], "PIN_ADVISOR_DATABASE_URL": f"sqlite:///{file}"}
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        terminal = Terminal(small_project, environment, "run")
        terminal.wait_for("Ctrl-C ends everything.")
        assert "PA322: " in terminal.printed
        assert "PA115: The bot runs and waits for what fails: database." in terminal.printed
        assert "answers" not in terminal.printed
        other.execute("ROLLBACK")
    terminal.wait_for("The bot answers again.")

    press_ctrl_c(terminal)
    assert terminal.end() == 0


@linux
def test_run_takes_its_servers_along_when_it_is_killed(
    small_project: Path, ports: tuple[int, dict[str, str]]
) -> None:
    terminal = Terminal(small_project, ports[1], "run")
    terminal.wait_for("Ctrl-C ends everything.")

    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    deadline = time.monotonic() + LIMIT
    while at_work(small_project):
        assert time.monotonic() < deadline, at_work(small_project)
        time.sleep(0.1)


@linux
@pytest.mark.parametrize("stop", ["/stop\n", "bye\n", "\x04", "\x03"])
def test_chat_talks_to_a_bot_of_its_own_in_the_terminal(
    small_project: Path, small_environment: dict[str, str], stop: str
) -> None:
    connectors = {variable.name: "x" for connector in CONNECTORS for variable in connector.variables}
    settings = {"PIN_ADVISOR_REST": "off", **connectors}
    terminal = Terminal(small_project, {**small_environment, **settings}, "chat")
    terminal.wait_for("ends the chat.")
    terminal.type("hello\n")
    terminal.wait_for("Hello there")
    terminal.wait_for_the_prompt()

    assert terminal.end(stop) == 0
    assert ("Come back soon" in terminal.printed) is (stop == "bye\n")
    assert at_work(small_project) == {}


@linux
def test_the_page_of_all_channels_is_there_until_ctrl_c_and_leaves_nothing(
    small_project: Path, small_environment: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    settings = {"PIN_ADVISOR_DEMO_PORT": str(port), "TMPDIR": str(tmp_path)}
    terminal = Terminal(small_project, {**small_environment, **settings}, "demo")
    terminal.wait_for("Ctrl-C ends everything.")

    assert f"Every channel: http://127.0.0.1:{port}" in terminal.printed
    opened = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
    with opened(f"http://127.0.0.1:{port}/state", timeout=10) as answer:
        columns = [column["title"] for column in json.load(answer)["columns"]]
    assert columns == ["Slack", "Telegram", "Messenger", "WhatsApp", "SMS", "Microsoft Teams", "Terminal"]
    assert [path.name[:16] for path in tmp_path.iterdir()] == ["pin-advisor-demo"]

    press_ctrl_c(terminal)
    assert terminal.end() == 0
    assert at_work(small_project) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "variable", "again"),
    [("run", "PIN_ADVISOR_PORT", "make run"), ("demo", "PIN_ADVISOR_DEMO_PORT", "make channels-demo")],
)
def test_a_taken_port_is_two_lines_and_a_status(
    command: str,
    variable: str,
    again: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv(variable, str(other.getsockname()[1]))
        assert main([command]) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("PA104: ")
    assert len(printed.err.splitlines()) == 2
    assert printed.err.rstrip().endswith(again)


def test_run_warns_of_a_misspelt_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIN_ADVISOR_LOG", "text")
    monkeypatch.setenv("PIN_ADVISOR_PROT", "1")
    monkeypatch.setenv("PIN_ADVISOR_REST", "perhaps")

    assert main(["run", "--port", str(free_port())]) == 1

    printed = capsys.readouterr()
    told = "PA151: PIN_ADVISOR_PROT is read by nothing. Did you mean PIN_ADVISOR_PORT?"
    assert printed.out.startswith(told)
    assert printed.out.count("PIN_ADVISOR_PROT") == 1
    assert printed.err.startswith("PA410: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert f"usage: pin-advisor {command}" in capsys.readouterr().out


def test_without_a_command_it_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])

    assert ended.value.code == 2
    assert "usage: pin-advisor" in capsys.readouterr().err


def test_run_refuses_a_channel_that_is_only_partly_set_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is trained or started, and without showing the secret."""
    monkeypatch.setenv("PIN_ADVISOR_TELEGRAM_SECRET", "jonquil-larkspur-marigold")
    monkeypatch.delenv("PIN_ADVISOR_TELEGRAM_TOKEN", raising=False)

    assert main(["run", "--port", str(free_port())]) == 1

    printed = capsys.readouterr()
    assert printed.err.startswith("PA408: ")
    assert "PIN_ADVISOR_TELEGRAM_TOKEN" in printed.err
    assert "jonquil" not in printed.err
    assert printed.out == ""


def test_run_tells_every_wrong_setting_before_it_starts_anything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIN_ADVISOR_SESSION_KEYS", "jonquil")
    monkeypatch.setenv("PIN_ADVISOR_ORIGINS", "shop.example")
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", "postgres:/shop:larkspur@db/pins")

    assert main(["run", "--port", str(free_port())]) == 1

    printed = capsys.readouterr()
    assert [line[:5] for line in printed.err.splitlines() if line.startswith("PA")] == [
        "PA401",
        "PA403",
        "PA304",
    ]
    assert "jonquil" not in printed.err
    assert "larkspur" not in printed.err
    assert printed.out == ""
