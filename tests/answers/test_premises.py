"""A wrong premise is put right in plain words, and a right one confirmed where that is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from pin_advisor.answers import Claim, Question, answer
from pin_advisor.catalog import Catalog

HARD_SOFT = ("hard_enamel", "soft_enamel")


def said(topic: str, catalog: Catalog, *claims: Claim, types: tuple[str, ...] = (), **more: Any) -> str:
    return answer([Question(topic, types, claims=claims, **more)], catalog).text


@pytest.mark.parametrize(
    ("stance", "holds", "start"),
    [
        ("presumes", False, "Not quite"),
        ("confirms", False, "Not quite"),
        ("confirms", True, "That's right"),
        ("asks", True, "Yes"),
        ("asks", False, "No"),
    ],
)
def test_how_an_answer_about_the_same_begins(stance: str, holds: bool, start: str, catalog: Catalog) -> None:
    claim = Claim(stance, fact="iron_rusts", holds=holds)
    assert said("rust", catalog, claim).startswith(f"{start}: iron pins can rust")


def test_what_is_right_and_taken_for_granted_is_passed_over(catalog: Catalog) -> None:
    claim = Claim("presumes", fact="iron_rusts")
    assert said("rust", catalog, claim) == said("rust", catalog)


def test_an_answer_about_something_else_comes_after_what_is_so(catalog: Catalog) -> None:
    text = said("colours_touching", catalog, Claim("presumes", fact="cloisonne_lines", holds=False))
    assert text.startswith("Not quite: genuine cloisonné has metal lines between its colours")
    assert "Two enamel colours" in text


@pytest.mark.parametrize(
    ("aspect", "direction", "types", "start"),
    [
        ("cost", "least", HARD_SOFT, "It's the other way round: soft enamel pins are cheaper than hard"),
        (
            "feel",
            "most",
            HARD_SOFT[::-1],
            "It's the other way round: hard enamel pins are smoother than soft",
        ),
        ("cost", "most", ("soft_enamel",), "It's the other way round: hard enamel pins are more expensive"),
        ("cost", "most", HARD_SOFT, "That's right: hard enamel pins are more expensive than soft"),
    ],
)
def test_where_types_stand_is_judged_by_the_scales(
    aspect: Any, direction: Any, types: tuple[str, ...], start: str, catalog: Catalog
) -> None:
    claim = Claim("confirms", aspect=aspect, direction=direction, pin_types=types)
    assert said("lead_time", catalog, claim).startswith(start)


def test_a_denial_of_what_is_so_is_not_the_other_way_round(catalog: Catalog) -> None:
    claim = Claim("confirms", aspect="cost", pin_types=HARD_SOFT, holds=False)
    text = said("cost", catalog, claim, types=HARD_SOFT)
    assert text.startswith("Not quite: hard enamel pins are more expensive than soft enamel pins.")


def test_nothing_is_said_twice(catalog: Catalog) -> None:
    claim = Claim("confirms", aspect="durability", pin_types=HARD_SOFT)
    text = said("durability", catalog, claim, types=HARD_SOFT, form="compare")
    assert text.count("longer lasting than") == 1


@pytest.mark.parametrize(
    ("types", "direction", "start"),
    [
        (("cloisonne",), "most", "That's right: genuine cloisonné"),
        (("cloisonne",), "least", "Not quite: genuine cloisonné"),
        (("photo_etched",), "most", "Not quite: photo-etched pins"),
        # In the middle, where the other usual type is beyond it.
        (("hard_enamel",), "least", "It's the other way round: soft enamel pins are cheaper"),
        (("soft_enamel",), "most", "It's the other way round: hard enamel pins are more expensive"),
    ],
)
def test_the_end_of_a_scale(types: tuple[str, ...], direction: Any, start: str, catalog: Catalog) -> None:
    claim = Claim("confirms", aspect="cost", direction=direction, pin_types=types, extreme=True)
    assert said("lead_time", catalog, claim).startswith(start)


@pytest.mark.parametrize(
    "claim",
    [
        Claim("confirms"),
        Claim("confirms", fact="no_such_fact", holds=False),
        Claim("confirms", aspect="cost", pin_types=("hard_enamel",), extreme=True),  # in the middle
        Claim("confirms", aspect="cost", pin_types=("screen_printed",)),  # than what?
        Claim("confirms", aspect="colours", pin_types=HARD_SOFT),  # they are equal
        Claim("confirms", aspect="cost", pin_types=HARD_SOFT, greatly=True),  # by how much, nobody can say
        Claim("confirms", aspect="cost", pin_types=("gold", "silver")),
    ],
)
def test_what_nobody_can_tell_is_neither_right_nor_wrong(claim: Claim, catalog: Catalog) -> None:
    assert said("lead_time", catalog, claim) == said("lead_time", catalog)


def test_what_is_right_is_not_confirmed_beside_something_unknown(catalog: Catalog) -> None:
    claims = (Claim("confirms", fact="iron_rusts"), Claim("confirms"))
    assert said("rust", catalog, *claims) == said("rust", catalog)


def test_one_wrong_claim_of_two_is_put_right(catalog: Catalog) -> None:
    claims = (Claim("confirms"), Claim("confirms", fact="iron_rusts", holds=False))
    assert said("rust", catalog, *claims).startswith("Not quite")


def test_every_fact_can_be_said_and_fits(catalog: Catalog) -> None:
    for fact in catalog.facts:
        for topic in ("lead_time", *fact.topics):
            text = said(topic, catalog, Claim("confirms", fact=fact.id, holds=False), types=fact.of[:1])
            assert text.startswith("Not quite"), fact.id
            assert len(text) <= 620, (fact.id, topic)
            assert not str(fact.says).endswith("."), fact.id


def test_the_next_question_inherits_no_claim(catalog: Catalog) -> None:
    question = Question("rust", claims=(Claim("confirms", fact="iron_rusts"),))
    kept = answer([question], catalog).question
    assert kept is not None
    assert kept.claims == ()
