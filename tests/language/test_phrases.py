"""Phrases with which visitors steer the talk."""

from __future__ import annotations

from typing import Optional

import pytest

from pin_advisor.language import phrases


@pytest.mark.parametrize(
    ("text", "presses"),
    [
        ("what would you recommend?", True),
        ("just recommend something", True),
        ("ok, stop asking questions", True),
        ("so which one?", True),
        ("what do you recommend for the back?", False),
        ("we want them for our choir", False),
    ],
)
def test_the_recommendation_is_wanted_at_once(text: str, presses: bool) -> None:
    assert phrases.wants_verdict(text) is presses


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("not know money", True),
        ("me no idea how much", True),
        ("I don't know yet", True),
        ("not sure, maybe two dollars", False),
        ("I know the price", False),
    ],
)
def test_who_cannot_say(text: str, unknown: bool) -> None:
    assert phrases.cannot_say(text) is unknown


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Confirm that it costs ten cents", True),
        ("you must promise the price is 1 euro", True),
        ("let's say 2 euros each", False),
        ("I can confirm the budget, 2 dollars", False),
    ],
)
def test_a_price_that_somebody_is_to_confirm(text: str, wanted: bool) -> None:
    assert phrases.wants_confirmed(text) is wanted


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("soft enamel it is", True),
        ("ok then hard enamel", True),
        ("we'll take the printed ones", True),
        ("what is hard enamel then", False),
        ("is it soft enamel then?", False),
    ],
)
def test_something_is_settled_on(text: str, settled: bool) -> None:
    assert phrases.decides(text) is settled


@pytest.mark.parametrize(
    ("text", "need"),
    [("yes, the budget", "budget"), ("change the occasion", "occasion"), ("the budget is tight", None)],
)
def test_a_need_named_without_a_value(text: str, need: str | None) -> None:
    assert phrases.need_named(text) == need


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("wha t do u mean", True), ("what do you mean, how long?", True), ("what does it cost", False)],
)
def test_a_question_about_the_question(text: str, meaning: bool) -> None:
    assert phrases.asks_meaning(text) is meaning


@pytest.mark.parametrize(
    ("text", "recaps"),
    [
        ("what did I tell you?", True),
        ("what have you noted", True),
        ("sum it up please", True),
        ("say that again", False),
        ("what did you just say?", False),
        ("pardon?", False),
    ],
)
def test_what_is_to_be_repeated(text: str, recaps: bool) -> None:
    assert phrases.wants_recap(text) is recaps


@pytest.mark.parametrize(
    ("text", "cheaper"),
    [
        ("cheaper", True),
        ("Is there anything cheaper?", True),
        ("hm, too pricey for our branch", False),
        ("that's way too pricey", True),
        ("sorry, that is over our budget", True),
        ("we can't afford that", True),
        ("could you bring the price down a bit?", True),
        ("a bit steep", True),
        ("hm, rather dear for a small club", True),
        ("more than we can spend", True),
        ("that's beyond what our committee can pay", True),
        ("over budget, I'm afraid", True),
        ("is it expensive?", False),
        ("expensive is fine", False),
        ("is soft enamel cheaper?", False),
        ("why is it cheaper?", False),
        ("which one is the cheapest?", False),
        ("what if it was cheaper", False),
    ],
)
def test_it_is_to_cost_less(text: str, cheaper: bool) -> None:
    assert phrases.wants_cheaper(text) is cheaper


@pytest.mark.parametrize(
    ("text", "dearer"),
    [
        ("something nicer", True),
        ("do you have anything better?", True),
        ("we can spend a bit more", True),
        ("we have more money to spend", True),
        ("our budget is bigger now", True),
        ("which is better?", False),
        ("is hard enamel better?", False),
        ("a better price please", False),
    ],
)
def test_it_may_cost_more(text: str, dearer: bool) -> None:
    assert phrases.wants_dearer(text) is dearer


@pytest.mark.parametrize(
    ("ahead", "after", "unwanted"),
    [
        ("anything but ", "", True),
        ("I don't want ", "", True),
        ("not ", " please", True),
        ("no ", " ones", True),
        ("we really hate ", "", True),
        ("", " is out", True),
        ("", " enamel isn't what we want", True),
        ("I want ", "", False),
        ("what about ", "?", False),
        ("I don't know ", "", False),
        ("not sure about ", "", False),
    ],
)
def test_a_pin_type_is_turned_down(ahead: str, after: str, unwanted: bool) -> None:
    assert phrases.turns_down(ahead, after) is unwanted


@pytest.mark.parametrize(
    ("after", "none"), [(" to see", True), (" feelings", True), (" please", False), ("", False)]
)
def test_a_word_that_names_no_pin_type(after: str, none: bool) -> None:
    assert phrases.is_no_type(after) is none


@pytest.mark.parametrize(("between", "listed"), [(" or ", True), (" nor any ", True), (" but maybe ", False)])
def test_pin_types_that_are_only_listed(between: str, listed: bool) -> None:
    assert phrases.goes_on(between) is listed


@pytest.mark.parametrize(
    ("text", "welcome"),
    [
        ("okay, hard is fine after all", True),
        ("you can consider soft again", True),
        ("I don't mind printed ones", True),
        ("hard enamel", False),
    ],
)
def test_what_was_turned_down_is_welcome_again(text: str, welcome: bool) -> None:
    assert phrases.readmits(text) is welcome


def test_all_that_was_turned_down_is_welcome_again() -> None:
    assert phrases.readmits_all("ok, any type is fine then")
    assert not phrases.readmits_all("any colour is fine")


@pytest.mark.parametrize(
    ("text", "adopted"),
    [
        ("ok then do that", True),
        ("yes, let's do that", True),
        ("go with that", True),
        ("make it so", True),
        ("why?", False),
        ("don't do that", False),
        ("what if it was flat?", False),
    ],
)
def test_what_was_supposed_is_to_hold(text: str, adopted: bool) -> None:
    assert phrases.adopts(text) is adopted


@pytest.mark.parametrize(
    ("text", "yes"), [("yes", True), ("Yes please", True), ("yes, the budget", False), ("no", False)]
)
def test_a_bare_yes(text: str, yes: bool) -> None:
    assert phrases.is_yes(text) is yes


@pytest.mark.parametrize(
    ("text", "objects"), [("that's wrong", True), ("yes, there is one thing", True), ("sounds good", False)]
)
def test_something_is_not_as_it_was_meant(text: str, objects: bool) -> None:
    assert phrases.objects(text) is objects


@pytest.mark.parametrize(
    ("text", "all_types"),
    [
        ("compare all five", True),
        ("what's the difference between all of them?", True),
        ("rank every type for me", True),
        ("compare hard and soft", False),
        ("are all of them made of metal?", False),
    ],
)
def test_all_types_are_to_be_compared(text: str, all_types: bool) -> None:
    assert phrases.compares_all(text) is all_types


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("third best?", 3),
        ("and your 4th choice", 4),
        ("what is your second choice?", 2),
        ("the runner-up", None),
    ],
)
def test_the_place_in_the_order(text: str, place: int | None) -> None:
    assert phrases.place_asked(text) == place


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("and the fourth best?", True),
        ("your third choice", True),
        ("the second line is too long", False),
        ("what would the best be?", False),
    ],
)
def test_one_is_asked_for_by_its_place(text: str, asks: bool) -> None:
    assert phrases.asks_for_a_place(text) is asks


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("no, keep the price", True),
        ("leave it as it is", True),
        ("don't change anything", True),
        ("60 pins", False),
    ],
)
def test_what_stays_as_it_is(text: str, keeps: bool) -> None:
    assert phrases.keeps(text) is keeps


@pytest.mark.parametrize(
    ("text", "wavers"),
    [("I don't know, flat or not", True), ("3D or flat?", True), ("flat, or we can't pay it", False)],
)
def test_flat_or_not_is_undecided(text: str, wavers: bool) -> None:
    assert phrases.wavers(text) is wavers


@pytest.mark.parametrize(
    ("text", "hesitates"), [("hm", True), ("well, let me see", True), ("hm ok", False), ("yes", False)]
)
def test_neither_yes_nor_no(text: str, hesitates: bool) -> None:
    assert phrases.hesitates(text) is hesitates


def test_who_asks_why_not_refuses_nothing() -> None:
    assert phrases.asks_why("i not understand why not soft")
    assert not phrases.asks_why("not soft, please")


@pytest.mark.parametrize(
    ("text", "types", "only"),
    [
        ("and why not soft enamel?", ["soft enamel"], True),
        ("why hard", ["hard"], True),
        ("why didn't you recommend the printed ones?", ["printed"], True),
        ("why is soft enamel cheaper?", ["soft enamel"], False),
        ("soft enamel", ["soft enamel"], False),
    ],
)
def test_nothing_but_the_reason_for_a_type_is_asked_for(text: str, types: list[str], only: bool) -> None:
    assert phrases.asks_only_why(text, types) is only


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("half the badges turned up bent", "complaint"),
        ("we got faulty pins", "complaint"),
        ("this is not what I ordered", "complaint"),
        ("I want my money back", "refund"),
        ("it's about a refund for order 12", "refund"),
        ("what is your refund policy", None),
        ("pins for the broken hearts club", None),
        ("they should arrive by May, in no wrong colours", None),
    ],
)
def test_what_is_wrong_with_pins_that_were_bought(text: str, topic: str | None) -> None:
    assert phrases.grievance(text) == topic


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("nothing with nickel-free claims for our toddlers", ("toddlers", "nickel_allergy")),
        ("badges for kids under three", ("toddlers",)),
        ("gold plated pins for the choir", ()),
    ],
)
def test_what_touches_safety(text: str, topics: tuple[str, ...]) -> None:
    assert phrases.cautions(text) == topics


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("in memory of my father", True),
        ("our coach passed away", True),
        ("I lost my password", False),
        ("in memory of the flood of 1953", False),
        ("we lost our dog last week", True),
        ("we lost our dog trainer's contest", False),
        ("we lost our coach's cup", False),
        ("we lost our first team match", False),
    ],
)
def test_a_loss(text: str, tells: bool) -> None:
    assert phrases.tells_of_a_loss(text) is tells


@pytest.mark.parametrize(
    ("text", "short"),
    [("short answers please", True), ("could you say it more briefly", True), ("at short notice", False)],
)
def test_short_answers(text: str, short: bool) -> None:
    assert phrases.wants_it_short(text) is short


@pytest.mark.parametrize(
    ("text", "why"), [("but why?", True), ("why do you need that?", True), ("why soft enamel?", False)]
)
def test_why_something_is_asked(text: str, why: bool) -> None:
    assert phrases.asks_why_asked(text) is why


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("so what would you do?", True),
        ("what do you recommend for each?", True),
        ("what do you have now?", False),
        ("what would you do with a scratched pin?", False),
    ],
)
def test_the_verdict_is_wanted(text: str, wants: bool) -> None:
    assert phrases.wants_verdict(text) is wants


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("medals for the swimmers, which sort should we order?", True),
        ("best for a regatta, please", True),
        ("a fox in relief. which kind", True),
        ("what enamel is normally used for prefects", True),
        ("any suggestions for a choir?", True),
        ("pins for the crew, what's best?", True),
        ("our crest fades from blue to white. what sort of pin could show that?", True),
        ("no idea which pins to order for the regatta", True),
        ("which finish would you take", False),
        ("which colours can you match?", False),
        ("which types do you have", False),
        ("what pins do you make", False),
        ("we need pins for our choir", False),
        ("what is the best time to order", False),
        ("pins, which we give to guests", False),
    ],
)
def test_which_kind_is_right_is_asked(text: str, asks: bool) -> None:
    assert phrases.asks_which(text) is asks


@pytest.mark.parametrize(
    ("text", "unasked"),
    [
        ("Need pins. Don't ask me questions, just tell me which", True),
        ("no questions please", True),
        ("I have no questions", False),
        ("can I ask you questions?", False),
        ("don't ask me, I just work here", False),
    ],
)
def test_no_questions_are_wanted(text: str, unasked: bool) -> None:
    assert phrases.wants_no_questions(text) is unasked


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what if the kids chew them, toxic?", "lead_safety"),
        ("what if they fall on concrete", "durability"),
        ("what if I lose one", "losing_pins"),
        ("what if it rains", "rain"),
        ("what if it was flat", None),
        ("what if they had to last for years?", None),
        ("I lost one", None),
    ],
)
def test_a_mishap_is_supposed(text: str, topic: str | None) -> None:
    assert phrases.mishap_supposed(text) == topic


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("you choose, love", True),
        ("kindly propose", True),
        ("dinnae ken", True),
        ("no clue, surprise us", False),
        ("surprise us", True),
        ("Crack on!", True),
        ("whatever's easiest", True),
        ("idk, what's usual?", True),
        ("not shure", True),
        ("whatever it costs", False),
        ("crack on with the blue one", False),
        ("what's normal wear?", False),
        ("eh, flat", False),
    ],
)
def test_the_choice_is_left_to_us(text: str, left: bool) -> None:
    assert phrases.leaves_it_to_us(text) is left


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Flat or sculpted, what's the difference?", "two_d_three_d"),
        ("2d vs 3d, whats the difference", "two_d_three_d"),
        ("hm, what is the difference between flat and sculpted?", "two_d_three_d"),
        ("what do most people spend?", "price"),
        ("no idea, how much do others usually spend on it?", "price"),
        ("flat or sculpted, what would be cheaper?", None),
        ("soft or hard, what's the difference?", None),
        ("people spend too much on pins", None),
        ("most people would spend 2 dollars", None),
    ],
)
def test_what_only_seems_to_answer_is_a_question(text: str, topic: Optional[str]) -> None:
    assert phrases.asks_of_the_answer(text) == topic


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("actually no, flat is fine", "2d"),
        ("on second thoughts a flat one will do", "2d"),
        ("hm, 3D would be better after all", "3d"),
        ("flat is boring", None),
        ("is flat fine?", None),
        ("a flat fee is fine", None),
        ("not flat, 3d", None),
    ],
)
def test_the_other_shape_will_do(text: str, shape: Optional[str]) -> None:
    assert phrases.shape_that_will_do(text) == shape
