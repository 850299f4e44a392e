"""Signatures: the example of Slack's documentation, and all that is like a signature and none."""

from __future__ import annotations

from typing import Any

import pytest
from sanic.compat import Header

from pin_advisor.channels.slack.signature import Signatures

# https://docs.slack.dev/authentication/verifying-requests-from-slack
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TIME = 1531420618
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


class Clock:
    def __init__(self, now: float = TIME) -> None:
        self.moment = now

    def now(self) -> float:
        return self.moment


class Sent:
    """A request as far as a signature is concerned."""

    def __init__(self, *headers: tuple[str, str], body: bytes = BODY) -> None:
        self.headers = Header(headers)
        self.body = body


def sent(signature: str = SIGNATURE, time: str = str(TIME), body: bytes = BODY) -> Any:
    return Sent(("X-Slack-Signature", signature), ("X-Slack-Request-Timestamp", time), body=body)


def signatures(now: float = TIME, secret: str = SECRET) -> Signatures:
    return Signatures(secret, Clock(now))  # type: ignore[arg-type]


@pytest.mark.parametrize("late", [0, 300, -300])
def test_the_example_of_the_documentation_is_valid(late: int) -> None:
    assert signatures(TIME + late).valid(sent())


@pytest.mark.parametrize("late", [301, -301, 86_400])
def test_it_is_too_old_after_five_minutes_and_too_new_before(late: int) -> None:
    assert not signatures(TIME + late).valid(sent())


@pytest.mark.parametrize(
    "request_",
    [
        sent(signature=""),
        sent(signature=SIGNATURE[3:]),
        sent(signature=SIGNATURE.upper()),
        sent(signature=SIGNATURE.replace("v0", "v1")),
        sent(signature=f"sha256={SIGNATURE[3:]}"),
        sent(signature=f"{SIGNATURE} "),
        sent(signature=SIGNATURE[:-1]),
        sent(signature=SIGNATURE[:-1] + "4"),
        sent(signature="v0=" + "é" * 64),
        sent(time=""),
        sent(time="now"),
        sent(time=f"{TIME}.0"),
        sent(time=f" {TIME}"),
        sent(time=f"+{TIME}"),
        sent(time="١٥٣١٤٢٠٦١٨"),
        sent(time=str(TIME + 1)),
        sent(time="9" * 5000),
        sent(body=BODY + b" "),
        sent(body=b""),
        sent(body=b"\xff\xfe"),
        Sent(("X-Slack-Signature", SIGNATURE)),
        Sent(("X-Slack-Request-Timestamp", str(TIME))),
        Sent(("X-Slack-Signature", SIGNATURE), *[("X-Slack-Request-Timestamp", str(TIME))] * 2),
        Sent(*[("X-Slack-Signature", SIGNATURE)] * 2, ("X-Slack-Request-Timestamp", str(TIME))),
        Sent(("X-Hub-Signature-256", SIGNATURE), ("X-Slack-Request-Timestamp", str(TIME))),
    ],
)
def test_anything_else_is_not(request_: Any) -> None:
    assert not signatures().valid(request_)


def test_the_secret_of_another_app_does_not_do() -> None:
    assert not signatures(secret="another" * 5).valid(sent())


def test_a_copy_of_what_was_accepted_is_not_valid() -> None:
    checked = signatures()
    assert checked.valid(sent())
    assert checked.valid(sent()), "it was not accepted yet: perhaps there was no room"

    checked.accepted(sent())

    assert not checked.valid(sent())


def test_what_is_too_old_anyway_is_forgotten() -> None:
    clock = Clock()
    checked = Signatures(SECRET, clock)  # type: ignore[arg-type]
    checked.accepted(sent())
    clock.moment += 301
    checked.accepted(sent(signature="v0=" + "0" * 64, time=str(TIME + 301)))

    assert list(checked._accepted) == ["v0=" + "0" * 64]
    assert not checked.valid(sent())
