"""What a custom action returns is validated against a schema that is checked once, not at every call.

``jsonschema.validate`` checks the schema itself each time: 29 of the 30 ms that validating a reply takes,
and about half of what a message in a form takes. The schema is a constant.
"""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {
    "rasa.core.actions.action:RemoteAction._validate_action_result": "b6cd4cd8707c08a2",
    "rasa.core.actions.action:RemoteAction.action_response_format_spec": "181d4a1fa039ba79",
}
CHECK: Final = "that the schema is a constant, and that validating does no more than raise an error."


def adjust(action: Any) -> None:
    """Keep the validator."""
    made: list[Any] = []

    def validate(_: Any, result: Any) -> bool:
        if not made:
            # Only now, as Rasa does it: importing jsonschema takes a while.
            from jsonschema.validators import validator_for

            schema = action.RemoteAction.action_response_format_spec()
            kind = validator_for(schema)
            kind.check_schema(schema)
            made.append(kind(schema))
        error = next(made[0].iter_errors(result), None)
        if error is not None:
            raise error
        return True

    action.RemoteAction._validate_action_result = validate
