"""What Meta's error codes mean in terms of HTTP; it answers 400 to most of them.

https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes and
https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, Optional

from pin_advisor.channels.connector.api import Answer

#: Too many calls: of the app, a user, the page, this call, the page's Messenger.
_TOO_MANY: Final = frozenset({4, 17, 32, 613, 80006})
#: Unknown, unavailable, could not send: it may pass. 1 with subcode 99 is a lack of permissions.
_MAY_PASS: Final = frozenset({1, 2, 1200})
_NO_PERMISSION: Final = (1, 99)
#: Their token is none any more.
_NO_TOKEN: Final = frozenset({102, 190})
#: We may not, now or at all: the day in which a page may answer is over, blocked, not permitted, away.
_MAY_NOT: Final = frozenset({10, 230, 368, 551, *range(200, 230)})
#: 100 is any parameter that is wrong; with this subcode it is the visitor.
_NO_SUCH_VISITOR: Final = (100, 2018001)

_MINUTE: Final = 60.0


def status_of(answer: Answer) -> int:
    """The status of HTTP that ``answer`` means."""
    error = _error(answer)
    code, subcode = error.get("code"), error.get("error_subcode")
    if answer.status < 400 or not isinstance(code, int):
        return answer.status
    if code in _TOO_MANY:
        return 429
    if (code, subcode) == _NO_PERMISSION or code in _MAY_NOT:
        return 403
    if code in _NO_TOKEN:
        return 401
    if (code, subcode) == _NO_SUCH_VISITOR:
        return 404
    if code in _MAY_PASS or error.get("is_transient") is True:
        return 503
    return answer.status


def retry_after(answer: Answer) -> Optional[float]:
    """Seconds until the page may call again, which a header tells in minutes; None if it does not."""
    header = next((v for k, v in answer.headers.items() if k.lower() == "x-business-use-case-usage"), "")
    with suppress(ValueError, TypeError, AttributeError, LookupError, RecursionError):
        usages = [usage for page in json.loads(header).values() for usage in page]
        minutes = max(float(usage.get("estimated_time_to_regain_access") or 0) for usage in usages)
        return minutes * _MINUTE or None
    return None


def describe(answer: Answer) -> str:
    """The error's numbers. Its message may repeat what was sent."""
    error = _error(answer)
    named = {name: error.get(name) for name in ("code", "error_subcode", "fbtrace_id")}
    return ", ".join(f"{name} {str(value)[:40]}" for name, value in named.items() if value is not None)


def _error(answer: Answer) -> Mapping[str, Any]:
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    return error if isinstance(error, dict) else {}
