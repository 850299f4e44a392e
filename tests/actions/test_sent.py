"""What was sent to the shop is told with its numbers."""

from __future__ import annotations

from typing import Any

from actions.repeat import ActionRepeat
from actions.store import requests

REQUEST = {"pin_type": "soft_enamel", "quantity": 120}


async def test_nothing_was_sent(talk: Any) -> None:
    reply = await talk.hears("is it sent?", "repeat", asks_for_sent=True).run(ActionRepeat())
    assert reply.texts == ["Nothing has been sent to the shop from this conversation."]


async def test_what_stands_and_what_was_taken_back(talk: Any) -> None:
    first = requests().save("quote", "visitor-1", "ann@example.org", REQUEST)
    second = requests().save("question", "visitor-1", "ann@example.org", {"text": "Hello?"})
    talk.asks("quote_form", "design").hears("what did you send?", "repeat", asks_for_sent=True)
    reply = await talk.run(ActionRepeat())
    assert (
        f"With the shop are your quote request {first} for 120 soft enamel pins and your message {second}."
        in reply.text
    )
    assert "has not been sent" in reply.text
    requests().withdraw("visitor-1", first)
    reply = await talk.hears("did you withdraw it?", "repeat", asks_for_sent=True).run(ActionRepeat())
    assert f"Your quote request {first} is withdrawn" in reply.text
