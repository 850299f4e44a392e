"""What a form does again for each message is done once, or without going through the conversation.

* Which entities fill one slot only depends on the domain, but is worked out for each slot not asked for:
  2 % of a message in a form.
* Where the visitor's latest message is, is found by comparing it with the events before it: 1 %.
* What would be so if some more had happened is tried out on a tracker that is told all events again: 6 %.
* Messages are copied for lines of the log that are mostly not written: 2 %.
"""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace
from typing import Any, Final

RELIES_ON: Final = {
    "rasa.core.actions.forms:FormAction._create_unique_entity_mappings": "3c5c82e497d1600b",
    "rasa.core.actions.forms:FormAction.entity_mapping_is_unique": "96e771852cfa48a3",
    "rasa.core.actions.forms:FormAction._get_events_since_last_user_uttered": "5b93bbecc6b6a862",
    "rasa.core.actions.forms:FormAction._temporary_tracker": "9f7f28559a935a4d",
    "rasa.core.actions.forms:FormAction": "992917633c843736",
}
CHECK: Final = (
    "that the mappings depend on domain and name of the form alone; that the slots wanted are those set "
    "since the latest message or restart; that a temporary tracker is what the present one would be after "
    "some more events; and that nothing is copied but what structlogger.debug is handed."
)

_KNOWN: Final = "pin_advisor_unique_mappings"


def adjust(forms: Any) -> None:
    """Remember the mappings with the domain, look for the message itself, and go on from a copy."""
    work_out = forms.FormAction._create_unique_entity_mappings

    def unique_entity_mappings(form: Any, domain: Any) -> set[str]:
        known: dict[str, set[str]] = vars(domain).setdefault(_KNOWN, {})
        if form.name() not in known:
            known[form.name()] = work_out(form, domain)
        return known[form.name()]

    def since_last_message(tracker: Any) -> list[Any]:
        recent: list[Any] = []
        for event in reversed(tracker.events):
            if isinstance(event, forms.Restarted) or _is(event, tracker.latest_message):
                break
            if isinstance(event, forms.SlotSet):
                recent.append(event)
        return recent[::-1]

    def temporary_tracker(form: Any, tracker: Any, additional: list[Any], domain: Any) -> Any:
        temporary = tracker.copy()
        temporary.events = deque(tracker.events_after_latest_restart())
        temporary.update(forms.SlotSet(forms.REQUESTED_SLOT, form.get_slot_to_fill(tracker)))
        temporary.update(forms.ActionExecuted(form.name()))
        for event in additional:
            temporary.update(event)
        return temporary

    forms.FormAction._create_unique_entity_mappings = unique_entity_mappings
    forms.FormAction._get_events_since_last_user_uttered = staticmethod(since_last_message)
    forms.FormAction._temporary_tracker = temporary_tracker
    forms.copy = SimpleNamespace(deepcopy=lambda value: value)


def _is(event: Any, message: Any) -> bool:
    return event is message or bool(event == message)
