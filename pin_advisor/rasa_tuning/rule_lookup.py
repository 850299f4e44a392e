"""Only the rules that can apply are looked at.

For each prediction Rasa compares all rules, more than two hundred, with the latest state of the
conversation: an eighth of a message. Nearly all of them ask for another action or another intent there
than the state has, so they are kept by these two.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

RELIES_ON: Final = {
    "rasa.core.policies.rule_policy:RulePolicy._get_possible_keys": "7a85243f6463a2b9",
    "rasa.core.policies.rule_policy:RulePolicy._is_rule_applicable": "4c112a20a47f71e5",
    "rasa.core.policies.rule_policy:RulePolicy._does_rule_match_state": "77fbcd8d5fc90323",
    "rasa.core.policies.rule_policy:RulePolicy._rule_key_to_state": "fc78827bfadbab26",
}
CHECK: Final = (
    "that a rule only applies if the previous action and the intent that its latest state names are those of "
    "the conversation's."
)

_Wanted = tuple[Any, Any]


def adjust(rule_policy: Any) -> None:
    """Hand over those few."""
    all_possible_keys = rule_policy.RulePolicy._get_possible_keys

    def get_possible_keys(policy: Any, lookup: Mapping[str, str], states: list[Any]) -> set[str]:
        if not states or not states[-1].get("prev_action"):
            return set(all_possible_keys(policy, lookup, states))
        kept: dict[int, tuple[Any, Any]] = policy.__dict__.setdefault("pin_advisor_lookups", {})
        known, by_wanted = kept.get(id(lookup), (None, None))
        if known is not lookup:
            by_wanted = _by_wanted(lookup)
            kept[id(lookup)] = (lookup, by_wanted)
        action, intent = wanted(states[-1])
        likely: dict[str, str] = {}
        for likely_key in {(action, intent), (action, None), (None, intent), (None, None)}:
            likely.update(by_wanted.get(likely_key, {}))
        return set(all_possible_keys(policy, likely, states))

    rule_policy.RulePolicy._get_possible_keys = get_possible_keys


def _by_wanted(lookup: Mapping[str, str]) -> dict[_Wanted, dict[str, str]]:
    rules: dict[_Wanted, dict[str, str]] = defaultdict(dict)
    for key, action in lookup.items():
        rules[wanted(json.loads(key)[-1])][key] = action
    return rules


def wanted(state: Mapping[str, Any]) -> _Wanted:
    """The previous action and the intent of a state; None where it doesn't name one by a word of its own."""
    action = (state.get("prev_action") or {}).get("action_name")
    intent = (state.get("user") or {}).get("intent")
    return _word(action), _word(intent)


def _word(value: Any) -> Any:
    return value if isinstance(value, str) and value and value != "should_not_be_set" else None
