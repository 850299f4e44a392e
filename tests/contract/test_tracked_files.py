"""Files under version control: nothing in them ties the product to one machine or one package registry."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

#: Folders below the root that only a certain machine or user has.
PRIVATE = ("home", "root", "Users", "work", "workspace")
#: Registries of Python, JavaScript and Rust packages, and common names of private mirrors.
HOSTS = ("pypi.org", "pythonhosted.org", "npmjs.org", "npmjs.com", "yarnpkg.com", "crates.io")
MIRRORS = ("artifactory", "nexus", "devpi")


@pytest.fixture(scope="module")
def texts(project: Path) -> dict[str, str]:
    """Every text file that is tracked or about to be."""
    if shutil.which("git") is None or not (project / ".git").exists():
        pytest.skip("this is no git checkout, so nothing tells which files belong to it")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=project, capture_output=True, check=True,
    )  # fmt: skip
    found = {}
    for name in listed.stdout.decode("utf-8").split("\0"):
        path = project / name
        if name and path.is_file() and path != Path(__file__).resolve():
            content = path.read_bytes()
            if b"\0" not in content:
                found[name] = content.decode("utf-8")
    return found


def lines_with(texts: dict[str, str], pattern: str) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_no_file_names_a_path_of_one_machine(texts: dict[str, str]) -> None:
    assert lines_with(texts, rf"(?<![\w.:/*}}-])/(?:{'|'.join(PRIVATE)})/\w") == []


def test_no_file_names_a_package_registry(texts: dict[str, str]) -> None:
    hosts = "|".join(map(re.escape, HOSTS))
    assert lines_with(texts, rf"(?i)\b(?:{hosts})\b|\b(?:{'|'.join(MIRRORS)})[\w.-]*\.[a-z]{{2,}}") == []


def test_no_file_holds_a_secret(texts: dict[str, str]) -> None:
    """Tokens of the channels, keys and passwords come from the environment."""
    tokens = r"xox[abp]-\w{8}|\b\d{9,10}:AA[\w-]{30}|\bAKIA[A-Z0-9]{16}\b|\bgh[pousr]_\w{30}"
    key = rf"{tokens}|-----BEGIN [A-Z ]*PRIVATE KEY"
    assert lines_with(texts, key) == []
