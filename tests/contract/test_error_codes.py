"""Error codes: one meaning each, in the family of their class, and explained where people look them up."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from pin_advisor import errors
from pin_advisor.catalog import CODES

CODE = re.compile(r"\bPA\d{3}\b")


@pytest.fixture(scope="module")
def raised(modules: tuple[Any, ...]) -> dict[str, set[tuple[str, str]]]:
    """Each code that Python raises, with the classes and files that do."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                code, function = node.args[0].value, node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if isinstance(code, str) and CODE.fullmatch(code):
                    found[code].add((name, module.name))
    return found


@pytest.fixture(scope="module")
def used(project: Path, modules: tuple[Any, ...]) -> dict[str, set[str]]:
    """Every code outside ``catalog/`` with the files it stands in, scripts included."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        if not module.name.startswith("pin_advisor/catalog/"):
            for text in module.strings():
                for code in CODE.findall(text) if CODE.fullmatch(text) else ():
                    found[code].add(module.name)
    for script in sorted((project / "scripts").glob("*")):
        for code in re.findall(r"\bfail (PA\d{3})\b", script.read_text("utf-8")):
            found[code].add(script.name)
    return found


def test_a_code_belongs_to_one_file(used: dict[str, set[str]]) -> None:
    assert used
    assert {code: files for code, files in used.items() if len(files) > 1} == {}


def test_a_code_is_in_the_family_of_its_class(raised: dict[str, set[tuple[str, str]]]) -> None:
    """The families are told in the docstring of ``pin_advisor/errors.py``."""
    families = re.findall(r"(\w+Error)\s+PA(\d+)x+", errors.__doc__ or "")
    assert len(families) >= 6
    prefix = {name: f"PA{digits}" for name, digits in families}
    wrong = {
        (code, name)
        for code, places in raised.items()
        for name, _ in places
        if name in prefix and not code.startswith(prefix[name])
    }
    assert wrong == set()


def test_catalog_codes_are_those_that_the_catalog_lists(modules: tuple[Any, ...]) -> None:
    in_code = {
        s
        for m in modules
        if m.name.startswith("pin_advisor/catalog/")
        for s in m.strings()
        if CODE.fullmatch(s)
    }
    assert in_code == set(CODES)
    assert len(set(CODES.values())) == len(CODES)


def test_every_code_is_documented(used: dict[str, set[str]], docs: str) -> None:
    explained = set(CODE.findall(docs))
    assert sorted(({*used, *CODES}) - explained) == []


def test_every_documented_code_exists(used: dict[str, set[str]], docs: str) -> None:
    assert set(CODE.findall(docs)) - {*used, *CODES} == set()
