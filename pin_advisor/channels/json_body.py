"""A JSON object in the body of a request, read strictly: what can be read in two ways is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


class Malformed(Exception):
    """The body is not what the contract says; the text is for a person."""


def read_object(body: bytes, deepest: int) -> dict[str, Any]:
    """The object in ``body``.

    Args:
        body: UTF-8.
        deepest: how many objects and lists may be inside each other.

    Raises:
        Malformed: not JSON, a key twice, a number that is none, too deep, or no object.
    """
    try:
        data = json.loads(body.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_constant)
        too_deep = _depth(data) > deepest
    except ValueError:
        raise Malformed("The body is not proper JSON.") from None
    except RecursionError:
        too_deep = True
    if too_deep:
        raise Malformed("The body is nested too deeply.")
    if not isinstance(data, dict):
        raise Malformed("The body is no JSON object.")
    return data


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key twice")
    return keys


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(data: Any) -> int:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return 1 + max(map(_depth, inner), default=0)
