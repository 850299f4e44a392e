"""What happens on a platform, in our own terms."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, Optional
from urllib.parse import quote

#: What is not words, by the names in ``data/channels.yml``.
Media = Literal["picture", "file", "voice", "video", "sticker", "location", "contact", "other"]

_LONGEST_CONVERSATION: Final = 255
_LONGEST_ID: Final = 64
_PLAIN_ID: Final = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True)
class Event:
    """Something a visitor did that gets an answer. Of these, at least one is there.

    Args:
        id: the platform's own, which counts once: see :func:`event_id`.
        conversation: whose it is: see :func:`conversation_id`.
        address: where the answer goes, in the platform's terms; JSON.
        text: words that were written.
        choice: the key of a button that was pressed (:mod:`pin_advisor.channels.rendering.choices`).
        media: what was sent that is not words, with or without a text.
        edited: a message was changed after it had been sent.
        locale: the visitor's language as the platform tells it.
    """

    id: str
    conversation: str
    address: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    choice: str = ""
    media: Optional[Media] = None
    edited: bool = False
    locale: Optional[str] = None

    def to_json(self) -> str:
        """For the database."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Event:
        """What :meth:`to_json` gave."""
        return cls(**json.loads(text))


def conversation_id(channel: str, *parts: object) -> str:
    """The id of a conversation: ``channel:part:part``, with all else but letters and digits in parts escaped.

    So two channels, or two sets of parts, never have the same, and no part can pretend to be two. No other
    channel gives ids that begin like this, and ``rest`` refuses them.
    """
    id = ":".join([channel, *(quote(str(part), safe="") for part in parts)])
    if len(id) <= _LONGEST_CONVERSATION:
        return id
    return f"{channel}:~{hashlib.sha256(id.encode()).hexdigest()}"


def event_id(*parts: object) -> str:
    """The id of an event, as the database can keep it: the platform's own, or its digest if that is long."""
    id = "-".join(map(str, parts))
    if len(id) <= _LONGEST_ID and _PLAIN_ID.fullmatch(id):
        return id
    return hashlib.sha256(id.encode("utf-8", "replace")).hexdigest()
