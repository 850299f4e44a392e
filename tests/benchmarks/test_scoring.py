"""Scores of readings, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from benchmarks.understanding import scoring
from benchmarks.understanding.dataset import Case
from benchmarks.understanding.reading import Reading
from benchmarks.understanding.scoring import Share


def case(
    intent: str, *questions: tuple[str, ...], asked: str | None = None, **needs: tuple[Any, ...]
) -> Case:
    return Case("m1", "words", "none", intent, questions, needs, asked, None)


def reading(intent: str, *topics: str, in_scope: float = 1.0, **needs: Any) -> Reading:
    return Reading("m1", intent, topics, needs, 0.9, in_scope)


@pytest.mark.parametrize(
    ("expected", "got", "right"),
    [
        (case("greet"), reading("greet"), True),
        (case("greet"), reading("thank"), False),
        (case("ask", ("feel", "look")), reading("ask", "look"), True),
        (case("ask", ("feel", "look")), reading("ask", "cost"), False),
        (case("ask", ("feel",)), reading("ask"), False),
        # Of more topics than were asked for, only the surest counts.
        (case("ask", ("feel",)), reading("ask", "cost", "feel"), False),
        (case("ask", ("feel",)), reading("ask", "feel", "cost"), True),
        # The topic is found, but the message is taken for something else.
        (case("ask", ("feel",)), reading("inform", "feel"), False),
        (case("ask", ("feel",), ("cost",)), reading("ask", "cost", "feel"), True),
        (case("ask", ("feel",), ("cost",)), reading("ask", "look", "cost", "feel"), True),
        (case("ask", ("feel",), ("cost",)), reading("ask", "feel"), False),
        # One topic can't stand for two questions, even if it is acceptable for both.
        (case("ask", ("feel", "look"), ("look", "cost")), reading("ask", "look"), False),
        (case("ask", ("feel", "look"), ("look", "cost")), reading("ask", "look", "feel"), True),
    ],
)
def test_right_means_intent_and_topics(expected: Case, got: Reading, right: bool) -> None:
    assert scoring.is_right(expected, got) is right


@pytest.mark.parametrize(
    ("topics", "number"),
    [((), 0), (("cost",), 1), (("look",), 1), (("look", "plating"), 1), (("look", "cost"), 2)],
)
def test_questions_found(topics: tuple[str, ...], number: int) -> None:
    two = case("ask", ("feel", "look"), ("look", "cost"))

    assert scoring.found(two, reading("ask", *topics)) == number


def test_labels_count_an_acceptable_topic_as_the_best() -> None:
    one = case("ask", ("feel", "look"))

    assert scoring.labels(one, reading("ask", "look")) == ("ask/feel", "ask/feel")
    assert scoring.labels(one, reading("ask", "cost")) == ("ask/feel", "ask/cost")
    assert scoring.labels(one, reading("ask")) == ("ask/feel", "ask/?")
    assert scoring.labels(one, reading("inform")) == ("ask/feel", "inform")
    assert scoring.labels(case("greet"), reading("greet")) == ("greet", "greet")


def test_half_of_two_questions_is_not_the_label_expected() -> None:
    two = case("ask", ("feel",), ("cost",))

    assert scoring.labels(two, reading("ask", "feel", "cost")) == ("ask/feel", "ask/feel")
    assert scoring.labels(two, reading("ask", "feel")) == ("ask/feel", "ask/feel, nothing else")


def test_macro_f1() -> None:
    """Greet: 2 of 2, and one too many, F1 4/5. Thank: 1 of 2, F1 2/3. Deny: 0. Abuse is never expected."""
    pairs = [
        (case("greet"), reading("greet")),
        (case("greet"), reading("greet")),
        (case("thank"), reading("greet")),
        (case("thank"), reading("thank")),
        (case("deny"), reading("abuse")),
    ]

    assert scoring.macro_f1(pairs) == pytest.approx(100 * (4 / 5 + 2 / 3 + 0) / 3)


NEEDY = [
    (case("inform", asked="budget", budget=("tight",)), reading("inform", budget="tight")),
    (case("inform", asked="budget", budget=("tight",)), reading("inform", budget="premium")),
    (case("inform", asked="occasion", budget=("tight", "moderate")), reading("inform", budget="moderate")),
    (case("inform", budget=("premium",), durability=("low",)), reading("inform", durability="low")),
    (case("greet"), reading("greet", durability="high")),
    (case("inform", artwork=("photo",)), reading("inform")),
]


def test_needs_right_by_whether_they_were_asked_for() -> None:
    assert scoring.need_right("budget", NEEDY, asked=True) == Share(1, 2)
    assert scoring.need_right("budget", NEEDY, asked=False) == Share(1, 2)
    assert scoring.need_right("durability", NEEDY, asked=False) == Share(1, 1)
    assert scoring.need_right("durability", NEEDY, asked=True) == Share(0, 0)


def test_needs_noticed_and_invented() -> None:
    assert scoring.need_noticed(NEEDY) == Share(4, 5)
    assert scoring.need_invented(NEEDY, "durability") == Share(1, 5)
    assert scoring.need_invented(NEEDY, "budget") == Share(0, 2)


def test_all_needs_of_a_message() -> None:
    """Only the four that the advice asks for; a message that states none of them is left out."""
    assert scoring.all_needs_right(NEEDY) == Share(2, 4)
    spoilt = (case("inform", budget=("tight",)), reading("inform", budget="tight", occasion="club"))
    assert scoring.all_needs_right([spoilt]) == Share(0, 1)
    assert scoring.wrong_needs(*spoilt) == {"occasion": (None, "club")}


def test_recall_where_so_many_questions_may_be_rejected() -> None:
    """Of 10 questions a fifth, the two at 0.1 and 0.2, may be rejected: all below 0.3 is."""
    questions = [(case("ask", ("feel",)), reading("ask", in_scope=n / 10)) for n in range(1, 11)]
    strangers = [
        (case("out_of_scope"), reading("ask", "feel", in_scope=0.05)),
        (case("out_of_scope"), reading("out_of_scope", in_scope=0.29)),
        (case("out_of_scope"), reading("out_of_scope", in_scope=0.3)),
        (case("out_of_scope"), reading("ask", "feel", in_scope=0.9)),
    ]
    pairs = [*questions, *strangers]

    assert scoring.recall_at(pairs, scoring.by_probability, 0.2) == Share(2, 4)
    assert scoring.recall_at(pairs, scoring.by_probability, 0.0) == Share(1, 4)
    # By decision the third stranger comes below every accepted message as well.
    assert scoring.recall_at(pairs, scoring.by_decision, 0.2) == Share(3, 4)
    # 2 % of ten questions is none of them.
    assert scoring.recall_at(pairs, scoring.by_probability) == Share(1, 4)


def test_rejected_as_configured() -> None:
    pairs = [
        (case("ask", ("feel",)), reading("out_of_scope")),
        (case("ask", ("feel",)), reading("other_language")),
        (case("ask", ("feel",)), reading("ask", "feel")),
        (case("out_of_scope"), reading("out_of_scope")),
    ]

    assert scoring.rejected(pairs, lambda c: c.intent == "ask") == Share(2, 3)
    assert scoring.rejected(pairs, lambda c: c.intent == "out_of_scope") == Share(1, 1)


@pytest.mark.parametrize(("percent", "value"), [(50, 2.0), (95, 4.0), (25, 1.0), (100, 4.0), (0, 1.0)])
def test_percentile(percent: float, value: float) -> None:
    assert scoring.percentile([4.0, 1.0, 3.0, 2.0], percent) == value


def test_the_interval_of_a_difference() -> None:
    assert scoring.interval([True] * 9, [False] * 9) == (100.0, 100.0)
    assert scoring.interval([True, False] * 5, [True, False] * 5) == (0.0, 0.0)
    low, high = scoring.interval([True] * 60 + [False] * 40, [False] * 100)
    assert 48 < low < 53 < 67 < high < 72  # 60 +- 1.96 * sqrt(0.6 * 0.4 / 100)


def test_a_share_of_nothing() -> None:
    assert math.isnan(Share(0, 0).percent)
    assert Share(1, 4).percent == 25.0
