"""Whether Slack has sent a request (https://docs.slack.dev/authentication/verifying-requests-from-slack).

Slack signs the time and the body with a secret that it shares with the app. A request of more than five
minutes ago is refused, and so is one that was accepted before: Slack signs anew when it delivers again.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Final, Optional

from sanic.request import Request
from slack_sdk.signature import Clock, SignatureVerifier

_SIGNATURE: Final = "x-slack-signature"
_TIME: Final = "x-slack-request-timestamp"
#: Seconds that slack_sdk allows the clocks to differ, as Slack's documentation recommends.
_WINDOW: Final = 300
_MOST_REMEMBERED: Final = 50_000


class Signatures:
    """Checks signatures, and remembers those of accepted requests for as long as they would be valid.

    They are remembered in this process. A copy that reaches another worker is stopped by its event's id.

    Args:
        secret: the app's signing secret.
        clock: tells the time.
    """

    def __init__(self, secret: str, clock: Optional[Clock] = None) -> None:
        self._clock = clock or Clock()
        self._verifier = SignatureVerifier(secret, self._clock)
        #: When each signature was written, by the signature.
        self._accepted: OrderedDict[str, int] = OrderedDict()

    def valid(self, request: Request) -> bool:
        """Whether it is signed with the secret, of now, and no copy of one that was accepted."""
        found = _headers(request)
        if found is None:
            return False
        signature, time = found
        if signature in self._accepted:
            return False
        try:
            return self._verifier.is_valid(request.body, time, signature)
        except UnicodeDecodeError:  # what Slack sends is UTF-8
            return False

    def accepted(self, request: Request) -> None:
        """Note that a valid request was accepted."""
        found = _headers(request)
        assert found is not None, "it was valid"
        signature, time = found
        self._accepted[signature] = int(time)
        while self._accepted:
            oldest, written = next(iter(self._accepted.items()))
            if self._clock.now() - written <= _WINDOW and len(self._accepted) <= _MOST_REMEMBERED:
                break
            del self._accepted[oldest]


def _headers(request: Request) -> Optional[tuple[str, str]]:
    signatures, times = request.headers.getall(_SIGNATURE, []), request.headers.getall(_TIME, [])
    if len(signatures) != 1 or len(times) != 1:
        return None
    signature, time = signatures[0], times[0]
    if not re.fullmatch(r"v0=[0-9a-f]{64}", signature) or not re.fullmatch(r"[0-9]{1,12}", time):
        return None
    return signature, time
