"""Where the catalog tells the reason of what it has just told: "why?" after an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pin_advisor.answers.question import OVERALL, Question
from pin_advisor.catalog.models import Catalog, PinType
from pin_advisor.vocabulary import ASPECTS

#: The aspect that explains another one.
_BY_ASPECT: Final[Mapping[str, str]] = {
    "what_is": "process",
    "look": "process",
    "feel": "process",
    "cost": "process",
    "durability": "materials",
    "scratch": "materials",
    "dimensions": "process",
    "process": "materials",
    "materials": "process",
    "colours": "materials",
    "detail": "process",
    "thickness": "materials",
    "plating": "process",
    "best_for": "durability",
    "drawbacks": "process",
    "recognise": "process",
    "gradients": "process",
    "speed": "process",
}
#: Topics that say it outright, of a type.
_BY_TYPE: Final[Mapping[tuple[str, str], str]] = {
    ("hard_enamel", "dimensions"): "hard_3d",
    ("hard_enamel", "detail"): "hard_min_why",
    ("hard_enamel", "feel"): "hard_excess",
    ("hard_enamel", "look"): "hard_excess",
    ("cloisonne", "materials"): "copper_only",
    ("cloisonne", "process"): "copper_only",
    ("soft_enamel", "look"): "soft_borders_visible",
    ("soft_enamel", "what_is"): "soft_name",
}
#: How the question begins to which a topic gives the reason.
_ASKS: Final = "Why"
_OVERALL: Final = "process_difference"


def reason(previous: Question | None, catalog: Catalog) -> Question | None:
    """The question that asks why it is as was answered to ``previous``; ``None`` if nothing explains it."""
    if previous is None or not previous.topic:
        return None
    asked = (previous.topic, *previous.aspects)[-1]
    question = replace(previous, aspects=(), form="describe", occasion=None, claims=())
    if asked in ASPECTS:
        topic = _of_aspect(asked, previous, catalog)
        if topic == previous.topic:
            return None
    elif asked in OVERALL:
        topic = _OVERALL if len(previous.pin_types) < 2 else "process"
    else:
        topic = _of_topic(asked, catalog)
    return replace(question, topic=topic) if topic else None


def _of_aspect(aspect: str, previous: Question, catalog: Catalog) -> str | None:
    told = {topic.id for topic in catalog.topics}
    only = previous.pin_types[0] if len(previous.pin_types) == 1 else ""
    outright = _BY_TYPE.get((only, aspect))
    if outright in told:
        return outright
    known = [p for p in catalog.pin_types if p.id in previous.pin_types] or list(catalog.offered)
    explains = _BY_ASPECT.get(aspect, "process")
    return explains if _all_have(known, explains) else None


def _of_topic(topic: str, catalog: Catalog) -> str | None:
    """The one it leads on to that gives a reason, or the first."""
    topics = {one.id: one for one in catalog.topics}
    related = topics[topic].related if topic in topics else ()
    known = [one for one in related if one in topics]
    giving = [one for one in known if str(topics[one].question).startswith(_ASKS)]
    return next(iter([*giving, *known]), None)


def _all_have(pin_types: list[PinType], aspect: str) -> bool:
    return any(aspect in p.aspects for p in pin_types)
