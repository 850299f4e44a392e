"""Messages of emoji and smileys alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.language.signs import sign_in
from pin_advisor.language.text import clean


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("👍", "yes"),
        ("👍🏽", "yes"),
        ("👍👍👍👍👍👍", "yes"),
        (" ✔️ ", "yes"),
        ("👎🏿", "no"),
        ("❌", "no"),
        ("🤷", "unsure"),
        ("🤷🏽‍♀️", "unsure"),
        (":/", "unsure"),
        ("❤️", "pleased"),
        ("😀😀", "pleased"),
        ("🎉 🎊", "pleased"),
        (":-)", "pleased"),
        ("<3", "pleased"),
        ("😡", "cross"),
        (":(", "cross"),
        ("🐶", "other"),
        ("👨‍👩‍👧", "other"),
    ],
)
def test_what_a_sign_says(text: str, sign: str) -> None:
    assert sign_in(clean(text)) == sign


@pytest.mark.parametrize("text", ["", "?", "...", "!!!", "yes 👍", "200 👍", "1️⃣", "-", "ok"])
def test_anything_else_is_no_sign(text: str) -> None:
    assert sign_in(clean(text)) is None


@given(st.text())
def test_it_never_fails(text: str) -> None:
    assert sign_in(clean(text)) in {None, "yes", "no", "unsure", "pleased", "cross", "other"}
