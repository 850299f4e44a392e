"""Answers about pin types, composed from their aspects in ``catalog/pin_types.yml``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from pin_advisor.answers.part import Part
from pin_advisor.answers.question import Direction
from pin_advisor.answers.sentences import capital, fit, join, plurals
from pin_advisor.catalog.models import Catalog, PinType

#: How an answer, from here or from the catalog, tells that only the shop knows what it makes.
CONFIRMS: Final = "The shop confirms whether it makes"
#: The aspects that tell two types apart at a glance; the last are the first to go if space is short.
_AT_A_GLANCE: Final = ("look", "feel", "cost", "durability", "dimensions")


def describe(pin_type: PinType, aspect: str, limit: int) -> Part:
    """One aspect of one type."""
    known = pin_type.aspects.get(aspect)
    if known is None:
        text = join(f"{capital(plurals([pin_type]))}: {pin_type.summary}", _unknown([pin_type]))
        return Part(text, aspect, kind="handoff")
    return Part(fit(known.text, limit), aspect, (str(known.source),))


def side_by_side(
    pin_types: Sequence[PinType],
    aspect: str,
    catalog: Catalog,
    limit: int,
    direction: Direction | None = None,
) -> Part:
    """One aspect of several types, each in turn.

    With a ``direction`` the types are first ranked on the aspect's scale, from that end of it.
    """
    known = [p for p in pin_types if aspect in p.aspects]
    unknown = [p for p in pin_types if aspect not in p.aspects]
    if not known:
        return Part(_unknown(unknown), aspect, kind="handoff")
    lead = ""
    if direction is not None and len(known) > 1:
        lead = _comparison(known, aspect, catalog, direction)
        if lead:
            in_order = [p for group in _ranked(known, aspect, direction) for p in group]
            known = in_order + [p for p in known if not p.aspects[aspect].rank]
    note = _unknown(unknown)
    room = limit - len(lead) - len(note) - 2
    compose = _blocks if len(known) <= 2 else _briefs
    return Part(join(lead, compose(known, aspect, room), note), aspect, _references(known, [aspect]))


def ranking(
    aspect: str, direction: Direction, catalog: Catalog, limit: int, asked: PinType | None = None
) -> Part | None:
    """The offered types in order, and what makes the first of them first.

    ``asked`` is the type that the visitor asked about ("is hard enamel the smoothest?"); it is
    described instead of the first. ``None`` if the aspect has no scale.
    """
    ranked = _ranked([p for p in catalog.offered if aspect in p.aspects], aspect, direction)
    if aspect not in catalog.scales or not ranked:
        return None
    lead = _order(ranked, aspect, direction, catalog)
    described = [asked] if asked is not None and aspect in asked.aspects else ranked[0]
    body = _blocks(described, aspect, limit - len(lead) - 1)
    return Part(join(lead, body), aspect, _references([p for group in ranked for p in group], [aspect]))


def overall(pin_types: Sequence[PinType], topic: str, limit: int) -> Part:
    """What sets the types apart as a whole."""
    if len(pin_types) > 2:
        text = join(*(f"{capital(plurals([p]))}: {p.summary}" for p in pin_types))
        return Part(fit(text, limit), topic, _references(pin_types, ["what_is"]))
    for count in range(len(_AT_A_GLANCE), 0, -1):
        aspects = _AT_A_GLANCE[:count]
        text = join(*(_at_a_glance(p, aspects) for p in pin_types))
        if len(text) <= limit:
            break
    return Part(text, topic, _references(pin_types, aspects))


def not_offered(pin_types: Sequence[PinType]) -> str:
    """A sentence about those of the types of which nobody but the shop knows whether it makes them."""
    missing = [p for p in pin_types if not p.offered]
    return f"{CONFIRMS} {plurals(missing)}." if missing else ""


def _at_a_glance(pin_type: PinType, aspects: Sequence[str]) -> str:
    briefs = [str(pin_type.aspects[a].brief) for a in aspects if a in pin_type.aspects]
    if not briefs:
        return f"{capital(plurals([pin_type]))}: {pin_type.summary}"
    *others, last = briefs
    # Briefs have commas of their own, so semicolons keep them apart.
    return f"{capital(plurals([pin_type]))} " + "; ".join([*others, f"and {last}" if others else last]) + "."


def _blocks(pin_types: Sequence[PinType], aspect: str, room: int) -> str:
    """The texts of the types, sharing the room equally; what one leaves is the next one's."""
    texts: list[str] = []
    for index, pin_type in enumerate(pin_types):
        share = (room - len(join(*texts))) // (len(pin_types) - index) - 1
        texts.append(_statement(pin_type, aspect, share, [p.id for p in pin_types[:index]]))
    return join(*texts)


def _statement(pin_type: PinType, aspect: str, room: int, before: Sequence[str] = ()) -> str:
    """The aspect's text, or what remains of it after those of the types ``before``."""
    known = pin_type.aspects[aspect]
    remains = next((known.after[id] for id in before if id in known.after), None)
    if remains is not None:
        return fit(remains, room)
    text = fit(known.text, room)
    short = brief(pin_type, aspect)
    return short if len(text) > room and len(short) < len(text) else text


def brief(pin_type: PinType, aspect: str) -> str:
    """The aspect in one sentence; empty if nothing is known."""
    known = pin_type.aspects.get(aspect)
    return f"{capital(plurals([pin_type]))} {known.brief}." if known else ""


def _briefs(pin_types: Sequence[PinType], aspect: str, room: int) -> str:
    """One sentence for each type; for whom there is no room, an offer to go on."""
    for count in range(len(pin_types), 0, -1):
        rest = pin_types[count:]
        offer = f"Ask me about {plurals(rest)} as well, if you like." if rest else ""
        text = join(*(brief(p, aspect) for p in pin_types[:count]), offer)
        if len(text) <= room:
            break
    return text


def _comparison(pin_types: Sequence[PinType], aspect: str, catalog: Catalog, direction: Direction) -> str:
    """How the types stand to each other on the scale; empty where nobody knows."""
    ranked = _ranked(pin_types, aspect, direction)
    scale = catalog.scales.get(aspect)
    if scale is None or sum(len(group) for group in ranked) < 2:
        return ""
    if len(pin_types) > 2:
        return _order(ranked, aspect, direction, catalog)
    if len(ranked) == 1:
        return f"{capital(plurals(pin_types))} are about equal in this respect."
    (first,), (second,) = ranked
    more = scale.more if direction == "most" else scale.less
    return f"{capital(plurals([first]))} are {more} than {plurals([second])}."


def _order(ranked: Sequence[Sequence[PinType]], aspect: str, direction: Direction, catalog: Catalog) -> str:
    scale = catalog.scales[aspect]
    most, least = (scale.most, scale.least) if direction == "most" else (scale.least, scale.most)
    first, *middle = ranked
    start = capital(plurals(first))
    if not middle:
        return f"{start} are about equal in this respect."
    last = middle.pop()
    followed = ", followed by " + ", then ".join(map(plurals, middle)) if middle else ""
    return f"{start} are the {most}{followed}; {plurals(last)} are the {least}."


def _ranked(pin_types: Sequence[PinType], aspect: str, direction: Direction) -> list[list[PinType]]:
    """The types that have a rank, in groups of equals, beginning with the ``direction``'s end."""
    placed = [(p.aspects[aspect].rank or 0, p) for p in pin_types if p.aspects[aspect].rank]
    placed.sort(key=lambda pair: pair[0], reverse=direction == "least")
    return [[p for _, p in group] for _, group in groupby(placed, key=lambda pair: pair[0])]


def _references(pin_types: Sequence[PinType], aspects: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(p.aspects[a].source) for p in pin_types for a in aspects if a in p.aspects)


def _unknown(pin_types: Sequence[PinType]) -> str:
    return (
        f"I have nothing reliable about {plurals(pin_types)} on this point; the shop can tell you more."
        if pin_types
        else ""
    )
