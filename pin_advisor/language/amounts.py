"""Money, pieces and time spans in a message: "1,80 to 2 euros for 300 units", "a dollar ten".

Pure text parsing, independent of any bot: the caller decides what an amount means for the budget.
Each number is used at most once, and what counts neither money nor pieces nor a time of use is
left out: sizes, dates, ages, percentages, telephone numbers, what other people pay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pin_advisor.catalog.models import Currency
from pin_advisor.language.durations import read_durations
from pin_advisor.language.figures import REACH, Duration, Figure, Money, Per, Quantity, Units, figures
from pin_advisor.language.numerals import masked, number
from pin_advisor.language.prices import (
    as_money,
    is_others,
    read_labelled_prices,
    read_prices,
    sensible,
    turn_down,
)
from pin_advisor.language.quantities import (
    MORE,
    ON_TOP,
    a_couple,
    adds_up,
    as_quantity,
    by_the_day,
    is_not_counted,
    left_over,
    no_years,
    of_people,
    read_quantities,
    read_wanted,
    set_right,
    without_parts,
)

__all__ = ["AmountParser", "Amounts", "Duration", "Money", "Per", "Quantity", "number"]


@dataclass(frozen=True)
class Amounts:
    """Everything countable in a message, each in reading order."""

    money: tuple[Money, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    durations: tuple[Duration, ...] = ()


#: Up to which two bare numbers may both be the price of a piece, and how many times as much one of them.
_MOST_OF_A_PIECE: Final = 20.0
_NEAR: Final = 2.0
#: What is asked for where a number alone is a price.
_PRICES: Final = ("budget", "budget_amount")


class AmountParser:
    """Finds amounts in text, given the currencies that the shop reads."""

    def __init__(self, currencies: Iterable[Currency]) -> None:
        self._units = Units(currencies)

    def parse(self, text: str, asked: str | None = None) -> Amounts:
        """Every amount in ``text``; never raises.

        ``asked`` is the need that the bot has just asked for ("budget", "quantity", "durability"): then
        a number that nothing else explains ("2.50", "about 300") is read as such.
        """
        units = self._units
        text = masked(text)
        found = [f for f in figures(text, units, asked in _PRICES) if not is_not_counted(text, f)]
        money, rest = read_prices(text, found, units)
        money = turn_down(text, money, rest)
        rest = [f for f in rest if not any(m.start <= f.start < m.end for m in money)]
        durations, rest = read_durations(text, rest, asked)
        quantities, rest = read_quantities(text, rest)
        quantities, rest = without_parts(text, quantities, rest)
        labelled, rest = read_labelled_prices(text, rest, found, units)
        money += labelled
        if not (asked in _PRICES and len(_free(rest)) == 1 and not money):
            unsaid = rest
            wanted, rest = read_wanted(text, rest, asked, money)
            # "60 pins plus 20 for the board"
            on_top = [w for w in wanted if _comes_on_top(text, w)]
            heads_only = bool(wanted) and all(of_people(text, q) for q in quantities)
            # "we are 40 people, make it 50"
            named = bool(quantities) and not (heads_only and not on_top)
            counted = [*quantities, *on_top] if named else wanted
            instead = [q for q in set_right(text, counted, _free(unsaid)) if q not in counted]
            quantities = [*counted, *instead]
        elif instead := set_right(text, quantities, _free(rest)):  # "200 of them... no, 20"
            quantities = [*quantities, *instead]
            rest = [f for f in rest if all(f.start != q.start for q in instead)]
        quantities = _in_turn(text, quantities, _free(rest)) or quantities
        if money and not quantities:
            quantities = left_over(text, [f for f in _free(rest) if not is_others(text, f)], money)
        if asked == "durability" and not (money or quantities or durations):
            quantities = [q for q in (no_years(text, f) for f in _free(rest)) if q][:1]
        money, quantities = self._answered(text, asked, money, quantities, _free(rest))
        quantities = [by_the_day(text, q, durations) for q in quantities]
        durations = [d for d in durations if not any(q.start <= d.start < q.end for q in quantities)]
        most = max((q.pieces for q in quantities), default=0)
        return Amounts(
            tuple(sorted(sensible(money, most, units), key=lambda m: m.start)),
            tuple(_apart(quantities)),
            tuple(durations),
        )

    def _answered(
        self,
        text: str,
        asked: str | None,
        money: list[Money],
        quantities: list[Quantity],
        free: Sequence[Figure],
    ) -> tuple[list[Money], list[Quantity]]:
        """The same with the numbers that can only be the answer to what was asked."""
        own = [f for f in free if not is_others(text, f)]
        if asked in _PRICES and not money and (len(own) == 1 or (not quantities and _are_near(own))):
            money = [as_money(text, own[0], self._units)]
        elif asked == "quantity" and not quantities:
            quantities = [q for q in map(as_quantity, free) if q][-1:] or a_couple(text)
        return money, quantities


def _are_near(figures: Sequence[Figure]) -> bool:
    """Whether they are two prices of a piece, of which the first is meant: "4ish, 4.50 if it must be"."""
    if len(figures) != 2 or any(f.high > _MOST_OF_A_PIECE for f in figures):
        return False
    low, high = sorted(f.high for f in figures)
    return 0 < low <= high <= _NEAR * low


def _comes_on_top(text: str, wanted: Quantity) -> bool:
    before = ON_TOP.search(text, max(0, wanted.start - REACH), wanted.start)
    return bool(before or MORE.match(text, wanted.end))


def _in_turn(text: str, quantities: Iterable[Quantity], free: Iterable[Figure]) -> list[Quantity]:
    """All numbers of what is ordered in turn or in shares: "50 now and 50 later"; none if nothing is."""
    counted = [*quantities, *(q for q in map(as_quantity, free) if q)]
    counted.sort(key=lambda q: q.start)
    run: list[Quantity] = []
    for quantity in counted:
        if run and not adds_up(text, [run[-1], quantity]):
            if len(run) > 1:
                break  # "50 by May and 50 by June, to 8 Dam Road"
            run = []
        run.append(quantity)
    return run if len(run) > 1 else []


def _free(rest: Sequence[Figure]) -> list[Figure]:
    """Figures that could answer a question: not "a", "a few", or the "one" of "the cheap one"."""
    return [f for f in rest if not (f.money or f.article or f.vague or f.merely_one)]


def _apart(quantities: Iterable[Quantity]) -> list[Quantity]:
    """Quantities in reading order; of two that reach for the same word, the one next to it."""
    kept: list[Quantity] = []
    for quantity in sorted(quantities, key=lambda q: q.start):
        if kept and quantity.start < kept[-1].end:
            kept.pop()
        kept.append(quantity)
    return kept
