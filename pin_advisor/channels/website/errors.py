"""What went wrong, as an answer: a code for programs, a sentence for a person, an id for the log."""

from __future__ import annotations

from typing import Final

from sanic.exceptions import SanicException

from pin_advisor.channels import turns
from pin_advisor.channels.json_body import Malformed
from pin_advisor.channels.limits import RateLimited
from pin_advisor.channels.website.contract import MAX_TEXT, TooLarge, TooLong
from pin_advisor.channels.website.identity import InvalidToken
from pin_advisor.errors import StoreError
from pin_advisor.logs import reasons

STATUS: Final = {
    "bad_request": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "too_large": 413,
    "unsupported_media_type": 415,
    "rate_limited": 429,
    "busy": 429,
    "failed": 500,
    "unavailable": 503,
}
_TECHNICAL: Final = (
    "We have a technical problem and your message was not saved. Please try again in a moment."
)


class Refusal(Exception):
    """A request that is not granted.

    Args:
        code: one of :data:`STATUS`.
        message: a sentence for the visitor.
        retry_after: seconds after which to try again.
        number: the error's id, if it has one already.
        reason: of a technical problem, for the log only; empty if it is there already.
    """

    def __init__(
        self,
        code: str,
        message: str,
        retry_after: int | None = None,
        number: str | None = None,
        reason: str = "",
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = STATUS[code]
        self.id = number or turns.error_id()
        self.reason = reason
        self.headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        if code == "unauthorized":
            self.headers["WWW-Authenticate"] = "Bearer"


def refusal_of(error: Exception) -> Refusal:
    """How ``error`` is told."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Malformed):
        return Refusal("bad_request", str(error))
    if isinstance(error, TooLong):
        return Refusal("too_large", f"That is too long for me: please use at most {MAX_TEXT:,} characters.")
    if isinstance(error, TooLarge):
        return Refusal("too_large", "That is too large.")
    if isinstance(error, InvalidToken):
        return Refusal("unauthorized", "The session has expired or is not valid.")
    if isinstance(error, RateLimited):
        return Refusal("rate_limited", "That was a little fast. One moment, please.", error.retry_after)
    if isinstance(error, turns.Busy):
        return Refusal("busy", "One moment, please: I'm still busy.", error.retry_after, error.id)
    if isinstance(error, turns.Ended):
        return Refusal("unauthorized", "The session was ended.", number=error.id)
    if isinstance(error, turns.Conflict):
        return Refusal("conflict", "Another message was sent with the same id.", number=error.id)
    if isinstance(error, turns.TurnError):
        return Refusal("unavailable", _TECHNICAL, error.retry_after, error.id)
    if isinstance(error, StoreError):
        return Refusal("unavailable", _TECHNICAL, turns.TurnError.retry_after, reason=reasons.reason(error))
    if isinstance(error, SanicException):
        return _of_the_server(error)
    return Refusal("failed", _TECHNICAL, reason=reasons.reason(error))


def _of_the_server(error: SanicException) -> Refusal:
    status = getattr(error, "status_code", 500)
    if status == 404:
        return Refusal("not_found", "There is nothing at this address.")
    if status == 405:
        refusal = Refusal("method_not_allowed", "This address doesn't take that method.")
        refusal.headers |= {k: v for k, v in getattr(error, "headers", {}).items() if k.lower() == "allow"}
        return refusal
    if status == 413:
        return Refusal("too_large", "That is too large.")
    if status == 503:
        # "Cancelled" is a client that went away, which is no trouble of ours.
        reason = "" if str(error) == "Cancelled" else "the server's time limit"
        return Refusal("unavailable", _TECHNICAL, turns.TurnError.retry_after, reason=reason)
    if 400 <= status < 500:
        return Refusal("bad_request", "The request can't be read.")
    return Refusal("failed", _TECHNICAL, reason=reasons.reason(error))
