"""What is measured from, and where a measurement leaves what can be made again."""

from __future__ import annotations

from typing import Final

from pin_advisor.paths import PROJECT

BENCHMARKS: Final = PROJECT / "benchmarks"
#: What both systems learn from.
DATA: Final = PROJECT / "data"
UTTERANCES: Final = DATA / "nlu"
RULES: Final = DATA / "rules.yml"
DOMAIN: Final = PROJECT / "domain.yml"
CONFIG: Final = PROJECT / "config.yml"

#: What takes long to make and stays good until what it is made from changes: environments, stock Rasa's
#: model. Not beside this file, where it would count as part of the product.
CACHE: Final = PROJECT / ".cache" / "benchmarks"
#: Models, data sets and readings of the last run; everything in it can be made again.
WORK: Final = CACHE / "work"
