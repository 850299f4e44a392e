"""Replies on Teams: plain text, and Adaptive Cards 1.5 where there are buttons, a recommendation or a table.

Text is in ``TextRun`` elements and in messages of the format "plain", which know no Markdown
(https://learn.microsoft.com/adaptive-cards/schema-explorer/text-run), so there is nothing to escape and
nothing that a visitor typed can be taken for formatting or for naming somebody. Teams shows no suggested
actions beside cards, and makes two messages of a text with a card; so buttons are on the card that asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from pin_advisor.channels.platforms import Teams
from pin_advisor.channels.rendering.blocks import Words
from pin_advisor.channels.rendering.choices import Button, buttons, key_of
from pin_advisor.channels.rendering.text import shortened, split, units
from pin_advisor.replies import Block, Card, Message, Picture, Sources, Table

Element = dict[str, Any]

_CONTENT_TYPE: Final = "application/vnd.microsoft.card.adaptive"
_VERSION: Final = "1.5"
#: Bytes for what stands around body and buttons, or a text.
_RESERVE: Final = 3_000
#: Bytes of one paragraph of a card: a few fit.
_PARAGRAPH: Final = 6_000
#: Characters of what Teams shows in notifications and in lists of chats instead of "sent a card".
_SUMMARY: Final = 180
#: Bytes of what is shown where a client can't show the card.
_FALLBACK: Final = 2_000
#: Characters of the words that a button says, which stand beside its key for clients that lose that.
_SAYING: Final = 1_000
_ALT_TEXT: Final = 250


def _size(value: Any) -> int:
    """Bytes as JSON, with everything escaped that is not ASCII: the longest that it can get on its way."""
    return len(json.dumps(value))


@dataclass
class _Draft:
    """A card that grows until it is sent."""

    body: list[Element] = field(default_factory=list)
    actions: list[Element] = field(default_factory=list)
    size: int = _RESERVE

    def take(self, element: Element, into: list[Element]) -> bool:
        """Append an element to the body or a button to the actions, if there is room."""
        size = self.size + _size(element) + len(", ")
        if size > Teams.CARD.value:
            return False
        into.append(element)
        self.size = size
        return True

    def message(self) -> dict[str, Any]:
        """The activity, but for who and where."""
        told = [line for element in self.body for line in _said(element)]
        card: Element = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": _VERSION,
            "fallbackText": shortened("\n".join(told), _FALLBACK, _size),
            "body": self.body,
        }
        if self.actions:
            card["actions"] = self.actions
        if any(element["type"] == "Table" and element["firstRowAsHeader"] for element in self.body):
            card["msteams"] = {"width": "Full"}
        return {
            "type": "message",
            "summary": shortened(" ".join(" ".join(told).split()), _SUMMARY),
            "attachments": [{"contentType": _CONTENT_TYPE, "content": card}],
        }


def render(blocks: Sequence[Block], words: Words) -> list[dict[str, Any]]:
    """The activities that show ``blocks``, but for who and where.

    A message without choices is a text; all else goes onto a card, which ends with the buttons of the message
    that asks. What one card can't hold goes on on the next. A text whose sources follow is on a card with
    them: they would be a message of their own.
    """
    sent: list[dict[str, Any]] = []
    draft = _Draft()

    def send() -> None:
        nonlocal draft
        if draft.body:
            sent.append(draft.message())
        draft = _Draft()

    def add(elements: Iterable[Element]) -> None:
        for element in elements:
            if not draft.take(element, draft.body):
                send()
                draft.take(element, draft.body)

    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Message) and not block.choices and not isinstance(following, Sources):
            send()
            for piece in split(block.text, Teams.MESSAGE.value - _RESERVE, _utf16):
                sent.append({"type": "message", "textFormat": "plain", "text": piece})
        elif isinstance(block, Message):
            shown = buttons(block.choices, Teams.BUTTON.value)
            add(_paragraphs(block.text, "Large" if draft.body else ""))
            add(_paragraphs(shown.legend))
            if not shown.buttons:
                continue
            for button in shown.buttons:
                action = _action(button)
                full = len(draft.actions) == Teams.ACTIONS.value
                if full or not draft.take(action, draft.actions):
                    send()
                    add(_paragraphs(words.choose))
                    draft.take(action, draft.actions)
            send()
        elif isinstance(block, Card):
            add(_card(block))
        elif isinstance(block, Table):
            add(_table(block))
        elif isinstance(block, Sources):
            add(_paragraphs(block.line, "Small", isSubtle=True, size="Small"))
            send()
        else:
            assert isinstance(block, Picture)
            add([_image(block, "Large")])
            add(_paragraphs(block.alt, isSubtle=True))
    send()
    return sent


def _utf16(text: str) -> int:
    """Bytes of ``text`` in JSON in UTF-16, everything escaped that can be."""
    return 2 * _size(text)


def _said(element: Element) -> Iterator[str]:
    """What an element says, in a notification and where it can't be shown."""
    if element["type"] == "Table":
        for row in element["rows"]:
            cells = (" ".join(_said(item)) for cell in row["cells"] for item in cell["items"])
            yield " · ".join(cells)
    elif element["type"] == "Image":
        yield element["altText"]
    else:
        yield "".join(run["text"] for run in element["inlines"])


# -- elements --------------------------------------------------------------------------------------


def _text(text: str, spacing: str = "", **style: Any) -> Element:
    element: Element = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **style}]}
    return {**element, "spacing": spacing} if spacing else element


def _paragraphs(text: str, spacing: str = "", **style: Any) -> Iterator[Element]:
    """An element for each line, since what line ends in a run do is not published.

    ``spacing`` is what is between the first one and what stands above it.
    """
    for line in text.split("\n"):
        if not line.strip():
            spacing = ""  # after a line of nothing comes a paragraph
        for piece in split(line, _PARAGRAPH, _size):
            yield _text(piece, spacing, **style)
            spacing = "Small"


def _card(card: Card) -> Iterator[Element]:
    if card.picture:
        yield _image(card.picture, "Medium")
    yield from _paragraphs(card.title, size="Large", weight="Bolder")
    yield from _paragraphs(card.summary, "Small")
    for rows in _rows_that_fit([(fact.label, fact.value) for fact in card.facts]):
        yield _grid(rows, header=False)
    for section in card.sections:
        yield from _paragraphs(section.heading, "Medium", weight="Bolder")
        for line in section.lines:
            yield from _paragraphs(f"• {line}", "Small")


def _image(picture: Picture, size: str) -> Element:
    alt = shortened(picture.alt, _ALT_TEXT)
    return {"type": "Image", "url": picture.url, "altText": alt, "size": size}


def _table(table: Table) -> Iterator[Element]:
    """The table below its caption, in parts if it is long, each with its headings; a text says the same."""
    parts = _rows_that_fit(table.rows, table.columns)
    if parts:
        yield from _paragraphs(table.caption, weight="Bolder")
    for rows in parts:
        yield _grid([table.columns, *rows], header=True)


def _rows_that_fit(rows: Sequence[Sequence[str]], header: Sequence[str] = ()) -> list[list[Sequence[str]]]:
    """``rows`` in parts of which each fits onto a card; none at all if one row is too large by itself."""
    parts: list[list[Sequence[str]]] = []
    head = [header] if header else []
    for row in rows:
        if not _fits(_grid([*head, row], header=bool(header))):
            return []
        if not parts or not _fits(_grid([*head, *parts[-1], row], header=bool(header))):
            parts.append([])
        parts[-1].append(row)
    return parts


def _fits(element: Element) -> bool:
    draft = _Draft()
    return draft.take(element, draft.body)


def _grid(rows: Sequence[Sequence[str]], header: bool) -> Element:
    """Older clients, which know no tables, leave it out: the text beside it says the same."""
    return {
        "type": "Table",
        "columns": [{"width": 1 if header or column == 0 else 2} for column in range(len(rows[0]))],
        "firstRowAsHeader": header,
        "showGridLines": header,
        "rows": [
            {
                "type": "TableRow",
                "cells": [
                    _cell(text, bold=(header and row == 0) or column == 0)
                    for column, text in enumerate(cells)
                ],
            }
            for row, cells in enumerate(rows)
        ],
        "fallback": "drop",
    }


def _cell(text: str, bold: bool) -> Element:
    style = {"weight": "Bolder"} if bold else {}
    items = [_text(text, **style)] if text.strip() else []
    return {"type": "TableCell", "items": items}


def _action(button: Button) -> Element:
    """A press sends the key, and shows in the chat what was chosen as if the visitor had written it.

    https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions.
    """
    back: Element = {
        "type": "messageBack",
        "displayText": button.title,
        "value": {"choice": key_of(button.choice)},
    }
    if units(button.choice.say) <= _SAYING:
        back["text"] = button.choice.say
    return {"type": "Action.Submit", "title": button.title, "data": {"msteams": back}}
