"""A message about a quote request, part by part."""

from __future__ import annotations

import pytest

from pin_advisor.catalog import load
from pin_advisor.language.amounts import AmountParser
from pin_advisor.language.contacts import contacts_in
from pin_advisor.language.parts import Told, parts_of, words_of
from pin_advisor.language.quantities import adds_up
from pin_advisor.paths import PROJECT


@pytest.fixture(scope="module")
def parser() -> AmountParser:
    return AmountParser(load(PROJECT / "catalog").prices.currencies)


def told_in(text: str, parser: AmountParser) -> Told:
    amounts = parser.parse(text, None)
    if not amounts.quantities:
        amounts = parser.parse(text, "quantity")
    counted = amounts.quantities
    shares = len(counted) > 1 and adds_up(text, counted)
    return Told(
        pieces={(q.start, q.end): q.pieces for q in counted},
        contacts=[(c.start, c.end) for c in contacts_in(text, asked=False)],
        money=[(m.start, m.end) for m in amounts.money],
        shares=(counted[0].start, counted[-1].end) if shares else None,
    )


@pytest.mark.parametrize(
    ("text", "design", "when"),
    [
        ("200 pieces, our badger", "our badger", ""),
        ("our badger, 200 of them, by May, to Truro", "our badger", "by May, to Truro"),
        ("our badger in grey by May to Truro", "our badger in grey", "by May to Truro"),
        ("a gross with our badger in grey", "our badger in grey", ""),
        ("our badger on 200 pins, please", "our badger", ""),
        ("our badger and 200 pieces and by May", "our badger", "by May"),
        ("hello, we would like 80 pins of our badger, thanks", "our badger", ""),
        ("our badger, 3 dollars each, ada@example.org", "our badger", ""),
        ("delivered to Truro by the end of May", "", "delivered to Truro by the end of May"),
    ],
)
def test_each_thing_goes_where_it_belongs(text: str, design: str, when: str, parser: AmountParser) -> None:
    parts = parts_of(text, told_in(text, parser))
    assert words_of(text, parts, "rest") == design
    assert words_of(text, parts, "date", "place") == when


@pytest.mark.parametrize(
    "text",
    [
        "a red kite, two stars, gold rim",
        "black and white",
        "a fox to the left, a hare to the right",
        "no text, only a star",
        "a jigsaw with 50 pieces",
        "a boat with 8 people in it",
        "three badges on a sash",
        "a Christmas tree",
        "spring flowers",
        "it may be red",
        "a house by the sea",
        "a star for our club",
    ],
)
def test_a_description_stays_whole(text: str, parser: AmountParser) -> None:
    parts = parts_of(text, told_in(text, parser))
    assert {part.kind for part in parts} == {"rest"}
    assert words_of(text, parts, "rest") == text


@pytest.mark.parametrize(
    "text", ["set it to 90", "90 instead of 120", "we only need 90 after all", "sorry, I made a mistake, 90"]
)
def test_what_only_counts_describes_nothing(text: str, parser: AmountParser) -> None:
    kinds = {part.kind for part in parts_of(text, told_in(text, parser))}
    assert "pieces" in kinds
    assert kinds <= {"pieces", "frame"}


def test_shares_of_an_order_stay_together(parser: AmountParser) -> None:
    text = "our badger, 50 in grey and 30 in black, by May"
    parts = parts_of(text, told_in(text, parser))
    assert words_of(text, parts, "shares") == "50 in grey and 30 in black"
    assert words_of(text, parts, "rest") == "our badger"


def test_what_is_ordered_in_turn_tells_when(parser: AmountParser) -> None:
    text = "50 now and 50 later"
    assert words_of(text, parts_of(text, told_in(text, parser)), "date") == text


def test_any_text_is_read(parser: AmountParser) -> None:
    for text in ("", " ", ",,,;", "()", "and and and", "by " * 300, "5, " * 300, "to to to\n\nto"):
        parts = parts_of(text, told_in(text, parser))
        assert all(part.start < part.end for part in parts)


@pytest.mark.parametrize("text", ["200 pieces, not 100", "not fifty, fifteen", "95 is too many, 90"])
def test_a_number_that_is_taken_back_tells_nothing(text: str, parser: AmountParser) -> None:
    kinds = [part.kind for part in parts_of(text, told_in(text, parser))]
    assert sorted(kinds) == ["frame", "pieces"]
