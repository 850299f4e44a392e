"""Which catalog is used when nobody names one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from pin_advisor.paths import PROJECT

#: Environment variable with the catalog's folder.
VARIABLE: Final = "PIN_ADVISOR_CATALOG"


def catalog_directory() -> Path:
    """The folder in ``PIN_ADVISOR_CATALOG``, or ``catalog/`` in the project's folder."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else PROJECT / "catalog"
