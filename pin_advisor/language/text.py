"""Make any string safe and uniform before it is understood.

A visitor's message may hold anything that JSON can: lone surrogates, control characters, look-alike
spaces, ten kinds of quotation mark. Everything after this module may rely on plain, bounded text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Longest message that is read, in characters (docs/architecture.md). The channel refuses longer ones; this
#: bound protects every other way in.
MAX_CHARACTERS: Final = 1000

_PLAIN: Final = str.maketrans({
    "‘": "'", "’": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
    "–": "-", "—": " - ", "−": "-", "‐": "-", "‑": "-", "⁄": "/",
    "…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
})  # fmt: skip
#: "1½" would become "11/2".
_MIXED_FRACTION: Final = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")
#: What a terminal takes for a colour or a movement.
_ESCAPES: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_SPACES: Final = re.compile(r"[^\S\n]+")
#: Letters only: "10000" pins are not 1000.
_LONG_RUN: Final = re.compile(r"([^\W\d_])\1{3,}")
_LONG_PUNCTUATION: Final = re.compile(r"([^\w\s])\1{3,}")


def clean(text: str | None) -> str:
    """``text`` in NFKC with plain quotes and spaces, printable, at most MAX_CHARACTERS long.

    Never raises; ``None`` gives the empty string. Runs of one repeated letter or sign are cut to
    three, so that "sooooooo" can still be found in a dictionary. Cleaning twice changes nothing more.
    """
    return _uncut(text)[:MAX_CHARACTERS].rstrip()


def is_cut(text: str | None) -> bool:
    """Whether :func:`clean` leaves out the end of ``text``, because it is too long."""
    return len(_uncut(text)) > MAX_CHARACTERS


def _uncut(text: str | None) -> str:
    """``text``, cleaned; of what is far too long, hardly more than its beginning."""
    if not text:
        return ""
    text = _ESCAPES.sub(" ", text[: 4 * MAX_CHARACTERS])
    if not (text.isascii() and text.isprintable()):  # nothing of that is in a plain one
        text = "".join(map(_readable, text)).translate(_PLAIN)
        text = unicodedata.normalize("NFKC", _MIXED_FRACTION.sub(" ", text))
    text = text.translate(_PLAIN)
    text = _LONG_RUN.sub(r"\1\1\1", _LONG_PUNCTUATION.sub(r"\1\1\1", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _disarmed("\n".join(line for line in lines if line))


def _disarmed(text: str) -> str:
    """Rasa takes a leading ``/`` for a command to itself; a visitor's text never is one."""
    return "\u2215" + text[1:] if text.startswith("/") else text


def _readable(character: str) -> str:
    """The character, a space for one that is no text, nothing for one that takes up no room."""
    category = unicodedata.category(character)
    if category == "Cf":  # soft hyphens, joiners, direction marks: words stay whole without them
        return ""
    return " " if category in {"Cc", "Cs", "Co", "Cn"} and character != "\n" else character


def has_words(text: str) -> bool:
    """Whether there is a single letter or digit in ``text`` to go by."""
    return any(c.isalnum() for c in text)


def plain(text: str) -> str:
    """``text`` without capitals, and without stops at its ends: the same words, typed or picked."""
    return text.casefold().strip(" \n.!")
