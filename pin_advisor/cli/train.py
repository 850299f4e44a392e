"""``pin-advisor train``: makes the model for the present data, unless there is one."""

from __future__ import annotations

import argparse

from pin_advisor.paths import shown
from pin_advisor.processes import Processes
from pin_advisor.training import ensure_model

HELP = "Train the model in models/, unless there is one for the present data."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add ``--force``."""
    parser.add_argument("--force", action="store_true", help="train even if there is a model for the data")


def run(arguments: argparse.Namespace) -> int:
    """Train if need be and say which model it is."""
    with Processes() as processes:
        print(f"Model: {shown(ensure_model(processes, force=arguments.force))}")
    return 0
