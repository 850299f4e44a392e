"""Slots that a message can't fill are not gone through to find that out.

After each message Rasa looks at all mappings of all slots, and asks of each whether the intent is the wanted
one, whether the form is, and whether a form needs the slot, before it looks for the entity, which mostly is
not there; of those that only actions fill, too: 3 % of a message in a profile.
"""

from __future__ import annotations

import copy
import functools
from typing import Any, Final, Optional

RELIES_ON: Final = {
    "rasa.core.actions.action:ActionExtractSlots": "c857dd81b1276916",
    "rasa.core.actions.action:extract_slot_value_from_predefined_mapping": "6c7fbd1a9a30e6dd",
    "rasa.shared.core.slot_mappings:SlotMapping.entity_is_desired": "b6872bdb3c94e299",
}
CHECK: Final = (
    "that a mapping from an entity sets nothing without one of that name in the latest message, and a custom "
    "one nothing without an action; and that nothing but slots to be filled is looked for in domain.slots."
)

#: Attribute of a domain with its slots, each with what it may be filled of.
_KNOWN: Final = "pin_advisor_slots"


def adjust(action: Any) -> None:
    """Hand over the few that may be filled."""
    extract = action.ActionExtractSlots.run

    @functools.wraps(extract)
    async def run(self: Any, output_channel: Any, nlg: Any, tracker: Any, domain: Any) -> Any:
        message = tracker.latest_message
        told = {entity.get("entity") for entity in message.entities} if message else set()
        slots, known = vars(domain).get(_KNOWN, (None, []))
        if slots is not domain.slots:
            known = [(slot, _filled_from(slot)) for slot in domain.slots]
            setattr(domain, _KNOWN, (domain.slots, known))
        brief = copy.copy(domain)
        brief.slots = [slot for slot, entities in known if entities is None or entities & told]
        return await extract(self, output_channel, nlg, tracker, brief)

    action.ActionExtractSlots.run = run


def _filled_from(slot: Any) -> Optional[set[Any]]:
    """The entities of which a slot is filled; None if it may be filled otherwise."""
    entities = set()
    for mapping in slot.mappings:
        kind = str(mapping.get("type"))
        if kind == "from_entity":
            entities.add(mapping.get("entity"))
        elif kind != "custom" or mapping.get("action"):
            return None
    return entities
