"""``make audit``: looks for published vulnerabilities of the locked packages.

pip-audit asks a database of advisories, that of OSV unless told otherwise. What it finds has to be in
``requirements/audit-allow.yml``, each with the reason why it can't be reached here and a date by which
somebody looks at it again; anything else fails.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Optional

import yaml

from pin_advisor.errors import PinAdvisorError, SupplyError
from pin_advisor.paths import PROJECT, shown
from supply_chain.locks import ENCODER, SHOP, locked, normalised

ALLOWANCES: Final = PROJECT / "requirements" / "audit-allow.yml"
PIP_AUDIT: Final = PROJECT / ".cache" / "tools" / "bin" / "pip-audit"

#: The longest that a finding may be allowed without somebody looking at it again.
LONGEST: Final = timedelta(days=366)

#: Seconds that one request for advisories may take.
_PATIENCE: Final = 30

_KEYS: Final = frozenset({"id", "package", "why", "checked", "review_by"})


@dataclass(frozen=True)
class Finding:
    """A published vulnerability of a locked package."""

    package: str
    version: str
    #: Its id in the database, then its other names, such as that of the CVE.
    ids: tuple[str, ...]
    #: Versions in which it is mended.
    mended: tuple[str, ...]

    def __str__(self) -> str:
        """One line for whoever has to deal with it."""
        mended = f"mended in {', '.join(self.mended)}" if self.mended else "not mended yet"
        return f"{self.package} {self.version}: {', '.join(self.ids)} ({mended})"


@dataclass(frozen=True)
class Allowance:
    """A vulnerability that is known and can't be reached here."""

    id: str
    package: str
    why: str
    checked: date
    review_by: date

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this very finding, under any of its names."""
        return self.package == finding.package and self.id in finding.ids


@dataclass(frozen=True)
class Verdict:
    """What the findings come to."""

    allowed: tuple[Finding, ...]
    #: Findings that no allowance covers.
    new: tuple[Finding, ...]
    #: Allowances of findings whose day of review has gone by.
    expired: tuple[Allowance, ...]
    #: Allowances that nothing was found for.
    unused: tuple[Allowance, ...]


def read_allowances(path: Path = ALLOWANCES) -> tuple[Allowance, ...]:
    """Return what is allowed.

    Raises:
        SupplyError: PA183 if the file can't be used as it is.
    """
    try:
        entries = yaml.safe_load(path.read_text("utf-8")) or []
    except (OSError, yaml.YAMLError) as error:
        raise _unusable(path, f"It can't be read: {str(error).splitlines()[0]}") from error
    if not isinstance(entries, list):
        raise _unusable(path, "It is not a list of findings.")
    return tuple(_allowance(path, entry) for entry in entries)


def findings(locks: Sequence[Path], osv_url: Optional[str] = None) -> tuple[Finding, ...]:
    """Ask the database about every package of these lock files.

    Args:
        locks: lock files, with hashes.
        osv_url: where to ask instead of OSV's own address; it speaks the same protocol.

    Raises:
        SupplyError: PA184 if there was no complete answer.
    """
    command = [str(PIP_AUDIT), "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    command += ["--format", "json", "--vulnerability-service", "osv", "--timeout", str(_PATIENCE)]
    command += ["--osv-url", osv_url] if osv_url else []
    command += [part for lock in locks for part in ("--requirement", str(lock))]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        packages = json.loads(result.stdout)["dependencies"]
    except (OSError, ValueError, KeyError) as error:
        said = result.stderr.strip().splitlines() if isinstance(error, ValueError) else [str(error)]
        raise _unanswered(said[-1] if said else "it does not say why") from error
    answered = {normalised(package["name"]) for package in packages if "vulns" in package}
    asked = {name for lock in locks for name in locked(lock)}
    if missing := sorted(asked - answered):
        raise _unanswered(f"nothing was said about {', '.join(missing)}")
    return tuple(
        Finding(
            normalised(package["name"]),
            package["version"],
            (found["id"], *sorted(found["aliases"])),
            tuple(found["fix_versions"]),
        )
        for package in packages
        for found in package["vulns"]
    )


def judge(found: Sequence[Finding], allowances: Sequence[Allowance], today: date) -> Verdict:
    """Compare findings with what is allowed on this day."""
    covering = {finding: [a for a in allowances if a.covers(finding)] for finding in found}
    used = {allowance for covers in covering.values() for allowance in covers}
    return Verdict(
        allowed=tuple(f for f, covers in covering.items() if any(a.review_by >= today for a in covers)),
        new=tuple(f for f, covers in covering.items() if not covers),
        expired=tuple(a for a in allowances if a in used and a.review_by < today),
        unused=tuple(a for a in allowances if a not in used),
    )


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the audit; 0 if all is well, 1 after an error with a code."""
    parser = argparse.ArgumentParser(prog="make audit", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--osv-url", help="another database that speaks OSV's protocol")
    parser.add_argument("--allow", type=Path, default=ALLOWANCES, help="another list of what is allowed")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help="judge as of this day")
    parser.add_argument("lock", nargs="*", type=Path, default=[SHOP, ENCODER], help="other lock files")
    chosen = parser.parse_args(arguments)
    try:
        allowances = read_allowances(chosen.allow)
        verdict = judge(findings(chosen.lock, chosen.osv_url), allowances, chosen.today)
        for allowance in verdict.unused:
            print(f"No longer found, so take it out of {shown(chosen.allow)}: {allowance.id}")
        if verdict.new:
            raise SupplyError(
                "PA181",
                f"Published vulnerabilities that nobody has looked at: {'; '.join(map(str, verdict.new))}.",
                f"Raise the version, or say in {shown(chosen.allow)} why it can't be reached.",
            )
        if verdict.expired:
            raise SupplyError(
                "PA182",
                f"The day to look again has gone by for {', '.join(a.id for a in verdict.expired)}.",
                "See whether there is a version to raise to and whether the reason still holds; then "
                "write new dates.",
                shown(chosen.allow),
            )
    except PinAdvisorError as error:
        print(error, file=sys.stderr)
        return 1
    packages = len({name for lock in chosen.lock for name in locked(lock)})
    print(f"{packages} packages: no vulnerability but {len(verdict.allowed)} that can't be reached here.")
    return 0


def _allowance(path: Path, entry: Any) -> Allowance:
    if not isinstance(entry, dict) or set(entry) != _KEYS:
        raise _unusable(path, f"Each finding needs exactly {', '.join(sorted(_KEYS))}; not so: {entry}")
    name = str(entry["id"])
    checked, review_by, why = entry["checked"], entry["review_by"], str(entry["why"] or "").strip()
    if type(checked) is not date or type(review_by) is not date:
        raise _unusable(path, f"checked and review_by of {name} must be days such as 2026-11-30.")
    if not timedelta() < review_by - checked <= LONGEST:
        raise _unusable(path, f"review_by of {name} must lie within a year after checked.")
    if not why:
        raise _unusable(path, f"{name} says no reason.")
    return Allowance(name, normalised(str(entry["package"])), why, checked, review_by)


def _unusable(path: Path, what: str) -> SupplyError:
    return SupplyError("PA183", what, "Write it as the head of the file shows.", shown(path))


def _unanswered(why: str) -> SupplyError:
    return SupplyError(
        "PA184",
        f"There was no complete answer about published vulnerabilities: {why}.",
        "This needs a connection to the database of advisories; run it again where there is one.",
    )


if __name__ == "__main__":
    sys.exit(main())
