"""Replies that golden files show: what the bot really says, and the hardest cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pin_advisor.channels.rendering.blocks import blocks_of
from pin_advisor.replies import Block, Choice, Message, Reply
from tests.channels.rendering.replies import WORDS

NEXT: Final = (
    Choice("Why?", "Why?"),
    Choice("What is your second choice?", "What is your second choice?"),
    Choice("What would change it?", "What would change it?"),
    Choice("Get a free quote", "Get a free quote"),
)
OCCASIONS: Final = (
    Choice("Awards or recognition", "They are awards for people who have earned them"),
    Choice("Company branding", "Our staff will wear them to show our brand"),
    Choice("Giveaway or promotion", "We give them away as a promotion"),
    Choice("School, club or team", "They are for the members of our club"),
    Choice("Trading or collecting", "To trade with others at a convention"),
    Choice("Gift or keepsake", "They are a personal gift for a friend"),
)
_REASONS: Final = (
    "The pins thank people for their work, and this is the most fitting quality for staff recognition.",
    "You want the pins to last for years, and these resist scratches and last longer than others.",
)
_INSTEAD: Final = (
    "Printed pins would be better on a tight budget: cheaper and finer in detail, but less durable."
)
_ASKS: Final = "If anything is not as you meant it, just say so. Shall I ask the shop for a free quote?"


def _recommendation(pin_type: str) -> Reply:
    payload = {
        "type": "recommendation",
        "pin_type": pin_type,
        "needs": {"occasion": "employee_recognition", "quantity": 150},
        "assumed": [],
        "reasons": [{"rule": f"rule_{n}", "text": text} for n, text in enumerate(_REASONS)],
        "alternatives": [{"pin_type": "screen_printed", "text": _INSTEAD}],
        "ruled_out": [],
    }
    opening = f"I recommend {pin_type.replace('_', ' ')} pins for staff recognition and for 150 pieces."
    messages = (
        Message(" ".join((opening, WORDS.pin_types[pin_type].summary, *_REASONS))),
        Message(f"{_INSTEAD} {_ASKS}", NEXT),
    )
    return Reply(messages, payload, 0.0)


def _comparison() -> Reply:
    text = (
        "Hard enamel pins feel smooth, the metal lines almost impossible to feel. Soft enamel pins feel "
        "textured, with raised metal lines and recessed colour."
    )
    rows = [
        ["Feel", "Smooth, the metal lines almost impossible to feel", "Textured, with raised metal lines"],
        ["2D or 3D", "Work for 2D designs only", "Work for both 2D and 3D designs"],
        ["Cost", "A little more than soft enamel", "A little less than hard enamel"],
    ]
    caption, columns = "Hard enamel and soft enamel", ["", "Hard enamel", "Soft enamel"]
    table = {"caption": caption, "columns": columns, "rows": rows}
    payload = {"type": "answer", "sources": ["Hard enamel", "the shop itself"], "table": table}
    return Reply((Message(text),), payload, 0.0)


def _said(*messages: Message, **payload: Any) -> Reply:
    return Reply(messages, payload, 0.0)


#: As the bot gives them.
REPLIES: Final[Mapping[str, Reply]] = {
    "an answer": _said(
        Message("Hard enamel pins feel smooth: the metal lines are almost impossible to feel."),
        type="answer",
        topics=["feel"],
        sources=["Makers of pins"],
    ),
    "an answer from three sources": _said(
        Message(
            "Hard enamel is polished level with the metal, so the surface is smooth and wears well; soft "
            "enamel lies below its metal lines, and can be felt. Both take the same colours."
        ),
        type="answer",
        topics=["difference"],
        sources=[
            "our article on hard and soft enamel",
            "Pin badges & custom lapel pins (pincrafters.example)",
            "What *hard* enamel_is <and isn't>",
        ],
    ),
    "an answer and the pending question": _said(
        Message("Soft enamel is as hard as hard enamel; it is named after its soft look."),
        Message(
            "Is the design flat (2D, like a drawing) or sculpted (3D)?",
            (
                Choice("Flat (2D)", "Flat, 2D"),
                Choice("Sculpted (3D)", "Sculpted, 3D"),
                Choice("Not sure", "I'm not sure"),
            ),
        ),
    ),
    "a question with six choices": _said(Message("What are the pins for?", OCCASIONS)),
    "a recommendation": _recommendation("hard_enamel"),
    "a recommendation with a picture": _recommendation("soft_enamel"),
    "a comparison": _comparison(),
    "choices with long titles": _said(
        Message(
            "Which of these did you mean?",
            (
                Choice("How long do hard enamel pins last if they are worn outdoors all year?", "wear"),
                Choice("What is the smallest detail that soft enamel shows on a pin of one inch?", "detail"),
            ),
        ),
    ),
    "more choices than a keyboard holds": _said(
        Message("Which colour?", tuple(Choice(f"Colour {n}", f"Colour number {n}") for n in range(1, 31))),
    ),
    "an answer of several paragraphs": _said(
        Message(
            "\n\n".join(f"Paragraph {n}. {'Pins are made of metal and enamel. ' * 18}" for n in range(1, 8)),
        ),
    ),
    "a quote request that was sent": _said(
        Message(
            "Your quote request Q-7F3K is with the shop: 150 hard enamel pins, about 1 inch, a lighthouse in "
            "three colours. They will write to ann@example.com. If something of it is wrong, just tell me.",
        ),
        type="quote",
        state="sent",
        quote_id="Q-7F3K",
    ),
    "words that were not understood": _said(
        Message(
            "I'm not sure I follow. I'm the shop's pin advisor, so lapel pins are all I know. "
            "Did you mean one of these?",
            (
                Choice("How long do hard enamel pins last?", "How long do hard enamel pins last?"),
                Choice("How do soft enamel pins feel?", "How do soft enamel pins feel?"),
                Choice("Help me choose", "Help me choose"),
            ),
        ),
    ),
    "a thousand characters": _said(
        Message(("Hard enamel is polished flat, so it feels smooth and lasts. " * 17)[:999] + "."),
    ),
    "signs that mean something elsewhere": _said(
        Message(
            "1 < 2 & 3 > 2, *not bold*, _not slanted_, `no code`, ~kept~, [no](https://pins.example), "
            "<!here>, @channel, /start, \\* and {slot}",
            (Choice("<b>Yes</b> & *no*", "Yes & no"),),
        ),
    ),
    "other scripts and signs of joy": _said(
        Message(
            "مرحبا! דבוסים · 别针 · เข็มกลัด · \U0001f396\ufe0f "
            "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1e8\U0001f1f3",
            (Choice("نعم", "yes"), Choice("\U0001f44d\U0001f3fd", "fine")),
        ),
    ),
}  # fmt: skip

#: As renderers take them.
SAMPLES: Final[Mapping[str, tuple[Block, ...]]] = {
    name: blocks_of(reply, WORDS) for name, reply in REPLIES.items()
}
