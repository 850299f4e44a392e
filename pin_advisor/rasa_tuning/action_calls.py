"""An action is told the whole session, though the tracker holds the latest turns only.

The store cuts trackers (:mod:`pin_advisor.store.live`), so that a turn costs the same however long the
conversation is. Some actions look further back. In the bot's own process the events are made when an action
looks at them; for an action server all are sent.
"""

from __future__ import annotations

import json
from collections.abc import MutableSequence, Sequence
from typing import Any, Final

from pin_advisor.rasa_tuning.actions_in_process import InProcessActions
from pin_advisor.store.live import in_turn

RELIES_ON: Final = {
    "rasa.core.actions.action:RemoteAction._action_call_format": "04238941b5eab509",
    "rasa.shared.core.trackers:DialogueStateTracker.current_state": "71411a9cf5149a6a",
}
CHECK: Final = "what an action is told, and that all events of the tracker are among it under tracker.events."


#: Attribute of an event, which never changes, with what is sent of it: some actions look through the whole
#: session.
_SENT: Final = "pin_advisor_sent"


class Events(MutableSequence[Any]):
    """Events as they would be sent, each made when it is looked at. Changing them changes no conversation."""

    def __init__(self, events: Sequence[Any]) -> None:
        self._items = list(events)
        self._made = [False] * len(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        if not self._made[index]:
            self._items[index] = dict(_sent(self._items[index]))
            self._made[index] = True
        return self._items[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        made = [True] * len(value) if isinstance(index, slice) else True
        self._items[index], self._made[index] = value, made

    def __delitem__(self, index: Any) -> None:
        del self._items[index], self._made[index]

    def insert(self, index: int, value: Any) -> None:
        """Put an event there."""
        self._items.insert(index, value)
        self._made.insert(index, True)


def _sent(event: Any) -> Any:
    if _SENT not in vars(event):
        setattr(event, _SENT, json.loads(json.dumps(event.as_dict())))
    return getattr(event, _SENT)


def adjust(action: Any) -> None:
    """Take the events from the turn in progress."""
    call_format = action.RemoteAction._action_call_format

    def with_the_whole_session(remote: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        here = isinstance(remote.action_endpoint, InProcessActions)
        conversation, known = in_turn.get()
        if not here and (conversation != tracker.sender_id or not known.standing_in):
            return dict(call_format(remote, tracker, domain))
        events = list(tracker.events)
        if conversation == tracker.sender_id:
            events = [*known.before, *events[known.standing_in :]]
        brief = _Brief(tracker)
        call = dict(call_format(remote, brief, domain))
        call["tracker"] = _state(tracker)
        call["tracker"]["events"] = Events(events) if here else [event.as_dict() for event in events]
        return call

    action.RemoteAction._action_call_format = with_the_whole_session


def _state(tracker: Any) -> dict[str, Any]:
    """What Rasa tells of a tracker, without its events.

    Rasa copies the message that began a form, with all that was understood of it, bit by bit: 4 %.
    """
    loop = tracker.active_loop
    if loop is None:
        return dict(tracker.current_state())
    began = loop.trigger_message
    loop.trigger_message = None
    try:
        state = dict(tracker.current_state())
    finally:
        loop.trigger_message = began
    state["active_loop"]["trigger_message"] = began
    return state


class _Brief:
    """A tracker without the cost of its events, for what is made of it and then replaced."""

    def __init__(self, tracker: Any) -> None:
        self.sender_id = tracker.sender_id

    def current_state(self, _: Any) -> dict[str, Any]:
        return {}
