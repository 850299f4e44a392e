"""``make size``: how much disk a shop needs, package by package.

Counts blocks, as ``du`` does, and a file with several names once. What only develops and tests is told apart,
so that the figure is the same whether or not it is installed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import Distribution
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final, Optional

from pin_advisor.paths import PROJECT
from supply_chain.licences import installed
from supply_chain.locks import SHOP, locked

#: A folder may have more than the packages of the lock file need.
_SHOWN: Final = 15
_MEGABYTE: Final = 1_000_000


def disk(paths: Iterable[Path], seen: set[tuple[int, int]]) -> int:
    """Return the bytes on disk of these files and folders.

    Args:
        paths: folders count with everything in them.
        seen: device and inode of what was counted before, which is not counted again; what is counted now is
            added.
    """
    total = 0
    for path in paths:
        for file in _files(path):
            status = file.lstat()
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                total += status.st_blocks * 512
    return total


def files_of(package: Distribution) -> Iterator[Path]:
    """Yield the files of a package and what Python has compiled of them."""
    for name in package.files or ():
        path = Path(str(package.locate_file(name)))
        yield path
        if path.suffix == ".py":
            yield Path(cache_from_source(str(path)))


def measure(project: Path, packages: Mapping[str, Distribution], shop: Iterable[str]) -> dict[str, int]:
    """Return bytes on disk by part: each package that a shop runs, then the rest of the folder.

    Args:
        project: the project's folder.
        packages: what is installed, by normalised name.
        shop: the names of those that a shop runs.
    """
    seen: set[tuple[int, int]] = set()
    parts = {name: disk(files_of(packages[name]), seen) for name in sorted(shop)}
    for name in sorted(set(packages) - set(shop) - {"pin-advisor"}):
        disk(files_of(packages[name]), seen)
    parts["the rest of .venv"] = disk([project / ".venv"], seen)
    parts["models, sentence encoder included"] = disk([project / "models"], seen)
    parts["uv, which installs"] = disk([project / ".cache" / "uv"], seen)
    parts["Python, if it was fetched"] = disk([project / ".cache" / "python"], seen)
    own = [
        p for p in project.iterdir() if p.name not in {".venv", ".cache", "models", ".git", "logs", "build"}
    ]
    parts["the product itself"] = disk(own, seen)
    return parts


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print the largest parts and the sum."""
    parser = argparse.ArgumentParser(prog="make size", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every package, not just the largest")
    chosen = parser.parse_args(arguments)
    shop = set(locked(SHOP))
    parts = measure(PROJECT, installed(), shop)
    packages = sorted(shop, key=lambda name: -parts[name])
    shown = packages if chosen.all else packages[:_SHOWN]
    rows = [(name, parts[name]) for name in shown]
    if rest := packages[len(shown) :]:
        rows.append((f"{len(rest)} other packages", sum(parts[name] for name in rest)))
    rows += [(name, size) for name, size in parts.items() if name not in shop]
    for name, size in [*rows, ("what a shop needs", sum(parts.values()))]:
        print(f"{size / _MEGABYTE:7.1f} MB  {name}")
    return 0


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir() and not path.is_symlink():
        for inner in path.iterdir():
            yield from _files(inner)
    elif path.is_symlink() or path.exists():
        yield path


if __name__ == "__main__":
    sys.exit(main())
