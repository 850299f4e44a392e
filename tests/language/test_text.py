"""Whatever a visitor's message holds, what comes out is plain, bounded and still says the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pin_advisor.language.text import MAX_CHARACTERS, clean, has_words, is_cut

ANY_TEXT = st.text(alphabet=st.characters(), max_size=400)
#: Characters that other characters turn into, or that change what stands beside them.
AWKWARD = st.text(
    alphabet="aA/\\\n\r\t -–—'’´`\"½1⁄２…．!́̈ﬁﷺ\u200d\u00ad\u202e\u2028\ud800\x00각한🙂", max_size=60
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ""),
        ("", ""),
        ("  Hello   there ", "Hello there"),
        ("it’s a “pin”", 'it\'s a "pin"'),
        ("€1–€2 — or so", "€1-€2 - or so"),
        ("ＨＥＬＬＯ　３００", "HELLO 300"),
        ("soft\u00adenamel en\u200bamel", "softenamel enamel"),
        ("line one\r\n\r\n  line two\x07", "line one\nline two"),
        ("1½ euro, ½ dollar", "1 1/2 euro, 1/2 dollar"),
        ("sooooooo coool!!!!!!", "sooo coool!!!"),
        ("10000 pins, 1000000 yen", "10000 pins, 1000000 yen"),
        ("half \ud800 a pair", "half a pair"),
        ("\u202eevil\u202c", "evil"),
        ("ﬁne", "fine"),
        ("café", "café"),
        ("tab\tand\u2028line", "tab and line"),
        ("👍🙂 pins", "👍🙂 pins"),
        ("Emailleanstecker für München", "Emailleanstecker für München"),
        ("硬珐琅徽章", "硬珐琅徽章"),
    ],
)
def test_what_becomes_of_a_message(text: str | None, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text", ["/restart", "  /restart", "\u200b/restart", "／restart", "\n/inform{}", "⁄session_start"]
)
def test_no_message_is_a_command_to_rasa(text: str) -> None:
    cleaned = clean(text)

    assert not cleaned.startswith("/")
    assert cleaned[1:] == unicodedata.normalize("NFKC", text).strip("\n \u200b")[1:]


def test_a_slash_elsewhere_stays() -> None:
    assert clean("2D/3D 12/05/2026") == "2D/3D 12/05/2026"


@settings(max_examples=300)
@given(ANY_TEXT | AWKWARD)
@example("ﷺ" * 400)
@example("a" * 999 + " b")
@example("́" * 50)
def test_cleaning_holds_for_any_text(text: str) -> None:
    cleaned = clean(text)

    assert len(cleaned) <= MAX_CHARACTERS
    assert clean(cleaned) == cleaned
    assert cleaned == cleaned.strip()
    assert not cleaned.startswith("/")
    assert unicodedata.is_normalized("NFKC", cleaned)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} for c in cleaned if c != "\n")
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@given(st.text(max_size=50))
def test_a_long_message_is_cut_to_its_beginning(text: str) -> None:
    cleaned = clean("pin " * 2000 + text)

    assert len(cleaned) <= MAX_CHARACTERS
    assert cleaned == ("pin " * 250).strip()


@given(st.from_regex(r"[a-z]{1,3}( [a-z0-9]{1,3}){0,20}[.!?]?", fullmatch=True))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("pins", True), ("3", True), ("硬", True), ("👍!", False), ("", False), ("...", False)],
)
def test_whether_there_are_words(text: str, expected: bool) -> None:
    assert has_words(text) is expected


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a" * 3 + " b" * 300, False),
        ("ab " * 400, True),
        ("a " * 9000, True),
        ("so" + "o" * 5000, False),  # a run of one letter says no more than three
        (None, False),
    ],
)
def test_what_is_too_long_to_read_is_told_apart(text: str | None, cut: bool) -> None:
    assert is_cut(text) is cut


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=80))
@example("`quoted`")
@example("/restart")
def test_a_plain_text_becomes_what_it_would_beside_a_character_that_is_not(text: str) -> None:
    assert clean(text) == clean(f"{text}\u200b")
