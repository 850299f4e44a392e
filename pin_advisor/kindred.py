"""Which topics of the catalog are about certain pin types, and which aspect of other types they belong to.

"And for soft?" after a question about the thinnest line in hard enamel asks about soft enamel's detail, and
what the two halves of the range have in common is no answer to a question about another pair.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Optional

from pin_advisor.vocabulary import ASPECTS

_HARD: Final = "hard_enamel"
_SOFT: Final = "soft_enamel"
_GENUINE: Final = "cloisonne"
_PRINTED: Final = "screen_printed"
_ETCHED: Final = "photo_etched"
#: The topic of how types differ as a whole.
DIFFERENCE: Final = "difference"


@dataclass(frozen=True)
class Kin:
    """``aspect`` asks of any type what the topic tells; ``types`` are those it is about, if it is about some.

    ``pair``: about how just these differ.
    """

    aspect: str
    types: frozenset[str] = frozenset()
    pair: bool = False


def _of(aspect: str, *types: str) -> Kin:
    return Kin(aspect, frozenset(types))


def _between(*types: str) -> Kin:
    return Kin(DIFFERENCE, frozenset(types), pair=True)


#: Topics by their ids; all of them are the catalog's (tests/answers/test_kindred.py).
TOPICS: Final[Mapping[str, Kin]] = {
    "hard_min_fill": _of("detail", _HARD),
    "hard_min_line": _of("detail", _HARD),
    "hard_min_both": _of("detail", _HARD),
    "hard_min_why": _of("detail", _HARD),
    "hard_small_text": _of("detail", _HARD),
    "line_width": _of("detail"),
    "text_size": _of("detail"),
    "too_detailed": _of("detail"),
    "hard_excess": _of("process", _HARD),
    "hard_curing": _of("process", _HARD),
    "soft_curing": _of("process", _SOFT),
    "firing_temperature": _of("process", _GENUINE),
    "soft_fill_depth": _of("process", _SOFT),
    "process_difference": _of("process", _HARD, _SOFT),
    "hard_plating_order": _of("plating", _HARD),
    "metal_finishes": _of("plating"),
    "black_metal": _of("plating"),
    "antique_finish": _of("plating"),
    "hard_3d": _of("dimensions", _HARD),
    "soft_3d_examples": _of("dimensions", _SOFT),
    "which_3d": _of("dimensions", _HARD, _SOFT),
    "two_d_three_d": _of("dimensions", _HARD, _SOFT),
    "hard_feel_cold_lines": _of("feel", _HARD),
    "substantial_feel": _of("feel"),
    "easiest_test": _of("recognise", _HARD, _SOFT),
    "soft_borders_visible": _of("look", _SOFT),
    "soft_looks_flat": _of("look", _SOFT),
    "soft_chips_yellows": _of("durability", _SOFT),
    "cloisonne_chips": _of("durability", _GENUINE),
    "copper_only": _of("materials", _GENUINE),
    "base_metals": _of("materials"),
    "what_is_synthetic": _of("what_is", _HARD),
    "pantone": _of("colours"),
    "colour_count": _of("colours", _HARD, _SOFT),
    "print_logo_match": _of("colours", _PRINTED),
    "photo_on_pin": _of("gradients"),
    "thicker_better": _of("thickness"),
    "uses": _of("best_for"),
    "soft_good_enough": _of("best_for", _SOFT),
    "hard_worth_it": _of("best_for", _HARD),
    "corporate_soft": _of("best_for", _SOFT),
    "every_occasion": _of("best_for"),
    "lead_time": _of("speed"),
    "price": _of("cost"),
    "cannot_afford_hard": _of("cost", _HARD),
    "soft_vs_cloisonne": _between(_SOFT, _GENUINE),
    "cloisonne_vs_hard": _between(_GENUINE, _HARD),
    "printed_vs_etched": _between(_PRINTED, _ETCHED),
    "epoxy_vs_hard": _between(_SOFT, _HARD),
}
#: Topics about all types, and the aspect of one that the same words ask of: "is hard enamel's colour glass?".
_NARROWED: Final[Mapping[str, str]] = {"what_is_enamel": "materials"}
#: Topics that tell the same of a type each.
_SAME: Final = (
    {_HARD: "hard_curing", _SOFT: "soft_curing", _GENUINE: "firing_temperature"},
    {_HARD: "hard_3d", _SOFT: "soft_3d_examples"},
)


def is_of_types(topic: Optional[str]) -> bool:
    """Whether a topic is about pin types, so that "which one" after it picks one of these."""
    return topic in ASPECTS or topic in TOPICS or topic == DIFFERENCE


def aspect_of(topic: Optional[str]) -> Optional[str]:
    """The aspect that asks of any type what a topic tells; ``None`` if there is none."""
    kin = TOPICS.get(topic or "")
    return kin.aspect if kin else None


def topic_of(topic: Optional[str], pin_types: Collection[str]) -> Optional[str]:
    """What asks of ``pin_types`` what ``topic`` tells of others, or of all."""
    same = next((one for one in _SAME if topic in one.values()), {})
    found = [same[pin_type] for pin_type in pin_types if pin_type in same]
    return found[0] if len(found) == 1 and len(pin_types) == 1 else aspect_of(topic)


def fitting(topic: str, pin_types: Collection[str]) -> str:
    """The topic, or what asks the same of ``pin_types`` where it is about other types than these."""
    kin, named = TOPICS.get(topic), frozenset(pin_types)
    if named and topic in _NARROWED:
        return _NARROWED[topic]
    if kin is None or not kin.types or not named:
        return topic
    others = len(named) > 1 and named != kin.types if kin.pair else not named & kin.types
    if kin.pair and len(named) == 1 and not named & kin.types:
        return "what_is"
    return (topic_of(topic, pin_types) or topic) if others else topic
