"""When the pins are needed and where they should go, by wording."""

from __future__ import annotations

import pytest

from pin_advisor.language.when_and_where import is_date, is_named_place, is_place, names_a_street


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("by June", True),
        ("we need them before 12 May", True),
        ("in two weeks", True),
        ("the deadline is Friday", True),
        ("asap", True),
        ("the 14th", True),
        ("make it the 14th please", True),
        ("before our gala on 3 May", True),
        ("in time for the prom", True),
        ("there's no rush from our side", True),
        ("whenever it suits you", True),
        ("week 33", True),
        ("in May or so", True),
        ("by July would be fine too", True),
        ("a sunflower in June light", False),
        ("in May blossom", False),
        ("a Christmas tree", False),
        ("the 3rd battalion", False),
        ("it may be red", False),
        ("our logo", False),
        ("300 of them", False),
    ],
)
def test_a_date(text: str, date: bool) -> None:
    assert is_date(text) is date


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("to Leeds", True),
        ("ship to leeds", True),
        ("to Green Street 4", True),
        ("we need them in Leeds", True),
        ("delivery address: 5 Mill Lane", True),
        ("my house is 5 Oak Ave", True),
        ("to the left", False),
        ("to me", False),
        ("we need them in gold", False),
        ("our logo", False),
    ],
)
def test_a_place(text: str, place: bool) -> None:
    assert is_place(text) is place


def test_behind_a_date_a_place_needs_no_capital() -> None:
    assert is_place("to leeds", after_date=True)
    assert is_place("France", after_place=True)
    assert is_place("high street", after_place=True)
    assert not is_place("red and gold", after_place=True)


def test_an_address_goes_on() -> None:
    assert is_place("to 14 rue des Lilas")
    assert is_place("69002 Lyon", after_place=True)


def test_a_name_alone_may_be_a_place() -> None:
    assert is_named_place("in Ostend")
    assert not is_named_place("in red")
    assert names_a_street("10 Mill Lane")
