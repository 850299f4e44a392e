"""Conversations kept in memory between their turns, and only as much of them as the next turn looks at.

The database has everything and decides: what is kept here counts only while the :class:`Version` there is
still the same, and whoever takes a tracker has it alone. A turn that breaks off never gives it back.

A tracker holds the latest turns. What a turn costs Rasa grows with the events in it, since it goes through
all of them several times. What was said before in the session is kept beside it, for actions that look
further back.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Optional

from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

#: Turns in a tracker at the most, and how many of them stay when it is cut. No rule looks back that far.
MOST_TURNS: Final = 5
KEPT_TURNS: Final = 3
#: Events of all conversations together that are kept in memory. One takes some kilobytes.
MOST_EVENTS: Final = 5_000

#: Attribute of a tracker with what is known of it beside its events.
_NOTES: Final = "pin_advisor_notes"


@dataclass(frozen=True)
class Version:
    """Which state of a conversation it is: when it was begun and the number of its latest event.

    Numbers of erased events may be given again, but not within the same beginning.
    """

    created: Optional[datetime] = None
    latest: Optional[int] = None


@dataclass(frozen=True)
class Notes:
    """What belongs to a tracker beside its events."""

    #: Of what was read or last kept.
    version: Version = Version()
    #: How many of its events are kept already, and how many of those only stand for the ones before.
    kept: int = 0
    standing_in: int = 0
    #: What happened before in the session.
    before: Sequence[Event] = ()
    #: How many messages are in that.
    turns_before: int = 0


#: The conversation whose turn is in progress in this task, with what belongs to its tracker.
in_turn: ContextVar[tuple[str, Notes]] = ContextVar("in_turn", default=("", Notes()))


def notes(tracker: DialogueStateTracker) -> Notes:
    """What is known of a tracker; of a new one nothing."""
    known: Notes = getattr(tracker, _NOTES, Notes())
    return known


def note(tracker: DialogueStateTracker, known: Notes) -> None:
    """Keep ``known`` with the tracker."""
    setattr(tracker, _NOTES, known)


def turns(tracker: DialogueStateTracker) -> int:
    """The visitor's messages since the present session began."""
    number = 0
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            # It is the one that stands for the session's beginning, unless a new one began since.
            own = notes(tracker).standing_in and event is tracker.events[0]
            return number + (notes(tracker).turns_before if own else 0)
        number += isinstance(event, UserUttered)
    return number


def cut(tracker: DialogueStateTracker, domain: Domain) -> None:
    """Leave the latest turns of the present session in ``tracker``, if it has grown long.

    Its state stays as it is, and its first events bring about the state in which the first turn left began.
    """
    _forget_past_sessions(tracker)
    events = list(tracker.events)
    messages = [n for n, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(messages) <= MOST_TURNS:
        return
    at = messages[-KEPT_TURNS]
    known = notes(tracker)
    gone = events[known.standing_in : at]
    beginning = _leading_to(events[:at], tracker, domain)
    tracker.events = deque([*beginning, *events[at:]], tracker._max_event_history)
    note(
        tracker,
        replace(
            known,
            kept=known.kept - at + len(beginning),
            standing_in=len(beginning),
            before=[*known.before, *gone],
            turns_before=known.turns_before + len(messages) - KEPT_TURNS,
        ),
    )


def _forget_past_sessions(tracker: DialogueStateTracker) -> None:
    events = list(tracker.events)
    began = max((n for n, event in enumerate(events) if isinstance(event, SessionStarted)), default=0)
    if began:
        tracker.events = deque(events[began:], tracker._max_event_history)
        known = notes(tracker)
        note(tracker, Notes(known.version, max(0, known.kept - began)))


def _leading_to(events: Sequence[Event], tracker: DialogueStateTracker, domain: Domain) -> list[Event]:
    """Events that bring about the state in which a conversation is after ``events``, ready for a message."""
    state = DialogueStateTracker(tracker.sender_id, domain.slots)
    for event in events:
        state.update(event)
    when = events[-1].timestamp
    slots = [slot for slot in state.slots.values() if slot.has_been_set]
    loop = state.active_loop_name
    leading: list[Event] = [SessionStarted(timestamp=when)]
    leading += [SlotSet(s.name, s.value, timestamp=when) for s in slots if s.name != REQUESTED_SLOT]
    if loop:
        leading += [ActionExecuted(loop, timestamp=when), ActiveLoop(loop, timestamp=when)]
    leading += [SlotSet(s.name, s.value, timestamp=when) for s in slots if s.name == REQUESTED_SLOT]
    return [*leading, ActionExecuted(ACTION_LISTEN_NAME, timestamp=when)]


class LiveTrackers:
    """The trackers of the conversations that went on last. For the event loop's thread only.

    Args:
        most_events: how many events all of them together may have.
    """

    def __init__(self, most_events: int = MOST_EVENTS) -> None:
        self._most_events = most_events
        self._kept: OrderedDict[str, tuple[DialogueStateTracker, Domain, int]] = OrderedDict()
        self._events = 0

    def take(self, conversation: str, domain: Optional[Domain]) -> Optional[DialogueStateTracker]:
        """The tracker of a conversation, which from now on is the caller's alone."""
        tracker, made_for, events = self._kept.pop(conversation, (None, None, 0))
        self._events -= events
        return tracker if made_for is domain else None

    def peek(self, conversation: str) -> Optional[DialogueStateTracker]:
        """The tracker of a conversation, to look at; it stays here."""
        tracker, _, _ = self._kept.get(conversation, (None, None, 0))
        return tracker

    def give(self, tracker: DialogueStateTracker, domain: Domain) -> None:
        """Keep a tracker whose turn is over, and let go of those that were not needed for longest."""
        self.take(tracker.sender_id, None)
        events = len(tracker.events) + len(notes(tracker).before)
        self._kept[tracker.sender_id] = (tracker, domain, events)
        self._events += events
        while self._events > self._most_events and len(self._kept) > 1:
            _, (_, _, gone) = self._kept.popitem(last=False)
            self._events -= gone
