"""Which replies count as wrong, empty or lost."""

from __future__ import annotations

from benchmarks.serving.judging import alone, judge, judge_by_expectations
from benchmarks.serving.scripts import Script
from tests.benchmarks.records import record, reply
from tests.conversations.schema import Turn

ALONE = alone([record(reply("Hello.")), record(reply("Flat or sculpted?"), turn=1)])


def test_the_reply_that_came_alone_is_right_whoever_asks() -> None:
    verdict = judge(
        [record(reply("Hello.", "w"), sender="w"), record(reply("Flat or sculpted?"), turn=1)], ALONE
    )

    assert (verdict.bad, verdict.of, verdict.first) == (0, 2, "")


def test_wrong_empty_and_lost_are_told_apart() -> None:
    verdict = judge(
        [
            record(reply("Hello.")),
            record(reply("Flat or sculpted?")),  # the reply to another turn
            record(reply("Hello.", type="smalltalk")),  # the same words, another structured message
            record(reply(None, type="smalltalk")),
            record(reply("  ")),
            record([]),
            record(None, status=503),
        ],
        ALONE,
    )

    assert (verdict.wrong, verdict.empty, verdict.lost, verdict.of) == (2, 3, 1, 7)
    assert verdict.first.startswith("s, turn 1 ('words'): wrong")


def test_a_reply_to_what_nobody_said_alone_is_wrong() -> None:
    assert judge([record(reply("Hello."), turn=7)], ALONE).wrong == 1


def test_another_number_of_a_request_is_no_other_reply() -> None:
    numbered = alone([record(reply("Your request is Q-7F3K2M."))])

    assert judge([record(reply("Your request is Q-ABCDE2."))], numbered).bad == 0
    assert judge([record(reply("Your order is Q-ABCDE2."))], numbered).wrong == 1


def test_what_the_conversation_expects() -> None:
    script = Script("s", (Turn(say="hi", expect={"type": "smalltalk"}),))

    assert judge_by_expectations([record(reply("Hello.", type="smalltalk"))], [script]).bad == 0
    assert judge_by_expectations([record(reply("Hello.", type="handoff"))], [script]).wrong == 1
