"""What a custom action returns is validated without checking the schema, and each event against its own
kind.

``jsonschema.validate`` checks the schema itself each time, a constant: 29 of the 30 ms that validating a
reply takes, and about half of what a message in a form takes. Then it tries each event against all kinds
of event, of which only the one with its name can fit: another fifth of what is left. Actions of the bot's
own process are of the same release as the bot and make their events by the SDK: their replies aren't
validated (6 % of what is left).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pin_advisor.rasa_tuning.actions_in_process import InProcessActions

RELIES_ON: Final = {
    "rasa.core.actions.action:RemoteAction._validate_action_result": "b6cd4cd8707c08a2",
    "rasa.core.actions.action:RemoteAction.action_response_format_spec": "181d4a1fa039ba79",
    "rasa.shared.utils.schemas.events:": "0a862d53c363a0ba",
}
CHECK: Final = "that the schema is a constant whose kinds of event differ by the constant in event."


class _Validator:
    """The whole schema, and the kinds of event by their names."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        # Only now, as Rasa does it: importing jsonschema takes a while.
        from jsonschema.validators import validator_for

        kind = validator_for(schema)
        kind.check_schema(schema)
        self.whole = kind(schema)
        event = schema["properties"]["events"]["items"]
        names = [e.get("properties", {}).get("event", {}).get("const") for e in event["oneOf"]]
        #: Whether the name tells the one kind that may fit.
        self._told = None not in names and len(set(names)) == len(names) and event["required"] == ["event"]
        self._kinds = dict(zip(names, map(kind, event["oneOf"]), strict=True))
        self._any_event = kind({name: value for name, value in event.items() if name != "oneOf"})
        self._rest = kind({**schema, "properties": {**schema["properties"], "events": {"type": "array"}}})

    def passes(self, reply: Any) -> bool:
        """Whether each part is right for sure; if not, the whole schema has to say."""
        if not self._told or not self._rest.is_valid(reply):
            return False
        return all(self._is_right(event) for event in reply.get("events", ()))

    def _is_right(self, event: Any) -> bool:
        if not self._any_event.is_valid(event):
            return False
        kind = self._kinds.get(event["event"])
        return kind is not None and bool(kind.is_valid(event))


def adjust(action: Any) -> None:
    """Keep the validator."""
    made: list[_Validator] = []

    def validate(remote: Any, result: Any) -> bool:
        if isinstance(getattr(remote, "action_endpoint", None), InProcessActions):
            return True
        if not made:
            made.append(_Validator(action.RemoteAction.action_response_format_spec()))
        if made[0].passes(result):
            return True
        error = next(made[0].whole.iter_errors(result), None)
        if error is not None:
            raise error
        return True

    action.RemoteAction._validate_action_result = validate
