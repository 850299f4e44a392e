"""A press as Slack's documentation has it."""

from __future__ import annotations

from typing import Any

BLOCKS = [{"type": "section", "block_id": "b1", "text": {"type": "mrkdwn", "text": "Flat?"}}]


def press(channel: str = "D123ABC456", user: str = "U123ABC456", **container: Any) -> dict[str, Any]:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload."""
    return {
        "type": "block_actions",
        "team": {"id": "T123ABC456", "domain": "example"},
        "user": {"id": user, "username": "jtorrance", "team_id": "T123ABC456"},
        "api_app_id": "AABA1ABCD",
        "token": "9s8d9as89d8as9d8as989",
        "container": {
            "type": "message",
            "message_ts": "1548261231.000200",
            "channel_id": channel,
            "is_ephemeral": False,
            **container,
        },
        "trigger_id": "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
        "channel": {"id": channel, "name": "review-updates"},
        "message": {
            "bot_id": "B1",
            "type": "message",
            "text": "Flat?",
            "ts": "1548261231.000200",
            "blocks": BLOCKS,
        },
        "response_url": "https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209",
        "actions": [
            {
                "action_id": "WaXA",
                "block_id": "=qXel",
                "text": {"type": "plain_text", "text": "View", "emoji": True},
                "value": "click_me_123",
                "type": "button",
                "action_ts": "1548426417.840180",
            }
        ],
    }
