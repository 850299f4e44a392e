"""The server does not load what only training needs.

A model describes the graph that trained it beside the one that answers, and reading that description imports
every component and validator in it.
"""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"rasa.engine.storage.storage:ModelMetadata.from_dict": "1b6f25fe7bd9e346"}
CHECK: Final = "that nobody asks a served model for its train_schema."


def adjust(storage: Any) -> None:
    """Leave that graph empty."""
    from_dict = storage.ModelMetadata.from_dict.__func__

    def without_training(cls: Any, serialized: dict[str, Any]) -> Any:
        return from_dict(cls, {**serialized, "train_schema": {"nodes": {}}})

    storage.ModelMetadata.from_dict = classmethod(without_training)
