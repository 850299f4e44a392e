"""Deprecations inside pinned packages are not shown: importing Sanic turns on a dozen at each start."""

from __future__ import annotations

import warnings
from typing import Any, Final

RELIES_ON: Final = {"sanic.app:filterwarnings": "0f6602dc864e178c"}
CHECK: Final = 'whether importing sanic.app still calls filterwarnings("once", category=DeprecationWarning).'


def adjust(app: Any) -> None:
    """Hide them again."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
