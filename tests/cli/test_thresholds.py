"""The table of a threshold marks the value that is in force and the one that refuses 2 %."""

from __future__ import annotations

import numpy as np

from pin_advisor.cli import thresholds


def test_the_table_marks_what_is_in_force_and_what_refuses_two_per_cent() -> None:
    questions = np.array([0.3, 0.18] + [0.0] * 48, dtype=np.float32)
    others = np.array([0.9, 0.15], dtype=np.float32)

    title, headers, *rows = (
        thresholds.scope_table({"small set": (questions, others)}, 0.1).strip().splitlines()
    )

    assert "`foreign`" in title
    assert headers.split() == ["foreign", "small", "set:", "refused", "small", "set:", "caught"]
    marked = {row.split()[0]: row for row in rows if not row.endswith("%")}
    assert list(marked) == ["0.1", "0.181"]
    assert marked["0.1"].split("   ")[-1] == "in force"
    assert marked["0.181"].split("   ")[-1] == "2.0 % refused of the small set"
    assert marked["0.181"].split()[1:5] == ["2.0", "%", "50.0", "%"]
