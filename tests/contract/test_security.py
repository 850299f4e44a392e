"""``docs/security.md`` has a line for every requirement, and each test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

REQUIREMENTS = {f"R{number}" for number in range(1, 41)}
TEST = re.compile(r"`([a-z_/]+/test_[a-z_]+\.py)(?:::(test_\w+))?`")


@pytest.fixture(scope="module")
def lines(project: Path) -> dict[str, str]:
    """The lines of the tables, by the requirement that they are about."""
    found: dict[str, str] = {}
    for line in (project / "docs" / "security.md").read_text("utf-8").splitlines():
        if line.startswith("| R"):
            for requirement in re.findall(r"R\d+", line.split("|")[1]):
                assert requirement not in found
                found[requirement] = line
    return found


def test_every_requirement_has_its_line(lines: dict[str, str]) -> None:
    assert set(lines) == REQUIREMENTS


def test_every_line_names_what_shows_it_or_says_that_there_is_no_such_thing(lines: dict[str, str]) -> None:
    assert [r for r, line in lines.items() if not TEST.search(line) and "not offered" not in line] == []


def test_every_test_that_is_named_is_there(project: Path, lines: dict[str, str]) -> None:
    named = {found for line in lines.values() for found in TEST.findall(line)}
    assert len(named) > 40
    missing = []
    for path, name in sorted(named):
        file = project / "tests" / path
        functions = (
            {getattr(node, "name", "") for node in ast.walk(ast.parse(file.read_text("utf-8")))}
            if file.is_file()
            else set()
        )
        if not file.is_file() or (name and name not in functions):
            missing.append((path, name))
    assert missing == []


def test_nothing_in_the_column_of_tests_is_unreadable(lines: dict[str, str]) -> None:
    for line in lines.values():
        shown_by = line.rstrip(" |").rpartition(" | ")[2] if TEST.search(line) else ""
        assert TEST.sub("", shown_by).strip() == "", line
