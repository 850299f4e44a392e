"""Events are made when they are looked at, and what an action does to them changes nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from pin_advisor.rasa_tuning.action_calls import Events
from pin_advisor.rasa_tuning.actions_in_process import InProcessActions
from pin_advisor.store import live
from tests.store.talk import DOMAIN, add, message


class Counted(SlotSet):  # type: ignore[misc]
    """Counts how often it is written out."""

    made = 0

    def as_dict(self) -> dict[str, Any]:
        Counted.made += 1
        return dict(super().as_dict())


def test_only_what_is_looked_at_is_made_and_once() -> None:
    Counted.made = 0
    given = [Counted("x", n, timestamp=1.0) for n in range(100)]
    events = Events(given)

    assert next(iter(reversed(events)))["value"] == 99
    assert events[-1]["value"] == 99
    assert Counted.made == 1
    assert [e["value"] for e in events] == list(range(100))
    assert [e["value"] for e in events[2:4]] == [2, 3]
    assert Counted.made == 100


def test_changes_stay_with_the_action() -> None:
    value = {"a": [1]}
    events = Events([SlotSet("x", value), SlotSet("y", 2)])

    events[0]["value"]["a"].append(2)
    events.append({"event": "slot", "name": "z", "value": 3})
    del events[1]
    events[0] = {"event": "slot", "name": "w", "value": 4}

    assert [e["name"] for e in events] == ["w", "z"]
    assert value == {"a": [1]}


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("here", [False, True])
def test_an_action_is_told_what_rasa_tells_and_the_whole_session(here: bool, cut: bool) -> None:
    tracker = DialogueStateTracker("c", DOMAIN.slots)
    add(tracker, ActionExecuted("action_session_start"), SessionStarted(), message("one", "m-1"))
    add(tracker, ActionExecuted("advice_form"), ActiveLoop("advice_form"), SlotSet("budget", "tight"))
    told = tracker.current_state(EventVerbosity.ALL)
    action = RemoteAction("action_any", InProcessActions("tests.rasa_tuning.upstream") if here else None)
    begin = 3 if cut else 0
    was = live.in_turn.set(("c", live.Notes(standing_in=begin, before=list(tracker.events)[:begin])))
    try:
        call = action._action_call_format(tracker.copy(), DOMAIN)
    finally:
        live.in_turn.reset(was)

    told["latest_event_time"] = call["tracker"]["latest_event_time"]
    found = {**call["tracker"], "events": list(call["tracker"]["events"])}
    assert json.loads(json.dumps(found)) == json.loads(json.dumps(told))
    assert (call["next_action"], call["sender_id"]) == ("action_any", "c")
    assert call["domain"] == DOMAIN.as_dict()
    assert tracker.active_loop is not None
    assert tracker.active_loop.trigger_message is not None
