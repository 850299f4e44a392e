"""Answers composed from aspects, on a catalog whose every word is known."""

from __future__ import annotations

import pytest

from pin_advisor.answers import by_type
from pin_advisor.catalog import Catalog, PinType


def named(catalog: Catalog, *ids: str) -> list[PinType]:
    return [catalog.pin_type(id) for id in ids]


def test_one_type_is_described_with_its_source(small: Catalog) -> None:
    part = by_type.describe(small.pin_type("soft_enamel"), "thickness", 600)
    assert (part.text, part.references) == ("Soft enamel weighs less. It is light.", ("talk",))


def test_a_description_is_cut_at_a_sentence(small: Catalog) -> None:
    assert by_type.describe(small.pin_type("soft_enamel"), "thickness", 30).text == "Soft enamel weighs less."


def test_what_nobody_knows_is_admitted(small: Catalog) -> None:
    part = by_type.describe(small.pin_type("pvc"), "thickness", 600)
    assert part.text.startswith("PVC pins: Rubbery. I have nothing reliable about PVC pins")
    assert part.kind == "handoff"


@pytest.mark.parametrize(
    ("direction", "start", "order"),
    [
        ("most", "Hard enamel pins are heavier than soft enamel pins.", ("Hard enamel w", "Soft enamel w")),
        ("least", "Soft enamel pins are lighter than hard enamel pins.", ("Soft enamel w", "Hard enamel w")),
    ],
)
@pytest.mark.parametrize("ids", [("hard_enamel", "soft_enamel"), ("soft_enamel", "hard_enamel")])
def test_two_types_are_ranked_and_then_told_in_that_order(
    small: Catalog, direction: str, start: str, order: tuple[str, str], ids: tuple[str, str]
) -> None:
    text = by_type.side_by_side(named(small, *ids), "thickness", small, 600, direction).text  # type: ignore[arg-type]
    assert text.startswith(start)
    assert 0 < text.index(order[0]) < text.index(order[1])


def test_what_the_other_type_said_already_is_left_out(catalog: Catalog) -> None:
    for aspect in ("cost", "durability", "thickness", "gradients", "speed"):
        for ids in (("hard_enamel", "soft_enamel"), ("soft_enamel", "hard_enamel")):
            first, second = named(catalog, *ids)
            text = by_type.side_by_side([first, second], aspect, catalog, 600).text
            assert text.endswith(second.aspects[aspect].after[first.id])
            assert second.aspects[aspect].text not in text


def test_a_range_is_given_once_for_both(catalog: Catalog) -> None:
    text = by_type.side_by_side(named(catalog, "hard_enamel", "soft_enamel"), "thickness", catalog, 600).text
    assert text.count("1.2 to 1.5 mm") == 1


def test_a_tie_is_called_one(small: Catalog) -> None:
    text = by_type.side_by_side(named(small, "soft_enamel", "printed"), "thickness", small, 600, "most").text
    assert text.startswith("Soft enamel and printed pins are about equal in this respect.")


def test_types_without_a_rank_are_told_side_by_side(small: Catalog) -> None:
    text = by_type.side_by_side(named(small, "hard_enamel", "paper"), "thickness", small, 600, "most").text
    assert text == "Hard enamel weighs much. It is heavy. Paper badges weigh nothing."


def test_of_two_types_the_unknown_one_is_admitted(small: Catalog) -> None:
    part = by_type.side_by_side(named(small, "hard_enamel", "pvc"), "thickness", small, 600, "most")
    assert part.text.startswith(
        "Hard enamel weighs much. It is heavy. I have nothing reliable about PVC pins"
    )
    assert part.kind == "answer"


def test_little_room_is_shared_and_nothing_is_cut_in_the_middle(small: Catalog) -> None:
    text = by_type.side_by_side(named(small, "hard_enamel", "soft_enamel"), "thickness", small, 55).text
    assert text == "Hard enamel weighs much. Soft enamel weighs less."


def test_more_types_than_there_is_room_for_are_offered(small: Catalog) -> None:
    types = named(small, "hard_enamel", "soft_enamel", "printed", "paper")
    full = by_type.side_by_side(types, "thickness", small, 600).text
    assert full == (
        "Hard enamel pins weigh much. Soft enamel pins weigh less. "
        "Printed pins weigh less. Paper badges weigh nothing."
    )
    short = by_type.side_by_side(types, "thickness", small, 90).text
    assert short == (
        "Hard enamel pins weigh much. "
        "Ask me about soft enamel pins, printed pins and paper badges as well, if you like."
    ) or short.startswith("Hard enamel pins weigh much. Soft enamel pins weigh less. Ask me")
    for pin_type in types:
        assert pin_type.plural.lower() in short.lower()


@pytest.mark.parametrize(
    ("direction", "start"),
    [
        (
            "most",
            "Hard enamel pins are the heaviest; soft enamel and printed pins are the lightest. Hard enamel",
        ),
        (
            "least",
            "Soft enamel and printed pins are the lightest; hard enamel pins are the heaviest. Soft enamel",
        ),
    ],
)
def test_all_offered_types_are_ranked_from_the_end_asked_for(
    small: Catalog, direction: str, start: str
) -> None:
    part = by_type.ranking("thickness", direction, small, 600)  # type: ignore[arg-type]
    assert part is not None
    assert part.text.startswith(start)
    assert "paper" not in part.text.lower()  # nobody knows its rank
    assert "pvc" not in part.text.lower()  # not offered


def test_the_winners_of_a_tie_are_all_described(small: Catalog) -> None:
    part = by_type.ranking("thickness", "least", small, 600)
    assert part is not None
    assert "Soft enamel weighs less." in part.text
    assert "Printed pins weigh less." in part.text


def test_the_type_asked_about_is_described_though_it_does_not_win(small: Catalog) -> None:
    part = by_type.ranking("thickness", "most", small, 600, asked=small.pin_type("soft_enamel"))
    assert part is not None
    assert part.text.startswith("Hard enamel pins are the heaviest")
    assert part.text.endswith("Soft enamel weighs less. It is light.")


def test_an_aspect_without_a_scale_is_not_ranked(small: Catalog) -> None:
    assert by_type.ranking("look", "most", small, 600) is None


def test_types_as_a_whole_are_told_aspect_by_aspect(small: Catalog) -> None:
    part = by_type.overall(named(small, "hard_enamel", "soft_enamel"), "difference", 600)
    assert part.text == "Hard enamel pins look flat. Soft enamel pins look bumpy."


def test_many_types_as_a_whole_are_summed_up(small: Catalog) -> None:
    part = by_type.overall(named(small, "hard_enamel", "soft_enamel", "pvc"), "difference", 600)
    assert part.text == "Hard enamel pins: Flat. Soft enamel pins: Bumpy. PVC pins: Rubbery."


def test_only_types_that_the_shop_has_to_confirm_are_pointed_out(small: Catalog) -> None:
    assert (
        by_type.not_offered(named(small, "hard_enamel", "pvc"))
        == "The shop confirms whether it makes PVC pins."
    )
    assert by_type.not_offered(named(small, "hard_enamel")) == ""
