"""How much disk a shop needs, on folders of known size."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

from supply_chain.size import disk, measure


class Package:
    """An installed package with these files."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        self.files = names

    def locate_file(self, name: str) -> Path:
        return self.folder / name


def write(path: Path, blocks: int = 1) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(blocks * 65536))
    return path.lstat().st_blocks * 512


def test_a_file_with_two_names_counts_once(tmp_path: Path) -> None:
    size = write(tmp_path / "one")
    (tmp_path / "two").hardlink_to(tmp_path / "one")

    assert disk([tmp_path], set()) == size > 0


def test_each_part_counts_for_itself_and_what_develops_for_nobody(tmp_path: Path) -> None:
    site = tmp_path / ".venv" / "lib"
    served = write(site / "served.py")
    served += write(site / "__pycache__" / "served.cpython-310.pyc")
    write(site / "develops.py", 5)
    rest = write(tmp_path / ".venv" / "bin" / "python")
    models = write(tmp_path / "models" / "model.tar.gz", 2)
    own = write(tmp_path / "catalog" / "shop.yml")
    write(tmp_path / ".cache" / "tools" / "lib.py")
    write(tmp_path / "logs" / "bot.log")
    packages = {"served": Package(site, "served.py"), "develops": Package(site, "develops.py")}

    parts = measure(tmp_path, cast("dict[str, object]", packages), ["served"])  # type: ignore[arg-type]

    assert parts["served"] == served
    assert parts["the rest of .venv"] == rest
    assert parts["models, sentence encoder included"] == models
    assert parts["the product itself"] == own
    assert sum(parts.values()) == served + rest + models + own
