from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.logs.lines import LONGEST, json_line, now, text_line

FIELDS = st.dictionaries(
    st.text(min_size=1, max_size=30),
    st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans()),
)


def test_what_happened_comes_first_and_what_is_not_known_not_at_all() -> None:
    line = json_line({"channel": "website", "event": "A turn.", "code": None, "level": "info", "time": "T"})
    assert line == '{"time":"T","level":"info","event":"A turn.","channel":"website"}'


def test_text_reads_like_a_sentence() -> None:
    fields = {"time": "T", "level": "error", "code": "PA302", "event": "The turn failed.", "error": "K7M2QX"}
    assert text_line(fields) == "T ERROR   PA302 The turn failed. error=K7M2QX"


@pytest.mark.parametrize("write", [json_line, text_line])
def test_nothing_in_it_ends_the_line_or_commands_a_terminal(write) -> None:
    line = write({"event": "a\nb\r\x1b[31mred\x07\u2028c\x9b2J\u202e"})
    assert line.isprintable()
    assert "red" in line


@pytest.mark.parametrize("write", [json_line, text_line])
@given(fields=FIELDS)
def test_any_fields_make_one_short_line(write, fields) -> None:
    line = write(fields)
    assert len(line.encode("utf-8")) < LONGEST
    assert len(line.splitlines()) <= 1
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)


def test_long_values_are_cut_and_the_rest_stays_readable() -> None:
    line = json_line({"event": "x" * 9000, **{f"f{n}": "\u20ac" * 900 for n in range(9)}})
    assert json.loads(line)["event"].endswith("x...")
    assert len(line) < LONGEST
    assert len(text_line({"event": "€" * 900, "other": "€" * 900}).encode()) < LONGEST


def test_the_time_is_utc_to_the_millisecond() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now())
