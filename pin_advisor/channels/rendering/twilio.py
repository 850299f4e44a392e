"""Replies on WhatsApp and by SMS, through Twilio: text, with choices that are numbers.

There are no buttons: on WhatsApp they need templates that are made before, for each number of them, and an
SMS has none. A number counts across the whole reply, since it picks among all choices of the last one.

A reply is one message while it fits. Messages cost, and Twilio does not promise their order. For the same
reasons a picture stands in front, and alone: when it can't be fetched, Twilio finds out later and delivers
nothing of its message, so no words may depend on it. And sources are named only where they cost nothing: no
further message on WhatsApp, no further part by SMS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import regex

from pin_advisor.channels.platforms import Sms, WhatsApp
from pin_advisor.channels.rendering.blocks import Words
from pin_advisor.channels.rendering.choices import numbered
from pin_advisor.channels.rendering.sms_text import room, segments
from pin_advisor.channels.rendering.sources import if_free
from pin_advisor.channels.rendering.text import Measure, split, units
from pin_advisor.replies import Block, Card, Message, Picture, Sources, Table

#: Joins what is beside it, and is not seen.
_JOINER: Final = "\u2060"
#: An address, which stays as it is, or a sign for formatting: of a quotation, or around words.
_SIGN: Final = regex.compile(r"(?P<address>https?://\S+)|^>|[*_~`]", regex.MULTILINE)


@dataclass(frozen=True)
class _Style:
    """How one of the two shows things.

    Args:
        longest: what one message may measure.
        measure: how that is counted.
        plain: words so that nothing in them is taken for formatting.
        heading: a heading.
        small: what is beside the point.
        bullet: what stands before a line of a list.
        pictures: whether it shows them.
        more: further parameters of every text.
        cut: a piece that begins where a text was cut.
    """

    longest: int
    measure: Measure
    plain: Callable[[str], str]
    heading: Callable[[str], str]
    small: Callable[[str], str]
    bullet: str
    pictures: bool
    more: dict[str, str] = field(default_factory=dict)
    cut: Callable[[str], str] = str


class _Draft:
    """The messages of a reply, and the text that grows until it is sent."""

    def __init__(self, style: _Style) -> None:
        self.sent: list[dict[str, Any]] = []
        self._style = style
        self._text = ""

    def say(self, text: str, gap: str = "\n\n") -> None:
        """Append what is formatted already: a paragraph, or with another ``gap`` a line."""
        style = self._style
        for piece in _pieces(text, style):
            longer = f"{self._text}{gap}{piece}" if self._text else piece
            if style.measure(longer) > style.longest:
                self.send()
                longer = piece
            self._text = longer

    def show(self, picture: Picture) -> None:
        """Put a picture in front of the text that is not sent yet."""
        if self._style.pictures:
            self.sent.append({"MediaUrl": picture.url})

    def send(self) -> None:
        """End a message."""
        if self._text:
            self.sent.append({"Body": self._text, **self._style.more})
        self._text = ""


def _pieces(text: str, style: _Style) -> list[str]:
    """``text`` in pieces that fit. A sign that stood in the middle of a line may begin one now."""
    pieces = split(text, style.longest, style.measure)
    if all(piece == style.cut(piece) for piece in pieces[1:]):
        return pieces
    first, *rest = split(text, style.longest - 2 * len(_JOINER), style.measure)
    return [first, *map(style.cut, rest)]


def whatsapp(blocks: Sequence[Block], words: Words) -> list[dict[str, Any]]:
    """The parameters of Twilio's messages that show ``blocks`` on WhatsApp, but for the numbers."""
    return if_free(blocks, lambda some: _render(some, words, _WHATSAPP), len)


def sms(blocks: Sequence[Block], words: Words) -> list[dict[str, Any]]:
    """The parameters of Twilio's messages that say ``blocks`` by SMS, but for the numbers."""
    return if_free(blocks, lambda some: _render(some, words, _SMS), _parts)


def _render(blocks: Sequence[Block], words: Words, style: _Style) -> list[dict[str, Any]]:
    """Tables are left out: they are too wide for a telephone, and the text says the same."""
    draft = _Draft(style)
    count = 0
    for block in blocks:
        if isinstance(block, Picture):
            draft.show(block)
            draft.say(style.plain(block.alt))
        elif isinstance(block, Card):
            if block.picture:
                draft.show(block.picture)
            draft.say(style.heading(block.title))
            draft.say(style.plain(block.summary), "\n")
            for section in block.sections:
                draft.say(style.heading(section.heading))
                for line in section.lines:
                    draft.say(f"{style.bullet}{style.plain(line)}", "\n")
        elif isinstance(block, Message):
            draft.say(style.plain(block.text))
            draft.say(style.plain(numbered(block.choices, count + 1)))
            count += len(block.choices)
        elif isinstance(block, Sources):
            draft.say(style.small(block.line))
        else:
            assert isinstance(block, Table)
    if count:
        draft.say(style.plain(words.numbered))
    draft.send()
    return draft.sent


def _disarmed(text: str) -> str:
    """``text`` as WhatsApp shows it as it is.

    Its signs for formatting vanish from sight, and it has none that escapes them. They count at the edge of
    a word only (https://faq.whatsapp.com/539178204879377), so they are put between invisible letters.
    """

    def shielded(found: regex.Match[str]) -> str:
        start, end = found.span()
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        in_a_word = before.isalnum() and after.isalnum()
        alone = before.isspace() and after.isspace() and found[0] != ">"
        return found[0] if found["address"] or in_a_word or alone else f"{_JOINER}{found[0]}{_JOINER}"

    return str(_SIGN.sub(shielded, text))


def _unquoted(piece: str) -> str:
    """A piece of a text, so that it does not become a quotation by the sign at which it was cut."""
    return f"{_JOINER}>{_JOINER}{piece[1:]}" if piece.startswith(">") else piece


def _bold(text: str) -> str:
    return _between("*", text)


def _italic(text: str) -> str:
    return _between("_", text)


def _between(sign: str, text: str) -> str:
    """``text`` between two signs for formatting, if it is one line that has none of them and fits."""
    text = text.strip()
    shown = f"{sign}{_disarmed(text)}{sign}"
    fits = text and not {sign, "\n"} & set(text) and units(shown) <= WhatsApp.TEXT.value
    return shown if fits else _disarmed(text)


def _parts(messages: Sequence[Mapping[str, Any]]) -> int:
    """How many parts of SMS are charged."""
    return sum(segments(str(message["Body"])) for message in messages)


_WHATSAPP: Final = _Style(
    WhatsApp.TEXT.value,
    units,
    plain=_disarmed,
    heading=_bold,
    small=_italic,
    bullet="• ",
    pictures=True,
    cut=_unquoted,
)
_SMS: Final = _Style(
    Sms.TEXT.value,
    room,
    plain=str,
    heading=str,
    small=str,
    bullet="- ",
    pictures=False,
    # Twilio writes typographic quotes, dashes and the like in the letters of GSM-7.
    more={"SmartEncoded": "true"},
)
