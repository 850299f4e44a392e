"""Environment variables: each that the product reads is documented, and each that is documented is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

OWN = re.compile(r"\bPIN_ADVISOR_[A-Z][A-Z_]*[A-Z]\b")


@pytest.fixture(scope="module")
def read(project: Path) -> dict[str, str]:
    """Our own variables, each with a file that reads it."""
    paths = [
        *project.glob("*.yml"),
        project / "Makefile",
        *(
            p
            for folder in ("scripts", "deploy", ".ci")
            for p in project.glob(f"{folder}/**/*")
            if p.is_file()
        ),
        *(p for folder in ("pin_advisor", "actions") for p in project.glob(f"{folder}/**/*.py")),
    ]
    texts = {p.relative_to(project).as_posix(): p.read_text("utf-8", "ignore") for p in paths if p.is_file()}
    return {name: path for path, text in texts.items() for name in OWN.findall(text)}


def test_every_variable_is_documented(read: dict[str, str], docs: str) -> None:
    assert read
    assert {name: path for name, path in read.items() if name not in OWN.findall(docs)} == {}


def test_every_documented_variable_exists(read: dict[str, str], docs: str) -> None:
    assert set(OWN.findall(docs)) - set(read) == set()


def test_variables_in_rasas_files_have_a_default_or_are_ours(project: Path) -> None:
    """Rasa refuses to start when a file names a variable that is not set."""
    from pin_advisor.environment import DEFAULTS

    named = {n for p in project.glob("*.yml") for n in re.findall(r"\$\{(\w+)\}", p.read_text("utf-8"))}
    assert named - set(DEFAULTS) == set()


def test_the_doctor_knows_every_variable(project: Path, read: dict[str, str]) -> None:
    """Else it would tell operators that something is misspelt which is not."""
    from pin_advisor.doctor.variables import KNOWN

    code = (p for folder in ("pin_advisor", "actions") for p in project.glob(f"{folder}/**/*.py"))
    named = {n for p in code for n in OWN.findall(p.read_text("utf-8"))}
    assert named - KNOWN == set()
    assert KNOWN - set(read) == set()
