"""Whether what a question takes for granted is so: "since hard enamel is cheaper than soft, ...".

Right and wrong are told by the catalog: its scales and its facts. Where they don't decide, nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pin_advisor.answers.question import USUAL, Claim
from pin_advisor.answers.sentences import capital, fit, join, plurals, small, split
from pin_advisor.catalog.models import Catalog, PinType

_REVERSED: Final = "It's the other way round"
_WRONG: Final = "Not quite"
_RIGHT: Final = "That's right"
_ANSWERS: Final = {True: "Yes", False: "No"}
#: Characters of an answer that are kept beside a sentence of its own about the premise.
_LEAST_ROOM: Final = 200


@dataclass(frozen=True)
class _Judged:
    """A claim that was judged: what is so, in half a sentence, and the answers that begin with it.

    ``said``: the sentences with which an answer may begin that say no more than that.
    """

    right: bool
    word: str
    so: str
    topics: Sequence[str]
    said: Sequence[str] = ()


def put_right(text: str, topic: str, claims: Sequence[Claim], catalog: Catalog, limit: int) -> str:
    """An answer about ``topic`` that begins by saying whether what was claimed is so, where that is plain."""
    judged = [_judge(claim, catalog) for claim in claims]
    known = [one for one in judged if one is not None]
    wrong = next((one for one in known if not one.right), None)
    if wrong is None and len(known) < len(claims):
        return text  # something is claimed of which nobody can tell
    one = wrong or next((one for one in known if one.word), None)
    if one is None:
        return text
    if text.startswith(f"{one.word},"):
        return text  # "Yes, hard enamel pins are the best choice for awards"
    first, *rest = split(text)
    if first in one.said:
        text = " ".join(rest)  # the same, seen from one of the two types
    elif topic in one.topics or first.lower().startswith(one.so.lower()):
        return f"{one.word}. {text}" if ":" in first else f"{one.word}: {small(text, catalog.shop)}"
    lead = f"{one.word}: {one.so}."
    return join(lead, fit(text, max(_LEAST_ROOM, limit - len(lead) - 1)))


def _judge(claim: Claim, catalog: Catalog) -> _Judged | None:
    """``None`` where the catalog doesn't decide it; without a ``word`` where nothing has to be said."""
    if claim.fact is not None:
        fact = next((f for f in catalog.facts if f.id == claim.fact), None)
        if fact is None:
            return None
        word = _word(claim, claim.holds, _WRONG)
        return _Judged(claim.holds, word, str(fact.says), fact.topics)
    types = [p for id in claim.pin_types for p in catalog.pin_types if p.id == id]
    if claim.aspect is None or len(types) != len(claim.pin_types) or not types:
        return None
    return _at_an_end(claim, types[0], catalog) if claim.extreme else _beside(claim, types, catalog)


def _word(claim: Claim, right: bool, wrong: str) -> str:
    if claim.stance == "asks":
        return _ANSWERS[right]
    if not right:
        return wrong
    return _RIGHT if claim.stance == "confirms" else ""


def _beside(claim: Claim, types: list[PinType], catalog: Catalog) -> _Judged | None:
    """Of two types: "hard enamel is cheaper than soft"."""
    if len(types) == 1:
        if types[0].id not in USUAL:
            return None
        types = [*types, *(p for p in catalog.pin_types if p.id in USUAL and p.id != types[0].id)]
    aspect = str(claim.aspect)
    ranks = [p.aspects[aspect].rank for p in types if aspect in p.aspects]
    scale = catalog.scales.get(aspect)
    if scale is None or len(ranks) != 2 or None in ranks or ranks[0] == ranks[1]:
        return None
    first, second = (int(rank or 0) for rank in ranks)
    right = ((first < second) == (claim.direction == "most")) == claim.holds
    if right and claim.greatly:
        return None  # "much dearer"
    nearer = types if (first < second) == (claim.direction == "most") else types[::-1]
    one, other = plurals(nearer[:1]), plurals(nearer[1:])
    most, least = (scale.more, scale.less) if claim.direction == "most" else (scale.less, scale.more)
    so, seen_from_there = f"{one} are {most} than {other}", f"{other} are {least} than {one}"
    said = [f"{capital(sentence)}." for sentence in (so, seen_from_there)]
    reversed_ = _REVERSED if claim.holds else _WRONG
    return _Judged(right, _word(claim, right, reversed_), so, (), said)


def _at_an_end(claim: Claim, pin_type: PinType, catalog: Catalog) -> _Judged | None:
    """Of one type among all: "cloisonné is the cheapest".

    In the middle of the scale it is left open, unless already the other usual type says that it is not so.
    """
    aspect = str(claim.aspect)
    ranks = [r for p in catalog.offered if aspect in p.aspects and (r := p.aspects[aspect].rank)]
    known = pin_type.aspects.get(aspect)
    if known is None or not known.rank or pin_type not in catalog.offered or not ranks:
        return None
    ends = (min(ranks), max(ranks)) if claim.direction == "most" else (max(ranks), min(ranks))
    if known.rank not in ends:
        beside = _beside(claim, [pin_type], catalog)
        return None if beside is None or beside.right else beside
    right = (known.rank == ends[0]) == claim.holds
    topics = (aspect,) if right else ()  # its own text says so
    return _Judged(right, _word(claim, right, _WRONG), f"{plurals([pin_type])} {known.brief}", topics)
