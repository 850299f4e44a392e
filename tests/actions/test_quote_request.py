"""A quote request in words."""

from __future__ import annotations

import pytest

from actions.quote_request import contact_beside, quotable

MAIL, OTHER, PHONE, MOBILE = "ann@example.com", "bob@example.com", "0161 496 0000", "+44 7700 900461"


@pytest.mark.parametrize(
    ("before", "now", "text", "after"),
    [
        (None, MAIL, MAIL, MAIL),
        (MAIL, OTHER, f"no, {OTHER}", OTHER),
        (MAIL, PHONE, f"call me instead: {PHONE}", PHONE),
        (MAIL, PHONE, f"and my phone is {PHONE}", f"{MAIL} or {PHONE}"),
        (PHONE, MAIL, f"{MAIL} too", f"{MAIL} or {PHONE}"),
        (f"{MAIL} or {PHONE}", OTHER, f"no, {OTHER}", f"{OTHER} or {PHONE}"),
        (f"{MAIL} or {PHONE}", MOBILE, f"rather {MOBILE}", f"{MAIL} or {MOBILE}"),
        (MAIL, f"{OTHER} or {PHONE}", f"{OTHER}, {PHONE}", f"{OTHER} or {PHONE}"),
    ],
)
def test_only_what_is_named_anew_changes(before: str | None, now: str, text: str, after: str) -> None:
    assert contact_beside(before, now, text) == after


def test_what_is_said_back_holds_no_markup() -> None:
    assert quotable("a <b>red</b> {kite}\n [x]") == "a red kite x"
