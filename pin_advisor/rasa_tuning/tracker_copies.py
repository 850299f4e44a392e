"""A conversation is copied as it is, not by going through all of its events again.

Forms and predictions try things out on a copy of the tracker. Rasa makes one by telling a new tracker
everything that has happened: 5 % of a message, the more the longer the conversation is.
"""

from __future__ import annotations

import copy
from collections import deque
from types import SimpleNamespace
from typing import Any, Final

RELIES_ON: Final = {
    "rasa.shared.core.trackers:DialogueStateTracker.__init__": "7f451028a2325a97",
    "rasa.shared.core.trackers:DialogueStateTracker.copy": "dcc04f43839b91ee",
    "rasa.shared.core.trackers:DialogueStateTracker.init_copy": "84af813f86d4bc88",
    "rasa.shared.core.trackers:TrackerActiveLoop": "54dc4770afb08181",
}
CHECK: Final = "that a tracker's state is what __init__ sets, and which of it init_copy hands on."


def adjust(trackers: Any) -> None:
    """Copy what changes and share what doesn't."""

    def copied(self: Any) -> Any:
        new = self.__class__.__new__(self.__class__)
        new.__dict__.update(
            (name, value) for name, value in vars(self).items() if not name.startswith("pin_advisor")
        )
        new.events = deque(self.events, self._max_event_history)
        new.slots = type(self.slots)((name, slot.__copy__()) for name, slot in self.slots.items())
        new.active_loop = copy.copy(self.active_loop)
        new.sender_source = new.model_id = new.assistant_id = None  # as Rasa's copies
        return new

    trackers.DialogueStateTracker.copy = copied
    # Only slots are copied there; what copy.copy does to find out how takes as long as copying one.
    trackers.copy = SimpleNamespace(copy=lambda slot: slot.__copy__())
