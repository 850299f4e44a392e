"""What is only made faster gives what it gave before."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.policies import rule_policy
from rasa.shared.core import events, slots
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils.common import all_subclasses
from rasa.shared.utils.io import deep_container_fingerprint

from pin_advisor.rasa_tuning import rule_lookup

NAMES = ("action_listen", "action_a", "action_b", "advice_form")
INTENTS = ("ask", "inform", "should_not_be_set", "", None)


def states() -> st.SearchStrategy[dict[str, Any]]:
    """States of rules and conversations as Rasa writes them."""
    return st.fixed_dictionaries(
        {},
        optional={
            "prev_action": st.fixed_dictionaries({"action_name": st.sampled_from(NAMES)}),
            "user": st.fixed_dictionaries({}, optional={"intent": st.sampled_from(INTENTS)}),
            "active_loop": st.fixed_dictionaries(
                {"name": st.sampled_from(["advice_form", "should_not_be_set"])}
            ),
            "slots": st.fixed_dictionaries({"x": st.sampled_from([[1.0], "should_not_be_set"])}),
        },
    )


class Policy(rule_policy.RulePolicy):  # type: ignore[misc]
    """A rule policy of which only the look-up is tried."""

    def __init__(self) -> None:
        pass


def before(lookup: Mapping[str, str], conversation: list[Any]) -> set[str]:
    """As Rasa's own: all rules against all states."""
    possible = set(lookup)
    for number, state in enumerate(reversed(conversation)):
        possible = {key for key in possible if Policy()._is_rule_applicable(key, number, state)}
    return possible


@given(
    rules=st.lists(st.lists(states(), min_size=1, max_size=3), max_size=12),
    conversation=st.lists(states(), max_size=5),
)
def test_the_same_rules_apply(rules: list[list[Any]], conversation: list[Any]) -> None:
    lookup = {json.dumps(rule, sort_keys=True): "action_a" for rule in rules}
    policy = Policy()

    for _ in range(2):
        assert policy._get_possible_keys(lookup, conversation) == before(lookup, conversation)


def test_the_rules_of_another_model_are_looked_at_anew() -> None:
    policy = Policy()
    state = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "ask"}}
    first, second = ({f'[{{"prev_action": {{"action_name": "{n}"}}}}]': "a"} for n in NAMES[:2])

    assert policy._get_possible_keys(first, [state]) == set(first)
    assert policy._get_possible_keys(second, [state]) == set()
    assert rule_lookup._wanted(state) == ("action_listen", "ask")


@pytest.mark.parametrize("kind", sorted(all_subclasses(slots.Slot), key=lambda kind: kind.__name__))
def test_a_copied_slot_is_its_own(kind: type[slots.Slot]) -> None:
    arguments: dict[str, Any] = {"mappings": [{"type": "custom"}]}
    slot = kind("s", **arguments, **({"values": ["a"]} if kind is slots.CategoricalSlot else {}))
    slot.value = 1.0 if kind is slots.FloatSlot else None

    made = copy.copy(slot)

    assert type(made) is kind
    assert vars(made) == vars(slot)
    made.value_reset_delay = 7
    assert slot.value_reset_delay != 7


def test_events_are_found_by_their_names_as_before() -> None:
    for kind in all_subclasses(events.Event):
        found = next(k for k in all_subclasses(events.Event) if k.type_name == kind.type_name)
        for _ in range(2):
            assert events.Event.resolve_by_type(kind.type_name) is found
    assert events.Event.resolve_by_type("topic") is None
    assert events.Event.resolve_by_type("unheard-of", events.SlotSet) is events.SlotSet
    with pytest.raises(ValueError, match="unheard-of"):
        events.Event.resolve_by_type("unheard-of")


def utterances() -> st.SearchStrategy[dict[Any, Any]]:
    """What a training utterance may consist of."""
    plain = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    keys = st.text(max_size=3) | st.integers(0, 3)
    nested = st.recursive(plain, lambda s: st.lists(s, max_size=3) | st.dictionaries(keys, s, max_size=3))
    return st.dictionaries(keys, nested, max_size=4)


@given(utterances(), utterances())
def test_utterances_are_told_apart_by_what_is_in_them(one: dict[Any, Any], other: dict[Any, Any]) -> None:
    first, again, second = Message(data=one), Message(data=dict(reversed(one.items()))), Message(data=other)

    assert first == again
    assert hash(first) == hash(again)
    if deep_container_fingerprint(one) != deep_container_fingerprint(other):
        assert first != second


@given(utterances())
def test_a_copied_utterance_is_its_own(data: dict[Any, Any]) -> None:
    message = Message(data={**data, "entities": [{"entity": "need", "extra": (1, [2])}]})
    before = message.fingerprint()

    made = copy.deepcopy(message)
    assert made == message
    assert vars(made) == vars(message)
    made.get("entities")[0]["extra"][1].append(3)
    made.set("intent", "ask")

    assert made != message
    assert Message(data=message.data).fingerprint() == before


def test_a_fingerprint_asks_what_has_one_of_its_own() -> None:
    class Vectors:
        def __init__(self, of: str) -> None:
            self.of = of

        def fingerprint(self) -> str:
            return self.of

    assert Message(features=[Vectors("a")]) == Message(features=[Vectors("a")])
    assert Message(features=[Vectors("a")]) != Message(features=[Vectors("b")])
