"""What the comparison of understanding reads and writes."""

from __future__ import annotations

from typing import Final

from benchmarks.places import BENCHMARKS
from pin_advisor.paths import PROJECT

#: The messages that both systems are tested on.
FROZEN: Final = PROJECT / "tests" / "understanding" / "frozen" / "messages.jsonl"

RESULT: Final = BENCHMARKS / "understanding.md"
#: Not under version control: it quotes the frozen set, which nobody should meet by browsing the code.
ERRORS: Final = BENCHMARKS / "understanding-errors.md"
