"""Message brokers that are told what happens in conversations: RabbitMQ or Kafka, by Rasa's event brokers.

Rasa calls a broker before a turn is kept, forgets what could not be sent, and with Kafka waits for minutes in
the event loop. Here :class:`Events` ships what :mod:`.outbox` keeps, beside the turns, and only forgets what
the broker has confirmed.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
from abc import ABC, abstractmethod
from asyncio import AbstractEventLoop
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Optional
from urllib.parse import SplitResult, unquote

from rasa.core.brokers.broker import EventBroker
from rasa.core.brokers.kafka import KafkaEventBroker
from rasa.core.brokers.pika import PikaEventBroker
from rasa.utils.endpoints import EndpointConfig

from pin_advisor.errors import StoreError
from pin_advisor.store.broker_address import broker_address
from pin_advisor.store.outbox import Outbox, Parcel

logger = logging.getLogger(__name__)

#: The queue of RabbitMQ, or the topic of Kafka.
QUEUE_VARIABLE: Final = "PIN_ADVISOR_EVENT_QUEUE"
QUEUE: Final = "pin-advisor-events"

#: Seconds between two looks for what is to be shipped; after a failure twice as long each time, up to the
#: second number.
_INTERVAL: Final = 1.0
_LONGEST: Final = 60.0
#: Seconds in which a broker has to answer.
_PATIENCE: Final = 10.0

Event = Mapping[str, Any]


class Carrier(ABC):
    """Takes events to one broker. Whatever it raises, they may have arrived or not."""

    @abstractmethod
    async def send(self, events: Sequence[Event]) -> None:
        """Return when the broker has confirmed all of them."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of connections."""


class _Pika(PikaEventBroker):
    """Rasa's, with publishing that tells whether it worked."""

    async def send(self, event: Event) -> None:
        assert self._exchange is not None
        await self._exchange.publish(self._message(dict(event), None), "")


class RabbitMQ(Carrier):
    """A fan-out exchange and a durable queue of RabbitMQ, as Rasa makes them."""

    def __init__(self, url: SplitResult, queue: str) -> None:
        self._url = url
        self._queue = queue
        self._broker: Optional[_Pika] = None

    async def send(self, events: Sequence[Event]) -> None:
        """Publish them one after another, each confirmed; after a failure the next try connects anew."""
        try:
            if self._broker is None:
                broker = self._make()
                await asyncio.wait_for(broker.connect(), _PATIENCE)
                self._broker = broker
            for event in events:
                await asyncio.wait_for(self._broker.send(event), _PATIENCE)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the connection."""
        broker, self._broker = self._broker, None
        if broker:
            await asyncio.wait_for(broker.close(), _PATIENCE)

    def _make(self) -> _Pika:
        url = self._url
        tls = url.scheme == "amqps"
        # User and password apart: Rasa takes those in an address for missing, and writes its own before them.
        return _Pika(
            f"{url.scheme}://{url.netloc.rpartition('@')[2]}{url.path}{f'?{url.query}' if url.query else ''}",
            username=url.username or "guest",
            password=url.password or "guest",
            port=url.port or (5671 if tls else 5672),
            queues=[self._queue],
            should_keep_unpublished_messages=False,
            connection_attempts=1,
            retry_delay_in_seconds=0,
            exchange_name=self._queue,
            event_loop=asyncio.get_running_loop(),
        )


class _Kafka(KafkaEventBroker):
    """Rasa's, with publishing that tells whether it worked; if not, its client doesn't go on by itself."""

    def send(self, events: Sequence[Event]) -> None:
        """Blocks until all are confirmed; raises if one is not."""
        import confluent_kafka

        failed: list[Any] = []
        producer: Any = getattr(self, "producer", None) or self._create_producer()
        self.producer = producer
        for event in events:
            producer.produce(
                self.topic,
                value=json.dumps(event).encode(),
                key=str(event["sender_id"]).encode(),
                on_delivery=lambda error, _: failed.append(error) if error else None,
            )
        try:
            if producer.flush(_PATIENCE) or failed:
                raise confluent_kafka.KafkaException(failed[0] if failed else "no answer in time")
        except BaseException:
            producer.purge()
            self.producer = None
            raise

    def _create_producer(self) -> Any:
        """Like Rasa's, but what the client has to say goes to the log and not to standard error."""
        import confluent_kafka

        return confluent_kafka.Producer({**self._get_kafka_config(), "logger": logger})


class Kafka(Carrier):
    """A topic of Kafka; the events of a conversation go to the same partition."""

    def __init__(self, url: SplitResult, queue: str) -> None:
        user, password = unquote(url.username or ""), unquote(url.password or "")
        transport = "SSL" if url.scheme == "kafkas" else "PLAINTEXT"
        self._broker = _Kafka(
            url.netloc.rpartition("@")[2],
            topic=queue,
            client_id="pin-advisor",
            partition_by_sender=True,
            security_protocol=f"SASL_{transport}" if user else transport,
            sasl_username=user or None,
            sasl_password=password or None,
        )

    async def send(self, events: Sequence[Event]) -> None:
        """Produce them, in a thread."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._broker.send, events)

    async def close(self) -> None:
        """Close the producer."""
        await self._broker.close()


_CARRIERS: Final[Mapping[str, Callable[[SplitResult, str], Carrier]]] = {
    "amqp": RabbitMQ,
    "amqps": RabbitMQ,
    "kafka": Kafka,
    "kafkas": Kafka,
}


class Events(EventBroker):
    """Ships events until it is closed; named in ``endpoints.yml``.

    Args:
        carrier: the way to the broker.
        outbox: where events wait.
        interval: seconds between two looks.
    """

    def __init__(self, carrier: Carrier, outbox: Outbox, interval: float = _INTERVAL) -> None:
        self._carrier = carrier
        self._outbox = outbox
        self._interval = interval
        self._waiting = interval
        self._shipping: Optional[asyncio.Task[None]] = None

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig, event_loop: Optional[AbstractEventLoop] = None
    ) -> Optional[Events]:
        """The broker of the environment, at work; None if there is none.

        Raises:
            StoreError: PA318 if its address can't be used.
        """
        carrier = carrier_of_environment()
        if carrier is None:
            return None
        events = cls(carrier, Outbox(secrets.token_hex(8)))
        events.start()
        return events

    def start(self) -> None:
        """Begin to ship."""
        self._shipping = asyncio.create_task(self._ship_for_ever())

    def publish(self, event: dict[str, Any]) -> None:
        """Never called: the store puts events into the outbox, with the turn."""
        raise RuntimeError("Events are shipped from the outbox; nobody may publish them beside it.")

    async def close(self) -> None:
        """Stop after what is being shipped, and let another process go on."""
        if self._shipping:
            self._shipping.cancel()
            await asyncio.wait({self._shipping})
        loop = asyncio.get_running_loop()
        for end in (self._carrier.close(), loop.run_in_executor(None, self._outbox.release)):
            try:
                await end
            except Exception as error:
                logger.warning("Events: %s", type(error).__name__)

    async def ship(self) -> bool:
        """Ship the next batch; False if there was nothing to ship."""
        loop = asyncio.get_running_loop()
        parcels = await loop.run_in_executor(None, self._outbox.claim)
        if not parcels:
            return False
        await self._carrier.send([event for parcel in parcels for event in _unpacked(parcel)])
        await loop.run_in_executor(None, self._outbox.shipped, parcels)
        return True

    async def _ship_for_ever(self) -> None:
        while True:
            try:
                more = await self.ship()
            except Exception as error:  # it all waits in the database
                if self._waiting == self._interval:
                    logger.error("Events can't be sent (%s); they are kept.", _told(error))
                self._waiting = min(2 * self._waiting, _LONGEST)
                more = False
            else:
                if self._waiting > self._interval:
                    logger.warning("Events are sent again.")
                self._waiting = self._interval
            if not more:
                await asyncio.sleep(self._waiting)


def carrier_of_environment() -> Optional[Carrier]:
    """The way to the broker that the environment names; None if it names none.

    Raises:
        StoreError: PA318 if the address can't be used.
    """
    url = broker_address()
    if url is None:
        return None
    return _CARRIERS[url.scheme](url, os.environ.get(QUEUE_VARIABLE, "").strip() or QUEUE)


def _unpacked(parcel: Parcel) -> list[Event]:
    """The events as Rasa publishes them, each with an id by which it is known when it comes twice."""
    return [
        {"sender_id": parcel.conversation, "event_id": f"{parcel.id}-{number}", **event}
        for number, event in enumerate(parcel.events)
    ]


def _told(error: Exception) -> str:
    # A StoreError is written for people; any other text may repeat the broker's address, password and all.
    return str(error).partition("\n")[0] if isinstance(error, StoreError) else type(error).__name__
