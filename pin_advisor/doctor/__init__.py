"""Looks at everything that the product needs, and says of each thing whether it is as it should be.

A check is a function without arguments that yields :class:`~pin_advisor.doctor.finding.Finding`. It reads and
asks, and changes nothing; it works while the bot runs and while it doesn't. A check that breaks is a finding,
too, and never keeps the others from being made.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Final

from pin_advisor.doctor.finding import Finding, Level, of_error
from pin_advisor.errors import PinAdvisorError

#: Modules of this package, in the order in which they are told, with their checks. They are loaded one by
#: one, so that a library that can't be loaded is told by whoever needs it.
CHECKS: Final = {
    "installation": ("python", "packages", "compiled_files", "encoder", "model", "catalog"),
    "variables": ("names", "logging", "secrets", "website", "channels", "workers", "actions"),
    "machine": ("folders", "disk", "permissions", "clock"),
    "stores": ("database", "redis", "events"),
    "serving": ("bots", "figures"),
}


def examine() -> Iterator[Finding]:
    """Make all checks, one after the other. What several of them meet is told once."""
    told: set[tuple[str | None, str]] = set()
    for module, names in CHECKS.items():
        for name in names:
            for finding in _made(module, name):
                key = (finding.code, finding.message)
                if finding.code is None or key not in told:
                    told.add(key)
                    yield finding


def _made(module: str, name: str) -> Iterator[Finding]:
    part = name.replace("_", " ")
    try:
        check = getattr(importlib.import_module(f"{__name__}.{module}"), name)
        yield from check()
    except PinAdvisorError as error:
        yield of_error(part, error)
    except Exception as error:  # its text may hold an address with a password
        yield Finding(
            part,
            Level.ERROR,
            f"this could not be looked at: {type(error).__name__}",
            "PA179",
            "See the findings above; if there are none, the installation is damaged: `make environment`.",
        )
