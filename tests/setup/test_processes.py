"""Children that end with the block, whatever they do. Their logs go to a folder of the test's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pin_advisor import processes as module
from pin_advisor.errors import SetupError
from pin_advisor.processes import Processes, child_environment

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "LOGS", tmp_path)
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    return tmp_path


def runs(pid: int) -> bool:
    """Whether the process is there and is not just waiting to be forgotten."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for_output(process: module.Process) -> str:
    while not process.output():
        time.sleep(0.02)
    return process.output()[0]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_a_child_that_ignores_the_request_and_its_own_child_are_ended() -> None:
    with Processes() as processes:
        child = processes.start("stubborn", [sys.executable, "-c", STUBBORN])
        grandchild = int(wait_for_output(child))
        assert runs(grandchild)

    assert child.handle.returncode == -signal.SIGKILL
    while runs(grandchild):
        time.sleep(0.02)


def test_a_child_leads_a_group_of_its_own_so_that_ctrl_c_does_not_reach_it() -> None:
    with Processes() as processes:
        child = processes.start("child", [sys.executable, "-c", "import time; time.sleep(600)"])
        assert os.getpgid(child.handle.pid) == child.handle.pid != os.getpgrp()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_interrupts_the_waiting_and_handlers_come_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)

    with Processes() as processes:
        child = processes.start("child", [sys.executable, "-c", "import time; time.sleep(600)"])
        os.kill(os.getpid(), number)
        with pytest.raises(KeyboardInterrupt):
            processes.watch(child)

    assert child.handle.poll() is not None
    assert signal.getsignal(number) is before


def test_a_child_that_ends_by_itself_is_told_with_its_last_words(logs: Path) -> None:
    code = "print('early'); print('\\x1b[91mno room\\x1b[0m'); raise SystemExit(3)"

    with Processes() as processes, pytest.raises(SetupError) as raised:
        processes.watch(processes.start("action server", [sys.executable, "-c", code]))

    assert raised.value.code == "PA105"
    assert "The action server ended by itself (status 3)" in str(raised.value)
    assert str(raised.value).endswith("no room")
    assert str(logs / "action-server.log") in str(raised.value)


def test_lines_come_one_by_one_and_a_finished_child_is_no_failure() -> None:
    with Processes() as processes:
        child = processes.start("child", [sys.executable, "-c", "print('one'); print(); print('two')"])
        assert list(processes.finish(child)) == ["one", "two"]
        assert child.handle.returncode == 0
        processes.require_running()


def test_a_program_in_the_foreground_returns_its_status() -> None:
    with Processes() as processes:
        assert processes.foreground([sys.executable, "-c", "raise SystemExit(4)"]) == 4


def test_children_write_compiled_files_and_send_no_telemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")

    environment = child_environment({"EXTRA": "yes"})

    assert "PYTHONDONTWRITEBYTECODE" not in environment
    assert (environment["RASA_TELEMETRY_ENABLED"], environment["EXTRA"]) == ("false", "yes")


def test_what_was_said_before_stays_in_the_log_and_is_not_taken_for_this_childs(logs: Path) -> None:
    with Processes() as processes:
        for word in ("first", "second"):
            child = processes.start("child", [sys.executable, "-c", f"print('{word}')"])
            assert list(processes.finish(child)) == [word]

    assert (logs / "child.log").read_text().split() == ["first", "second"]


def test_output_is_found_after_the_child_has_begun_a_new_file(logs: Path) -> None:
    code = """
import os
from pathlib import Path
from pin_advisor.logs.rotation import Output

print("old" * 100, flush=True)
Output(Path(os.environ["PIN_ADVISOR_LOG_FILE"]), 100).make_room()
print("new", flush=True)
"""
    (logs / "child.log").write_text("before\n")
    with Processes() as processes:
        child = processes.start("child", [sys.executable, "-c", code])
        child.handle.wait()
        assert child.output() == ["new"]
    assert (logs / "child.log.1").read_text() == "before\n" + "old" * 100 + "\n"


def test_a_server_may_write_to_the_console_instead(logs: Path) -> None:
    code = """
import sys
from pin_advisor import processes
from pin_advisor.processes import Processes
from pathlib import Path

processes.LOGS = Path(sys.argv[1])
say = [sys.executable, "-c", "print('said')"]
with Processes() as children:
    children.start("bot", say, serves=True).handle.wait()
    children.start("training", say).handle.wait()
"""
    run = subprocess.run(
        [sys.executable, "-c", code, str(logs)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PIN_ADVISOR_LOG_TO": "console"},
    )
    assert run.stdout == "said\n"
    assert [path.name for path in logs.iterdir()] == ["training.log"]


ENDS = """
import signal, sys, time
def end(*_):
    with open(sys.argv[1], "a") as file:
        file.write(sys.argv[2] + " ")
    raise SystemExit
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
time.sleep(600)
"""


def test_what_others_need_ends_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 20.0)
    ends = tmp_path / "ends"

    with Processes() as processes:
        for name in ("actions", "bot", "other"):
            command = [sys.executable, "-c", ENDS, str(ends), name]
            wait_for_output(processes.start(name, command, lasting=name == "actions"))

    *others, last = ends.read_text().split()
    assert (sorted(others), last) == (["bot", "other"], "actions")
