"""``action_explain``: questions about the recommendation are answered by the rules that made it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.advice_form import ValidateAdviceForm
from actions.explain import ActionExplain
from actions.recommend import ActionRecommend
from pin_advisor.vocabulary import VALUES

#: A case in which the shop's article leaves no doubt: hard enamel.
AWARD = {"occasion": "award", "budget": "premium", "dimensionality": "2d", "durability": "high"}


@pytest.fixture
async def advised(talk: Any) -> Any:
    """The visitor has described awards and been recommended hard enamel."""
    talk.hears("Awards, flat, for ever, money is no object.", "inform", AWARD)
    assert (await talk.run(ActionRecommend())).payload["pin_type"] == "hard_enamel"
    return talk


async def test_why_names_the_reasons_in_the_visitors_terms(advised: Any) -> None:
    reply = await advised.hears("Why?", "explain_why").run(ActionExplain())
    assert "award" in reply.text
    assert "last" in reply.text
    assert reply.payload["type"] == "answer"
    assert reply.payload["topics"] == ["explain_why"]


async def test_why_not_names_what_speaks_against_it(advised: Any) -> None:
    advised.hears("Why not soft enamel?", "explain_why_not", pin_types=["soft_enamel"])
    reply = await advised.run(ActionExplain())
    assert reply.text.startswith("Soft enamel")
    assert "less durable" in reply.text


async def test_why_not_the_very_type_that_was_recommended(advised: Any) -> None:
    advised.hears("Why not hard enamel?", "explain_why_not", pin_types=["hard_enamel"])
    assert "recommend" in (await advised.run(ActionExplain())).text


async def test_why_not_without_a_type_speaks_of_the_next_best(advised: Any) -> None:
    reply = await advised.hears("Why not something else?", "explain_why_not").run(ActionExplain())
    assert "cloisonné" in reply.text


async def test_why_not_is_about_the_other_type_where_both_are_named(advised: Any) -> None:
    """ "Why hard and not soft?" asks about soft."""
    types = ["hard_enamel", "soft_enamel"]
    advised.hears("Why hard and not soft?", "explain_why_not", pin_types=types)
    assert (await advised.run(ActionExplain())).text.startswith("Soft enamel")


async def test_second_best_is_another_type(advised: Any) -> None:
    reply = await advised.hears("And your second choice?", "second_best").run(ActionExplain())
    assert "second best" in reply.text.lower()
    assert "cloisonné" in reply.text


async def test_what_would_change_it_names_a_change_that_does(advised: Any) -> None:
    reply = await advised.hears("What would change your mind?", "what_would_change").run(ActionExplain())
    assert "3D" in reply.text
    assert "Soft enamel" in reply.text


async def test_a_comparison_names_both_types(advised: Any) -> None:
    advised.hears("Compare with etched.", "compare_options", pin_types=["photo_etched"])
    reply = await advised.run(ActionExplain())
    assert "ard enamel" in reply.text
    assert "hoto-etched" in reply.text


async def test_a_comparison_with_nothing_named_takes_the_nearest_alternative(advised: Any) -> None:
    reply = await advised.hears("Compare the options.", "compare_options").run(ActionExplain())
    assert "ard enamel" in reply.text
    assert "cloisonné" in reply.text


async def test_pin_types_that_the_catalog_lacks_are_passed_over(advised: Any) -> None:
    for intent in ("explain_why_not", "compare_options", "what_if"):
        advised.hears("And bottle tops?", intent, pin_types=["bottle_top"])
        reply = await advised.run(ActionExplain())
        assert reply.text.strip()
        assert "bottle_top" not in reply.text


# -- what if ----------------------------------------------------------------------------------------


async def test_what_if_advises_anew_without_touching_the_needs(advised: Any) -> None:
    advised.hears("What if it were 3D?", "what_if", hypothesis={"dimensionality": "3d"})
    reply = await advised.run(ActionExplain())
    assert reply.payload["type"] == "recommendation"
    assert reply.payload["pin_type"] == "soft_enamel"
    assert reply.payload["needs"]["dimensionality"] == "3d"
    assert "soft enamel" in reply.text
    assert not set(reply.slots) & {*VALUES, "quantity", "recommended"}
    assert advised.slots["dimensionality"] == "2d"


async def test_a_second_supposition_adds_to_the_first(advised: Any) -> None:
    advised.hears("What if it were 3D?", "what_if", hypothesis={"dimensionality": "3d"})
    await advised.run(ActionExplain())
    advised.hears("And with little money?", "what_if", hypothesis={"budget": "tight"})
    reply = await advised.run(ActionExplain())
    assert reply.payload["needs"]["dimensionality"] == "3d"
    assert reply.payload["needs"]["budget"] == "tight"
    advised.hears("And for one evening?", "what_if", hypothesis={"durability": "low"})
    needs = (await advised.run(ActionExplain())).payload["needs"]
    assert (needs["dimensionality"], needs["budget"], needs["durability"]) == ("3d", "tight", "low")


async def test_why_after_a_supposition_is_about_the_supposed_case(advised: Any) -> None:
    advised.hears("What if it were 3D?", "what_if", hypothesis={"dimensionality": "3d"})
    await advised.run(ActionExplain())
    reply = await advised.hears("Why?", "explain_why").run(ActionExplain())
    assert "3D" in reply.text


async def test_a_supposition_says_that_it_is_one(advised: Any) -> None:
    advised.hears("What if it were 3D?", "what_if", hypothesis={"dimensionality": "3d"})
    assert "only supposed" in (await advised.run(ActionExplain())).text
    assert advised.slots["hypothesis"] == {"dimensionality": "3d"}


@pytest.mark.parametrize("intent", ["second_best", "what_would_change", "compare_options", "explain_why_not"])
async def test_other_questions_go_by_the_real_needs_and_end_it(advised: Any, intent: str) -> None:
    advised.hears("What if it were 3D?", "what_if", hypothesis={"dimensionality": "3d"})
    await advised.run(ActionExplain())
    reply = await advised.hears("Hm?", intent, pin_types=["soft_enamel"]).run(ActionExplain())
    assert "3D" not in reply.texts[0] or "would be right" in reply.text
    assert advised.slots["hypothesis"] is None


async def test_in_that_case_is_the_case_that_was_supposed(advised: Any) -> None:
    advised.hears("What if it were 3D?", "what_if", hypothesis={"dimensionality": "3d"})
    await advised.run(ActionExplain())
    advised.hears("And why not hard then?", "explain_why_not", pin_types=["hard_enamel"], in_that_case=True)
    assert "3D" in (await advised.run(ActionExplain())).text
    assert advised.slots["hypothesis"] == {"dimensionality": "3d"}


async def test_what_was_supposed_can_be_adopted(advised: Any) -> None:
    advised.slots |= {"budget_amount": 9.0, "declined_needs": ["durability"]}
    advised.hears("What if?", "what_if", hypothesis={"budget": "tight", "durability": "low"})
    await advised.run(ActionExplain())
    advised.hears("ok, do that", "inform", adopts=True)
    await advised.run(ValidateAdviceForm())
    assert (advised.slots["budget"], advised.slots["durability"]) == ("tight", "low")
    assert advised.slots["dimensionality"] == "2d"
    assert (advised.slots["budget_amount"], advised.slots["declined_needs"]) == (None, [])
    assert advised.slots["hypothesis"] is None


async def test_a_new_recommendation_ends_the_supposing(advised: Any) -> None:
    advised.hears("What if it were 3D?", "what_if", hypothesis={"dimensionality": "3d"})
    await advised.run(ActionExplain())
    advised.hears("They must last for a season.", "inform", {"durability": "medium"})
    reply = await advised.run(ActionRecommend())
    assert reply.payload["needs"]["dimensionality"] == "2d"
    assert not advised.slots["hypothesis"]


@pytest.mark.parametrize(
    ("supposed", "budget"),
    [
        ({"budget_amount": 1.0, "budget_per": "piece"}, "tight"),
        ({"budget_amount": 3.0, "budget_currency": "EUR", "budget_per": "piece"}, "moderate"),
        ({"budget_amount": 300.0, "budget_per": "total", "quantity": 300}, "tight"),
    ],
)
async def test_supposed_money_is_worked_out(advised: Any, supposed: dict[str, Any], budget: str) -> None:
    reply = await advised.hears("And for that?", "what_if", hypothesis=supposed).run(ActionExplain())
    assert reply.payload["needs"]["budget"] == budget
    assert advised.slots["budget"] == "premium"


async def test_a_supposed_total_is_for_the_pieces_that_are_known(advised: Any) -> None:
    advised.slots["quantity"] = 400
    advised.hears(
        "What if we had 1200 in all?", "what_if", hypothesis={"budget_amount": 1200.0, "budget_per": "total"}
    )
    assert (await advised.run(ActionExplain())).payload["needs"]["budget"] == "moderate"


@pytest.mark.parametrize(
    "supposed", [{}, {"budget_amount": 0.0}, {"dimensionality": "4d"}, {"colour": "red"}]
)
async def test_a_supposition_that_was_not_understood_says_what_would_matter(
    advised: Any, supposed: dict[str, Any]
) -> None:
    reply = await advised.hears("What if pigs could fly?", "what_if", hypothesis=supposed).run(
        ActionExplain()
    )
    assert reply.payload["topics"] == ["what_would_change"]
    assert "Soft enamel" in reply.text
    assert advised.slots["dimensionality"] == "2d"


# -- before any recommendation ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "intent", ["explain_why", "what_would_change", "second_best", "compare_options", "what_if"]
)
async def test_before_any_recommendation_the_advice_begins(talk: Any, intent: str) -> None:
    reply = await talk.hears("Why?", intent).run(ActionExplain())
    assert reply.responses == ["utter_no_recommendation_yet"]
    assert reply.followed_by == ["advice_form"]
    assert reply.payloads == [], "the form's question closes the turn"


async def test_in_a_form_the_form_goes_on_by_itself(talk: Any) -> None:
    talk.asks("advice_form", "occasion").hears("Why?", "explain_why")
    reply = await talk.run(ActionExplain())
    assert reply.followed_by == []
    assert reply.payloads == []
    assert reply.text.strip()


async def test_before_any_recommendation_a_comparison_is_a_general_one(talk: Any) -> None:
    types = ["hard_enamel", "soft_enamel"]
    reply = await talk.hears("Compare hard and soft.", "compare_options", pin_types=types).run(
        ActionExplain()
    )
    assert "ard enamel" in reply.text
    assert "oft enamel" in reply.text
    assert reply.payload["type"] == "answer"


async def test_before_any_recommendation_a_question_in_the_message_is_answered(talk: Any) -> None:
    question = {"topic": "cost", "pin_types": ["hard_enamel", "soft_enamel"], "form": "compare"}
    talk.hears("Why is hard enamel dearer?", "explain_why", {}, [question])
    reply = await talk.run(ActionExplain())
    assert reply.payload["topics"] == ["cost"]
    assert reply.followed_by == []


async def test_with_some_needs_known_it_explains_what_they_point_to(talk: Any) -> None:
    talk.slots["dimensionality"] = "3d"
    reply = await talk.hears("Why not hard enamel?", "explain_why_not", pin_types=["hard_enamel"]).run(
        ActionExplain()
    )
    assert "3D" in reply.text


# -- in a form --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "intent",
    ["explain_why", "explain_why_not", "what_if", "what_would_change", "second_best", "compare_options"],
)
@pytest.mark.parametrize("form", ["advice_form", "quote_form"])
async def test_in_a_form_it_leaves_the_last_word_to_the_question(
    advised: Any, intent: str, form: str
) -> None:
    advised.asks(form, "quantity" if form == "quote_form" else "budget")
    advised.hears("Hm?", intent, hypothesis={"dimensionality": "3d"}, pin_types=["soft_enamel"])
    reply = await advised.run(ActionExplain())
    assert reply.text.strip()
    assert reply.payloads == []
    assert advised.slots["answered"] == [intent]


# -- what the visitor settles on, and tells beside a question ------------------------------------------


async def test_the_visitors_choice_is_taken_with_what_speaks_against_it(advised: Any) -> None:
    advised.hears("Soft enamel then", "explain_why_not", pin_types=["soft_enamel"], chooses="soft_enamel")
    reply = await advised.run(ActionExplain())
    assert "soft enamel pins it is" in reply.text
    assert "award" in reply.text
    assert advised.slots["chosen"] == "soft_enamel"
    assert advised.slots["offer"] == "request_quote"


async def test_a_choice_that_cannot_work_is_not_taken(advised: Any) -> None:
    advised.slots["dimensionality"] = "3d"
    advised.hears("Hard enamel then", "explain_why_not", pin_types=["hard_enamel"], chooses="hard_enamel")
    reply = await advised.run(ActionExplain())
    assert "would not work" in reply.text
    assert advised.slots["chosen"] is None


async def test_a_need_told_beside_the_question_counts_at_once(advised: Any) -> None:
    advised.hears(
        "Why not soft enamel? There's a photo on it.",
        "explain_why_not",
        {"artwork": "photo"},
        pin_types=["soft_enamel"],
    )
    reply = await advised.run(ActionExplain())
    assert "screen-printed" in reply.texts[-1]
    assert advised.slots["recommended"] == "screen_printed"


SUPPOSED = {"budget_amount": 20.0, "budget_currency": "EUR", "budget_per": "piece"}


async def test_money_that_is_supposed_counts_and_is_taken_over_as_it_was_named(advised: Any) -> None:
    advised.slots |= {"occasion": "collectible", "durability": "high", "budget": "premium"}
    advised.slots |= {"budget_amount": 8.0, "budget_currency": "USD", "budget_per": "piece"}
    reply = await advised.hears("What if it was 20 euros each?", "what_if", hypothesis=SUPPOSED).run(
        ActionExplain()
    )
    assert reply.payload["pin_type"] == "cloisonne"
    reply = await advised.hears("Why?", "explain_why").run(ActionExplain())
    assert "allows for it" in reply.text
    advised.hears("ok, do that", "inform", adopts=True)
    await advised.run(ValidateAdviceForm())
    assert {name: advised.slots[name] for name in SUPPOSED} == SUPPOSED
    assert (await advised.run(ActionRecommend())).payload["pin_type"] == "cloisonne"


async def test_another_budget_in_words_supposes_no_price(advised: Any) -> None:
    advised.hears("What if it was 20 euros each?", "what_if", hypothesis=SUPPOSED)
    await advised.run(ActionExplain())
    advised.hears("And with little money?", "what_if", hypothesis={"budget": "tight"})
    reply = await advised.run(ActionExplain())
    assert reply.slots["hypothesis"] == {"budget": "tight"}
