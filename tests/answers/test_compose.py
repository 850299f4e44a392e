"""From the questions in a message to one answer."""

from __future__ import annotations

from itertools import combinations

import pytest

from pin_advisor.answers import Question, answer
from pin_advisor.catalog import Catalog
from pin_advisor.vocabulary import ASPECTS, OCCASIONS

HARD, SOFT = ("hard_enamel",), ("soft_enamel",)
OFFERED = ("hard_enamel", "soft_enamel", "screen_printed", "photo_etched", "cloisonne")
KNOWN = (*OFFERED, "offset_printed", "die_struck", "cast_3d", "pvc")
#: How each type may be called in an answer.
NAMES = {
    "hard_enamel": "hard enamel",
    "soft_enamel": "soft enamel",
    "screen_printed": "screen-printed",
    "photo_etched": "photo-etched",
    "cloisonne": "genuine cloisonné",
    "offset_printed": "offset-printed",
    "die_struck": "die-struck",
    "cast_3d": "3d cast",
    "pvc": "pvc",
}
SCALED = (
    "look", "feel", "cost", "durability", "scratch", "dimensions", "colours", "detail", "thickness",
    "plating", "gradients", "speed",
)  # fmt: skip


def check(text: str, *ids: str, limit: int = 600) -> None:
    """What holds for every answer: its length, whole sentences, the types' names, no internal words."""
    assert 20 < len(text) <= limit
    assert text[0].isupper() or text[0].isdigit()
    for paragraph in text.split("\n\n"):
        assert paragraph[-1] in ".!?"
        assert "  " not in paragraph
    for id in ids:
        assert NAMES[id] in text.lower()
    assert "_" not in text
    assert "{" not in text
    assert "None" not in text


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("pin_type", KNOWN)
def test_every_aspect_of_every_type_has_an_answer(catalog: Catalog, pin_type: str, aspect: str) -> None:
    result = answer([Question(aspect, (pin_type,))], catalog)
    check(result.text, pin_type)
    assert result.topics == (aspect,)
    assert "The shop confirms whether it makes" in result.text or pin_type in OFFERED
    if pin_type in OFFERED:
        assert result.kind == "answer"
        assert result.sources


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("form", ["compare", "superlative", "describe", "yes_no"])
def test_every_pair_is_compared_in_every_aspect(catalog: Catalog, aspect: str, form: str) -> None:
    for pair in combinations(KNOWN, 2):
        for ids in (pair, pair[::-1]):
            for direction in ("most", "least"):
                question = Question(aspect, ids, form, direction)  # type: ignore[arg-type]
                check(answer([question], catalog).text, *ids)


@pytest.mark.parametrize("topic", ["difference", "compare"])
def test_every_pair_is_compared_as_a_whole(catalog: Catalog, topic: str) -> None:
    for pair in combinations(KNOWN, 2):
        check(answer([Question(topic, pair, "compare")], catalog).text, *pair)


@pytest.mark.parametrize("aspect", [*ASPECTS, "difference"])
def test_all_offered_types_fit_one_comparison(catalog: Catalog, aspect: str) -> None:
    check(answer([Question(aspect, OFFERED, "compare")], catalog).text, *OFFERED)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_without_a_type_it_is_about_hard_and_soft_enamel(catalog: Catalog, aspect: str) -> None:
    check(answer([Question(aspect)], catalog).text, "hard_enamel", "soft_enamel")


@pytest.mark.parametrize(
    ("aspect", "direction", "start"),
    [
        ("feel", "most", "Hard enamel pins are the smoothest"),
        ("feel", "least", "Soft enamel pins are the most textured"),
        ("cost", "most", "Genuine cloisonné pins are the most expensive"),
        ("cost", "least", "Screen-printed and photo-etched pins are the cheapest"),
        (
            "durability",
            "most",
            "Genuine cloisonné pins are the longest lasting, followed by hard enamel pins",
        ),
        (
            "scratch",
            "most",
            "Genuine cloisonné pins are the most scratch resistant, followed by hard enamel pins",
        ),
        ("dimensions", "most", "Soft enamel pins are the best suited to 3D"),
        ("detail", "most", "Photo-etched pins are the finest"),
        ("detail", "least", "Genuine cloisonné pins are the coarsest"),
        ("thickness", "most", "Genuine cloisonné pins are the thickest"),
        ("thickness", "least", "Photo-etched pins are the thinnest"),
        ("colours", "least", "Genuine cloisonné pins are the most limited in colour"),
        ("plating", "most", "Soft enamel pins are the widest in metal finishes"),
        ("gradients", "most", "Screen-printed pins are the best suited to gradients"),
        ("speed", "most", "Photo-etched pins are the fastest"),
        ("speed", "least", "Genuine cloisonné pins are the slowest"),
    ],
)
def test_which_type_is_first(catalog: Catalog, aspect: str, direction: str, start: str) -> None:
    result = answer([Question(aspect, (), "superlative", direction)], catalog)  # type: ignore[arg-type]
    assert result.text.startswith(start)
    check(result.text)


@pytest.mark.parametrize(
    ("aspect", "sentence"),
    [
        ("feel", "Hard enamel pins are smoother than soft enamel pins."),
        ("cost", "Hard enamel pins are more expensive than soft enamel pins."),
        ("durability", "Hard enamel pins are longer lasting than soft enamel pins."),
        ("look", "Hard enamel pins are more luxurious looking than soft enamel pins."),
        ("detail", "Soft enamel pins are finer in detail than hard enamel pins."),
        ("dimensions", "Soft enamel pins are better suited to 3D than hard enamel pins."),
        ("speed", "Soft enamel pins are faster to make than hard enamel pins."),
        ("thickness", "Hard enamel and soft enamel pins are about equal in this respect."),
    ],
)
def test_how_hard_and_soft_enamel_compare(catalog: Catalog, aspect: str, sentence: str) -> None:
    assert answer([Question(aspect, HARD + SOFT, "compare")], catalog).text.startswith(sentence)


@pytest.mark.parametrize("aspect", SCALED)
def test_every_scale_ranks_at_least_two_offered_types(catalog: Catalog, aspect: str) -> None:
    ranks = {p.aspects[aspect].rank for p in catalog.offered} - {None}
    assert len(ranks) > 1


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_every_occasion_has_an_answer(catalog: Catalog, occasion: str) -> None:
    check(answer([Question("best_for", occasion=occasion)], catalog).text)


@pytest.mark.parametrize("ids", [("hard_enamel",), ("soft_enamel",), ("cloisonne",), ("pvc",), HARD + SOFT])
def test_every_occasion_can_be_asked_about_types(catalog: Catalog, ids: tuple[str, ...]) -> None:
    for occasion in OCCASIONS:
        check(answer([Question("best_for", ids, "yes_no", occasion=occasion)], catalog).text, *ids)


def test_every_faq_topic_is_answered_as_it_is_written(catalog: Catalog) -> None:
    for topic in catalog.topics:
        result = answer([Question(topic.id)], catalog)
        check(result.text)
        assert (result.kind, result.topics) == (topic.reply, (topic.id,))
        assert result.sources


def test_a_second_question_in_the_message_leans_on_the_first(catalog: Catalog) -> None:
    result = answer([Question("feel", HARD), Question(None, SOFT)], catalog)
    first, second = result.text.split("\n\n")
    assert first.startswith("Hard enamel feels")
    assert second.startswith("Soft enamel feels")
    assert result.question == Question("feel", SOFT)


def test_a_conversation_is_followed(catalog: Catalog) -> None:
    result = answer([Question("feel", HARD)], catalog)
    result = answer([Question("follow_up", SOFT)], catalog, result.question)
    assert result.text.startswith("Soft enamel feels textured")
    result = answer([Question("cost")], catalog, result.question)
    assert result.text.startswith("Soft enamel costs")
    result = answer([Question("durability", ("cloisonne",), "compare")], catalog, result.question)
    assert result.text.startswith("Genuine cloisonné pins are longer lasting than soft enamel pins.")


def test_several_aspects_are_answered_in_order(catalog: Catalog) -> None:
    result = answer([Question("cost", HARD, aspects=("feel", "durability"))], catalog)
    assert result.topics == ("cost", "feel", "durability")
    starts = [paragraph[:17] for paragraph in result.text.split("\n\n")]
    assert starts == ["Hard enamel costs", "Hard enamel feels", "Hard enamel is ve"]


def test_the_same_question_is_answered_once(catalog: Catalog) -> None:
    result = answer([Question("feel", HARD), Question("feel", HARD, aspects=("feel",))], catalog)
    assert result.text.count("Hard enamel feels") == 1


@pytest.mark.parametrize("count", [2, 3, 4, 9])
def test_several_answers_together_stay_short(catalog: Catalog, count: int) -> None:
    topics = ASPECTS[:count]
    result = answer([Question(topic, HARD + SOFT, "compare") for topic in topics], catalog)
    check(result.text, "hard_enamel", "soft_enamel", limit=1800)
    assert result.topics == topics[:6]
    assert ("ask me the rest again" in result.text) == (count > 6)


def test_each_of_two_answers_stays_short(catalog: Catalog) -> None:
    for topic in catalog.topics:
        result = answer([Question(topic.id), Question("best_for", HARD + SOFT)], catalog)
        assert all(len(paragraph) <= 450 for paragraph in result.text.split("\n\n"))
        assert topic.id in result.topics


def test_shop_data_is_filled_in_or_gone_around(small: Catalog) -> None:
    assert answer([Question("post")], small).text == "Pins of Delft posts pins."
    assert answer([Question("hours")], small).text == "Ask Pins of Delft when it is open."


def test_a_topic_with_nothing_to_say_is_passed_on(small: Catalog) -> None:
    result = answer([Question("phone")], small)
    assert (result.kind, result.topics) == ("handoff", ())


def test_a_field_that_the_shop_has_filled_in_is_said(small: Catalog) -> None:
    shop = small.shop.copy(update={"opening_hours": "all day"})
    assert answer([Question("hours")], small.copy(update={"shop": shop})).text == "Open all day."


def test_the_kind_is_that_of_the_topics_if_they_agree(small: Catalog) -> None:
    assert answer([Question("price")], small).kind == "quote"
    assert answer([Question("hours")], small).kind == "handoff"
    assert answer([Question("price"), Question("hours")], small).kind == "answer"


def test_sources_are_titles_each_once_and_never_ids(small: Catalog) -> None:
    assert answer([Question("what_is", HARD + SOFT)], small).sources == ("The book of pins", "A talk")
    assert answer([Question("price")], small).sources == ()


def test_more_about_a_faq_topic_is_its_related_topic(small: Catalog) -> None:
    previous = answer([Question("post")], small).question
    assert answer([Question("tell_more")], small, previous).topics == ("hours",)


@pytest.mark.parametrize(
    "questions",
    [[], [Question()], [Question("nonsense")], [Question("tell_more")], [Question("follow_up")]],
)
def test_what_is_not_known_is_passed_on(small: Catalog, questions: list[Question]) -> None:
    result = answer(questions, small)
    assert result.kind == "handoff"
    assert "Pins of Delft" in result.text
    assert result.topics == ()


def test_an_unknown_type_is_as_good_as_none(catalog: Catalog) -> None:
    assert answer([Question("feel", ("glass",))], catalog).text == answer([Question("feel")], catalog).text


def test_a_shop_without_hard_enamel_still_compares_two_types(small: Catalog) -> None:
    others = tuple(p for p in small.pin_types if p.id != "hard_enamel")
    result = answer([Question("thickness")], small.copy(update={"pin_types": others}))
    assert result.text == "Soft enamel weighs less. It is light. Printed pins weigh less."
