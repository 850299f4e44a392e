"""What a visitor typed, out of the text that Slack makes of it.

Slack escapes three characters and marks up addresses, links and mentions in angle brackets
(https://docs.slack.dev/messaging/formatting-message-text). Emoji are names between colons; which characters
those are stands in the blocks beside it (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

_MARKUP: Final = re.compile(r"<([^<>]*)>")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
#: The five skin tones of Unicode, which Slack counts from 2.
_SKIN_TONES: Final = {number: chr(0x1F3F9 + number) for number in range(2, 7)}
_DEEPEST: Final = 12


def words_of(text: str, us: Collection[str] = (), blocks: Any = None) -> str:
    """What was typed in ``text``, without mentions of us.

    Args:
        text: as it stands in an event.
        us: our ids as a user.
        blocks: the event's blocks, for the emoji.
    """
    said = _MARKUP.sub(lambda found: _shown(found[1], us), text)
    for entity, character in _ENTITIES:
        said = said.replace(entity, character)
    for name, character in _emoji(blocks):
        said = said.replace(name, character)
    return re.sub(r"[^\S\n]{2,}", " ", said).strip()


def _shown(markup: str, us: Collection[str]) -> str:
    what, _, label = markup.partition("|")
    if what.startswith("@"):
        return " " if what[1:] in us else f"@{(label or what[1:]).lstrip('@')}"
    if what.startswith("#"):
        return f"#{label or what[1:]}"
    if what.startswith("!"):
        return label or f"@{what[1:]}"
    kind, _, address = what.partition(":")
    if kind in ("mailto", "tel"):
        return label or address
    bare = address.lstrip("/").rstrip("/")
    if not label or label.rstrip("/") in (what.rstrip("/"), bare):
        return label or what
    return f"{label} ({what})"


def _emoji(block: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The emoji in blocks: how each stands in the text, and its characters."""
    if isinstance(block, list) and depth < _DEEPEST:
        for part in block:
            yield from _emoji(part, depth + 1)
    elif isinstance(block, Mapping):
        if block.get("type") == "emoji":
            yield from _one_emoji(block)
        yield from _emoji(block.get("elements"), depth + 1)


def _one_emoji(element: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    points = str(element.get("unicode") or "")
    if not re.fullmatch(r"[0-9a-fA-F]{2,5}(?:-[0-9a-fA-F]{2,5})*", points):
        return  # one of the workspace's own, which are pictures
    name = f":{element.get('name')}:"
    tone = element.get("skin_tone")
    character = "".join(chr(int(point, 16)) for point in points.split("-"))
    if tone in _SKIN_TONES:
        name = f"{name}:skin-tone-{tone}:"
        character += "" if _SKIN_TONES[tone] in character else _SKIN_TONES[tone]
    yield name, character
