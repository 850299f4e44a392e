"""The last answer, or one thing that was told, is taken back, and the visitor hears what stands."""

from __future__ import annotations

from typing import Any

import pytest

from actions.advice_form import ValidateAdviceForm
from actions.quote_form import ValidateQuoteForm

FORM = "advice_form"


def tell(talk: Any, text: str, **needs: Any) -> None:
    talk.hears(text, "inform", needs)


async def test_the_last_answer_goes_and_the_others_stay(talk: Any) -> None:
    talk.asks(FORM, "occasion")
    tell(talk, "a club", occasion="club")
    tell(talk, "flat", dimensionality="2d")
    reply = await talk.hears("undo", "inform", undoes=True).run(ValidateAdviceForm())
    assert talk.slots["occasion"] == "club"
    assert talk.slots["dimensionality"] is None
    assert reply.texts == ["I have taken back a flat (2D) design. What stands: pins for a club."]


async def test_twice_goes_back_two_answers(talk: Any) -> None:
    talk.asks(FORM, "occasion")
    tell(talk, "a club", occasion="club")
    tell(talk, "flat", dimensionality="2d")
    for _ in range(2):
        reply = await talk.hears("undo", "inform", undoes=True).run(ValidateAdviceForm())
    assert talk.slots["occasion"] is None
    assert reply.texts == ["I have taken back a club. Nothing else has been noted so far."]
    reply = await talk.hears("undo", "inform", undoes=True).run(ValidateAdviceForm())
    assert reply.responses == ["utter_nothing_to_undo"]


async def test_a_value_that_was_replaced_holds_again(talk: Any) -> None:
    talk.asks(FORM, "budget")
    tell(talk, "tight", budget="tight")
    tell(talk, "no, premium", budget="premium")
    reply = await talk.hears("undo", "inform", undoes=True).run(ValidateAdviceForm())
    assert talk.slots["budget"] == "tight"
    assert "a generous budget; it is a tight budget again." in reply.text


async def test_what_was_only_supposed_is_dropped_and_nothing_else(talk: Any) -> None:
    talk.asks(FORM, "budget")
    tell(talk, "a club", occasion="club")
    talk.slots["hypothesis"] = {"dimensionality": "3d"}
    await talk.hears("undo", "inform", undoes=True).run(ValidateAdviceForm())
    assert talk.slots["hypothesis"] is None
    assert talk.slots["occasion"] == "club"


async def test_what_was_said_before_a_fresh_start_does_not_come_back(talk: Any) -> None:
    talk.asks(FORM, "occasion")
    tell(talk, "a club", occasion="club")
    talk.events.append({"event": "action", "name": "action_start_over"})
    reply = await talk.hears("undo", "inform", undoes=True).run(ValidateAdviceForm())
    assert reply.responses == ["utter_nothing_to_undo"]


async def test_one_wish_is_left_open_and_its_money_goes_with_it(talk: Any) -> None:
    talk.slots |= {"occasion": "club", "budget": "moderate", "budget_amount": 2.0, "budget_per": "piece"}
    reply = await talk.hears("forget the budget", "inform", unsets="budget").run(ValidateAdviceForm())
    assert [talk.slots[name] for name in ("budget", "budget_amount", "budget_per")] == [None] * 3
    assert talk.slots["declined_needs"] == ["budget"]
    assert talk.slots["occasion"] == "club"
    assert reply.texts == ["All right, I leave open the budget."]


async def test_what_is_never_asked_for_is_not_declined(talk: Any) -> None:
    talk.slots |= {"artwork": "photo"}
    await talk.hears("no photo after all", "inform", unsets="artwork").run(ValidateAdviceForm())
    assert talk.slots["artwork"] is None
    assert not talk.slots["declined_needs"]


@pytest.mark.parametrize("name", ["deadline", "design"])
async def test_a_detail_of_a_request_is_left_open(talk: Any, name: str) -> None:
    talk.slots |= {"quantity": 60, "design": "an owl", "deadline": "May", "contact": "a@b.example"}
    talk.asks("quote_form", "quote_confirmed").hears("forget it", "inform", unsets=name)
    await talk.run(ValidateQuoteForm())
    assert talk.slots[name] is None
    assert talk.slots["declined_needs"] == [name]
