"""An action server serves the bot only, and gives nothing away."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pin_advisor.rasa_tuning.action_server import LARGEST, refusal
from pin_advisor.servers import HOST, free_port

TOKEN = "otter-jonquil-larkspur-marigold"
KNOWN = {"Authorization": f"Bearer {TOKEN}"}
CANARY = "canary@example.org"
PACKAGE = "actions_behind_a_token"
SOURCE = """
import pathlib
from pin_advisor.errors import StoreError
from rasa_sdk import Action

class Runs(Action):
    def name(self): return "action_runs"
    def run(self, dispatcher, tracker, domain):
        with open("ran", "a") as file: file.write("x")
        return []

class Fails(Action):
    def name(self): return "action_fails"
    def run(self, dispatcher, tracker, domain): raise ValueError(tracker.slots["contact"])

class CannotKeep(Action):
    def name(self): return "action_cannot_keep"
    def run(self, dispatcher, tracker, domain): raise StoreError("PA302", "the disk is full", "Make room.")
"""


class Server:
    """A started action server."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    @property
    def runs(self) -> int:
        ran = self.folder / "ran"
        return len(ran.read_text()) if ran.exists() else 0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    (folder / f"{PACKAGE}.py").write_text(SOURCE)
    server = Server(folder)
    environment = {**os.environ, "SANIC_HOST": HOST, "PIN_ADVISOR_ACTIONS_TOKEN": TOKEN}
    command = [sys.executable, "-m", "rasa_sdk", "--actions", PACKAGE, "--port", str(server.port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(600):
            assert process.poll() is None, (folder / "log").read_text()
            try:
                server.ask("GET", "/health")
                break
            except OSError:
                time.sleep(0.1)
        yield server
    finally:
        process.kill()
        process.wait()


def call(action: str, filling: str = "") -> bytes:
    tracker = {"sender_id": "me", "slots": {"contact": CANARY}, "events": [], "filling": filling}
    return json.dumps({"next_action": action, "tracker": tracker, "domain": {}, "version": "3.6.21"}).encode()


def test_the_bot_is_served(server: Server) -> None:
    before = server.runs
    status, body = server.ask("POST", "/webhook", call("action_runs"), **KNOWN)

    assert (status, json.loads(body)) == (200, {"events": [], "responses": []})
    assert server.runs == before + 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401),
        ({"Authorization": TOKEN}, 401),
        ({**KNOWN, "Origin": "http://127.0.0.1:8000"}, 401),
        ({**KNOWN, "Content-Encoding": "deflate"}, 415),
        ({**KNOWN, "Content-Encoding": "gzip"}, 415),
    ],
)
def test_nobody_else_is(server: Server, headers: dict[str, str], status: int) -> None:
    before = server.runs
    packed = zlib.compress(call("action_runs", " " * 50_000_000))
    for body in (call("action_runs"), packed):
        assert server.ask("POST", "/webhook", body, **headers) == (status, b"")

    assert server.runs == before
    assert server.ask("GET", "/actions")[0] == 401


def test_too_much_is_refused(server: Server) -> None:
    before = server.runs

    assert server.ask("POST", "/webhook", call("action_runs", "x" * LARGEST), **KNOWN) == (413, b"")
    assert server.ask("POST", "/webhook", call("action_runs", "x" * (LARGEST // 2)), **KNOWN)[0] == 200
    assert server.runs == before + 1


def test_a_failure_gives_nothing_away(server: Server) -> None:
    assert server.ask("POST", "/webhook", call("action_fails"), **KNOWN) == (500, b"")
    assert server.ask("POST", "/webhook", b'{"tracker": ', **KNOWN)[1] == b""

    log = (server.folder / "log").read_text()
    assert "ValueError in an action" in log
    assert CANARY not in log


def test_a_failure_of_the_store_is_in_the_log_with_its_code(server: Server) -> None:
    assert server.ask("POST", "/webhook", call("action_cannot_keep"), **KNOWN) == (500, b"")
    assert "PA302: the disk is full" in (server.folder / "log").read_text()


def test_health_is_open(server: Server) -> None:
    assert server.ask("GET", "/health")[0] == 200


@pytest.mark.parametrize(
    ("ip", "headers", "served"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {"authorization": "Bearer "}, True),
        ("10.0.0.7", {}, False),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7"}, False),
    ],
)
def test_without_a_token_this_machine_is_served(ip: str, headers: dict[str, str], served: bool) -> None:
    request: Any = SimpleNamespace(ip=ip, headers=headers)

    assert (refusal(request, "") is None) is served
