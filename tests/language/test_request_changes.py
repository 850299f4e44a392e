"""A design and a deadline change with what is told of them later, and nothing else does."""

from __future__ import annotations

from typing import Optional

import pytest

from pin_advisor.language.parts import Told, parts_of
from pin_advisor.language.request_changes import deadline_after, design_after, only_looks, swapped

HERON = "a grey heron on a blue pond"


@pytest.mark.parametrize(
    ("told", "design"),
    [
        ("change the design to a fox", "a fox"),
        ("make it a fox", "a fox"),
        ("the design should be a fox", "a fox"),
        ("a fox instead", "a fox"),
        ("a fox instead of a grey heron on a blue pond", "a fox"),
        ("not a heron, a stork", "a grey stork on a blue pond"),
        ("green instead of blue", "a grey heron on a green pond"),
        ("the heron should be white", "a white heron on a blue pond"),
        ("make the heron white please", "a white heron on a blue pond"),
        ("the pond should be orange, please", "a grey heron on an orange pond"),
        ("the fish should be white", f"{HERON}; the fish should be white"),
        ("good but green instead of blue", "a grey heron on a green pond"),
        ("it's two storks", "two storks"),
        ("a gold rim instead", f"{HERON}; a gold rim instead"),
        ("with our name below", f"{HERON}; with our name below"),
        ("make it the same", f"{HERON}; make it the same"),
        ("and in gold", f"{HERON}; in gold"),
        (f"{HERON} with a fish", f"{HERON} with a fish"),
        ("a blue pond", HERON),
    ],
)
def test_the_design(told: str, design: str) -> None:
    assert design_after(HERON, told, corrects=True) == design


def test_what_only_leads_up_to_a_design_is_left_out() -> None:
    assert design_after(None, "wait, the heron should be green", corrects=True) == "the heron should be green"
    assert design_after(None, "the design: a heron", corrects=False) == "a heron"
    assert design_after(None, "and a heron and", corrects=False) == "a heron"


def test_a_thing_of_the_same_kind_is_no_correction_by_itself() -> None:
    assert design_after(HERON, "a fox", corrects=False) == f"{HERON}; a fox"


@pytest.mark.parametrize(
    ("known", "told", "after"),
    [
        (None, "by June, to Leeds", "by June, to Leeds"),
        ("by June, to Leeds", "make it July", "July, to Leeds"),
        ("by June, to Leeds", "by July instead", "by July, to Leeds"),
        ("by June, to Leeds", "to York instead of Leeds", "by June, to York"),
        ("by June, to Leeds", "no rush", "no rush, to Leeds"),
        ("by June, to Leeds", "by July, to York", "by July, to York"),
        ("no rush", "to Leeds", "no rush, to Leeds"),
        (
            "by June, to 5 Mill Lane, Ely",
            "the address is 15 Mill Lane",
            "by June, the address is 15 Mill Lane, Ely",
        ),
        ("whenever the boss likes it", "by July", "by July"),
        ("our gig is on the 9th", "the 19th, sorry", "our gig is on the 19th"),
        ("3/5", "change deadline to 4/5", "4/5"),
    ],
)
def test_the_deadline(known: Optional[str], told: str, after: str) -> None:
    assert deadline_after(known, told, parts_of(told, Told())) == after


def test_another_day_of_the_same_event() -> None:
    told = "the gala was moved to the 10th of May"
    after = deadline_after("before our gala on 3 May, to Bath", told, parts_of(told, Told()))
    assert after == "before our gala on the 10th of May, to Bath"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("change autumn to September", {"deadline": "in September, Rotterdam"}),
        ("please replace the heron with a stork", {"design": "a grey stork on a blue pond"}),
        ("change the fox to a stork", {}),
        ("change something", {}),
        ("Delft instead of Rotterdam", {"deadline": "in autumn, Delft"}),
        ("rotterdam -> Delft", {"deadline": "in autumn, Delft"}),
    ],
)
def test_one_thing_in_the_place_of_another(text: str, after: dict[str, str]) -> None:
    assert swapped(text, {"design": HERON, "deadline": "in autumn, Rotterdam"}) == after
    assert swapped(text, {"design": '"autumn', "deadline": None}) in ({}, {"design": '"September'})


def test_a_look_without_a_motif() -> None:
    assert only_looks("in matt silver, 25 mm", shares=False)
    assert not only_looks("a silver fox", shares=False)
    assert only_looks("50 for the office and 30 for the yard", shares=True)
    assert not only_looks("50 with the logo and 30 without", shares=True)
