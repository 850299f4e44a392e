"""What must hold among the rules: they make sense one by one, and they don't defeat each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from pin_advisor.catalog.draft import Draft, Entry
from pin_advisor.catalog.models import Rule
from pin_advisor.catalog.problems import Problem, choose, listed, quoted
from pin_advisor.catalog.situations import CONDITION_NEEDS, Situation, described, firings
from pin_advisor.vocabulary import VALUES


def needs_of_rules(draft: Draft) -> Iterator[Problem]:
    """Conditions use needs and values that a visitor can have."""
    for entry in draft.rules or ():
        yield from _unknown_needs(entry)


def effects(draft: Draft) -> Iterator[Problem]:
    """An effect has what it needs: pin types to work on, and a weight if it prefers them."""
    for entry in draft.rules or ():
        yield from _idle_effects(entry)


def possible_conditions(draft: Draft) -> Iterator[Problem]:
    """Every condition holds in some situation."""
    for placed in _sound(draft):
        if not placed.can_hold:
            yield placed.entry.problem(
                "PA264",
                f"{placed.name}: no visitor can be in this situation",
                "remove the part of `when` that contradicts the rest",
                "when",
            )


def no_duplicates(draft: Draft) -> Iterator[Problem]:
    """No rule says the same as another under the same condition."""
    for placed, first in _duplicates(_sound(draft)):
        yield placed.entry.problem(
            "PA266",
            f"{placed.name} has the same condition and effect as {first.name}",
            "delete one of the two; put both reasons into one `because` if they differ",
        )


def no_contradictions(draft: Draft) -> Iterator[Problem]:
    """Rules that rule out or require leave at least one offered pin type in every situation."""
    rules = _Rules.of(draft)
    for one, other in rules.opposed():
        yield other.entry.problem(
            "PA263",
            f"{one.name} and {other.name} require different pin types "
            f"(for example: {described(_together([one, other]))})",
            "narrow the `when` of one, give both a pin type in common, or make one `effect: prefer`",
        )
    for group in rules.leaving_nothing():
        names = listed([placed.name for placed in group])
        yield group[-1].entry.problem(
            "PA262",
            f"{names} leave{'s' if len(group) == 1 else ''} no pin type to recommend "
            f"(for example: {described(_together(group))})",
            "narrow the `when` of one, take a pin type out of it, or make it `effect: prefer`",
        )


def rules_that_matter(draft: Draft) -> Iterator[Problem]:
    """Every rule changes the outcome in some situation."""
    rules = _Rules.of(draft)
    for placed in rules.of_absent_types:
        types = placed.rule.pin_types
        verb = "is" if len(types) == 1 else "are"
        yield placed.entry.problem(
            "PA265",
            f"{placed.name} can never matter: {listed(types)} {verb} not offered",
            "delete the rule, put # before its lines, or write `offered: true` at the pin type",
            "pin_types",
        )
    for placed, others in rules.shadowed():
        yield placed.entry.problem(
            "PA265",
            f"{placed.name} can never matter: {listed([other.name for other in others])} "
            "already decide that wherever it holds",
            "delete it, or narrow the `when` of the others",
        )


#: The checks of this module.
RULE_CHECKS: Final[tuple[Callable[[Draft], Iterator[Problem]], ...]] = (
    needs_of_rules,
    effects,
    possible_conditions,
    no_duplicates,
    no_contradictions,
    rules_that_matter,
)


def _unknown_needs(entry: Entry[Rule]) -> Iterator[Problem]:
    if entry.value is None:
        return
    name = f"rule {quoted(entry.value.id)}"
    for need, allowed in VALUES.items():
        for index, value in enumerate(getattr(entry.value.when, need) or ()):
            if value not in allowed:
                what = f"{name}: {quoted(value)} isn't a value of {need}"
                yield entry.problem("PA224", what, choose(value, allowed), "when", need, index)
    for index, need in enumerate(entry.value.when.unknown):
        if need not in CONDITION_NEEDS:
            what = f"{name}: there is no need {quoted(need)}"
            yield entry.problem("PA235", what, choose(need, CONDITION_NEEDS), "when", "unknown", index)


def _idle_effects(entry: Entry[Rule]) -> Iterator[Problem]:
    rule = entry.value
    if rule is None:
        return
    name = f"rule {quoted(rule.id)}"
    if rule.effect != "note" and not rule.pin_types:
        what = f"{name}: `{rule.effect}` needs pin types"
        yield entry.problem("PA260", what, "add `pin_types: [...]`, or make it a `note`", "effect")
    if rule.effect == "prefer" and rule.weight == 0:
        what = f"{name}: `prefer` needs a weight"
        yield entry.problem(
            "PA261", what, "add `weight:`, such as 2; below zero speaks against the types", "effect"
        )
    if rule.effect != "prefer" and rule.weight != 0:
        what = f"{name}: `{rule.effect}` has no use for a weight"
        yield entry.problem("PA261", what, "remove `weight:`, or make it `effect: prefer`", "weight")


@dataclass(frozen=True)
class _Placed:
    """A rule whose own keys are all right, and where it is written."""

    entry: Entry[Rule]
    rule: Rule

    @property
    def name(self) -> str:
        return f"rule {quoted(self.rule.id)}"

    @property
    def can_hold(self) -> bool:
        return bool(firings([], given=self.rule.when))


def _sound(draft: Draft) -> list[_Placed]:
    """The rules that can be reasoned about: what is wrong with the others is reported on its own."""
    return [
        _Placed(entry, entry.value)
        for entry in draft.rules or ()
        if entry.value and not any(_unknown_needs(entry)) and not any(_idle_effects(entry))
    ]


def _duplicates(rules: Sequence[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """Each rule that repeats an earlier one, with that one."""
    first: dict[object, _Placed] = {}
    found = []
    for placed in rules:
        before = first.setdefault(_meaning(placed.rule), placed)
        if before is not placed:
            found.append((placed, before))
    return found


def _meaning(rule: Rule) -> object:
    when = tuple(
        (key, frozenset(value) if isinstance(value, tuple) else value)
        for key, value in rule.when.dict().items()
    )
    # A note has no effect but its words, so two notes differ by these.
    said = " ".join(rule.because.split()) if rule.effect == "note" else None
    return when, rule.effect, frozenset(rule.pin_types), rule.weight, said


def _together(group: Sequence[_Placed]) -> Situation:
    """A situation in which all rules of ``group``, known to be able to hold together, do."""
    return firings([placed.rule.when for placed in group])[(1 << len(group)) - 1]


@dataclass(frozen=True)
class _Rules:
    """The rules that can be reasoned about together: sound, possible, each given once.

    ``hard`` are those that take pin types away, ``soft`` those that prefer, and ``of_absent_types``
    those of either kind whose pin types are none of them offered.
    """

    offered: frozenset[str]
    hard: tuple[_Placed, ...]
    soft: tuple[_Placed, ...]
    of_absent_types: tuple[_Placed, ...]

    @classmethod
    def of(cls, draft: Draft) -> _Rules:
        """No rules at all unless every pin type is known, since all depends on which are offered."""
        pin_types = [entry.value for entry in draft.pin_types or ()]
        known = {pin_type.id for pin_type in pin_types if pin_type}
        offered = frozenset(pin_type.id for pin_type in pin_types if pin_type and pin_type.offered)
        if None in pin_types or not offered:
            return cls(offered, (), (), ())
        sound = _sound(draft)
        repeated = {id(placed) for placed, _ in _duplicates(sound)}
        rules = [
            placed
            for placed in sound
            if placed.rule.effect != "note"
            and id(placed) not in repeated
            and known.issuperset(placed.rule.pin_types)
            and placed.can_hold
        ]
        present = [placed for placed in rules if offered.intersection(placed.rule.pin_types)]
        return cls(
            offered,
            tuple(placed for placed in present if placed.rule.effect != "prefer"),
            tuple(placed for placed in present if placed.rule.effect == "prefer"),
            tuple(placed for placed in rules if placed not in present),
        )

    def taken(self, rule: Rule) -> frozenset[str]:
        """The offered pin types that a hard ``rule`` takes away."""
        named = self.offered.intersection(rule.pin_types)
        return named if rule.effect == "rule_out" else self.offered - named

    def opposed(self) -> list[tuple[_Placed, _Placed]]:
        """Pairs of rules that can hold together and require pin types of which none is the same."""
        requiring = [placed for placed in self.hard if placed.rule.effect == "require"]
        return [
            (one, other)
            for one, other in combinations(requiring, 2)
            if self.taken(one.rule) | self.taken(other.rule) == self.offered
            and 1 in firings([one.rule.when], given=other.rule.when)
        ]

    def leaving_nothing(self) -> list[list[_Placed]]:
        """Smallest groups of rules that can hold together and take all offered types away.

        Pairs that :meth:`opposed` finds are left out, with every situation in which they meet.
        """
        known = [{id(one), id(other)} for one, other in self.opposed()]
        groups: list[list[_Placed]] = []
        conditions = [placed.rule.when for placed in self.hard]
        # Fewest first: what goes wrong with few rules would go wrong with more in the same way.
        for holding in sorted(firings(conditions), key=lambda bits: bits.bit_count()) if conditions else ():
            group = [placed for i, placed in enumerate(self.hard) if holding >> i & 1]
            if not self._leaves_nothing(group) or any(pair <= {id(p) for p in group} for pair in known):
                continue
            for placed in tuple(group):
                fewer = [other for other in group if other is not placed]
                group = fewer if self._leaves_nothing(fewer) else group
            known.append({id(placed) for placed in group})
            groups.append(group)
        return groups

    def _leaves_nothing(self, group: Sequence[_Placed]) -> bool:
        return frozenset().union(*(self.taken(placed.rule) for placed in group)) == self.offered

    def shadowed(self) -> Iterator[tuple[_Placed, list[_Placed]]]:
        """Rules that never change anything, each with the rules that are the reason.

        Of two that make each other needless only the later one is given: deleting all that are
        given changes no recommendation.
        """
        remaining = list(self.hard)
        for placed in reversed(self.hard + self.soft):
            others = [other for other in remaining if other is not placed]
            if self._needless(placed.rule, others):
                for other in tuple(others):
                    fewer = [each for each in others if each is not other]
                    others = fewer if self._needless(placed.rule, fewer) else others
                remaining = [other for other in remaining if other is not placed]
                yield placed, others

    def _needless(self, rule: Rule, others: Sequence[_Placed]) -> bool:
        """Whether ``others`` have always taken away already what ``rule`` is about."""
        about = self.offered.intersection(rule.pin_types) if rule.effect == "prefer" else self.taken(rule)
        relevant = [other for other in others if about & self.taken(other.rule)]
        return all(
            about
            <= frozenset().union(
                *(self.taken(other.rule) for i, other in enumerate(relevant) if holding >> i & 1)
            )
            for holding in firings([other.rule.when for other in relevant], given=rule.when)
        )
