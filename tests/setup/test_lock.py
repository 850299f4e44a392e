"""What the lock files hold and leave out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from supply_chain.locks import DEVELOPMENT, ENCODER, SHOP, TOOLS, locked, normalised

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = [SHOP, ENCODER, DEVELOPMENT, TOOLS, PROJECT / "requirements" / "uv.txt"]


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


def declared(line: str) -> str:
    return normalised(re.split(r"[^A-Za-z0-9._-]", line)[0])


@pytest.fixture(scope="module")
def project() -> dict[str, list[str]]:
    """Extras by name; what is declared without one is under an empty name."""
    read = tomli.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"": read["dependencies"], **read["optional-dependencies"]}


@pytest.mark.parametrize("path", [SHOP, DEVELOPMENT], ids=lambda path: path.name)
def test_neither_tensorflow_nor_torch_is_locked(path: Path) -> None:
    names = packages(path)

    assert "rasa" in names
    heavy = re.compile(r"tensorflow|keras|torch|jax|nvidia|transformers")
    assert [name for name in names if heavy.search(name)] == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_package_has_a_hash_and_no_host_is_named(path: Path) -> None:
    assert [name for name, hashes in packages(path).items() if hashes == 0] == []
    assert "://" not in path.read_text(encoding="utf-8")


def test_every_declared_dependency_is_locked(project: dict[str, list[str]]) -> None:
    assert {declared(line) for line in project[""]} - set(locked(SHOP)) == set()
    assert {declared(line) for line in project["dev"]} - set(locked(DEVELOPMENT)) == set()


def test_a_shop_installs_nothing_that_only_develops(project: dict[str, list[str]]) -> None:
    shared = {"setuptools"}  # builds the project's own entry, and Rasa reads its files through it
    assert {declared(line) for line in project["dev"]} & set(locked(SHOP)) == shared
    assert {"pip", "uv"} & set(locked(SHOP)) == set()


def test_what_develops_holds_the_very_versions_that_serve() -> None:
    developed = locked(DEVELOPMENT)
    for path in (SHOP, ENCODER):
        assert {n: v for n, v in locked(path).items() if developed.get(n) != v} == {}


def test_the_encoder_is_built_from_nothing_that_serves_as_well() -> None:
    assert set(locked(ENCODER)) & set(locked(SHOP)) == set()


def test_everything_loads_without_what_only_develops() -> None:
    """The product, Rasa's servers and training, in a process to which those packages do not exist."""
    code = """
import importlib, pkgutil, sys
from importlib.metadata import distributions
from importlib.machinery import PathFinder
from supply_chain.locks import SHOP, locked, normalised
from pin_advisor import environment

shop = set(locked(SHOP)) | {"pin-advisor"}
owners = {}
for found in distributions():
    for file in found.files or ():
        if file.parts[0].endswith(("dist-info", "data", "..")) or file.suffix not in {".py", ".so", ".pyi"}:
            continue
        owners.setdefault(file.parts[0].partition(".")[0], set()).add(normalised(found.metadata["Name"]))
absent = {top for top, names in owners.items() if not names & shop}
assert {"hypothesis", "matplotlib", "onnx", "skops"} <= absent, absent

find = PathFinder.find_spec
PathFinder.find_spec = classmethod(
    lambda cls, name, *more: None if name.partition(".")[0] in absent else find(name, *more)
)
import actions, pin_advisor, rasa.__main__, rasa.server, rasa.model_training, rasa_sdk.__main__
import rasa.engine.recipes.default_components
for package in (pin_advisor, actions):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
print("loaded", len(absent))
"""
    result = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True)

    assert result.stdout.startswith("loaded"), result.stderr[-2000:]
