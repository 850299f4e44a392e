"""What the played bot says where a test of a channel needs choices, or a recommendation."""

from __future__ import annotations

from tests.store.talk import PAYLOAD

FORM = {
    "buttons": [
        {"title": "Flat (2D)", "payload": "Flat, 2D"},
        {"title": "Sculpted (3D)", "payload": "Sculpted, 3D"},
        {"title": "Not sure", "payload": "I'm not sure"},
    ]
}
ASKING = (("Flat or sculpted?", FORM), (None, {"custom": PAYLOAD}))
RECOMMENDING = (
    ("I recommend hard enamel pins. They last for years.", {}),
    ("Is anything of this not as you meant it?", {"buttons": [{"title": "Why?", "payload": "Why?"}]}),
    (
        None,
        {
            "custom": {
                "type": "recommendation",
                "pin_type": "hard_enamel",
                "needs": {"occasion": "award", "quantity": 150},
                "reasons": [{"rule": "lasting_hard", "text": "They last for years."}],
                "alternatives": [],
            }
        },
    ),
)
