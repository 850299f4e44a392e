"""Replies in a terminal: plain text, choices that are numbers, tables drawn with lines.

Nothing here is in colour, so it reads alike on every terminal, in a file and aloud.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final

import regex

from pin_advisor.channels.rendering.blocks import Words
from pin_advisor.channels.rendering.choices import numbered
from pin_advisor.replies import Block, Card, Message, Picture, Sources, Table

#: Columns of a terminal, as they have been since the DEC VT52.
WIDTH: Final = 80
#: Between the columns of a table.
_GAP: Final = " | "
#: What is left of a column when there are many.
_NARROWEST: Final = 8
#: A terminal would obey them.
_CONTROL: Final = regex.compile(r"[\p{Cc}--\n]", regex.VERSION1)


def render(blocks: Sequence[Block], words: Words) -> list[dict[str, Any]]:
    """One message, ``text``, that shows ``blocks``. A number counts across the whole reply."""
    parts: list[str] = []
    count = 0
    for block in blocks:
        if isinstance(block, Message):
            parts.append(_wrapped(block.text))
            parts.append("\n".join(_choices(numbered(block.choices, count + 1))))
            count += len(block.choices)
        elif isinstance(block, Card):
            parts.append("\n".join(_lines_of_card(block)))
        elif isinstance(block, Table):
            parts.append("\n".join(_lines_of_table(block)))
        elif isinstance(block, Sources):
            parts.append(_wrapped(f"({block.line})"))
        else:
            assert isinstance(block, Picture)
            parts.append(_wrapped(f"[{block.alt}]\n{block.url}"))
    if count:
        parts.append(_wrapped(words.numbered))
    return [{"text": "\n\n".join(part for part in parts if part.strip())}]


def _wrapped(text: str, before: str = "", indent: str = "") -> str:
    """``text`` in lines that fit, but for words that are longer than a line."""
    lines = _CONTROL.sub("", text).split("\n")
    return "\n".join(
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=indent if number else before,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(lines)
    )


def _choices(lines: str) -> Iterator[str]:
    return (_wrapped(line, "  ", "     ") for line in lines.split("\n") if line)


def _lines_of_card(card: Card) -> Iterator[str]:
    title = _wrapped(card.title)
    yield title
    yield "=" * min(WIDTH, max(map(width, title.split("\n"))))
    yield _wrapped(card.summary)
    for section in card.sections:
        yield ""
        yield _wrapped(section.heading)
        for line in section.lines:
            yield _wrapped(line, "  - ", "    ")


def _lines_of_table(table: Table) -> Iterator[str]:
    yield _wrapped(table.caption)
    yield ""
    grid = [[_CONTROL.sub("", cell) for cell in row] for row in (table.columns, *table.rows)]
    wanted = [max(map(width, column), default=0) for column in zip(*grid, strict=True)]
    widths = _fitting(wanted, WIDTH - len(_GAP) * (len(wanted) - 1))
    rule = "-+-".join("-" * each for each in widths)
    for number, row in enumerate(grid):
        if number:
            yield rule
        cells = [_cell(text, each) for text, each in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            padded = (text + " " * (each - width(text)) for text, each in zip(line, widths, strict=True))
            yield _GAP.join(padded).rstrip()


def _fitting(wanted: Sequence[int], room: int) -> list[int]:
    """Widths of columns: narrow ones as wide as they want, the others sharing what is left."""
    widths, left = list(wanted), room
    waiting = sorted(range(len(wanted)), key=wanted.__getitem__)
    for place, column in enumerate(waiting):
        share = max(_NARROWEST, left // (len(waiting) - place))
        widths[column] = min(wanted[column], share)
        left -= widths[column]
    return widths


def _cell(text: str, room: int) -> list[str]:
    """The lines of a cell. A wide letter takes two columns, so a line of those gets half as many."""
    longest = max(1, room // 2) if width(text) > len(text) else max(1, room)
    return textwrap.wrap(text, longest, break_on_hyphens=False) or [""]


def width(text: str) -> int:
    """The columns that ``text`` takes in a terminal."""
    return sum(map(_columns, text))


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
