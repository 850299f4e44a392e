"""How long conversations are kept in which nothing more is said."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import timedelta
from typing import Final

from pin_advisor.errors import ChannelError

RETENTION_VARIABLE: Final = "PIN_ADVISOR_RETENTION_DAYS"
_DAYS: Final = 90
_MOST_DAYS: Final = 100_000


def retention() -> timedelta:
    """The time after which a silent conversation is deleted.

    Raises:
        ChannelError: PA406 if the setting is no number of days.
    """
    text = os.environ.get(RETENTION_VARIABLE, str(_DAYS))
    with suppress(ValueError):
        if 0 < (days := float(text)) < _MOST_DAYS:
            return timedelta(days=days)
    raise ChannelError(
        "PA406", f"{text!r} is no number of days", "Write 90, for instance.", RETENTION_VARIABLE
    )
