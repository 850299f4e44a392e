"""Events are made when they are looked at, and what an action does to them changes nothing else."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import SlotSet

from pin_advisor.rasa_tuning.action_calls import Events


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
