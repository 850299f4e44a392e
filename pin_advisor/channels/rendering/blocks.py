"""From a reply to the blocks that renderers take: texts, and the card, table or sources of its payload.

A sentence is said once. What a card shows is taken out of the texts beside it, and what no card shows stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Optional

from pin_advisor.replies import Block, Card, Fact, Message, Picture, Reply, Section, Sources, Table


@dataclass(frozen=True)
class PinTypeWords:
    """What visitors read of a pin type."""

    name: str
    summary: str
    picture: Optional[Picture] = None


@dataclass(frozen=True)
class Words:
    """The words that a payload leaves to its reader.

    Args:
        reasons: heading above the reasons.
        alternatives: heading above what else would do.
        source, sources: what stands before where an answer comes from, one or several.
        choose: stands above choices that have no text of their own left.
        numbered: stands below numbered choices, where there are no buttons.
        pin_types: by id.
        needs: the label of each need, by name.
        values: the label of each value of a need, by both names; a need that is a number has none.
    """

    reasons: str
    alternatives: str
    source: str
    sources: str
    choose: str
    numbered: str
    pin_types: Mapping[str, PinTypeWords]
    needs: Mapping[str, str]
    values: Mapping[tuple[str, str], str]


def blocks_of(reply: Reply, words: Words) -> tuple[Block, ...]:
    """The blocks of ``reply``, in the order in which they are read.

    What is not as expected in the payload is left out: the texts say it all.
    """
    card = _read(_card, reply.payload, words)
    table = _read(_table, reply.payload, words)
    sources = _read(_sources, reply.payload, words)
    shown = [card.summary, *(line for section in card.sections for line in section.lines)] if card else []
    messages: list[Block] = []
    for message in reply.messages:
        text, shown = _without(message.text, shown)
        if text or message.choices:
            messages.append(Message(text or words.choose, message.choices))
    extra = [block for block in (card, table, sources) if block]
    return (*messages[:1], *extra, *messages[1:])


def _read(part: Callable[[Mapping[str, Any], Words], Any], payload: Mapping[str, Any], words: Words) -> Any:
    try:
        return part(payload, words)
    except (LookupError, TypeError, ValueError, AttributeError):
        return None  # the texts say it all


def _card(payload: Mapping[str, Any], words: Words) -> Optional[Card]:
    if payload.get("type") != "recommendation":
        return None
    chosen = words.pin_types[payload["pin_type"]]
    sections = (
        Section(words.reasons, _lines(payload.get("reasons", ()))),
        Section(words.alternatives, _lines(payload.get("alternatives", ()))),
    )
    facts = (
        Fact(label, words.values.get((need, str(value)), str(value)))
        for need, label in words.needs.items()
        if (value := payload.get("needs", {}).get(need)) is not None
    )
    return Card(
        chosen.name, chosen.summary, tuple(s for s in sections if s.lines), tuple(facts), chosen.picture
    )


def _lines(told: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    texts = (str(entry["text"]).strip() for entry in told)
    return tuple(dict.fromkeys(text for text in texts if text))


def _table(payload: Mapping[str, Any], _: Words) -> Optional[Table]:
    table = payload.get("table")
    if not table:
        return None
    columns = tuple(str(column) for column in table["columns"])
    rows = tuple(tuple(str(cell) for cell in row) for row in table["rows"])
    if not rows or any(len(row) != len(columns) for row in rows):
        return None
    return Table(str(table["caption"]), columns, rows)


def _sources(payload: Mapping[str, Any], words: Words) -> Optional[Sources]:
    told = (title.strip() for title in payload.get("sources", ()))
    titles = tuple(dict.fromkeys(title for title in told if title))
    return Sources(words.source if len(titles) == 1 else words.sources, titles) if titles else None


_SPACES: Final = re.compile(r" {2,}")


def _without(text: str, sentences: Sequence[str]) -> tuple[str, list[str]]:
    """``text`` without those of ``sentences`` that stand in it, each once, and the ones that don't."""
    left = []
    for sentence in sentences:
        whole = re.compile(rf"(?<!\S){re.escape(sentence)}(?!\S)")
        text, found = whole.subn("", text, count=1)
        if not found:
            left.append(sentence)
    return _SPACES.sub(" ", text).strip(), left
