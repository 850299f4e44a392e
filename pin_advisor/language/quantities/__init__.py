"""Which figures count the pins that a visitor wants.

Each module here decides one thing; the words that it goes by are in ``data/language/amounts.yml``.
"""

from pin_advisor.language.quantities.corrections import is_put_right, set_right, times_known
from pin_advisor.language.quantities.counted import MOST_PIECES, as_quantity, of_people
from pin_advisor.language.quantities.groups import is_of_a_group
from pin_advisor.language.quantities.left_over import left_over
from pin_advisor.language.quantities.named import read_quantities, without_parts
from pin_advisor.language.quantities.no_pieces import is_not_counted
from pin_advisor.language.quantities.sums import MORE, ON_TOP, adds_up, by_the_day, change_by
from pin_advisor.language.quantities.wanted import a_couple, no_years, read_wanted

__all__ = [
    "MORE",
    "MOST_PIECES",
    "ON_TOP",
    "a_couple",
    "adds_up",
    "as_quantity",
    "by_the_day",
    "change_by",
    "is_not_counted",
    "is_of_a_group",
    "is_put_right",
    "left_over",
    "no_years",
    "of_people",
    "read_quantities",
    "read_wanted",
    "set_right",
    "times_known",
    "without_parts",
]
