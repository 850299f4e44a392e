"""The shape of ``catalog/``: what the shop knows, as typed, immutable objects.

A shop owner edits the YAML files; these models say what may stand in them. They hold no logic
beyond look-ups, so that ``advice`` and ``answers`` stay pure functions of a :class:`Catalog`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, TypeVar, Union

from pydantic import BaseModel, Extra, Field, constr

if TYPE_CHECKING:
    # A type checker takes constrained text for what it is: text.
    Id = str
    SourceId = str
    CurrencyCode = str
    Text = str
    Said = str
else:
    Id = constr(regex=r"^[a-z0-9][a-z0-9_]*\Z")
    SourceId = constr(regex=r"^[a-z0-9][a-z0-9_-]*\Z")
    CurrencyCode = constr(regex=r"^[A-Z]{3}\Z")
    Text = constr(strip_whitespace=True, min_length=1)
    Said = constr(regex=r"^[\w'-]+\*?(?: (?:\.\.\. )?[\w'-]+\*?)*\Z")


class _Model(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False
        frozen = True


class Shop(_Model):
    """``shop.yml``: who runs the bot. Fields left out are never stated, only offered as a quote."""

    name: Text
    description: Text
    country: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    website: Text | None = None
    opening_hours: Text | None = None
    ships_to: Text | None = None
    minimum_order: Text | None = None
    lead_time: Text | None = None
    price_note: Text | None = None
    source: Text


class Aspect(_Model):
    """One attribute of a pin type, such as how it feels.

    ``brief`` is a clause without a subject that completes "<Type> ..." in a comparison
    ("is flat and smooth, the lines can hardly be felt"); ``text`` is one to three full sentences.
    ``rank`` orders the types on this aspect (1 = most of ``scale`` in ``pin_types.yml``), for
    questions like "which is smoothest?"; equal ranks are ties and ``None`` leaves a type out.
    ``after`` is what remains to be said after the same aspect of another type, by its id, where both
    texts would tell the same from two sides.
    """

    brief: Text
    text: Text
    after: Mapping[Id, Text] = Field(default_factory=dict)
    rank: int | None = Field(None, ge=1)
    disputed: bool = False
    source: Text


class PinType(_Model):
    """A way of making a pin. Only ``offered`` types are ever recommended."""

    id: Id
    name: Text
    plural: Text
    aka: tuple[Text, ...] = ()
    offered: bool = False
    summary: Text
    aspects: Mapping[str, Aspect]


class Scale(_Model):
    """How an aspect is compared: "smooth" -> "smoother" -> "smoothest"; ``opposite`` reverses it."""

    more: Text
    most: Text
    less: Text
    least: Text


class PinTypes(_Model):
    """``pin_types.yml``."""

    scales: Mapping[str, Scale]
    pin_types: tuple[PinType, ...]


class When(_Model):
    """The condition of a rule: every key given must hold; a list means "one of these".

    A need that is unknown satisfies no condition on it, except ``unknown`` which lists needs that
    must be unknown. ``quantity_below`` and ``quantity_from`` compare whole numbers of pieces, ``price_below``
    and ``price_from`` what one may cost in US dollars, which is known only where an amount was named.
    """

    occasion: tuple[str, ...] | None = None
    budget: tuple[str, ...] | None = None
    dimensionality: tuple[str, ...] | None = None
    durability: tuple[str, ...] | None = None
    artwork: tuple[str, ...] | None = None
    surface: tuple[str, ...] | None = None
    quantity_below: int | None = Field(None, ge=1)
    quantity_from: int | None = Field(None, ge=1)
    price_below: float | None = Field(None, gt=0)
    price_from: float | None = Field(None, gt=0)
    unknown: tuple[str, ...] = ()


class Rule(_Model):
    """One decision rule of ``rules.yml``.

    Effects: ``rule_out`` (the types can't be recommended), ``require`` (only these can), ``prefer``
    (adds ``weight`` to these types; a negative weight is a reason against), ``note`` (advice for
    the visitor without effect on the choice).
    """

    id: Id
    when: When
    effect: Literal["rule_out", "require", "prefer", "note"]
    pin_types: tuple[str, ...] = ()
    weight: int = 0
    because: Text
    source: Text


class BudgetTier(_Model):
    """A price band per piece; ``below`` is exclusive and in the currency's main unit."""

    tier: Literal["tight", "moderate", "premium"]
    below: float | None = Field(None, gt=0)


class Currency(_Model):
    """``per_usd``: how many units make one US dollar, approximately (for price bands only).

    ``names_in_answers`` mean other things too ("we won 3 games"): money only where the bot has asked for
    it, or where it is for one pin ("2500 won each").
    ``code_is_word``: the code is never read in a message ("try 50"). ``prefixes`` are signs that stand right
    before a number and nowhere else ("R70"). ``adjectives`` behind an amount in the currency ``instead_of``
    make it one in this ("5 bucks Canadian").
    """

    code: CurrencyCode
    code_is_word: bool = False
    names: tuple[Text, ...]
    names_in_answers: tuple[Text, ...] = ()
    symbols: tuple[Text, ...] = ()
    prefixes: tuple[Text, ...] = ()
    adjectives: tuple[Text, ...] = ()
    instead_of: CurrencyCode | None = None
    subunits: tuple[Text, ...] = ()
    per_usd: float = Field(..., gt=0)


class Prices(_Model):
    """``prices.yml``: where tight, moderate and premium begin, and currencies to read them in."""

    tiers: tuple[BudgetTier, ...]
    same_as_usd: tuple[str, ...]
    currencies: tuple[Currency, ...]
    source: Text


class Topic(_Model):
    """One FAQ topic of ``faq/*.yml``: what a visitor may ask and what the shop answers.

    ``reply`` says how sure the bot may be: ``answer`` states facts; ``handoff`` is for what only
    the shop can settle (an order's state, a discount, which clutch it fits), giving background at
    most; ``quote`` is for prices, dates and minimum orders. ``{shop.x}`` in ``answer`` is replaced
    by that field of ``shop.yml``; ``if_unknown`` is said instead when the field is empty.
    ``question`` is shown as a suggestion. ``disputed`` marks numbers on which sources differ.
    """

    id: Id
    question: Text
    reply: Literal["answer", "handoff", "quote"] = "answer"
    answer: Text
    if_unknown: Text | None = None
    disputed: bool = False
    related: tuple[str, ...] = ()
    source: Text


class Figure(_Model):
    """What a number in a claim is held against: right within ``right``, wrong outside ``possible``.

    ``near`` are words of which one has to be said beside it, ``unit`` how its unit is called; in between the
    two ranges nothing is claimed to be wrong. Of a figure that is the ``least``, a visitor's own measure is
    enough from there on: "0.2 mm lines, ok?".
    """

    right: tuple[float, float]
    possible: tuple[float, float]
    unit: tuple[Text, ...]
    near: tuple[Said, ...]
    least: bool = False


class Fact(_Model):
    """One entry of ``facts.yml``: something that visitors get right or wrong about pins.

    ``of`` are the pin types that it is true of; what is no pin type is ``called`` by its names. ``so`` and
    ``not_so`` are what one may say of it, in words that hold and in words that don't; with a "not" it is the
    other way round. Where one of the words ``unless`` is said, too, nothing is concluded. ``says`` is the
    fact in half a sentence, after "Not quite:"; ``topics`` are the answers that begin with it.
    """

    id: Id
    of: tuple[str, ...] = ()
    called: tuple[Said, ...] = ()
    so: tuple[Said, ...] = ()
    not_so: tuple[Said, ...] = ()
    unless: tuple[Said, ...] = ()
    figure: Figure | None = None
    says: Text
    topics: tuple[str, ...] = ()
    source: Text


class Source(_Model):
    """Where facts come from: an entry of ``sources.yml``, named in ``source`` fields by its id.

    ``title`` is what a visitor is told. ``source`` fields may name several, with semicolons between.
    """

    id: SourceId
    title: Text
    url: Text | None = None


class Catalog(_Model):
    """Everything in ``catalog/``, checked."""

    shop: Shop
    scales: Mapping[str, Scale]
    pin_types: tuple[PinType, ...]
    rules: tuple[Rule, ...]
    prices: Prices
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...] = ()
    facts: tuple[Fact, ...] = ()

    def pin_type(self, id: str) -> PinType:
        """The pin type with this id. Raises ``KeyError`` if there is none."""
        return _by_id(self.pin_types, id)

    def topic(self, id: str) -> Topic:
        """The FAQ topic with this id. Raises ``KeyError`` if there is none."""
        return _by_id(self.topics, id)

    def rule(self, id: str) -> Rule:
        """The rule with this id. Raises ``KeyError`` if there is none."""
        return _by_id(self.rules, id)

    def source(self, id: str) -> Source:
        """The source with this id. Raises ``KeyError`` if there is none."""
        return _by_id(self.sources, id)

    @property
    def offered(self) -> tuple[PinType, ...]:
        """The pin types that may be recommended, in file order."""
        return tuple(p for p in self.pin_types if p.offered)


_Item = TypeVar("_Item", bound=Union[PinType, Topic, Rule, Source])


def _by_id(items: Iterable[_Item], id: str) -> _Item:
    for item in items:
        if item.id == id:
            return item
    raise KeyError(id)
