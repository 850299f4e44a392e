"""What the visitor has told so far, in plain words."""

from __future__ import annotations

from typing import Final

from actions.quote_request import told
from actions.turn import Turn
from pin_advisor.advice.summary import in_words
from pin_advisor.advice.words import LEFT_OPEN, listed
from pin_advisor.vocabulary import ASKED_NEEDS

_QUOTE_FORM: Final = "quote_form"


def recap(turn: Turn) -> str | None:
    """What is known and what is still open; ``None`` if nothing is known."""
    known, details = in_words(turn.needs), told(turn)
    if not known and not details:
        return None
    said = [f"So far I have: pins {known}." if known else "", f"{'; '.join(details)}." if details else ""]
    still_open = [LEFT_OPEN[need] for need in ASKED_NEEDS if turn.slot(need) is None]
    if still_open and turn.form != _QUOTE_FORM:
        said.append(f"Still open: {listed(still_open)}.")
    if turn.form is None:
        said.append("If anything of it is wrong, just tell me what it should be.")
    return " ".join(filter(None, said))
