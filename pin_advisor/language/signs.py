"""Messages of nothing but emoji or smileys: "👍", "🤷", ":)".

Which sign says what follows the names that Unicode gives the characters, and how they are used in chats.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal, Optional

#: What a sign says: yes, no, that one doesn't know, that one is pleased or cross, or something else.
Sign = Literal["yes", "no", "unsure", "pleased", "cross", "other"]

_MEANINGS: Final[tuple[tuple[Sign, str], ...]] = (
    ("no", "👎🙅❌❎🚫⛔✖🛑"),
    ("unsure", "🤷🤔❓❔😕🫤😐🙄🤨😶"),
    ("yes", "👍👌✅✔☑🆗💯🤝🫡"),
    ("cross", "😡😠🤬😤🖕💩😞😢😭😒🤦👿"),
    (
        "pleased",
        "❤♥💕💖💗💓💞💘💙💚💛🧡💜🖤🤍🤎🩷😀😃😄😁😆😅😂🤣😊🙂😉😍🥰😘😋😎🤩🥳😇🙌👏🎉🎊🙏🤗🌟⭐✨🏆💪🔥☺😺😻🫶",
    ),
)
_SMILEYS: Final[tuple[tuple[Sign, re.Pattern[str]], ...]] = (
    ("pleased", re.compile(r"(?:[:;=8]-?[)\]D]+|<3|\^_?\^|[xX]D)")),
    ("cross", re.compile(r"[:=]-?[(\[]+")),
    ("unsure", re.compile(r"[:=]-?[/\\|]")),
)
_SPACE: Final = re.compile(r"\s+")


def sign_in(text: str) -> Optional[Sign]:
    """What a message of signs alone says; ``None`` if it is anything else, "?" or "..." included."""
    bare = _SPACE.sub("", text)
    for sign, smiley in _SMILEYS:
        if smiley.fullmatch(bare):
            return sign
    if not any(_is_picture(c) for c in bare) or any(c.isalnum() for c in bare):
        return None
    return next((sign for sign, signs in _MEANINGS if any(c in signs for c in bare)), "other")


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) == "So"
