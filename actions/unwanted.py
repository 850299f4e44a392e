"""Pin types that the visitor turns down, or takes back into the choice."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.knowledge import catalog
from actions.turn import Turn
from pin_advisor.advice.words import listed, plural


def unwanted(turn: Turn) -> list[EventType]:
    """Events that keep what this message turns down or readmits; says that it was heard."""
    known = list(turn.slot("unwanted_types") or ())
    rejects = [t for t in turn.understanding.get("rejects") or () if _names([t])]
    readmits = [t for t in turn.understanding.get("readmits") or () if t in known]
    if not rejects and not readmits:
        return []
    kept = [t for t in dict.fromkeys([*known, *rejects]) if t not in readmits]
    if rejects:
        turn.say(f"Noted: no {listed(_names(rejects), last='or')}.")
    if readmits:
        turn.say(f"Good, {listed(_names(readmits))} may be considered again.")
    events = [SlotSet("unwanted_types", kept)]
    if turn.slot("chosen") in rejects:
        events.append(SlotSet("chosen", None))
    return events


def readmitted(turn: Turn, pin_type: str) -> list[EventType]:
    """Events for a type that the visitor settles on, turned down or not."""
    known = list(turn.slot("unwanted_types") or ())
    return [SlotSet("unwanted_types", [t for t in known if t != pin_type])] if pin_type in known else []


def _names(pin_types: list[str]) -> list[str]:
    return [plural(known) for known in catalog().pin_types if known.id in pin_types]
