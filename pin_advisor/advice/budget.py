"""From money that a visitor named to a budget."""

from __future__ import annotations

import math

from pin_advisor.catalog.models import Prices


def budget_tier(
    amount: float, currency: str | None, per: str | None, quantity: int | None, prices: Prices
) -> str | None:
    """The budget (tight, moderate or premium) that an amount of money means for one piece.

    Args:
        amount: in the main unit of the currency (dollars, not cents).
        currency: three-letter code; ``None`` is read like US dollars.
        per: ``piece`` or ``total``.
        quantity: pieces that a total is for.
        prices: the shop's price bands. Currencies in ``same_as_usd`` count one to one, because the
            bands are rough; all others are converted.

    Returns:
        ``None`` where the amount does not tell, as in :func:`price_of_piece`.
    """
    price = price_of_piece(amount, currency, per, quantity, prices)
    if price is None:
        return None
    return next((band.tier for band in prices.tiers if band.below is None or price < band.below), None)


def price_of_piece(
    amount: float, currency: str | None, per: str | None, quantity: int | None, prices: Prices
) -> float | None:
    """The same amount as US dollars for one piece.

    Returns:
        ``None`` where the amount does not tell: a total for an unknown number of pieces, an unknown
        currency, an amount that is not above zero.
    """
    if per == "total" and quantity:
        amount = amount / quantity
    elif per != "piece":
        return None
    rate = _per_usd(currency, prices)
    if rate is None or not math.isfinite(amount) or amount <= 0:
        return None
    return amount / rate


def _per_usd(currency: str | None, prices: Prices) -> float | None:
    if currency is None or currency == "USD" or currency in prices.same_as_usd:
        return 1.0
    return next((known.per_usd for known in prices.currencies if known.code == currency), None)
