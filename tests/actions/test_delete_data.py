"""``action_delete_data``: asked first, then marked for deletion."""

from __future__ import annotations

from typing import Any

from actions.delete_data import ActionDeleteData


async def test_it_asks_before_anything_is_deleted(talk: Any) -> None:
    reply = await talk.hears("Delete my data", "delete_data").run(ActionDeleteData())
    assert reply.responses == ["utter_delete_data"]
    assert talk.slots["offer"] == "delete_data"
    assert not talk.slots.get("erase")


async def test_the_second_time_the_conversation_is_marked(talk: Any) -> None:
    talk.slots["offer"] = "delete_data"
    reply = await talk.hears("Yes, delete my data", "delete_data").run(ActionDeleteData())
    assert reply.responses == ["utter_data_deleted"]
    assert talk.slots["erase"] is True


async def test_an_offer_of_something_else_is_no_consent(talk: Any) -> None:
    talk.slots["offer"] = "request_quote"
    await talk.hears("Delete my data", "delete_data").run(ActionDeleteData())
    assert not talk.slots.get("erase")


async def test_less_than_everything_is_no_yes(talk: Any) -> None:
    talk.slots["offer"] = "delete_data"
    reply = await talk.hears("delete my name", "delete_data").run(ActionDeleteData())
    assert reply.responses == ["utter_delete_data"]
    assert talk.slots["erase"] is None
