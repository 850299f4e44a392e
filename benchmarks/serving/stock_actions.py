"""This product's custom actions for stock Rasa's action server.

The actions are the same. What they read of a message in this product's own form, a key ``understanding``
beside intent and entities, is made from what stock Rasa knows: an intent ``ask_<topic>`` is one question
about that topic. Everything else in it (further questions, hints, suppositions) stock Rasa does not tell.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any, Final

import actions
from actions.turn import Turn

_PREFIX: Final = "ask_"


def understanding(intent: str) -> dict[str, Any]:
    """What ``understanding`` would hold for a plain intent."""
    if not intent.startswith(_PREFIX):
        return {}
    topic = intent[len(_PREFIX) :]
    question: dict[str, Any] = {
        "topic": topic,
        "pin_types": [],
        "form": "describe",
        "direction": "most",
        "occasion": None,
    }
    return {"questions": [question]}


def _name(turn: Any) -> str:
    return str((turn._tracker.latest_message.get("intent") or {}).get("name") or "")


def _intent(turn: Turn) -> str:
    return "ask" if _name(turn).startswith(_PREFIX) else _name(turn)


setattr(Turn, "intent", property(_intent))  # noqa: B010 - mypy knows that a method may not be replaced
setattr(Turn, "understanding", property(lambda turn: understanding(_name(turn))))  # noqa: B010

# The server takes every action that is there once this module has been imported.
for _module in pkgutil.iter_modules(actions.__path__, "actions."):
    importlib.import_module(_module.name)
