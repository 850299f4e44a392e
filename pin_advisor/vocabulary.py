"""The fixed words of the product: needs, their values, and the default pin types.

These are contracts: slots in ``domain.yml``, keys in ``catalog/`` and payloads on the channels all
use them. Everything a shop may change lives in ``catalog/`` instead.
"""

from __future__ import annotations

from typing import Final

#: What can be known of a visitor's wishes, in the order in which replies mention them.
NEEDS: Final = ("occasion", "budget", "dimensionality", "durability", "quantity", "artwork")

#: The needs that the advice form asks for, in this order.
ASKED_NEEDS: Final = ("occasion", "dimensionality", "budget", "durability")

OCCASIONS: Final = (
    "award", "employee_recognition", "corporate_gift", "branding", "promotion", "trade_show",
    "convention_trading", "school", "sports_team", "club", "church", "fundraising", "fashion",
    "personal_gift", "wedding", "memorial", "collectible", "souvenir", "other",
)  # fmt: skip
BUDGETS: Final = ("tight", "moderate", "premium")
#: The budget between the two ends.
MIDDLE_BUDGET: Final = BUDGETS[1]
DIMENSIONALITIES: Final = ("2d", "3d")
DURABILITIES: Final = ("low", "medium", "high")
#: The durability between the two ends.
MIDDLE_DURABILITY: Final = DURABILITIES[1]
ARTWORKS: Final = ("flat", "gradient", "photo", "fine_lines")

#: The surface a visitor asked for, where they did ("I want to feel the lines").
SURFACES: Final = ("smooth", "raised")

#: Values of every need that has a closed list of them; ``quantity`` is a whole number of pieces.
VALUES: Final[dict[str, tuple[str, ...]]] = {
    "occasion": OCCASIONS,
    "budget": BUDGETS,
    "dimensionality": DIMENSIONALITIES,
    "durability": DURABILITIES,
    "artwork": ARTWORKS,
    "surface": SURFACES,
}

#: Actions after which a quote request is no more.
DROPS: Final = ("action_drop_quote", "action_withdraw_quote")

#: What a pin type can be asked about; one entry of ``aspects`` in ``catalog/pin_types.yml`` each.
ASPECTS: Final = (
    "what_is", "look", "feel", "cost", "durability", "scratch", "dimensions", "process",
    "materials", "colours", "detail", "thickness", "plating", "best_for", "drawbacks",
    "recognise", "gradients", "speed",
)  # fmt: skip
