"""Actions in the bot's own process give what an action server would give."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import ClientResponseError

from pin_advisor.rasa_tuning.actions_in_process import InProcessActions

PACKAGE = "actions_that_are_tried"
SOURCE = """
import threading
from pin_advisor.errors import StoreError
from rasa_sdk import Action
from rasa_sdk.interfaces import ActionExecutionRejection

release = threading.Event()

class Echo(Action):
    def name(self): return "action_echo"
    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=tracker.slots["words"][0], buttons=({"title": "a"},))
        tracker.slots["words"].append("changed")
        tracker.events.append({"event": "changed"})
        return [{"event": "slot", "name": "x", "value": (1, 2)}]

class Rejects(Action):
    def name(self): return "action_rejects"
    def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection("action_rejects", "No.")

class Fails(Action):
    def name(self): return "action_fails"
    def run(self, dispatcher, tracker, domain):
        raise ValueError(tracker.slots["words"][0])

class CannotKeep(Action):
    def name(self): return "action_cannot_keep"
    def run(self, dispatcher, tracker, domain):
        raise StoreError("PA302", "the database can't be read or written: full", "Make room.")

class Hangs(Action):
    def name(self): return "action_hangs"
    def run(self, dispatcher, tracker, domain):
        release.wait(30)
        return []
"""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessActions]:
    folder = tmp_path_factory.mktemp("package")
    (folder / f"{PACKAGE}.py").write_text(SOURCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield InProcessActions(PACKAGE)
        sys.modules[PACKAGE].release.set()


def call(name: str, words: str = "hello") -> dict[str, Any]:
    tracker = {"sender_id": "me", "slots": {"words": [words]}, "events": [], "latest_message": {}}
    return {"next_action": name, "sender_id": "me", "tracker": tracker, "domain": {}, "version": "3"}


async def test_it_gives_what_would_be_sent_and_the_caller_keeps_its_own(endpoint: InProcessActions) -> None:
    asked = call("action_echo")

    reply = await endpoint.request(json=asked, method="post", timeout=10, compress=False)

    assert reply is not None
    assert reply["events"] == [{"event": "slot", "name": "x", "value": [1, 2]}]
    assert reply["responses"][0]["text"] == "hello"
    assert reply["responses"][0]["buttons"] == [{"title": "a"}]
    assert asked == call("action_echo")


@pytest.mark.parametrize(("name", "status"), [("action_rejects", 400), ("action_missing", 404)])
async def test_what_is_not_carried_out_has_the_status_that_a_server_gives(
    endpoint: InProcessActions, name: str, status: int
) -> None:
    with pytest.raises(ClientResponseError) as refused:
        await endpoint.request(json=call(name))

    assert refused.value.status == status
    assert json.loads(refused.value.text)["action_name"] == name


async def test_a_failure_is_in_the_log_without_what_the_visitor_wrote(
    endpoint: InProcessActions, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(ClientResponseError) as refused:
        await endpoint.request(json=call("action_fails", "canary@example.org"))

    assert refused.value.status == 500
    assert "ValueError in action_fails" in caplog.text
    assert "canary" not in caplog.text + str(refused.value)


async def test_a_failure_of_the_store_is_in_the_log_with_its_code(
    endpoint: InProcessActions, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(ClientResponseError):
        await endpoint.request(json=call("action_cannot_keep"))

    assert "PA302: the database can't be read or written: full" in caplog.text
    assert "action_cannot_keep" in caplog.text


async def test_one_that_hangs_is_given_up_and_holds_up_nobody(endpoint: InProcessActions) -> None:
    hanging = asyncio.ensure_future(endpoint.request(json=call("action_hangs"), timeout=1))

    reply = await endpoint.request(json=call("action_echo"))

    assert reply is not None
    with pytest.raises(asyncio.TimeoutError):
        await hanging
    assert endpoint.healthy


def test_an_address_that_is_set_counts_and_none_means_in_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "endpoints.yml"
    file.write_text("action_endpoint:\n  url: ${PIN_ADVISOR_ACTIONS_URL}\n")

    monkeypatch.setenv("PIN_ADVISOR_ACTIONS_URL", "http://actions/webhook")
    assert AvailableEndpoints.read_endpoints(str(file)).action.url == "http://actions/webhook"
    monkeypatch.setenv("PIN_ADVISOR_ACTIONS_URL", "")
    assert isinstance(AvailableEndpoints.read_endpoints(str(file)).action, InProcessActions)
    file.write_text("action_endpoint:\n")
    assert AvailableEndpoints.read_endpoints(str(file)).action is None
