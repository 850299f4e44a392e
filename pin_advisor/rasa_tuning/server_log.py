"""The bot's server logs by the product's rules, and serves figures if there is a port for them.

Rasa sets up logging for each command before it runs it. This comes after, for the server alone, and before it
reads anything.
"""

from __future__ import annotations

import functools
from typing import Any, Final

RELIES_ON: Final = {"rasa.cli.run:run": "3dbb8f30bad08809"}
CHECK: Final = "that run is still what the command calls, after rasa.__main__ has configured logging."


def adjust(command: Any) -> None:
    """Configure before the server starts."""
    run = command.run

    @functools.wraps(run)
    def configured(*args: Any, **kwargs: Any) -> Any:
        from pin_advisor import metrics
        from pin_advisor.logs.configuration import configure

        configure("bot")
        metrics.serve()
        return run(*args, **kwargs)

    command.run = configured
