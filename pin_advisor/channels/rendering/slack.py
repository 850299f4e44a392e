"""Replies on Slack in Block Kit: sections, cards with a header and fields, tables, buttons and menus.

Text is either marked up, with the three characters escaped that mean something
(https://docs.slack.dev/messaging/formatting-message-text), or plain, where it holds what marked-up text would
take for formatting: Slack has no way to escape that. So nothing that a visitor typed becomes formatting or a
mention.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pin_advisor.channels.platforms import Slack
from pin_advisor.channels.rendering.blocks import Words
from pin_advisor.channels.rendering.choices import Button, buttons, key_of
from pin_advisor.channels.rendering.text import shortened, split, units
from pin_advisor.replies import Block, Card, Fact, Message, Picture, Section, Sources, Table

_Block = dict[str, Any]

_URL: Final = re.compile(r"https?://[^\s<>|\"]*[^\s<>|\".,;:!?)\]}'”’»]")
#: Bold, slanted, struck out, code; a quotation; an emoji by its name.
_FORMATTING: Final = re.compile(r"[*_~`]|(?<!\S)>|:[\w+'-]+:")
#: Bytes that Slack may add to a block: its id, and options that were left to it.
_ADDED: Final = 40
#: Bytes of one table or menu, so that it fits into a message together with what introduces it.
_LARGEST: Final = 9_000
#: Characters of a summary beside a picture, and of the picture's description there.
_BESIDE_A_PICTURE: Final = 1_000
_DESCRIPTION: Final = 300
#: Characters of a need's label and value. Both are said in the text as well.
_FACT: Final = 300
_LONGEST_HEADING: Final = 150
_BLANK: Final = " "


class _Messages:
    """Messages that grow block by block. ``text`` is for notifications and screen readers."""

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []
        self._blocks: list[_Block] = []
        self._said: list[str] = []
        self._size = 0

    @property
    def begun(self) -> bool:
        """Whether something is in the message that grows."""
        return bool(self._blocks)

    def fit(self, *blocks: _Block) -> bool:
        """Whether the message that grows can take these."""
        tables = sum(block["type"] == "table" for block in (*self._blocks, *blocks))
        return (
            len(self._blocks) + len(blocks) <= Slack.BLOCKS.value
            and self._size + sum(map(_size, blocks)) <= Slack.MESSAGE.value
            and tables <= Slack.TABLES.value
        )

    def add(self, block: _Block, said: str = "") -> None:
        """Append a block to this message, or to the next one. ``said`` is what it says."""
        if not self.fit(block):
            self.end()
        self._blocks.append(block)
        self._size += _size(block)
        self._said += [said.strip()] if said.strip() else []

    def end(self) -> None:
        """Begin a new message, if something is in this one."""
        if self._blocks:
            text = shortened("\n".join(self._said), Slack.TEXT.value, _escaped_units)
            self.done.append({"text": escaped(text), "blocks": self._blocks})
        self._blocks, self._said, self._size = [], [], 0


def render(blocks: Sequence[Block], words: Words) -> list[dict[str, Any]]:
    """The bodies of ``chat.postMessage`` that show ``blocks``, but for the channel.

    A message ends with the choices that it asks for, so that they can be taken away when one is made.
    """
    messages = _Messages()
    for block in blocks:
        if isinstance(block, Message):
            _say(messages, block, words)
        elif isinstance(block, Card):
            _show_card(messages, block)
        elif isinstance(block, Table):
            _show_table(messages, block)
        elif isinstance(block, Sources):
            _name_sources(messages, block)
        else:
            _show_picture(messages, block)
    messages.end()
    return messages.done


def without_choices(blocks: Sequence[Mapping[str, Any]], chosen: str) -> list[_Block]:
    """The blocks of a sent message, as Slack gives them back, with the choice instead of all choices."""
    left = [_sent_again(block) for block in blocks if block.get("type") != "actions"]
    mark = {"type": "context", "elements": [_plain(shortened(f"✓ {chosen.strip()}", Slack.BUTTON.value))]}
    return [*left[: Slack.BLOCKS.value - 1], mark]


def without_extras(message: Mapping[str, Any]) -> dict[str, Any]:
    """The same message without tables and pictures, for when Slack can't take or fetch them."""
    left: list[_Block] = []
    for block in message["blocks"]:
        if block["type"] == "image":
            left += [_section(block["title"])]
        elif block["type"] != "table":
            left += [{name: value for name, value in block.items() if name != "accessory"}]
    return {**message, "blocks": left}


def escaped(text: str) -> str:
    """``text`` with the characters escaped that Slack gives a meaning."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# -- parts of a reply --------------------------------------------------------------------------------


def _say(messages: _Messages, message: Message, words: Words) -> None:
    for text in (message.text, buttons(message.choices, Slack.BUTTON.value, _escaped_units).legend):
        for block, said in _sections(text):
            messages.add(block, said)
    shown = buttons(message.choices, Slack.BUTTON.value, _escaped_units).buttons
    for asked in _choices(shown, words.choose):
        if not messages.fit(asked):
            messages.end()
        if not messages.begun:
            for block, said in _sections(words.choose):
                messages.add(block, said)
        messages.add(asked)
    if shown:
        messages.end()


def _show_card(messages: _Messages, card: Card) -> None:
    title = " ".join(card.title.split())
    if _escaped_units(title) <= Slack.HEADER.value:
        messages.add({"type": "header", "text": _plain(title)}, title)
    else:
        for block, said in _sections(card.title):
            messages.add(block, said)
    pictured = card.picture and _image(card.picture, _DESCRIPTION)
    room = _BESIDE_A_PICTURE if pictured else Slack.SECTION.value
    for number, (block, said) in enumerate(_sections(card.summary, room)):
        messages.add({**block, "accessory": pictured} if pictured and not number else block, said)
    for block, said in _fields(card.facts):
        messages.add(block, said)
    for section in card.sections:
        for block, said in _listed(section):
            messages.add(block, said)


def _show_table(messages: _Messages, table: Table) -> None:
    caption = shortened(table.caption.strip(), _LONGEST_HEADING)
    ((heading, said),) = _headed(caption, "")
    for number, part in enumerate(_tables(table)):
        if number or not messages.fit(heading, part):
            messages.end()
        messages.add(heading, said)
        messages.add(part)


def _name_sources(messages: _Messages, sources: Sources) -> None:
    shown = _marked_up if _literal(sources.line) else _plain
    for piece in split(sources.line, Slack.SECTION.value, _marked_up_units):
        messages.add({"type": "context", "elements": [shown(piece)]}, piece)


def _show_picture(messages: _Messages, picture: Picture) -> None:
    first, *rest = split(picture.alt, Slack.ALT_TEXT.value, _escaped_units)
    image = _image(picture, Slack.ALT_TEXT.value)
    if image:
        messages.add({**image, "title": _plain(first)}, first)
    for text in rest if image else (picture.alt,):
        for block, said in _sections(text):
            messages.add(block, said)


# -- blocks ------------------------------------------------------------------------------------------


def _sections(text: str, room: int = Slack.SECTION.value) -> Iterator[tuple[_Block, str]]:
    """Sections with ``text``, and what each says."""
    shown = _marked_up if _literal(text) else _plain
    for piece in split(text, room, _marked_up_units):
        yield _section(shown(piece)), piece


def _section(text: _Block) -> _Block:
    # Expanded, or a long one hides its end behind "See more".
    return {"type": "section", "text": text, "expand": True}


def _listed(section: Section) -> Iterator[tuple[_Block, str]]:
    yield from _headed(section.heading, "\n".join(f"• {line}" for line in section.lines))


def _headed(heading: str, body: str) -> Iterator[tuple[_Block, str]]:
    """A bold heading and what belongs below it, in one section where both can be marked up."""
    heading = " ".join(heading.split())
    if not _literal(heading) or not _literal(body) or units(heading) > _LONGEST_HEADING:
        yield from _sections(heading)
        yield from _sections(body)
        return
    bold = f"*{_marks(heading)}*"
    first, *rest = split(body, Slack.SECTION.value - units(bold) - 1, _marked_up_units) or [""]
    text = f"{bold}\n{_marks(first)}".strip()
    yield _section(_object("mrkdwn", text)), f"{heading}\n{first}"
    for piece in rest:
        yield _section(_marked_up(piece)), piece


def _fields(facts: Sequence[Fact]) -> Iterator[tuple[_Block, str]]:
    fields, said = [], []
    for fact in facts:
        label = shortened(" ".join(fact.label.split()), _FACT)
        value = shortened(fact.value.strip(), _FACT)
        if _literal(label) and _literal(value):
            fields.append(_object("mrkdwn", f"*{_marks(label)}*\n{_marks(value)}"))
        else:
            fields.append(_plain(f"{label}\n{value}"))
        said.append(f"{label}: {value}")
    most = Slack.FIELDS.value
    for first in range(0, len(fields), most):
        some = slice(first, first + most)
        yield {"type": "section", "fields": fields[some]}, "\n".join(said[some])


def _tables(table: Table) -> list[_Block]:
    """The table in as many blocks as it needs; none if a row is too large, since the text says it all."""
    head = _row(table.columns, heading=True)
    parts: list[_Block] = []
    for cells in table.rows:
        row = _row(cells)
        longer = {**parts[-1], "rows": [*parts[-1]["rows"], row]} if parts else None
        if longer and len(longer["rows"]) <= Slack.TABLE_ROWS.value and _size(longer) <= _LARGEST:
            parts[-1] = longer
        else:
            wrapped = [{"is_wrapped": True}] * len(table.columns)
            parts.append({"type": "table", "column_settings": wrapped, "rows": [head, row]})
    fit = len(table.columns) <= Slack.TABLE_COLUMNS.value and all(_size(p) <= _LARGEST for p in parts)
    return parts if fit else []


def _row(cells: Sequence[str], heading: bool = False) -> list[_Block]:
    """Cells of rich text: Slack has refused those of raw text, and it refuses empty ones.

    The first one says what the row is about, so it is as bold as the cells of a heading.
    """
    bold = {"style": {"bold": True}}
    texts = (
        {"type": "text", "text": cell.strip() or _BLANK, **(bold if heading or not column else {})}
        for column, cell in enumerate(cells)
    )
    sections = ({"type": "rich_text_section", "elements": [text]} for text in texts)
    return [{"type": "rich_text", "elements": [section]} for section in sections]


def _choices(shown: Sequence[Button], choose: str) -> Iterator[_Block]:
    """Buttons while one block holds them, and menus otherwise."""
    if not shown:
        return
    if len(shown) <= Slack.ACTIONS.value:
        elements = (
            {"type": "button", "action_id": f"choice-{n}", "text": _plain(b.title), "value": key_of(b.choice)}
            for n, b in enumerate(shown, 1)
        )
        yield {"type": "actions", "elements": list(elements)}
        return
    options: list[_Block] = []
    for button in shown:
        option = {"text": _plain(button.title), "value": key_of(button.choice)}
        if len(options) == Slack.OPTIONS.value or _size({"options": [*options, option]}) > _LARGEST:
            yield _menu(options, choose)
            options = []
        options.append(option)
    yield _menu(options, choose)


def _menu(options: Sequence[_Block], choose: str) -> _Block:
    placeholder = _plain(shortened(choose.strip(), Slack.PLACEHOLDER.value, _escaped_units))
    menu = {"type": "static_select", "action_id": "choice", "placeholder": placeholder}
    return {"type": "actions", "elements": [{**menu, "options": list(options)}]}


def _image(picture: Picture, longest: int) -> _Block:
    """A picture with its description; nothing if the address is too long."""
    if units(picture.url) > Slack.IMAGE_URL.value:
        return {}
    alt = shortened(picture.alt.strip(), longest, _escaped_units)
    return {"type": "image", "image_url": picture.url, "alt_text": alt}


def _sent_again(block: Mapping[str, Any]) -> _Block:
    """A block that Slack gave back, as it takes it: without ids and sizes, plain text unescaped."""
    return {name: _given(value) for name, value in block.items() if name != "block_id"}


def _given(value: Any) -> Any:
    if isinstance(value, list):
        return [_given(part) for part in value]
    if not isinstance(value, Mapping):
        return value
    if value.get("type") == "plain_text":
        return {**value, "text": html.unescape(str(value.get("text")))}
    if value.get("type") == "image":
        return {name: value[name] for name in ("type", "image_url", "alt_text") if name in value}
    return {name: _given(part) for name, part in value.items()}


# -- text --------------------------------------------------------------------------------------------


def _literal(text: str) -> bool:
    """Whether marked-up text would show it as it is."""
    return not _FORMATTING.search(_URL.sub("", text))


def _marked_up(text: str) -> _Block:
    return _object("mrkdwn", _marks(text))


def _plain(text: str) -> _Block:
    """As it is: names between colons are no emoji, and characters that are emoji show as such anyway."""
    return {**_object("plain_text", text), "emoji": False}


def _object(type: str, text: str) -> _Block:
    # Verbatim, or "@channel" would call everybody.
    return {"type": type, "text": text, **({"verbatim": True} if type == "mrkdwn" else {})}


def _marks(text: str) -> str:
    """``text`` escaped, its addresses as links."""
    shown, end = "", 0
    for found in _URL.finditer(text):
        shown += f"{escaped(text[end : found.start()])}<{escaped(found[0])}>"
        end = found.end()
    return shown + escaped(text[end:])


def _marked_up_units(text: str) -> int:
    return units(_marks(text))


def _escaped_units(text: str) -> int:
    """Its length as Slack may count it, which keeps text escaped."""
    return units(escaped(text))


def _size(block: Mapping[str, Any]) -> int:
    """Bytes of JSON, which are never less than characters."""
    return len(json.dumps(block, ensure_ascii=False).encode("utf-8", "replace")) + _ADDED
