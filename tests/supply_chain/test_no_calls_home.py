"""Nothing is sent anywhere, and nothing secret is shown: the real bot, watched while it starts and talks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from pin_advisor.servers import rest_url
from tests.bot import running_servers
from tests.conversations.bot import Bot

GUARD = Path(__file__).parent / "guard"

#: What no process may show and no log may hold.
SECRETS = {
    "PIN_ADVISOR_SESSION_KEYS": "first:made-up-session-key-of-more-than-32-characters",
    "PIN_ADVISOR_LOGIN_KEY": "made-up-login-key-that-is-longer-than-32-characters",
}
#: What Rasa and its packages look up about this machine and this folder, none of it by a connection.
LOOKED_UP = re.compile(r"uname -p|git (?:describe|show|rev-list|rev-parse|remote get-url)\b.*")

VISITOR = "jane.sample@example.org"

TALK = [
    "hello, what is hard enamel?",
    "I need pins for our retiring staff, flat design, about 3 dollars each, made to last for years",
    "200 pieces please, and what if it had to be 3D?",
    "I'd like a quote",
    VISITOR,
    "thank you",
]


def events(record: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in record.read_text("utf-8").splitlines()]


def guarded(record: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(GUARD), "PIN_GUARD_RECORD": str(record)}


@dataclass(frozen=True)
class Talk:
    """What was seen of the bot after a whole conversation."""

    record: Path
    command_lines: dict[int, str]
    output: str
    replies: list[str]

    def of_kind(self, kind: str) -> set[str]:
        return {event["what"] for event in events(self.record) if event["kind"] == kind}


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    folder = tmp_path_factory.mktemp("watched")
    record = folder / "record"
    # With an action server of its own the bot has somebody to call: what is allowed is seen as well.
    with running_servers(folder, {**guarded(record), **SECRETS}, action_server=True) as servers:
        bot = Bot(rest_url(servers.port), folder)
        visitor = bot.new_visitor()
        replies = [" ".join(m.get("text", "") for m in bot.say(visitor, words)) for words in TALK]
        command_lines = {
            int(path.parent.name): path.read_bytes().replace(b"\0", b" ").decode()
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if int(path.parent.name) in {int(event["pid"]) for event in events(record)}
        }
    output = "\n".join(path.read_text("utf-8", "replace") for path in folder.glob("*.log"))
    return Talk(record, command_lines, output, replies)


def test_a_whole_conversation_connects_to_nothing_beyond_this_machine(talk: Talk) -> None:
    assert all(talk.replies)
    watched = " ".join(talk.of_kind("watched"))
    assert "pin_advisor.rasa_tuning.serve" in watched, "the bot was not watched"
    assert talk.of_kind("here"), "nothing at all was seen, not even the servers' own address"
    assert talk.of_kind("away") == set()


def test_nothing_but_python_is_started(talk: Talk) -> None:
    """The guard only sees Python; so nothing else may run, but what reads a line from this machine."""
    started = {what for what in talk.of_kind("started") if "python" not in what.split()[0]}
    assert {what for what in started if not LOOKED_UP.fullmatch(what)} == set()


def test_no_secret_is_shown_by_the_process_list_or_the_logs(talk: Talk) -> None:
    assert any("rasa" in line for line in talk.command_lines.values())
    assert talk.output
    for secret in (*SECRETS.values(), VISITOR):
        shown = secret.rpartition(":")[2]
        assert [line for line in talk.command_lines.values() if shown in line] == []
        assert shown not in talk.output


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('192.0.2.1', 443))",
        "import socket; socket.getaddrinfo('telemetry.example', 443)",
        "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', "
        "'import socket; socket.create_connection((\"192.0.2.1\", 443))'], check=True)",
        "import asyncio; asyncio.run(asyncio.open_connection('192.0.2.1', 443))",
        "import asyncio, aiohttp\nasync def call():\n"
        "    async with aiohttp.ClientSession() as s: await s.get('http://192.0.2.1/')\nasyncio.run(call())",
    ],
)
def test_the_guard_sees_and_refuses_whoever_calls_home(tmp_path: Path, code: str) -> None:
    record = tmp_path / "record"
    result = subprocess.run(
        [sys.executable, "-c", code], env=guarded(record), capture_output=True, text=True, check=False
    )

    assert result.returncode != 0
    assert "is beyond this machine" in result.stderr
    away = [event["what"] for event in events(record) if event["kind"] == "away"]
    assert away
    assert all("192.0.2.1" in what or "telemetry.example" in what for what in away)
