"""What requirements.lock holds and leaves out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = [PROJECT / "requirements.lock", PROJECT / "requirements" / "uv.txt"]


def packages(path: Path) -> dict[str, int]:
    """The number of hashes of each locked package."""
    found: dict[str, int] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z0-9._-]+)==", line):
            name = match[1]
            found[name] = 0
        found[name] = found.get(name, 0) + line.count("--hash=sha256:")
    return found


def test_neither_tensorflow_nor_torch_is_locked() -> None:
    locked = packages(PROJECT / "requirements.lock")

    assert "rasa" in locked
    heavy = re.compile(r"tensorflow|keras|torch|jax|nvidia|transformers")
    assert [name for name in locked if heavy.search(name)] == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_package_has_a_hash_and_no_host_is_named(path: Path) -> None:
    assert [name for name, hashes in packages(path).items() if hashes == 0] == []
    assert "://" not in path.read_text(encoding="utf-8")


def test_every_declared_dependency_is_locked() -> None:
    import tomli

    project = tomli.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[^A-Za-z0-9._-]", line)[0].lower().replace(".", "-") for line in declared}

    assert names - set(packages(PROJECT / "requirements.lock")) == set()
