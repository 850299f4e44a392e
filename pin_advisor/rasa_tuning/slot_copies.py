"""A slot is copied without detours.

Each message makes a dozen trackers (for the policies, forms and actions), each with a copy of every slot.
``copy.copy`` takes an object apart and puts it together again, which takes eight times as long as copying
its attributes: 6 % of a message.
"""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {
    "rasa.shared.core.slots:Slot.__init__": "15f1e91fb233bd2b",
    "rasa.shared.core.trackers:DialogueStateTracker.__init__": "7f451028a2325a97",
}
CHECK: Final = "that a slot still is nothing but its attributes."


def adjust(slots: Any) -> None:
    """Say how to copy one."""

    def copy(slot: Any) -> Any:
        new = slot.__class__.__new__(slot.__class__)
        new.__dict__.update(slot.__dict__)
        return new

    slots.Slot.__copy__ = copy
