"""Rules are not looked for by the text of a message where none could apply.

Before each prediction that follows a message Rasa tries its rules with the message's text in place of its
intent, and works out all states of the conversation for that. Only a rule that asks for a text, or for
nothing of the message at all, can apply then; with none of them, a message in a form needs no states: 8 %.
Where states are worked out, they aren't copied for a line of the log that is mostly not written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Final

from pin_advisor.rasa_tuning.rule_lookup import wanted

RELIES_ON: Final = {
    "rasa.core.policies.rule_policy:RulePolicy._find_action_from_rules": "433f6a9d60848771",
    "rasa.core.policies.rule_policy:RulePolicy._predict": "8105877e3f3cc146",
    "rasa.core.policies.rule_policy:RulePolicy._is_rule_applicable": "4c112a20a47f71e5",
    "rasa.core.policies.rule_policy:RulePolicy._does_rule_match_state": "77fbcd8d5fc90323",
}
CHECK: Final = (
    "that with the text only rules are tried whose latest state follows action_listen, and that an intent "
    "which such a state names keeps them from applying; and that nothing is copied but what "
    "structlogger.debug is handed."
)

#: The lookups of the policy that are tried.
_TRIED: Final = ("rules", "rules_for_loop_unhappy_path")


def adjust(rule_policy: Any) -> None:
    """Say that nothing was found, where nothing can be."""
    find = rule_policy.RulePolicy._find_action_from_rules

    def find_action(policy: Any, tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Any:
        if use_text_for_last_user_input and not _may_apply(policy):
            return None, None, False
        return find(policy, tracker, domain, use_text_for_last_user_input)

    rule_policy.RulePolicy._find_action_from_rules = find_action
    rule_policy.copy = SimpleNamespace(deepcopy=lambda value: value)


def _may_apply(policy: Any) -> bool:
    known = policy.__dict__.get("pin_advisor_text_rules")
    if known is None or known[0] is not policy.lookup:
        known = (policy.lookup, any(_fits_a_text(policy.lookup.get(name, {})) for name in _TRIED))
        policy.pin_advisor_text_rules = known
    return bool(known[1])


def _fits_a_text(rules: Mapping[str, str]) -> bool:
    """Whether a state that follows a message, with its text and no intent, may be a rule's latest one."""
    latest = (wanted(json.loads(key)[-1]) for key in rules)
    return any(action in (None, "action_listen") and intent is None for action, intent in latest)
