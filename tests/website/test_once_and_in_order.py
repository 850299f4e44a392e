"""A message takes effect once, in its turn, whatever the network and the server do."""

from __future__ import annotations

import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.bot import send
from tests.website.gateway import (
    BASE,
    Answer,
    Gateway,
    Visitor,
    events_of,
    new_id,
    receive,
    request_bytes,
    wait_for,
)
from tests.website.slow import SlowClients


def _message(visitor: Visitor, text: str, message_id: str) -> bytes:
    body = json.dumps({"id": message_id, "text": text}).encode()
    headers = {**visitor.bearer, "Content-Type": "application/json"}
    return request_bytes("POST", f"{BASE}/messages", headers, body)


def _user_events(visitor: Visitor) -> list[str]:
    events = events_of(visitor.gateway.servers.database, visitor.conversation)
    return [e["text"] for e in events if e["event"] == "user"]


def test_a_message_that_comes_again_is_answered_alike_and_takes_effect_once(visitor: Visitor) -> None:
    message_id = new_id()
    first = visitor.turn("The pins are for an award", message_id)
    visitor.turn("our budget is tight")

    # More than there may be messages: who got no answer may ask again.
    again = [visitor.say("The pins are for an award", message_id) for _ in range(9)]

    assert [answer.status for answer in again] == [200] * 9
    for answer in (a.data for a in again):
        assert (answer["id"], answer["replies"], answer["at"]) == (message_id, first["replies"], first["at"])
    assert _user_events(visitor) == ["The pins are for an award", "our budget is tight"]


def test_copies_that_come_together_take_effect_once(either: Gateway) -> None:
    visitor, message_id = either.visitor(), new_id()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: visitor.say("The pins are for an award", message_id), range(10)))

    answered = [a for a in answers if a.status == 200]
    assert {a.status for a in answers} <= {200, 429}
    assert len(answered) >= 1
    assert len({json.dumps(a.data["replies"]) for a in answered}) == 1
    assert _user_events(visitor) == ["The pins are for an award"]


def test_another_message_with_the_same_id_is_refused(visitor: Visitor) -> None:
    message_id = new_id()
    visitor.turn("The pins are for an award", message_id)

    answer = visitor.say("The pins are for a wedding", message_id)

    assert (answer.status, answer.code, answer.faults()) == (409, "conflict", [])
    assert visitor.said() == ["The pins are for an award"]


def test_two_visitors_may_have_the_same_id(gateway: Gateway) -> None:
    message_id = new_id()
    ann, bob = gateway.visitor(), gateway.visitor()
    ann.turn("The pins are for an award", message_id)
    bob.turn("The pins are for a wedding", message_id)

    assert (ann.needs()["occasion"], bob.needs()["occasion"]) == ("award", "wedding")


def test_a_quote_that_is_asked_for_in_many_copies_reaches_the_shop_once(gateway: Gateway) -> None:
    visitor, message_id = gateway.visitor(), new_id()
    for text in (
        "120 flat club badges, tight budget, for one event",
        "send me an offer",
        "a red fox",
        "no rush",
        "m.ibbotson@example.org",
    ):
        visitor.turn(text)
    with ThreadPoolExecutor(4) as pool:
        turns = list(pool.map(lambda _: visitor.turn("yes, send it", message_id), range(2)))

    quotes = {turn["replies"][0]["payload"].get("quote_id") for turn in turns}
    assert len(quotes) == 1
    assert None not in quotes
    assert _user_events(visitor).count("m.ibbotson@example.org") == 1


def test_messages_that_come_at_once_are_answered_one_after_another(gateway: Gateway) -> None:
    visitor = gateway.visitor()
    texts = {new_id(): f"we need {100 + n} pins" for n in range(10)}
    with ThreadPoolExecutor(10) as pool:
        turns = list(pool.map(lambda i: visitor.turn(texts[i], i), texts))

    history = visitor.history().data["turns"]
    given = {turn["id"]: turn["replies"][0] for turn in turns}
    assert sorted(t["said"] for t in history) == sorted(texts.values())
    assert [t["reply"] for t in history] == [given[t["id"]] for t in history]
    times = [moment for t in history for moment in (t["at"], t["reply"]["at"])]
    assert times == sorted(times)


def test_messages_are_handled_in_the_order_in_which_they_arrive(gateway: Gateway) -> None:
    for _ in range(8):
        visitor = gateway.visitor()
        texts = [f"we need {100 + n} pins" for n in range(3)]
        with ExitStack() as stack:
            connections = [stack.enter_context(gateway.connect()) for _ in texts]
            for connection, text in zip(connections, texts, strict=True):
                connection.sendall(_message(visitor, text, new_id()))
                time.sleep(0.03)  # without it the kernel may tell of the connections in any order
            answers = [receive(connection) for connection in connections]
        assert [a and a.status for a in answers] == [200] * 3
        assert visitor.said() == texts
        assert visitor.needs()["quantity"] == 102


def test_nobody_waits_for_somebody_elses_messages(gateway: Gateway) -> None:
    """While many are busy, all are answered, each with what belongs to them."""
    visitors = [gateway.visitor() for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        turns = list(pool.map(lambda v: v[1].turn(f"we need {200 + v[0]} pins"), enumerate(visitors)))
    assert [turn["needs"]["quantity"] for turn in turns] == [200 + n for n in range(12)]


def test_a_message_takes_effect_once_even_if_the_bot_dies_over_it(
    gateway: Gateway, slow_clients: SlowClients
) -> None:
    slow_clients.still_connected()  # or they would take the bot's death for being let go of
    visitor, answered, broken_off = gateway.visitor(), new_id(), new_id()
    first = visitor.turn("The pins are for an award", answered)
    # Stopped, so that the message is there but surely not dealt with when the end comes.
    send(gateway.servers.bot, signal.SIGSTOP)
    with gateway.connect() as connection:
        connection.sendall(_message(visitor, "our budget is tight", broken_off))
        gateway.servers.kill_bot()
        assert receive(connection) is None
    gateway.servers.start_bot()

    again = visitor.turn("The pins are for an award", answered)
    second = visitor.turn("our budget is tight", broken_off)

    assert again["replies"] == first["replies"]
    assert (second["needs"]["occasion"], second["needs"]["budget"]) == ("award", "tight")
    assert _user_events(visitor) == ["The pins are for an award", "our budget is tight"]


@pytest.mark.parametrize("pause", [0.0, 0.02, 0.1])
def test_a_client_that_vanishes_loses_nothing(gateway: Gateway, pause: float) -> None:
    visitor, message_id = gateway.visitor(), new_id()
    with gateway.connect() as connection:
        connection.sendall(_message(visitor, "our budget is tight", message_id))
        time.sleep(pause)

    def retried() -> Answer | None:
        answer = visitor.say("our budget is tight", message_id)
        return answer if answer.status == 200 else None

    answer = wait_for(retried, "an answer")
    assert answer.data["needs"]["budget"] == "tight"
    assert _user_events(visitor) == ["our budget is tight"]
