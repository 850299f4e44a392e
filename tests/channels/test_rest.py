"""The channel for developers: for this machine alone, and as strict as the others about what it takes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Optional

import pytest
from rasa.core.channels.channel import UserMessage
from sanic.response import HTTPResponse

from pin_advisor.channels.rest import VARIABLE, RestInput
from pin_advisor.errors import StoreError
from pin_advisor.store.conversations import AlreadyKept, ConversationStore, Opening
from tests.channels.rasa import DOMAIN, Rasa

CANARY = "ann@example.com"
HELLO = {"sender": "ann", "message": "hello"}


class Sessions(ConversationStore):
    """Knows how long the present session of each conversation is."""

    def __init__(self) -> None:
        self.turns: dict[str, int] = {}
        self.asking = False

    async def session(self, conversation: str) -> Opening:
        return Opening(self.turns.get(conversation), self.asking)


STORE = Sessions()
APP = SimpleNamespace(ctx=SimpleNamespace(agent=SimpleNamespace(tracker_store=STORE)))


class Request:
    """As much of Sanic's as the channel looks at."""

    def __init__(self, body: bytes, ip: str = "127.0.0.1", headers: Optional[dict[str, str]] = None) -> None:
        self.body, self.ip, self.headers = body, ip, headers or {}
        self.app: Any = APP

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Channel:
    def __init__(self, error: Optional[Exception] = None) -> None:
        self._error = error
        self.heard: list[UserMessage] = []
        self.take: Callable[[UserMessage], Awaitable[None]] = self._take
        blueprint = RestInput().blueprint(lambda message: self.take(message))
        self.routes = {route.uri: route.handler for route in blueprint._future_routes}

    async def _take(self, message: UserMessage) -> None:
        self.heard.append(message)
        if self._error:
            raise self._error
        await message.output_channel.send_text_message(message.sender_id, f"You said: {message.text}")

    async def post(self, body: Any, **request: Any) -> tuple[int, Any]:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer: HTTPResponse = await self.routes["/webhook"](Request(content, **request))
        assert answer.body is not None
        return answer.status, json.loads(answer.body)


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


async def test_a_message_gets_its_replies() -> None:
    channel = Channel()

    status, replies = await channel.post(HELLO)

    assert (status, replies) == (200, [{"recipient_id": "ann", "text": "You said: hello"}])
    (heard,) = channel.heard
    assert (heard.sender_id, heard.text, heard.input_channel) == ("ann", "hello", "rest")
    assert not heard.metadata


async def test_a_message_without_a_sender_is_the_default_ones() -> None:
    channel = Channel()

    await channel.post({"message": "hello"})

    assert channel.heard[0].sender_id == "default"


@pytest.mark.parametrize("ip", ["127.0.0.1", "::1"])
async def test_programs_on_this_machine_may_use_it(ip: str) -> None:
    assert (await Channel().post(HELLO, ip=ip))[0] == 200


@pytest.mark.parametrize(
    "ip", ["192.168.1.7", "10.0.0.1", "8.8.8.8", "fe80::1", "", "localhost", "127.0.0.1.evil"]
)
async def test_nobody_from_another_machine_may(ip: str) -> None:
    channel = Channel()

    status, answer = await channel.post(HELLO, ip=ip)

    assert status == 403
    assert set(answer) == {"error"}
    assert channel.heard == []


async def test_nobody_may_through_a_proxy_that_says_it_is_one() -> None:
    channel = Channel()

    for value in ("8.8.8.8", "127.0.0.1", ""):
        assert (await channel.post(HELLO, headers={"x-forwarded-for": value}))[0] == 403
    assert channel.heard == []


@pytest.mark.parametrize("value", ["off", "OFF", " Off ", "0", "false", "no"])
def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(VARIABLE, value)

    assert Channel().routes == {}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"7", b"[]", b'"hello"', b"\xff", b"[" * 30_000, b'{"a":' * 5000,
        {}, {"sender": "ann"}, {"message": None}, {"message": 7}, {"message": ["hello"]}, {"message": {}},
        {"sender": None, "message": "hi"}, {"sender": 7, "message": "hi"}, {"sender": "", "message": "hi"},
        {"sender": ["ann"], "message": "hi"}, {"sender": "x" * 256, "message": "hi"},
        {"sender": "\ud800", "message": "hi"}, {"sender": "a\x00b", "message": "hi"},
        {"sender": "a\x1bb", "message": "hi"},
    ],
    ids=lambda body: ascii(body)[:40],
)  # fmt: skip
async def test_what_is_no_message_is_refused(body: Any) -> None:
    channel = Channel()

    status, answer = await channel.post(body)

    assert status == 400
    assert "sender" in answer["error"]
    assert channel.heard == []


@pytest.mark.parametrize("text", ["a\ud800b", "\ud800ab", "ab\udfff"], ids=ascii)
async def test_what_no_answer_could_hold_is_left_out_of_the_words(text: str) -> None:
    channel = Channel()

    assert (await channel.post(HELLO | {"message": text}))[0] == 200
    assert channel.heard[0].text == "ab"


@pytest.mark.parametrize(
    "error", [ValueError(CANARY), KeyError(CANARY), UnicodeError(CANARY), MemoryError(CANARY)]
)
async def test_what_fails_is_told_with_an_id_that_the_log_has_and_without_their_words(
    caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    caplog.set_level(logging.DEBUG)

    status, answer = await Channel(error).post(HELLO | {"message": CANARY})

    assert status == 503
    assert answer["id"] in caplog.text
    assert "ann@" not in caplog.text + json.dumps(answer)


@pytest.mark.parametrize(
    "sender",
    [
        "telegram:77001:501:501",
        "slack:T1:C1:U1",
        "teams:29%3A1",
        "messenger:1:2",
        "twilio:whatsapp%3A%2B1555",
        "website-abcdefghijklmnopqrstuv",
        "website-login-0123",
    ],
)
async def test_nobody_speaks_for_a_visitor_of_another_channel(sender: str) -> None:
    channel = Channel()

    status, _ = await channel.post({"sender": sender, "message": "hello"})

    assert status == 400
    assert channel.heard == []


@pytest.mark.parametrize("sender", ["telegram", "my-telegram:1", "website", "slack_test", "a:b"])
async def test_names_that_only_look_like_it_are_fine(sender: str) -> None:
    assert (await Channel().post({"sender": sender, "message": "hello"}))[0] == 200


@pytest.mark.parametrize(
    ("turns", "asking", "begun"), [(149, False, 0), (150, False, 1), (179, True, 0), (180, True, 1)]
)
async def test_a_long_session_ends_before_the_message(
    turns: int, asking: bool, begun: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(STORE.turns, "ann", turns)
    monkeypatch.setattr(STORE, "asking", asking)
    channel = Channel()

    status, replies = await channel.post(HELLO)

    assert (status, replies) == (200, [{"recipient_id": "ann", "text": "You said: hello"}])
    assert [m.text for m in channel.heard] == ["/session_start"] * begun + ["hello"]


async def test_a_store_that_fails_is_in_the_log_with_its_code(caplog: pytest.LogCaptureFixture) -> None:
    failed = StoreError("PA302", "the database can't be read or written: full", "See that it is not full.")

    status, _ = await Channel(failed).post(HELLO)

    assert status == 503
    assert "PA302: the database can't be read or written: full" in caplog.text


async def test_messages_of_one_conversation_wait_for_each_other_and_no_others_do() -> None:
    channel, order = Channel(), []

    async def take(message: UserMessage) -> None:
        order.append(f"{message.sender_id} {message.text} begins")
        await asyncio.sleep(0.05)
        order.append(f"{message.sender_id} {message.text} ends")

    channel.take = take
    bodies = [{"sender": "ann", "message": f"{n}"} for n in range(3)] + [{"sender": "bob", "message": "x"}]
    answers = await asyncio.gather(*(channel.post(body) for body in bodies))

    assert [status for status, _ in answers] == [200] * 4
    ann = [line.removeprefix("ann ") for line in order if line.startswith("ann")]
    assert ann == ["0 begins", "0 ends", "1 begins", "1 ends", "2 begins", "2 ends"]
    assert order.index("bob x begins") < order.index("ann 0 ends")


async def test_a_turn_that_another_worker_was_faster_than_is_taken_again() -> None:
    channel, tries = Channel(), []

    async def take(message: UserMessage) -> None:
        tries.append(message)
        await message.output_channel.send_text_message("ann", f"try {len(tries)}")
        if len(tries) < 3:
            raise AlreadyKept

    channel.take = take

    assert await channel.post(HELLO) == (200, [{"recipient_id": "ann", "text": "try 3"}])
    tries.clear()
    channel.take = take_for_ever
    assert (await channel.post(HELLO))[0] == 503


@pytest.mark.parametrize("said", [None, "hello"])
async def test_a_turn_in_which_nothing_is_said_is_an_error_and_is_not_kept(
    said: Optional[str], tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where an action server is away."""
    store = ConversationStore(DOMAIN, f"sqlite:///{tmp_path / 'pins.db'}")
    monkeypatch.setattr(APP.ctx.agent, "tracker_store", store)
    channel = Channel()
    channel.take = Rasa(store, replies=((said, {}),) if said else ())

    status, answer = await channel.post(HELLO)

    kept = await store.turns_in_session("ann")
    assert (status, kept) == ((200, 1) if said else (503, None))
    assert said or f"Error {answer['id']}: PA412: a turn broke off: nothing was said" in caplog.text


async def take_for_ever(_: UserMessage) -> None:
    raise AlreadyKept
