"""Where the measurement reads and writes."""

from __future__ import annotations

from typing import Final

from pin_advisor.paths import PROJECT

BENCHMARKS: Final = PROJECT / "benchmarks"
#: The messages that both systems are tested on.
FROZEN: Final = PROJECT / "tests" / "understanding" / "frozen" / "messages.jsonl"
#: What both learn from.
DATA: Final = PROJECT / "data"
UTTERANCES: Final = DATA / "nlu"
RULES: Final = DATA / "rules.yml"
DOMAIN: Final = PROJECT / "domain.yml"
CONFIG: Final = PROJECT / "config.yml"

#: Models, data sets and readings of the last run; everything in it can be made again.
WORK: Final = BENCHMARKS / ".work"
#: Stock Rasa's own environment and what it is made from.
STOCK_ENVIRONMENT: Final = BENCHMARKS / ".venv-stock"
STOCK_LOCK: Final = BENCHMARKS / "stock.lock"

RESULT: Final = BENCHMARKS / "understanding.md"
#: Not under version control: it quotes the frozen set, which nobody should meet by browsing the code.
ERRORS: Final = BENCHMARKS / "understanding-errors.md"
