"""What can be done where an answer disappoints: "what can I do then?" after "hard enamel can't be 3D"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pin_advisor.answers.question import Question
from pin_advisor.catalog.models import Catalog
from pin_advisor.vocabulary import ASPECTS

#: Of what it costs, the lower end is wished for.
_COST: Final = "cost"


def way_out(previous: Question | None, catalog: Catalog) -> Question | None:
    """The question whose answer helps after that to ``previous``; ``None`` if nothing is known to.

    Of an aspect it asks which types do best in it, of any other topic what that leads on to first.
    """
    if previous is None or not previous.topic:
        return None
    if previous.topic in ASPECTS:
        cheapest = previous.topic == _COST
        return Question(previous.topic, form="superlative", direction="least" if cheapest else "most")
    entry = next((topic for topic in catalog.topics if topic.id == previous.topic), None)
    related = entry.related if entry else ()
    return replace(previous, topic=related[0], aspects=(), claims=()) if related else None
