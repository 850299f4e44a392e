"""What a form looks up for each slot of each message is looked up once, or without comparing texts.

Which entities fill one slot only depends on the domain, but is worked out for each slot that is not asked for
(2 %). Where the visitor's latest message is, is found by comparing it with all events before it (1 %).
"""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {
    "rasa.core.actions.forms:FormAction._create_unique_entity_mappings": "3c5c82e497d1600b",
    "rasa.core.actions.forms:FormAction.entity_mapping_is_unique": "96e771852cfa48a3",
    "rasa.core.actions.forms:FormAction._get_events_since_last_user_uttered": "5b93bbecc6b6a862",
}
CHECK: Final = (
    "that the mappings depend on domain and name of the form alone, and that the slots wanted are those "
    "that were set since the latest message or restart."
)

_KNOWN: Final = "pin_advisor_unique_mappings"


def adjust(forms: Any) -> None:
    """Remember the mappings with the domain, and look for the message itself first."""
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

    forms.FormAction._create_unique_entity_mappings = unique_entity_mappings
    forms.FormAction._get_events_since_last_user_uttered = staticmethod(since_last_message)


def _is(event: Any, message: Any) -> bool:
    return event is message or bool(event == message)
