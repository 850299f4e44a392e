"""Pin types side by side as a table, for channels that can show one. The text says the same without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pin_advisor.answers.question import OVERALL, USUAL, Question
from pin_advisor.catalog.models import Catalog

#: The aspects that help to decide, in the order in which people ask for them, each with its row's name.
_ROWS: Final = {
    "look": "Look",
    "feel": "Feel",
    "dimensions": "2D or 3D",
    "cost": "Cost",
    "durability": "How long they last",
    "colours": "Colours",
    "detail": "Detail",
    "best_for": "Best for",
}
#: More columns than these can't be read on a telephone.
_MOST: Final = 3


@dataclass(frozen=True)
class Table:
    """``columns`` holds what stands above each column, the first one empty; each row begins with its name."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_for(question: Question | None, catalog: Catalog) -> Table | None:
    """The table that belongs to the answer to ``question``, if that sets types side by side as a whole."""
    if question is None or question.topic not in OVERALL:
        return None
    return side_by_side([*question.pin_types, *USUAL][: max(2, len(question.pin_types))], catalog)


def side_by_side(pin_types: Sequence[str], catalog: Catalog) -> Table | None:
    """These types by what helps to decide; None if the catalog doesn't know two of them."""
    known = {p.id: p for p in catalog.pin_types}
    chosen = [known[id] for id in dict.fromkeys(pin_types) if id in known][:_MOST]
    if len(chosen) < 2:
        return None
    rows = [
        (name, *(_cell(p.aspects[aspect].brief) for p in chosen))
        for aspect, name in _ROWS.items()
        if all(aspect in p.aspects for p in chosen)
    ]
    names = [p.name for p in chosen]
    return Table(f"{', '.join(names[:-1])} and {names[-1].lower()}", ("", *names), tuple(rows))


def _cell(brief: str) -> str:
    text = brief.removeprefix("are ")
    return text[:1].upper() + text[1:]
