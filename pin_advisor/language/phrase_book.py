"""The phrases and words in ``data/language`` that rules read: checked by a schema, and compiled, once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NoReturn, Optional

from pydantic import BaseModel, Extra, constr

from pin_advisor.catalog.reading import Block, read
from pin_advisor.catalog.shaping import line_of, shape
from pin_advisor.errors import LanguageError
from pin_advisor.language.phrase_patterns import FIGURES, LineError, expression, one_of
from pin_advisor.paths import PROJECT, shown

PHRASES: Final = PROJECT / "data" / "language" / "phrases.yml"
#: Lists of words alone, for what is decided about numbers.
AMOUNTS: Final = PROJECT / "data" / "language" / "amounts.yml"

#: How many words of ``before`` and ``after`` are read. Without a bound, lists in which one line is made of
#: two others ("can", "you", "can you") would cost a long message twice the time for each word more.
_MOST_BESIDE: Final = 20
_PLAIN: Final = re.compile(r"[\w'-]+")

if TYPE_CHECKING:
    Line = str
else:
    Line = constr(strip_whitespace=True, min_length=1)


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid


class Entry(_Strict):
    """One thing that visitors say; the head of the file tells what its keys mean."""

    where: Literal["whole", "start", "end", "anywhere"] = "whole"
    before: tuple[Line, ...] = ()
    phrases: tuple[Line, ...]
    after: tuple[Line, ...] = ()


class _File(_Strict):
    words: Mapping[str, tuple[Line, ...]]
    phrases: Mapping[str, Entry] = {}


class Phrase:
    """An entry, ready to be looked for.

    ``find`` tells where a text says it, words of ``before`` and ``after`` included.
    """

    def __init__(self, pattern: re.Pattern[str], from_start: bool) -> None:
        """``from_start``: it can only begin where the message does."""
        self.find: Callable[[str], Optional[re.Match[str]]] = pattern.match if from_start else pattern.search

    def said_in(self, text: str) -> bool:
        """Whether ``text`` says it."""
        return self.find(text) is not None


class PhraseBook:
    """The entries of the file by their names.

    Raises:
        LanguageError: PA141 if the layout isn't as it should be or a name is missing, PA142 for a line that
            can't be read.
    """

    def __init__(self, content: bytes, file: str) -> None:
        """Compile all of it; ``file`` is the name that errors carry."""
        self._name = file
        self._tree, self._file = self._checked(content)
        self._words: dict[str, str] = {}
        figures = dict(FIGURES)
        for name, lines in self._file.words.items():
            self._words[name] = self._one_of(lines, figures, "words", name)
        named = figures | self._words
        self._phrases = {name: self._phrase(name, e, named) for name, e in self._file.phrases.items()}

    def phrase(self, name: str) -> Phrase:
        """The entry ``name`` of ``phrases``."""
        return self._phrases[name] if name in self._phrases else self._missing("phrases", name)

    def words(self, name: str) -> str:
        """The source of an expression for any line of the list ``name`` of ``words``."""
        return self._words[name] if name in self._words else self._missing("words", name)

    def plain_words(self, name: str) -> frozenset[str]:
        """The lines of the list ``name`` of ``words``, each of which has to be a single word."""
        lines = self._file.words.get(name) or self._missing("words", name)
        for i, line in enumerate(lines):
            if not _PLAIN.fullmatch(line):
                self._refuse(
                    LineError("it should be a single word", "Write it without signs."), "words", name, i
                )
        return frozenset(line.lower() for line in lines)

    def _checked(self, content: bytes) -> tuple[Block, _File]:
        tree, problems = read(content, self._name)
        file = None
        if tree is not None and not problems:
            file, problems = shape(tree, _File, self._name, "the list of phrases")
        if tree is None or file is None:
            first = min(problems)
            raise LanguageError("PA141", first.what, f"{first.fix}.", f"{self._name}:{first.line}")
        return tree, file

    def _phrase(self, name: str, entry: Entry, named: Mapping[str, str]) -> Phrase:
        self._check_place(name, entry)
        core = self._one_of(entry.phrases, named, "phrases", name, "phrases")
        before = after = ""
        if entry.before:
            words = self._one_of(entry.before, named, "phrases", name, "before")
            before = rf"(?:{words}\W+){{0,{_MOST_BESIDE}}}"
        if entry.after:
            words = self._one_of(entry.after, named, "phrases", name, "after")
            after = rf"(?:\W+{words}){{0,{_MOST_BESIDE}}}"
        from_start = entry.where in ("whole", "start")
        begins = rf"^\W*{before}" if from_start else r"\b"
        # Not \b: a size may end in a sign, as in 1".
        ends = rf"{after}\W*$" if entry.where in ("whole", "end") else r"(?!\w)"
        return Phrase(re.compile(f"{begins}{core}{ends}", re.I), from_start)

    def _check_place(self, name: str, entry: Entry) -> None:
        open_start = entry.before and entry.where in ("end", "anywhere")
        open_end = entry.after and entry.where in ("start", "anywhere")
        if open_start or open_end:
            key = "before" if open_start else "after"
            raise LanguageError(
                "PA141",
                f"{name}: `{key}` has no use where the match is `{entry.where}`",
                f"Take `{key}` out, or change `where`.",
                self._place("phrases", name, key),
            )

    def _one_of(self, lines: tuple[str, ...], named: Mapping[str, str], *path: str) -> str:
        if not lines:
            raise LanguageError(
                "PA141", f"{path[1]}: `{path[-1]}` is empty", "Write at least one line.", self._place(*path)
            )
        sources = []
        for i, line in enumerate(lines):
            try:
                sources.append(expression(line, named))
            except LineError as error:
                self._refuse(error, *path, i)
        return one_of(sources)

    def _refuse(self, error: LineError, *path: str | int) -> NoReturn:
        lines = self._file.words[str(path[1])] if path[0] == "words" else self._lines_of(*path)
        entry = " / ".join(str(step) for step in path[1:-1])
        raise LanguageError(
            "PA142", f'{entry}: in "{lines[int(path[-1])]}" {error.what}', error.fix, self._place(*path)
        )

    def _lines_of(self, *path: str | int) -> tuple[str, ...]:
        lines: tuple[str, ...] = getattr(self._file.phrases[str(path[1])], str(path[2]))
        return lines

    def _missing(self, kind: str, name: str) -> NoReturn:
        raise LanguageError(
            "PA141",
            f"`{name}` is missing under `{kind}`",
            "The bot asks for it by this name: put it back, from a fresh copy if need be.",
            self._place(kind),
        )

    def _place(self, *path: str | int) -> str:
        return f"{self._name}:{line_of(self._tree, path)}"


def load(path: Path = PHRASES) -> PhraseBook:
    """The phrases in the file at ``path``.

    Raises:
        LanguageError: PA141 or PA142, see :class:`PhraseBook`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LanguageError(
            "PA141", f"the file can't be read: {error.strerror}", "Put it back.", shown(path)
        ) from None
    return PhraseBook(content, shown(path))


@lru_cache(maxsize=1)
def shared() -> PhraseBook:
    """The product's own phrases, read at the first use."""
    return load()


@lru_cache(maxsize=1)
def of_amounts() -> PhraseBook:
    """The product's own words round numbers, read at the first use."""
    return load(AMOUNTS)
