"""The class of an event is looked up by its name.

Rasa goes through all subclasses of ``Event`` for each event that an action returns: 3 % of a message in a
form.
"""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"rasa.shared.core.events:Event.resolve_by_type": "729eef3a4e29ff40"}
CHECK: Final = "that a class is still found by its type_name alone."


def adjust(events: Any) -> None:
    """Remember what was found."""
    resolve = events.Event.resolve_by_type
    known: dict[str, Any] = {}

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        if type_name not in known:
            found = resolve(type_name, default)
            if getattr(found, "type_name", None) != type_name:  # a default, or one of the past
                return found
            known[type_name] = found
        return known[type_name]

    events.Event.resolve_by_type = staticmethod(resolve_by_type)
