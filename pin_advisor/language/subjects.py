"""The pin type that a question is about without naming it: "Photo-etched, hm. What's the drawback?"."""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Span

from pin_advisor import kindred
from pin_advisor.language import wording
from pin_advisor.language.meaning import Context
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.vocabulary import ASPECTS

#: It asks about more than the type that was named: "how durable are enamel pins?", "which lasts longest?".
_ABOUT_ALL: Final = re.compile(
    r"\benamel (?:pins?|badges?)\b|\b(?:types?|kinds?|sorts?|techniques?|methods?|styles?)\b"
    r"|\b(?:the )?(?:others?|rest)\b"
    r"|\bdo you (?:make|sell|offer|have)\b|\bshould (?:i|we)\b",
    re.I,
)
#: One of several is to be picked, which of two that were named is one of these.
_PICKS: Final = re.compile(r"\bwhich\b|\bwho\b|\b(?:of the|these|those) two\b", re.I)
#: Pins in general, in a question after an answer: "how thick are pins?", not "how thick are the pins?".
_PINS: Final = re.compile(r"(?<!the )(?<!these )(?<!those )(?<!such )\b(?:pins?|badges?|enamels?)\b", re.I)
#: What a pin costs at this shop is told of no type.
_OF_THE_SHOP: Final = frozenset({"price"})


def types_meant(span: Span, topic: str, context: Context) -> tuple[str, ...]:
    """The types that the sentence before named, in this message or the one that was answered last.

    Empty where the question is about all types, or about nothing that differs from type to type.
    """
    text = meant(span)
    if topic not in ASPECTS and topic not in kindred.TOPICS and topic != kindred.DIFFERENCE:
        return ()
    earlier = [s for _, s in span.doc._.pin_types if s.end <= span.start]
    if earlier:
        told = next((s for s in span.doc._.sentences if wording.inside(earlier[-1], s)), span.doc[:])
        types = tuple(
            dict.fromkeys(t for t, s in span.doc._.pin_types if s in earlier and wording.inside(s, told))
        )
        compares = topic == kindred.DIFFERENCE
        if len(types) > 1 and _PICKS.search(text) and not _ABOUT_ALL.search(text):
            return types
        general = any(one.search(text) for one in (_ABOUT_ALL, _PICKS)) or (compares and len(types) < 2)
        return () if general else types
    if not context.answered or not context.talked_of or topic in _OF_THE_SHOP or topic == kindred.DIFFERENCE:
        return ()
    plain = topic in ASPECTS or wording.leans(text)
    general = any(one.search(text) for one in (_ABOUT_ALL, _PICKS, _PINS))
    return (context.talked_of,) if plain and not general else ()
