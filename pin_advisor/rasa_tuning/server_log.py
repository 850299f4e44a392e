"""The bot's server logs by the product's rules, and serves figures if there is a port for them.

Rasa sets up logging for each command before it runs it. This comes after, and for the server alone.
"""

from __future__ import annotations

import functools
from typing import Any, Final

RELIES_ON: Final = {"rasa.core.run:serve_application": "c9ec7a20498924a8"}
CHECK: Final = "that serve_application still runs the server, after rasa.__main__ has configured logging."


def adjust(run: Any) -> None:
    """Configure before the server starts."""
    serve_application = run.serve_application

    @functools.wraps(serve_application)  # Rasa looks at its parameters, and passes on no others
    def configured(*args: Any, **kwargs: Any) -> Any:
        from pin_advisor import metrics
        from pin_advisor.logs.configuration import configure

        configure("bot")
        metrics.serve()
        return serve_application(*args, **kwargs)

    run.serve_application = configured
