"""A message broker hears of every turn that was kept, and of no other, and holds up none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from pin_advisor.errors import StoreError
from pin_advisor.store import broker_address, brokers
from pin_advisor.store.brokers import QUEUE, Carrier, Events, Kafka, RabbitMQ, carrier_of_environment
from pin_advisor.store.conversations import AlreadyKept, ConversationStore
from pin_advisor.store.outbox import LEASE, Outbox
from tests.store.clock import Clock
from tests.store.talk import DOMAIN, add, listening, message, reply, talk

LIMIT = 30.0
SECRET = "swordfish"


class Fake(Carrier):
    """A broker that may be away."""

    def __init__(self) -> None:
        self.heard: list[Mapping[str, Any]] = []
        self.away = False
        self.tries = 0

    async def send(self, events: Sequence[Mapping[str, Any]]) -> None:
        self.tries += 1
        if self.away:
            raise ConnectionError(SECRET)
        self.heard += events

    async def close(self) -> None:
        pass

    def texts(self) -> list[str]:
        return [str(e["text"]) for e in self.heard if e["event"] == "user"]


class Machine:
    """A process with a store and a way to the broker."""

    def __init__(self, url: str, name: str, clock: Clock) -> None:
        self.carrier = Fake()
        self.events = Events(self.carrier, Outbox(name, url, clock), interval=0.01)
        self.store = ConversationStore(DOMAIN, url, self.events)


@pytest.fixture
def machine(url: str, clock: Clock) -> Machine:
    return Machine(url, "one", clock)


async def eventually(condition: Callable[[], object]) -> None:
    until = asyncio.get_running_loop().time() + LIMIT
    while not condition():
        assert asyncio.get_running_loop().time() < until, "it never came true"
        await asyncio.sleep(0.01)


async def test_it_hears_everything_in_order_once(machine: Machine) -> None:
    await talk(machine.store, "a", "1", "one")
    await talk(machine.store, "b", "1", "two")
    await talk(machine.store, "a", "2", "three")

    assert await machine.events.ship()
    assert not await machine.events.ship()

    assert machine.carrier.texts() == ["one", "two", "three"]
    tracker = await machine.store.retrieve_full_tracker("a")
    assert tracker is not None
    added = ("sender_id", "event_id")
    of_a = (e for e in machine.carrier.heard if e["sender_id"] == "a")
    heard = [{k: v for k, v in event.items() if k not in added} for event in of_a]
    assert heard == [json.loads(json.dumps(event.as_dict())) for event in tracker.events]
    assert len({e["event_id"] for e in machine.carrier.heard}) == len(machine.carrier.heard)


async def test_more_than_fits_into_one_batch_is_shipped_too(machine: Machine) -> None:
    for number in range(70):
        await talk(machine.store, "a", str(number), f"number {number}")
    machine.events.start()

    await eventually(lambda: len(machine.carrier.texts()) == 70)
    await machine.events.close()

    assert machine.carrier.texts() == [f"number {n}" for n in range(70)]


async def test_a_turn_that_was_not_kept_is_not_told(machine: Machine) -> None:
    await talk(machine.store, "a", "1", "one")
    one, other = await listening(machine.store, "a"), await listening(machine.store, "a")
    add(one, message("kept", "2"), reply("yes"))
    add(other, message("not kept", "3"), reply("no"))
    await machine.store.save(one)
    with pytest.raises(AlreadyKept):
        await machine.store.save(other)

    await machine.events.ship()

    assert machine.carrier.texts() == ["one", "kept"]


async def test_a_broker_that_is_away_holds_up_no_turn_and_hears_it_later(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.carrier.away = True
    machine.events.start()
    await talk(machine.store, "a", "1", "one")
    await eventually(lambda: machine.carrier.tries > 2)
    await talk(machine.store, "a", "2", "two")
    assert len(await machine.store.history("a", 10)) == 2

    machine.carrier.away = False
    await eventually(lambda: machine.carrier.texts() == ["one", "two"])
    told = ["Events can't be sent (ConnectionError); they are kept.", "Events are sent again."]
    await eventually(lambda: [r.getMessage() for r in caplog.records if r.name == brokers.__name__] == told)
    await machine.events.close()
    assert SECRET not in caplog.text


async def test_one_process_ships_at_a_time(url: str, clock: Clock) -> None:
    one, other = Machine(url, "one", clock), Machine(url, "other", clock)
    await talk(one.store, "a", "1", "one")
    assert await one.events.ship()
    await talk(other.store, "a", "2", "two")

    assert not await other.events.ship()
    clock.now += LEASE + timedelta(seconds=1)  # the other one is gone
    assert await other.events.ship()
    await talk(other.store, "a", "3", "three")
    assert not await one.events.ship()
    await other.events.close()
    assert await one.events.ship()

    assert (one.carrier.texts(), other.carrier.texts()) == (["one", "three"], ["two"])


async def test_what_a_visitor_has_deleted_is_not_told_any_more(machine: Machine) -> None:
    await talk(machine.store, "a", "1", "one")
    await talk(machine.store, "b", "1", "two")
    await machine.store.erase("a")

    await machine.events.ship()

    assert machine.carrier.texts() == ["two"]


async def test_without_a_broker_nothing_is_put_aside(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(broker_address.VARIABLE, raising=False)
    assert await Events.from_endpoint_config(None) is None  # type: ignore[arg-type]
    await talk(ConversationStore(DOMAIN, url), "a", "1", "one")

    assert Outbox("one", url).claim() == []


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (f"amqp://shop:{SECRET}@broker:5672/pins", RabbitMQ),
        ("amqps://broker", RabbitMQ),
        ("kafka://one:9092,two:9092", Kafka),
        (f"kafkas://shop:{SECRET}@one:9093", Kafka),
    ],
)
async def test_the_environment_names_the_broker(
    url: str, kind: type[Carrier], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(broker_address.VARIABLE, url)
    carrier = carrier_of_environment()
    assert type(carrier) is kind
    await carrier.close()


@pytest.mark.parametrize("url", ["redis://broker", "amqp://", f"amqp://shop:{SECRET}@broker:port", "broker"])
def test_an_address_that_cannot_be_used_is_told_without_its_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(broker_address.VARIABLE, url)
    with pytest.raises(StoreError) as caught:
        carrier_of_environment()
    assert caught.value.code == "PA318"
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("amqp://shop:a%2Fb@broker:5673/pins", "amqp://shop:a%2Fb@broker:5673/pins"),
        ("amqps://shop:b@broker/", "amqps://shop:b@broker:5671/"),
        ("amqp://broker", "amqp://guest:guest@broker:5672"),
    ],
)
async def test_rasa_makes_the_same_address_of_it(url: str, address: str) -> None:
    """It would write a user of its own into it."""
    assert RabbitMQ(urlsplit(url), QUEUE)._make()._configure_url() == address


async def test_kafka_has_confirmed_what_counts_as_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the brokers that the client library itself plays."""
    carrier = Kafka(urlsplit("kafka://127.0.0.1:9"), "pins")
    config = {**carrier._broker._get_kafka_config(), "test.mock.num.brokers": 1}
    del config["bootstrap.servers"]
    monkeypatch.setattr(carrier._broker, "_get_kafka_config", lambda: config)
    await carrier.send([{"sender_id": "a", "event": "user", "text": "one"}])
    await carrier.close()


async def test_kafka_that_is_away_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(brokers, "_PATIENCE", 0.3)
    carrier = Kafka(urlsplit("kafka://127.0.0.1:9"), "pins")
    with pytest.raises(Exception, match=r"_TRANSPORT|no answer|_ALL_BROKERS"):
        await carrier.send([{"sender_id": "a", "event": "user"}])
    assert carrier._broker.producer is None  # which would go on trying by itself
    await carrier.close()
    assert "Connection refused" not in capfd.readouterr().err


async def test_rabbitmq_that_is_away_is_told() -> None:
    carrier = RabbitMQ(urlsplit("amqp://127.0.0.1:9"), "pins")
    with pytest.raises(ConnectionError):
        await carrier.send([{"sender_id": "a", "event": "user"}])
    await carrier.close()
