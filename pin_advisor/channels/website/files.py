"""The widget and the demonstration page, straight from their folder."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pin_advisor.paths import PROJECT

FOLDER: Final = PROJECT / "widget"

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_COMPRESSED: Final = frozenset({".css", ".html", ".js", ".json", ".svg"})


@dataclass(frozen=True)
class File:
    """A file as it is sent; ``compressed`` is the same in gzip, where that is worth while."""

    content: bytes
    compressed: bytes | None
    media_type: str
    etag: str


class Files:
    """The files in ``folder``, by their path in it. Only what is there at the start is ever sent."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._paths = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in _TYPES
        }
        self._known: dict[str, tuple[int, File]] = {}

    def get(self, name: str) -> File | None:
        """The file of that path as it is now, or None if there is none; a folder gives its ``index.html``."""
        name = f"{name}index.html" if name == "" or name.endswith("/") else name
        path = self._paths.get(name)
        if path is None:
            return None
        try:
            changed = path.stat().st_mtime_ns
            known = self._known.get(name)
            if known is None or known[0] != changed:
                known = self._known[name] = (changed, _file(path))
        except OSError:
            return None
        return known[1]


def _file(path: Path) -> File:
    content = path.read_bytes()
    compressed = gzip.compress(content, mtime=0) if path.suffix in _COMPRESSED else None
    return File(content, compressed, _TYPES[path.suffix], f'"{hashlib.sha256(content).hexdigest()[:20]}"')
