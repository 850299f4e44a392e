"""Log files that keep the last of what was said and never fill the disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

#: Bytes of a file, from which on a new one is begun.
LARGEST: Final = 10_000_000
#: Files of one log, the present one included: ``bot.log``, ``bot.log.1`` and so on, newest first.
KEPT: Final = 5


def rotate(path: Path, largest: int = LARGEST, kept: int = KEPT) -> bool:
    """Begin a new file if the present one is large; True if so.

    Whoever has the old one open goes on writing to it.
    """
    try:
        if path.stat().st_size < largest:
            return False
    except FileNotFoundError:
        return False
    for number in range(kept - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        with suppress(FileNotFoundError):
            os.replace(older, path.with_name(f"{path.name}.{number}"))
    return True


class Output:
    """The output of this process as far as it goes to a file: when that is large, a new one takes its place.

    Standard output and standard error both move, so what the interpreter itself prints, when it crashes for
    instance, is in the file, too.

    Args:
        path: the file that both go to.
        largest: its bytes.
    """

    def __init__(self, path: Path, largest: int = LARGEST) -> None:
        self._path = path
        self._largest = largest

    def make_room(self) -> None:
        """Move on to a new file if the present one is large. To be called by one thread at a time."""
        try:
            if os.fstat(1).st_size < self._largest or not rotate(self._path, self._largest):
                return
            file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        except OSError:  # a full disk must not end the bot; the old file goes on
            return
        os.dup2(file, 1)
        os.dup2(file, 2)
        os.close(file)
