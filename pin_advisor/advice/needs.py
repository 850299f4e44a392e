"""What is known of a visitor's wishes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pin_advisor.vocabulary import VALUES


@dataclass(frozen=True)
class Needs:
    """A visitor's needs; ``None`` is a need that is unknown.

    The values are those of :mod:`pin_advisor.vocabulary`; ``quantity`` counts pieces. ``price`` is what a
    piece may cost in US dollars, where an amount was named: no words tell it. ``unwanted`` are the ids of pin
    types that the visitor has turned down, whatever speaks for them.

    Raises:
        ValueError: a value is not one that the need can have.
    """

    occasion: str | None = None
    budget: str | None = None
    dimensionality: str | None = None
    durability: str | None = None
    quantity: int | None = None
    artwork: str | None = None
    surface: str | None = None
    price: float | None = None
    unwanted: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for need, values in VALUES.items():
            value = getattr(self, need)
            if value is not None and value not in values:
                raise ValueError(f"{need} cannot be {value!r}: use one of {', '.join(values)}, or None")
        # bool is an int to Python, but True pieces is a caller's mistake.
        if self.quantity is not None and (type(self.quantity) is not int or self.quantity < 1):
            raise ValueError(f"quantity cannot be {self.quantity!r}: use a whole number from 1, or None")
        if self.price is not None and not (self.price > 0 and math.isfinite(self.price)):
            raise ValueError(f"price cannot be {self.price!r}: use an amount above 0, or None")

    def with_changes(self, changes: Mapping[str, Any]) -> Needs:
        """These needs with some of them replaced; ``None`` makes a need unknown again.

        Another budget leaves nothing of the price that was named for the one before.

        Raises:
            ValueError: a key is not a need, or a value is not one that the need can have.
        """
        unknown = sorted(set(changes) - set(self.__dataclass_fields__))
        if unknown:
            raise ValueError(f"not a need: {', '.join(unknown)}")
        price = {"price": None} if "budget" in changes else {}
        return replace(self, **(price | dict(changes)))
