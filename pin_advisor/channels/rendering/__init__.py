"""Replies in each platform's own terms.

A renderer is a function from blocks (:data:`pin_advisor.replies.Block`) and some words of our own to the
messages of one platform, each a body for its API without the address. It splits and degrades, and never drops
a text or a choice. All of them are in :data:`RENDERERS`, where the property test finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pin_advisor.channels.rendering import messenger, shell, slack, teams, telegram, twilio
from pin_advisor.channels.rendering.blocks import Words
from pin_advisor.replies import Block

Renderer = Callable[[Sequence[Block], Words], list[dict[str, Any]]]

#: By the name of the channel.
RENDERERS: Final[Mapping[str, Renderer]] = {
    "slack": slack.render,
    "telegram": telegram.render,
    "messenger": messenger.render,
    "whatsapp": twilio.whatsapp,
    "sms": twilio.sms,
    "teams": teams.render,
    "shell": shell.render,
}
