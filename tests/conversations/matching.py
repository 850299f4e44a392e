"""How an expectation in a conversation file is compared with what the bot sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def differences(expected: Any, actual: Any, path: str = "") -> Iterator[str]:
    """Yield in words where ``actual`` is not as ``expected``.

    An expectation is a part of what must be there:

    - keys: each must be there and be as expected; others may stand beside it;
    - a list where the bot sends a list: each entry must be found in it, in any order; ``[]`` means empty;
    - a list where the bot sends one value: it must be one of these;
    - anything else: equal. ``null`` is an unknown need.
    """
    where = path or "the payload"
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping):
            yield f"{where} is {actual!r}, not a mapping with {', '.join(map(repr, expected))}"
            return
        for key, value in expected.items():
            below = f"{path}.{key}" if path else str(key)
            if key not in actual:
                yield f"{below} is missing"
            else:
                yield from differences(value, actual[key], below)
    elif _is_list(expected) and _is_list(actual):
        if not expected and actual:
            yield f"{where} should be empty and is {actual!r}"
        for value in expected:
            if not any(matches(value, one) for one in actual):
                yield f"{where} lacks {value!r}; it is {actual!r}"
    elif _is_list(expected):
        if not any(matches(value, actual) for value in expected):
            yield f"{where} is {actual!r}, not one of {expected!r}"
    elif expected != actual or isinstance(expected, bool) != isinstance(actual, bool):
        yield f"{where} is {actual!r}, not {expected!r}"


def matches(expected: Any, actual: Any) -> bool:
    """Whether ``actual`` is as ``expected``."""
    return next(differences(expected, actual), None) is None


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
