"""A conversation as the action server sees it: real trackers, real actions, the shop's own catalog.

Rasa's part is done here in the plainest way: entities fill the slots of their name, events change the
tracker, what was said is remembered. Every action is held to the domain while it runs.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.store import requests
from pin_advisor.catalog import Catalog, load, shared_catalog
from pin_advisor.store import VARIABLE, RequestStore

PROJECT = Path(__file__).resolve().parents[2]
DOMAIN: dict[str, Any] = yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8"))


@dataclass(frozen=True)
class Reply:
    """What one action said and did."""

    texts: list[str]
    responses: list[str]
    buttons: list[dict[str, str]]
    payloads: list[dict[str, Any]]
    events: list[dict[str, Any]]
    last_is_payload: bool

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def payload(self) -> dict[str, Any]:
        (only,) = self.payloads
        return only

    @property
    def slots(self) -> dict[str, Any]:
        """The slots that were set, with the value that was set last."""
        return {e["name"]: e["value"] for e in self.events if e["event"] == "slot"}

    @property
    def followed_by(self) -> list[str]:
        return [e["name"] for e in self.events if e["event"] == "followup"]


@dataclass
class Conversation:
    """The visitor speaks with :meth:`hears`; then actions :meth:`run` one after the other."""

    channel: str | None = "rest"
    slots: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    message: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.slots = dict.fromkeys((*DOMAIN["slots"], "requested_slot")) | self.slots

    def asks(self, form: str, slot: str) -> Conversation:
        """The bot is in ``form`` and has asked for ``slot``."""
        self.form = form
        self.slots["requested_slot"] = slot
        self.events.append({"event": "slot", "name": "requested_slot", "value": slot})
        return self

    def hears(
        self,
        text: str,
        intent: str,
        stated: Mapping[str, Any] | None = None,
        questions: Sequence[Mapping[str, Any]] = (),
        **understanding: Any,
    ) -> Conversation:
        """The visitor says ``text``, understood as ``intent`` with these needs and questions."""
        entities = [{"entity": name, "value": value} for name, value in (stated or {}).items()]
        self.message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "entities": entities,
            "understanding": {
                "questions": [
                    {"pin_types": [], "form": "describe", "direction": "most", **q} for q in questions
                ],
                "hypothesis": {},
                "suggestions": [],
                "pin_types": [],
                "language": None,
                **understanding,
            },
        }
        user = {"event": "user", "text": text, "input_channel": self.channel, "parse_data": self.message}
        self.events.append(user)
        for name, value in (stated or {}).items():
            self.slots[name] = value
            self.events.append({"event": "slot", "name": name, "value": value})
        return self

    async def run(self, action: Action) -> Reply:
        """Run ``action`` and let its events and words take effect."""
        # Over the wire, as the action server gets and gives it.
        state = json.loads(json.dumps({
            "sender_id": "visitor-1",
            "slots": self.slots,
            "latest_message": self.message,
            "events": self.events,
            "active_loop": {"name": self.form} if self.form else {},
        }))  # fmt: skip
        dispatcher = CollectingDispatcher()
        events = await action.run(dispatcher, Tracker.from_dict(state), DOMAIN)
        events = json.loads(json.dumps(list(events or ())))
        reply = _reply(json.loads(json.dumps(dispatcher.messages)), events)
        self._apply(dispatcher.messages, events)
        if action.name().startswith("validate_") and "requested_slot" not in reply.slots:
            # Rasa then asks for the first slot of the form that is empty.
            required = DOMAIN["forms"][action.name().removeprefix("validate_")]["required_slots"]
            self.slots["requested_slot"] = next((s for s in required if self.slots[s] is None), None)
        return reply

    @property
    def asked(self) -> str | None:
        """What the form asks for next."""
        return self.slots["requested_slot"]

    def _apply(self, messages: list[dict[str, Any]], events: list[dict[str, Any]]) -> None:
        for message in messages:
            data = {
                "buttons": message["buttons"] or _domain_buttons(message),
                "custom": message["custom"] or None,
            }
            self.events.append({"event": "bot", "text": _text(message), "data": data})
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.form = event["name"]
            self.events.append(event)


def _reply(messages: list[dict[str, Any]], events: list[dict[str, Any]]) -> Reply:
    responses = [m["response"] for m in messages if m["response"]]
    assert set(responses) <= set(DOMAIN["responses"]), "a response that the domain lacks"
    slots = {e["name"] for e in events if e["event"] == "slot"}
    assert slots <= {*DOMAIN["slots"], "requested_slot"}, "a slot that the domain lacks"
    return Reply(
        [text for m in messages if (text := _text(m))],
        responses,
        [b for m in messages for b in (m["buttons"] or _domain_buttons(m))],
        [m["custom"] for m in messages if m["custom"]],
        events,
        bool(messages) and bool(messages[-1]["custom"]),
    )


def _text(message: Mapping[str, Any]) -> str | None:
    if message["response"]:
        return str(DOMAIN["responses"][message["response"]][0]["text"])
    return message["text"]


def _domain_buttons(message: Mapping[str, Any]) -> list[dict[str, str]]:
    if not message["response"]:
        return []
    return list(DOMAIN["responses"][message["response"]][0].get("buttons", ()))


@pytest.fixture
def talk() -> Conversation:
    """A conversation on a structured channel in which nothing has been said."""
    return Conversation()


@pytest.fixture(scope="session")
def shop_catalog() -> Catalog:
    return load(PROJECT / "catalog")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database of its own for each test; no test may reach the one of a running bot."""
    url = f"sqlite:///{tmp_path / 'requests.db'}"
    monkeypatch.setenv(VARIABLE, url)
    requests.cache_clear()
    yield url
    requests.cache_clear()


@pytest.fixture
def kept(database: str) -> Callable[[], list[Any]]:
    """What the shop finds when it looks."""
    return lambda: list(RequestStore(database).list(None))


@pytest.fixture
def broken_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    """A database that refuses."""
    file = tmp_path / "shopping.db"
    file.write_text("Milk, eggs, bread. This is no database. " * 20)
    monkeypatch.setenv(VARIABLE, f"sqlite:///{file}")
    requests.cache_clear()


@pytest.fixture
def own_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the catalog that a test may change before the first action runs."""
    folder = tmp_path / "catalog"
    shutil.copytree(PROJECT / "catalog", folder)
    monkeypatch.setenv("PIN_ADVISOR_CATALOG", str(folder))
    shared_catalog.cache_clear()
    yield folder
    monkeypatch.undo()
    shared_catalog.cache_clear()
