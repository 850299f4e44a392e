"""Whether an event is of a kind is asked of Python itself, not of the classes.

Events are abstract classes, so that ``isinstance`` goes through two functions of ``abc`` that ask whether a
class was registered as another one's kind, which none is. Each message asks 1,200 times: 3 % of it in a
profile.
"""

from __future__ import annotations

from abc import ABCMeta
from typing import Any, Final

RELIES_ON: Final = {"rasa.shared.core.events:Event": "7ba0d6b26c0aac5c"}
CHECK: Final = "that no class is registered as a kind of event that doesn't inherit from it."


class _Plain(ABCMeta):
    """Makes abstract classes, of which an instance is what inherits from them."""

    __instancecheck__ = type.__instancecheck__


def adjust(events: Any) -> None:
    """Change what makes the classes; those to come inherit it."""
    for kind in _with_all_below(events.Event):
        kind.__class__ = _Plain


def _with_all_below(kind: Any) -> list[Any]:
    return [kind, *(below for nearest in kind.__subclasses__() for below in _with_all_below(nearest))]
