"""What a platform is to the tests that all connectors have in common: how it signs, speaks, and fails.

A description is a :class:`Channel`, in a module of its own beside this one; conftest.py lists them.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, ClassVar, Generic, Optional, TypeVar

import pytest

from pin_advisor.channels.connector import Connector
from pin_advisor.channels.stand_ins.server import StandIn
from tests.channels.rendering.readers import READERS

S = TypeVar("S", bound=StandIn)


@dataclass(frozen=True)
class Request:
    """A request to the webhook."""

    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    query: str = ""

    def named(self, name: str) -> str:
        """The first header of this name."""
        return next(value for key, value in self.headers if key == name)

    def with_header(self, name: str, value: str) -> Request:
        """The same with this header instead of any of its name."""
        return replace(self.without(name), headers=(*self.without(name).headers, (name, value)))

    def without(self, *names: str) -> Request:
        """The same without these headers."""
        return replace(self, headers=tuple((k, v) for k, v in self.headers if k not in names))

    def and_header(self, name: str, value: str) -> Request:
        """The same with one more header."""
        return replace(self, headers=(*self.headers, (name, value)))


class Row(str, Enum):
    """What may be true of a signature: the rows of the matrix that every channel is held against."""

    VALID = "valid"
    INVALID = "invalid"
    MISSING = "missing"
    EMPTY_SECRET = "of an empty secret"
    STALE = "stale"
    REPLAYED = "replayed"
    OTHER_HASH = "by another hash"
    TAMPERED = "of another body"


@dataclass(frozen=True)
class Documented:
    """An event of a documentation.

    Args:
        name: of what happens.
        request: delivers it, for the first time or again.
        heard: what the bot hears, and so repeats.
        said: the connector's own sentence instead, or before.
        answer: what is in it as JSON, if that matters.
    """

    name: str
    request: Callable[[int], Request]
    heard: Optional[str] = None
    said: Optional[str] = None
    answer: Optional[str] = None


@dataclass(frozen=True)
class Failure:
    """What a call of the platform's API gets. ``logged`` is what the log has to say of it."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    logged: str = ""
    times: int = 1


Forge = Callable[[Any, Any], Request]


class Channel(ABC, Generic[S]):
    """A connector with its platform. Visitors are numbered."""

    CONNECTOR: ClassVar[type[Connector]]
    #: The call of its API that sends a message.
    SEND: ClassVar[str]
    #: Opens a shop of the channel's own tests, with ``served``, ``rasa`` and ``store``.
    opened: ClassVar[Callable[..., AbstractAsyncContextManager[Any]]]
    #: Values of its variables, all of which may be shown to nobody but those in ``OPEN``.
    VALUES: ClassVar[Mapping[str, str]]
    OPEN: ClassVar[frozenset[str]] = frozenset()
    #: Secrets that are made of them, and whatever else no log may hold.
    DERIVED: ClassVar[Sequence[str]] = ()
    #: The variable that requests are checked with, and that of the API's address.
    SECRET: ClassVar[str]
    API: ClassVar[str]
    #: Values that can not be right: the variable and the value.
    WRONG: ClassVar[Sequence[tuple[str, str]]]
    #: A variable with a value that the platform refuses, and what the log says of that.
    REFUSED: ClassVar[tuple[str, str, str]]

    #: By row, signatures and what is wrong with them. A row without any has its reason in ``NO_ROW``.
    SIGNATURES: ClassVar[Mapping[Row, Mapping[str, Forge]]]
    NO_ROW: ClassVar[Mapping[Row, str]] = {}
    #: What an exact copy of an accepted request is answered.
    COPY: ClassVar[int] = 200

    #: When it is too much for the platform: it is asked again after the eight seconds that it tells.
    BUSY: ClassVar[Sequence[Failure]]
    #: When the platform fails: it is asked again, four times.
    FAILING: ClassVar[Sequence[Failure]]
    #: When the visitor can't be reached, or is not ours any more: they are left in peace.
    GONE: ClassVar[Sequence[Failure]]
    #: When the platform won't show something: the visitor is told.
    UNSHOWABLE: ClassVar[Failure]

    @property
    def name(self) -> str:
        """The connector's."""
        return self.CONNECTOR.name()

    @abstractmethod
    def stand_in(self) -> S:
        """The platform, not started."""

    def api(self, stand_in: S) -> str:
        """The address of its API."""
        return stand_in.url

    @abstractmethod
    def event(self, stand_in: S, text: str, visitor: int = 1) -> Any:
        """Somebody writes: what the platform has to deliver."""

    @abstractmethod
    def request(self, stand_in: S, event: Any) -> Request:
        """The signed request that delivers it."""

    @abstractmethod
    def signed(self, stand_in: S, body: bytes) -> Request:
        """A request with any body, signed."""

    def again(self, stand_in: S, event: Any, attempt: int) -> Request:
        """The request that delivers it again."""
        return self.request(stand_in, event)

    @abstractmethod
    def place(self, visitor: int) -> Any:
        """Where a visitor gets their answers."""

    @abstractmethod
    def sent(self, body: Mapping[str, Any]) -> tuple[Any, str]:
        """Where something was sent, and its text, in the body of a call."""

    @abstractmethod
    async def press(self, stand_in: S, title: str, visitor: int = 1) -> int:
        """Somebody makes the choice with this title; the status that they were answered."""

    def titles(self, body: Mapping[str, Any]) -> list[str]:
        """Those of the buttons in the body of a call."""
        return READERS[self.name].titles([body])

    @abstractmethod
    def documented(self, stand_in: S) -> Iterable[Documented]:
        """The events that the platform's documentation shows."""

    def spoil(self, stand_in: S, request: Request, spoil: Callable[[Any], Any]) -> Optional[Request]:
        """The request with something else in its JSON, signed; None if it holds none."""
        try:
            data = json.loads(request.body)
        except ValueError:
            return None
        return self.signed(stand_in, json.dumps(spoil(data)).encode())

    def called(self, bodies: Sequence[Mapping[str, Any]]) -> list[str]:
        """Words in the bodies of calls that would call or format something on the platform."""
        return []

    def still(self, connector: Any) -> None:
        """Keep the connector from calling the platform of its own accord."""

    def switch_on(self, monkeypatch: pytest.MonkeyPatch, stand_in: Optional[S] = None) -> None:
        """Set its variables."""
        for name, value in self.VALUES.items():
            monkeypatch.setenv(name, value)
        if stand_in is not None:
            monkeypatch.setenv(self.API, self.api(stand_in))

    def __repr__(self) -> str:
        return self.name
