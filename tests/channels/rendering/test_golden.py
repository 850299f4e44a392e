"""What each platform is sent, to be looked at: one file for each renderer and reply in ``golden/``.

So is what programs get on ``rest``. What the website draws is in ``tests/browser/golden/``.

After a change that is meant: ``GOLDEN=write make test ARGS=tests/channels/rendering/test_golden.py``, and
read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from rasa.core.channels.channel import UserMessage

from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.rest import RestInput
from pin_advisor.store.conversations import ConversationStore, Opening
from tests.channels.rendering.readers import READERS
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import REPLIES, SAMPLES

GOLDEN = Path(__file__).parent / "golden"
#: A terminal's messages are best looked at as they are.
PLAIN = frozenset({"shell"})


class Fresh(ConversationStore):
    """Knows of no session yet."""

    def __init__(self) -> None:
        pass

    async def session(self, conversation: str) -> Opening:
        return Opening(None, False)


APP = SimpleNamespace(ctx=SimpleNamespace(agent=SimpleNamespace(tracker_store=Fresh())))


def path_of(renderer: str, sample: str) -> Path:
    suffix = "txt" if renderer in PLAIN else "json"
    return GOLDEN / renderer / f"{sample.replace(' ', '_')}.{suffix}"


def require_as_in_file(path: Path, shown: str) -> None:
    """Fail if ``shown`` is not what the file holds, after writing it there if that is asked for."""
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("renderer", sorted(RENDERERS))
def test_a_reply_is_shown_as_in_its_golden_file(renderer: str, sample: str) -> None:
    messages = RENDERERS[renderer](SAMPLES[sample], WORDS)
    shown = as_json(messages)
    if renderer in PLAIN:
        shown = "\n".join(message["text"] for message in messages) + "\n"

    assert READERS[renderer].faults(messages) == []
    require_as_in_file(path_of(renderer, sample), shown)


@pytest.mark.parametrize("sample", REPLIES)
async def test_programs_get_a_reply_as_in_its_golden_file(sample: str) -> None:
    reply = REPLIES[sample]

    async def bot(message: UserMessage) -> None:
        """Say it as Rasa does what actions have told it."""
        for told in reply.messages:
            buttons = [{"title": choice.title, "payload": choice.say} for choice in told.choices]
            await message.output_channel.send_response(
                message.sender_id, {"text": told.text, "buttons": buttons}
            )
        if reply.payload:
            await message.output_channel.send_response(message.sender_id, {"custom": dict(reply.payload)})

    (route,) = RestInput().blueprint(bot)._future_routes
    request = SimpleNamespace(
        app=APP, ip="127.0.0.1", headers={}, json={"sender": "a program", "message": "We need pins"}
    )
    answer = await route.handler(request)

    require_as_in_file(path_of("rest", sample), as_json(json.loads(answer.body)))


def as_json(messages: object) -> str:
    return json.dumps(messages, ensure_ascii=False, indent=2) + "\n"


def test_every_golden_file_is_of_a_reply() -> None:
    expected = {path_of(renderer, sample) for renderer in (*RENDERERS, "rest") for sample in SAMPLES}
    assert set(GOLDEN.rglob("*.*")) == expected
