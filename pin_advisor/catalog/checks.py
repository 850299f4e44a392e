"""What must hold in a catalog beyond the shape of its files. One small function for each matter."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from pin_advisor.catalog.draft import Draft, Entry
from pin_advisor.catalog.models import BudgetTier, Shop
from pin_advisor.catalog.problems import Problem, choose, listed, nearest, quoted
from pin_advisor.catalog.rule_checks import RULE_CHECKS
from pin_advisor.vocabulary import ASPECTS, BUDGETS

#: Characters; what fits a chat bubble without scrolling.
MAX_ANSWER: Final = 600
#: Fewer than two would leave nothing to advise on.
MIN_OFFERED: Final = 2
#: The fields of ``shop.yml`` that an answer may mention.
PLACEHOLDERS: Final = tuple(name for name in Shop.__fields__ if name != "source")

_BRACES: Final = re.compile(r"\{[^{}]*\}?|\}")
_PLACEHOLDER: Final = re.compile(r"\{shop\.(\w+)\}")


def unique_ids(draft: Draft) -> Iterator[Problem]:
    """No two pin types, rules, topics or facts share an id."""
    for entries, kind in (
        (draft.pin_types or (), "pin type"),
        (draft.rules or (), "rule"),
        (draft.topics, "topic"),
        (draft.sources or (), "source"),
        (draft.facts, "fact"),
    ):
        first: dict[str, Entry[Any]] = {}
        for entry in entries:
            if entry.id is None:
                continue
            if entry.id in first:
                before = first[entry.id].problem("", "", "", "id")
                yield entry.problem(
                    "PA230",
                    f"{quoted(entry.id)} is already the id of a {kind} in {before.file}, line {before.line}",
                    "give one of them another id, or delete it if it is the same",
                    "id",
                )
            else:
                first[entry.id] = entry


def topics_beside_aspects(draft: Draft) -> Iterator[Problem]:
    """Topics and aspects share one namespace, because a question is understood as one or the other."""
    for topic in draft.topics:
        if topic.id in ASPECTS:
            yield topic.problem(
                "PA231",
                f"{quoted(topic.id)} is already the name of an aspect of pin types",
                f"give the topic another id, such as {topic.id}_in_general",
                "id",
            )


def pin_types_of_rules(draft: Draft) -> Iterator[Problem]:
    """Rules speak of pin types that exist."""
    if draft.pin_types is None:
        return
    known = [entry.id for entry in draft.pin_types if entry.id]
    for rule in draft.rules or ():
        for index, pin_type in enumerate(rule.value.pin_types if rule.value else ()):
            if pin_type not in known:
                yield rule.problem(
                    "PA232",
                    f"rule {quoted(rule.id or '')}: there is no pin type {quoted(pin_type)}",
                    choose(pin_type, known),
                    "pin_types",
                    index,
                )


def related_topics(draft: Draft) -> Iterator[Problem]:
    """Related topics exist."""
    if not draft.all_topics:
        return
    known = [topic.id for topic in draft.topics if topic.id]
    for topic in draft.topics:
        for index, related in enumerate(topic.value.related if topic.value else ()):
            if related not in known:
                guess = nearest(related, known)
                yield topic.problem(
                    "PA233",
                    f"topic {quoted(topic.id or '')}: there is no topic {quoted(related)}",
                    f"did you mean {guess}?" if guess else "remove it, or write that topic",
                    "related",
                    index,
                )


def links_of_facts(draft: Draft) -> Iterator[Problem]:
    """Facts speak of pin types and of answers that exist."""
    pin_types = [entry.id for entry in draft.pin_types or () if entry.id]
    answers = [*ASPECTS, *(topic.id for topic in draft.topics if topic.id)]
    for fact in draft.facts:
        name = f"fact {quoted(fact.id or '')}"
        for index, pin_type in enumerate(fact.value.of if fact.value and draft.pin_types else ()):
            if pin_type not in pin_types:
                what = f"{name}: there is no pin type {quoted(pin_type)}"
                yield fact.problem("PA232", what, choose(pin_type, pin_types), "of", index)
        for index, topic in enumerate(fact.value.topics if fact.value and draft.all_topics else ()):
            if topic not in answers:
                guess = nearest(topic, answers)
                fix = f"did you mean {guess}?" if guess else "remove it, or write that topic"
                what = f"{name}: there is no topic {quoted(topic)}"
                yield fact.problem("PA233", what, fix, "topics", index)


def known_aspects(draft: Draft) -> Iterator[Problem]:
    """Aspects of pin types and scales are those that visitors can be understood to ask about."""
    for aspect, scale in (draft.scales or {}).items():
        if aspect not in ASPECTS:
            yield scale.problem("PA234", f"there is no aspect {quoted(aspect)}", choose(aspect, ASPECTS))
    for entry in draft.pin_types or ():
        for aspect in entry.value.aspects if entry.value else ():
            if aspect not in ASPECTS:
                yield entry.problem(
                    "PA234",
                    f"pin type {quoted(entry.id or '')}: there is no aspect {quoted(aspect)}",
                    choose(aspect, ASPECTS),
                    "aspects",
                    aspect,
                )


def types_said_before(draft: Draft) -> Iterator[Problem]:
    """What remains to be said after another pin type is said after one that exists, and is another."""
    known = [entry.id for entry in draft.pin_types or () if entry.id]
    for entry in draft.pin_types or ():
        others = [id for id in known if id != entry.id]
        for name, aspect in entry.value.aspects.items() if entry.value else ():
            for other in aspect.after:
                if other not in others:
                    what = f"pin type {quoted(entry.id or '')}: there is no other pin type {quoted(other)}"
                    yield entry.problem("PA232", what, choose(other, others), "aspects", name, "after", other)


def known_sources(draft: Draft) -> Iterator[Problem]:
    """What is given as a source stands in the list of sources, if the shop keeps one."""
    if draft.sources is None:
        return
    known = [source.id for source in draft.sources if source.id]
    for entry, text, path in _sources_given(draft):
        for name in filter(None, map(str.strip, text.split(";"))):
            if name not in known:
                fix = "add it to sources.yml with a title, or name one that is there"
                if "," in name:
                    fix = "put ; between several sources"
                elif guess := nearest(name, known):
                    fix = f"did you mean {guess}?"
                yield entry.problem("PA238", f"there is no source {quoted(name)}", fix, *path)


def _sources_given(draft: Draft) -> Iterator[tuple[Entry[Any], str, tuple[str, ...]]]:
    """Every ``source`` with the entry that it stands in and the way to it within the entry."""
    entries: list[Entry[Any]] = [*draft.topics, *(draft.rules or ()), *draft.facts]
    entries += [entry for entry in (draft.shop, draft.prices) if entry]
    for entry in entries:
        if entry.value is not None:
            yield entry, entry.value.source, ("source",)
    for pin_type in draft.pin_types or ():
        for name, aspect in pin_type.value.aspects.items() if pin_type.value else ():
            yield pin_type, aspect.source, ("aspects", name, "source")


def complete_pin_types(draft: Draft) -> Iterator[Problem]:
    """Whatever a visitor may ask about an offered pin type can be answered."""
    for entry in draft.pin_types or ():
        if entry.value is None or not entry.value.offered:
            continue
        missing = [aspect for aspect in ASPECTS if aspect not in entry.value.aspects]
        if missing:
            yield entry.problem(
                "PA236",
                f"pin type {quoted(entry.value.id)} is offered but says nothing on {listed(missing)}",
                "add the missing aspects, or write `offered: false`",
                "aspects",
            )


def enough_offered(draft: Draft) -> Iterator[Problem]:
    """There is something to choose from."""
    entries = draft.pin_types
    if entries is None or any(entry.value is None for entry in entries):
        return
    offered = [entry.value.id for entry in entries if entry.value and entry.value.offered]
    if len(offered) < MIN_OFFERED:
        yield Problem(
            "pin_types.yml",
            1,
            "PA237",
            f"only {listed(offered)} is offered, so that there is nothing to advise on",
            f"write `offered: true` for at least {MIN_OFFERED} pin types",
        )


def answer_lengths(draft: Draft) -> Iterator[Problem]:
    """Every answer fits one message, as it reads with the shop's data filled in."""
    shop = draft.shop.value if draft.shop else None
    for topic in draft.topics:
        if topic.value is None:
            continue
        for key, text in (("answer", topic.value.answer), ("if_unknown", topic.value.if_unknown)):
            yield from _too_long(topic, f"topic {quoted(topic.value.id)}", _filled(text or "", shop), key)
    for entry in draft.pin_types or ():
        for name, aspect in entry.value.aspects.items() if entry.value else ():
            where = f"pin type {quoted(entry.id or '')}, {name}"
            yield from _too_long(entry, where, aspect.text, "aspects", name, "text")


def _too_long(entry: Entry[Any], where: str, text: str, *path: str) -> Iterator[Problem]:
    if len(text) > MAX_ANSWER:
        yield entry.problem(
            "PA240",
            f"{where}: the text has {len(text)} characters, {len(text) - MAX_ANSWER} more than fit",
            f"shorten it to {MAX_ANSWER}, or move a part into a topic of its own",
            *path,
        )


def _filled(text: str, shop: Shop | None) -> str:
    def value(match: re.Match[str]) -> str:
        return str(getattr(shop, match[1], None) or "")

    return _PLACEHOLDER.sub(value, text)


def known_placeholders(draft: Draft) -> Iterator[Problem]:
    """Braces hold a field of the shop, and only where they are filled in; no visitor sees them raw."""
    usable = [f"{{shop.{name}}}" for name in PLACEHOLDERS]
    for topic in draft.topics:
        if topic.value is None:
            continue
        for key, text in (("answer", topic.value.answer), ("if_unknown", topic.value.if_unknown)):
            for found in _BRACES.findall(text or ""):
                if found not in usable:
                    what = f"topic {quoted(topic.value.id)}: {quoted(found)} can't be filled in"
                    yield topic.problem("PA241", what, choose(found, usable), key)
        yield from _stray_braces(topic, topic.value.question, "question")
    if draft.shop and draft.shop.value:
        for field in PLACEHOLDERS:
            yield from _stray_braces(draft.shop, getattr(draft.shop.value, field) or "", field)
    for rule in draft.rules or ():
        yield from _stray_braces(rule, rule.value.because if rule.value else "", "because")
    for entry in draft.pin_types or ():
        if entry.value is None:
            continue
        for key in ("name", "plural", "summary"):
            yield from _stray_braces(entry, getattr(entry.value, key), key)
        for name, aspect in entry.value.aspects.items():
            for key in ("brief", "text"):
                yield from _stray_braces(entry, getattr(aspect, key), "aspects", name, key)


def _stray_braces(entry: Entry[Any], text: str, *path: str) -> Iterator[Problem]:
    for found in _BRACES.findall(text):
        yield entry.problem(
            "PA241",
            f"{quoted(found)} would be shown as it is, since `{path[-1]}` isn't filled in",
            "write the words themselves; only `answer` and `if_unknown` of a topic are filled in",
            *path,
        )


def fallbacks_of_placeholders(draft: Draft) -> Iterator[Problem]:
    """Where a shop may not have filled in a field, there is something else to say."""
    optional = {name for name in PLACEHOLDERS if not Shop.__fields__[name].required}
    for topic in draft.topics:
        if topic.value is None:
            continue
        name = f"topic {quoted(topic.value.id)}"
        for field in _fields_in(topic.value.answer, optional) if topic.value.if_unknown is None else ():
            yield topic.problem(
                "PA242",
                f"{name}: nothing is said when the shop's {field} isn't filled in",
                "add `if_unknown:` with what to say then",
                "answer",
            )
        for field in _fields_in(topic.value.if_unknown or "", optional):
            yield topic.problem(
                "PA242",
                f"{name}: `if_unknown` itself needs the shop's {field}, which may be unknown",
                f"say it without {{shop.{field}}}",
                "if_unknown",
            )


def _fields_in(text: str, fields: Iterable[str]) -> list[str]:
    return sorted(set(_PLACEHOLDER.findall(text)) & set(fields))


def price_bands(draft: Draft) -> Iterator[Problem]:
    """The bands are all there, from the lowest up, and leave no gap."""
    if draft.prices is None or draft.prices.value is None:
        return
    tiers = draft.prices.value.tiers
    if tuple(t.tier for t in tiers) != BUDGETS:
        yield draft.prices.problem(
            "PA250",
            "the price bands are not complete or not in order",
            f"give {listed(BUDGETS)}, in this order",
            "tiers",
        )
        return
    for index, what, fix in _limits(tiers):
        yield draft.prices.problem("PA251", f"band {tiers[index].tier}: {what}", fix, "tiers", index)


def _limits(tiers: tuple[BudgetTier, ...]) -> Iterator[tuple[int, str, str]]:
    lowest = 0.0
    for index, tier in enumerate(tiers[:-1]):
        if tier.below is None:
            yield index, "`below` is missing", "add `below:` with the price at which the next band begins"
        elif not math.isfinite(tier.below) or tier.below <= lowest:
            yield (
                index,
                "`below` isn't higher than in the band before",
                "make each limit higher than the last",
            )
        else:
            lowest = tier.below
    if tiers[-1].below is not None:
        yield (
            len(tiers) - 1,
            "the highest band has a limit",
            "remove its `below`: everything above belongs to it",
        )


def unique_currencies(draft: Draft) -> Iterator[Problem]:
    """A word or sign that a visitor writes means one currency."""
    if draft.prices is None or draft.prices.value is None:
        return
    owner: dict[str, str] = {}
    for index, currency in enumerate(draft.prices.value.currencies):
        for key, words in (
            ("code", (currency.code,)),
            ("names", currency.names),
            ("names_in_answers", currency.names_in_answers),
            ("symbols", currency.symbols),
        ):
            for word in words:
                # A name and a symbol may be written alike within one currency ("kr").
                if owner.setdefault(word.casefold(), currency.code) != currency.code or (
                    key == "code" and any(c.code == word for c in draft.prices.value.currencies[:index])
                ):
                    yield draft.prices.problem(
                        "PA252",
                        f"{quoted(word)} already stands for {owner[word.casefold()]}",
                        "leave it to the currency that most of your visitors mean",
                        "currencies",
                        index,
                        key,
                    )


def known_currencies(draft: Draft) -> Iterator[Problem]:
    """``same_as_usd`` names currencies that are in the list."""
    if draft.prices is None or draft.prices.value is None:
        return
    known = [currency.code for currency in draft.prices.value.currencies]
    for index, code in enumerate(draft.prices.value.same_as_usd):
        if code not in known:
            yield draft.prices.problem(
                "PA253", f"there is no currency {quoted(code)}", choose(code, known), "same_as_usd", index
            )


def dollar(draft: Draft) -> Iterator[Problem]:
    """The US dollar is there and is the measure, and every rate is a number to reckon with."""
    if draft.prices is None or draft.prices.value is None:
        return
    rates = {currency.code: currency.per_usd for currency in draft.prices.value.currencies}
    if rates.get("USD") != 1:
        yield draft.prices.problem(
            "PA254",
            "the US dollar must be among the currencies, with a rate of 1",
            "add `- {code: USD, names: [dollar, dollars], per_usd: 1}` or correct its rate",
            "currencies",
        )
    for index, currency in enumerate(draft.prices.value.currencies):
        if not math.isfinite(currency.per_usd):
            what, fix = "`per_usd` isn't a number to reckon with", "write how many units make one US dollar"
            yield draft.prices.problem("PA254", what, fix, "currencies", index, "per_usd")


#: Every check, in the order of the files that they look at.
CHECKS: Final[tuple[Callable[[Draft], Iterator[Problem]], ...]] = (
    unique_ids,
    topics_beside_aspects,
    pin_types_of_rules,
    related_topics,
    links_of_facts,
    known_aspects,
    types_said_before,
    known_sources,
    complete_pin_types,
    enough_offered,
    answer_lengths,
    known_placeholders,
    fallbacks_of_placeholders,
    price_bands,
    unique_currencies,
    known_currencies,
    dollar,
    *RULE_CHECKS,
)
