"""A bot that is away, ready, not ready, or hangs. With small servers in its place."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from pin_advisor.doctor import serving
from pin_advisor.doctor.finding import Finding, Level
from pin_advisor.errors import SetupError
from pin_advisor.servers import LIVE, READY, free_port

READY_ANSWER = {LIVE: (200, {"status": "live"}), READY: (200, {"status": "ready"})}
NOT_READY = {**READY_ANSWER, READY: (503, {"status": "not ready", "failing": ["database"]})}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_PATIENCE", 0.5)
    monkeypatch.delenv("PIN_ADVISOR_WORKERS", raising=False)


class Server(HTTPServer):
    """Answers as the pages say, on a free port."""

    def __init__(self, pages: dict[str, tuple[int, Any]]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = pages.get(self.path, (404, {}))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server(READY_ANSWER)
    monkeypatch.setenv("PIN_ADVISOR_PORT", str(server.server_port))
    yield server
    server.shutdown()


def only(found: Iterator[Finding]) -> Finding:
    (finding,) = found
    return finding


def test_a_bot_that_answers_is_ready(ready: Server) -> None:
    assert only(serving.bots()).message == "running and ready"


def test_a_bot_that_is_not_ready_names_what_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(NOT_READY)
    monkeypatch.setenv("PIN_ADVISOR_PORT", str(server.server_port))
    found = only(serving.bots())
    assert (found.level, found.code, found.message) == (
        Level.ERROR,
        "PA174",
        "running, but not ready: database",
    )
    server.shutdown()


def test_a_bot_that_does_not_run_is_told_also_to_who_wants_few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIN_ADVISOR_PORT", str(free_port()))
    found = only(serving.bots())
    assert (found.level, found.code) == (Level.WARNING, "PA170")


def test_a_bot_that_hangs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("PIN_ADVISOR_PORT", str(silent.getsockname()[1]))
        assert only(serving.bots()).code == "PA172"


def test_another_program_at_the_port_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server({LIVE: (200, {"hello": "from another"})})
    monkeypatch.setenv("PIN_ADVISOR_PORT", str(server.server_port))
    with pytest.raises(SetupError, match="PA104"):
        list(serving.bots())
    server.shutdown()


def test_figures_are_asked_for_where_they_should_be(ready: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = Server({"/metrics": (200, "pin_advisor_turns_total 1")})
    monkeypatch.delenv("PIN_ADVISOR_METRICS_PORT", raising=False)
    assert only(serving.figures()).level is Level.OK
    monkeypatch.setenv("PIN_ADVISOR_METRICS_PORT", str(figures.server_port))
    assert only(serving.figures()).level is Level.OK
    monkeypatch.setenv("PIN_ADVISOR_METRICS_HOST", "0.0.0.0")
    assert only(serving.figures()).level is Level.OK
    monkeypatch.setenv("PIN_ADVISOR_METRICS_PORT", str(free_port()))
    assert only(serving.figures()).code == "PA168"
    monkeypatch.setenv("PIN_ADVISOR_METRICS_PORT", str(ready.server_port))
    assert only(serving.figures()).code == "PA113"
    figures.shutdown()


def test_a_port_for_figures_that_is_taken_is_told_before_the_bot_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PIN_ADVISOR_PORT", str(free_port()))
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("PIN_ADVISOR_METRICS_PORT", str(other.getsockname()[1]))
        assert only(serving.figures()).code == "PA104"
    assert only(serving.figures()).level is Level.OK
