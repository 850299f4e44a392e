"""From the questions in a message to one answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pin_advisor.answers import by_type, occasions
from pin_advisor.answers.part import Kind, Part
from pin_advisor.answers.premises import put_right
from pin_advisor.answers.question import OTHERS, OVERALL, REASON, TELL_MORE, USUAL, WAY_OUT, Question, resolve
from pin_advisor.answers.reasons import reason
from pin_advisor.answers.sentences import fill, fit, join, small
from pin_advisor.answers.ways_out import way_out
from pin_advisor.catalog.models import Catalog, PinType
from pin_advisor.vocabulary import ASPECTS

#: Characters; docs/architecture.md sets the limit for a single question.
LIMIT: Final = 600
LIMIT_EACH: Final = 450
LIMIT_TOGETHER: Final = 1800
#: Questions answered in one go: beyond that no answer would be more than a catchword.
MAX_QUESTIONS: Final = 6

#: What is said first where it is asked whether a number of pins is enough, which only the shop knows.
_ENOUGH: Final = {
    "minimum_order": "Whether {:,} are enough, only the shop can say",
    "quantity_discount": "How much the price falls at {:,}, only a quote can say",
}
_MORE: Final = "Those were several questions at once; please ask me the rest again."


@dataclass(frozen=True)
class Answer:
    """What the visitor is told.

    Args:
        text: at most 600 characters for one question, 1,800 for several.
        kind: ``handoff`` and ``quote`` if that is all there is to say, else ``answer``.
        topics: ids of the aspects and FAQ topics that are answered, in order.
        sources: titles of the sources.
        question: the last question in full, for the next turn to lean on.
    """

    text: str
    kind: Kind
    topics: tuple[str, ...]
    sources: tuple[str, ...]
    question: Question | None


def answer(
    questions: Sequence[Question],
    catalog: Catalog,
    previous: Question | None = None,
) -> Answer:
    """Answers the questions of one message from the catalog.

    Args:
        questions: in the order asked. Each leans on the one before it, the first on ``previous``.
        catalog: what the shop knows.
        previous: :attr:`Answer.question` of the turn before, if the message leans on it.

    Total: ids that the catalog doesn't know lead to a handoff, never to an error.
    """
    singles: list[Question] = []
    for question in questions:
        if question.topic == OTHERS:
            question = _of_the_others(question, previous, catalog)
        full = resolve(question, previous)
        if full.topic == REASON:
            full = reason(previous, catalog) or replace(full, topic=previous.topic if previous else None)
        if full.topic == WAY_OUT:
            full = way_out(previous, catalog) or replace(full, topic=previous.topic if previous else None)
        if full.topic == TELL_MORE:
            full = replace(full, topic=_related(previous, catalog))
        singles += _one_by_one(full)
        previous = full
    distinct = list(dict.fromkeys(singles)) or [Question()]
    asked = distinct[:MAX_QUESTIONS]
    more = _MORE if len(distinct) > len(asked) else ""
    room = LIMIT
    if len(asked) > 1:
        room = min(LIMIT_EACH, (LIMIT_TOGETHER - len(more) - 2 * len(asked)) // len(asked))
    parts = [_premises(_part(question, catalog, room), question, catalog, room) for question in asked]
    kinds = {part.kind for part in parts}
    return Answer(
        text="\n\n".join(dict.fromkeys(filter(None, (*(part.text for part in parts), more)))),
        kind=parts[0].kind if len(kinds) == 1 else "answer",
        topics=tuple(dict.fromkeys(part.topic for part in parts if part.topic)),
        sources=titles((reference for part in parts for reference in part.references), catalog),
        question=replace(previous, claims=(), pieces=None) if previous else None,
    )


def _one_by_one(question: Question) -> Iterator[Question]:
    """The question for each of its aspects, without the types that don't matter to it."""
    claims = question.claims
    for topic in dict.fromkeys(filter(None, (question.topic, *question.aspects))):
        if topic in ASPECTS or topic in OVERALL:
            yield replace(question, topic=topic, aspects=(), claims=claims)
        else:
            yield Question(topic=topic, claims=claims, pieces=question.pieces)
        claims = ()


def _premises(part: Part, question: Question, catalog: Catalog, room: int) -> Part:
    """The part, beginning with what is so where the question has it wrong or wants it confirmed."""
    text = put_right(part.text, part.topic, question.claims, catalog, room)
    enough = _ENOUGH.get(part.topic, "") if question.pieces and part.kind == "quote" else ""
    if enough:
        text = f"{enough.format(question.pieces)}: {small(text, catalog.shop)}"
    return replace(part, text=text)


def _part(question: Question, catalog: Catalog, room: int) -> Part:
    topic = question.topic or ""
    mentioned = _mentioned(question, catalog)
    note = by_type.not_offered(mentioned)
    if note:
        room -= len(note) + 1
    if topic in OVERALL:
        part = _overall(topic, mentioned, catalog, room)
    elif topic in ASPECTS:
        part = _aspect(question, topic, mentioned, catalog, room)
    else:
        part = _faq(topic, catalog, room) or _no_answer(catalog)
    return part if by_type.CONFIRMS in part.text else replace(part, text=join(part.text, note))


def _overall(topic: str, mentioned: list[PinType], catalog: Catalog, room: int) -> Part:
    pin_types = _pair(mentioned, catalog)
    written = _faq("difference", catalog, room) if {p.id for p in pin_types} == set(USUAL) else None
    return written or by_type.overall(pin_types, topic, room)


def _aspect(question: Question, aspect: str, mentioned: list[PinType], catalog: Catalog, room: int) -> Part:
    part = None
    only = mentioned[0] if len(mentioned) == 1 else None
    if aspect == "best_for" and question.occasion:
        part = occasions.best_for(question.occasion, mentioned, catalog, room)
    elif question.form == "superlative" and len(mentioned) < 2:
        part = by_type.ranking(aspect, question.direction, catalog, room, asked=only)
    if part:
        return part
    if question.form == "superlative" and not mentioned:
        return by_type.side_by_side(catalog.offered, aspect, catalog, room)  # no scale to rank them on
    if only and question.form != "compare":
        return by_type.describe(only, aspect, room)
    direction = None if question.form == "describe" or not mentioned else question.direction
    return by_type.side_by_side(_pair(mentioned, catalog), aspect, catalog, room, direction)


def _mentioned(question: Question, catalog: Catalog) -> list[PinType]:
    known = {p.id: p for p in catalog.pin_types}
    return [known[id] for id in dict.fromkeys(question.pin_types) if id in known]


def _pair(pin_types: list[PinType], catalog: Catalog) -> list[PinType]:
    """The types, with the usual ones added until there are two to compare."""
    ids = [p.id for p in pin_types]
    others = [p for p in catalog.pin_types if p.id not in ids]
    others.sort(key=lambda p: p.id not in USUAL)
    return pin_types + others[: max(0, 2 - len(pin_types))]


def _faq(topic: str, catalog: Catalog, room: int) -> Part | None:
    entry = next((t for t in catalog.topics if t.id == topic), None)
    if entry is None:
        return None
    text = fill(str(entry.answer), catalog.shop)
    if text is None:
        text = fill(str(entry.if_unknown or entry.answer), catalog.shop)
    if text is None:
        return None
    return Part(fit(text, room), topic, (str(entry.source),), entry.reply)


def _of_the_others(question: Question, previous: Question | None, catalog: Catalog) -> Question:
    """The same as before of all types that it wasn't about; without anything before, what each is."""
    before = previous.pin_types if previous else ()
    others = tuple(p.id for p in catalog.offered if p.id not in before)
    return replace(question, topic=None, pin_types=others)


def _related(previous: Question | None, catalog: Catalog) -> str | None:
    """What a FAQ topic leads on to."""
    topics = {topic.id: topic for topic in catalog.topics}
    entry = topics.get(previous.topic) if previous and previous.topic else None
    return entry.related[0] if entry and entry.related else None


def _no_answer(catalog: Catalog) -> Part:
    known_to = f"{catalog.shop.name} can, and I can pass your question on."
    return Part(f"On that I have nothing reliable to tell you; {known_to}", "", kind="handoff")


def titles(references: Iterable[str], catalog: Catalog) -> tuple[str, ...]:
    """Titles of the sources in ``source`` fields ("seed; itg"), each once.

    An id without an entry is left out: a visitor never reads an internal id.
    """
    titles = {str(source.id): str(source.title) for source in catalog.sources}
    ids = (id.strip() for reference in references for id in reference.split(";"))
    return tuple(dict.fromkeys(titles[id] for id in ids if id in titles))
