"""What a turn of the advisor says, before any channel has put it into its own terms.

A reply is texts with choices, and one payload that says the same in a structured form; its kinds are
in docs/architecture.md. It is made from the events that Rasa keeps of a turn, so that a reply which has
just been given and one that is read from the history later are the same.

A channel that shows more than text makes blocks of it (:mod:`pin_advisor.channels.rendering.blocks`): the
texts as they are, and a card or a table where the payload holds one. Every renderer takes the same blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Optional, Union


@dataclass(frozen=True)
class Choice:
    """Something a visitor may pick: ``title`` is read, ``say`` is what picking it says in their place."""

    title: str
    say: str


@dataclass(frozen=True)
class Message:
    """One text, with the choices that belong to it."""

    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture at a public address; ``alt`` says what is on it."""

    url: str
    alt: str


@dataclass(frozen=True)
class Section:
    """A part of a card: a heading and sentences below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A need that was understood, in words. The reply's text says it as well."""

    label: str
    value: str


@dataclass(frozen=True)
class Card:
    """A recommendation: the pin type, why, and what else would do.

    Its summary and the sentences of its sections are no longer in the messages beside it. A channel that has
    no place for ``facts`` leaves them out: they are said in the text.
    """

    title: str
    summary: str
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    picture: Optional[Picture] = None


@dataclass(frozen=True)
class Table:
    """Pin types side by side: a heading to each column, the first one empty; each row begins with its name.

    The text beside it says the same, so a channel that shows no tables leaves it out.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sources:
    """Where the answer before it comes from: a small line that is worth no message of its own."""

    heading: str
    titles: tuple[str, ...]

    @property
    def line(self) -> str:
        """Heading and titles, in one line."""
        return " ".join(f"{self.heading}: {'; '.join(self.titles)}".split())


#: What renderers take. Only messages have choices, and every message has a text.
Block = Union[Message, Card, Table, Picture, Sources]


@dataclass(frozen=True)
class Reply:
    """One turn of the advisor.

    ``payload`` is empty if the channel of the turn does not read it. ``at`` is when it was said, in
    seconds since 1970.
    """

    messages: tuple[Message, ...]
    payload: Mapping[str, Any]
    at: float

    @property
    def complete(self) -> bool:
        """Whether it says something, and says so in its payload: a turn that broke off doesn't."""
        return any(m.text.strip() for m in self.messages) and bool(self.payload)


def reply_from(events: Iterable[Mapping[str, Any]]) -> Reply:
    """The reply in the ``bot`` events of one turn, as Rasa serialises them; other events don't matter."""
    messages: list[Message] = []
    payload: Mapping[str, Any] = {}
    at = 0.0
    for event in events:
        if event.get("event") != "bot":
            continue
        at = float(event.get("timestamp") or at)
        data = event.get("data") or {}
        if event.get("text"):
            choices = tuple(_choice(b) for b in data.get("buttons") or ())
            messages.append(Message(str(event["text"]), choices))
        payload = data.get("custom") or payload
    return Reply(tuple(messages), payload, at)


def _choice(button: Mapping[str, Any]) -> Choice:
    title = str(button.get("title") or "")
    return Choice(title, str(button.get("payload") or title))
