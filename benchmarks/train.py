"""Trains one model, in the Python environment of the system that it is for.

Run as ``python -m benchmarks.understanding.train``. What it took, apart from the time, goes to ``--figures``.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
from pathlib import Path


def main() -> None:
    """Train as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", required=True)
    parser.add_argument("--domain", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", type=Path, required=True, help="the archive to write")
    parser.add_argument("--figures", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, help="keep the product's sentence vectors here")
    parser.add_argument("--language", type=Path, help="make the product's spaCy pipeline here")
    arguments = parser.parse_args()

    if arguments.vectors:
        # The product remembers the vectors of all sentences that it ever learnt from; with them training
        # would look faster than it is the first time.
        from pin_advisor.language import component

        if not hasattr(component, "MODELS"):
            raise AttributeError("component.MODELS is gone: where are sentence vectors remembered now?")
        component.MODELS = arguments.vectors
    if arguments.language:
        from pin_advisor.language.build import write

        write(arguments.language)

    from rasa.api import train
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(logging.INFO)
    configure_structlog(logging.INFO)
    result = train(
        domain=arguments.domain,
        config=arguments.config,
        training_files=arguments.data,
        output=str(arguments.model.parent),
        fixed_model_name=arguments.model.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.code != 0:
        raise SystemExit(result.code)
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {"cpu_seconds": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}
    arguments.figures.write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    main()
