"""From money as visitors name it, often without saying for one piece or for all, to what one may cost."""

from __future__ import annotations

from typing import Final

from pin_advisor.advice.budget import budget_tier, price_of_piece
from pin_advisor.catalog.models import Prices

#: US dollars above which an amount without "each" or "in total" can't be meant for one piece, and
#: below which a share of a total can't be: no pin costs more or less than that.
_DEAREST_PIECE: Final = 40.0
_CHEAPEST_PIECE: Final = 0.05
#: US dollars that nobody orders pins for in total: "2.20 all-in" is for one.
_LEAST_TOTAL: Final = 10.0


def budget_of(
    amount: float, currency: str | None, per: str | None, quantity: int | None, prices: Prices
) -> str | None:
    """The budget that ``amount`` means, guessing what it is for where ``per`` does not say.

    Returns:
        ``None`` where the amount does not tell, as in :func:`budget_tier`.
    """
    return budget_tier(
        amount, currency, _meant_for(amount, currency, per, quantity, prices), quantity, prices
    )


def price_of(
    amount: float, currency: str | None, per: str | None, quantity: int | None, prices: Prices
) -> float | None:
    """US dollars that a piece may cost by ``amount``, guessed alike; ``None`` where it does not tell."""
    meant_for = _meant_for(amount, currency, per, quantity, prices)
    return price_of_piece(amount, currency, meant_for, quantity, prices)


def _meant_for(
    amount: float, currency: str | None, per: str | None, quantity: int | None, prices: Prices
) -> str | None:
    """Whether it is meant for a piece or for all of them."""
    in_dollars = amount / _rate(currency, prices)
    if per == "total" and quantity and in_dollars / quantity < _CHEAPEST_PIECE:
        return "piece"
    if per == "total" and not quantity and in_dollars < _LEAST_TOTAL:
        return "piece"
    if per is None:
        return "total" if in_dollars > _DEAREST_PIECE else "piece"
    return per


def _rate(currency: str | None, prices: Prices) -> float:
    if currency is None or currency in prices.same_as_usd:
        return 1.0
    return next((known.per_usd for known in prices.currencies if known.code == currency), 1.0)
