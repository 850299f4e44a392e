"""Where a part is away visitors are told so, nothing is half done, and they go on afterwards."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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


def test_the_first_message_of_all_may_be_the_one_that_fails(gateway: Gateway) -> None:
    visitor, message_id = gateway.visitor(), new_id()
    with _away(gateway.servers, "killed"):
        _require_honest(gateway, visitor.say("I need advice on pins for an award", message_id))
        assert visitor.history().data["turns"] == []
    gateway.servers.wait()

    assert visitor.turn("I need advice on pins for an award", message_id)["needs"]["occasion"] == "award"
    assert visitor.said() == ["I need advice on pins for an award"]


def test_a_database_that_cannot_be_written_to_is_told_and_loses_nothing(either: Gateway) -> None:
    visitor, message_id = either.visitor(), new_id()
    words = f"our budget is tight, {_SECRET}"
    visitor.turn("I need advice on pins for an award")

    with ThreadPoolExecutor(1) as pool:
        with locked(either.servers.database):
            waiting = pool.submit(visitor.say, words, message_id)
            for _ in range(5):  # nobody else is held up
                assert either.ask("GET", "/health/live").status == 200
                assert either.ask("GET", "/about").status == 200
            assert not waiting.done()
            _require_honest(either, waiting.result())
            refused = either.ask("POST", "/session", {})
            assert (refused.status, refused.code, refused.faults()) == (503, "unavailable", [])
        wait_for(lambda: not either.failing(), "readiness")

    assert visitor.said() == ["I need advice on pins for an award"]
    turn = visitor.turn(words, message_id)
    assert (turn["needs"]["occasion"], turn["needs"]["budget"]) == ("award", "tight")
    assert len(visitor.said()) == 2


def test_who_cannot_keep_a_message_is_not_ready(either: Gateway) -> None:
    with locked(either.servers.database):
        wait_for(lambda: "database" in either.failing(), "a finding about the database", 10)
    wait_for(lambda: not either.failing(), "readiness")


def test_a_deletion_that_fails_is_no_deletion(either: Gateway) -> None:
    visitor = either.visitor()
    visitor.turn("The pins are for an award")
    with locked(either.servers.database):
        answer = visitor.erase()
        assert (answer.status, answer.code, answer.faults()) == (503, "unavailable", [])
    assert visitor.said() == ["The pins are for an award"]
    assert visitor.erase().status == 204


def test_a_model_that_cannot_be_loaded_is_not_ready(tmp_path: Path) -> None:
    model = tmp_path / "model.tar.gz"
    model.write_bytes(b"This is a shopping list, not a model. " * 100)
    servers = Servers(tmp_path, ENVIRONMENT)
    gateway = Gateway(servers)
    try:
        servers.start_actions()
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
