"""The kind of pin to begin with, for a visitor who tells the first wishes and asks which.

The advice decides it, as it does the recommendation at the end; what is asked for next may still change it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pin_advisor.advice.engine import decide
from pin_advisor.advice.needs import Needs
from pin_advisor.advice.words import condition, listed, plural
from pin_advisor.answers.compose import titles
from pin_advisor.answers.question import Question
from pin_advisor.answers.sentences import capital, split, unrestated
from pin_advisor.catalog.models import Catalog, Rule, When
from pin_advisor.vocabulary import VALUES

#: The topic that it answers.
TOPIC: Final = "best_for"
#: The condition of what holds whatever is wished.
_ALWAYS: Final = When.parse_obj({})
#: What says more of a type instead of what it does: "soft enamel under a clear dome comes closest".
_QUALIFIES: Final = re.compile(r"(?:under|with|on|in|and|or|as|of|from|too|pins)\b")


@dataclass(frozen=True)
class FirstThought:
    """One sentence, or two, with the strongest reason.

    ``needs`` are those that it names; ``sources`` are titles; ``question`` is what it answers, for the next
    turn to lean on ("and how does it feel?").
    """

    pin_type: str
    text: str
    needs: Mapping[str, str]
    sources: tuple[str, ...]
    question: Question


def first_thought(needs: Needs, catalog: Catalog) -> FirstThought | None:
    """What the rules draw from ``needs`` so far; ``None`` where they tell nothing, or nothing can do it all.

    Raises:
        ValueError: the catalog offers no pin type.
    """
    if needs == Needs():
        return None
    best = decide(needs, catalog).best
    reasons = [rule for rule in best.in_favour if _named(rule.when, needs)]
    reasons = reasons or [rule for rule in best.in_favour if rule.when == _ALWAYS]
    if best.barred or not reasons:
        return None
    reason = reasons[0]
    named = _named(reason.when, needs)
    where = listed([condition(need, [value]) for need, value in named.items()] or ["as a rule"])
    return FirstThought(
        best.pin_type.id,
        f"{capital(where)} I'd begin with {_with_reason(plural(best.pin_type), reason)}",
        named,
        titles([str(reason.source)], catalog),
        Question(TOPIC, (best.pin_type.id,), occasion=named.get("occasion")),
    )


def _named(when: When, needs: Needs) -> dict[str, str]:
    """The needs whose values a rule asks for."""
    return {need: getattr(needs, need) for need in VALUES if getattr(when, need) is not None}


def _with_reason(pins: str, rule: Rule) -> str:
    """The pins and why, without what was just said: "hard enamel: it has ..."."""
    reason = unrestated(str(rule.because))
    kind = pins.removesuffix(" pins")
    rest = reason[len(kind) :].lstrip()
    if ":" not in reason and reason.lower().startswith(f"{kind} ") and not _QUALIFIES.match(rest):
        return f"{kind}: it {rest}"
    if ":" not in reason and reason[:1].islower():
        return f"{pins}: {reason}"
    return f"{pins}. {capital(split(reason)[0])}"
