"""The kept validator agrees with the one that Rasa would make each time."""

from __future__ import annotations

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction

GOOD = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "x", "value": None}], "responses": [{"text": "Hello"}]},
    {"events": [{"event": "active_loop", "name": None}]},
]
BAD = [None, [], {"events": {}}, {"responses": ["text"]}, {"events": [{"event": "slot", "name": 3}]}]


@pytest.mark.parametrize("reply", GOOD)
def test_what_is_right_passes_again_and_again(reply: object) -> None:
    action = RemoteAction("action_any", None)

    jsonschema.validate(reply, action.action_response_format_spec())
    assert action._validate_action_result(reply)  # type: ignore[arg-type]
    assert action._validate_action_result(reply)  # type: ignore[arg-type]


@pytest.mark.parametrize("reply", BAD)
def test_what_is_wrong_is_refused_as_before(reply: object) -> None:
    action = RemoteAction("action_any", None)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(reply, action.action_response_format_spec())
    for _ in range(2):
        with pytest.raises(jsonschema.ValidationError):
            action._validate_action_result(reply)  # type: ignore[arg-type]
