"""How right the readings of the frozen messages are. Pure: cases and readings in, figures out."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, Final

from benchmarks.understanding.dataset import Case
from benchmarks.understanding.reading import OUT_OF_SCOPE, REJECTIONS, Reading
from benchmarks.utterances import ASK

#: The needs that the advice asks for.
NEEDS: Final = ("occasion", "budget", "dimensionality", "durability")
#: Share of the questions in scope that may be rejected where the threshold is free.
REJECTED: Final = 0.02

Pair = tuple[Case, Reading]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def percent(self) -> float:
        """``nan`` where there was nothing to count."""
        return 100 * self.hits / self.of if self.of else math.nan


def share(truths: Iterable[bool]) -> Share:
    """How many of them are true."""
    listed = list(truths)
    return Share(sum(listed), len(listed))


# -- intents and topics -----------------------------------------------------------------------------


def is_right(case: Case, reading: Reading) -> bool:
    """Whether the intent is right, and for a question its topic too: of two questions, both topics.

    Of what is found beyond one expected question only the surest counts.
    """
    if reading.intent != case.intent:
        return False
    if not case.questions:
        return True
    return found(case, reading) == len(case.questions)


def found(case: Case, reading: Reading) -> int:
    """How many of a message's questions were found, each found topic standing for one of them."""
    wanted = case.questions
    topics: list[str | None] = list(reading.topics[: 1 if len(wanted) == 1 else None])
    topics += [None] * (len(wanted) - len(topics))
    return max(
        sum(topic in acceptable for topic, acceptable in zip(order, wanted, strict=True))
        for order in permutations(topics, len(wanted))
    )


def labels(case: Case, reading: Reading) -> tuple[str, str]:
    """Expected and found as one label each: the intent, with a question's topic.

    An acceptable topic counts as the best one. A message with two questions is one case of the first of
    them, right if both are found.
    """
    expected = case.intent if not case.questions else f"{ASK}/{case.questions[0][0]}"
    if is_right(case, reading):
        return expected, expected
    got = reading.intent
    if got == ASK:
        got = f"{ASK}/{reading.topics[0]}" if reading.topics else f"{ASK}/?"
    return expected, got if got != expected else f"{got}, nothing else"


def macro_f1(pairs: Sequence[Pair]) -> float:
    """The mean F1 over the labels that are expected, in percent."""
    both = [labels(case, reading) for case, reading in pairs]
    scores = []
    for label in {expected for expected, _ in both}:
        hits = sum(expected == got == label for expected, got in both)
        missed = sum(expected == label != got for expected, got in both)
        wrong = sum(got == label != expected for expected, got in both)
        scores.append(2 * hits / (2 * hits + missed + wrong))
    return 100 * sum(scores) / len(scores) if scores else math.nan


# -- needs ------------------------------------------------------------------------------------------


def need_right(need: str, pairs: Sequence[Pair], *, asked: bool) -> Share:
    """Of the messages that state ``need``, after having been asked for it or not: read with a right value."""
    stating = [(c, r) for c, r in pairs if need in c.needs and (c.asked == need) == asked]
    return share(r.needs.get(need) in c.needs[need] for c, r in stating)


def need_noticed(pairs: Sequence[Pair]) -> Share:
    """Of all needs stated: noticed at all, whatever the value."""
    return share(need in r.needs for c, r in pairs for need in NEEDS if need in c.needs)


def need_invented(pairs: Sequence[Pair], need: str | None = None) -> Share:
    """Of the messages that do not state ``need``, or any of the four: it is read all the same."""
    needs = NEEDS if need is None else (need,)
    return share(n in r.needs for c, r in pairs for n in needs if n not in c.needs)


def all_needs_right(pairs: Sequence[Pair]) -> Share:
    """Of the messages that state needs: all of the four read right, and none besides."""
    stating = [(c, r) for c, r in pairs if set(NEEDS) & set(c.needs)]
    return share(not wrong_needs(c, r) for c, r in stating)


def wrong_needs(case: Case, reading: Reading) -> dict[str, tuple[Any, Any]]:
    """Needs of the four that were missed, misread or invented: what was expected and got."""
    return {
        need: (case.needs.get(need), reading.needs.get(need))
        for need in NEEDS
        if (need in case.needs or need in reading.needs)
        and reading.needs.get(need) not in case.needs.get(need, ())
    }


# -- out of scope -----------------------------------------------------------------------------------

Score = Callable[[Reading], float]


def by_probability(reading: Reading) -> float:
    """How surely a message is in scope, by probability alone."""
    return reading.in_scope


def by_decision(reading: Reading) -> float:
    """The same, but whatever the system rejects ranks below all that it accepts."""
    return reading.in_scope - (1.0 if reading.intent in REJECTIONS else 0.0)


def recall_at(pairs: Sequence[Pair], score: Score, rejected: float = REJECTED) -> Share:
    """Out-of-scope messages below the highest threshold that rejects no more than that share of questions."""
    questions = sorted(score(r) for c, r in pairs if c.intent == ASK)
    if not questions:
        return Share(0, 0)
    threshold = questions[min(math.floor(rejected * len(questions)), len(questions) - 1)]
    return share(score(r) < threshold for c, r in pairs if c.intent == OUT_OF_SCOPE)


def rejected(pairs: Sequence[Pair], wanted: Callable[[Case], bool]) -> Share:
    """Of the messages that ``wanted`` picks: rejected by the system as it is configured."""
    return share(r.intent in REJECTIONS for c, r in pairs if wanted(c))


# -- all together -----------------------------------------------------------------------------------


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least ``percent`` of all do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(percent / 100 * len(ranked)) - 1)]


def interval(one: Sequence[bool], other: Sequence[bool], draws: int = 2000) -> tuple[float, float]:
    """95 % interval of how many percentage points ``one`` is ahead, by paired bootstrap (fixed seed)."""
    chance = random.Random(0)
    steps = [int(a) - int(b) for a, b in zip(one, other, strict=True)]
    means = sorted(100 * sum(chance.choices(steps, k=len(steps))) / len(steps) for _ in range(draws))
    return means[round(0.025 * draws)], means[round(0.975 * draws) - 1]


def by_noise(pairs: Sequence[Pair]) -> Mapping[str, Share]:
    """Right intents and topics by kind of noise, the most frequent kind first."""
    kinds: dict[str, list[bool]] = {}
    for case, reading in pairs:
        kinds.setdefault(case.noise, []).append(is_right(case, reading))
    return {kind: share(truths) for kind, truths in sorted(kinds.items(), key=lambda x: -len(x[1]))}
