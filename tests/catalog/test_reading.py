from __future__ import annotations

import pytest

from pin_advisor.catalog.reading import Block, Items, Scalar, read


def scalar(text: str) -> str:
    root, problems = read(f"key: {text}\n".encode(), "a.yml")
    assert problems == []
    assert isinstance(root, Block)
    value = root.entries["key"]
    assert isinstance(value, Scalar)
    return value.text


@pytest.mark.parametrize(
    "text", ["no", "Yes", "2d", "0123", "1.50", "12:30", "2026-01-31", "1e3", "0x1f", "on"]
)
def test_values_stay_as_written(text):
    assert scalar(text) == text


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_nothing_is_empty_but_quoted_nothing_is_text(text):
    root, _ = read(f"key: {text}\nquoted: '{text}'\n".encode(), "a.yml")
    assert root
    assert root.entries["key"].empty
    assert not root.entries["quoted"].empty


def test_lines_are_those_of_the_file():
    text = "# remark\n\na:\n  - one\n  - b: two\n    c: >-\n      three\n      four\nd: five\n"
    root, problems = read(text.encode(), "a.yml")
    assert problems == []
    assert root
    assert root.lines == {"a": 3, "d": 9}
    items = root.entries["a"]
    assert isinstance(items, Items)
    assert [item.line for item in items.items] == [4, 5]
    block = items.items[1]
    assert isinstance(block, Block)
    assert block.lines == {"b": 5, "c": 6}
    assert block.text("c") == "three four"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_of_any_editor(end, mark):
    root, problems = read(mark + end.join(["a: é", "b: 2", ""]).encode(), "a.yml")
    assert problems == []
    assert root
    assert (root.text("a"), root.lines["b"]) == ("é", 2)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a: b\nc: cloisonné\n".encode("cp1252"), 2),
        ("a: b\n".encode("utf-16"), 1),
        (b"a: b\n\nc: d\x07\n", 3),
        (b'a: b\nc: "d\\0"\n', 2),
        ("a: b\nc: d\ufeff\n".encode(), 2),
        ("a: b\nc: d\u2028e\nf: g\u0085h\n".encode(), 2),
    ],
)
def test_other_encodings_and_invisible_characters(content, line):
    _, problems = read(content, "a.yml")
    assert [(p.code, p.line) for p in problems] == [("PA203", line)]


def test_every_indenting_tab_is_reported():
    _, problems = read(b"a:\n\tb: 1\n\tc: 2\nd:\n  \te: 3\n", "a.yml")
    assert [(p.code, p.line) for p in problems] == [("PA205", 2), ("PA205", 3), ("PA205", 5)]


def test_a_tab_that_does_no_harm_is_let_be():
    root, problems = read(b"a: one\ttwo\nb: 3\t\n", "a.yml")
    assert problems == []
    assert root
    assert root.text("b") == "3"


def test_a_growing_alias_is_refused_where_it_starts():
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    root, problems = read("\n".join(lines).encode(), "a.yml")
    assert root is None
    assert [(p.code, p.line) for p in problems] == [("PA209", 1)]


def test_remarks_after_a_value_are_fine():
    assert scalar("tight # the lowest") == "tight"
    assert scalar("'we are #1' #") == "we are #1"


def test_text_with_a_hash_inside_a_word_is_kept():
    assert scalar("PMS#123 and C# are text") == "PMS#123 and C# are text"


def test_all_repeated_keys_are_reported_at_once():
    _, problems = read(b"a: 1\nb: 2\na: 3\nb: 4\na: 5\n", "a.yml")
    assert [(p.code, p.line) for p in problems] == [("PA208", 3), ("PA208", 4), ("PA208", 5)]


@pytest.mark.parametrize(
    ("text", "line", "code", "words"),
    [
        ("a: one\n  two: three\n", 2, "PA207", "quotes"),
        ("a: it's 5 o'clock: time\n", 1, "PA207", "quotes"),
        ("a = one\nb: two\n", 1, "PA207", "no colon after `a`"),
        ("a: 'it's'\n", 1, "PA206", "quotation"),
        ("a: [one, two\nb: three\n", 2, "PA206", "bracket"),
        ("a:\n  - one\nb\n", 3, "PA206", "colon"),
        ("a: - one\n", 1, "PA206", "fit"),
        ('a: "\\q"\n', 1, "PA206", ""),
        ("a: %one\n", 1, "PA209", "%"),
        ("? [a]\n: b\n", 1, "PA206", "key"),
        ("%YAML 9.9\n---\na: b\n", 1, "PA206", ""),
        ("- a\n- b\n", 1, "PA223", "key: value"),
    ],
)
def test_slips_are_explained(text, line, code, words):
    _, problems = read(text.encode(), "a.yml")
    assert [(p.line, p.code) for p in problems] == [(line, code)]
    assert words in f"{problems[0].what} → {problems[0].fix}"
