"""The lock files, as lists of packages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pin_advisor.paths import PROJECT

#: What trains and serves.
SHOP: Final = PROJECT / "requirements.lock"
#: What builds the sentence encoder, once, beside that.
ENCODER: Final = PROJECT / "requirements" / "encoder.lock"
#: What develops and tests, the two above included.
DEVELOPMENT: Final = PROJECT / "requirements" / "dev.lock"
#: What looks at the others from outside.
TOOLS: Final = PROJECT / "requirements" / "tools.lock"

_PINNED: Final = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def locked(path: Path) -> dict[str, str]:
    """Return the version of each package in a lock file, by its normalised name."""
    return {normalised(name): version for name, version in _PINNED.findall(path.read_text("utf-8"))}


def normalised(name: str) -> str:
    """Return the one way of writing a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
