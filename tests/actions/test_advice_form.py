"""The advice form: it asks for what is missing, in order, and never twice for what was left open."""

from __future__ import annotations

from typing import Any

import pytest

from actions.advice_form import (
    ActionAskBudget,
    ActionAskDimensionality,
    ActionAskDurability,
    ActionAskOccasion,
    ValidateAdviceForm,
)

FORM = "advice_form"
ASK = {
    "occasion": ActionAskOccasion,
    "dimensionality": ActionAskDimensionality,
    "budget": ActionAskBudget,
    "durability": ActionAskDurability,
}


# -- what is asked for ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "next_one"),
    [
        ({}, "occasion"),
        ({"occasion": "award"}, "dimensionality"),
        ({"dimensionality": "2d", "durability": "low"}, "occasion"),
        ({"occasion": "award", "dimensionality": "2d"}, "budget"),
        ({"occasion": "award", "dimensionality": "2d", "budget": "tight"}, "durability"),
        ({"occasion": "award", "dimensionality": "2d", "budget": "tight", "durability": "low"}, None),
    ],
)
async def test_it_asks_for_the_first_need_that_is_missing(
    talk: Any, known: dict[str, str], next_one: str | None
) -> None:
    talk.asks(FORM, "occasion").hears("That is how it is.", "inform", known)
    await talk.run(ValidateAdviceForm())
    assert talk.asked == next_one


async def test_what_is_known_from_before_is_not_asked_again(talk: Any) -> None:
    talk.slots |= {"occasion": "school", "budget": "tight"}
    talk.asks(FORM, "dimensionality").hears("flat", "inform", {"dimensionality": "2d"})
    await talk.run(ValidateAdviceForm())
    assert talk.asked == "durability"


async def test_artwork_and_quantity_are_welcome_but_never_asked_for(talk: Any) -> None:
    known = {"occasion": "award", "dimensionality": "2d", "budget": "tight", "durability": "low"}
    talk.asks(FORM, "durability").hears("All of it.", "inform", known)
    await talk.run(ValidateAdviceForm())
    assert talk.slots["artwork"] is None
    assert talk.slots["quantity"] is None
    assert talk.asked is None


# -- settled by a hint ------------------------------------------------------------------------------


def hint(**values: str) -> dict[str, Any]:
    return {need: {"value": value, "confidence": 0.3} for need, value in values.items()}


async def test_who_does_not_know_is_taken_at_their_earlier_words(talk: Any) -> None:
    talk.hears("something for the lads", "request_advice", hints=hint(occasion="sports_team"))
    talk.asks(FORM, "occasion").hears("couldn't say", "not_sure")
    await talk.run(ValidateAdviceForm())
    assert talk.slots["occasion"] == "sports_team"
    assert "occasion" not in (talk.slots["declined_needs"] or ())


async def test_the_surest_of_several_hints_counts(talk: Any) -> None:
    faint = {"occasion": {"value": "club", "confidence": 0.21}}
    talk.hears("something for the lads", "request_advice", hints=hint(occasion="sports_team"))
    talk.hears("we meet on Fridays", "inform", hints=faint)
    talk.asks(FORM, "occasion").hears("couldn't say", "not_sure")
    await talk.run(ValidateAdviceForm())
    assert talk.slots["occasion"] == "sports_team"


async def test_who_will_not_tell_is_not_guessed_at(talk: Any) -> None:
    talk.hears("something for the lads", "request_advice", hints=hint(occasion="sports_team"))
    talk.asks(FORM, "occasion").hears("none of your business", "refuse")
    await talk.run(ValidateAdviceForm())
    assert talk.slots["occasion"] is None
    assert talk.slots["declined_needs"] == ["occasion"]


async def test_a_hint_from_before_a_fresh_start_is_forgotten(talk: Any) -> None:
    talk.hears("something for the lads", "request_advice", hints=hint(occasion="sports_team"))
    talk.events.append({"event": "action", "name": "action_start_over"})
    talk.asks(FORM, "occasion").hears("couldn't say", "not_sure")
    await talk.run(ValidateAdviceForm())
    assert talk.slots["occasion"] is None


# -- left open --------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", ["not_sure", "refuse"])
@pytest.mark.parametrize("need", ASK)
async def test_not_sure_and_a_refusal_leave_the_need_open(talk: Any, intent: str, need: str) -> None:
    talk.asks(FORM, need).hears("I'd rather not say.", intent)
    await talk.run(ValidateAdviceForm())
    assert talk.slots["declined_needs"] == [need]
    assert talk.asked != need
    assert talk.slots[need] is None


async def test_needs_left_open_add_up_until_nothing_is_left_to_ask(talk: Any) -> None:
    asked = "occasion"
    order = []
    while asked:
        order.append(asked)
        talk.asks(FORM, asked).hears("No idea.", "not_sure")
        await talk.run(ValidateAdviceForm())
        asked = talk.asked
    assert order == ["occasion", "dimensionality", "budget", "durability"]
    assert talk.slots["declined_needs"] == order


async def test_a_need_left_open_and_another_stated_in_one_message(talk: Any) -> None:
    talk.asks(FORM, "dimensionality").hears("Not sure, but cheap.", "not_sure", {"budget": "tight"})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["declined_needs"] == ["dimensionality"]
    assert talk.slots["budget"] == "tight"
    assert talk.asked == "occasion"


async def test_unsure_about_how_it_is_put_but_stated_all_the_same(talk: Any) -> None:
    talk.asks(FORM, "budget").hears("Not sure, about 2 dollars each?", "not_sure", {"budget": "moderate"})
    await talk.run(ValidateAdviceForm())
    assert not talk.slots["declined_needs"]
    assert talk.slots["budget"] == "moderate"


async def test_what_was_left_open_can_be_stated_later(talk: Any) -> None:
    talk.slots["declined_needs"] = ["occasion", "budget"]
    talk.asks(FORM, "durability").hears("They are awards, by the way.", "inform", {"occasion": "award"})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["declined_needs"] == ["budget"]


async def test_just_recommend_something_leaves_all_open(talk: Any) -> None:
    talk.slots["occasion"] = "school"
    talk.hears("No questions please, just tell me.", "refuse")
    await talk.run(ValidateAdviceForm())
    assert talk.slots["declined_needs"] == ["dimensionality", "budget", "durability"]


async def test_small_talk_leaves_nothing_open(talk: Any) -> None:
    talk.asks(FORM, "budget").hears("Thanks so far!", "thank")
    await talk.run(ValidateAdviceForm())
    assert not talk.slots["declined_needs"]
    assert talk.asked == "occasion"


# -- money ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("money", "budget"),
    [
        ({"budget_amount": 1.49, "budget_per": "piece"}, "tight"),
        ({"budget_amount": 1.5, "budget_per": "piece"}, "moderate"),
        ({"budget_amount": 4.0, "budget_currency": "GBP", "budget_per": "piece"}, "moderate"),
        ({"budget_amount": 4.5, "budget_currency": "EUR", "budget_per": "piece"}, "premium"),
        ({"budget_amount": 90.0, "budget_currency": "INR", "budget_per": "piece"}, "tight"),
        ({"budget_amount": 600.0, "budget_per": "total", "quantity": 200}, "moderate"),
        ({"budget_amount": 600.0, "budget_per": "total", "quantity": 500}, "tight"),
        ({"budget_amount": 600.0, "budget_per": "total", "quantity": 100}, "premium"),
        ({"budget_amount": 600.0, "quantity": 500}, "tight"),
    ],
)
async def test_named_money_becomes_a_budget_for_one_piece(
    talk: Any, money: dict[str, Any], budget: str
) -> None:
    talk.asks(FORM, "budget").hears("That much.", "inform", money)
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget"] == budget


async def test_a_total_waits_for_the_number_of_pins(talk: Any) -> None:
    talk.slots |= {"occasion": "award", "dimensionality": "2d"}
    talk.asks(FORM, "budget").hears("600 in total", "inform", {"budget_amount": 600.0, "budget_per": "total"})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget"] is None
    assert talk.asked == "budget"

    talk.asks(FORM, "budget").hears("for 200 of them", "inform", {"quantity": 200})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget"] == "moderate"
    assert talk.asked == "durability"


async def test_more_pins_for_the_same_total_are_cheaper_pins(talk: Any) -> None:
    stated = {"budget_amount": 600.0, "budget_per": "total", "quantity": 200}
    talk.asks(FORM, "budget").hears("600 for 200", "inform", stated)
    await talk.run(ValidateAdviceForm())
    talk.hears("Make that 500 pins.", "inform", {"quantity": 500})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget"] == "tight"


async def test_more_pins_at_a_price_each_change_nothing(talk: Any) -> None:
    talk.asks(FORM, "budget").hears("2 each", "inform", {"budget_amount": 2.0, "budget_per": "piece"})
    await talk.run(ValidateAdviceForm())
    talk.hears("5000 pins", "inform", {"quantity": 5000})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget"] == "moderate"


async def test_words_about_the_budget_replace_money_named_before(talk: Any) -> None:
    talk.asks(FORM, "budget").hears("5 each", "inform", {"budget_amount": 5.0, "budget_per": "piece"})
    await talk.run(ValidateAdviceForm())
    talk.hears("On second thoughts, as cheap as possible.", "inform", {"budget": "tight"})
    await talk.run(ValidateAdviceForm())
    talk.hears("100 pieces", "inform", {"quantity": 100})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget"] == "tight"
    assert talk.slots["budget_amount"] is None


async def test_money_counts_more_than_words_about_it(talk: Any) -> None:
    """ "A generous 1 dollar each" is a tight budget whatever one calls it."""
    stated = {"budget": "premium", "budget_amount": 1.0, "budget_per": "piece"}
    talk.asks(FORM, "budget").hears("A generous 1 dollar each", "inform", stated)
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget"] == "tight"


async def test_an_amount_does_not_inherit_the_currency_of_the_one_before(talk: Any) -> None:
    first = {"budget_amount": 90.0, "budget_currency": "INR", "budget_per": "piece"}
    talk.asks(FORM, "budget").hears("90 rupees each", "inform", first)
    await talk.run(ValidateAdviceForm())
    talk.hears("Sorry, 5 each", "inform", {"budget_amount": 5.0, "budget_per": "piece"})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget_currency"] is None
    assert talk.slots["budget"] == "premium"


async def test_a_total_replaces_a_budget_that_it_contradicts(talk: Any) -> None:
    """What is stated later replaces what was stated before, even if it can't be worked out yet."""
    talk.asks(FORM, "budget").hears("5 each", "inform", {"budget_amount": 5.0, "budget_per": "piece"})
    await talk.run(ValidateAdviceForm())
    talk.hears("No, all in all 200.", "inform", {"budget_amount": 200.0, "budget_per": "total"})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget"] != "premium"


async def test_an_unreadable_amount_is_asked_for_again(talk: Any) -> None:
    stated = {"budget_amount": 50.0, "budget_currency": "XXX", "budget_per": "piece"}
    talk.slots |= {"occasion": "award", "dimensionality": "2d"}
    talk.asks(FORM, "budget").hears("50 doubloons each", "inform", stated)
    await talk.run(ValidateAdviceForm())
    assert talk.slots["budget"] is None
    assert talk.asked == "budget"


async def test_an_amount_that_says_nothing_is_asked_for_once_more_only(talk: Any) -> None:
    stated = {"budget_amount": 50.0, "budget_currency": "XXX", "budget_per": "piece"}
    talk.slots |= {"occasion": "award", "dimensionality": "2d"}
    for _ in range(2):
        talk.asks(FORM, "budget").hears("50 doubloons each", "inform", stated)
        await talk.run(ValidateAdviceForm())
    assert talk.slots["declined_needs"] == ["budget"]
    assert talk.asked == "durability"


async def test_who_tells_other_things_again_and_again_is_not_asked_for_ever(talk: Any) -> None:
    talk.slots |= {"dimensionality": "2d"}
    for times in range(3):
        assert talk.slots["declined_needs"] is None or times == 0
        talk.asks(FORM, "occasion").hears("It is flat.", "inform", {"dimensionality": "2d"})
        reply = await talk.run(ValidateAdviceForm())
    assert talk.slots["declined_needs"] == ["occasion"]
    assert reply.responses == ["utter_leave_open"]


async def test_a_number_again_and_again_is_no_loop(talk: Any) -> None:
    talk.slots |= {"occasion": "club"}
    for _ in range(3):
        talk.asks(FORM, "dimensionality").hears("200", "inform", {"quantity": 200})
        await talk.run(ValidateAdviceForm())
    assert talk.slots["declined_needs"] == ["dimensionality"]
    assert talk.asked == "budget"


async def test_small_talk_between_lets_nothing_go(talk: Any) -> None:
    talk.slots |= {"occasion": "club"}
    for text, intent, told in (
        ("200", "inform", {"quantity": 200}),
        ("lovely weather", "chitchat", {}),
        ("cheap", "inform", {"budget": "tight"}),
    ):
        talk.asks(FORM, "dimensionality").hears(text, intent, told)
        await talk.run(ValidateAdviceForm())
    assert talk.asked == "dimensionality"


# -- doubts -----------------------------------------------------------------------------------------


async def test_progress_settles_earlier_doubts(talk: Any) -> None:
    talk.slots |= {"misunderstood": 1.0, "suggestions": ["What is hard enamel?"], "offer": "contact_shop"}
    talk.asks(FORM, "occasion").hears("awards", "inform", {"occasion": "award"})
    await talk.run(ValidateAdviceForm())
    assert not talk.slots["misunderstood"]
    assert talk.slots["offer"] is None


async def test_no_progress_settles_nothing(talk: Any) -> None:
    talk.slots["misunderstood"] = 1.0
    talk.asks(FORM, "occasion").hears("Wibble.", "out_of_scope")
    await talk.run(ValidateAdviceForm())
    assert talk.slots["misunderstood"] == 1.0


# -- the questions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("need", ASK)
async def test_a_question_gives_its_choices_and_closes_the_turn(talk: Any, need: str) -> None:
    talk.asks(FORM, need).hears("I need pins.", "request_advice")
    reply = await talk.run(ASK[need]())
    assert reply.responses == [f"utter_ask_{need}"]
    assert reply.payload == {"type": "question", "slot": need, "choices": [b["title"] for b in reply.buttons]}
    assert reply.buttons
    assert reply.last_is_payload


async def test_a_question_beside_a_stated_need_is_answered_before_the_next_one(talk: Any) -> None:
    talk.asks(FORM, "dimensionality").hears(
        "They're awards. How does hard enamel feel?",
        "inform",
        {"occasion": "award"},
        [{"topic": "feel", "pin_types": ["hard_enamel"]}],
    )
    reply = await talk.run(ActionAskDimensionality())
    assert "smooth" in reply.texts[0]
    assert reply.responses == ["utter_ask_dimensionality_again"]
    assert reply.texts[-1].startswith("What I still need")
    assert reply.payload["type"] == "question"
    assert reply.payload["answered"] == ["feel"]


async def test_what_another_action_has_answered_is_not_answered_twice(talk: Any) -> None:
    talk.slots["answered"] = ["feel"]
    talk.asks(FORM, "budget").hears("How does it feel?", "ask", {}, [{"topic": "feel"}])
    reply = await talk.run(ActionAskBudget())
    assert reply.responses == ["utter_ask_budget"]
    assert len(reply.texts) == 1
    assert reply.payload["answered"] == ["feel"]


async def test_the_next_turn_does_not_count_as_answered(talk: Any) -> None:
    talk.asks(FORM, "budget").hears("How does it feel?", "ask", {}, [{"topic": "feel"}])
    await talk.run(ActionAskBudget())
    talk.hears("I'm still thinking.", "chitchat")
    assert "answered" not in (await talk.run(ActionAskBudget())).payload


# -- wanted at once, and asked for again ----------------------------------------------------------------


async def test_advice_wanted_at_once_leaves_the_rest_open(talk: Any) -> None:
    talk.slots["occasion"] = "school"
    talk.asks(FORM, "dimensionality").hears("Just recommend one", "request_advice", presses=True)
    await talk.run(ValidateAdviceForm())
    assert talk.asked is None
    assert set(talk.slots["declined_needs"]) == {"dimensionality", "budget", "durability"}


async def test_on_nothing_at_all_it_still_asks(talk: Any) -> None:
    talk.asks(FORM, "occasion").hears("Just recommend one", "request_advice", presses=True)
    await talk.run(ValidateAdviceForm())
    assert talk.asked == "occasion"
    assert not talk.slots["declined_needs"]


async def test_a_need_named_without_a_value_is_asked_for_again(talk: Any) -> None:
    talk.slots |= {"occasion": "award", "dimensionality": "2d", "budget": "tight", "durability": "low"}
    talk.slots |= {"budget_amount": 1.0, "budget_currency": "EUR", "budget_per": "piece"}
    talk.hears("The budget.", "inform", reopens="budget")
    await talk.run(ValidateAdviceForm())
    assert talk.asked == "budget"
    assert talk.slots["budget_amount"] is None


async def test_flat_and_3d_at_once_is_named(talk: Any) -> None:
    talk.asks(FORM, "dimensionality").hears("2D with a 3D dog", "inform", reopens="dimensionality")
    reply = await talk.run(ActionAskDimensionality())
    assert "both" in reply.texts[0]


# -- what is told beside what was asked for ---------------------------------------------------------


async def test_what_is_told_instead_of_an_answer_is_noted_before_the_question_comes_again(talk: Any) -> None:
    talk.slots |= {"budget": "tight", "quantity": 5000}
    talk.asks(FORM, "occasion").hears("cheap, 5k", "inform", {"budget": "tight", "quantity": 5000})
    reply = await talk.run(ActionAskOccasion())
    assert reply.texts[0] == "Noted: a tight budget and 5,000 pieces."
    assert reply.payload["slot"] == "occasion"


async def test_what_only_answers_is_not_noted(talk: Any) -> None:
    talk.slots |= {"occasion": "club"}
    talk.asks(FORM, "occasion").hears("for my club", "inform", {"occasion": "club"})
    reply = await talk.run(ActionAskDimensionality())
    assert not any(text.startswith("Noted") for text in reply.texts)


async def test_an_answer_that_tells_more_is_noted_whole(talk: Any) -> None:
    talk.slots |= {"occasion": "club", "quantity": 50}
    talk.asks(FORM, "occasion").hears("50 for my club", "inform", {"occasion": "club", "quantity": 50})
    reply = await talk.run(ActionAskDimensionality())
    assert reply.texts[0] == "Noted: a club and 50 pieces."


async def test_what_the_opening_tells_is_noted(talk: Any) -> None:
    talk.slots |= {"occasion": "club"}
    talk.hears("pins for my club", "inform", {"occasion": "club"})
    reply = await talk.run(ActionAskDimensionality())
    assert reply.texts[0] == "Noted: a club."
    assert reply.responses == ["utter_ask_dimensionality"]


async def test_an_occasion_without_a_name_is_not_said_back(talk: Any) -> None:
    talk.slots |= {"occasion": "other"}
    talk.hears("for the keys of our hall", "inform", {"occasion": "other"})
    reply = await talk.run(ActionAskDimensionality())
    assert len(reply.texts) == 1


@pytest.mark.parametrize("need", ASK)
async def test_a_question_that_is_passed_over_comes_again_in_other_words(talk: Any, need: str) -> None:
    talk.slots |= {"quantity": 200}
    asked = []
    for _ in range(2):
        talk.asks(FORM, need).hears("200", "inform", {"quantity": 200})
        reply = await talk.run(ASK[need]())
        assert reply.buttons
        assert reply.payload["choices"] == [b["title"] for b in reply.buttons]
        asked += reply.responses
    assert asked == [f"utter_ask_{need}_again", f"utter_ask_{need}_once_more"]
    assert "leave it open" in reply.text


async def test_a_number_of_pieces_misses_no_question(talk: Any) -> None:
    talk.slots |= {"occasion": "club", "misunderstood": 0.0}
    talk.asks(FORM, "dimensionality").hears("200", "inform", {"quantity": 200})
    await talk.run(ValidateAdviceForm())
    assert talk.slots["misunderstood"] == 0.0
    assert talk.asked == "dimensionality"


# -- guessed at -------------------------------------------------------------------------------------

GUESS = "utter_ask_occasion_guessed"


def likely(value: str) -> dict[str, Any]:
    return {"occasion": {"value": value, "confidence": 0.5}}


async def test_what_was_as_good_as_told_is_asked_about(talk: Any) -> None:
    talk.asks(FORM, "occasion").hears("we lost a mate", "request_advice", hints=likely("memorial"))
    reply = await talk.run(ActionAskOccasion())
    assert reply.responses == [GUESS]
    assert "a memorial" in reply.text
    assert reply.slots["guessed"] == "memorial"
    assert reply.payload["slot"] == "occasion"
    assert reply.payload["choices"] == ["Yes", "No", "Not sure"]


@pytest.mark.parametrize("hints", [hint(occasion="memorial"), likely("other"), {}])
async def test_what_was_hardly_told_is_asked_for_openly(talk: Any, hints: dict[str, Any]) -> None:
    talk.asks(FORM, "occasion").hears("it is for us", "request_advice", hints=hints)
    reply = await talk.run(ActionAskOccasion())
    assert reply.responses == ["utter_ask_occasion"]
    assert reply.slots["guessed"] is None


async def test_a_wrong_guess_is_not_repeated_and_counts_no_more(talk: Any) -> None:
    talk.asks(FORM, "occasion").hears("we lost a mate", "request_advice", hints=likely("memorial"))
    await talk.run(ActionAskOccasion())
    talk.hears("no", "inform", reopens="occasion")
    reply = await talk.run(ActionAskOccasion())
    assert GUESS not in reply.responses
    talk.hears("not sure", "not_sure")
    await talk.run(ValidateAdviceForm())
    assert talk.slots["occasion"] is None
    assert talk.slots["declined_needs"] == ["occasion"]


async def test_after_a_question_in_between_it_is_guessed_at_again(talk: Any) -> None:
    talk.asks(FORM, "occasion").hears("we lost a mate", "request_advice", hints=likely("memorial"))
    await talk.run(ActionAskOccasion())
    talk.hears("hello?", "greet")
    reply = await talk.run(ActionAskOccasion())
    assert reply.responses == [GUESS]


async def test_who_tells_something_else_is_asked_openly_the_next_time(talk: Any) -> None:
    talk.asks(FORM, "occasion").hears("we lost a mate", "request_advice", hints=likely("memorial"))
    await talk.run(ActionAskOccasion())
    talk.hears("it is flat", "inform", {"dimensionality": "2d"})
    reply = await talk.run(ActionAskOccasion())
    assert GUESS not in reply.responses
    assert reply.slots["guessed"] is None


async def test_what_they_are_for_instead_of_the_guess_is_said_back(talk: Any) -> None:
    talk.slots |= {"guessed": "memorial"}
    talk.asks(FORM, "occasion").hears("no, for the school", "inform", {"occasion": "school"})
    reply = await talk.run(ActionAskDimensionality())
    assert "Noted: a school." in reply.text


async def test_a_guess_that_is_right_is_not_said_back(talk: Any) -> None:
    talk.slots |= {"guessed": "memorial"}
    talk.asks(FORM, "occasion").hears("yes", "inform", {"occasion": "memorial"})
    reply = await talk.run(ActionAskDimensionality())
    assert "Noted" not in reply.text
