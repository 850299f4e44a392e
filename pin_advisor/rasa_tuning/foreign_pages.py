"""Which other websites may ask is each channel's to say.

Rasa's switch is for all routes together, and with ``*`` it lets every page in.
"""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"rasa.server:configure_cors": "689afdcb4145164f"}
CHECK: Final = "that configure_cors still does nothing but allow other origins."


def adjust(server: Any) -> None:
    """Allow nobody where Rasa was told of nobody."""
    configure = server.configure_cors
    server.configure_cors = lambda app, origins="": configure(app, origins) if origins else None
