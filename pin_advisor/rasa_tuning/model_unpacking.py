"""A model is unpacked in one go.

Rasa looks through the whole archive for what would lie elsewhere before it unpacks it, and so decompresses it
twice: 5 % of the time to the first answer. Python itself refuses the same while it unpacks.
"""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any, Final

RELIES_ON: Final = {
    "rasa.engine.storage.local_model_storage:LocalModelStorage": "2d6496b155ded722",
}
CHECK: Final = "that nothing is done there but to unpack the archive and to refuse one of Rasa 2."


def adjust(storage: Any) -> None:
    """Let the filter "data" of Python's own look after it."""
    model_storage = storage.LocalModelStorage

    def unpack(model_archive_path: str | Path, temporary_directory: Path) -> None:
        with tarfile.open(model_archive_path, mode="r:gz") as archive:
            archive.extractall(temporary_directory, filter="data")
        model_storage._assert_not_rasa2_archive(temporary_directory)

    if hasattr(tarfile, "data_filter"):  # since 3.10.12
        model_storage._extract_archive_to_directory = staticmethod(unpack)
