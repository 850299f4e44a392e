from __future__ import annotations

import pytest

from pin_advisor.logs.masking import masked
from tests.logs.conftest import CANARIES


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("around", ["{}", "the value '{}' is odd", "a={},b=2", "say {}."])
def test_what_may_be_somebodys_is_not_told(canary: str, around: str) -> None:
    text = masked(around.format(canary))

    assert canary not in text
    assert not any(len(part) > 3 and part in text for part in canary.replace("-", " ").split()), text


@pytest.mark.parametrize(
    "text",
    [
        "PA302: the database can't be read or written: database is locked",
        "Deleted 12 conversations older than 90 days, 0:00:00.",
        "Error K7M2QX: a turn took more than 15.0 s.",
        "ValueError at /srv/pins/pin_advisor/channels/turns.py:230",
        "since 2026-11-30 at 03:20:58",
        "127.0.0.1:5005 and port 65535",
        "models/pin-advisor-d7f97878edcc.tar.gz",
        "pin_advisor.store.conversations.ConversationStore",
    ],
)
def test_what_an_operator_needs_stays(text: str) -> None:
    assert masked(text) == text


def test_the_password_of_an_address_goes_and_the_host_stays() -> None:
    assert masked("see postgresql://shop:Geheim1@db.example/pins") == "see postgresql://***@db.example/pins"
