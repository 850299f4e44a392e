"""A conversation is copied as it is, not by going through all of its events again.

Forms and predictions try things out on a copy of the tracker. Rasa makes one by telling a new tracker
everything that has happened: 5 % of a message, the more the longer the conversation is.

Slots are shared between copies, and with the domain, until one changes: a message makes a dozen trackers,
each of 33 slots, and sets three of them. To copy them all takes 1 to 2 % of it in a profile.
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
    "rasa.shared.core.trackers:DialogueStateTracker._set_slot": "51318eb906d8f920",
    "rasa.shared.core.trackers:DialogueStateTracker._reset_slots": "c45248708c7a2446",
    "rasa.shared.core.trackers:TrackerActiveLoop": "54dc4770afb08181",
}
CHECK: Final = (
    "that a tracker's state is what __init__ sets, and which of it init_copy hands on; and that nothing but "
    "_set_slot and _reset_slots changes a slot."
)


def adjust(trackers: Any) -> None:
    """Copy what changes and share what doesn't."""

    def copied(self: Any) -> Any:
        new = self.__class__.__new__(self.__class__)
        new.__dict__.update(
            (name, value) for name, value in vars(self).items() if not name.startswith("pin_advisor")
        )
        new.events = deque(self.events, self._max_event_history)
        new.slots = type(self.slots)(self.slots)
        new.active_loop = copy.copy(self.active_loop)
        new.sender_source = new.model_id = new.assistant_id = None  # as Rasa's copies
        return new

    set_slot = trackers.DialogueStateTracker._set_slot

    def set_own_slot(self: Any, key: str, value: Any) -> None:
        if key in self.slots:
            self.slots[key] = self.slots[key].__copy__()
        set_slot(self, key, value)

    def reset_own_slots(self: Any) -> None:
        for name, slot in self.slots.items():
            if slot.has_been_set or slot.value is not slot.initial_value:
                self.slots[name] = fresh = slot.__copy__()
                fresh.reset()

    trackers.DialogueStateTracker.copy = copied
    trackers.DialogueStateTracker._set_slot = set_own_slot
    trackers.DialogueStateTracker._reset_slots = reset_own_slots
    trackers.copy = SimpleNamespace(copy=lambda slot: slot)  # only slots are copied there
