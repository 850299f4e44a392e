"""Replies on Telegram: text with bold headings, a keyboard below the text that asks.

Formatting is told in entities beside the text, never in the text, so there is nothing to escape and nothing
that a visitor typed can be taken for formatting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Optional

from pin_advisor.channels.platforms import Telegram
from pin_advisor.channels.rendering.blocks import Words
from pin_advisor.channels.rendering.choices import Button, buttons, key_of
from pin_advisor.channels.rendering.text import split, units
from pin_advisor.replies import Block, Card, Message, Picture, Sources, Table

#: Buttons share a row while their titles together are no longer than this, for a telephone's width.
_ROW_WIDTH: Final = 28
_ROW_MOST: Final = 3
#: Types of entities: https://core.telegram.org/bots/api#messageentity.
_BOLD: Final = "bold"
_ITALIC: Final = "italic"


@dataclass
class _Draft:
    """A text that grows until it is sent, and its entities: type, offset and length in UTF-16 units."""

    text: str = ""
    marks: list[tuple[str, int, int]] = field(default_factory=list)

    def room(self, more: str, marks: int) -> bool:
        """Whether ``more`` still fits."""
        fits = units(self.text) + 2 + units(more) <= Telegram.TEXT.value
        return fits and len(self.marks) + marks <= Telegram.ENTITIES.value

    def add(self, text: str, mark: str = "", gap: str = "\n\n") -> None:
        """Append a paragraph, or with another ``gap`` a line. ``mark`` is the type of an entity."""
        self.text += gap if self.text else ""
        if mark:
            self.marks.append((mark, units(self.text), units(text)))
        self.text += text

    def message(self) -> dict[str, Any]:
        """The parameters of ``sendMessage``, but for the chat."""
        shown = {"method": "sendMessage", "text": self.text, **self.formatting("entities")}
        return {**shown, "link_preview_options": {"is_disabled": True}}

    def formatting(self, name: str) -> dict[str, Any]:
        """The entities, under the parameter of this name."""
        entities = [{"type": type, "offset": offset, "length": length} for type, offset, length in self.marks]
        return {name: entities} if entities else {}


def render(blocks: Sequence[Block], words: Words) -> list[dict[str, Any]]:
    """The calls of the Bot API that show ``blocks``: ``method`` and its parameters, but for the chat.

    Texts that follow each other become one message while they fit. Tables are left out: they are too wide
    for a telephone, and the text says the same.
    """
    sent: list[dict[str, Any]] = []
    draft = _Draft()

    def send() -> None:
        nonlocal draft
        if draft.text:
            sent.append(draft.message())
        draft = _Draft()

    def say(text: str, mark: str = "", gap: str = "\n\n") -> None:
        for piece in split(text, Telegram.TEXT.value):
            if not draft.room(piece, marks=bool(mark)):
                send()
            draft.add(piece, mark, gap)

    for block in blocks:
        if isinstance(block, Picture):
            send()
            first, *rest = split(block.alt, Telegram.CAPTION.value) or [""]
            sent.append(_photo(block.url, _Draft(first)))
            for piece in rest:
                say(piece)
        elif isinstance(block, Card):
            if block.picture:
                send()
                caption = _caption(block)
                sent.append(_photo(block.picture.url, caption))
                if caption:
                    continue
            for text, mark, gap in _lines_of(block):
                say(text, mark, gap)
        elif isinstance(block, Message):
            shown = buttons(block.choices, Telegram.TITLE.value)
            say(block.text)
            say(shown.legend)
            if shown.buttons:
                _ask(sent, draft, shown.buttons, words.choose)
                draft = _Draft()
        elif isinstance(block, Sources):
            say(block.line, _ITALIC)
        else:
            assert isinstance(block, Table)
    send()
    return sent


def _ask(sent: list[dict[str, Any]], draft: _Draft, shown: Sequence[Button], choose: str) -> None:
    """Send the draft with a keyboard; what one keyboard can't hold goes below messages of its own."""
    most = Telegram.BUTTONS.value
    for first in range(0, len(shown), most):
        some = shown[first : first + most]
        message = draft.message() if not first else {"method": "sendMessage", "text": choose}
        sent.append({**message, "reply_markup": keyboard(some)})


def keyboard(shown: Iterable[Button]) -> dict[str, Any]:
    """An inline keyboard with these buttons, short ones side by side."""
    rows: list[list[dict[str, str]]] = []
    width = 0
    for button in shown:
        length = units(button.title)
        if not rows or len(rows[-1]) == _ROW_MOST or width + length > _ROW_WIDTH:
            rows.append([])
            width = 0
        rows[-1].append({"text": button.title, "callback_data": key_of(button.choice)})
        width += length
    return {"inline_keyboard": rows}


def _photo(url: str, caption: Optional[_Draft]) -> dict[str, Any]:
    shown = {"method": "sendPhoto", "photo": url}
    if caption is None or not caption.text:
        return shown
    return {**shown, "caption": caption.text, **caption.formatting("caption_entities")}


def _caption(card: Card) -> Optional[_Draft]:
    """The whole card below its picture, if there is room."""
    caption = _Draft()
    for text, mark, gap in _lines_of(card):
        caption.add(text.strip(), mark, gap)
    fits = units(caption.text) <= Telegram.CAPTION.value and len(caption.marks) <= Telegram.ENTITIES.value
    return caption if fits else None


def _lines_of(card: Card) -> Iterable[tuple[str, str, str]]:
    """The lines of a card: text, its mark if any, and what is between it and the line before."""
    yield card.title, _BOLD, "\n\n"
    yield card.summary, "", "\n"
    for section in card.sections:
        yield section.heading, _BOLD, "\n\n"
        for line in section.lines:
            yield f"• {line}", "", "\n"
