"""What a message changes is said, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.advice_form import ValidateAdviceForm
from actions.changes import changes, money_in_words
from actions.turn import Turn


def told(talk: Any, **slots: Any) -> None:
    """The visitor has told these before."""
    talk.hears("...", "inform", slots)


def turn(talk: Any) -> Turn:
    state = {
        "sender_id": "v",
        "slots": talk.slots,
        "latest_message": talk.message,
        "events": talk.events,
        "active_loop": {},
    }
    return Turn(Tracker.from_dict(state), CollectingDispatcher(), {})


@pytest.mark.parametrize(
    ("before", "now", "sentence"),
    [
        ({"quantity": 200}, {"quantity": 300}, "Changed: 300 pieces instead of 200 pieces."),
        ({"occasion": "school"}, {"occasion": "club"}, "Changed: a club instead of a school."),
        ({"occasion": "school"}, {"occasion": "school"}, None),
        ({"occasion": "school"}, {"budget": "tight"}, None),
        (
            {"budget": "moderate"},
            {"budget_amount": 2.0, "budget_per": "piece"},
            "Changed: 2 a piece at most, which is still a moderate budget.",
        ),
    ],
)
def test_only_what_had_another_value_is_a_change(
    talk: Any, before: dict[str, Any], now: dict[str, Any], sentence: str | None
) -> None:
    told(talk, **before)
    talk.hears("...", "inform", now)
    assert changes(turn(talk)) == sentence


async def test_a_correction_is_said_and_leaves_the_question_open(talk: Any) -> None:
    told(talk, occasion="school", dimensionality="3d")
    talk.asks("advice_form", "budget").hears("no, 2d", "inform", {"dimensionality": "2d"})
    reply = await talk.run(ValidateAdviceForm())
    assert reply.text == "Changed: a flat (2D) design instead of a 3D design."
    talk.hears("and for my club", "inform", {"occasion": "club"})
    await talk.run(ValidateAdviceForm())
    assert talk.asked == "budget"
    assert not talk.slots["declined_needs"]


def test_money_is_said_without_the_look_of_a_price() -> None:
    assert money_in_words(2.5, "EUR", "piece") == "2.50 a piece (EUR)"
    assert money_in_words(1500.0, None, "total") == "1,500 in total"
