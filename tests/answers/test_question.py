"""Questions that lean on the one before."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pin_advisor.answers import Question, resolve

HARD, SOFT, PRINTED = ("hard_enamel",), ("soft_enamel",), ("screen_printed",)
BOTH = HARD + SOFT


@pytest.mark.parametrize(
    ("question", "previous", "expected"),
    [
        pytest.param(Question(None, SOFT), Question("feel", HARD), Question("feel", SOFT), id="and soft?"),
        pytest.param(
            Question("follow_up", PRINTED),
            Question("cost", BOTH),
            Question("cost", PRINTED),
            id="and printed?",
        ),
        pytest.param(
            Question("feel"), Question("cost", SOFT), Question("feel", SOFT), id="how does it feel?"
        ),
        pytest.param(
            Question("feel", HARD), Question("cost", SOFT), Question("feel", HARD), id="nothing missing"
        ),
        pytest.param(
            Question("follow_up"), Question("cost", HARD), Question("cost", SOFT), id="and the other one?"
        ),
        pytest.param(Question("follow_up"), Question("cost", BOTH), Question("cost", BOTH), id="and both?"),
        pytest.param(
            Question(None, SOFT),
            Question("best_for", HARD, occasion="award"),
            Question("best_for", SOFT, occasion="award"),
            id="and soft, for awards?",
        ),
        pytest.param(
            Question(occasion="school"),
            Question("best_for", occasion="award"),
            Question("best_for", occasion="school"),
            id="and for schools?",
        ),
        pytest.param(
            Question(occasion="school"),
            Question("feel", HARD),
            Question("best_for", occasion="school"),
            id="for schools, after something else",
        ),
        pytest.param(
            Question("best_for", form="yes_no", occasion="award"),
            Question("feel", SOFT),
            Question("best_for", SOFT, "yes_no", occasion="award"),
            id="is it good for awards?",
        ),
        pytest.param(
            Question("cost", SOFT, "compare"),
            Question("feel", HARD),
            Question("cost", BOTH, "compare"),
            id="is it dearer than soft?",
        ),
        pytest.param(
            Question("cost", form="superlative", direction="least"),
            Question("feel", BOTH),
            Question("cost", BOTH, "superlative", "least"),
            id="which of the two is cheaper?",
        ),
        pytest.param(
            Question("cost", form="superlative"),
            Question("feel", HARD),
            Question("cost", form="superlative"),
            id="which is dearest of all?",
        ),
        pytest.param(
            Question(None, SOFT),
            Question("cost", HARD, aspects=("feel",)),
            Question("cost", SOFT, aspects=("feel",)),
            id="and soft, in both aspects?",
        ),
        pytest.param(
            Question("rust"), Question("feel", SOFT), Question("rust", SOFT), id="a FAQ topic keeps the type"
        ),
        pytest.param(
            Question(None, SOFT), Question("rust"), Question("what_is", SOFT), id="after a FAQ topic"
        ),
        pytest.param(
            Question("tell_more"), Question("what_is", SOFT), Question("look", SOFT), id="tell me more"
        ),
        pytest.param(
            Question("tell_more"),
            Question("difference", BOTH),
            Question("process", BOTH),
            id="why they differ",
        ),
    ],
)
def test_what_is_missing_comes_from_the_turn_before(
    question: Question, previous: Question, expected: Question
) -> None:
    assert resolve(question, previous) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (Question(None, SOFT), Question("what_is", SOFT)),
        (Question(None, BOTH), Question("difference", BOTH)),
        (Question(occasion="award"), Question("best_for", occasion="award")),
        (Question(aspects=("cost", "feel")), Question("cost", aspects=("feel",))),
        (Question("feel"), Question("feel")),
        (Question("follow_up"), Question()),
    ],
)
def test_a_first_question_is_taken_for_the_most_probable(question: Question, expected: Question) -> None:
    assert resolve(question, None) == expected


def test_telling_more_never_comes_to_an_end() -> None:
    question = Question("what_is", HARD)
    topics = []
    for _ in range(40):
        question = resolve(Question("tell_more"), question)
        topics.append(question.topic)
    assert len(set(topics)) == 18
    assert all(a != b for a, b in pairwise(topics))
