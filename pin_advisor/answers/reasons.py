"""Where the catalog tells the reason of what it has just told: "why?" after an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pin_advisor import kindred
from pin_advisor.answers.question import OVERALL, USUAL, Question
from pin_advisor.catalog.models import Catalog
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
    "gradients": "colours",
    "speed": "process",
}
#: Topics, or other aspects, that say it outright of a type.
_BY_TYPE: Final[Mapping[tuple[str, str], str]] = {
    ("hard_enamel", "dimensions"): "hard_3d",
    ("hard_enamel", "detail"): "hard_min_why",
    ("hard_enamel", "feel"): "hard_excess",
    ("hard_enamel", "look"): "hard_excess",
    ("hard_enamel", "materials"): "copper_only",
    ("cloisonne", "colours"): "gradients",
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
    topic: str | None
    if asked in ASPECTS:
        topic = _of_aspect(asked, asked, previous, catalog)
    elif asked in OVERALL:
        topic = _OVERALL if set(previous.pin_types) <= set(USUAL) else "process"
    else:
        topic = _of_topic(asked, previous, catalog)
    if topic is None:
        return None
    return replace(previous, topic=topic, aspects=(), form="describe", occasion=None, claims=())


def _of_aspect(aspect: str, told: str, previous: Question, catalog: Catalog) -> str:
    """What explains an aspect of the types that were asked about, other than what was ``told`` already."""
    topics = {topic.id for topic in catalog.topics}
    only = previous.pin_types[0] if len(previous.pin_types) == 1 else ""
    outright = _BY_TYPE.get((only, aspect))
    if outright and outright != told and (outright in topics or outright in ASPECTS):
        return outright
    return _BY_ASPECT[aspect]


def _of_topic(topic: str, previous: Question, catalog: Catalog) -> str | None:
    """What it leads on to that gives a reason; what explains its aspect of the type; or the first answer."""
    topics = {one.id: one for one in catalog.topics}
    related = topics[topic].related if topic in topics else ()
    known = [one for one in related if one in topics]
    giving = [one for one in known if str(topics[one].question).startswith(_ASKS)]
    aspect = kindred.aspect_of(topic)
    if not giving and aspect in ASPECTS and len(previous.pin_types) == 1:
        return _of_aspect(str(aspect), topic, previous, catalog)
    plain = [one for one in known if topics[one].reply == "answer"]
    return next(iter([*giving, *plain]), None)
