from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pin_advisor import servers
from pin_advisor.errors import SetupError
from pin_advisor.probing import Page
from pin_advisor.processes import Processes
from pin_advisor.servers import (
    BOT_PORT,
    DEMO_PORT,
    chosen_port,
    figures_of,
    free_port,
    post_message,
    require_free,
    wait_until_ready,
)


@pytest.fixture(autouse=True)
def no_ports_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    for port in (BOT_PORT, DEMO_PORT):
        monkeypatch.delenv(port.variable, raising=False)


class Bot:
    """A pretended bot on a free port that gives these replies, one after the other, the last for ever."""

    def __init__(self, *replies: object) -> None:
        self.messages: list[dict[str, str]] = []
        pending = list(replies)
        messages = self.messages
        self.paths: list[str] = []
        paths = self.paths

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                reply = pending.pop(0) if len(pending) > 1 else pending[0]
                self.send_response(reply if isinstance(reply, int) else 200)
                self.end_headers()
                if not isinstance(reply, int):
                    self.wfile.write(json.dumps(reply).encode())

            def do_GET(self) -> None:
                paths.append(self.path)
                reply = pending.pop(0) if len(pending) > 1 else pending[0]
                self.send_response(reply if isinstance(reply, int) else 503)
                self.end_headers()
                if not isinstance(reply, int):
                    self.wfile.write(json.dumps(reply).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def processes() -> Iterator[Processes]:
    with Processes() as processes:
        yield processes


def test_a_port_is_taken_from_the_argument_then_the_variable_then_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert chosen_port(BOT_PORT, None) == 5005
    monkeypatch.setenv("PIN_ADVISOR_PORT", "6000")
    assert chosen_port(BOT_PORT, None) == 6000
    assert chosen_port(BOT_PORT, "7000") == 7000
    assert chosen_port(DEMO_PORT, None) == 5015


@pytest.mark.parametrize("value", ["0", "65536", "-1", "80.5", "abc", "５００５", " "])
def test_what_is_no_port_is_refused(value: str) -> None:
    with pytest.raises(SetupError) as raised:
        chosen_port(BOT_PORT, value)
    assert raised.value.code == "PA107"


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        with pytest.raises(SetupError) as raised:
            require_free(number, BOT_PORT)

    assert raised.value.code == "PA104"
    assert f"Port {number}, meant for the bot, is taken" in str(raised.value)
    assert "PIN_ADVISOR_PORT=" in str(raised.value)
    require_free(number, BOT_PORT)


def test_a_port_that_the_bot_has_already_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = other.getsockname()[1]
        monkeypatch.setattr(servers, "get", lambda *_: Page(200, b'{"status": "live"}'))
        with pytest.raises(SetupError, match="is taken by a Pin Advisor that is running already") as raised:
            require_free(number, BOT_PORT)
    assert (raised.value.code, "PIN_ADVISOR_PORT=" in raised.value.fix) == ("PA104", True)


def test_a_free_port_can_be_taken() -> None:
    require_free(free_port(), BOT_PORT)


def test_a_message_reaches_the_bot_and_its_replies_come_back() -> None:
    bot = Bot([{"text": "Hello"}])

    assert post_message(bot.port, "me", "hi") == [{"text": "Hello"}]
    assert bot.messages == [{"sender": "me", "message": "hi"}]


def test_it_waits_through_refusals_until_the_bot_is_ready(processes: Processes) -> None:
    bot = Bot(503, {"failing": ["model"]}, ["not an object"], 404, 200)

    wait_until_ready(processes, bot.port)

    assert bot.paths == ["/webhooks/website/health/ready"] * 5


def test_what_comes_back_by_itself_is_not_waited_for_for_ever(processes: Processes) -> None:
    bot = Bot({"failing": ["database", "model"]}, {"failing": ["database"]})

    assert wait_until_ready(processes, bot.port, {"database", "actions"}) == "database"
    assert len(bot.paths) == 2
    assert wait_until_ready(processes, Bot(200).port, {"database"}) == ""


def test_a_bot_that_never_gets_ready_is_given_up_with_the_reason(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "START_LIMIT", 0.5)

    with pytest.raises(SetupError, match=r"not ready .* because of the model, database") as raised:
        wait_until_ready(processes, Bot({"failing": ["model", "database"]}).port)
    assert raised.value.code == "PA106"


def test_a_bot_that_never_listens_is_given_up(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "START_LIMIT", 0.5)

    with pytest.raises(SetupError, match=r"not ready to answer within 0 s\.") as raised:
        wait_until_ready(processes, free_port())
    assert raised.value.code == "PA106"


def test_a_proxy_is_not_asked_for_the_own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")

    assert post_message(Bot([{"text": "Hello"}]).port, "me", "hi")


def test_each_worker_has_a_port_for_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIN_ADVISOR_METRICS_PORT", raising=False)
    assert figures_of(0) == {}
    monkeypatch.setenv("PIN_ADVISOR_METRICS_PORT", "9464")
    assert [figures_of(n)["PIN_ADVISOR_METRICS_PORT"] for n in (0, 2)] == ["9464", "9466"]
    monkeypatch.setenv("PIN_ADVISOR_METRICS_PORT", "abc")
    with pytest.raises(SetupError, match="PA107"):
        figures_of(0)
