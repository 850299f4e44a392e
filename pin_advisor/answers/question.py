"""What a visitor asks, and how a question leans on the one before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from pin_advisor import kindred
from pin_advisor.vocabulary import ASPECTS

Form = Literal["describe", "compare", "superlative", "yes_no"]
Direction = Literal["most", "least"]

#: Topics that compare pin types as a whole rather than in one aspect.
OVERALL: Final = ("difference", "compare")

#: "And soft?": the same as before, of something else.
FOLLOW_UP: Final = "follow_up"
#: "Go on": more of what was said before.
TELL_MORE: Final = "tell_more"
#: "Why?": the reason of what was answered before.
REASON: Final = "reason"
#: "And the others?": the same as before, of all the other types.
OTHERS: Final = "the_others"
#: "What can I do then?": what helps where the last answer disappoints.
WAY_OUT: Final = "way_out"

#: The two types that nearly every question is about; what a question without a type is taken for.
USUAL: Final = ("hard_enamel", "soft_enamel")


@dataclass(frozen=True)
class Claim:
    """Something that a question says of pins: a ``fact`` by its id, or where types stand on a scale.

    Args:
        stance: ``presumes`` where it is taken for granted, ``confirms`` where a yes is expected, ``asks``.
        fact: id of a fact of the catalog.
        aspect: whose scale is spoken of; without ``fact`` and ``aspect`` nothing is known of what is claimed.
        direction: the end of the scale to which the first of ``pin_types`` is said to be nearer than the
            second, or than any other.
        holds: whether it is claimed to be so, or the opposite.
        extreme: whether the type is said to be at the very end of the scale.
        greatly: whether by far.
    """

    stance: str
    fact: str | None = None
    aspect: str | None = None
    direction: Direction = "most"
    pin_types: tuple[str, ...] = ()
    holds: bool = True
    extreme: bool = False
    greatly: bool = False


@dataclass(frozen=True)
class Question:
    """One question of a visitor.

    Args:
        topic: id of an aspect (``vocabulary.ASPECTS``), of a FAQ topic, or one of :data:`OVERALL`;
            ``None`` or :data:`FOLLOW_UP` if the visitor named none ("and soft?"); :data:`TELL_MORE`.
        pin_types: ids of the pin types mentioned, in that order.
        form: ``compare`` for "is X smoother than Y?", ``superlative`` for "which is smoothest?".
        direction: which end of the aspect's scale is asked for; "cheapest" is ``least`` of cost.
        occasion: a value of the need ``occasion``, for "which is best for employee awards?".
        aspects: further aspects asked for in the same breath ("cost and feel").
        claims: what the question takes for granted, or wants to have confirmed.
        pieces: number of pins of which it asks whether they are enough.
    """

    topic: str | None = None
    pin_types: tuple[str, ...] = ()
    form: Form = "describe"
    direction: Direction = "most"
    occasion: str | None = None
    aspects: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    pieces: int | None = None


def resolve(question: Question, previous: Question | None) -> Question:
    """The question with what it leaves out taken from ``previous``, if there was one.

    "And soft?" asks the same about another type; "how does it feel?" asks something else about the
    same types. Without anything to lean on, a lone type is asked what it is and a lone occasion
    what is best for it.
    """
    if question.topic == FOLLOW_UP:
        question = replace(question, topic=None)
    if question.topic:
        question = replace(question, topic=kindred.fitting(question.topic, question.pin_types))
    if question.topic is None and question.aspects:
        question = replace(question, topic=question.aspects[0], aspects=question.aspects[1:])
    if question.topic is None and question.occasion:
        question = replace(question, topic="best_for")
    if previous is not None:
        question = _same_topic(question, previous)
        question = _same_types(question, previous)
    if question.topic is None and question.pin_types:
        return replace(question, topic="what_is" if len(question.pin_types) == 1 else "difference")
    return question


def _same_topic(question: Question, previous: Question) -> Question:
    if question.topic is None and not question.pin_types and question.form == "compare":
        return replace(question, topic=previous.topic, pin_types=previous.pin_types)  # "by how much?"
    if question.topic is None and not question.pin_types:
        # "And the other one?"
        others = tuple(id for id in USUAL if id not in previous.pin_types)
        question = replace(question, pin_types=others or previous.pin_types)
    elif question.topic is None and not _about_types(previous):
        return replace(question, topic=kindred.topic_of(previous.topic, question.pin_types))
    if question.topic is None and previous.topic in OVERALL and len(question.pin_types) == 1:
        return question  # what one type differs in can't be told of it alone
    if question.topic is None:
        return replace(question, topic=previous.topic, aspects=previous.aspects, occasion=previous.occasion)
    if question.topic == TELL_MORE and previous.topic in ASPECTS:
        last = (previous.topic, *previous.aspects)[-1]
        return replace(question, topic=ASPECTS[(ASPECTS.index(last) + 1) % len(ASPECTS)])
    if question.topic == TELL_MORE and previous.topic in OVERALL:
        return replace(question, topic="process")
    return question


def _same_types(question: Question, previous: Question) -> Question:
    if not _about_types(question):
        kept = question.pin_types or previous.pin_types  # for the next question to lean on
        return replace(question, pin_types=kept) if question.topic else question
    if question.form == "compare" and len(question.pin_types) < 2:
        return replace(question, pin_types=tuple(dict.fromkeys(previous.pin_types + question.pin_types)))
    if not question.pin_types and not _asks_for_a_type(question, previous):
        compared = previous.form == "compare" and len(previous.pin_types) == 2 and question.form == "describe"
        return replace(question, pin_types=previous.pin_types, form="compare" if compared else question.form)
    return question


def _about_types(question: Question) -> bool:
    return question.topic in ASPECTS or question.topic in OVERALL


def _asks_for_a_type(question: Question, previous: Question) -> bool:
    """Whether a type is what the answer should name, so that none may be filled in beforehand.

    "Which is cheaper?" after two types is a choice between those two.
    """
    if question.form == "superlative":
        return len(previous.pin_types) < 2
    return bool(question.occasion) and question.form == "describe"
