"""``action_goodbye``: the visitor leaves, and may come back."""

from __future__ import annotations

from typing import Any

from actions.goodbye import ActionGoodbye


async def test_it_says_goodbye_and_forgets_nothing(talk: Any) -> None:
    talk.slots |= {"occasion": "award", "recommended": "hard_enamel"}
    reply = await talk.hears("Bye!", "goodbye").run(ActionGoodbye())
    assert "Goodbye" in reply.text
    assert reply.payload == {"type": "smalltalk"}
    assert talk.slots["occasion"] == "award"
    assert talk.slots["recommended"] == "hard_enamel"
