"""Whatever a message says, it is answered and kept like any other, in either database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, Final

import pytest

from pin_advisor.servers import HOST
from pin_advisor.store import RequestStore
from pin_advisor.store.database import storable
from tests.website.gateway import PATIENCE, Answer, Gateway, Visitor, new_id, request_bytes
from tests.website.naughty import NOT_TEXTS, TEXTS

#: Conversations at a time, and messages of one conversation, which the limits of the gateway allow.
_AT_ONCE: Final = 3
_MESSAGES: Final = 5


@pytest.fixture(autouse=True)
def _the_process_lives_on(either: Gateway) -> Iterator[None]:
    process_id = either.servers.bot.handle.pid
    yield
    either.require_same_process(process_id)


def test_naughty_words_are_answered_and_kept_like_others(either: Gateway) -> None:
    for batch, visitor, answers in _conversations(
        either, {n: {"text": t, "page": t[:200]} for n, t in TEXTS.items()}
    ):
        assert {n: a for n, a in answers.items() if a.status not in (200, 400) or a.faults()} == {}
        assert {n for n, a in answers.items() if a.status == 400} == {
            n for n in batch if not TEXTS[n].strip()
        }
        for name, answer in answers.items():
            if answer.status == 200:
                (reply,) = answer.data["replies"]
                assert any(m["text"].strip() for m in reply["messages"]), name
                assert reply["payload"]["type"], name
        # What control characters meant is for understanding to say, so they are kept.
        texts = [TEXTS[n].encode("utf-8", "ignore").decode().strip() for n in batch if TEXTS[n].strip()]
        assert visitor.said() == [f"\u2215{t[1:]}" if t.startswith("/") else t for t in texts]


@pytest.mark.parametrize(
    "words",
    [
        "a fox with {slot}, %s and 0[",
        "{occasion} {0} in blue",
        "a red '; DROP TABLE events; --",
    ],
)
def test_naughty_words_in_a_quote_request_reach_the_shop_as_they_were(either: Gateway, words: str) -> None:
    visitor = either.visitor()
    for text in (
        "120 flat club badges, tight budget, for one event",
        "send me an offer for those",
        words,
        "no rush",
        "m.ibbotson@example.org",
        "yes, send it",
    ):
        (reply,) = visitor.turn(text)["replies"]

    assert (reply["payload"]["type"], reply["payload"].get("state")) == ("quote", "sent")
    request = RequestStore(either.servers.database).get(reply["payload"]["quote_id"])
    assert request is not None
    assert request.payload["design"] == words


@pytest.mark.parametrize("field", ["id", "text", "locale", "page"])
def test_what_is_no_text_is_refused_in_every_field_of_a_message(either: Gateway, field: str) -> None:
    answers = _each(either, {name: {field: value} for name, value in NOT_TEXTS.items()})

    # What may be missing may be null.
    allowed = {"null"} if field in ("locale", "page") else set()
    assert {name for name, a in answers.items() if a.status == 200} == allowed
    assert {name: a for name, a in answers.items() if a.status not in (200, 400) or a.faults()} == {}


@pytest.mark.parametrize("field", ["id", "locale"])
def test_naughty_text_in_every_other_field_is_taken_or_refused(either: Gateway, field: str) -> None:
    answers = _each(either, {name: {field: text} for name, text in TEXTS.items()})

    assert {name: a for name, a in answers.items() if a.status not in (200, 400) or a.faults()} == {}


@pytest.mark.parametrize("field", ["sender", "message"])
def test_the_channel_for_developers_endures_the_same(either: Gateway, field: str) -> None:
    whole = {"sender": f"test-{new_id()}", "message": "Hello!"}
    senders = [f"test-{new_id()}" for _ in range(12)]
    # Those that a database could not hold, and what is no text.
    values = [*(t for t in TEXTS.values() if storable(t) != t), *NOT_TEXTS.values()]

    def post(number: int) -> Answer | None:
        body = {**whole, "sender": senders[number % 12], field: values[number]}
        head = {"Host": HOST, "Content-Type": "application/json"}
        return either.raw(
            request_bytes("POST", "/webhooks/rest/webhook", head, json.dumps(body).encode()), HOST
        )

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = list(pool.map(post, range(len(values)), timeout=PATIENCE))

    for value, answer in zip(values, answers, strict=True):
        assert answer is not None, value
        assert answer.status in ((200, 400) if isinstance(value, str) else (400,)), (value, answer)
        assert isinstance(answer.data, list if answer.status == 200 else dict), value


def _conversations(
    gateway: Gateway, changes: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[tuple[str, ...], Visitor, dict[str, Answer]]]:
    """Messages with these fields, in conversations of a few each, and the answers to them."""

    def converse(batch: tuple[str, ...]) -> tuple[tuple[str, ...], Visitor, dict[str, Answer]]:
        visitor = gateway.visitor()
        return batch, visitor, {name: _send(visitor, changes[name]) for name in batch}

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(converse, _batches(changes))


def _each(gateway: Gateway, changes: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    return {name: a for _, _, some in _conversations(gateway, changes) for name, a in some.items()}


def _send(visitor: Visitor, change: Mapping[str, Any]) -> Answer:
    body = {"id": new_id(), "text": "Hello!", **change}
    return visitor.gateway.ask("POST", "/messages", body, visitor.bearer)


def _batches(items: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(items)
    while batch := tuple(islice(rest, _MESSAGES)):
        yield batch
