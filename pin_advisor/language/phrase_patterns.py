"""The signs in the lines of ``data/language/phrases.yml``, turned into regular expressions.

The head of that file explains them to those who write it. What comes out is the source of an expression, not
yet a pattern: :mod:`.phrase_book` puts the lines of an entry together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

#: What ``<...>`` may stand for besides the lists of the file: what no list of words can tell.
FIGURES: Final[Mapping[str, str]] = {
    "number": r"\d+",
    "day": r"\d{1,2}(?:st|nd|rd|th)?",
    "date": r"(?:\d{1,2}[./-]\d{1,2}|\d{1,2}(?:st|nd|rd|th))",
    "size": r"\d+(?:[.,]\d+)?\s?(?:mm|cm|inch(?:es)?|\")",
}

#: A cleaned message has never more than one space or line break in a row (:mod:`.text`).
_SPACE: Final = r"\s"
_ANY_ENDING: Final = r"\w*"
_ANY_WORD: Final = r"[\w'-]+"
_GAP: Final = r"\b.{0,60}\b"
#: A word may hold apostrophes and hyphens: "let's", "e-mail".
_SIGN: Final = re.compile(r"\s+|\.\.\.|<\w+>|\)\?|[(|)*]|[\w'-]+|.", re.S)
_WORD: Final = re.compile(r"[\w'-]+")

#: The source of an expression, and whether it may be left out.
_Part = tuple[str, bool]


class LineError(ValueError):
    """A line that can't be read: what is wrong, and what to do."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.what = what
        self.fix = fix


def one_of(sources: Iterable[str]) -> str:
    """The expression for any of several."""
    return f"(?:{'|'.join(sources)})"


def expression(line: str, named: Mapping[str, str]) -> str:
    """The expression for ``line``; ``named`` has those for its ``<...>``.

    Raises:
        LineError: a sign is misplaced, or a name unknown.
    """
    return _Line(line, named).read()


class _Line:
    """Reads one line from left to right."""

    def __init__(self, line: str, named: Mapping[str, str]) -> None:
        self._signs: list[str] = _SIGN.findall(line.strip())
        self._at = 0
        self._named = named

    def read(self) -> str:
        source = self._row()
        if self._next() == "|":
            raise LineError("there is a | outside brackets", "Write (a|b), or give each its own line.")
        if self._next():
            raise LineError("a bracket is closed that was never opened", "Put a ( before its words.")
        return source

    def _next(self) -> str:
        return self._signs[self._at] if self._at < len(self._signs) else ""

    def _take(self) -> str:
        self._at += 1
        return self._signs[self._at - 1]

    def _ends(self) -> bool:
        return self._next() in ("", "|", ")", ")?")

    def _alternatives(self) -> str:
        """What stands between brackets, up to the closing one."""
        sources = [self._row()]
        while self._next() == "|":
            self._take()
            sources.append(self._row())
        return one_of(sources)

    def _row(self) -> str:
        """Words and brackets one after the other, up to a bar or the end of the brackets."""
        stretches: list[list[_Part]] = [[]]
        while not self._ends():
            if self._next().isspace():
                self._take()
            elif self._next() == "...":
                self._take()
                stretches.append([])
            else:
                stretches[-1].append(self._part())
        return _GAP.join(map(_in_a_row, stretches))

    def _part(self) -> _Part:
        """What stands between two spaces: a word, brackets, or both, as in "pin(s)?"."""
        pieces: list[_Part] = []
        while not self._ends() and not self._next().isspace() and self._next() != "...":
            pieces.append(self._piece(first=not pieces))
        return pieces[0] if len(pieces) == 1 else ("".join(map(_within_word, pieces)), False)

    def _piece(self, *, first: bool) -> _Part:
        sign = self._take()
        if sign == "(":
            return self._brackets()
        if sign == "*":
            return (_ANY_WORD if first else _ANY_ENDING), False
        if sign.startswith("<") and len(sign) > 1:
            return self._list_named(sign[1:-1]), False
        if _WORD.fullmatch(sign):
            return re.escape(sign), False
        raise LineError(f"{sign} has no meaning here", "Write plain words, and ? only right after a bracket.")

    def _brackets(self) -> _Part:
        source = self._alternatives()
        if not self._next():
            raise LineError("a bracket is opened and never closed", "Put a ) behind its words.")
        return source, self._take() == ")?"

    def _list_named(self, name: str) -> str:
        if name not in self._named:
            known = ", ".join(f"<{n}>" for n in sorted(self._named))
            raise LineError(f"there is no list <{name}>", f"Use one of {known}.")
        return self._named[name]


def _within_word(piece: _Part) -> str:
    source, optional = piece
    return f"{source}?" if optional else source


def _in_a_row(parts: list[_Part]) -> str:
    """The parts with spaces between them; where one is left out, so is a space."""
    if not parts:
        raise LineError(
            "a word is missing beside a bracket, a bar or three dots", "Write one, or take the sign out."
        )
    needed = next((i for i, (_, optional) in enumerate(parts) if not optional), None)
    if needed is None:
        raise LineError("everything may be left out", "Take away the ? behind one of the brackets.")
    before = (f"(?:{source}{_SPACE})?" for source, _ in parts[:needed])
    after = (
        f"(?:{_SPACE}{source})?" if optional else f"{_SPACE}{source}"
        for source, optional in parts[needed + 1 :]
    )
    return "".join((*before, parts[needed][0], *after))
