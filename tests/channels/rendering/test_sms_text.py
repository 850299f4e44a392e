"""What a text takes in an SMS. The figures are Twilio's examples, and those of 3GPP TS 23.038."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.channels.rendering.sms_text import room, segments, septets


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("x" * 160, 160),
        ("It's £5 @ Ann's: 100% \"yes\"\n", 28),
        ("àèìòùéÄÖÑÜäöñüßÇØøÅåÆæΔΦΓΛΩΠΨΣΘΞ¡¿§¤¥", 37),
        ("€", 2),
        ("[a] {b} ~c^ | \\", 15 + 8),
    ],
)
def test_in_gsm_7_a_character_takes_one_place_or_two(text: str, length: int) -> None:
    assert septets(text) == length
    assert room(text) == length


@pytest.mark.parametrize(
    "text", ["’", "…", "•", "–", "ç", "`", "á", "ﬀ", "\t", "\u00a0", "מ", "م", "字", "🎈"]
)
def test_what_is_not_in_gsm_7(text: str) -> None:
    assert septets(f"pins {text}") is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("字" * 70, 1),
        ("字" * 71, 2),
        ("字" * 134, 2),
        ("字" * 135, 3),
        ("🎈" * 35, 1),
        ("🎈" * 36, 2),
        ("x" * 69 + "’", 1),
        ("x" * 70 + "’", 2),
    ],
)
def test_a_longer_text_is_cut_and_each_part_is_charged(text: str, count: int) -> None:
    assert segments(text) == count


@given(st.text(max_size=200), st.text(max_size=200))
def test_more_text_never_takes_less_room(text: str, more: str) -> None:
    assert room(text) <= room(text + more)
    assert room(text) >= len(text)


@given(st.text("字🎈", min_size=1, max_size=670))
def test_what_has_room_beyond_gsm_7_is_no_more_than_ten_parts(text: str) -> None:
    assert (room(text) <= 1600) == (segments(text) <= 10)
