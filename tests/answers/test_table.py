"""Types side by side: a column for each, every row filled, no table where there is nothing to compare."""

from __future__ import annotations

import pytest

from pin_advisor.answers.question import Question
from pin_advisor.answers.table import side_by_side, table_for
from pin_advisor.catalog import Catalog


def test_each_type_has_a_column_and_each_row_a_cell_for_it(catalog: Catalog) -> None:
    table = side_by_side(["hard_enamel", "soft_enamel"], catalog)
    assert table is not None
    assert table.columns == ("", "Hard enamel", "Soft enamel")
    assert len(table.rows) >= 6
    assert all(len(row) == 3 and all(row) for row in table.rows)
    assert {row[0] for row in table.rows} >= {"Look", "Cost", "Best for"}


def test_cells_begin_like_a_sentence(catalog: Catalog) -> None:
    table = side_by_side(["cloisonne", "screen_printed", "photo_etched"], catalog)
    assert table is not None
    assert all(cell[0] == cell[0].upper() for row in table.rows for cell in row)


@pytest.mark.parametrize(
    "pin_types", [[], ["hard_enamel"], ["hard_enamel", "hard_enamel"], ["no_such", "hard_enamel"]]
)
def test_one_type_makes_no_table(pin_types: list[str], catalog: Catalog) -> None:
    assert side_by_side(pin_types, catalog) is None


def test_a_telephone_can_show_it(catalog: Catalog) -> None:
    table = side_by_side([p.id for p in catalog.pin_types], catalog)
    assert table is not None
    assert len(table.columns) == 4


@pytest.mark.parametrize("topic", ["difference", "compare"])
@pytest.mark.parametrize("named", [(), ("soft_enamel",), ("soft_enamel", "cloisonne")])
def test_a_question_about_the_whole_difference_has_one(
    topic: str, named: tuple[str, ...], catalog: Catalog
) -> None:
    table = table_for(Question(topic=topic, pin_types=named), catalog)
    assert table is not None
    assert len(table.columns) == 3


def test_other_questions_have_none(catalog: Catalog) -> None:
    assert table_for(None, catalog) is None
    assert table_for(Question(topic="feel", pin_types=("hard_enamel", "soft_enamel")), catalog) is None
