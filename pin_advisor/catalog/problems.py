"""What can be wrong in ``catalog/``: a stable code for each kind of mistake, and the error itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from pin_advisor.errors import PinAdvisorError

#: Every code with its meaning in a few words; ``docs/catalog.md`` explains each to a shop owner.
CODES: Final[dict[str, str]] = {
    # the file as such
    "PA201": "a file or folder is missing or can't be opened",
    "PA202": "a file is empty",
    "PA203": "a file isn't plain UTF-8 text",
    "PA204": "a file is too large or too deeply nested",
    "PA205": "a tab was used to indent",
    "PA206": "the layout of the file can't be understood",
    "PA207": "a colon or a missing space confuses key and text",
    "PA208": "a key is given twice",
    "PA209": "a special YAML feature is used",
    "PA210": "text is cut off by a # sign",
    "PA211": "a file is never read",
    # keys and values
    "PA220": "a key isn't known",
    "PA221": "a key is missing",
    "PA222": "a value is empty",
    "PA223": "a value is of the wrong kind",
    "PA224": "a value isn't one of those allowed",
    "PA225": "an id has characters that aren't allowed",
    "PA226": "a source is missing",
    # ids and references
    "PA230": "an id is used twice",
    "PA231": "a topic has the name of an aspect",
    "PA232": "a pin type doesn't exist",
    "PA233": "a related topic doesn't exist",
    "PA234": "an aspect doesn't exist",
    "PA235": "a need doesn't exist",
    "PA236": "an offered pin type lacks an aspect",
    "PA237": "too few pin types are offered",
    "PA238": "a source doesn't exist",
    # texts
    "PA240": "an answer is too long",
    "PA241": "a placeholder can't be filled in",
    "PA242": "if_unknown is missing",
    # prices
    "PA250": "the price bands aren't in order",
    "PA251": "a price limit is missing or out of order",
    "PA252": "two currencies share a code, name or symbol",
    "PA253": "a currency doesn't exist",
    "PA254": "the dollar isn't the measure of the others",
    # rules
    "PA260": "a rule names no pin type",
    "PA261": "a weight is missing or out of place",
    "PA262": "rules together leave no pin type",
    "PA263": "two rules require different pin types",
    "PA264": "a rule's condition can never hold",
    "PA265": "a rule can never make a difference",
    "PA266": "a rule is given twice",
}


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake.

    ``file`` is relative to the catalog directory ("faq/care.yml"), ``line`` counts from 1,
    ``code`` is a key of :data:`CODES`; ``what`` is wrong and ``fix`` says what to do.
    """

    file: str
    line: int
    code: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code} {self.what} → {self.fix}"


class CatalogError(PinAdvisorError):
    """The catalog can't be used as it is.

    Args:
        problems: every mistake found, at least one; kept as ``problems`` in the order of the files.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        first = self.problems[0]
        more = len(self.problems) - 1
        super().__init__(
            first.code,
            first.what + (f" (and {more} more)" if more else ""),
            first.fix,
            f"{first.file}:{first.line}",
        )

    def __str__(self) -> str:
        """Every problem on a line of its own."""
        return "\n".join(map(str, self.problems))

    def __reduce__(self) -> tuple[type[CatalogError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The entry of ``known`` that ``word`` is probably a slip of, if there is one."""
    plain = {_simple(k): k for k in known}
    matches = get_close_matches(_simple(word[:80]), plain, n=1, cutoff=0.6)
    return plain[matches[0]] if matches else None


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as in a sentence: "a, b and c"."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nothing"


def choose(word: str, known: Sequence[str]) -> str:
    """What to do about a word that isn't in ``known``: the probable one, or all there are."""
    guess = nearest(word, known)
    return f"did you mean {guess}?" if guess else f"use one of {listed(known, 'or')}"


def quoted(text: str) -> str:
    """A piece of the owner's text, on one line and short enough to print."""
    flat = " ".join(text.split())
    flat = "".join(c if c.isprintable() else "?" for c in flat)
    return f'"{flat if len(flat) <= 40 else flat[:37] + "..."}"'


def _simple(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")
