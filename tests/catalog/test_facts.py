"""``facts.yml``: what visitors get right or wrong; a shop may do without."""

from __future__ import annotations

from typing import Any

import pytest

from pin_advisor.catalog import load, unread_files

FACTS = """\
facts:
  - id: iron_rusts
    called: [iron]
    so: [rust*]
    says: iron can rust
    topics: [rust]
    source: seed
  - id: hard_line
    of: [hard_enamel]
    figure:
      right: [0.3, 0.3]
      possible: [0.2, 0.4]
      unit: [mm]
      near: [line]
    says: a line needs 0.3 mm
    source: seed
"""


@pytest.fixture
def facts(folder: Any) -> Any:
    folder.write("facts.yml", FACTS)
    return folder


def test_facts_are_read(facts: Any) -> None:
    rust, line = load(facts.path).facts
    assert (rust.id, rust.called, rust.so, rust.topics) == ("iron_rusts", ("iron",), ("rust*",), ("rust",))
    assert line.figure is not None
    assert line.figure.right == (0.3, 0.3)
    assert unread_files(facts.path) == []


def test_a_shop_may_do_without(folder: Any) -> None:
    assert load(folder.path).facts == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("[hard_enamel]", "[hard_enamal]", "PA232", "hard_enamel"),
        ("topics: [rust]", "topics: [rusty]", "PA233", "rust"),
        ("source: seed", "source: sead", "PA238", "seed"),
        ("id: hard_line", "id: iron_rusts", "PA230", "fact"),
        ("so: [rust*]", "sow: [rust*]", "PA220", "so"),
        ("    says: iron can rust\n", "", "PA221", "says"),
    ],
)
def test_a_mistake_is_told_with_its_line(facts: Any, old: str, new: str, code: str, said: str) -> None:
    facts.change("facts.yml", old, new)
    (problem,) = facts.problems()
    assert (problem.code, problem.file) == (code, "facts.yml")
    assert said in f"{problem.what} {problem.fix}"


@pytest.mark.parametrize("words", ["(rust|corrode)", "rust ...", "0.3"])
def test_words_that_could_not_be_looked_for_are_refused(facts: Any, words: str) -> None:
    facts.change("facts.yml", "rust*", f'"{words}"')
    (problem,) = facts.problems()
    assert (problem.code, problem.file, problem.line) == ("PA223", "facts.yml", 4)
    assert "plain words" in problem.fix
