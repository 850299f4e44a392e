"""Deprecations inside pinned packages are not shown: Rasa turns on what Python hides by default."""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {
    "rasa.utils.common:_filter_warnings": "716b5de5dfb6cec1",
    "rasa.utils.common:EXPECTED_WARNINGS": "a821d25beb2483e9",
}
CHECK: Final = "that Rasa still hides the warnings in EXPECTED_WARNINGS."


def adjust(common: Any) -> None:
    """Expect all deprecations."""
    common.EXPECTED_WARNINGS.append((DeprecationWarning, ""))
