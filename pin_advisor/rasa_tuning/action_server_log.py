"""An action server logs by the product's rules, too."""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"rasa_sdk.endpoint:run": "af017d92d253a246"}
CHECK: Final = "that run still runs the server, after rasa_sdk.__main__ has configured logging."


def adjust(endpoint: Any) -> None:
    """Configure before the server starts."""
    run = endpoint.run

    def configured(*args: Any, **kwargs: Any) -> Any:
        from pin_advisor.logs.configuration import configure

        configure("action server")
        return run(*args, **kwargs)

    endpoint.run = configured
