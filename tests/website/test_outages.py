"""Where a part is away visitors are told so, nothing is half done, and they go on afterwards."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.bot import Servers, send
from tests.website.gateway import (
    ENVIRONMENT,
    Answer,
    Gateway,
    Visitor,
    events_of,
    locked,
    new_id,
    wait_for,
)

_SECRET = "canary-of-a-visitor@example.org"


def _require_honest(gateway: Gateway, answer: Answer) -> None:
    """It says that nothing was saved, with an id that is in the log once, where their words are not."""
    assert (answer.status, answer.code, answer.faults()) == (503, "unavailable", [])
    assert "not saved" in answer.data["error"]["message"]
    assert gateway.reason(answer.error_id)
    assert _SECRET not in gateway.log()


@contextmanager
def _away(servers: Servers, how: str) -> Iterator[None]:
    if how == "killed":
        servers.kill_actions()
    else:
        send(servers.actions, signal.SIGSTOP)
    try:
        yield
    finally:
        if how == "killed":
            servers.start_actions()
        else:
            send(servers.actions, signal.SIGCONT)


@pytest.mark.parametrize("how", ["killed", "hanging"])
def test_the_action_server_goes_away_in_mid_form_and_comes_back(gateway: Gateway, how: str) -> None:
    visitor, message_id = gateway.visitor(), new_id()
    words = f"our budget is tight, {_SECRET}"
    (reply,) = visitor.turn("I need advice on pins for an award")["replies"]
    assert reply["payload"]["type"] == "question"
    before = events_of(gateway.servers.database, visitor.conversation)

    with _away(gateway.servers, how):
        _require_honest(gateway, visitor.say(words, message_id))
        wait_for(lambda: gateway.failing() == ["actions"], "a finding about the action server alone")
        assert gateway.ask("GET", "/health/live").status == 200
        assert visitor.said() == ["I need advice on pins for an award"]
        assert visitor.needs()["budget"] is None
        assert events_of(gateway.servers.database, visitor.conversation) == before
    gateway.servers.wait()

    turn = visitor.turn(words, message_id)
    assert (turn["needs"]["occasion"], turn["needs"]["budget"]) == ("award", "tight")
    assert turn["replies"][0]["payload"]["type"] == "question"
    (reply,) = visitor.turn("flat, and they should last for years")["replies"]
    assert reply["payload"]["type"] == "recommendation"
    assert len(visitor.said()) == 3


#: Status and body of an action server that has lost its senses.
_NONSENSE = (
    (200, b""),
    (200, b"I am a teapot."),
    (200, b"null"),
    (200, b"[1, 2]"),
    (200, b"{}"),
    (200, b'{"events": '),
    (200, b'{"events": null, "responses": [7]}'),
    (200, b'{"events": [{"event": "frobnicate"}], "responses": []}'),
    (200, b'{"events": [{"event": "restart"}], "responses": []}'),
    (200, b'{"events": [{"event": "slot", "name": "budget", "value": {"a": [1]}}], "responses": []}'),
    (200, b'{"events": [], "responses": [{"text": "a\\ud800b\\u0000"}]}'),
    (200, json.dumps({"events": [], "responses": [{"text": "x" * 10_000_000}]}).encode()),
    (204, b""),
    (302, b""),
    (400, b"{}"),
    (500, b"<html>Bad Gateway</html>"),
)


class _Senseless(ThreadingHTTPServer):
    """Says that it is well, and answers nonsense to whatever it is asked."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.answer = _NONSENSE[0]
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(200, b"{}")

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self._send(*server.answer)

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", port), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self) -> None:
        self.shutdown()
        self.server_close()


def test_an_action_server_that_answers_nonsense_loses_nothing(gateway: Gateway) -> None:
    visitor, message_id = gateway.visitor(), new_id()
    words = f"our budget is tight, {_SECRET}"
    visitor.turn("I need advice on pins for an award")
    before = events_of(gateway.servers.database, visitor.conversation)

    gateway.servers.kill_actions()
    senseless = _Senseless(gateway.servers.actions_port)
    try:
        for answer in _NONSENSE:
            senseless.answer = answer
            _require_honest(gateway, patiently(lambda: visitor.say(words, message_id)))
            assert events_of(gateway.servers.database, visitor.conversation) == before, answer
    finally:
        senseless.end()
        gateway.servers.start_actions()
    gateway.servers.wait()

    turn = patiently(lambda: visitor.say(words, message_id)).data
    assert (turn["needs"]["occasion"], turn["needs"]["budget"]) == ("award", "tight")
    assert visitor.said() == ["I need advice on pins for an award", words]


def patiently(say: Callable[[], Answer]) -> Answer:
    """The answer, once the limit of messages lets one through."""
    while (answer := say()).status == 429:
        time.sleep(float(answer.headers["retry-after"]))
    return answer


def test_the_first_message_of_all_may_be_the_one_that_fails(gateway: Gateway) -> None:
    visitor, message_id = gateway.visitor(), new_id()
    with _away(gateway.servers, "killed"):
        _require_honest(gateway, visitor.say("I need advice on pins for an award", message_id))
        assert visitor.history().data["turns"] == []
    gateway.servers.wait()

    assert visitor.turn("I need advice on pins for an award", message_id)["needs"]["occasion"] == "award"
    assert visitor.said() == ["I need advice on pins for an award"]


@dataclass(frozen=True)
class _LockedOut:
    """What came of it that nobody could write to the database for a while."""

    ann: Visitor
    message_id: str
    #: A message, a deletion and a new session that were tried meanwhile.
    said: Answer
    erased: Answer
    begun: Answer
    bob: Visitor
    #: What others were answered meanwhile, and what the gateway said of itself.
    others: list[int]
    failing: list[str]


_WORDS = f"our budget is tight, {_SECRET}"


@pytest.fixture(scope="module")
def _known() -> dict[str, _LockedOut]:
    return {}


@pytest.fixture
def locked_out(either: Gateway, _known: dict[str, _LockedOut]) -> _LockedOut:
    """It takes seconds until the gateway gives up, so that it happens once to each database."""
    database = either.servers.database
    if database not in _known:
        _known[database] = _lock_out(either)
    return _known[database]


def _lock_out(gateway: Gateway) -> _LockedOut:
    ann, bob, message_id = gateway.visitor(), gateway.visitor(), new_id()
    ann.turn("I need advice on pins for an award")
    bob.turn("The pins are for an award")
    others: list[int] = []
    with ThreadPoolExecutor(3) as pool:
        with locked(gateway.servers.database):
            tries = [
                pool.submit(ann.say, _WORDS, message_id),
                pool.submit(bob.erase),
                pool.submit(gateway.ask, "POST", "/session", {}),
            ]
            while not all(attempt.done() for attempt in tries):
                others += [gateway.ask("GET", path).status for path in ("/health/live", "/about")]
            wait_for(lambda: "database" in gateway.failing(), "a finding about the database")
            failing = gateway.failing()
        said, erased, begun = (attempt.result() for attempt in tries)
    wait_for(lambda: not gateway.failing(), "readiness")
    return _LockedOut(ann, message_id, said, erased, begun, bob, others, failing)


def test_a_database_that_cannot_be_written_to_is_told_and_loses_nothing(
    either: Gateway, locked_out: _LockedOut
) -> None:
    ann = locked_out.ann
    _require_honest(either, locked_out.said)
    assert ann.said() == ["I need advice on pins for an award"]

    turn = ann.turn(_WORDS, locked_out.message_id)

    assert (turn["needs"]["occasion"], turn["needs"]["budget"]) == ("award", "tight")
    assert len(ann.said()) == 2


def test_who_needs_no_database_is_not_held_up_by_it(locked_out: _LockedOut) -> None:
    assert len(locked_out.others) > 2
    assert set(locked_out.others) == {200}


def test_who_cannot_keep_a_message_is_not_ready(locked_out: _LockedOut) -> None:
    assert "database" in locked_out.failing


def test_a_deletion_that_fails_is_no_deletion(locked_out: _LockedOut) -> None:
    answer = locked_out.erased
    assert (answer.status, answer.code, answer.faults()) == (503, "unavailable", [])
    assert locked_out.bob.said() == ["The pins are for an award"]
    assert locked_out.bob.erase().status == 204


def test_a_technical_problem_stands_in_the_log_once_with_its_reason(
    either: Gateway, locked_out: _LockedOut
) -> None:
    for answer in (locked_out.said, locked_out.erased, locked_out.begun):
        assert (answer.status, answer.code, answer.faults()) == (503, "unavailable", [])
        assert "PA302" in either.reason(answer.error_id)


def test_a_model_that_cannot_be_loaded_is_not_ready(tmp_path: Path) -> None:
    model = tmp_path / "model.tar.gz"
    model.write_bytes(b"This is a shopping list, not a model. " * 100)
    servers = Servers(tmp_path, ENVIRONMENT)
    gateway = Gateway(servers)
    try:
        servers.start_bot(model, ready=False)
        wait_for(lambda: _lives(gateway), "an answer")

        wait_for(lambda: gateway.failing() == ["model"], "a finding about the model alone")
        answer = Visitor(gateway, "x.y.z").say("Hello!")
        assert answer.status in (401, 503)
        assert answer.faults() == []
        _require_honest(gateway, gateway.visitor().say(f"Hello! {_SECRET}"))
    finally:
        servers.stop()


def _lives(gateway: Gateway) -> bool:
    assert gateway.servers.bot.handle.poll() is None, gateway.log()[-2000:]
    try:
        return gateway.ask("GET", "/health/live").status == 200
    except ConnectionError:
        return False
