"""``pin-advisor doctor``: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

HELP = "Check settings, packages, model, stores and the running bot; say what is wrong and what to do."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add how it is told."""
    parser.add_argument("--json", action="store_true", help="print JSON, for other programs")
    parser.add_argument("--quiet", action="store_true", help="leave out what is in order")


def run(arguments: argparse.Namespace) -> int:
    """Tell of every finding; status 1 if one is an error."""
    from pin_advisor.doctor import examine
    from pin_advisor.doctor.finding import Level

    found = []
    for finding in examine():
        found.append(finding)
        if not arguments.json and not (arguments.quiet and finding.level is Level.OK):
            print(
                str(finding)
                .encode(sys.stdout.encoding or "utf-8", "backslashreplace")
                .decode(sys.stdout.encoding or "utf-8"),
                flush=True,
            )
    count = {level: sum(f.level is level for f in found) for level in Level}
    if arguments.json:
        print(json.dumps({"findings": [asdict(f) for f in found], **{k.value: n for k, n in count.items()}}))
    else:
        told = (_counted(count[level], level.value) for level in (Level.ERROR, Level.WARNING))
        print(f"{', '.join(told)}, {count[Level.OK]} in order.")
    return 1 if count[Level.ERROR] else 0


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
