"""Text cut into pieces that a platform takes, where a reader would pause; nothing of it is lost.

Graphemes (what a reader takes for one character, such as a flag or a letter with its accents) come from the
``regex`` library, which follows Unicode's annex 29.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import regex

Measure = Callable[[str], int]

#: Where to cut, best first: after a paragraph, a line, a sentence, a word.
_PAUSES: Final = (
    regex.compile(r"\n[^\S\n]*\n\s*"),
    regex.compile(r"\s*\n\s*"),
    regex.compile(r"(?<=[.!?…。！？؟।][\"'”’»)\]]*)\s+"),
    regex.compile(r"\s+"),
)
_GRAPHEME: Final = regex.compile(r"\X")
#: A better pause is worth a shorter piece, but not one of less than this part of the room.
_SHORTEST: Final = 0.4


def units(text: str) -> int:
    """Its length in UTF-16 code units.

    Most platforms say "characters" and don't say of which kind. No way of counting gives more than this one,
    so what fits by it fits by all.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def octets(text: str) -> int:
    """Its length in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def split(text: str, longest: int, measure: Measure = units) -> list[str]:
    """``text`` in pieces of at most ``longest``, without the white space at which it was cut.

    Args:
        text: any text. A blank one has no pieces.
        longest: what one piece may measure, at least 4.
        measure: how that is counted.
    """
    pieces = []
    rest = text.strip()
    while measure(rest) > longest:
        end = _end_of_piece(rest, longest, measure)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    pieces.append(rest)
    return [piece for piece in pieces if piece]


def shortened(text: str, longest: int, measure: Measure = units) -> str:
    """As much of ``text`` as fits, with an ellipsis if that is not all. The rest has to stand elsewhere."""
    if measure(text) <= longest:
        return text
    first = split(text, longest - measure("…"), measure)[0]
    return f"{first.rstrip(' .,;:')}…"


def _end_of_piece(text: str, longest: int, measure: Measure) -> int:
    room = _fitting(text, longest, measure)
    for pause in _PAUSES:
        # A pause that begins where the room ends is a good one too.
        starts = [int(m.start()) for m in pause.finditer(text, 0, room + 1) if 0 < m.start() <= room]
        if starts and (starts[-1] >= room * _SHORTEST or pause is _PAUSES[-1]):
            return starts[-1]
    end = max((int(end) for end in _grapheme_ends(text[: room + 1]) if end <= room), default=0)
    # No character may be longer than a piece, but a heap of accents on one letter can be.
    return end or room


def _fitting(text: str, longest: int, measure: Measure) -> int:
    """How many code points from the beginning fit, at least one."""
    low, high = 1, min(len(text), longest)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= longest else (low, middle - 1)
    return low


def _grapheme_ends(text: str) -> Iterator[int]:
    return (found.end() for found in _GRAPHEME.finditer(text))
