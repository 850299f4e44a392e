"""A catalog that has been read and may still be wrong: what the checks look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar, Union

from pydantic import BaseModel

from pin_advisor.catalog.models import Fact, PinType, Prices, Rule, Scale, Shop, Source, Topic
from pin_advisor.catalog.problems import Problem
from pin_advisor.catalog.reading import Block, Node
from pin_advisor.catalog.shaping import line_of

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Entry(Generic[M]):
    """One thing of the catalog with the place where it is written.

    ``value`` is ``None`` when its own keys are wrong; its ``id`` is known even then, so that what
    refers to it isn't reported as well.
    """

    file: str
    node: Node
    value: M | None
    #: Where it begins, if that is above its first key.
    line: int | None = None

    @property
    def id(self) -> str | None:
        """The id as written, if it has one."""
        return self.node.text("id") if isinstance(self.node, Block) else None

    def problem(self, code: str, what: str, fix: str, *path: Union[str, int]) -> Problem:
        """A problem at the line that ``path`` leads to within this entry."""
        line = line_of(self.node, path) if path or self.line is None else self.line
        return Problem(self.file, line, code, what, fix)


@dataclass(frozen=True)
class Draft:
    """What could be read. ``None`` stands for a file that couldn't: nothing is known about it."""

    shop: Entry[Shop] | None
    scales: dict[str, Entry[Scale]] | None
    pin_types: tuple[Entry[PinType], ...] | None
    rules: tuple[Entry[Rule], ...] | None
    prices: Entry[Prices] | None
    topics: tuple[Entry[Topic], ...]
    #: Whether every file of topics could be read, so that a topic not in ``topics`` doesn't exist.
    all_topics: bool
    #: ``None`` also if the shop doesn't keep a list of its sources.
    sources: tuple[Entry[Source], ...] | None
    #: Empty if the shop keeps none.
    facts: tuple[Entry[Fact], ...] = ()
