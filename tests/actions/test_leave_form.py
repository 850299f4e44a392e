"""``action_leave_form``: a form ends without a word and without forgetting."""

from __future__ import annotations

from typing import Any

import pytest

from actions.leave_form import ActionLeaveForm


@pytest.mark.parametrize(("form", "slot"), [("advice_form", "budget"), ("quote_form", "contact")])
async def test_the_form_ends_and_what_is_known_stays(talk: Any, form: str, slot: str) -> None:
    talk.slots |= {"occasion": "award", "quantity": 200, "design": "a heron"}
    reply = await talk.asks(form, slot).hears("Let's drop that.", "deny").run(ActionLeaveForm())
    assert reply.texts == reply.payloads == []
    assert talk.form is None
    assert talk.slots["requested_slot"] is None
    assert (talk.slots["occasion"], talk.slots["quantity"], talk.slots["design"]) == ("award", 200, "a heron")
