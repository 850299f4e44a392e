"""``pin-advisor weights``: makes the sentence encoder from its published weights."""

from __future__ import annotations

import argparse
import logging

from pin_advisor import encoder_packages
from pin_advisor.errors import WeightsError
from pin_advisor.paths import shown
from pin_advisor.weights import ENCODER_FOLDER, check_encoder, encoder_needed

HELP = "Build the sentence encoder in models/encoder, unless it is there and intact."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add ``--force``."""
    parser.add_argument("--force", action="store_true", help="build it even if it is intact")


def run(arguments: argparse.Namespace) -> int:
    """Check the encoder and build it if need be."""
    logging.basicConfig(format="%(message)s")
    if not arguments.force:
        try:
            check_encoder()
        except WeightsError as error:
            print(encoder_needed(error), flush=True)
        else:
            print(f"The sentence encoder in {shown(ENCODER_FOLDER)} is intact.")
            return 0
    with encoder_packages.at_hand() as there:
        if not there:
            return 1
        from pin_advisor.encoder_build import build_encoder

        build_encoder()
    print(f"The sentence encoder is in {shown(ENCODER_FOLDER)}.")
    return 0
