"""Rasa's own actions are made once, not a dozen of them whenever an action is looked for: 2 %."""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {
    "rasa.core.actions.action:default_actions": "b0c66a60ad6feff5",
    "rasa.core.actions.action:ActionExtractSlots.__init__": "809d58da283646d1",
}
CHECK: Final = "that none of the actions in default_actions remembers anything from one run to the next."


def adjust(action: Any) -> None:
    """Keep them for the action endpoint that they were made for."""
    make = action.default_actions
    made: list[Any] = [None, []]

    def default_actions(action_endpoint: Any = None) -> list[Any]:
        if not made[1] or made[0] is not action_endpoint:
            made[:] = [action_endpoint, make(action_endpoint)]
        return list(made[1])

    action.default_actions = default_actions
