"""``docs/operations.md`` lists every command and has its codes in order, to be found at night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pin_advisor.cli import COMMANDS


@pytest.fixture(scope="module")
def page(project: Path) -> str:
    return (project / "docs" / "operations.md").read_text("utf-8")


def test_every_command_has_its_row(page: str) -> None:
    table = page.partition("| `make …` |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\|[^|]*\| `([a-z]+)", table, re.M)) == sorted(COMMANDS)


def test_codes_are_in_order(page: str) -> None:
    codes = [int(code) for code in re.findall(r"^\| PA(\d{3}) \|", page, re.M)]
    assert len(codes) > 80
    assert codes == sorted(set(codes))


def test_a_command_that_is_typed_is_there(page: str) -> None:
    named = set(re.findall(r"\.venv/bin/pin-advisor ([a-z]+)", page))
    assert named
    assert named <= set(COMMANDS)
