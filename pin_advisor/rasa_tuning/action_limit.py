"""A custom action on an action server may take four seconds.

Rasa waits five minutes, which no setting changes: long after the lock on the conversation has expired.
"""

from __future__ import annotations

from typing import Any, Final

from pin_advisor.environment import ACTION_LIMIT

RELIES_ON: Final = {"rasa.core.actions.action:RemoteAction.run": "ed27415fa478f75e"}
CHECK: Final = "that RemoteAction.run still hands DEFAULT_REQUEST_TIMEOUT of its own module to the request."


def adjust(action: Any) -> None:
    """Set the limit for requests to an action server."""
    action.DEFAULT_REQUEST_TIMEOUT = ACTION_LIMIT
