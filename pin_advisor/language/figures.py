"""What is countable in a message, and numbers joined with their currencies and into ranges.

A *figure* is a number or a range with its currency: "1,80 to 2 euros", "between 50 and 60", "a dollar
ten". Modules that read figures (:mod:`~pin_advisor.language.prices`,
:mod:`~pin_advisor.language.quantities`, :mod:`~pin_advisor.language.durations`) look at the words
around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from pin_advisor.catalog.models import Currency
from pin_advisor.language.numerals import MASK, Numeral, numerals

Per = Literal["piece", "total"]

#: How far back or ahead words may bear on a number, in characters.
REACH: Final = 56


@dataclass(frozen=True)
class Money:
    """An amount of money; ``low == high`` unless a range was named. Offsets are characters."""

    low: float
    high: float
    currency: str | None
    per: Per | None
    start: int
    end: int

    @property
    def amount(self) -> float:
        """The middle of the range, rounded unless that would leave it."""
        return min(max(round((self.low + self.high) / 2, 4), self.low), self.high)


@dataclass(frozen=True)
class Quantity:
    """A whole number of pieces (the larger one of a range)."""

    pieces: int
    start: int
    end: int


@dataclass(frozen=True)
class Duration:
    """A span of time, in days (a month is 30, a year 365)."""

    days: float
    start: int
    end: int


@dataclass(frozen=True)
class Figure:
    """A number, or a range of numbers, with its currency where it has one.

    Attributes:
        low: the number, or the lower end of the range; in the main unit where it is money.
        high: the upper end, the same as ``low`` where there is no range.
        start: offset of the first character, that of the currency included.
        end: offset behind the last character.
        scale: what multiplied the number, see :class:`Numeral`.
        words: it was written in letters.
        article: it is merely "a" or "an".
        vague: it is "a few" or "several".
        spoken: two numbers said in one breath, see :class:`Numeral`.
        in_cents: ``low`` and ``high`` if the second of those was meant as cents: "two fifty" is 2.50.
        money: it has a currency. Which one may be unknown ("90/-").
        currency: three-letter code.
        hundredths: it was named in cents or the like.
    """

    low: float
    high: float
    start: int
    end: int
    scale: float = 1.0
    words: bool = False
    article: bool = False
    vague: bool = False
    spoken: tuple[int, int] | None = None
    in_cents: tuple[float, float] | None = None
    money: bool = False
    currency: str | None = None
    hundredths: bool = False

    @property
    def whole(self) -> bool:
        """Whether pieces could be counted with it."""
        return self.high >= 1 and self.high.is_integer() and not (self.article or self.vague)

    @property
    def merely_one(self) -> bool:
        """The word "one", which mostly counts nothing: "which one", "a small one"."""
        return self.words and self.low == self.high == 1


#: Between a price and the number of pieces that it buys.
FOR_COUNT: Final = re.compile(
    r"\W{0,2}(?:(?:in total|total|al{1,2} ?together|all in|overall|tops|max|maximum|or so|or less|each"
    r"|apiece)\W+)?"
    rf"(?:for|{MASK}|to get|to buy)\s+(?:(?:the|our|about"
    r"|around|all|all of|some|approx\.?|these)\s+)*",
    re.I,
)

_CONNECTOR: Final = re.compile(
    r"\s*(?:-{1,2}|–|—|~|\bto\b|\bor\b|\btill\b|\buntil\b|\bup ?to\b|\bbis\b|\.{2,3}|/)\s*(?:(?:about|max"
    r"|even)\s)?",
    re.I,
)
_AND: Final = re.compile(r"\s*(?:and|&)\s*", re.I)
_BETWEEN: Final = re.compile(r"\b(?:between|from|anywhere)\W+(?:\w{1,7}\W+)?$", re.I)
#: "change it from 120 to 90" names what was and what is to be, and no range.
_CHANGES: Final = re.compile(
    r"\b(?:chang(?:e|ed|ing)|go(?:ing)?|gone|went|increas(?:e|ed)|rais(?:e|ed)|lower(?:ed)?|reduc(?:e|ed)|cut"
    r"|bump(?:ed)?|bring|drop(?:ped)?|updat(?:e|ed)|correct(?:ed)?|switch(?:ed)?|mov(?:e|ed)|set|turn|down"
    r"|up)\b"
    r"(?:\W+[a-z]+){0,6}\W+from\W+$",
    re.I,
)
#: Above this ratio two numbers are no range: "$2-300 pieces".
_WIDEST: Final = 20
#: A number with a unit of its own is no end of a range of money: "$3 or 4 weeks".
_OWN_UNIT: Final = re.compile(
    r"\s?(?:pieces?|pcs?|pins?|badges?|units?|people|persons?|guests?|members?|staff|days?|weeks?|months?"
    r"|years?|hours?|seasons?|decades?|century|centuries|terms?|semesters?"
    r"|mm|cm|inch(?:es)?|colou?rs?|designs?|%)(?!\w)",
    re.I,
)
#: "2,-", "90/-", "5.-": there are no cents.
_EVEN: Final = r"\s?(?:,-+|\.-+|/-|/=)(?!\w)"
_AND_A_HALF: Final = re.compile(r"\sand\sa\shalf\b", re.I)
_CENTS_JOINT: Final = re.compile(r"\s?|\s(?P<and>and)\s", re.I)
_MISSPELT: Final = {
    "dollars": "dolar dolars doller dollers dollor dollors dolllars dollas dollarz bux buckz",
    "euros": "euroes uero ueros eruo eruos euors",
    "pounds": "pouns puonds",
    "rupees": "rupes rupies ruppees rupess ruppes",
    "cents": "cnts cemts centz sents",
    "pence": "penc pense pennys",
}  # fmt: skip
#: After a word that is not only money this shows that it is: "2500 won for one", but not "3 won each year".
_PRICED: Final = re.compile(
    r"\s(?:each|apiece|(?:for|per) (?:each|one|every one|a pin|a badge|an? piece)"
    r"|(?:a|per|for each) (?:pin|badge|piece))"
    r"(?=\s*(?:$|[.,;:!?()]|(?:or so|max|maximum|at most|tops|please|and|but)\b))",
    re.I,
)
_OF_THAT: Final = re.compile(r"\s(?:of )?(?:that|this|it)\b", re.I)
_OF_A_THING: Final = re.compile(r"\san?$", re.I)
#: Before a number: what it counts is on the pin: "with 2 crowns each".
_SHOWN: Final = re.compile(r"\b(?:with|has|have|shows?|showing|of|wears?|wearing|got)\W+(?:\w+\W+)?$", re.I)
_FEWEST_CENTS: Final = 5
_EACH: Final = r"(?:each|ea|apiece|an? (?:piece|pin|pop|badge)|per (?:piece|pin|badge))"
_BANKNOTES: Final = {"fiver": 5.0, "tenner": 10.0}
_BANKNOTE: Final = re.compile(r"\b(?:(?:a|one)\s)?(?P<note>fiver|tenner)\b", re.I)


def figures(text: str, units: Units, answering: bool = False) -> list[Figure]:
    """All figures of a masked text, in reading order.

    ``answering``: whether a price was asked for, so that "2500 won" is one.
    """
    glue = units.glue | units.doubtful if answering else units.glue
    return _halves(text, _ranges(text, units.attach(text, numerals(text, glue), answering)))


class Units:
    """The currencies' names and signs, and how they stand around a number."""

    def __init__(self, currencies: Iterable[Currency]) -> None:
        #: Names that mean other things too, and money only where a price was asked for.
        self.doubtful: frozenset[str] = frozenset()
        self._code: dict[str, str] = {}
        self._hundredth: dict[str, str] = {}
        self._per_usd: dict[str, float] = {}
        codes: list[str] = []
        prefixes: dict[str, str] = {}
        self._of_country: dict[tuple[str, str], str] = {}
        for c in currencies:
            prefixes |= {prefix.lower(): c.code for prefix in c.prefixes}
            if c.instead_of:
                self._of_country |= {(c.instead_of, adjective.lower()): c.code for adjective in c.adjectives}
            codes += () if c.code_is_word else (c.code,)
            self._per_usd.setdefault(c.code, c.per_usd)
            named = () if c.code_is_word else (c.code,)
            for unit in (*named, *c.names, *c.symbols, *c.names_in_answers):
                self._code.setdefault(unit.lower(), c.code)
            self.doubtful |= {name.lower() for name in c.names_in_answers}
            for hundredth in c.subunits:
                self._hundredth.setdefault(hundredth.lower(), c.code)
        for right, wrong in _MISSPELT.items():
            if right in self._code:
                self._code.update(dict.fromkeys(wrong.split(), self._code[right]))
            if right in self._hundredth:
                self._hundredth.update(dict.fromkeys(wrong.split(), self._hundredth[right]))
        #: Letters that a number may hang on to: "rs90".
        letters = frozenset(u.strip(".") for u in self._code if u.strip(".").isalpha()) | {"x"}
        self.glue = (letters - self.doubtful) | frozenset(prefixes)
        signs = _alternatives(u for u in self._code if not u[-1].isalnum() and u[-1] != ".")
        names = _alternatives(u for u in self._code if u.isalpha() and len(u) > 3 and not u.endswith("s"))
        units, hundredths = _alternatives(self._code), _alternatives(self._hundredth)
        self._code |= {prefix: code for prefix, code in prefixes.items() if prefix not in self._code}
        self._before = re.compile(
            rf"(?<![^\W_])(?:(?P<unit>{units})\s?[:=]?\s?|(?P<prefix>{_alternatives(prefixes)}))$", re.I
        )
        adjectives = _alternatives(adjective for _, adjective in self._of_country)
        self._country = re.compile(
            rf"\W{{0,2}}(?P<each>{_EACH}\W{{1,3}})?(?P<adjective>{adjectives})\b", re.I
        )
        # A sign after a space belongs to the number after it, if there is one: "300 €2".
        self._after = re.compile(
            rf"(?:{_EVEN})?(?:-?ish)?(?:(?P<sign>{signs})(?!\d\d\d)|\s(?P<far>{signs})(?!\s?\d)"
            rf"|[\s-]?(?P<unit>{units}"
            rf"|(?P<hundredth>{hundredths}))(?![^\W_]))(?:\s?(?P<code>{_alternatives(codes)})(?![^\W_]))?",
            re.I,
        )
        # "it has to be cents, thirty or forty"
        words = _alternatives(h for h in self._hundredth if h.isalpha() and len(h) > 3)
        self._named_first = re.compile(
            rf"\b(?P<hundredth>{words})\s?[,:;]\s?(?:(?:like|say|about|around|maybe|perhaps|so)\s)*$", re.I
        )
        self._even = re.compile(_EVEN)
        self._one = re.compile(rf"\b(?P<unit>{names})\s$", re.I)
        # "under the euro", "dollar a pin": one of the unit, though no number says so.
        self._single = re.compile(
            rf"\b(?:(?:under|below|over|above|around|about)\s(?P<the>the\s(?P<a>{names}))"
            rf"|(?P<b>{names})(?=\s(?:an?\s(?:pin|piece|badge|pop|head)|each|apiece)))\b",
            re.I,
        )

    def per_usd(self, currency: str | None) -> float:
        """How many units make one US dollar; 1 for a currency that is not known."""
        return self._per_usd.get(currency or "", 1.0)

    def attach(self, text: str, found: Sequence[Numeral], answering: bool) -> list[Figure]:
        """A figure for each numeral that is not taken in by the one before ("2 euros 50").

        ``answering``: whether a price was asked for.
        """
        attached: list[Figure] = []
        free = 0  # what lies before belongs to the figure before
        for index, n in enumerate(found):
            if n.start < free:
                continue
            after = found[index + 1] if index + 1 < len(found) else None
            figure = self._figure(text, n, free, after, answering)
            attached.append(figure)
            free = figure.end
        for match in self._single.finditer(text):
            start, end = match.span("the" if match["the"] else "b")
            name = (match["a"] or match["b"]).lower()
            counts = answering or name not in self.doubtful
            if counts and not any(f.start < end and start < f.end for f in attached):
                code = self._code[name]
                attached.append(Figure(1.0, 1.0, start, end, money=True, currency=code))
        for match in _BANKNOTE.finditer(text):
            if "GBP" in self._per_usd:
                value = _BANKNOTES[match["note"].lower()]
                attached = [f for f in attached if not match.start() <= f.start < match.end()]
                attached.append(Figure(value, value, *match.span(), money=True, currency="GBP"))
        return self._by_country(text, sorted(attached, key=lambda f: f.start))

    def _by_country(self, text: str, attached: list[Figure]) -> list[Figure]:
        """The same where the country is named, if only once: "2 bucks Canadian, no, a buck seventy"."""
        meant: dict[str, str] = {}
        placed = []
        for figure in attached:
            plain = figure.currency or ""
            named = self._country.match(text, figure.end) if plain else None
            code = self._of_country.get((plain, named["adjective"].lower())) if named else None
            if named and code:
                meant[plain] = code
                figure = figure if named["each"] else replace(figure, end=named.end())
            placed.append(figure)
        return [replace(f, currency=meant.get(f.currency or "", f.currency)) for f in placed]

    def _figure(self, text: str, n: Numeral, free: int, following: Numeral | None, answering: bool) -> Figure:
        in_cents = None
        if n.spoken:
            value = n.spoken[0] + n.spoken[1] / 100
            in_cents = (value, value)
        figure = Figure(
            n.value, n.value, n.start, n.end, n.scale, n.words, n.article, n.vague, n.spoken, in_cents
        )
        before = None if n.article else self._before.search(text, max(free, n.start - REACH), n.start)
        after = self._matching_after(text, n)
        if not answering:
            before = self._beyond_doubt(before)
            after = after if after and _is_priced(text, n, after.end()) else self._beyond_doubt(after)
        if after is None and before is None and not n.article and _FEWEST_CENTS <= n.value < 100:
            named = self._named_first.search(text, max(free, n.start - REACH), n.start)
            if named and not _OWN_UNIT.match(text, n.end):
                value, code = n.value / 100, self._hundredth[named["hundredth"].lower()]
                return Figure(value, value, n.start, n.end, money=True, currency=code, hundredths=True)
        if after is None and before is None:
            even = self._even.match(text, n.end)
            grand = text[n.start : n.end].lower().endswith("grand")
            return replace(figure, end=even.end() if even else n.end, money=bool(even or grand))
        if after is None and n.words and n.scale == 1 and not n.spoken and _FEWEST_CENTS <= n.value < 100:
            one = self._one.search(text, free, n.start)
            one = one if answering else self._beyond_doubt(one)
            if one:  # "dollar twenty"
                value = 1 + n.value / 100
                code = self._code[one["unit"].lower()]
                return replace(figure, low=value, high=value, start=one.start(), money=True, currency=code)
        start = before.start() if before else n.start
        end = after.end() if after else n.end
        if after is None:
            assert before is not None
            even = self._even.match(text, n.end)
            end = even.end() if even else n.end
            return replace(figure, start=start, end=end, money=True, currency=self._before_code(before))
        if after["hundredth"] and not before:
            value = n.value / 100
            code = self._hundredth[after["hundredth"].lower()]
            return Figure(value, value, start, end, money=True, currency=code, hundredths=True)
        unit = after["code"] or after["sign"] or after["far"] or after["unit"]
        code = (
            self._code.get(unit.lower()) or self._before_code(before) if before else self._code[unit.lower()]
        )
        figure = replace(figure, start=start, end=end, article=False, vague=False, money=True, currency=code)
        return self._with_cents(text, figure, following, after)

    def _before_code(self, match: re.Match[str]) -> str:
        return self._code[(match["unit"] or match["prefix"]).lower()]

    def _beyond_doubt(self, match: re.Match[str] | None) -> re.Match[str] | None:
        """The match, unless its unit is a word that means other things, too: "we won 3 games"."""
        return None if match is None or (match["unit"] or "").lower() in self.doubtful else match

    def _matching_after(self, text: str, n: Numeral) -> re.Match[str] | None:
        match = self._after.match(text, n.end)
        if match is None or (n.article and len(match["unit"] or "") < 4):
            return None
        letter = match["hundredth"]
        if letter and n.article:  # "not a cent more"
            return None
        if letter and len(letter) == 1 and letter.isalpha():
            # "70p", "50c"; not "p/p", "300 p", "60 C" or "plan C".
            apart = match.start("hundredth") > n.end
            if not 1 <= n.value < 100 or text.startswith("/p", match.end()):
                return None
            if apart and (n.value < _FEWEST_CENTS or letter.isupper()):
                return None
        return match

    def _with_cents(self, text: str, figure: Figure, cents: Numeral | None, after: re.Match[str]) -> Figure:
        """The figure with what follows it in "2 euros 50", "a dollar and a half", "1 pound and 10p"."""
        half = _AND_A_HALF.match(text, figure.end)
        if half:
            return replace(figure, low=figure.low + 0.5, high=figure.high + 0.5, end=half.end())
        if (
            not cents
            or not figure.low.is_integer()
            or not cents.value.is_integer()
            or cents.article
            or cents.vague
        ):
            return figure
        joint = _CENTS_JOINT.fullmatch(text, figure.end, cents.start)
        if not joint or not 1 <= cents.value < 100 or cents.scale != 1 or figure.scale != 1:
            return figure
        unit = self._after.match(text, cents.end)
        if unit and unit["hundredth"]:
            end = unit.end()
        elif unit or joint["and"] or cents.value < _FEWEST_CENTS or _OWN_UNIT.match(text, cents.end):
            return figure
        else:
            end = cents.end
            if after["far"] or (after["sign"] and cents.start > figure.end):  # "2$ 50" is two figures
                return figure
        value = figure.low + cents.value / 100
        return replace(figure, low=value, high=value, end=end, spoken=None, in_cents=None)


def _is_priced(text: str, number: Numeral, end: int) -> bool:
    """Whether the words around a number with a doubtful currency that ends at ``end`` make it a price."""
    counts = number.article or number.vague or _SHOWN.search(text, max(0, number.start - REACH), number.start)
    return not counts and bool(_PRICED.match(text, end))


def _halves(text: str, found: Sequence[Figure]) -> list[Figure]:
    """The same with "half that" worked out, and without the half of a thing: "the price of half a lager"."""
    read: list[Figure] = []
    for figure in found:
        half = figure.words and figure.low == figure.high == 0.5 and not figure.money
        if half and read and _OF_THAT.match(text, figure.end):
            whole = read[-1]
            figure = replace(
                figure,
                low=whole.low / 2,
                high=whole.high / 2,
                money=whole.money,
                currency=whole.currency,
                hundredths=whole.hundredths,
            )
        elif (
            half
            and _OF_A_THING.search(text, figure.start, figure.end)
            and not _OWN_UNIT.match(text, figure.end)
        ):
            continue
        read.append(figure)
    return read


def _ranges(text: str, attached: Sequence[Figure]) -> list[Figure]:
    joined: list[Figure] = []
    for figure in attached:
        both = _joined(text, joined[-1], figure) if joined else None
        if both:
            joined[-1] = both
        else:
            joined.append(figure)
    return joined


def _joined(text: str, a: Figure, b: Figure) -> Figure | None:
    """The range from ``a`` to ``b``, if that is what is meant."""
    gap = text[a.end : b.start]
    if _CONNECTOR.fullmatch(gap):
        pass
    elif _AND.fullmatch(gap):
        if not _BETWEEN.search(text, max(0, a.start - REACH), a.start):
            return None
    elif gap.strip() or b.low != a.high + 1 or b.low > 9 or a.money or "\n" in gap:  # "two three dollars"
        return None
    if any(f.article or f.vague for f in (a, b)) or _CHANGES.search(text, max(0, a.start - REACH), a.start):
        return None
    if a.money != b.money:
        bare = b if a.money else a
        if bare is b and _OWN_UNIT.match(text, b.end):
            return None
    a, b = _alike(a, b)
    low, high = min(a.low, b.low), max(a.high, b.high)
    if low <= 0 or high > _WIDEST * low or (b.high < a.low and a.money != b.money):
        return None
    in_cents = None
    if a.in_cents and b.in_cents:
        in_cents = (min(a.in_cents[0], b.in_cents[0]), max(a.in_cents[1], b.in_cents[1]))
    return Figure(
        low,
        high,
        a.start,
        b.end,
        max(a.scale, b.scale),
        a.words and b.words,
        in_cents=in_cents,
        money=a.money or b.money,
        currency=b.currency
        if not a.currency or (a.hundredths and not b.hundredths and b.currency)
        else a.currency,
        hundredths=a.hundredths and b.hundredths,
    )


def _alike(a: Figure, b: Figure) -> tuple[Figure, Figure]:
    """Both ends in the same measure: "1-2k", "two or three hundred", "50 to 60 cents"."""
    if b.scale > 1 and a.scale == 1 and a.high < b.low / b.scale:
        a = replace(a, low=a.low * b.scale, high=a.high * b.scale)
    if a.hundredths and not b.money and b.low >= _FEWEST_CENTS:
        b = replace(b, low=b.low / 100, high=b.high / 100)
    if b.hundredths and not a.money and a.low >= 1:
        a = replace(a, low=a.low / 100, high=a.high / 100)
    if a.in_cents and not b.in_cents and b.high < 100:
        a = replace(a, low=a.in_cents[0], high=a.in_cents[1])
    if b.in_cents and not a.in_cents and a.high < 100:
        b = replace(b, low=b.in_cents[0], high=b.in_cents[1])
    return a, b


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=len, reverse=True)) or r"(?!)"
