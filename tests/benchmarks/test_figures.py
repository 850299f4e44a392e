"""Figures of records, worked out by hand."""

from __future__ import annotations

import math

import pytest

from benchmarks.serving.figures import Spread, growth, in_a_form, percentile
from benchmarks.serving.load import Record, Run
from benchmarks.serving.scripts import CYCLE, long_script
from tests.benchmarks.records import record, reply


def question(slot: str, turn: int, **more: list[str]) -> Record:
    return record(reply("?", type="question", slot=slot, **more), turn=turn)


def test_only_what_the_form_took_is_a_message_in_a_form() -> None:
    taken = question("budget", 2)
    recommended = record(reply("Soft enamel.", type="recommendation"), turn=5)
    conversation = [
        question("dimensionality", 0),  # starts the form
        question("dimensionality", 1),  # not understood, asked again
        taken,
        question("durability", 3, answered=["feel"]),  # a question was answered as well
        record(reply("Sorry?", type="fallback"), turn=4),
        recommended,  # nothing was asked before it
    ]
    other = record(reply("Hard enamel.", type="recommendation"), turn=6)

    assert in_a_form(conversation) == [taken]
    assert in_a_form([*conversation[:3], other]) == [taken, other]


def test_conversations_at_the_same_time_are_told_apart() -> None:
    first = [record(reply("?", type="question", slot="budget"), sender="a", turn=0)]
    second = [record(reply("!", type="recommendation"), sender="b", turn=0)]

    assert in_a_form([*first, *second]) == []


@pytest.mark.parametrize(("percent", "value"), [(50, 5), (99, 10), (100, 10), (10, 1), (11, 2)])
def test_percentiles_are_values_that_were_there(percent: float, value: float) -> None:
    assert percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], percent) == value


def test_no_values_have_no_percentile() -> None:
    assert math.isnan(percentile([], 50))


def test_spread() -> None:
    assert Spread.of([3, 1, 9]) == Spread(3, 1, 9)


def test_throughput_leaves_out_the_warm_up_the_end_and_what_was_lost() -> None:
    records = [
        record(reply("Hello."), began=began, seconds=0.5) for began in (0.0, 1.0, 2.0, 3.0, 4.0, 5.4, 5.6)
    ]
    lost = record(None, began=4.0)

    # The replies at 2.5, 3.5, 4.5 and 5.9 s, in the four seconds from 2 to 6.
    assert Run([*records, lost], seconds=6.0, cpu_seconds=0.8, visitors=1).throughput == 1.0


def test_processor_time_is_shared_by_all_messages() -> None:
    assert Run([record(None), record(reply("Hello."))], 6.0, 0.8, 1).cpu_ms == 400.0


def test_a_long_conversation_is_compared_with_a_new_one() -> None:
    script = long_script(100)
    first = [n for n, voice in enumerate(script.voices) if voice == 0]
    second = [n for n, voice in enumerate(script.voices) if voice == 1]
    records = [
        record(reply("Hello."), turn=n, seconds=0.1 if voice else 0.1 + n / 1000)
        for n, voice in enumerate(script.voices)
    ]
    found = growth(records)

    assert (len(first), len(second), found.turns) == (100, 2 * CYCLE, 100)
    assert [script.turns[n].words for n in first[-2 * CYCLE :]] == [script.turns[n].words for n in second]
    # The first one's last twenty messages are said at 80, 82, ... 118.
    assert found.early == pytest.approx(0.1)
    assert found.late == pytest.approx(0.1 + 0.099)
    assert found.ratio == pytest.approx(1.99)
