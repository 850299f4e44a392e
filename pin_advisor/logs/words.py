"""What the author of a program wrote for its log, without what was filled in.

Libraries put into their messages whatever they deal with, a visitor's words included, and by the time that a
message arrives nobody can tell the one from the other. So it is looked up in the library's source: a text
that stands there is told, and of what is put together only the parts that stand there.
"""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Optional

#: Stands for what was filled in.
GAP: Final = "..."

_METHODS: Final = frozenset(
    {"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"}
)
_PLACEHOLDER: Final = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
_PACKAGES: Final = re.compile(r".*/(?:site-packages|lib/python3\.\d+)/")


def authors_words(record: logging.LogRecord) -> Optional[str]:
    """The message as it stands in the source that logged it; None if it can't be found there."""
    return _words_at(record.pathname, record.lineno)


def place_of(path: str, line: int) -> str:
    """Where in which file, without where on this machine packages are."""
    return f"{_PACKAGES.sub('', path)}:{line}"


@lru_cache(1024)
def _words_at(path: str, line: int) -> Optional[str]:
    calls = [c for c in _calls(path) if c.lineno <= line <= (c.end_lineno or c.lineno)]
    if not calls:
        return None
    call = min(calls, key=lambda c: (c.end_lineno or c.lineno) - c.lineno)
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    position = 1 if isinstance(call.func, ast.Attribute) and call.func.attr == "log" else 0
    message = call.args[position] if len(call.args) > position else given.get("msg") or given.get("event")
    words = "".join(_parts(message)) if message is not None else ""
    return words if words.replace(GAP, "").strip() else None


@lru_cache(16)
def _calls(path: str) -> tuple[ast.Call, ...]:
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return ()
    return tuple(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS
    )


def _parts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield _PLACEHOLDER.sub(GAP, node.value)
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from _parts(value)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _parts(node.left)
        yield from _parts(node.right)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        yield from _parts(node.left)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        yield from (re.sub(r"\{[^{}]*\}", GAP, part) for part in _parts(node.func.value))
    else:
        yield GAP
