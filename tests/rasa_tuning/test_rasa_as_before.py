"""What is only made faster gives what it gave before."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.actions.action import ActionExtractSlots, default_actions
from rasa.core.actions.forms import FormAction
from rasa.core.policies import rule_policy
from rasa.core.processor import MessageProcessor
from rasa.shared.core import events, slots
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.exceptions import YamlException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils import io, validation
from rasa.shared.utils.common import all_subclasses
from rasa.shared.utils.io import deep_container_fingerprint

from pin_advisor.rasa_tuning import rule_lookup, text_rules

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
    assert rule_lookup.wanted(state) == ("action_listen", "ask")


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


def test_events_are_of_the_kinds_that_they_inherit_from() -> None:
    class Later(events.SlotSet):  # type: ignore[misc]
        pass

    made = [Later("size", 1), events.SlotSet("size", 1), events.BotUttered("hello"), events.Restarted(), "no"]
    for kind in [*all_subclasses(events.Event), events.Event]:
        assert [isinstance(one, kind) for one in made] == [kind in type(one).__mro__ for one in made]


def test_abstract_classes_are_not_asked_what_an_event_is() -> None:
    kinds = {type(kind) for kind in [*all_subclasses(events.Event), events.Event]}

    assert [kind.__instancecheck__ for kind in kinds] == [type.__instancecheck__]


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


@given(
    rules=st.lists(st.lists(states(), min_size=1, max_size=3), max_size=12),
    conversation=st.lists(states(), max_size=5),
    latest=states(),
)
def test_no_rule_is_found_by_a_text_where_none_is_looked_for(
    rules: list[list[Any]], conversation: list[Any], latest: dict[str, Any]
) -> None:
    lookup = {json.dumps(rule, sort_keys=True): "action_a" for rule in rules}
    said = {**latest, "user": {"text": "hello"}, "prev_action": {"action_name": "action_listen"}}

    if not text_rules._fits_a_text(lookup):
        assert before(lookup, [*conversation, said]) == set()


def test_rules_are_looked_for_by_a_text_if_one_asks_for_it() -> None:
    said = {"prev_action": {"action_name": "action_listen"}, "user": {"text": "hello"}}
    told = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "ask"}}
    acted = {"prev_action": {"action_name": "action_a"}}

    assert text_rules._fits_a_text({json.dumps([said]): "action_a"})
    assert text_rules._fits_a_text({json.dumps([{}]): "action_a"})
    assert not text_rules._fits_a_text({json.dumps([said, told]): "a", json.dumps([acted]): "b"})


DOMAIN = Domain.from_dict(
    {
        "intents": ["ask", "inform"],
        "entities": ["colour", "size"],
        "actions": ["action_a"],
        "slots": {
            "colour": {"type": "text", "mappings": [{"type": "from_entity", "entity": "colour"}]},
            "size": {
                "type": "any",
                "initial_value": [1],
                "mappings": [{"type": "from_entity", "entity": "size"}],
            },
            "requested_slot": {"type": "text", "mappings": [{"type": "custom"}]},
        },
        "forms": {"advice_form": {"required_slots": ["colour", "size"]}},
    }
)


def happenings() -> st.SearchStrategy[list[events.Event]]:
    """What happens in conversations, in any order."""
    return st.lists(
        st.one_of(
            st.builds(lambda name: events.ActionExecuted(name), st.sampled_from(NAMES)),
            st.builds(
                lambda text, intent: events.UserUttered(text, {"name": intent}, []),
                st.sampled_from(["one", "two"]),
                st.sampled_from(["ask", "inform"]),
            ),
            st.builds(lambda text: events.BotUttered(text), st.sampled_from(["one", "two"])),
            st.builds(
                events.SlotSet,
                st.sampled_from(["colour", "size", "requested_slot"]),
                st.sampled_from(["red", None]),
            ),
            st.builds(events.ActiveLoop, st.sampled_from(["advice_form", None])),
            st.builds(events.LoopInterrupted, st.booleans()),
            st.builds(events.ActionExecutionRejected, st.sampled_from(NAMES)),
            st.builds(events.FollowupAction, st.sampled_from(NAMES)),
            st.sampled_from([events.SessionStarted, events.Restarted, events.AllSlotsReset]).map(
                lambda kind: kind()
            ),
            st.sampled_from([events.ConversationPaused, events.ConversationResumed]).map(lambda kind: kind()),
        ),
        max_size=12,
    )


def told(happened: list[events.Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("someone", happened, DOMAIN.slots)


def state(tracker: DialogueStateTracker) -> Any:
    """All that there is to a tracker."""
    slots = {name: vars(slot) for name, slot in tracker.slots.items()}
    return tracker.current_state(EventVerbosity.ALL), slots, tracker.latest_bot_utterance, tracker.model_id


@given(happenings(), happenings())
def test_a_copied_conversation_is_as_if_told_again(happened: list[Any], later: list[Any]) -> None:
    tracker = told(happened)
    before = state(tracker)

    made = tracker.copy()
    assert state(made) == state(tracker.travel_back_in_time(float("inf")))
    for event in later:
        made.update(event)

    assert state(tracker) == before
    assert state(made) == state(told([*happened, *later]))


def test_copies_share_the_slots_that_neither_sets() -> None:
    tracker = told([events.SlotSet("colour", "red"), events.SlotSet("size", 2)])
    made = tracker.copy()
    made.update(events.SlotSet("size", 3))

    assert made.slots["colour"] is tracker.slots["colour"]
    assert (tracker.get_slot("size"), made.get_slot("size")) == (2, 3)
    made.update(events.AllSlotsReset())
    assert (tracker.get_slot("colour"), made.get_slot("colour"), made.get_slot("size")) == ("red", None, [1])
    assert [slot.value for slot in DOMAIN.slots if slot.name == "size"] == [[1]]


def test_a_slot_that_no_domain_knows_may_be_set() -> None:
    tracker = DialogueStateTracker("someone", None)
    tracker.update(events.SlotSet("anything", 1))

    assert tracker.get_slot("anything") == 1


FILLED = Domain.from_dict(
    {
        "intents": ["ask", "inform"],
        "entities": ["colour", "size"],
        "slots": {
            "colour": {
                "type": "text",
                "mappings": [
                    {
                        "type": "from_entity",
                        "entity": "colour",
                        "conditions": [{"active_loop": "advice_form"}],
                    },
                    {"type": "from_entity", "entity": "size"},
                ],
            },
            "size": {"type": "list", "mappings": [{"type": "from_entity", "entity": "size"}]},
            "asks": {"type": "bool", "mappings": [{"type": "from_intent", "intent": "ask", "value": True}]},
            "words": {"type": "text", "mappings": [{"type": "from_text"}]},
            "known": {"type": "any", "mappings": [{"type": "custom"}]},
            "found": {"type": "any", "mappings": [{"type": "custom", "action": "action_find"}]},
        },
        "actions": ["action_find"],
        "forms": {"advice_form": {"required_slots": ["colour", "size"]}},
    }
)


class Extracting(ActionExtractSlots):  # type: ignore[misc]
    """Notes which actions would be carried out."""

    async def _run_custom_action(self, custom_action: str, *_: Any) -> list[events.Event]:
        return [events.SlotSet("found", custom_action)]


@pytest.mark.parametrize("loop", ["advice_form", None])
@pytest.mark.parametrize("intent", ["ask", "inform"])
@pytest.mark.parametrize("told_of", [(), ("colour",), ("size",), ("size", "colour"), ("weight",)])
async def test_the_same_slots_are_filled(loop: str | None, intent: str, told_of: tuple[str, ...]) -> None:
    entities = [{"entity": name, "value": f"some {name}", "start": 0, "end": 1} for name in told_of]
    said = events.UserUttered("hello", {"name": intent}, entities)
    tracker = DialogueStateTracker.from_events("someone", [events.ActiveLoop(loop), said], FILLED.slots)
    as_rasa_does = Extracting.run.__wrapped__

    for domain in (FILLED, FILLED.merge(None)):
        wanted = await as_rasa_does(Extracting(None), None, None, tracker, domain)
        assert await Extracting(None).run(None, None, tracker, domain) == wanted
    assert {"words", "found"} <= {event.key for event in wanted}


@given(happenings(), happenings())
def test_a_form_tries_out_on_what_it_would_have_been_told(happened: list[Any], later: list[Any]) -> None:
    tracker, form = told(happened), FormAction("advice_form", None)
    asked = form.get_slot_to_fill(tracker)

    made = form._temporary_tracker(tracker, later, DOMAIN)

    before = [*tracker.events_after_latest_restart(), events.SlotSet("requested_slot", asked)]
    wanted = told([*before, events.ActionExecuted("advice_form"), *later])
    assert without_times(state(made)) == without_times(state(wanted))


def without_times(value: Any) -> Any:
    """The same, but for when it happened."""
    if isinstance(value, dict):
        return {
            k: without_times(v) for k, v in value.items() if not str(k).endswith(("timestamp", "event_time"))
        }
    return [without_times(v) for v in value] if isinstance(value, (list, tuple)) else value


@given(happenings())
def test_a_form_finds_the_slots_that_were_set_since_the_message(happened: list[Any]) -> None:
    tracker = told(happened)
    found = list(tracker.events)
    marks = [n for n, e in enumerate(found) if e in (events.Restarted(), tracker.latest_message)]
    since = found[marks[-1] if marks else 0 :]

    wanted = [event for event in since if isinstance(event, events.SlotSet)]
    assert FormAction._get_events_since_last_user_uttered(tracker) == wanted


def test_a_form_knows_the_mappings_of_each_domain() -> None:
    other = Domain.from_dict({**DOMAIN.as_dict(), "forms": {"advice_form": {"required_slots": ["size"]}}})
    mapping = {"type": "from_entity", "entity": "colour"}

    for _ in range(2):
        assert FormAction("advice_form", None).entity_mapping_is_unique(mapping, DOMAIN)
        assert not FormAction("advice_form", None).entity_mapping_is_unique(mapping, other)


def test_no_text_is_made_of_slots_for_a_log_that_is_not_written() -> None:
    class Unread:
        def __str__(self) -> str:
            raise AssertionError("read")

    MessageProcessor._log_slots(told([events.SlotSet("size", Unread())]))


def test_own_actions_are_made_for_each_endpoint() -> None:
    one, other = object(), object()

    assert [a.name() for a in default_actions(one)] == [a.name() for a in default_actions(None)]
    assert default_actions(one) == default_actions(one)
    assert default_actions(one)[-1]._action_endpoint is one
    assert default_actions(other)[-1]._action_endpoint is other


def test_an_empty_domain_is_told_from_others() -> None:
    for _ in range(2):
        assert Domain.empty().is_empty()
        assert not DOMAIN.is_empty()


NLU_SCHEMA = "shared/nlu/training_data/schemas/nlu.yml"
GOOD_FILE = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hi\n'


def read_with_lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The contents that are read with their line numbers from now on."""
    read, slowly = io.read_yaml, []

    def spied(content: str, reader_type: Any = "safe") -> Any:
        if reader_type != "safe":
            slowly.append(content)
        return read(content, reader_type)

    monkeypatch.setattr(io, "read_yaml", spied)
    return slowly


def test_a_file_in_order_is_not_read_for_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    slowly = read_with_lines(monkeypatch)
    validation.validate_yaml_schema(GOOD_FILE, NLU_SCHEMA)
    assert slowly == []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (GOOD_FILE.replace("  examples: |", "  exampels: |"), "3"),
        (GOOD_FILE + "- 5\n", "3"),  # where the list begins
        (GOOD_FILE + 'version: "3.1"\n', "6"),
        (GOOD_FILE + "  : [\n", "7"),
    ],
    ids=["unknown key", "no mapping", "a key twice", "no YAML"],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(
    monkeypatch: pytest.MonkeyPatch, content: str, line: str
) -> None:
    slowly = read_with_lines(monkeypatch)
    with pytest.raises(YamlException) as raised:
        validation.validate_yaml_schema(content, NLU_SCHEMA)
    assert slowly == [content]
    assert f"ine {line}" in str(raised.value)


def test_training_data_merged_with_nothing_is_what_it_was() -> None:
    told = TrainingData([Message({"text": "hello", "intent": "greet"})], entity_synonyms={"nil": "none"})
    merged = TrainingData().merge(told, None, TrainingData())

    assert merged.fingerprint() == told.fingerprint()


def test_training_data_that_tells_something_is_added_up_and_left_alone() -> None:
    first = TrainingData([Message({"text": "hello"})])
    second = TrainingData([Message({"text": "bye"})])
    merged = first.merge(second)

    assert [m.get("text") for m in merged.training_examples] == ["hello", "bye"]
    assert len(first.training_examples) == len(second.training_examples) == 1
    assert merged.training_examples[0] is not first.training_examples[0]
