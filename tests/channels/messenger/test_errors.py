"""Meta's errors: what may pass, what won't, and how long to wait."""

from __future__ import annotations

import json
from typing import Any, Optional

import pytest

from pin_advisor.channels.connector.api import Answer
from pin_advisor.channels.messenger.errors import describe, retry_after, status_of
from pin_advisor.channels.stand_ins.messenger import error


def answer(status: int, body: Any = None, **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@pytest.mark.parametrize(
    ("code", "subcode", "status"),
    [
        (4, 0, 429), (17, 0, 429), (32, 0, 429), (613, 0, 429), (80006, 0, 429),
        (1, 0, 503), (2, 0, 503), (1200, 0, 503),
        (1, 99, 403), (10, 2018278, 403), (200, 1545041, 403), (230, 0, 403), (551, 0, 403), (368, 0, 403),
        (190, 460, 401), (102, 0, 401),
        (100, 2018001, 404),
        (100, 2018008, 400), (100, 0, 400), (2022, 0, 400),
    ],
)  # fmt: skip
def test_codes(code: int, subcode: int, status: int) -> None:
    assert status_of(answer(400, error("Some error", code, subcode))) == status


def test_what_meta_itself_calls_transient() -> None:
    assert status_of(answer(400, error("Some error", 9999, is_transient=True))) == 503
    assert status_of(answer(400, error("Some error", 9999, is_transient=False))) == 400


@pytest.mark.parametrize(
    "body", [None, [], "x", {}, {"error": "x"}, {"error": {"code": "4"}}, {"error": None}]
)
def test_without_a_code_the_status_counts(body: Any) -> None:
    assert [status_of(answer(status, body)) for status in (200, 400, 429, 500)] == [200, 400, 429, 500]


def test_success_is_success() -> None:
    assert status_of(answer(200, error("A warning", 4))) == 200


USAGE = {"type": "messenger", "call_count": 101, "total_cputime": 9, "total_time": 12}


def usage(*minutes: int) -> str:
    return json.dumps({"682": [{**USAGE, "estimated_time_to_regain_access": told} for told in minutes]})


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (usage(3), 180.0),
        (usage(1, 2), 120.0),
        (usage(0), None),
        (json.dumps({"682": [USAGE]}), None),
        ("{}", None),
        ("[]", None),
        ("[" * 100_000, None),
        ("no json", None),
        ("", None),
    ],
)  # fmt: skip
def test_how_long_to_wait(header: str, seconds: Optional[float]) -> None:
    assert retry_after(answer(400, X_Business_Use_Case_Usage=header)) == seconds


def test_without_a_header_nothing_is_told() -> None:
    assert retry_after(answer(400)) is None


def test_a_description_has_numbers_and_no_words() -> None:
    told = error("You said: ann@example.com wants 300 pins", 100, 2018001)

    assert describe(answer(400, told)) == "code 100, error_subcode 2018001, fbtrace_id AbCdEfGhIjK"
    assert describe(answer(502, None)) == ""
