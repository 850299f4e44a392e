"""Under which licences the packages are that a shop runs.

What a package says of itself is taken from its metadata: the SPDX expression, else the field
``License``, else the classifiers. ``requirements/licences.yml`` names those that are not simply permissive,
with the reason why they may be used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Final

import yaml

from pin_advisor.paths import PROJECT
from supply_chain.locks import normalised

EXCEPTIONS: Final = PROJECT / "requirements" / "licences.yml"

#: Licences that ask for no more than to be named, by the ways in which packages write them.
PERMISSIVE: Final = re.compile(
    r"""(?:the\ )?(?:
        MIT(?:-0)?(?:\ License)?
        | Apache(?:\ Software)?(?:\ License)?(?:[ ,-]*(?:version\ )?2(?:\.0)?)?
        | (?:new\ |modified\ )?BSD(?:[ -][23][ -]Clause)?(?:\ License)?
        | ISC(?:\ License)?(?:\ \(ISCL\))?
        | PSF-2\.0 | Python\ Software\ Foundation\ License
        | TCL
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def installed() -> Mapping[str, Distribution]:
    """Return what is installed in this environment, by normalised name."""
    return {normalised(found.metadata["Name"]): found for found in distributions()}


def licence_of(package: Distribution) -> str:
    """Return what a package says of its licence; an empty string if nothing."""
    metadata = package.metadata
    if expressions := metadata.get_all("License-Expression"):
        return str(expressions[0])
    field = ("".join(metadata.get_all("License") or []).strip().splitlines() or [""])[0]
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License :: ") and line != "License :: OSI Approved"
    ]
    # The field is often a text, or "Dual License"; then the classifiers say more.
    return field if is_permissive(field) or not classifiers else " AND ".join(classifiers)


def is_permissive(licence: str) -> bool:
    """Whether nothing is asked but to name the authors, whichever alternative is taken."""
    names = re.split(r"\s+(?:AND|OR)\s+", licence.strip("() "), flags=re.IGNORECASE)
    return all(PERMISSIVE.fullmatch(name.strip("() ")) for name in names)


def exceptions(path: Path = EXCEPTIONS) -> dict[str, dict[str, str]]:
    """Return the packages that may be used though they ask for more: ``licence`` and ``why`` of each."""
    return {normalised(name): entry for name, entry in yaml.safe_load(path.read_text("utf-8")).items()}
