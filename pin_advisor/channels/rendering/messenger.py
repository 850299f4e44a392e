"""Replies on Messenger: plain texts, buttons that stay, quick replies below the last message, a card.

Messenger knows no formatting, so there is nothing to escape. Quick replies are gone as soon as another
message follows (https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies),
so choices that are not the last of a reply, or too many, are buttons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from pin_advisor.channels.platforms import Messenger
from pin_advisor.channels.rendering.blocks import Words
from pin_advisor.channels.rendering.choices import Button, buttons, key_of
from pin_advisor.channels.rendering.sources import if_free
from pin_advisor.channels.rendering.text import split, units
from pin_advisor.replies import Block, Card, Choice, Message, Picture, Sources, Table

#: Payloads of other things, such as the page's own menu, are no choices of ours.
CHOICE: Final = "choice:"

Sent = dict[str, Any]


def render(blocks: Sequence[Block], words: Words) -> list[Sent]:
    """The ``message`` objects of the Send API that show ``blocks``.

    Tables are left out: Messenger has none, and the text says the same. Sources are the last paragraph of
    their answer, where that needs no further message.
    """
    shown = [block for block in blocks if not isinstance(block, Table)]
    return if_free(shown, lambda some: _render(_joined(some), words), len)


def _render(shown: Sequence[Block], words: Words) -> list[Sent]:
    sent: list[Sent] = []
    for place, block in enumerate(shown, 1):
        if isinstance(block, Card):
            sent += _card(block)
        elif isinstance(block, Picture):
            sent += [_attachment("image", {"url": block.url}), *_texts(block.alt)]
        elif isinstance(block, Message):
            sent += _message(block, place == len(shown), words)
    return sent


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with each line of sources below the text of its answer."""
    joined: list[Block] = []
    for block in blocks:
        if not isinstance(block, Sources):
            joined.append(block)
        elif joined and isinstance(answer := joined[-1], Message):
            joined[-1] = Message(f"{answer.text}\n\n{block.line}", answer.choices)
        else:
            joined.append(Message(block.line))
    return joined


def payload_of(choice: Choice) -> str:
    """What a button or quick reply carries for ``choice``."""
    return CHOICE + key_of(choice)


def key_in(payload: str) -> str:
    """The key of the choice in a payload; empty if it is not one of ours."""
    return payload[len(CHOICE) :] if payload.startswith(CHOICE) else ""


def _message(block: Message, last: bool, words: Words) -> Iterator[Sent]:
    shown = buttons(block.choices, min(Messenger.QUICK_REPLY.value, Messenger.BUTTON.value))
    pieces = split("\n\n".join(filter(None, (block.text, shown.legend))), Messenger.TEXT.value)
    count = len(shown.buttons)
    if not count:
        yield from map(_text, pieces)
        return
    *before, asking = pieces or [words.choose]
    fits = units(asking) <= Messenger.BUTTON_TEXT.value
    if count <= Messenger.BUTTONS.value and fits:
        yield from map(_text, before)
        yield _below(asking, shown.buttons)
    elif last and count <= Messenger.QUICK_REPLIES.value:
        yield from map(_text, before)
        yield {**_text(asking), "quick_replies": [_quick_reply(button) for button in shown.buttons]}
    else:
        yield from map(_text, [*before, asking])
        if count <= Messenger.BUTTONS.value:
            yield _below(words.choose, shown.buttons)
        else:
            yield from _side_by_side(shown.buttons)


def _below(text: str, some: Sequence[Button]) -> Sent:
    """Up to three buttons below a text."""
    return _template("button", text=text, buttons=[_button(button) for button in some])


def _side_by_side(many: Sequence[Button]) -> Iterator[Sent]:
    """Any number of buttons, three by three on cards that can be swiped through."""
    each = Messenger.BUTTONS.value
    elements = []
    for first in range(0, len(many), each):
        some = many[first : first + each]
        # An element needs a title.
        numbers = f"{first + 1}–{first + len(some)}" if len(some) > 1 else f"{first + 1}"
        elements.append(
            {"title": f"{numbers} / {len(many)}", "buttons": [_button(button) for button in some]}
        )
    for start in range(0, len(elements), Messenger.ELEMENTS.value):
        yield _template("generic", elements=elements[start : start + Messenger.ELEMENTS.value])


def _card(card: Card) -> Iterator[Sent]:
    """The pin type as a card, and below it as text what no card has room for."""
    element: dict[str, Any] = {"title": card.title}
    below = card.summary
    if units(card.summary) <= Messenger.SUBTITLE.value and card.summary.strip():
        element["subtitle"], below = card.summary, ""
    elif facts := _facts(card):
        element["subtitle"] = facts
    if card.picture:
        # Messenger cuts it to a broad one: the documentation of the template no longer has the property
        # image_aspect_ratio, with which it once could be kept square.
        element["image_url"] = card.picture.url
    # An element needs one thing more than a title.
    if units(card.title) <= Messenger.TITLE.value and len(element) > 1:
        yield _template("generic", elements=[element])
    else:
        if card.picture:
            yield _attachment("image", {"url": card.picture.url})
        below = f"{card.title}\n{card.summary}"
    sections = ["\n".join((s.heading, *(f"• {line}" for line in s.lines))) for s in card.sections]
    yield from _texts("\n\n".join(filter(None, (below, *sections))))


def _facts(card: Card) -> str:
    """As many facts as a subtitle holds."""
    subtitle = ""
    for fact in card.facts:
        longer = f"{subtitle} · {fact.label}: {fact.value}" if subtitle else f"{fact.label}: {fact.value}"
        if units(longer) > Messenger.SUBTITLE.value:
            break
        subtitle = longer
    return subtitle


def _texts(text: str) -> Iterator[Sent]:
    return map(_text, split(text, Messenger.TEXT.value))


def _text(text: str) -> Sent:
    return {"text": text}


def _quick_reply(button: Button) -> dict[str, str]:
    return {"content_type": "text", "title": button.title, "payload": payload_of(button.choice)}


def _button(button: Button) -> dict[str, str]:
    return {"type": "postback", "title": button.title, "payload": payload_of(button.choice)}


def _template(kind: str, **content: Any) -> Sent:
    return _attachment("template", {"template_type": kind, **content})


def _attachment(kind: str, payload: dict[str, Any]) -> Sent:
    return {"attachment": {"type": kind, "payload": payload}}
