from __future__ import annotations

import re
from pathlib import Path

import pytest

from pin_advisor.catalog import CODES, Shop
from pin_advisor.catalog.loading import FILES, SOURCES
from pin_advisor.catalog.models import When
from pin_advisor.catalog.problems import choose, listed, nearest, quoted
from pin_advisor.vocabulary import ASPECTS, VALUES

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "catalog.md").read_text("utf-8")


def test_the_docs_explain_exactly_the_codes_that_exist():
    rows = re.findall(r"^\| (PA\d+) \| (.+?) \| (.+?) \|$", DOCS, re.MULTILINE)
    assert {code: meaning for code, meaning, _ in rows} == CODES
    assert [code for code, _, _ in rows] == sorted(CODES)


def test_the_docs_name_all_that_may_be_written():
    for need, values in VALUES.items():
        assert f"| `{need}` | {', '.join(values)} |" in DOCS
    named = set(re.findall(r"`([a-z_.]+)`", DOCS))
    assert named >= {*ASPECTS, *Shop.__fields__, *When.__fields__, "rule_out", "require", "prefer", "note"}
    assert "`reply: quote`" in DOCS
    assert "`reply: handoff`" in DOCS
    assert all(f"`catalog/{file}`" in DOCS for file in (*FILES, SOURCES, "faq/"))


@pytest.mark.parametrize(
    ("word", "meant"),
    [("awrad", "award"), ("Corporate Gift", "corporate_gift"), ("sport-team", "sports_team"), ("zzz", None)],
)
def test_the_nearest_word_is_found_if_there_is_one(word, meant):
    assert nearest(word, VALUES["occasion"]) == meant


def test_without_a_near_word_all_are_named():
    assert choose("zzz", ["a", "b", "c"]) == "use one of a, b or c"
    assert choose("awrad", ["award", "club"]) == "did you mean award?"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], "nothing"), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_read_as_in_a_sentence(words, sentence):
    assert listed(words) == sentence


def test_quoted_text_is_short_and_harmless_to_a_terminal():
    assert quoted("two\n lines") == '"two lines"'
    assert quoted("\x1b[31mred") == '"?[31mred"'
    assert len(quoted("x" * 500)) == 42
