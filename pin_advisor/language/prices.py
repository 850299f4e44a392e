"""Which figures are money that a visitor would spend, and whether on a piece or on everything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import FOR_COUNT, REACH, Figure, Money, Per, Units

_WORDS: Final = phrase_book.of_amounts().words

#: No pin costs less than this, in US dollars: a "total" below it must be meant for one piece.
_LEAST_PER_PIECE: Final = 0.05
#: From here on, in US dollars, what somebody "has" is for everything: nobody has that much per pin.
_LEAST_FUND: Final = 20.0
#: "$20 pins" are priced, "$500 pins" is a slip for something else.
_DEAREST_NAMED: Final = 30.0

_HEDGE: Final = (
    r"(?:(?:max(?:imum)?\.?|tops|or so|or less|ish|only|at (?:the )?most|about|roughly|or under"
    r"|or thereabouts)\W+){0,2}"
)
_PIECE: Final = rf"(?:{_WORDS('a_piece')}|pcs?\.?)(?!\w)"
_FOR_A_PIECE: Final = re.compile(
    rf"\W{{0,2}}{_HEDGE}(?:each\b|ea\b|apiece\b|p/?p\b|p\.p\.|/\s*(?:{_PIECE}|each|ea\b)"
    rf"|(?:an?|the|per|every|each|for an?|(?:for|on) each|(?:for|on) every|for one)\s?{_PIECE}|(?:for"
    rf"|on) each\b"
    r"|one by one)",
    re.I,
)
#: "$150 per 100", "12 euro for every 10 pins".
_PER_LOT: Final = re.compile(r"\s*(?:per|/|for (?:every|each))\s*", re.I)
#: "If a fiver pays for four of them": so few that it tells the price of each.
_BUYS_A_FEW: Final = re.compile(
    r"\s(?:pays?|buys?|gets?|covers?|stretch(?:es)? to|does)\s(?:(?:you|me|us)\s)?(?:for\s)?(?:about\s)?",
    re.I,
)
_A_FEW: Final = 12
_NAMED_PINS: Final = re.compile(r"[\s-]?(?:lapel |enamel )?(?:pins?|badges?)\b", re.I)
_FOR_ALL: Final = re.compile(
    rf"\W{{0,2}}{_HEDGE}(?:(?:(?:in|as a) )?total\b|al{{1,2}} ?together\b|all[- ]in\b|overall\b|in all\b"
    r"|all told\b|lump sum\b"
    r"|for (?:everything|everyone|everybody|all|the (?:lot|whole|batch|run|order|project|entire|set))\b"
    r"|to (?:spend|play with|work with)\b|(?:in|from) (?:the|our) (?:kitty|pot|bank|budget|treasury)\b"
    r"|budget\b|available\b)",
    re.I,
)
_ADVERBS: Final = rf"(?:\W+{_WORDS('price_leads_on')}\b)*\W*$"
_ALL_BEFORE: Final = re.compile(
    r"\b(?:total(?: budget| cost| price| sum)?|altogether|(?:whole|entire|overall|full) (?:budget|thing"
    rf"|order|lot|batch)|overall|in all|all[- ]in){_ADVERBS}",
    re.I,
)
_PIECE_BEFORE: Final = re.compile(
    rf"(?:\b(?:(?:per|each|every|a|one) {_PIECE}|each(?: one)?|a ?piece|apiece|unit (?:price|cost)"
    rf"|piece price|(?:price|cost)s? each)|@){_ADVERBS}",
    re.I,
)
_FUND: Final = re.compile(
    r"(?:\b(?:we|i|they|club|class|committee|board|boss)(?:'ve|'d| have| has| got| had| collected| saved"
    r"| put aside| only| about| around| roughly| just| like| approved| gave us)+"
    r"|\b(?:approved|voted|sanctioned)"
    r"|\b(?:there's|there is|kitty|pot|fund|funds|treasury|grant|purchase order|donation|legacy"
    r"|bequest)\b[^.!?;,\d]{0,16})\W*$",
    re.I,
)

_UNLESS: Final = (
    r"(?:(?!\b(?:budget|under|below|max\w*|costs?|buy|pay|spend|need|want|so|but|for us)\b)[^.!?;,])*$"
)
#: What the visitor's own customers will pay is no budget: "we sell them at $12".
_SELLING: Final = re.compile(
    r"(?<!you )\b(?:sell(?:ing|s)?|sold|resell\w*|retail\w*|charg(?:e|es|ing)|rrp|msrp|(?:they|these|those"
    r"|it|ones?|pins?|badges?)"
    rf"(?:'ll| will| would| usually)? (?:go|goes|going) for|(?:pay|pays|paying|paid) us"
    r"|(?:people|folks|fans|customers|visitors|guests|parents|tourists|members|they|supporters|punters)"
    rf"(?:'d|'ll| would| will| might| may| can| could)? buy (?:it|them|these|those|one|a pin|the pins)"
    rf"(?: (?:off|from) us)? (?:for|at))\b{_UNLESS}",
    re.I,
)
_SELLING_AFTER: Final = re.compile(
    r"\W{0,2}(?:retail\b|rrp\b|sale\b|selling price|resale|(?:in|at) (?:the|our|my) (?:shop|store|boutique"
    r"|kiosk|till)\b)",
    re.I,
)
#: Money of other people, and of other things: collections, watches, fees, savings.
_OTHERS: Final = re.compile(
    r"\b(?:(?:customers?|clients?|guests?|fans?|buyers?|visitors?|tourists?|people|parents|donors?|they|who"
    r"|whoever|supporters?|members) (?:\w+ )?"
    r"(?:pay|pays|paid|spend|spends|spent|give|gives|gave|donate|pledge|bring)|donat\w+|pledg\w+|rais(?:e|es"
    r"|ing)|worth|valued|tickets?|spent|sav(?:e|es|ed|ing|ings)"
    rf"|turnover|revenue|salary|prize|weigh\w*"
    rf"|(?:orders?|(?<!not )(?<!n.t )(?<!to )spends?) (?:over|above|more than))\b{_UNLESS}"
    rf"|\b{_WORDS('not_to_spend')}(?:\W+(?:is|was|of|costs?|for|about|like))*\W*$"
    r"|\bevery\W*$",
    re.I,
)
_OTHERS_AFTER: Final = re.compile(
    r"\W{0,2}(?:off\b|cheaper\b|discount\b|extra\b|more expensive|dearer\b|deposit\b|donations?\b|fees?\b"
    r"|tickets?\b"
    r"|entry\b|mou?ld|silver\b"
    r"|of (?:gold|silver|copper|metal|cheese|tea|flour)\b|files?\b|bills?\b|coins?\b|notes?\b|stores?\b"
    r"|shops?\b|menu\b)",
    re.I,
)
#: What is given to the visitor is theirs to spend: "we've been given a donation of £90".
_GIVEN_TO_US: Final = re.compile(
    r"\b(?:i|we|club|team|school|ward)(?:'ve|'d|\s(?:have|had|has|got|received|were|was))"
    r"(?:\s(?:got|had|received|been given|given|left|been left))?\s(?:a|an|the|one)\s(?:[a-z]+\s){0,2}"
    r"(?:donation|legacy|gift|grant|pledge|bequest)\s(?:of|worth)\s(?:(?:about|around|some)\s)?$",
    re.I,
)
#: "I sell it for 4, so I pay half that": the half is the visitor's.
_HALF_OF_IT: Final = re.compile(r"half\s(?:of )?(?:that|this|it)\b", re.I)
#: Before a number without a currency these say that it is money.
_LABEL: Final = re.compile(
    rf"(?:\b{_WORDS('names_a_price')}\b|@)(?:\W+{_WORDS('label_leads_on')}\b)*\W*$", re.I
)
#: "The treasurer gives us 1000": who gives, grants or allows a number to somebody gives money.
_GIVEN: Final = phrase_book.shared().phrase("gives_money")
#: What such a number may be followed by; by anything else it counts that: "gives us 1000 stickers".
_GIVEN_AFTER: Final = re.compile(
    r"(?:\s(?:in total|total|altogether|max|maximum|at most|to spend|for (?:it|this|that|them|all(?: of)?"
    r"(?: it| this| that)?|everything|the (?:lot|whole|pins|badges))|towards? (?:it|this|that|them|the pins)"
    r"|this (?:year|time)|now|only|please|though|too))*"
    r"\s*(?:$|[.,;:!?()\n]|(?:and|but|so|because|if)\b)",
    re.I,
)
#: Nobody gives less for pins than this.
_LEAST_GIVEN: Final = 20
_LIMIT_BEFORE: Final = re.compile(rf"\b{_WORDS('limits')}\W*$", re.I)
_TWO_PLACES: Final = re.compile(r"\d[.,]\d\d$")
#: "well under 1.50": about three quarters of it.
_WELL_UNDER: Final = re.compile(
    r"\b(?:well|way|far|much|comfortably) (?:under|below|less than|cheaper than)\W*$", re.I
)
_COUNT_LABEL: Final = re.compile(r"\b(?:cost|price|rate|quote)s?(?: me)? (?:of|for)\W+(?:\w+\W+){0,2}$", re.I)
_BOUND: Final = re.compile(
    r"(?:\b(?:max(?:imum)?|under|below|up to|than|at most|not over|for|at"
    r"|around|about|ideally|pay|is|till|until)|@)\W*$",
    re.I,
)

#: "4 euro is too much? Let's say 3": what turns down one of two prices, and leads to the other.
_TURNED_DOWN: Final = re.compile(
    r"(?:\s(?:each|apiece|a piece|per (?:pin|piece)))?\s?(?:is|are|would be|sounds?|seems?|may be"
    r"|will be)?\s?"
    r"(?:already |maybe |perhaps |probably |a bit |a little |way |far |really |just )*"
    r"too (?:much|high|dear|expensive|steep|pricey|costly)\b(?: for (?:us|me))?"
    r"\W+(?:(?:so|but|and|then|rather|better|maybe|perhaps|ok|let['’]?s|say|go for|go|make|it|that|with"
    r"|about|around"
    r"|i|we|can|could|would|do|take|pay|at|most|max|only|more|like)\W+){0,8}$",
    re.I,
)
#: "8 quid each but the landlord said no chance, so 3": somebody would not have it.
_LEADS_TO_THIS: Final = (
    r"\W+(?:(?:so|but|and|then|rather|make|let['’]?s|say|call|go for|settle (?:for|on|at)|down to"
    r"|(?:looking|aiming|hoping|after|was thinking|thinking)(?: (?:for|of|at))?)\W+)"
    r"(?:(?:it|it['’]?s|that|more like|about|around|like|maybe|only|to|at|we|i|go|say|call|let['’]?s|make"
    r"|for)\W+){0,6}"
)
_HEARD_NO: Final = re.compile(
    rf"[^\d\n]{{0,70}}?\b(?:{_WORDS('too_dear')}|can['’]?t (?:afford|stretch to) (?:it|that))\b"
    rf"[^\d\n.!?]{{0,30}}?{_LEADS_TO_THIS}$",
    re.I,
)
_REFUSED_BEFORE: Final = re.compile(rf"\b{_WORDS('turns_down')}\b[^.!?;\d]{{0,40}}$", re.I)
_THEN_THIS: Final = re.compile(
    rf"(?:\s(?:each|apiece|a piece|a go|a pop|per (?:pin|piece)))?{_LEADS_TO_THIS}$", re.I
)
_THE_OTHER: Final = re.compile(
    r"(?:\s(?:is|would be|will be|would|will|can|could) (?:ok\w*|fine|better|good|perfect|possible|do|work))?"
    r"(?:\s(?:then|please|max|each|at most))*\s*(?:$|[.,;!?\n])",
    re.I,
)


def turn_down(text: str, money: Sequence[Money], rest: Sequence[Figure]) -> list[Money]:
    """Without what is turned down where another price follows; a number alone is one, in the same units."""
    kept = list(money)
    for dear in money:
        if dear not in kept:
            continue
        others: list[Money | Figure] = [*(m for m in kept if m is not dear), *rest]
        for other in others:
            if other.start < dear.end or not _is_turned_down(text, dear, other.start):
                continue
            if isinstance(other, Money):
                kept.remove(dear)
                kept[kept.index(other)] = replace(other, per=other.per or dear.per)
            elif _THE_OTHER.match(text, other.end) and not (other.article or other.vague):
                cents = dear.high < 1 <= other.low < 100 and other.high < 100
                low, high = (other.low / 100, other.high / 100) if cents else (other.low, other.high)
                kept[kept.index(dear)] = replace(dear, low=low, high=high, start=other.start, end=other.end)
            break
    return kept


def _is_turned_down(text: str, dear: Money, other: int) -> bool:
    """Whether the words from ``dear`` to the price that begins at ``other`` turn it down."""
    if _TURNED_DOWN.fullmatch(text, dear.end, other) or _HEARD_NO.fullmatch(text, dear.end, other):
        return True
    refused = _REFUSED_BEFORE.search(text, max(0, dear.start - REACH), dear.start)
    return bool(refused and _THEN_THIS.fullmatch(text, dear.end, other))


def read_prices(text: str, found: Sequence[Figure], units: Units) -> tuple[list[Money], list[Figure]]:
    """Money with a currency, and the figures that remain.

    Money that is not the visitor's to spend is left out of both.
    """
    money: list[Money] = []
    rest: list[Figure] = []
    free = 0
    for index, figure in enumerate(found):
        if not figure.money:
            rest.append(figure)
            continue
        lot = found[index + 1] if index + 1 < len(found) else None
        if not is_others(text, figure):
            money.append(_priced(text, figure, free, lot, units))
        free = figure.end
    # "per 100": the hundred is part of the price.
    return money, [f for f in rest if not any(m.start <= f.start < m.end for m in money)]


def read_labelled_prices(
    text: str, found: Sequence[Figure], everything: Sequence[Figure], units: Units
) -> tuple[list[Money], list[Figure]]:
    """Money without a currency, "budget 0.80 each", and the figures that remain.

    ``everything`` also holds the figures that have been read as something else.
    """
    money: list[Money] = []
    rest: list[Figure] = []
    for figure in found:
        lot = next((f for f in everything if f.start >= figure.end), None)
        bought = figure.whole and any(
            f.money and f.end <= figure.start and FOR_COUNT.fullmatch(text, f.end, figure.start)
            for f in everything
        )  # "£2 each for 150"
        if figure.article or figure.vague or bought or not _is_labelled(text, figure, lot):
            rest.append(figure)
        elif not is_others(text, figure):
            money.append(_priced(text, figure, 0, lot, units))
    return money, [f for f in rest if not any(m.start <= f.start < m.end for m in money)]


def as_money(text: str, figure: Figure, units: Units) -> Money:
    """A figure as money, because the visitor was asked for some."""
    return _priced(text, figure, 0, None, units)


def is_others(text: str, figure: Figure) -> bool:
    """Whether it is what others pay, or is paid for other things: "we sell them at 60"."""
    start = max(0, figure.start - REACH)
    if _GIVEN_TO_US.search(text, start, figure.start):
        return False
    if _HALF_OF_IT.match(text, figure.start):
        return False
    return bool(
        _SELLING.search(text, start, figure.start)
        or _OTHERS.search(text, start, figure.start)
        or _SELLING_AFTER.match(text, figure.end)
        or _OTHERS_AFTER.match(text, figure.end)
    )


def _is_labelled(text: str, figure: Figure, lot: Figure | None) -> bool:
    start = max(0, figure.start - REACH)
    bounded = _BOUND.search(text, start, figure.start)
    a_piece = _FOR_A_PIECE.match(text, figure.end)
    for_all = _FOR_ALL.match(text, figure.end)
    if not figure.merely_one:
        if a_piece and (bounded or figure.in_cents or not figure.high.is_integer()):
            return True
        if bounded and _PIECE_BEFORE.search(text, start, figure.start):
            return True
    if lot and for_all and FOR_COUNT.fullmatch(text, figure.end, lot.start):
        return True
    if _is_given(text, figure) or _is_limit(text, figure):
        return True
    if not _LABEL.search(text, start, figure.start):
        return False
    if a_piece or for_all:
        return True
    if figure.merely_one or (figure.scale == 1 and 2020 <= figure.low < 2050):  # "the budget 2027"
        return False
    return not (_COUNT_LABEL.search(text, start, figure.start) and figure.whole)


def _is_limit(text: str, figure: Figure) -> bool:
    """Whether it is written as a price, and limits something: "I'd go up to 3.25"."""
    before = _LIMIT_BEFORE.search(text, max(0, figure.start - REACH), figure.start)
    written = _TWO_PLACES.search(text, figure.start, figure.end)
    return bool(before and written and _THE_OTHER.match(text, figure.end))


def _is_given(text: str, figure: Figure) -> bool:
    enough = figure.high >= _LEAST_GIVEN and not figure.article
    given = enough and _GIVEN.said_in(text[max(0, figure.start - REACH) : figure.start])
    return given and bool(_GIVEN_AFTER.match(text, figure.end))


def _priced(text: str, figure: Figure, free: int, lot: Figure | None, units: Units) -> Money:
    """The figure as money; ``free`` is where the words begin that belong to no figure before."""
    low, high, end = figure.low, figure.high, figure.end
    per = _per(text, figure, free)
    if lot and per is None and _is_for_a_lot(text, figure, lot):
        low, high, end, per = low / lot.high, high / lot.high, lot.end, "piece"
    elif per != "total" and figure.in_cents:
        low, high = figure.in_cents
    least = _LEAST_PER_PIECE * max(1.0, units.per_usd(figure.currency))
    if lot and per != "piece" and lot.whole and not lot.money and FOR_COUNT.fullmatch(text, end, lot.start):
        per = "total" if lot.high > 1 and high / lot.high >= least else "piece"
    rate = units.per_usd(figure.currency)
    if (
        per is None
        and high / rate >= _LEAST_FUND
        and (
            _FUND.search(text, max(free, figure.start - REACH), figure.start)
            or (not figure.money and _is_given(text, figure))
        )
    ):
        per = "total"
    if low == high and _WELL_UNDER.search(text, max(free, figure.start - REACH), figure.start):
        low = high / 2
    if per is None and figure.money and high / rate <= _DEAREST_NAMED and _NAMED_PINS.match(text, end):
        per = "piece"
    return Money(low, high, figure.currency, per, figure.start, end)


def _is_for_a_lot(text: str, figure: Figure, lot: Figure) -> bool:
    """Whether it is the price of so many pieces, whatever is ordered: "$150 per 100", "a tenner buys 3"."""
    if lot.money or lot.high <= 1:
        return False
    few = figure.money and lot.whole and lot.high <= _A_FEW
    buys = few and _BUYS_A_FEW.fullmatch(text, figure.end, lot.start)
    return bool(buys or _PER_LOT.fullmatch(text, figure.end, lot.start))


def _per(text: str, figure: Figure, free: int) -> Per | None:
    before = max(free, figure.start - REACH)
    if _FOR_A_PIECE.match(text, figure.end):
        return "piece"
    if _FOR_ALL.match(text, figure.end):
        return "total"
    if _PIECE_BEFORE.search(text, before, figure.start):
        return "piece"
    if _ALL_BEFORE.search(text, before, figure.start):
        return "total"
    return None


def sensible(money: Sequence[Money], pieces: int, units: Units) -> list[Money]:
    """Money with no total that could not buy ``pieces``: there ``per`` is unknown."""
    if pieces < 1:
        return list(money)
    return [
        replace(m, per=None)
        if m.per == "total" and m.high / pieces < _LEAST_PER_PIECE * max(1.0, units.per_usd(m.currency))
        else m
        for m in money
    ]
