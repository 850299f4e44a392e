"""The bot's server: Rasa's own, without the rest of Rasa's command line.

``python -m rasa run`` imports every command of Rasa's (testing, visualising, export …), the clients of
all platforms and what no component of ours uses. This starts the same server with the same files. It
takes 6.3 instead of 13.2 s of processor time to the first answer, and 289 instead of 395 MB.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import logging
import os
import sys
from typing import Final

from pin_advisor import metrics, rasa_tuning
from pin_advisor.errors import PinAdvisorError
from pin_advisor.logs import configuration
from pin_advisor.stand_ins import unused

#: How many threads multiply matrices, which NumPy reads when it is imported. Those of a message are small: a
#: second thread gains nothing, and waits for its next share at full speed: a third of the processor's time.
_THREADS: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def main() -> None:
    """Serve the model until a signal comes; end with status 1 and one line on a foreseen mistake."""
    parser = argparse.ArgumentParser(prog="python -m pin_advisor.rasa_tuning.serve")
    parser.add_argument("--model", required=True)
    parser.add_argument("--endpoints", default="endpoints.yml")
    parser.add_argument("--credentials", default="credentials.yml")
    parser.add_argument("--interface", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5005)
    arguments = parser.parse_args()

    for variable in _THREADS:
        os.environ.setdefault(variable, "1")
    gc.disable()  # until the model is there: pin_advisor/rasa_tuning/loaded_objects.py
    unused.install()
    rasa_tuning.install_for_the_server()
    sys.path.insert(1, os.getcwd())
    _configure_logging()
    metrics.serve()

    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.shared.exceptions import RasaException

    try:
        serve_application(
            arguments.model,
            interface=arguments.interface,
            port=arguments.port,
            credentials=arguments.credentials,
            endpoints=AvailableEndpoints.read_endpoints(arguments.endpoints),
            enable_api=False,
        )
    except (PinAdvisorError, RasaException) as error:
        sys.exit(str(error) if isinstance(error, PinAdvisorError) else f"{type(error).__name__}: {error}")


def _configure_logging() -> None:
    import rasa.utils.common
    import rasa.utils.io

    rasa.utils.common.configure_logging_and_warnings(logging.INFO)
    rasa.utils.io.configure_colored_logging("INFO")
    importlib.import_module("structlog")  # Rasa writes by it what visitors say, unless it is configured, too
    configuration.configure("bot")  # after Rasa's own, which it takes the place of


if __name__ == "__main__":
    main()
