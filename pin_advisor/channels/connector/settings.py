"""A connector is switched on by its environment variables, and by nothing else.

None of them: it is off. All that it requires: it is on. A part of them: the start is refused, since somebody
meant to switch it on, and a connector that lacks its secret would believe anybody.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import Final, Optional

from pin_advisor.errors import ChannelError

#: Where the bot is reached from outside, such as ``https://chat.example.com``.
PUBLIC_URL: Final = "PIN_ADVISOR_PUBLIC_URL"

_WEB: Final = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~/-]*)?")
_LOOPBACK: Final = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:/.*)?")


def settings(
    channel: str,
    required: Sequence[str],
    optional: Sequence[str] = (),
    environment: Mapping[str, str] = os.environ,
) -> Optional[dict[str, str]]:
    """The values of a connector's variables, without white space around them; None if it is off.

    A blank one counts as not set.

    Args:
        channel: the channel's name, for people.
        required: variables without which it can't run.
        optional: variables of this channel that have a default.
        environment: where they are looked up.

    Raises:
        ChannelError: PA408 if only a part of what it requires is set; the message names the rest.
    """
    found = {name: environment.get(name, "").strip() for name in (*required, *optional)}
    found = {name: value for name, value in found.items() if value}
    if not found:
        return None
    missing = [name for name in required if name not in found]
    if missing:
        raise ChannelError(
            "PA408",
            f"{channel} is only partly set up: {', '.join(missing)} missing",
            f"Set what is missing, or unset {', '.join(found)} to leave {channel} off; see docs/channels.md.",
            missing[0],
        )
    return found


def unusable(variable: str, message: str, fix: str) -> ChannelError:
    """What to raise for a value that can't be right: PA409. ``message`` must not repeat a secret."""
    return ChannelError("PA409", message, fix, variable)


def web_address(variable: str, value: str) -> str:
    """``value`` as an address of the web without a slash at its end.

    Raises:
        ChannelError: PA409 if it is none, or if it is not https; only on this machine it need not be.
    """
    value = value.rstrip("/")
    if not _WEB.fullmatch(value) or not (value.startswith("https://") or _LOOPBACK.fullmatch(value)):
        raise unusable(
            variable, "this is no address that starts with https://", "Write it as https://www.example.com."
        )
    return value


def public_url(environment: Mapping[str, str] = os.environ) -> Optional[str]:
    """The address in ``PIN_ADVISOR_PUBLIC_URL``; None if it is not set.

    Raises:
        ChannelError: PA409 if it is none.
    """
    value = environment.get(PUBLIC_URL, "").strip()
    return web_address(PUBLIC_URL, value) if value else None
