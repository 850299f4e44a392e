"""The address ``/`` tells no version: "Hello from Rasa: 3.6.21" would tell strangers what to try."""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"rasa.server:add_root_route": "6cdbe6aaf9b0022a"}
CHECK: Final = "that Rasa still adds this route by add_root_route, and that it does nothing else there."


def adjust(server: Any) -> None:
    """Answer with the product's name."""

    def add_root_route(app: Any) -> None:
        from sanic import response

        @app.get("/")
        async def root(_: Any) -> Any:
            return response.text("Pin Advisor")

    server.add_root_route = add_root_route
