"""The published source of what a deviation relies on, whatever this process has made of it."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import Any, Final

_DIGITS: Final = 16


def digest(place: str) -> str:
    """The digest of the source of ``module:name``; ``module:`` is the whole file.

    Comments and blank lines don't count. A name that isn't defined there stands for what uses it.

    Raises:
        LookupError: if nothing of the name is there.
    """
    module, _, name = place.partition(":")
    tree = _tree(module)
    found = [tree] if not name else _defined(tree, name.split(".")) or _used(tree, name)
    if not found:
        raise LookupError(f"There is no {name} in {module} any longer.")
    text = "\n".join(ast.unparse(node) for node in found)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


@cache
def _tree(module: str) -> ast.Module:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise LookupError(f"There is no module {module} any longer.")
    return ast.parse(Path(spec.origin).read_text(encoding="utf-8"))


def _defined(tree: Any, path: list[str]) -> list[ast.AST]:
    """Definitions of the name, or assignments to it."""
    found: list[ast.AST] = []
    for node in tree.body:
        if getattr(node, "name", None) == path[0]:
            found += _defined(node, path[1:]) if path[1:] else [node]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if len(path) == 1 and any(isinstance(t, ast.Name) and t.id == path[0] for t in targets):
                found.append(node)
    return found


def _used(tree: ast.Module, name: str) -> list[ast.AST]:
    return [
        node
        for node in tree.body
        if isinstance(node, ast.Expr)
        and any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))
    ]
