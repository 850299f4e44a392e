"""A training utterance is copied and compared without detours.

While it trains, Rasa merges the utterances with nothing half a dozen times, and each time copies all of them
with ``copy.deepcopy`` and hashes every part of each on its own: half of the time that was not learning, 50 s
for 36,000 utterances.
"""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any, Final

RELIES_ON: Final = {
    "rasa.shared.nlu.training_data.message:Message.__init__": "993ee1d6a7282952",
    "rasa.shared.nlu.training_data.message:Message.fingerprint": "bbf48a91f2070c40",
    "rasa.shared.nlu.training_data.message:Message.set": "7e86f0a2d6e6e5d1",
    "rasa.shared.utils.io:deep_container_fingerprint": "7f0289bb79343de8",
}
CHECK: Final = (
    "that a fingerprint still is of data and features alone, and that whoever changes them forgets it."
)


def adjust(message: Any) -> None:
    """Say how to copy one, and how to take its fingerprint."""

    def fingerprint(self: Any) -> str:
        if self._cached_fingerprint is None:
            self._cached_fingerprint = _fingerprint([self.data, self.features])
        return str(self._cached_fingerprint)

    def deepcopy(self: Any, memo: dict[int, Any]) -> Any:
        new = self.__class__.__new__(self.__class__)
        new.__dict__.update({name: _copied(value, memo) for name, value in vars(self).items()})
        return new

    message.Message.fingerprint = fingerprint
    message.Message.__deepcopy__ = deepcopy


def _fingerprint(value: Any) -> str:
    """Of anything, whatever the order of its keys."""
    try:
        text = _encode(value)
    except TypeError:  # keys that can't be put in order
        text = _encode(_ordered(value))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _described(value: Any) -> Any:
    """What JSON doesn't know."""
    own = getattr(value, "fingerprint", None)
    return own() if callable(own) else str(value)


_encode: Final = json.JSONEncoder(sort_keys=True, default=_described).encode


def _ordered(value: Any) -> Any:
    """With keys that are text."""
    if isinstance(value, dict):
        return {f"{type(key).__name__} {key}": _ordered(inner) for key, inner in value.items()}
    return [_ordered(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _copied(value: Any, memo: dict[int, Any]) -> Any:
    kind = type(value)
    if value is None or kind in (str, int, float, bool):
        return value
    if kind is dict:
        return {key: _copied(inner, memo) for key, inner in value.items()}
    if kind is list:
        return [_copied(inner, memo) for inner in value]
    if kind is set:  # of what has a hash, and so doesn't change
        return set(value)
    return copy.deepcopy(value, memo)
