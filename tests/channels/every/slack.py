"""Slack, for the tests that all connectors have in common."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from pin_advisor.channels.settings import SLACK_API, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET
from pin_advisor.channels.slack import SlackInput
from pin_advisor.channels.stand_ins.slack import SlackStandIn
from tests.channels.every.channel import Channel, Documented, Failure, Forge, Request, Row
from tests.channels.every.documented import of_slack
from tests.channels.rendering.readers import READERS
from tests.channels.slack.conftest import SECRET, TOKEN, opened

_SIGNATURE: Final = "X-Slack-Signature"
_TIME: Final = "X-Slack-Request-Timestamp"


def _request(slack: SlackStandIn, body: bytes, late: float = 0) -> Request:
    return Request(body, tuple(slack.signed(body, at=slack._clock.now() + late).items()))


def _body(event: Any) -> bytes:
    return json.dumps(event).encode()


def _changed(change: Callable[[Request], Request]) -> Forge:
    return lambda slack, event: change(_request(slack, _body(event)))


def _with(name: str, value: Callable[[str], str]) -> Forge:
    return _changed(lambda request: request.with_header(name, value(request.named(name))))


def _of(secret: bytes, hash: str = "sha256", prefix: str = "v0=") -> Forge:
    def forge(slack: SlackStandIn, event: Any) -> Request:
        request = _request(slack, _body(event))
        told = b"v0:%s:%s" % (request.named(_TIME).encode(), request.body)
        return request.with_header(_SIGNATURE, prefix + hmac.new(secret, told, hash).hexdigest())

    return forge


def _late(seconds: float) -> Forge:
    return lambda slack, event: _request(slack, _body(event), seconds)


def _tampered(slack: SlackStandIn, event: Any) -> Request:
    body = _body(event)
    return Request(body, _request(slack, body.replace(b"hello", b"hullo")).headers)


def _refusal(error: str, **more: Any) -> dict[str, Any]:
    return {"ok": False, "error": error, **more}


class SlackChannel(Channel[SlackStandIn]):
    """https://docs.slack.dev/authentication/verifying-requests-from-slack, and errors of chat.postMessage."""

    CONNECTOR = SlackInput
    SEND = "chat.postMessage"
    opened = staticmethod(opened)
    VALUES: ClassVar[Mapping[str, str]] = {SLACK_BOT_TOKEN: TOKEN, SLACK_SIGNING_SECRET: SECRET}
    SECRET = SLACK_SIGNING_SECRET
    API = SLACK_API
    WRONG = (
        (SLACK_BOT_TOKEN, "xoxp-1234-user-token"),
        (SLACK_BOT_TOKEN, "xapp-1-A111-222-xyz"),
        (SLACK_BOT_TOKEN, "xoxe.xoxb-1-rotated-token"),
        (SLACK_BOT_TOKEN, f"{TOKEN} x"),
        (SLACK_SIGNING_SECRET, "short"),
        (SLACK_SIGNING_SECRET, TOKEN),
        (SLACK_SIGNING_SECRET, "with spaces and more than sixteen"),
        (SLACK_API, "slack.com/api"),
        (SLACK_API, "http://slack.com/api"),
    )
    REFUSED = (SLACK_BOT_TOKEN, "xoxb-another-token-of-nobody", "invalid_auth")
    SIGNATURES: ClassVar[Mapping[Row, Mapping[str, Forge]]] = {
        Row.VALID: {
            "as documented": _late(0),
            "nearly five minutes late": _late(-290),
            "a clock before ours": _late(290),
        },
        Row.INVALID: {
            "zeros": _with(_SIGNATURE, lambda _: f"v0={'0' * 64}"),
            "a part of it": _with(_SIGNATURE, lambda found: found[:-1]),
            "another time": _with(_TIME, lambda _: "1531420618"),
            "no time": _changed(lambda request: request.without(_TIME)),
            "two": _changed(lambda request: request.and_header(_SIGNATURE, request.named(_SIGNATURE))),
            "no letters": _with(_SIGNATURE, lambda _: "v0=" + "é" * 64),
        },
        Row.MISSING: {
            "nothing": _changed(lambda request: request.without(_SIGNATURE)),
            "empty": _with(_SIGNATURE, lambda _: ""),
            "another name": _changed(
                lambda request: request.without(_SIGNATURE).and_header(
                    "X-Hub-Signature-256", request.named(_SIGNATURE)
                )
            ),
            "the token instead": _changed(
                lambda request: request.without(_SIGNATURE, _TIME).and_header(
                    "Authorization", f"Bearer {TOKEN}"
                )
            ),
        },
        Row.EMPTY_SECRET: {"as told": _of(b"")},
        Row.STALE: {
            "five minutes": _late(-301),
            "from the future": _late(310),
            "a day": _late(-86_400),
        },
        Row.OTHER_HASH: {
            "its name": _with(_SIGNATURE, lambda found: found.replace("v0=", "sha1=")),
            "SHA-1": _of(SECRET.encode(), "sha1"),
            "SHA-512": _of(SECRET.encode(), "sha512"),
            "another version": _of(SECRET.encode(), prefix="v1="),
        },
        Row.TAMPERED: {
            "a letter": _tampered,
            "a space": _changed(lambda request: Request(request.body + b" ", request.headers)),
            "nothing left": _changed(lambda request: Request(b"", request.headers)),
        },
    }
    COPY = 401
    BUSY = (
        Failure(429, _refusal("ratelimited"), {"Retry_After": "8"}),
        Failure(200, _refusal("ratelimited"), {"Retry_After": "8"}),
    )
    FAILING = (
        Failure(500, b"<html>"),
        Failure(503, b""),
        Failure(504, b"upstream"),
        Failure(200, b"<html>a proxy's page</html>"),
        Failure(200, _refusal("internal_error")),
        Failure(200, _refusal("fatal_error")),
    )
    GONE = tuple(
        Failure(200, _refusal(error), logged=error)
        for error in ("channel_not_found", "is_archived", "token_revoked", "missing_scope")
    )
    UNSHOWABLE = Failure(
        200,
        _refusal(
            "invalid_blocks",
            response_metadata={"messages": ["[ERROR] {canary} [json-pointer:/blocks/0/text/text]"]},
        ),
        logged="invalid_blocks /blocks/0/text/text",
    )

    def stand_in(self) -> SlackStandIn:
        return SlackStandIn(TOKEN, SECRET)

    def api(self, stand_in: SlackStandIn) -> str:
        return stand_in.api

    def event(self, stand_in: SlackStandIn, text: str, visitor: int = 1) -> Any:
        channel = self.place(visitor)
        stand_in.channels.add(channel)
        return stand_in.event(stand_in.message(stand_in.marked_up(text), channel, f"U{visitor:04}"))

    def request(self, stand_in: SlackStandIn, event: Any) -> Request:
        return _request(stand_in, _body(event))

    def signed(self, stand_in: SlackStandIn, body: bytes) -> Request:
        moment = f"{int(stand_in._clock.now())}"
        digest = hmac.new(SECRET.encode(), b"v0:%s:%s" % (moment.encode(), body), "sha256").hexdigest()
        return Request(body, ((_TIME, moment), (_SIGNATURE, f"v0={digest}")))

    def again(self, stand_in: SlackStandIn, event: Any, attempt: int) -> Request:
        reason = ("http_timeout", "http_error", "connection_failed")[attempt % 3]
        request = _request(stand_in, _body(event), attempt)  # signed anew
        return request.and_header("X-Slack-Retry-Num", f"{attempt}").and_header(
            "X-Slack-Retry-Reason", reason
        )

    def place(self, visitor: int) -> Any:
        return f"D{visitor:04}"

    async def press(self, stand_in: SlackStandIn, title: str, visitor: int = 1) -> int:
        return await stand_in.press(title, self.place(visitor), f"U{visitor:04}")

    def sent(self, body: Mapping[str, Any]) -> tuple[Any, str]:
        return body["channel"], READERS["slack"].text([body]).rstrip()

    def called(self, bodies: Sequence[Mapping[str, Any]]) -> list[str]:
        texts = [t for body in bodies for t in re.findall(r'"text": "([^"]*)"', json.dumps(body))]
        return [text for text in texts if re.search(r"<(?:!|@|#|http://evil[^<>]*\|)", text)]

    def documented(self, stand_in: SlackStandIn) -> Iterable[Documented]:
        return of_slack(stand_in)
