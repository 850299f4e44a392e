"""A number without a unit that puts money right, or supposes some: "sorry, 12000", "what if we had 600".

Such a number says nothing of what it counts, so it is measured by what was told before (:mod:`.told`).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from math import log
from typing import Final, Literal, Optional

from spacy.tokens import Doc

from pin_advisor.language import phrase_book
from pin_advisor.language.amounts import AmountParser, Amounts
from pin_advisor.language.figures import Money
from pin_advisor.language.meaning import CONFIRMED, Context
from pin_advisor.language.pipeline.digits import counted_text
from pin_advisor.language.told import Told

_BOOK: Final = phrase_book.shared()
_BARE: Final = _BOOK.phrase("is_a_bare_number")
_KEPT: Final = _BOOK.phrase("keeps_to_a_number")
_FOR_ALL: Final = _BOOK.phrase("is_a_number_for_all")
_SUPPOSED: Final = _BOOK.phrase("supposes_a_number")
_FUNDS: Final = _BOOK.phrase("supposes_funds")
_PUTS_RIGHT: Final = _BOOK.phrase("puts_a_number_right")
_SLIP: Final = _BOOK.phrase("owns_up_to_a_slip")
#: How many times larger or smaller a sum may be than the one that it takes the place of; a slip may be one
#: of a zero.
_NEAR: Final = 12.0
#: Of two readings one is believed if the number is so much nearer to what it takes the place of.
_CLEARLY: Final = 0.5
#: A smaller number alone is no number of pieces.
_LEAST_PIECES: Final = 10
#: So much at the least would have to be left of a total for each piece, if the number counted pieces.
_LEAST_EACH: Final = 0.2
#: Such a share of a total, and more, may as well be another total.
_NEXT_TO_TOTAL: Final = 0.5
#: The same where the number of pieces was asked for, as it is for a total while the budget is open.
_NEXT_TO_TOTAL_ASKED: Final = 0.8
#: Forms and questions in which a number alone answers what was asked.
_ANSWERED: Final = frozenset({"quantity", CONFIRMED})

Reading = Literal["money", "pieces", "either"]


@dataclass(frozen=True)
class PutRight:
    """``money`` as it is now; ``supposed``: only for argument's sake; ``doubtful``: or so many pieces."""

    money: Money
    supposed: bool = False
    doubtful: bool = False


def put_right(doc: Doc, context: Context, amounts: Amounts, parser: AmountParser) -> Optional[PutRight]:
    """The money that a number without a unit puts right; ``None`` if it is something else, or none at all."""
    told = context.told
    if told is None or context.form == "quote_form" or context.asked in _ANSWERED:
        return None
    if amounts.money and context.asked != "budget":  # there every bare number is taken for money
        return None
    found = parser.parse(counted_text(doc), "budget").money
    if len(found) != 1 or found[0].currency or doc._.pin_types:
        return None
    number = found[0]
    if any(q.start < number.start or number.end < q.end for q in amounts.quantities):
        return None  # it has a noun: "600 pieces"
    words = f"{doc.text[: number.start]}1{doc.text[number.end :]}"
    reading = _reading(words, number.amount, told, context, bool(doc._.corrections))
    if reading == "pieces":
        return None
    per = "total" if _FOR_ALL.said_in(words) else number.per or told.per
    supposed = _SUPPOSED.said_in(words) or _FUNDS.said_in(words)
    again = told.supposed and context.supposing and _SLIP.said_in(words) and not _FOR_ALL.said_in(words)
    money = dataclasses.replace(number, currency=told.currency, per=per)
    return PutRight(money, supposed or again, reading == "either")


def of_what_was_told(doc: Doc, context: Context, amounts: Amounts) -> Amounts:
    """``amounts``, with money that is put right for what it was for: a piece, or all of them.

    As in "sorry, three euros", after "2 euros each".
    """
    told = context.told
    if told is None or context.form == "quote_form" or len(amounts.money) != 1:
        return amounts
    money = amounts.money[0]
    if money.per or not told.per or money.currency != told.currency or amounts.quantities:
        return amounts
    words = f"{doc.text[: money.start]}1{doc.text[money.end :]}"
    marked = bool(doc._.corrections) or _PUTS_RIGHT.said_in(words) or _SLIP.said_in(words)
    near = _apart(money.amount, told.amount) <= log(_NEAR)
    if not (marked and near):
        return amounts
    return dataclasses.replace(amounts, money=(dataclasses.replace(money, per=told.per),))


def counts_for_total(doc: Doc, context: Context, parser: AmountParser) -> bool:
    """Whether a number alone tells the pieces that a total is for, rather than another budget: "100"."""
    told = context.told
    if context.asked != "budget" or told is None or told.pieces:
        return False
    if told.per != "total" and (told.per or "budget" in context.known):
        return False  # money that makes no budget yet is too much for one piece
    found = parser.parse(counted_text(doc), "budget").money
    if len(found) != 1 or found[0].currency or found[0].per:
        return False
    words = f"{doc.text[: found[0].start]}1{doc.text[found[0].end :]}"
    corrects = bool(doc._.corrections)
    return _BARE.said_in(words) and _reading(words, found[0].amount, told, context, corrects) == "pieces"


def _reading(words: str, number: float, told: Told, context: Context, corrects: bool) -> Reading:
    """What a number counts, by the ``words`` around it and by what was told before."""
    funds = _FUNDS.said_in(words)
    for_all, kept = _FOR_ALL.said_in(words), _KEPT.said_in(words)
    supposed = funds or _SUPPOSED.said_in(words)
    if not (for_all or kept or supposed or _BARE.said_in(words)):
        return "pieces"
    if number == told.pieces and number != told.amount:
        return "pieces"
    if for_all or (number == told.amount and number != told.pieces and (kept or not context.asked)):
        return "money"
    near = _apart(number, told.amount) <= log(_NEAR)
    if funds:
        return "money" if near else "either"
    if "money" not in told.last:
        return "pieces"
    marked = corrects or kept or supposed or _PUTS_RIGHT.said_in(words)
    if not marked and context.asked:
        # It rather answers what was asked, or tells the pieces that a total is for.
        fresh = told.directly or context.asked == "budget"
        if not fresh or context.asked == "durability":
            return "pieces"
        return _told_beside(
            number, told, _NEXT_TO_TOTAL_ASKED if context.asked == "budget" else _NEXT_TO_TOTAL
        )
    if told.pieces is not None:
        only_money = told.directly and told.last == {"money"} and near
        return "money" if only_money else _nearer(number, told.amount, told.pieces)
    if marked:
        return "money" if near else "pieces" if told.per != "total" else "either"
    return _told_beside(number, told) if told.directly else "pieces"


def _told_beside(number: float, told: Told, share: float = _NEXT_TO_TOTAL) -> Reading:
    """What a number counts that nothing says to put anything right; from ``share`` of a total on either."""
    if told.per == "total":
        if told.amount / number < _LEAST_EACH:
            return "money"
        if told.pieces is None and number < told.amount * share:
            return "pieces"
        return "either"
    near = _apart(number, told.amount) <= log(_NEAR)
    return "money" if near and (number < _LEAST_PIECES or number % 1) else "pieces"


def _nearer(number: float, amount: float, pieces: int) -> Reading:
    to_amount, to_pieces = _apart(number, amount), _apart(number, pieces)
    if number % 1 or to_amount <= _CLEARLY * to_pieces:
        return "money"
    return "pieces" if to_pieces <= _CLEARLY * to_amount else "either"


def _apart(one: float, other: float) -> float:
    return abs(log(one / other)) if one > 0 and other > 0 else float("inf")
